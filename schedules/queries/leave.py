"""Annual leave of a person and year: what the law gives, what is used, what is left.

Counted in working days of the person's unit from approved absences on record.
"""

import datetime
from dataclasses import dataclass

from schedules.models import Away
from schedules.queries.calendar import Calendar
from units.models import Posting
from units.queries.people import posting_on


@dataclass(frozen=True)
class AnnualRule:
    """What a year gives from a date on: days, how many may come over, service needed in years.

    PP 11/2017 Art. 311-313; PPPK the same number of days (PP 49/2018).
    """

    since: datetime.date
    days: int
    most_carried: int
    service_years: int
    basis: str


# Newest last; a new regulation is a new row, and years before it keep theirs.
ANNUAL_RULES = (
    AnnualRule(datetime.date(2017, 4, 7), 12, 6, 1, "PP 11/2017"),
)  # fmt: skip


@dataclass(frozen=True)
class AnnualLeave:
    """Working days of annual leave of one year: `carried` came over from the year before.

    Days that came over from this year into the next one and are taken there are among `used`.
    """

    year: int
    given: int
    carried: int
    used: int
    basis: str

    @property
    def left(self):
        return max(0, self.given + self.carried - self.used)


def rule_of(year):
    """Return the AnnualRule in force on the first day of a year."""
    first = datetime.date(year, 1, 1)
    return next((one for one in reversed(ANNUAL_RULES) if one.since <= first), ANNUAL_RULES[0])


def annual_leave_of(employee, start, end=None):
    """Return [(AnnualLeave, working days asked)] for each year that the days touch.

    What comes over is the unused part of the year before, where the person served all of it;
    days asked in that year are no longer unused. Nothing comes back without a posting on the first
    day: no calendar counts then. In six queries for any number of days.
    """
    end = end or start
    calendar = _calendar_around(start, end)
    posting = posting_on(employee, start)
    if posting is None:
        return []
    rows = _annual_terms().filter(
        employee=employee, starts_on__lte=calendar.end, ends_on__gte=calendar.start
    )
    terms = list(rows.values_list("starts_on", "ends_on"))
    return _by_year(terms, start, end, employee.joined_on, calendar, posting.unit_id)


class AnnualBook:
    """The annual leave of many people, for a table: the facts of all are read in two queries.

    Calendars are read once for each pair of years. `put` counts a row of the table as approved.
    """

    def __init__(self, since):
        before = datetime.date(since.year - 1, 1, 1)
        self._calendars, self._terms, self._postings = {}, {}, {}
        for pk, first, last in (
            _annual_terms()
            .filter(ends_on__gte=before)
            .values_list("employee_id", "starts_on", "ends_on")
        ):
            self.put(pk, first, last)
        rows = Posting.objects.filter(kind=Posting.Kind.DEFINITIVE).order_by("starts_on", "pk")
        for pk, unit, first, last in rows.values_list(
            "employee_id", "unit_id", "starts_on", "ends_on"
        ):
            self._postings.setdefault(pk, []).append((first, last, unit))

    def put(self, employee_id, first, last):
        """Count a term from `first` to `last`; one with the same first day is corrected."""
        self._terms.setdefault(employee_id, {})[first] = last

    def leave_of(self, employee_id, joined_on, start, end):
        """Return what `annual_leave_of` returns; a term with the same first day is replaced."""
        units = [
            unit
            for first, last, unit in self._postings.get(employee_id, ())
            if first <= start and (last is None or last >= start)
        ]
        if not units:
            return []
        years = start.year, end.year
        if years not in self._calendars:
            self._calendars[years] = _calendar_around(start, end)
        terms = [one for one in self._terms.get(employee_id, {}).items() if one[0] != start]
        return _by_year(terms, start, end, joined_on, self._calendars[years], units[-1])


def _calendar_around(start, end):
    return Calendar.load(datetime.date(start.year - 1, 1, 1), datetime.date(end.year + 1, 12, 31))


def _annual_terms():
    return Away.objects.filter(
        kind=Away.Kind.LEAVE, leave_type=Away.LeaveType.ANNUAL, status=Away.Status.APPROVED
    )


def _by_year(terms, start, end, joined_on, calendar, unit_id):
    """Return [(AnnualLeave, working days asked)] for the years from `start` to `end`."""

    def count(first, last, year):
        first = max(first, datetime.date(year, 1, 1))
        last = min(last, datetime.date(year, 12, 31))
        if last < first:
            return 0
        return len(calendar.working_days(unit_id, first, last))

    def used(year):
        return sum(count(first, last, year) for first, last in terms)

    found = []
    for year in range(start.year, end.year + 1):
        rule, before = rule_of(year), year - 1
        served = joined_on <= datetime.date(before, 1, 1)
        taken = used(before) + count(start, end, before)
        carried = min(rule.most_carried, max(0, rule_of(before).days - taken)) if served else 0
        gone_over = max(0, used(year + 1) - rule_of(year + 1).days)
        leave = AnnualLeave(year, rule.days, carried, used(year) + gone_over, rule.basis)
        found.append((leave, count(start, end, year)))
    return found


def may_take_annual_leave_from(joined):
    """Return the first day of annual leave for who began to work on the day `joined`."""
    year = joined.year + rule_of(joined.year).service_years
    if (joined.month, joined.day) == (2, 29):
        return datetime.date(year, 3, 1)
    return joined.replace(year=year)
