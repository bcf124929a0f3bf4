"""By which rules and out of which data a report was built, kept beside its figures."""

import datetime

from django.db.models import Count, Max, Q, Value

from attendance.models import (
    Correction,
    DayRecord,
    DisciplineWarning,
    IndicationCase,
    ResponseCheck,
    WorkReport,
)
from schedules.models import (
    Assignment,
    Away,
    Holiday,
    Plan,
    Policy,
    RecalledDay,
    ReviewRequest,
    Swap,
    WorkHours,
)
from units import clock
from units.access import on_day


def _within(moment, first, last):
    begin = clock.local(first, datetime.time.min)
    end = clock.local(last + clock.ONE_DAY, datetime.time.min)
    return Q(**{f"{moment}__gte": begin, f"{moment}__lt": end})


def _tables(first, last):
    """Yield (name, rows of the period) of every table that the figures are counted from."""
    period = (first, last)
    yield "day_records", DayRecord.objects.filter(date__range=period)
    yield "work_reports", WorkReport.objects.filter(work_date__range=period)
    yield "assignments", Assignment.objects.filter(published=True, date__range=period)
    yield (
        "aways",
        Away.objects.filter(status=Away.Status.APPROVED, starts_on__lte=last, ends_on__gte=first),
    )
    yield "response_checks", ResponseCheck.objects.filter(work_date__range=period)
    yield "corrections", Correction.objects.filter(work_date__range=period)
    yield "reviews", ReviewRequest.objects.filter(_within("asked_at", first, last))
    yield "swaps", Swap.objects.filter(_within("asked_at", first, last))
    yield "recalls", RecalledDay.objects.filter(date__range=period)
    yield "indications", IndicationCase.objects.filter(_within("told_at", first, last))
    yield "warnings", DisciplineWarning.objects.filter(_within("raised_at", first, last))


def sources_of(first, last):
    """Return what the figures of a period were built from, ready for JSON, in five queries.

    The policies in force and the plans with the versions that they obeyed, the hours and holidays
    of the calendar, and of each table how many rows there were and the highest number among them.
    """
    policies = Policy.objects.filter(on_day(last), status=Policy.Status.IN_FORCE)
    plans = Plan.objects.filter(
        status=Plan.Status.PUBLISHED, period__starts_on__lte=last, period__ends_on__gte=first
    )
    hours = WorkHours.objects.filter(starts_on__lte=last).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=first)
    )
    holidays = Holiday.objects.filter(date__range=(first, last))
    counts = [
        rows.order_by()
        .annotate(table=Value(name))
        .values("table")
        .annotate(rows=Count("pk"), highest=Max("pk"))
        .values_list("table", "rows", "highest")
        for name, rows in _tables(first, last)
    ]
    return {
        "policies": [
            {"name": name, "version": version}
            for name, version in policies.order_by("pk").values_list("name", "version")
        ],
        "plans": plans.count(),
        "hours": sorted(set(hours.values_list("name", flat=True))),
        "holidays": sorted(
            f"{date.isoformat()} {name}" for date, name in holidays.values_list("date", "name")
        ),
        "tables": {
            table: {"rows": rows, "highest": highest}
            for table, rows, highest in sorted(counts[0].union(*counts[1:], all=True))
            if rows
        },
    }
