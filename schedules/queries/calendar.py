"""Working days and hours of every unit, from dated rows, in a constant number of queries."""

import datetime
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q

from schedules.models import Holiday, WorkHours
from units.models import Unit
from units.readings import read_once


@dataclass(frozen=True)
class Hours:
    """Hours of one person on one day, in local time; the break is in minutes.

    `shift` is the code of a shift, "" for ordinary hours. With `next_day` (a night shift) the end
    is on the day after; the work date is the one on which the hours start.
    """

    start: datetime.time
    end: datetime.time
    break_minutes: int
    name: str
    legal_basis: str
    next_day: bool = False
    shift: str = ""


class Calendar:
    """Holidays and hours of all units between two dates (both included).

    Make one with `Calendar.load`; a day outside the dates raises ValueError, because an empty
    answer there would look like a working day.
    """

    def __init__(self, start, end, units, holidays, hours):
        self.start, self.end = start, end
        self._parent = {pk: parent for pk, parent, _week in units}
        self._week = {pk: week for pk, _parent, week in units}
        self._holidays = {}
        for holiday in holidays:
            self._holidays.setdefault(holiday.date, {}).setdefault(holiday.unit_id, []).append(
                holiday
            )
        self._hours = {}
        for row in hours:
            days = {one.weekday: one for one in row.days.all()}
            self._hours.setdefault(row.unit_id, []).append((row, days))
        self._rows_for = lru_cache(maxsize=None)(self._choose_rows)

    @classmethod
    @read_once
    def load(cls, start, end):
        """Return the calendar of the whole city from `start` to `end`, in four queries."""
        in_term = Q(starts_on__lte=end) & (Q(ends_on__isnull=True) | Q(ends_on__gte=start))
        return cls(
            start,
            end,
            Unit.objects.without_tree_fields().values_list("pk", "parent_id", "working_week"),
            Holiday.objects.filter(date__range=(start, end)).order_by("pk"),
            WorkHours.objects.filter(in_term).prefetch_related("days").order_by("starts_on", "pk"),
        )

    def holiday(self, unit_id, day):
        """Return the Holiday that frees the unit on the day, or None.

        The nearest unit with a row for the day decides (the whole city comes last); where one
        unit has both, "tetap bekerja" calls the holiday off.
        """
        self._check(day)
        by_unit = self._holidays.get(day)
        if not by_unit:
            return None
        for level in self._levels(unit_id):
            rows = by_unit.get(level)
            if rows:
                if any(row.kind == Holiday.Kind.CALLED_OFF for row in rows):
                    return None
                return rows[0]
        return None

    def concerned(self, unit_id):
        """Return the unit, its ancestors and None (the city): whose rows speak of the unit."""
        return set(self._levels(unit_id))

    def holiday_name(self, unit_id, day):
        """Return the name of the unit's holiday on the day, or ""."""
        holiday = self.holiday(unit_id, day)
        return holiday.name if holiday else ""

    def is_working_day(self, unit_id, day):
        """Say whether the unit works on the day: a weekday of its week and no holiday."""
        return day.weekday() < self._week[unit_id] and self.holiday(unit_id, day) is None

    def working_days(self, unit_id, start, end):
        """Return the unit's working days from `start` to `end`, ascending."""
        count = (end - start).days + 1
        days = (start + datetime.timedelta(days=n) for n in range(count))
        return [day for day in days if self.is_working_day(unit_id, day)]

    def hours(self, unit_id, employment, day):
        """Return the Hours of a person of the unit on the day.

        The nearer unit wins, then a row that names the employment, then the later start
        (Perpres 21/2023 sets the week; Ramadan is a later row). None on a day off and where no
        row speaks of the day: nobody can be late against hours that nobody set.
        """
        if not self.is_working_day(unit_id, day):
            return None
        row, days = self._rows_for(unit_id, employment, day)
        weekday = days.get(day.weekday()) if row else None
        if weekday is None:
            return None
        return Hours(weekday.start, weekday.end, weekday.break_minutes, row.name, row.legal_basis)

    def _choose_rows(self, unit_id, employment, day):
        week = self._week[unit_id]
        for level in self._levels(unit_id):
            candidates = [
                (row, days)
                for row, days in self._hours.get(level, ())
                if row.working_week == week
                and row.employment in ("", employment)
                and row.starts_on <= day
                and (row.ends_on is None or row.ends_on >= day)
            ]
            if candidates:
                return max(
                    candidates,
                    key=lambda one: (one[0].employment != "", one[0].starts_on, one[0].pk),
                )
        return None, {}

    def _levels(self, unit_id):
        """Yield the unit, its ancestors, and None for the whole city."""
        while unit_id is not None:
            yield unit_id
            unit_id = self._parent[unit_id]
        yield None

    def _check(self, day):
        if not self.start <= day <= self.end:
            raise ValueError(f"{day} is outside the calendar {self.start} to {self.end}")


def years_without_holidays(start, end):
    """Return the years from `start` to `end` for which no holiday of the city is on record.

    Such a year cannot be planned: 1 January would pass for a working day.
    """
    known = set(
        Holiday.objects.filter(unit=None, date__year__gte=start.year, date__year__lte=end.year)
        .exclude(kind=Holiday.Kind.CALLED_OFF)
        .values_list("date__year", flat=True)
        .order_by()
        .distinct()
    )
    return [year for year in range(start.year, end.year + 1) if year not in known]
