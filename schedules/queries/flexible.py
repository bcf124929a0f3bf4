"""Flexible-hours days as people read them: the days in force, their reasons, the own share."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from schedules.models import Away, FlexibleDay, Plan
from schedules.planning import Plan as Solution
from schedules.planning import Problem, fair_shares, read_plan, read_problem
from schedules.queries.in_force import in_force


@dataclass(frozen=True)
class Window:
    """The times between which a person starts on a flexible-hours day."""

    start: datetime.time
    until: datetime.time


def flexible_on(day, employee_ids=None):
    """Return {employee id: Window} of the flexible-hours days in force on a day."""
    rows = in_force(FlexibleDay.objects.filter(date=day, published=True))
    if employee_ids is not None:
        rows = rows.filter(employee_id__in=employee_ids)
    found = rows.values_list("employee_id", "starts_from", "starts_until")
    return {pk: Window(start, until) for pk, start, until in found}


def flexible_days_of(employee, start, end):
    """Return {date: Window} of one person's flexible-hours days in force, from `start` to `end`."""
    days = FlexibleDay.objects.filter(employee=employee, published=True, date__range=(start, end))
    rows = in_force(days).order_by("date")
    return {
        date: Window(first, last)
        for date, first, last in rows.values_list("date", "starts_from", "starts_until")
    }


def flexible_cells(plan):
    """Return {person id: ISO dates} of the flexible-hours days of a plan, in one query or none."""
    found = defaultdict(set)
    if plan.flexible_hash:
        for pk, date in plan.flexible_days.values_list("employee_id", "date"):
            found[str(pk)].add(date.isoformat())
    return dict(found)


@dataclass(frozen=True)
class FlexibleRotation:
    """The flexible-hours days of a plan with today's absences; `home` maps people to their days."""

    plan: Plan
    problem: Problem
    solution: Solution
    home: dict

    @cached_property
    def current(self):
        """The solution with the days as they stand."""
        return replace(self.solution, home=dict.fromkeys(self.problem.person, ()) | self.home)

    @cached_property
    def shares(self):
        """The FairShare of each participant by id; a day lost to an absence is not had."""
        return fair_shares(
            self.problem,
            {
                person: [day for day in days if day not in self.problem.person[person].absent]
                for person, days in self.home.items()
            },
        )


def flexible_rotation_of(plan):
    """Return the FlexibleRotation of a plan in two queries, or None where it has none."""
    if not plan.flexible_hash:
        return None
    problem = read_problem(plan.flexible_problem)
    home = {
        person: tuple(sorted(days))
        for person, days in flexible_cells(plan).items()
        if person in problem.person
    }
    return FlexibleRotation(
        plan, _with_absences(plan, problem), read_plan(plan.flexible_solution), home
    )


def _with_absences(plan, problem):
    period = plan.period
    away = defaultdict(set)
    rows = Away.objects.filter(
        employee_id__in=[int(one.id) for one in problem.people if one.eligible],
        status=Away.Status.APPROVED,
        starts_on__lte=period.ends_on,
        ends_on__gte=period.starts_on,
    )
    for pk, start, end in rows.values_list("employee_id", "starts_on", "ends_on"):
        away[str(pk)].update(
            day for day in problem.days if start.isoformat() <= day <= end.isoformat()
        )
    if not away:
        return problem
    people = tuple(
        replace(one, absent=one.absent | away[one.id]) if one.id in away else one
        for one in problem.people
    )
    return replace(problem, people=people, known={})


@dataclass(frozen=True)
class FlexibleShare:
    """One person's flexible-hours days in a period, beside their fair share of them."""

    given: int
    share: Fraction
    difference: Fraction
    per_week: int
    most: int


def flexible_share_of(rotation, person):
    """Return the FlexibleShare of a person id in a FlexibleRotation, or None who has no part."""
    if rotation is None or person not in rotation.shares:
        return None
    one, problem = rotation.shares[person], rotation.problem
    per_week = problem.person[person].target_per_week
    return FlexibleShare(
        one.given, one.share, one.difference, per_week, per_week * len(problem.weeks)
    )
