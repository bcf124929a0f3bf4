"""Shifts as they hold: of one person, of everybody on a day, and the patterns of a unit."""

import datetime

from django.db.models import Q

from schedules.models import ShiftDay, ShiftPattern
from schedules.queries.calendar import Hours
from units.access import on_day
from units.queries.tree import path_of

OFF_CODE = "L"


def hours_of_shift(pattern):
    """Return the Hours of a ShiftPattern, None for a day off."""
    if pattern is None:
        return None
    return Hours(
        pattern.start,
        pattern.end,
        pattern.break_minutes,
        pattern.name,
        "",
        next_day=pattern.next_day,
        shift=pattern.code,
    )


def shifts_on(day, employee_ids=None):
    """Return {employee id: Hours, or None on a day off} of who is on the roster, in one query.

    Whoever is not in it has the hours of the unit.
    """
    rows = ShiftDay.objects.filter(date=day).select_related("pattern")
    if employee_ids is not None:
        rows = rows.filter(employee_id__in=employee_ids)
    known = {}
    found = {}
    for row in rows:
        if row.pattern_id not in known:
            known[row.pattern_id] = hours_of_shift(row.pattern)
        found[row.employee_id] = known[row.pattern_id]
    return found


def shifts_of(employee, start, end):
    """Return {date: Hours, or None on a day off} of one person's roster, in one query."""
    rows = ShiftDay.objects.filter(employee=employee, date__range=(start, end))
    return {row.date: hours_of_shift(row.pattern) for row in rows.select_related("pattern")}


def patterns_of(unit, start, end):
    """Return {code: [ShiftPattern, ...]} that hold for a unit on any day from `start` to `end`.

    Its own and those of the units above; where two of them share a code, the nearest unit's.
    """
    path = [step.pk for step in reversed(path_of(unit))]
    rows = ShiftPattern.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=start), unit_id__in=path, starts_on__lte=end
    ).select_related("unit")
    found = {}
    for row in sorted(rows, key=lambda row: (path.index(row.unit_id), row.start, row.code)):
        mine = found.setdefault(row.code, [])
        if not mine or mine[0].unit_id == row.unit_id:
            mine.append(row)
    return found


def pattern_on(patterns, code, day):
    """Return the ShiftPattern of a code that holds on a day, or None."""
    for row in patterns.get(code, ()):
        if row.starts_on <= day and (row.ends_on is None or row.ends_on >= day):
            return row
    return None


def pattern_list(unit_ids):
    """Return the patterns of the units (None: of all), those in force before those that ended."""
    rows = ShiftPattern.objects.select_related("unit").order_by(
        "unit__code", "start", "code", "-starts_on"
    )
    return rows if unit_ids is None else rows.filter(unit_id__in=unit_ids)


def units_with_shifts(day):
    """Return the ids of the units that have a pattern of their own in force on a day."""
    return set(ShiftPattern.objects.filter(on_day(day)).values_list("unit_id", flat=True))


def week_of_date(day):
    """Return the seven dates of the week of a day, from Monday."""
    monday = day - datetime.timedelta(days=day.weekday())
    return [monday + datetime.timedelta(days=n) for n in range(7)]
