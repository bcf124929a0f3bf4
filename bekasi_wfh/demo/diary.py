"""Who was to work where on each day of the period so far, as the portal's records say."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from attendance.queries.days import dates_between
from bekasi_wfh.demo.rows import moment_text
from schedules.models import Assignment, Away
from schedules.queries.calendar import Calendar
from schedules.queries.orders import EMERGENCY, RECALL, orders_between

CALENDAR_REACH = datetime.timedelta(days=60)
# Asia/Jakarta has no daylight saving.
OFFSET = datetime.timedelta(hours=7)


@dataclass(frozen=True, slots=True)
class Frame:
    """What people of one unit and employment share on a date; hours are None on a holiday.

    `start` and `end` are naive UTC moments; `closed_at` is the text of the nightly close.
    """

    date: datetime.date
    text: str
    hours: object
    start: datetime.datetime | None
    end: datetime.datetime | None
    is_today: bool
    closed_at: str


class Day(NamedTuple):
    """One person's day: in which unit, where by plan and orders, why away ("" for not at all)."""

    employee: object
    unit: object
    frame: Frame
    workplace: str
    away: str
    emergency: bool = False

    @property
    def date(self):
        return self.frame.date


class Diary:
    """The days of every employee from the start of the period to today."""

    def __init__(self, city):
        self.city = city
        self.calendar = Calendar.load(city.period_starts, city.today + CALENDAR_REACH)
        self._at_home = set(
            Assignment.objects.filter(published=True).values_list("employee_id", "date")
        )
        self._orders = orders_between(city.period_starts, city.today)
        self._away = defaultdict(list)
        approved = Away.objects.filter(status="approved").order_by("pk")
        for row in approved.values_list("employee_id", "starts_on", "ends_on", "kind"):
            self._away[row[0]].append(row[1:])
        self._frames = {}
        self._dates = dates_between(city.period_starts, city.today)
        night = datetime.timedelta(days=1, minutes=30) - OFFSET
        self._closed_at = {
            date: moment_text(datetime.datetime.combine(date, datetime.time()) + night)
            for date in self._dates
        }

    def days_of(self, employee):
        """Yield the employee's days: working days, absences and named holidays."""
        person = employee.id
        aways = self._away.get(person, ())
        for date in self._dates:
            unit = self.city.unit_on(employee, date)
            frame = self._frame(unit, employee.employment, date) if unit else None
            if frame is None:
                continue
            away = next((kind for first, last, kind in aways if first <= date <= last), "")
            order = self._orders.of(person, date)
            at_home = order == EMERGENCY or (order != RECALL and (person, date) in self._at_home)
            workplace = "wfh" if at_home else "wfo"
            yield Day(employee, unit, frame, workplace, away, order == EMERGENCY)

    def _frame(self, unit, employment, date):
        key = (unit.id, employment, date)
        if key not in self._frames:
            self._frames[key] = self._make_frame(*key)
        return self._frames[key]

    def _make_frame(self, unit_id, employment, date):
        working = self.calendar.is_working_day(unit_id, date)
        if not working and not self.calendar.holiday_name(unit_id, date):
            return None
        hours = self.calendar.hours(unit_id, employment, date)
        return Frame(
            date=date,
            text=date.isoformat(),
            hours=hours,
            start=datetime.datetime.combine(date, hours.start) - OFFSET if hours else None,
            end=datetime.datetime.combine(date, hours.end) - OFFSET if hours else None,
            is_today=date == self.city.today,
            closed_at=self._closed_at[date],
        )
