"""Agencies that owe a plan for a period by its date for submission, and who is told of it.

An agency owes while it has no plan at all, or only a first draft that nobody submitted. Time
never makes or approves a plan: the ages are for reminders and for the next level to know.
"""

import datetime

from django.db.models import Exists, OuterRef, Q

from schedules.models import DueReminder, Period, Plan, PlanningRun, PlanningRunItem
from units.access import Role, on_day
from units.models import RoleGrant, Unit
from units.queries.people import head_postings_on
from units.queries.tree import unit_tree

Kind = DueReminder.Kind
SOON_BEFORE = datetime.timedelta(days=7)
ESCALATED_AFTER = datetime.timedelta(days=3)


def kinds_due(period, day):
    """Return the Kinds of reminders that a period asks for on a day; none without a date."""
    due = period.submit_by
    if due is None or day < due - SOON_BEFORE or day > period.ends_on:
        return ()
    if day <= due:
        return (Kind.SOON,)
    if day < due + ESCALATED_AFTER:
        return (Kind.OVERDUE,)
    return (Kind.OVERDUE, Kind.ESCALATION)


def periods_due(day):
    """Return the periods not yet over that have a date for submission, the next one first."""
    return Period.objects.filter(submit_by__isnull=False, ends_on__gte=day).order_by("starts_on")


def is_overdue(period, day):
    """Say whether the date for submission has passed."""
    return period.submit_by is not None and day > period.submit_by


def without_plan(agencies, period):
    """Return those of the agencies that have no plan for a period, by code.

    Left out: closed ones, and those for which a finished run found nothing to plan.
    """
    live = Plan.objects.filter(agency=OuterRef("pk"), period=period).exclude(
        status=Plan.Status.SUPERSEDED
    )
    nothing = PlanningRunItem.objects.filter(
        agency=OuterRef("pk"),
        run__period=period,
        run__status=PlanningRun.Status.DONE,
        status=PlanningRunItem.Status.SKIPPED,
    )
    return agencies.filter(~Exists(live), ~Exists(nothing), closed_on__isnull=True).order_by("code")


def owing(period):
    """Return the agencies that owe a plan: none there, or a first draft not yet submitted."""
    agencies = Unit.objects.without_tree_fields().filter(level__in=Unit.AGENCY_LEVELS)
    drafts = Plan.objects.filter(period=period, status=Plan.Status.DRAFT, base=None)
    missing = without_plan(agencies, period).values("pk")
    return agencies.filter(Q(pk__in=missing) | Q(pk__in=drafts.values("agency"))).order_by("code")


def accounts_of(agencies, day):
    """Return {agency: [accounts]}: who leads it and who keeps its records, in three queries."""
    agencies = list(agencies)
    heads = head_postings_on(day, [agency.pk for agency in agencies])
    keepers = {}
    grants = RoleGrant.objects.filter(on_day(day), role=Role.UNIT_HR, user__is_active=True)
    for grant in grants.select_related("user").order_by("pk"):
        keepers.setdefault(grant.unit_id, []).append(grant.user)
    tree = unit_tree()
    found = {}
    for agency in agencies:
        led = [head.employee.user for head in heads.get(agency.pk, ())]
        path = tree.ancestors_of(agency.pk, include_self=True)
        users = [*led, *(user for pk in path for user in keepers.get(pk, ()))]
        found[agency] = list({user.pk: user for user in users if user and user.is_active}.values())
    return found


def next_level(day):
    """Return the accounts that hear of what is late: the Sekda and BKPSDM."""
    grants = RoleGrant.objects.filter(
        on_day(day), role__in=(Role.SECRETARY, Role.CITY_HR), user__is_active=True
    )
    users = (grant.user for grant in grants.select_related("user").order_by("pk"))
    return list({user.pk: user for user in users}.values())
