"""The goals as costs on a component's program, each with the columns that it needs.

A square or a shortfall is written as unit steps of rising cost: `n = s1 + s2 + ...` with each step
between 0 and 1, where step k costs what the k-th day adds. Rising costs make the steps fill in
order, so the program needs no other integrality than that of the person-days.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .fairness import ideal10, ideal10_desirable
from .goals import PAIR_WEIGHT, draw, weight_of
from .model import HOME, OUT, Costs, Model

TIE = "tie"
"""Name of the last, unlisted goal: the second draw among plans equal in every listed goal."""


def costs_of(model: Model, goal: str) -> Costs:
    """The goal's costs on the program as it stands; its columns and rows are added once."""
    costs = _BUILDERS[goal](model)
    model.program.flush()
    return costs


def _add_steps(
    model: Model, costs: Costs, parts: list[int], count: int, cost: Callable[[int], int]
) -> None:
    """Steps for the sum of `parts`, from 0 to `count`, worth `cost(k)` at k."""
    worth = [cost(k) for k in range(count + 1)]
    costs.constant += worth[0]
    rising = [high - low for low, high in zip(worth, worth[1:], strict=False)]
    if not any(rising):
        return
    columns = []
    start = 0
    for k in range(1, count + 1):
        if k == count or rising[k] != rising[start]:
            column = model.program.add_column(k - start)
            costs.add(column, rising[start])
            columns.append(column)
            start = k
    model.program.add_sum(parts, columns)


def _share(model: Model) -> Costs:
    costs = Costs()
    board, chosen = model.board, model.component.people
    reach = np.minimum(board.week_room, board.week_free).sum(axis=1)[chosen].tolist()
    had = board.given[chosen].sum(axis=1).tolist()
    for local, person in enumerate(model.people):
        if person.eligible:
            ideal, given = ideal10(board.problem, person), had[local]
            _add_steps(
                model,
                costs,
                model.steps_of_week[local],
                reach[local],
                lambda k, given=given, ideal=ideal: (10 * (given + k) - ideal) ** 2,
            )
    return costs


def _marked(model: Model, marks: np.ndarray) -> list[tuple[int, list[int], int]]:
    """For each person, over the marked days: days decided at home, open columns, most to come."""
    board = model.board
    cell = np.where(marks, model.undecided(), OUT)
    opened = board.by_week(cell >= 0)
    reach = np.minimum(board.week_room[model.component.people], opened).sum(axis=1).tolist()
    had = (cell == HOME).sum(axis=1).tolist()
    return [
        (had[local], [column for column in row if column >= 0], reach[local])
        for local, row in enumerate(cell.tolist())
    ]


def _desirable(model: Model) -> Costs:
    costs = Costs()
    problem = model.board.problem
    wanted = np.array([day in problem.desirable for day in problem.days], dtype=bool)
    band = int(10 * problem.desirable_band)
    marked = _marked(model, np.broadcast_to(wanted, model.cell.shape))
    for person, (had, parts, reach) in zip(model.people, marked, strict=True):
        if person.eligible:
            ideal = ideal10_desirable(problem, person)
            _add_steps(
                model,
                costs,
                parts,
                reach,
                lambda k, had=had, ideal=ideal: max(0, abs(10 * (had + k) - ideal) - band) ** 2,
            )
    return costs


def _preference(model: Model) -> Costs:
    costs = Costs()
    board = model.board
    marked = _marked(model, board.marks([person.unwanted for person in model.people]))
    for person, (had, parts, reach) in zip(model.people, marked, strict=True):
        if person.unwanted:
            weight = weight_of(person)
            _add_steps(
                model,
                costs,
                parts,
                reach,
                lambda k, had=had, weight=weight: weight * (had + k) ** 2,
            )
    if model.component.pairs:
        local = {position: number for number, position in enumerate(model.positions)}
        cell = model.undecided().tolist()
        for one, two in model.component.pairs:
            for first, second in zip(cell[local[one]], cell[local[two]], strict=True):
                _charge_both(model, costs, first, second, PAIR_WEIGHT)
    return costs


def _charge_both(model: Model, costs: Costs, first: int, second: int, cost: int) -> None:
    """Charges `cost` when two person-days are both at home."""
    if first == OUT or second == OUT:
        return
    if first >= 0 and second >= 0:
        both = model.program.add_column(1)
        model.program.add_row(-np.inf, 1.0, [first, second, both], [1.0, 1.0, -1.0])
        costs.add(both, cost)
    else:
        costs.add(max(first, second), cost)


def _stability(model: Model) -> Costs:
    costs = Costs()
    problem = model.board.problem
    counted = [day in problem.published_days for day in problem.days]
    cell = model.undecided().tolist()
    for person, row in zip(model.people, cell, strict=True):
        if person.published is None:
            continue
        for number, day in enumerate(problem.days):
            if counted[number]:
                before = day in person.published
                costs.constant += before
                costs.add(row[number], -1 if before else 1)
    return costs


def _spread(model: Model) -> Costs:
    costs = Costs()
    if not model.board.problem.spread:
        return costs
    starts = [
        day
        for week in model.board.weeks
        for day in range(week.start, max(week.start, week.stop - 1))
    ]
    for row in model.undecided().tolist():
        for day in starts:
            if row[day] != OUT and row[day + 1] != OUT:
                _charge_both(model, costs, row[day], row[day + 1], 1)
    return costs


def _draws(model: Model, second: bool) -> Costs:
    costs = Costs()
    problem = model.board.problem
    for person, row in zip(model.people, model.undecided().tolist(), strict=True):
        for day, column in zip(problem.days, row, strict=True):
            if column != OUT:
                costs.add(column, draw(problem.period, person.id, day)[second])
    return costs


_BUILDERS: dict[str, Callable[[Model], Costs]] = {
    "least": lambda model: model.least,
    "target": lambda model: model.target,
    "share": _share,
    "desirable": _desirable,
    "preference": _preference,
    "stability": _stability,
    "spread": _spread,
    "lot": lambda model: _draws(model, False),
    TIE: lambda model: _draws(model, True),
}
