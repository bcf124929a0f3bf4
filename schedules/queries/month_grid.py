"""A year of the working calendar as twelve months of weeks, for the page and for print."""

import calendar as months
import datetime
from dataclasses import dataclass

from schedules.models import Holiday
from schedules.queries.calendar import Calendar


@dataclass(frozen=True)
class DayCell:
    """One day of the grid: `state` is "work", "free" (weekend) or "holiday"; None pads a week."""

    day: datetime.date
    state: str
    name: str


@dataclass(frozen=True)
class Month:
    first: datetime.date
    weeks: list
    rows: list
    working_days: int


def year_of(unit, year):
    """Return (months, working days in all) of a unit's year; four queries and one for the rows.

    `rows` of a month are the Holiday rows that concern the unit: its own, those of the units
    above it, and those of the whole city.
    """
    start, end = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    calendar = Calendar.load(start, end)
    concerned = calendar.concerned(unit.pk)
    rows = [
        row
        for row in Holiday.objects.filter(date__range=(start, end)).select_related("unit")
        if row.unit_id in concerned
    ]
    grid = months.Calendar(firstweekday=0)
    found = []
    for number in range(1, 13):
        weeks = [
            [_cell(calendar, unit.pk, day, number) for day in week]
            for week in grid.monthdatescalendar(year, number)
        ]
        found.append(
            Month(
                datetime.date(year, number, 1),
                weeks,
                [row for row in rows if row.date.month == number],
                sum(cell.state == "work" for week in weeks for cell in week if cell),
            )
        )
    return found, sum(month.working_days for month in found)


def _cell(calendar, unit_id, day, month):
    if day.month != month:
        return None
    holiday = calendar.holiday_name(unit_id, day)
    if holiday:
        return DayCell(day, "holiday", holiday)
    return DayCell(day, "work" if calendar.is_working_day(unit_id, day) else "free", "")
