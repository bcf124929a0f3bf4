"""The goals as costs on a component's program, each with the columns that it needs.

A square or a shortfall is written as unit steps of rising cost: `n = s1 + s2 + ...` with each step
between 0 and 1, where step k costs what the k-th day adds. Rising costs make the steps fill in
order, so the program needs no other integrality than that of the person-days.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .fairness import ideal10, ideal10_desirable
from .goals import PAIR_WEIGHT, weight_of
from .model import HOME, OUT, Costs, Model
from .rules import marks_of

TIE = "tie"
"""Name of the last, unlisted goal: the second draw among plans equal in every listed goal."""


def costs_of(model: Model, goal: str) -> Costs:
    """The goal's costs on the program as it stands; its columns and rows are added once."""
    costs = _BUILDERS[goal](model)
    model.program.flush()
    return costs


def _add_steps(
    model: Model,
    costs: Costs,
    part_person: np.ndarray,
    parts: np.ndarray,
    worth: np.ndarray,
    reach: np.ndarray,
) -> None:
    """Steps for the sum of each person's `parts`, from 0 to `reach`, worth `worth[:, k]` at k."""
    costs.constant += sum(worth[:, 0].tolist())
    rising = np.diff(worth, axis=1)
    within = np.arange(rising.shape[1]) < reach[:, None]
    begins = within.copy()
    begins[:, 1:] &= rising[:, 1:] != rising[:, :-1]
    priced = ((rising != 0) & within).any(axis=1)
    person, first = np.nonzero(begins & priced[:, None])
    if not len(person):
        return
    end = reach[person]
    follows = np.flatnonzero(person[1:] == person[:-1])
    end[follows] = first[follows + 1]
    columns = model.program.add_columns((end - first).astype(float))
    costs.add(columns, rising[person, first])
    row = np.cumsum(priced) - 1
    concerned = priced[part_person]
    model.program.add_sums(row[part_person[concerned]], parts[concerned], row[person], columns)


def _exact(numbers: list[int]) -> np.ndarray:
    """A column of whole numbers whose squares stay exact."""
    small = max(map(abs, numbers), default=0) < 2**30
    return np.array(numbers, dtype=np.int64 if small else object)[:, None]


def _days_up_to(most: int) -> np.ndarray:
    return np.arange(most + 1)[None, :]


def _share(model: Model) -> Costs:
    costs = Costs()
    part = model.component
    eligible = np.array([person.eligible for person in part.people], dtype=bool)
    ideal = _exact([ideal10(part.problem, person) for person in part.people])
    had = part.given.sum(axis=1)[:, None]
    reach = part.week_reach.sum(axis=1)
    most = int(reach.max(initial=0))
    worth = eligible[:, None] * (10 * (had + _days_up_to(most)) - ideal) ** 2
    _add_steps(model, costs, model.step_person, model.step, worth, reach)
    return costs


def _add_marked_steps(
    model: Model, costs: Costs, marks: np.ndarray, worth: Callable[[np.ndarray], np.ndarray]
) -> None:
    """Steps for each person's marked days at home, worth `worth(days)` (a row for each person)."""
    part = model.component
    cell = np.where(marks, model.undecided(), OUT)
    opened = cell >= 0
    reach = np.minimum(part.week_room, part.by_week(opened)).sum(axis=1)
    had = (cell == HOME).sum(axis=1)[:, None]
    person, day = np.nonzero(opened)
    days = had + _days_up_to(int(reach.max(initial=0)))
    _add_steps(model, costs, person, cell[person, day], worth(days), reach)


def _desirable(model: Model) -> Costs:
    costs = Costs()
    part, problem = model.component, model.component.problem
    eligible = np.array([person.eligible for person in part.people], dtype=bool)[:, None]
    ideal = _exact([ideal10_desirable(problem, person) for person in part.people])
    wanted = np.array([day in problem.desirable for day in problem.days], dtype=bool)
    band = int(10 * problem.desirable_band)
    _add_marked_steps(
        model,
        costs,
        np.broadcast_to(wanted, model.cell.shape),
        lambda days: eligible * np.maximum(0, abs(10 * days - ideal) - band) ** 2,
    )
    return costs


def _preference(model: Model) -> Costs:
    costs = Costs()
    part = model.component
    unwanted = marks_of(part.problem, [person.unwanted for person in part.people])
    weight = np.array([weight_of(person) for person in part.people], dtype=np.int64)[:, None]
    _add_marked_steps(model, costs, unwanted, lambda days: weight * days**2)
    if part.pairs:
        cell = model.undecided()
        one, two = np.array(part.pairs).T
        _charge_both(model, costs, cell[one], cell[two], PAIR_WEIGHT)
    return costs


def _charge_both(
    model: Model, costs: Costs, first: np.ndarray, second: np.ndarray, cost: int
) -> None:
    """Charges `cost` for each two person-days, at the same place of both arrays, both at home."""
    possible = (first != OUT) & (second != OUT)
    first, second = first[possible], second[possible]
    opened = (first >= 0) & (second >= 0)
    certain = np.maximum(first, second)[~opened]
    costs.add(certain, np.full(len(certain), cost))
    first, second = first[opened], second[opened]
    count = len(first)
    both = model.program.add_columns(np.ones(count))
    costs.add(both, np.full(count, cost))
    model.program.add_rows(
        np.full(count, -np.inf),
        np.ones(count),
        np.tile(np.arange(count), 3),
        np.concatenate([first, second, both]),
        np.repeat([1.0, 1.0, -1.0], count),
    )


def _stability(model: Model) -> Costs:
    costs = Costs()
    part, problem = model.component, model.component.problem
    counted = np.array([day in problem.published_days for day in problem.days], dtype=bool)
    asked = np.array([person.published is not None for person in part.people], dtype=bool)
    before = marks_of(problem, [person.published or () for person in part.people])
    person, day = np.nonzero(asked[:, None] & counted)
    was = before[person, day].astype(np.int64)
    costs.constant = int(was.sum())
    costs.add(model.undecided()[person, day], 1 - 2 * was)
    return costs


def _spread(model: Model) -> Costs:
    costs = Costs()
    if model.component.problem.spread:
        starts = [day for week in model.component.weeks for day in range(week.start, week.stop - 1)]
        cell = model.undecided()
        first = np.array(starts, dtype=np.int64)
        _charge_both(model, costs, cell[:, first], cell[:, first + 1], 1)
    return costs


def _draws(model: Model, second: bool) -> Costs:
    costs = Costs()
    cell = model.undecided()
    person, day = np.nonzero(cell != OUT)
    costs.add(cell[person, day], model.draws[person, day, int(second)])
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
"""How each goal is written on the program."""
