"""What a letter says against what holds now: whose days at home were added since, whose removed."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from schedules.models import Assignment, Away, Letter, LetterLine
from schedules.queries.emergency_days import emergency_cells
from schedules.queries.orders import orders_between
from schedules.queries.workplaces import home_days
from units import clock
from units.models import Employee, Posting
from units.queries.tree import unit_tree

MOST_NAMED = 60


@dataclass(frozen=True)
class Difference:
    """Sets of (employee id, date), today and later: `added` hold and stand not in the letter,
    `removed` stand in it and hold no more. False where the letter still says what holds."""

    added: frozenset = field(default_factory=frozenset)
    removed: frozenset = field(default_factory=frozenset)

    def __bool__(self):
        return bool(self.added or self.removed)

    def people(self):
        """Return the ids of the people concerned."""
        return {pk for pk, _day in self.added | self.removed}

    def lines(self):
        """Return the differences as sorted texts: "+12 2026-12-09" added, "-12 ..." removed."""
        return sorted(
            f"{sign}{pk} {day.isoformat()}"
            for sign, days in (("+", self.added), ("-", self.removed))
            for pk, day in days
        )

    def of(self, employee_id):
        """Return (days added, days removed) of a person, ascending."""
        return tuple(
            sorted(day for pk, day in days if pk == employee_id)
            for days in (self.added, self.removed)
        )


SAME = Difference()


def differences_of(letters):
    """Return {letter pk: Difference} of the letters that are not cancelled nor over.

    In a number of queries that does not depend on how many. Compared is what holds of the
    published plan of the same agency, period and working week, whichever its version, or of the
    emergency as it stands. A leave or a recall removes nothing: the person is excused or called,
    the order stands; neither are days added on which the person is absent or called.
    """
    today = clock.today()
    live = [one for one in letters if one.status != Letter.Status.CANCELLED]
    ordered = _ordered(live, today)
    holds = _planned([one for one in live if one.plan_id], ordered, today)
    orders = [one for one in live if one.emergency_id]
    holds |= {one.pk: set() for one in orders if ordered[one.pk]} | emergency_cells(orders, today)
    found = {
        pk: Difference(frozenset(now - ordered[pk]), frozenset(ordered[pk] - now))
        for pk, now in holds.items()
    }
    added = [day for one in found.values() for _pk, day in one.added]
    return _less_absences(found, today, max(added)) if added else found


def _planned(letters, ordered, today):
    """Return {letter pk: {(employee id, date), ...}} as plans hold now, of those not yet over."""
    live = [one for one in letters if one.plan.period.ends_on >= today]
    if not live:
        return {}
    until = max(one.plan.period.ends_on for one in live)
    people = {pk for one in live for pk, _day in ordered[one.pk]}
    rotations = {_rotation(one.plan) for one in live}
    planned = Assignment.objects.filter(
        published=True,
        date__range=(today, until),
        plan__agency__in={agency for agency, _period, _week in rotations},
        plan__period__in={period for _agency, period, _week in rotations},
    )
    people |= set(planned.order_by().values_list("employee_id", flat=True).distinct())
    home = home_days(people, today, until, less_absences=False)
    units = _units_of(people, today, until)
    tree = unit_tree()
    holds = defaultdict(set)
    for pk, rows in home.items():
        for row in rows:
            agency, period, week = _rotation(row.plan)
            unit = next((unit for unit, a, z in units[pk] if a <= row.date <= z), None)
            at = (pk, row.date)
            holds[agency, period, week, agency].add(at)
            if unit is not None:
                for above in tree.ancestors_of(unit, include_self=True):
                    if above != agency:
                        holds[agency, period, week, above].add(at)
    return {one.pk: holds[(*_rotation(one.plan), one.unit_id)] for one in live}


def _rotation(plan):
    return plan.agency_id, plan.period_id, plan.working_week


def _ordered(letters, today):
    found = defaultdict(set)
    rows = LetterLine.objects.filter(letter__in=letters).order_by()
    for letter_id, employee, days in rows.values_list("letter_id", "employee_id", "days"):
        for day in map(date.fromisoformat, days):
            if day >= today:
                found[letter_id].add((employee, day))
    return found


def _units_of(people, start, end):
    """Return {employee id: [(unit id, first day, last day), ...]} of the definitive postings."""
    found = defaultdict(list)
    rows = Posting.objects.filter(
        employee_id__in=people, kind=Posting.Kind.DEFINITIVE, starts_on__lte=end
    ).exclude(ends_on__lt=start)
    for pk, unit, first, last in rows.values_list("employee_id", "unit_id", "starts_on", "ends_on"):
        found[pk].append((unit, first, last or end))
    return found


def _less_absences(found, start, end):
    """Leave out of what was added the days of an approved absence and of a recall."""
    people = {pk for one in found.values() for pk, _day in one.added}
    gone = set(orders_between(start, end, people).recalled)
    terms = defaultdict(list)
    aways = Away.objects.filter(
        employee_id__in=people,
        status=Away.Status.APPROVED,
        starts_on__lte=end,
        ends_on__gte=start,
    )
    for pk, first, last in aways.values_list("employee_id", "starts_on", "ends_on"):
        terms[pk].append((first, last))
    return {
        letter: Difference(
            frozenset(
                (pk, day)
                for pk, day in one.added - gone
                if not any(first <= day <= last for first, last in terms[pk])
            ),
            one.removed,
        )
        for letter, one in found.items()
    }


def named(difference, employee=None):
    """Return ([(name, days added, days removed), ...], people left out) of a Difference.

    By name, at most 60; of one person alone where an employee is given.
    """
    people = difference.people()
    if employee is not None:
        people &= {employee.pk}
    names = Employee.objects.filter(pk__in=people).order_by("name", "pk")
    rows = [(name, *difference.of(pk)) for pk, name in names.values_list("pk", "name")[:MOST_NAMED]]
    return rows, len(people) - len(rows)
