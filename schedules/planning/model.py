"""One component as a linear program: person-days, grouped into the days of each person's week."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from .components import Component
from .goals import draw
from .program import Program

HOME, OUT = -1, -2
"""What stands in a person-day that is decided: at home, or not at home."""


def _nothing() -> np.ndarray:
    return np.zeros(0, dtype=np.int64)


@dataclass
class Costs:
    """A goal over a component: `constant` plus the cost of the columns."""

    constant: int = 0
    columns: np.ndarray = field(default_factory=_nothing)
    values: np.ndarray = field(default_factory=_nothing)

    def add(self, columns: np.ndarray, costs: np.ndarray) -> None:
        """Adds a cost for each unit of a column, or for a decided person-day at home."""
        self.constant += sum(costs[columns == HOME].tolist())
        counts = (columns >= 0) & (costs != 0)
        self.columns = np.concatenate([self.columns, columns[counts]])
        self.values = np.concatenate([self.values, costs[counts]])

    def over(self, count: int) -> np.ndarray:
        """The cost of each of `count` columns."""
        return np.bincount(self.columns, self.values.astype(float), count)

    def least(self, lower: np.ndarray, upper: np.ndarray) -> int:
        """What the goal cannot go below while the columns keep these bounds."""
        bound = np.where(self.values > 0, lower[self.columns], upper[self.columns])
        return self.constant + sum((self.values * bound.astype(np.int64)).tolist())


class Model:
    """The program of one component, to which goals add the columns that they need.

    The first `size` columns are the free person-days, person by person. The columns `step` of the
    people `step_person` add up to each one's free days at home; `least` and `target` are the costs
    of the two goals that speak of weeks.
    """

    def __init__(self, component: Component, program: Program) -> None:
        self.component = component
        self.program = program
        self.cell_person, self.cell_day = np.nonzero(component.free)
        self.size = len(self.cell_person)
        self.cell = np.full(component.free.shape, OUT, dtype=np.int64)
        self.cell[component.given] = HOME
        self.cell[self.cell_person, self.cell_day] = np.arange(self.size)
        self.least = Costs()
        self.target = Costs()
        program.add_columns(np.ones(self.size))
        self._add_rows()
        self.step_person, self.step = self._add_weeks()
        program.flush()

    @cached_property
    def draws(self) -> np.ndarray:
        """Both draws of each person and day that may be at home; 0 elsewhere."""
        part = self.component
        draws = np.zeros((*self.cell.shape, 2), dtype=np.int64)
        for row, day in np.argwhere(self.cell != OUT).tolist():
            draws[row, day] = draw(part.problem.period, part.people[row].id, part.problem.days[day])
        return draws

    def marks(self, values: np.ndarray) -> np.ndarray:
        """Days at home of the component's people (rows) from whole column values."""
        marks = self.component.given.copy()
        chosen = np.flatnonzero(values[: self.size] > 0.5)
        marks[self.cell_person[chosen], self.cell_day[chosen]] = True
        return marks

    def undecided(self) -> np.ndarray:
        """For each person and day the column, or HOME or OUT where nothing is left to decide."""
        cell = self.cell.copy()
        lower, upper = self.program.lower[: self.size], self.program.upper[: self.size]
        decided = np.flatnonzero(lower == upper)
        value = np.where(lower[decided] > 0.5, HOME, OUT)
        cell[self.cell_person[decided], self.cell_day[decided]] = value
        return cell

    def _add_rows(self) -> None:
        rows = self.component.rows
        self.program.add_rows(
            np.full(len(rows.day), -np.inf),
            rows.room.astype(float),
            rows.row,
            self.cell[rows.member, rows.day[rows.row]],
        )

    def _add_weeks(self) -> tuple[np.ndarray, np.ndarray]:
        """For each person and week: free days at home = steps, cut where a goal's cost changes."""
        part = self.component
        reach, least, target = part.week_reach, part.week_least, part.week_target
        self.least.constant = int(least.sum())
        self.target.constant = int(target.sum())
        cuts = np.stack([np.minimum(least, reach), np.minimum(target, reach), reach], axis=2)
        cuts.sort(axis=2)
        width = np.diff(cuts, axis=2, prepend=0)
        person, week, cut = np.nonzero(width)
        columns = self.program.add_columns(width[person, week, cut].astype(float))
        high = cuts[person, week, cut]
        for costs, days in ((self.least, least), (self.target, target)):
            costs.add(columns, -(high <= days[person, week]).astype(np.int64))
        row = np.cumsum(reach > 0).reshape(reach.shape) - 1
        week_of = np.repeat(
            np.arange(len(part.weeks)), [week.stop - week.start for week in part.weeks]
        )
        parts = row[self.cell_person, week_of[self.cell_day]]
        self.program.add_sums(parts, np.arange(self.size), row[person, week], columns)
        return person, columns
