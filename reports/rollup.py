"""A month or a quarter out of the daily cells of weekly reports: pure adding up.

Nothing is counted anew: what a unit has by itself on a day is its row of that day less the rows
of its parts in the same weekly report, and these cells add up along the tree as it is now. A month
is cut into weeks (clipped at its ends), a quarter into months.
"""

import datetime
from dataclasses import dataclass

from reports.measures import MEASURES
from reports.weekly import Tally, Week

WEEK = datetime.timedelta(days=7)
ONE_DAY = datetime.timedelta(days=1)
MONTHS_IN = {"monthly": 1, "quarter": 3}


def next_month(first):
    """Return the first day of the month after the one that starts on `first`."""
    return (first + datetime.timedelta(days=31)).replace(day=1)


def last_day(kind, first):
    """Return the last day of the month or quarter that starts on `first`."""
    end = first
    for _month in range(MONTHS_IN[kind]):
        end = next_month(end)
    return end - ONE_DAY


def start_of(kind, day):
    """Return the first day of the month or quarter of a day."""
    month = day.month if kind == "monthly" else day.month - (day.month - 1) % 3
    return day.replace(month=month, day=1)


def parts_of(kind, first):
    """Return the (first, last) days of the weeks of a month, or of the months of a quarter."""
    end, start, found = last_day(kind, first), first, []
    while start <= end:
        if kind == "monthly":
            stop = min(start + (6 - start.weekday()) * ONE_DAY, end)
        else:
            stop = next_month(start) - ONE_DAY
        found.append((start, stop))
        start = stop + ONE_DAY
    return found


def mondays_of(kind, first):
    """Return the Mondays of the ISO weeks that touch the period."""
    monday, end, found = first - first.weekday() * ONE_DAY, last_day(kind, first), []
    while monday <= end:
        found.append(monday)
        monday += WEEK
    return found


@dataclass
class UnitWeek:
    """What one weekly report says of its unit: its days, its people, and the ids of its parts."""

    days: list
    people: int
    parts: list


class Rollup:
    """Adds weekly reports up to a period; `week` and `tally` are then read as those of a week."""

    def __init__(self, kind, first, parent_of):
        self.parts = parts_of(kind, first)
        self.week = Week(
            starts_on=first.isoformat(),
            ends_on=last_day(kind, first).isoformat(),
            dates=[start.isoformat() for start, _end in self.parts],
            parent_of=parent_of,
        )
        self.tally = Tally(parent_of)

    def part_of(self, date):
        """Return the start of the part in which an ISO date lies, or None outside the period."""
        day = datetime.date.fromisoformat(date)
        return next((s.isoformat() for s, end in self.parts if s <= day <= end), None)

    def add_week(self, units, breaches):
        """Add one week, oldest first: {unit id: UnitWeek} and the breaches of the city.

        The people of the last week that has any stand for the period.
        """
        if any(one.people for one in units.values()):
            self.tally.people.clear()
            self.tally.own_people.clear()
        for unit, own in units.items():
            parts = [units[part] for part in own.parts if part in units]
            for position, row in enumerate(own.days):
                part = self.part_of(row["date"])
                if part is None:
                    continue
                for measure in MEASURES:
                    amount = row.get(measure, 0)
                    if amount:
                        amount -= sum(one.days[position].get(measure, 0) for one in parts)
                    if amount:
                        self.tally.add(unit, part, measure, amount)
            if own.people:
                self._add_people(unit, own.people - sum(one.people for one in parts))
        for breach in breaches:
            if self.part_of(breach["date"]) is not None:
                kept = {key: breach[key] for key in ("date", "text", "needed", "on_site")}
                self.week.breaches.append({"unit_id": breach["unit"]["id"], **kept})

    def _add_people(self, unit, count):
        self.tally.own_people[unit] += count
        for node in self.tally.path(unit):
            self.tally.people[node] += count
