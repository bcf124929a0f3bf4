"""Which weeks are due, and how far the building of each is."""

import datetime

from django.db.models import Max, Min

from attendance.models import DayRecord
from reports.models import WeekBuild
from reports.queries.reports import weekly
from schedules.models import Plan

WEEK = datetime.timedelta(days=7)


def monday_of(day):
    """Return the Monday of the ISO week of a day."""
    return day - datetime.timedelta(days=day.weekday())


def first_week():
    """Return the Monday of the first published plan or the first day record, or None."""
    plan = Plan.objects.filter(published_at__isnull=False).aggregate(
        first=Min("period__starts_on")
    )["first"]
    record = DayRecord.objects.aggregate(first=Min("date"))["first"]
    days = [day for day in (plan, record) if day]
    return monday_of(min(days)) if days else None


def due_weeks(today):
    """Return the Mondays of the past weeks to build, oldest first.

    Due is a week without reports; one that was asked for again or broke off; and one whose
    report misses day records while some were made since it was built.
    """
    first = first_week()
    if first is None:
        return []
    built = dict(
        weekly()
        .filter(unit__parent__isnull=True)
        .order_by("version")
        .values_list("starts_on", "built_at")
    )
    waiting = set(
        WeekBuild.objects.exclude(status=WeekBuild.Status.DONE).values_list("starts_on", flat=True)
    )
    incomplete = set(
        weekly()
        .filter(unit__parent__isnull=True, figures__totals__unrecorded__gt=0)
        .values_list("starts_on", flat=True)
    )
    due = []
    monday = first
    while monday + WEEK <= today:
        if (
            monday not in built
            or monday in waiting
            or monday in incomplete
            and _recorded_since(monday, built[monday])
        ):
            due.append(monday)
        monday += WEEK
    return due


def _recorded_since(monday, at):
    last = DayRecord.objects.filter(
        date__range=(monday, monday + datetime.timedelta(days=6))
    ).aggregate(last=Max("closed_at"))["last"]
    return last is not None and last > at
