"""The hard rules as numbers, person by day: who is free on which day and how much room is left.

People are in code point order of their ids and rules in that of theirs, whatever the order of the
source, so that everything built on a `Board` is the same for the same problem.

Relaxation: where the given days alone exceed what a rule allows, the rule allows exactly the given
days and nobody else; a floor above the people present allows the given days only.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import floor

import numpy as np

from .problem import Person, Problem, Rule


def week_slices(problem: Problem) -> list[slice]:
    """The positions of each week's days."""
    ends = np.cumsum((0, *problem.week_sizes)).tolist()
    return [slice(start, end) for start, end in zip(ends, ends[1:], strict=False)]


def by_week(marks: np.ndarray, weeks: list[slice]) -> np.ndarray:
    """Marked days of each row in each week."""
    if not weeks:
        return np.zeros((len(marks), 0), dtype=np.int64)
    return np.stack([marks[:, week].sum(axis=1) for week in weeks], axis=1)


def marks_of(problem: Problem, dates_of: Sequence[Collection[str]]) -> np.ndarray:
    """A boolean array over days (columns), one row for each of the given sets of dates."""
    position = problem.day_number
    cells = [(row, position[date]) for row, dates in enumerate(dates_of) for date in dates]
    result = np.zeros((len(dates_of), len(position)), dtype=bool)
    if cells:
        result[tuple(np.array(cells).T)] = True
    return result


@dataclass(frozen=True)
class Load:
    """One floor or ceiling over the days of the period.

    `members` are positions of people; the other arrays have one entry per day. `allowed` is how
    many members the rule as written lets stay at home (negative when a floor exceeds the people
    present), `given` how many are at home beforehand, `active` where the rule holds at all.
    """

    rule: Rule
    members: np.ndarray
    active: np.ndarray
    allowed: np.ndarray
    given: np.ndarray

    @cached_property
    def limit(self) -> np.ndarray:
        """Members that may be at home after relaxation."""
        return np.maximum(self.allowed, self.given)

    @cached_property
    def room(self) -> np.ndarray:
        """Members that may still be sent home besides those given."""
        return self.limit - self.given


class Board:
    """A problem as arrays over people (rows) and days (columns)."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.people: tuple[Person, ...] = tuple(sorted(problem.people, key=lambda one: one.id))
        self.position = {person.id: number for number, person in enumerate(self.people)}
        self.weeks = week_slices(problem)
        self.eligible = np.array([person.eligible for person in self.people], dtype=bool)
        self.absent = self._marks("absent")
        self.barred = self._marks("on_site")
        asked = self._marks("at_home")
        barred_or_out = self.absent | self.barred | ~self.eligible[:, None]
        self.dropped = asked & barred_or_out
        self.given = asked & ~barred_or_out
        self.loads = tuple(self._load(rule) for rule in problem.rules)
        self.week_given = self.by_week(self.given)
        most = np.array([person.most_per_week for person in self.people], dtype=np.int64)
        self.most = most
        self.week_room = np.maximum(most[:, None], self.week_given) - self.week_given
        self.free = self._free(barred_or_out)

    @cached_property
    def week_free(self) -> np.ndarray:
        """Days of each person in each week on which nothing is decided."""
        return self.by_week(self.free)

    @cached_property
    def week_least(self) -> np.ndarray:
        """Guaranteed days of each person in each week that are still to be given."""
        return self._still_due("least_per_week", ~self.absent)

    @cached_property
    def week_target(self) -> np.ndarray:
        """Days up to the target of each person in each week that are still to be given."""
        return self._still_due("target_per_week", ~self.absent & ~self.barred)

    def _still_due(self, name: str, possible: np.ndarray) -> np.ndarray:
        asked = [getattr(one, name) if one.eligible else 0 for one in self.people]
        due = np.minimum(np.array(asked, dtype=np.int64)[:, None], self.by_week(possible))
        return np.maximum(0, due - self.week_given)

    def by_week(self, marks: np.ndarray) -> np.ndarray:
        """Marked days of each person in each week."""
        return by_week(marks, self.weeks)

    def _marks(self, name: str) -> np.ndarray:
        return marks_of(self.problem, [getattr(person, name) for person in self.people])

    def _load(self, rule: Rule) -> Load:
        members = np.array(
            [self.position[person] for person in self.problem.members(rule)], dtype=np.int64
        )
        days = len(self.problem.days)
        active = np.ones(days, dtype=bool)
        if rule.days is not None:
            active = np.array([date in rule.days for date in self.problem.days], dtype=bool)
        present = len(members) - self.absent[members].sum(axis=0)
        given = self.given[members].sum(axis=0)
        if rule.on_site is not None:
            allowed = present - rule.on_site
        else:
            allowed = np.array([floor(rule.share_at_home * int(n)) for n in present], dtype=int)
        return Load(rule, members, active, allowed, given)

    def _free(self, closed: np.ndarray) -> np.ndarray:
        free = ~closed & ~self.given
        for number, week in enumerate(self.weeks):
            free[:, week] &= (self.week_room[:, number] > 0)[:, None]
        for load in self.loads:
            full = load.active & (load.room <= 0)
            if full.any() and len(load.members):
                free[np.ix_(load.members, full)] = False
        return free

    def home(self, marks: np.ndarray) -> dict[str, tuple[str, ...]]:
        """Days at home by person id, from a boolean array."""
        days = self.problem.days
        return {
            person.id: tuple(days[column] for column in np.flatnonzero(marks[row]))
            for row, person in enumerate(self.people)
        }
