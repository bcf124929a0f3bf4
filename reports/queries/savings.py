"""Savings of a period: estimated from parameters, measured from bills, side by side.

Days at home are counted from day records. The estimate takes **validated** days alone: a day that
nobody accepted is not paid for with a saving either. The measurement takes whole months alone.
"""

import calendar
import datetime
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Count, Q

from attendance.models import DayRecord
from reports.models import Bill, SavingsParameter
from reports.models.savings import CostKind
from reports.queries.buildings import buildings_of_units
from reports.savings import Estimate, Measured, StaffEstimate, estimate, measure
from schedules.models import Holiday
from schedules.queries.calendar import Calendar
from units.models import RoleGrant, Unit

Role = RoleGrant.Role
NO_BUILDING = ""
OVERSEERS = {Role.SECRETARY, Role.LEADERSHIP, Role.INSPECTORATE}

# What became of one expected bill.
MEASURED, NO_BILL, NO_BASELINE, NO_CALENDAR = "measured", "no_bill", "no_baseline", "no_calendar"


@dataclass
class BuildingDays:
    """Days of one building in the period.

    `emptied` are the dates on which somebody was at home and nobody at the office, `partly` those
    on which some were at home. Person-days at home are split in the same way. Who had not said why
    they were missing counts as at the office.
    """

    building: str
    at_home: int = 0
    validated: int = 0
    validated_when_emptied: int = 0
    emptied: list = field(default_factory=list)
    partly: list = field(default_factory=list)


@dataclass(frozen=True)
class EstimateLine:
    """Validated days of one building x one parameter in force on them."""

    building: str
    parameter: SavingsParameter
    days: int

    @property
    def amount(self):
        kind = StaffEstimate if self.parameter.kind == SavingsParameter.OWN_FUEL else Estimate
        return estimate(self.days, self.parameter.low, self.parameter.high, kind)


@dataclass(frozen=True)
class BillLine:
    """One expected bill: measured, or why not. `emptied` says that its building stood empty on
    at least one day of the month."""

    building: str
    kind: str
    month: datetime.date
    baseline_month: datetime.date
    state: str
    measured: Measured | None = None
    emptied: bool = False

    @property
    def kind_label(self):
        return CostKind(self.kind).label


@dataclass
class Savings:
    """What is known of the savings of a period. No figure here joins estimate and measurement."""

    first: datetime.date
    last: datetime.date
    days: list
    estimates: list
    bills: list
    never_billed: list
    shared: list

    @property
    def estimate(self):
        """The city's estimated range, or None where no parameter applies."""
        return _total(line.amount for line in self.estimates if not _is_own_fuel(line))

    @property
    def own_fuel(self):
        """What staff are estimated to save on their own fuel: not the city's."""
        return _total(line.amount for line in self.estimates if _is_own_fuel(line))

    @property
    def measured(self):
        """The measured difference of all bills that could be compared, or None."""
        return _total(line.measured for line in self.bills if line.measured)

    @property
    def measured_when_emptied(self):
        return _total(line.measured for line in self.bills if line.measured and line.emptied)

    @property
    def measured_when_partly(self):
        return _total(line.measured for line in self.bills if line.measured and not line.emptied)

    @property
    def missing(self):
        """Expected bills that could not be compared, by name; none of them counts as zero."""
        return [line for line in self.bills if line.measured is None]

    @property
    def validated(self):
        return sum(one.validated for one in self.days)

    @property
    def at_home(self):
        return sum(one.at_home for one in self.days)


def _is_own_fuel(line):
    return line.parameter.kind == SavingsParameter.OWN_FUEL


def _total(amounts):
    return sum(amounts) or None


def sees_savings(scope):
    """Say whether an account sees savings: BKPSDM, heads (their building), those over the city."""
    return scope.is_city_hr or scope.is_head or bool(scope.roles & OVERSEERS)


def buildings_visible_to(scope):
    """Return the names of the buildings whose savings an account sees, or None for all."""
    if scope.is_city_hr or scope.roles & OVERSEERS:
        return None
    places = buildings_of_units()
    return {places[unit] for unit in scope.head_unit_tree() if unit in places}


def savings_of_buildings(first, last, buildings=None):
    """Return the Savings of whole buildings (all of them by default), in ten queries."""
    places = buildings_of_units()
    return _savings(first, last, places, None, buildings)


def savings_of_units(first, last, unit_ids=None):
    """Return the Savings of a set of units (the whole city by default).

    The estimate counts the days of these units. Bills count for the buildings in which no other
    unit has its place; buildings shared with others are named in `shared` and not measured.
    """
    places = buildings_of_units()
    return _savings(first, last, places, unit_ids, None)


def _savings(first, last, places, unit_ids, buildings):
    shared = []
    if unit_ids is not None:
        unit_ids = set(unit_ids)
        mine = {name for unit, name in places.items() if unit in unit_ids}
        others = {name for unit, name in places.items() if unit not in unit_ids}
        shared, billed = sorted(mine & others), mine - others
    else:
        billed = buildings
    days, per_day = _days(first, last, places, unit_ids, buildings)
    emptied = {(one.building, day.replace(day=1)) for one in days for day in one.emptied}
    bills, known = _bill_lines(first, last, billed, emptied, places)
    return Savings(
        first=first,
        last=last,
        days=days,
        estimates=_estimates(last, per_day),
        bills=bills,
        never_billed=sorted(
            one.building
            for one in days
            if one.building and one.at_home and one.building not in known | set(shared)
        ),
        shared=shared,
    )


def _days(first, last, places, unit_ids, buildings):
    """Return ([BuildingDays], {building: {date: validated}}) from the day records."""
    works = ~Q(verdict__in=[DayRecord.Verdict.AWAY, DayRecord.Verdict.HOLIDAY])
    rows = (
        DayRecord.objects.filter(date__range=(first, last))
        .order_by()
        .values_list("date", "unit_id")
        .annotate(
            home=Count("pk", filter=works & Q(workplace="wfh")),
            accepted=Count("pk", filter=Q(validated=True)),
            office=Count("pk", filter=works & Q(workplace="wfo")),
        )
    )
    found = {}
    for day, unit, home, accepted, office in rows:
        building = places.get(unit, NO_BUILDING)
        if buildings is not None and building not in buildings:
            continue
        counts = found.setdefault(building, {}).setdefault(day, [0, 0, 0])
        # That a building stood empty is a matter of all its units, whosever figures these are.
        counts[2] += office
        if unit_ids is None or unit in unit_ids:
            counts[0] += home
            counts[1] += accepted
    days = []
    for building in sorted(found):
        one = BuildingDays(building)
        for day, (home, accepted, office) in sorted(found[building].items()):
            one.at_home += home
            one.validated += accepted
            if home and building != NO_BUILDING:
                (one.partly if office else one.emptied).append(day)
                one.validated_when_emptied += 0 if office else accepted
        if one.at_home or one.validated:
            days.append(one)
    per_day = {
        building: {day: accepted for day, (_home, accepted, _office) in dates.items() if accepted}
        for building, dates in found.items()
    }
    return days, per_day


def _estimates(last, per_day):
    """Return an EstimateLine for each building and parameter that was in force on its days."""
    rows = SavingsParameter.objects.filter(starts_on__lte=last).order_by("-starts_on", "-pk")
    by_key = {}
    for row in rows:
        by_key.setdefault((row.building, row.kind), []).append(row)
    counted = {}
    for building, dates in per_day.items():
        for kind, _label in SavingsParameter.KINDS:
            own = by_key.get((building, kind), []) if building else []
            everywhere = by_key.get((NO_BUILDING, kind), [])
            for day, accepted in dates.items():
                chosen = _in_force(own, day) or _in_force(everywhere, day)
                if chosen:
                    key = (building, chosen.pk)
                    held = counted.setdefault(key, [chosen, 0])
                    held[1] += accepted
    order = [kind for kind, _label in SavingsParameter.KINDS]
    lines = [EstimateLine(key[0], chosen, days) for key, (chosen, days) in counted.items()]
    return sorted(
        lines,
        key=lambda line: (
            line.building,
            order.index(line.parameter.kind),
            line.parameter.starts_on,
        ),
    )


def _in_force(rows, day):
    return next((row for row in rows if row.starts_on <= day), None)


def baseline_of(month):
    """Return the month that a month is compared with: a year before, or of the baseline year."""
    return month.replace(year=settings.SAVINGS_BASELINE_YEAR or month.year - 1)


def whole_months(first, last):
    """Return the first days of the months that lie in a period from their first to their last."""
    found, month = [], first.replace(day=1)
    while month <= last:
        end = month.replace(day=calendar.monthrange(month.year, month.month)[1])
        if month >= first and end <= last:
            found.append(month)
        month = end + datetime.timedelta(days=1)
    return found


class WorkingDays:
    """Working days of months by the city's own calendar, in five queries for any number."""

    def __init__(self, first, last, places):
        self.calendar = Calendar.load(first, last)
        units = Unit.objects.without_tree_fields().values_list("pk", "parent_id", "working_week")
        self.root, self.week_of = None, {}
        for pk, parent, week in units.order_by("pk"):
            if parent is None and self.root is None:
                self.root = pk
            if pk in places:
                name = places[pk]
                self.week_of[name] = max(week, self.week_of.get(name, 0))
        self.years = set(
            Holiday.objects.filter(unit__isnull=True)
            .order_by()
            .values_list("date__year", flat=True)
            .distinct()
        )
        self._count = {}

    def knows(self, month):
        """Say whether holidays of the year are known at all; without them no day is corrected."""
        return month.year in self.years

    def of(self, building, month):
        """Return the working days of a building in a month: six days a week where a unit of it
        works six."""
        week = self.week_of.get(building, 5)
        if (week, month) not in self._count:
            length = calendar.monthrange(month.year, month.month)[1]
            days = (month.replace(day=number) for number in range(1, length + 1))
            self._count[week, month] = sum(
                day.weekday() < week and self.calendar.holiday(self.root, day) is None
                for day in days
            )
        return self._count[week, month]


def _bill_lines(first, last, buildings, emptied, places):
    """Return ([BillLine] of the whole months, names of buildings with any bill ever)."""
    pairs = Bill.objects.order_by("building", "kind").values_list("building", "kind").distinct()
    pairs = [pair for pair in pairs if buildings is None or pair[0] in buildings]
    months = whole_months(first, last)
    known = {building for building, _kind in pairs}
    if not months or not pairs:
        return [], known
    years = {baseline_of(month).year for month in months}
    rows = Bill.objects.filter(Q(month__in=months) | Q(month__year__in=years)).order_by()
    bills = {
        (building, kind, month): amount
        for building, kind, month, amount in rows.values_list("building", "kind", "month", "amount")
    }
    begin = min(datetime.date(min(years), 1, 1), months[0])
    end = max(datetime.date(max(years), 12, 31), last)
    working = WorkingDays(begin, end, places)
    lines = []
    for building, kind in pairs:
        baseline_year = [
            (bills[key], working.of(building, key[2]))
            for year in sorted(years)
            for number in range(1, 13)
            if (key := (building, kind, datetime.date(year, number, 1))) in bills
            and working.knows(key[2])
        ]
        for month in months:
            then = baseline_of(month)
            now_amount = bills.get((building, kind, month))
            then_amount = bills.get((building, kind, then))
            state, found = MEASURED, None
            if now_amount is None:
                state = NO_BILL
            elif then_amount is None:
                state = NO_BASELINE
            elif not (working.knows(month) and working.knows(then)):
                state = NO_CALENDAR
            else:
                found = measure(
                    now_amount,
                    working.of(building, month),
                    then_amount,
                    working.of(building, then),
                    baseline_year,
                )
                state = state if found else NO_CALENDAR
            stood_empty = (building, month) in emptied
            lines.append(BillLine(building, kind, month, then, state, found, stood_empty))
    return lines, known
