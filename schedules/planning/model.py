"""One component as a linear program: person-days, grouped into the days of each person's week."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .components import Component
from .program import Program
from .rules import Board

HOME, OUT = -1, -2
"""What stands in a person-day that is decided: at home, or not at home."""


@dataclass
class Costs:
    """A goal over a component: `constant` plus the cost of the columns."""

    constant: int = 0
    columns: list[int] = field(default_factory=list)
    values: list[int] = field(default_factory=list)

    def add(self, column: int, cost: int) -> None:
        """Adds `cost` for each unit of a column, or for a decided person-day at home."""
        if column == HOME:
            self.constant += cost
        elif cost and column != OUT:
            self.columns.append(column)
            self.values.append(cost)


class Model:
    """The program of one component, to which goals add the columns that they need.

    The first `size` columns are the free person-days, person by person. `steps_of_week` holds for
    each person the columns that add up to the free days at home; `least` and `target` are the costs
    of the two goals that speak of weeks.
    """

    def __init__(self, board: Board, component: Component, program: Program) -> None:
        self.board = board
        self.component = component
        self.program = program
        self.positions = component.people.tolist()
        self.people = [board.people[position] for position in self.positions]
        free = board.free[component.people]
        self.cell_person, self.cell_day = np.nonzero(free)
        self.size = len(self.cell_person)
        self.cell = np.full(free.shape, OUT, dtype=np.int64)
        self.cell[self.cell_person, self.cell_day] = np.arange(self.size)
        self.cell[board.given[component.people]] = HOME
        self.steps_of_week: list[list[int]] = []
        self.least = Costs()
        self.target = Costs()
        program.add_columns(np.ones(self.size))
        self._add_rows()
        self._add_weeks()
        program.flush()

    def marks(self, values: np.ndarray) -> np.ndarray:
        """Days at home of the component's people (rows) from whole column values."""
        marks = self.board.given[self.component.people].copy()
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
        local = np.full(len(self.board.people), -1, dtype=np.int64)
        local[self.component.people] = np.arange(len(self.positions))
        for row in self.component.rows:
            cells = self.cell[local[row.members], row.day]
            self.program.add_row(-np.inf, row.room, cells.tolist(), [1.0] * len(cells))

    def _add_weeks(self) -> None:
        """For each person and week: free days at home = steps, cut where a goal's cost changes."""
        board, people = self.board, self.component.people
        add_column, add_sum = self.program.add_column, self.program.add_sum
        start = 0
        for free, room, least, target in zip(
            board.week_free[people].tolist(),
            np.minimum(board.week_room, board.week_free)[people].tolist(),
            board.week_least[people].tolist(),
            board.week_target[people].tolist(),
            strict=True,
        ):
            steps: list[int] = []
            self.least.constant += sum(least)
            self.target.constant += sum(target)
            for number, count in enumerate(free):
                most = room[number]
                if not most:
                    continue
                columns = []
                low = 0
                for high in sorted({min(least[number], most), min(target[number], most), most}):
                    if high == low:
                        continue
                    column = add_column(high - low)
                    columns.append(column)
                    if high <= least[number]:
                        self.least.add(column, -1)
                    if high <= target[number]:
                        self.target.add(column, -1)
                    low = high
                add_sum(range(start, start + count), columns)
                start += count
                steps.extend(columns)
            self.steps_of_week.append(steps)
