"""A stored plan as the planner sees it, with today's facts: people away now, cells as they stand.

The solution stays as it was solved. The days at home that count are the `Assignment` rows; where
they differ from the solution somebody changed them by hand.
"""

import datetime
import hashlib
import json
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from schedules.models import Assignment, Away, Plan
from schedules.planning import Plan as Solution
from schedules.planning import (
    Problem,
    fair_shares,
    goal_values,
    next_balances,
    read_plan,
    read_problem,
    violations,
)
from schedules.queries.coverage import coverage_of
from schedules.queries.facts import facts_of
from schedules.queries.flexible import flexible_cells
from schedules.queries.orders import EMERGENCY, MOST_IDS, RECALL
from schedules.queries.overlay import NOTHING, Overlay, overlay_of
from schedules.queries.standing import open_from
from units import clock


@dataclass(frozen=True)
class Rotation:
    """A plan with its problem (absences of today included) and its days at home by person id.

    `home` holds who has any day at home, each with ISO dates in order; all others are on site.
    `kinds` maps (person id, ISO date) to the kind of an approved absence: for superiors and
    unit HR alone. `overlay` says what lies over a published plan: `home` stays as it was
    approved, what people see and what counts as being on site follows the overlay.
    `solved` is the problem as it was solved, without the absences since.

    Flexible-hours days are a rotation of their own (`hours`, with `place` "flex"): the same
    questions with another problem, where `home` holds the flexible-hours days.
    """

    plan: Plan
    problem: Problem
    solution: Solution
    home: dict
    kinds: dict
    overlay: Overlay = NOTHING
    place: str = "wfh"
    solved: Problem | None = None

    @property
    def orders(self):
        """{(person id, ISO date): "recall" or "emergency"} of a published plan."""
        return self.overlay.orders

    def is_home(self, person, day):
        """Say whether a person (id) works at home on an ISO date: what holds, not what was
        planned."""
        key = (person, day)
        if not self.is_here(person, day):
            return False
        order = self.orders.get(key)
        planned = day in self.home.get(person, ()) and key not in self.overlay.at_office
        return order == EMERGENCY or (order != RECALL and planned)

    def is_here(self, person, day):
        """Say whether a person (id) works for the unit of the plan on an ISO date at all."""
        key = (person, day)
        return not (
            day in self.problem.person[person].absent
            or key in self.overlay.posted
            or key in self.overlay.off
        )

    def is_flexible(self, person, day):
        """Say whether a flexible-hours day holds for a person (id) on an ISO date."""
        return day in self.flexible.get(person, ()) and (person, day) not in self.overlay.at_office

    @cached_property
    def fallen(self):
        """The (person id, ISO date) pairs still to come whose planned day at home does not hold.

        Because of an absence, an exclusion or a posting: what the next version of the plan has to
        mend. Days that became holidays and orders need no mending.
        """
        if self.plan.status != Plan.Status.PUBLISHED:
            return frozenset()
        first = open_from(self.plan.period).isoformat()
        return frozenset(
            (person, day)
            for person, days in self.home.items()
            if person in self.problem.person
            for day in days
            if day >= first
            and (person, day) not in self.overlay.off
            and (not self.is_here(person, day) or (person, day) in self.overlay.at_office)
        )

    @cached_property
    def flexible(self):
        """The flexible-hours days of the plan by person id; one query, where it has any."""
        return flexible_cells(self.plan)

    @cached_property
    def hours(self):
        """The Rotation of the flexible-hours days of the plan, or None where it has none."""
        if not self.plan.flexible_hash:
            return None
        return _hours_of(self.plan, self.flexible, self.kinds, overlay=self.overlay)

    def sharing(self, person):
        """Return the rotation whose days a person (id) shares in: this one, or its `hours`."""
        if self.place == "wfh" and self.hours and not self.problem.person[person].eligible:
            member = self.hours.problem.person.get(person)
            if member is not None and (member.eligible or self.flexible.get(person)):
                return self.hours
        return self

    def with_hours(self, hours):
        """Return the rotation with other flexible-hours days; nothing is stored."""
        after = replace(self)
        after.__dict__["hours"] = hours
        after.__dict__["flexible"] = {one: set(days) for one, days in hours.home.items()}
        return after

    @cached_property
    def current(self):
        """The solution with the days at home as they stand."""
        return replace(self.solution, home=dict.fromkeys(self.problem.person, ()) | self.home)

    @cached_property
    def changed(self):
        """The (person id, date) pairs that differ from what was solved."""
        found = set()
        for person in self.home.keys() | self.solution.home.keys():
            solved = set(self.solution.home.get(person, ()))
            found.update((person, day) for day in solved ^ set(self.home.get(person, ())))
        return frozenset(found)

    @cached_property
    def counted(self):
        """(Problem without the days of an emergency, the days at home that each person has had).

        A day lost to an absence, an exclusion or a recall is not had; days of an emergency, under
        an exclusion and late holidays do not count. Who was placed anew or left takes no part.
        Only who takes part has a share, so the others are left as they are.
        """
        outside = [key for key, order in self.orders.items() if order == EMERGENCY]
        outside += [*self.overlay.excluded, *self.overlay.off]
        takes_part = [key for key in outside if self.problem.person[key[0]].eligible]
        problem = _with_absences(self.problem, takes_part)
        if self.overlay.anew:
            people = tuple(
                replace(one, eligible=False) if one.id in self.overlay.anew else one
                for one in problem.people
            )
            problem = replace(problem, people=people, known={})
        return problem, {
            person: [
                day
                for day in days
                if day not in problem.person[person].absent
                and self.orders.get((person, day)) != RECALL
                and (person, day) not in self.overlay.at_office
            ]
            for person, days in self.home.items()
            if person in problem.person
        }

    @cached_property
    def shares(self):
        """The FairShare of each eligible person by id, on the days that count (`counted`)."""
        return fair_shares(*self.counted)

    @cached_property
    def desirable(self):
        """The Outcome in desirable days of each person who takes part, by id."""
        balances = next_balances(*self.counted)
        return {person: balance.desirable for person, balance in balances.items()}

    @cached_property
    def goals(self):
        """The value of each goal as the plan stands, beside the bound that was proven."""
        values = goal_values(self.problem, self.home)
        bounds = {goal.name: goal.bound for goal in self.solution.goals}
        return {name: (value, bounds[name]) for name, value in values.items()}

    @property
    def first_day_that_counts(self):
        """ISO date before which nothing of this version can be changed any more."""
        today = clock.today()
        return max(today, self.plan.changes_from or today).isoformat()

    def still_to_come(self, found):
        """Return the violations that speak of a day which can still be changed, or of none."""
        first = self.first_day_that_counts
        return self.in_own_words(one for one in found if not one.days or max(one.days) >= first)

    def in_own_words(self, found):
        """Return violations, those of flexible-hours days with the place in their rule: these are
        told in other words."""
        if self.place == "wfh":
            return list(found)
        return [replace(one, rule=f"{self.place}_{one.rule}") for one in found]

    @cached_property
    def violations(self):
        """Every hard rule that the plan breaks as it stands today, on days still to come."""
        return self.still_to_come(violations(self.problem, self.home))

    @cached_property
    def slices(self):
        """The unit of a person's part, by person id: a child of the agency or the agency itself."""
        agency = str(self.plan.agency_id)
        parent = {unit.id: unit.parent for unit in self.problem.units}
        found = {}
        for person in self.problem.people:
            unit = person.unit
            while unit != agency and parent.get(unit) not in (agency, None):
                unit = parent[unit]
            found[person.id] = unit
        return found

    def people_of(self, unit_id):
        """Return the ids of the people in the part of a unit, or in the slice below one."""
        unit, agency = str(unit_id), str(self.plan.agency_id)
        parent = {one.id: one.parent for one in self.problem.units}
        if unit == agency or parent.get(unit) in (agency, None):
            return frozenset(pid for pid, found in self.slices.items() if found == unit)
        below = {unit}
        for one in self.problem.units:
            step, seen = one.id, set()
            while step is not None and step not in below and step not in seen:
                seen.add(step)
                step = parent.get(step)
            if step in below:
                below |= seen
        return frozenset(one.id for one in self.problem.people if one.unit in below)

    def coverage(self, rule):
        """Return the Coverage of a floor by date (see `coverage_of`)."""
        return coverage_of(self, rule)

    def floors_of(self, people=None):
        """Return the floors that speak of any of the people (of all people by default)."""
        return [
            rule
            for rule in self.problem.floors
            if people is None or not people.isdisjoint(self.problem.members(rule))
        ]

    def short_days(self, people=None):
        """Return the dates on which a floor of these people is not met."""
        return {
            day
            for rule in self.floors_of(people)
            for day, cover in self.coverage(rule).items()
            if cover.state == "short"
        }

    def widest_gap(self, people=None):
        """Return the largest difference of selisih porsi between two peers, in days."""
        groups = {}
        for person in self.problem.people:
            if person.id in self.shares and (people is None or person.id in people):
                groups.setdefault(person.peers, []).append(self.shares[person.id].difference)
        return max((max(group) - min(group) for group in groups.values()), default=Fraction(0))

    def facts(self, people=None):
        """Return the Facts of the plan, or of some of its people (see `facts_of`)."""
        return facts_of(self, people)

    def with_cell(self, person, day, at_home):
        """Return the rotation with one cell set the given way; nothing is stored."""
        days = set(self.home.get(person, ()))
        days = days | {day} if at_home else days - {day}
        home = {**self.home, person: tuple(sorted(days))}
        return replace(self, home={one: held for one, held in home.items() if held})

    def token(self, parts, unit_id=None):
        """Return a short text that changes with any cell or state of the plan (or of one part).

        A form carries it, so that nobody decides on something other than what they saw.
        """
        people = None if unit_id is None else self.people_of(unit_id)
        seen = [
            [self.plan.pk, self.plan.status],
            [[p.pk, p.status] for p in parts if unit_id is None or p.unit_id == unit_id],
            sorted(
                (pid, days) for pid, days in self.home.items() if people is None or pid in people
            ),
        ]
        if self.plan.flexible_hash:
            seen.append(
                sorted(
                    (pid, sorted(days))
                    for pid, days in self.flexible.items()
                    if people is None or pid in people
                )
            )
        return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:24]


def rotation_of(plan):
    """Return the Rotation of a plan in two queries (with `plan.period` loaded).

    Of a published plan the second one reads all that lies over it (with `plan.agency` loaded).
    """
    problem = read_problem(plan.problem)
    solution = read_plan(plan.solution)
    home = {}
    rows = Assignment.objects.filter(plan=plan).order_by("date").values_list("employee_id", "date")
    for employee, date in rows:
        home.setdefault(str(employee), []).append(date.isoformat())
    published = plan.status == Plan.Status.PUBLISHED
    overlay = overlay_of(plan, problem) if published else NOTHING
    kinds = overlay.kinds if published else _kinds(plan, problem)
    return Rotation(
        plan=plan,
        problem=_with_absences(problem, kinds),
        solution=solution,
        home={person: tuple(days) for person, days in home.items()},
        kinds=kinds,
        overlay=overlay,
        solved=problem,
    )


def flexible_rotation_of(plan):
    """Return the Rotation of a plan's flexible-hours days in two queries, or None without any."""
    if not plan.flexible_hash:
        return None
    problem = read_problem(plan.flexible_problem)
    return _hours_of(plan, flexible_cells(plan), _kinds(plan, problem), problem)


def _hours_of(plan, cells, kinds, problem=None, overlay=NOTHING):
    problem = problem or read_problem(plan.flexible_problem)
    here = {key: kind for key, kind in kinds.items() if key[0] in problem.person}
    return Rotation(
        plan=plan,
        problem=_with_absences(
            problem, [(person, day) for person, day in here if day in problem.week_of]
        ),
        solution=read_plan(plan.flexible_solution),
        home={one: tuple(sorted(days)) for one, days in cells.items() if one in problem.person},
        kinds=here,
        overlay=overlay.of_hours(problem),
        place="flex",
    )


def _kinds(plan, problem):
    rows = Away.objects.filter(
        status=Away.Status.APPROVED,
        starts_on__lte=plan.period.ends_on,
        ends_on__gte=plan.period.starts_on,
    ).order_by("pk")
    if len(problem.people) <= MOST_IDS:
        rows = rows.filter(employee_id__in=[int(person.id) for person in problem.people])
    kinds = {}
    for employee, kind, start, end in rows.values_list(
        "employee_id", "kind", "starts_on", "ends_on"
    ):
        person = str(employee)
        if person in problem.person:
            first = bisect_left(problem.days, start.isoformat())
            last = bisect_right(problem.days, end.isoformat())
            kinds.update(((person, day), kind) for day in problem.days[first:last])
    return kinds


def kinds_of(people, start, end):
    """Return {(person id, ISO date): kind} of the approved absences of some people in a term."""
    rows = Away.objects.filter(
        employee_id__in=[int(person) for person in people],
        status=Away.Status.APPROVED,
        starts_on__lte=end,
        ends_on__gte=start,
    ).order_by("pk")
    kinds = {}
    for employee, kind, first, last in rows.values_list(
        "employee_id", "kind", "starts_on", "ends_on"
    ):
        day, last = max(first, start), min(last, end)
        while day <= last:
            kinds[str(employee), day.isoformat()] = kind
            day += datetime.timedelta(days=1)
    return kinds


def _with_absences(problem, kinds):
    """Add absences approved since the plan was solved; those that it knew stay."""
    new = {}
    for person, day in kinds:
        if day not in problem.person[person].absent:
            new.setdefault(person, set()).add(day)
    if not new:
        return problem
    people = tuple(
        replace(person, absent=person.absent | new[person.id]) if person.id in new else person
        for person in problem.people
    )
    return replace(problem, people=people, known={})
