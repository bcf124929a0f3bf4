"""One component as a linear program whose columns are person-days, week steps and goal steps.

A square or a shortfall is written as unit steps of rising cost: `n = s1 + s2 + ...` with each step
between 0 and 1, where step k costs what the k-th day adds. Rising costs make the steps fill in
order, so the program needs no other integrality than that of the person-days.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from .components import Component
from .fairness import ideal10, ideal10_desirable
from .goals import PAIR_WEIGHT, draw, weight_of
from .program import Program
from .rules import Board

TIE = "tie"
"""Name of the last, unlisted goal: the second draw among plans equal in every listed goal."""


@dataclass
class Costs:
    """A goal over a component: `constant` plus the cost of the columns."""

    constant: int = 0
    columns: list[int] = field(default_factory=list)
    values: list[int] = field(default_factory=list)

    def add(self, column: int, cost: int) -> None:
        """Adds `cost` for each unit of a column."""
        if cost:
            self.columns.append(column)
            self.values.append(cost)


class Model:
    """The program of one component. `costs(goal)` adds the columns that the goal needs, once."""

    def __init__(self, board: Board, component: Component, program: Program) -> None:
        self.board = board
        self.component = component
        self.program = program
        self.people = component.people.tolist()
        free = board.free[component.people]
        self.cell_person, self.cell_day = np.nonzero(free)
        self.cell = np.full(free.shape, -1, dtype=np.int64)
        self.cell[self.cell_person, self.cell_day] = np.arange(len(self.cell_person))
        self.steps_of_week: list[list[int]] = []
        self._week_costs: dict[str, Costs] = {"least": Costs(), "target": Costs()}
        program.add_columns(np.ones(self.size))
        self._add_rows()
        self._add_weeks()
        program.flush()

    @property
    def size(self) -> int:
        """Number of person-day columns; they come first."""
        return len(self.cell_person)

    def marks(self, values: np.ndarray) -> np.ndarray:
        """Days at home of the component's people (rows) from whole column values."""
        marks = self.board.given[self.component.people].copy()
        chosen = np.flatnonzero(values[: self.size] > 0.5)
        marks[self.cell_person[chosen], self.cell_day[chosen]] = True
        return marks

    def _add_rows(self) -> None:
        local = np.full(len(self.board.people), -1, dtype=np.int64)
        local[self.component.people] = np.arange(len(self.component.people))
        for row in self.component.rows:
            cells = self.cell[local[row.members], row.day]
            self.program.add_row(-np.inf, row.room, cells.tolist(), [1.0] * len(cells))

    def _add_weeks(self) -> None:
        board = self.board
        for local, position in enumerate(self.people):
            person = board.people[position]
            steps: list[int] = []
            for number, week in enumerate(board.weeks):
                given = int(board.week_given[position, number])
                present = week.stop - week.start - int(board.absent[position, week].sum())
                possible = int(
                    (~board.absent[position, week] & ~board.barred[position, week]).sum()
                )
                least = target = 0
                if person.eligible:
                    least = max(0, min(person.least_per_week, present) - given)
                    target = max(0, min(person.target_per_week, possible) - given)
                self._week_costs["least"].constant += least
                self._week_costs["target"].constant += target
                cells = [int(cell) for cell in self.cell[local, week] if cell >= 0]
                room = min(int(board.week_room[position, number]), len(cells))
                if not cells or room == 0:
                    continue
                columns = []
                cuts = sorted({0, min(least, room), min(target, room), room})
                for low, high in zip(cuts, cuts[1:], strict=False):
                    column = self.program.add_column(high - low)
                    columns.append(column)
                    if high <= least:
                        self._week_costs["least"].add(column, -1)
                    if high <= target:
                        self._week_costs["target"].add(column, -1)
                self.program.add_sum(cells, columns)
                steps.extend(columns)
            self.steps_of_week.append(steps)

    def costs(self, goal: str) -> Costs:
        """The goal's costs on the program as it stands, with the columns that it needs added."""
        costs = _BUILDERS[goal](self)
        self.program.flush()
        return costs

    def _steps(
        self, costs: Costs, parts: list[int], count: int, cost: Callable[[int], int]
    ) -> None:
        """Steps for the sum of `parts`, from 0 to `count`, worth `cost(k)` at k."""
        rising = [cost(k + 1) - cost(k) for k in range(count)]
        if not any(rising):
            return
        columns = []
        start = 0
        for k in range(1, count + 1):
            if k == count or rising[k] != rising[start]:
                column = self.program.add_column(k - start)
                costs.add(column, rising[start])
                columns.append(column)
                start = k
        self.program.add_sum(parts, columns)


def _least(model: Model) -> Costs:
    return model._week_costs["least"]


def _target(model: Model) -> Costs:
    return model._week_costs["target"]


def _most_days(model: Model, local: int, wanted: np.ndarray | None = None) -> int:
    """How many free (and wanted) days a person can get within the weekly room."""
    board = model.board
    position = model.people[local]
    total = 0
    for number, week in enumerate(board.weeks):
        free = board.free[position, week]
        if wanted is not None:
            free = free & wanted[week]
        total += min(int(board.week_room[position, number]), int(free.sum()))
    return total


def _share(model: Model) -> Costs:
    costs = Costs()
    board = model.board
    for local, position in enumerate(model.people):
        person = board.people[position]
        if not person.eligible:
            continue
        given = int(board.given[position].sum())
        ideal = ideal10(board.problem, person)
        costs.constant += (10 * given - ideal) ** 2
        model._steps(
            costs,
            model.steps_of_week[local],
            _most_days(model, local),
            lambda k, given=given, ideal=ideal: (10 * (given + k) - ideal) ** 2,
        )
    return costs


def _desirable(model: Model) -> Costs:
    costs = Costs()
    board = model.board
    problem = board.problem
    wanted = np.array([day in problem.desirable for day in problem.days], dtype=bool)
    band = int(10 * problem.desirable_band)
    for local, position in enumerate(model.people):
        person = board.people[position]
        if not person.eligible:
            continue
        given = int((board.given[position] & wanted).sum())
        ideal = ideal10_desirable(problem, person)

        def cost(k: int, given: int = given, ideal: int = ideal) -> int:
            return max(0, abs(10 * (given + k) - ideal) - band) ** 2

        costs.constant += cost(0)
        cells = [int(cell) for cell in model.cell[local, wanted] if cell >= 0]
        model._steps(costs, cells, _most_days(model, local, wanted), cost)
    return costs


def _preference(model: Model) -> Costs:
    costs = Costs()
    board = model.board
    for local, position in enumerate(model.people):
        person = board.people[position]
        if not person.unwanted:
            continue
        unwanted = np.array([day in person.unwanted for day in board.problem.days], dtype=bool)
        given = int((board.given[position] & unwanted).sum())
        weight = weight_of(person)
        costs.constant += weight * given * given
        cells = [int(cell) for cell in model.cell[local, unwanted] if cell >= 0]
        model._steps(
            costs,
            cells,
            _most_days(model, local, unwanted),
            lambda k, given=given, weight=weight: weight * (given + k) ** 2,
        )
    local_of = {position: local for local, position in enumerate(model.people)}
    for one, two in model.component.pairs:
        for day in range(len(board.problem.days)):
            _both(
                model,
                costs,
                (one, local_of[one], day),
                (two, local_of[two], day),
                PAIR_WEIGHT,
            )
    return costs


def _both(
    model: Model, costs: Costs, one: tuple[int, int, int], two: tuple[int, int, int], cost: int
) -> None:
    """Charges `cost` when two person-days, each (position, local, day), are both at home."""
    first = int(model.cell[one[1], one[2]])
    second = int(model.cell[two[1], two[2]])
    given = model.board.given
    if first >= 0 and second >= 0:
        both = model.program.add_column(1)
        model.program.add_row(-np.inf, 1.0, [first, second, both], [1.0, 1.0, -1.0])
        costs.add(both, cost)
    elif first >= 0 and given[two[0], two[2]]:
        costs.add(first, cost)
    elif second >= 0 and given[one[0], one[2]]:
        costs.add(second, cost)
    elif given[one[0], one[2]] and given[two[0], two[2]]:
        costs.constant += cost


def _stability(model: Model) -> Costs:
    costs = Costs()
    board = model.board
    problem = board.problem
    for local, position in enumerate(model.people):
        person = board.people[position]
        if person.published is None:
            continue
        for number, day in enumerate(problem.days):
            if day not in problem.published_days:
                continue
            before = day in person.published
            cell = int(model.cell[local, number])
            now = bool(board.given[position, number])
            costs.constant += before != now
            if cell >= 0:
                costs.add(cell, -1 if before else 1)
    return costs


def _spread(model: Model) -> Costs:
    costs = Costs()
    board = model.board
    if not board.problem.spread:
        return costs
    for local, position in enumerate(model.people):
        for week in board.weeks:
            for day in range(week.start, week.stop - 1):
                _both(model, costs, (position, local, day), (position, local, day + 1), 1)
    return costs


def _draws(model: Model, which: int) -> Costs:
    costs = Costs()
    board = model.board
    problem = board.problem
    for local, position in enumerate(model.people):
        person = board.people[position]
        for number in np.flatnonzero(board.given[position]):
            costs.constant += draw(problem.period, person.id, problem.days[number])[which]
        for number in np.flatnonzero(model.cell[local] >= 0):
            drawn = draw(problem.period, person.id, problem.days[number])[which]
            costs.add(int(model.cell[local, number]), drawn)
    return costs


_BUILDERS: dict[str, Callable[[Model], Costs]] = {
    "least": _least,
    "target": _target,
    "share": _share,
    "desirable": _desirable,
    "preference": _preference,
    "stability": _stability,
    "spread": _spread,
    "lot": lambda model: _draws(model, 0),
    TIE: lambda model: _draws(model, 1),
}
