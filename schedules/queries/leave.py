"""Annual leave of a person and year: what the law gives, what is used, what is left.

Counted in working days of the person's unit from approved absences on record.
"""

import datetime
from dataclasses import dataclass

from schedules.models import Away
from schedules.queries.calendar import Calendar
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
    calendar = Calendar.load(
        datetime.date(start.year - 1, 1, 1), datetime.date(end.year + 1, 12, 31)
    )
    posting = posting_on(employee, start)
    if posting is None:
        return []
    unit_id = posting.unit_id
    rows = Away.objects.filter(
        employee=employee,
        kind=Away.Kind.LEAVE,
        leave_type=Away.LeaveType.ANNUAL,
        status=Away.Status.APPROVED,
        starts_on__lte=calendar.end,
        ends_on__gte=calendar.start,
    )
    terms = list(rows.values_list("starts_on", "ends_on"))

    def count(first, last, year):
        first = max(first, datetime.date(year, 1, 1))
        last = min(last, datetime.date(year, 12, 31))
        if last < first:
            return 0
        return len(list(calendar.working_days(unit_id, first, last)))

    def used(year):
        return sum(count(first, last, year) for first, last in terms)

    found = []
    for year in range(start.year, end.year + 1):
        rule, before = rule_of(year), year - 1
        served = employee.joined_on <= datetime.date(before, 1, 1)
        taken = used(before) + count(start, end, before)
        carried = min(rule.most_carried, max(0, rule_of(before).days - taken)) if served else 0
        gone_over = max(0, used(year + 1) - rule_of(year + 1).days)
        leave = AnnualLeave(year, rule.days, carried, used(year) + gone_over, rule.basis)
        found.append((leave, count(start, end, year)))
    return found


def may_take_annual_leave_from(employee):
    """Return the first day on which a person has served long enough for annual leave."""
    joined = employee.joined_on
    year = joined.year + rule_of(joined.year).service_years
    if (joined.month, joined.day) == (2, 29):
        return datetime.date(year, 3, 1)
    return joined.replace(year=year)
