"""The work date of a person at a moment: today, or the date of the shift that is under way."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from attendance.models import CheckIn
from attendance.queries.calendar import calendar_of
from attendance.verdicts import duty_of
from attendance.work_dates import work_date
from schedules.queries.shifts import shifts_of
from units.queries.people import posting_on

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class WorkDate:
    """A work date; `rostered` where the roster speaks of it, with `shift` None on a day off."""

    day: datetime.date
    rostered: bool = False
    shift: object = None


def around(day):
    """Return the first and last date whose shift can be under way on a day."""
    return day - ONE_DAY, day + ONE_DAY


def work_date_for(employee, direction, now):
    """Return the WorkDate to which a check-in of a person at an aware moment belongs.

    One query for who has no shift, at most six for who comes from a night shift.
    """
    local = timezone.make_naive(now)
    shifts = shifts_of(employee, *around(local.date()))
    day = _pick(employee, direction, local, shifts)
    return WorkDate(day, day in shifts, shifts.get(day))


def work_date_on(employee, day):
    """Return the WorkDate of a person on a date that is already known, in one query."""
    shifts = shifts_of(employee, day, day)
    return WorkDate(day, day in shifts, shifts.get(day))


def current_work_date(employee, now, shifts):
    """Return the date that the page of the day speaks of; `shifts` cover the days around now.

    The duty that was checked in for and not out of, else the one to check in for next.
    """
    local = timezone.make_naive(now)
    leaving = _pick(employee, "out", local, shifts)
    if leaving == local.date():
        return leaving
    taps = _taps(employee, leaving, leaving)
    if (leaving, "out") in taps:
        return _pick(employee, "in", local, shifts)
    entering = _pick(employee, "in", local, shifts)
    return leaving if (leaving, "in") in taps or entering == leaving else entering


def _taps(employee, start, end):
    rows = CheckIn.objects.filter(employee=employee, work_date__range=(start, end))
    return set(rows.values_list("work_date", "direction"))


def _pick(employee, direction, local, shifts):
    today = local.date()
    duties = {
        day: duty_of(day, shift)
        for day in (today - ONE_DAY, today, today + ONE_DAY)
        if (shift := shifts.get(day)) is not None
    }
    if not duties or set(duties) == {today}:
        return today
    if today not in shifts and (ordinary := _ordinary(employee, today)) is not None:
        duties[today] = duty_of(today, ordinary)
    came = ()
    if direction == "out":
        came = {day for day, way in _taps(employee, *around(today)) if way == "in"}
    return work_date(direction, local, duties, came)


def _ordinary(employee, day):
    """Return the hours of the unit on a day that the roster does not speak of, or None."""
    posting = posting_on(employee, day)
    if posting is None:
        return None
    calendar = calendar_of(posting.unit, day, day)
    return calendar.hours(posting.unit_id, employee.employment, day)
