"""Flexible-hours days as people read them: the days in force, their reasons, the own share."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from schedules.models import FlexibleDay
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
class FlexibleShare:
    """One person's flexible-hours days in a period, beside their fair share of them."""

    given: int
    share: Fraction
    difference: Fraction
    per_week: int
    most: int


def flexible_share_of(rotation, person):
    """Return the FlexibleShare of a person id, or None for who has no part.

    `rotation` is the one of a plan's flexible-hours days, or None.
    """
    if rotation is None or person not in rotation.shares:
        return None
    one, problem = rotation.shares[person], rotation.problem
    per_week = problem.person[person].target_per_week
    return FlexibleShare(
        one.given, one.share, one.difference, per_week, per_week * len(problem.weeks)
    )
