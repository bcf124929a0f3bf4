"""Reminders of plans that an agency owes: by the job at set ages, by BKPSDM by hand."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import ngettext

from schedules.models import DueReminder
from schedules.queries.due import accounts_of, kinds_due, next_level, owing, periods_due
from units import clock
from units.access import scope_for
from units.decisions import notify, record_decision

Kind = DueReminder.Kind
NAMED = 3


def tell_owed_plans():
    """Remind heads and unit HR of agencies that owe a plan, and the next level of the late ones;
    return how many accounts were told.

    Safe to run again and by two workers at once: the database keeps an account from hearing of one
    agency twice in one way. Nothing is decided.
    """
    day = clock.today()
    told = 0
    for period in periods_due(day):
        kinds = kinds_due(period, day)
        if not kinds:
            continue
        agencies = accounts_of(owing(period), day)
        above = next_level(day) if Kind.ESCALATION in kinds else ()
        wanted = {}
        for agency, accounts in agencies.items():
            for kind in kinds:
                for user in above if kind == Kind.ESCALATION else accounts:
                    wanted.setdefault((kind, user), []).append(agency)
        known = set(
            DueReminder.objects.filter(period=period)
            .exclude(kind=Kind.BY_HAND)
            .values_list("kind", "recipient_id", "agency_id")
        )
        for (kind, user), found in wanted.items():
            new = [agency for agency in found if (kind, user.pk, agency.pk) not in known]
            told += bool(new) and _tell(user, new, period, kind)
    return told


@transaction.atomic
def remind_owing(agencies, *, period, actor, besides=()):
    """Remind heads and unit HR of agencies without a plan; return (accounts told, left alone).

    By BKPSDM. Nobody hears by hand twice a day, nor on a day on which the job reminded them;
    neither the actor nor the accounts `besides` (ids) are told.
    """
    if not scope_for(actor).is_city_hr:
        raise PermissionDenied
    day = clock.today()
    by_user = {}
    for agency, accounts in accounts_of(agencies, day).items():
        for user in accounts:
            if user.pk != actor.pk and user.pk not in besides:
                by_user.setdefault(user, []).append(agency)
    heard = set(
        DueReminder.objects.filter(sent_on=day, recipient__in=by_user)
        .exclude(kind=Kind.ESCALATION)
        .values_list("recipient_id", flat=True)
    )
    told = sum(
        _tell(user, found, period, Kind.BY_HAND, actor)
        for user, found in by_user.items()
        if user.pk not in heard
    )
    if told:
        record_decision(period, "owing_reminded", actor=actor, after={"accounts": told})
    return told, len(by_user) - told


def _tell(user, agencies, period, kind, actor=None):
    """Keep that an account is told and tell it, both or neither; return whether it was told."""
    rows = [
        DueReminder(
            kind=kind, recipient=user, period=period, agency=agency,
            sent_on=clock.today(), sent_at=clock.now(), sent_by=actor,
        )
        for agency in (agencies[:1] if kind == Kind.BY_HAND else agencies)
    ]  # fmt: skip
    values = {"period": period, "agencies": partial(_words, agencies)}
    if period.submit_by:
        values["due"] = period.submit_by
    try:
        with transaction.atomic():
            DueReminder.objects.bulk_create(rows)
            notify(
                [user],
                kind=_notice(kind, period),
                link=f"{reverse('schedules:plan_list')}?periode={period.pk}",
                **values,
            )
    except IntegrityError:
        return False
    return True


def _notice(kind, period):
    if kind == Kind.ESCALATION:
        return "plan_owed_late"
    return "plan_owed" if period.submit_by else "plan_owed_undated"


def _words(agencies):
    """Return some agencies in words: Dinas Sosial, Dinas Kesehatan, 2 lagi."""
    words = [agency.label for agency in agencies[:NAMED]]
    more = len(agencies) - NAMED
    if more > 0:
        words.append(ngettext("%(n)s lagi", "%(n)s lagi", more) % {"n": more})
    return ", ".join(words)
