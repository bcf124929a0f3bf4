"""What it would cost to decide one cell the other way: the component is planned again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .components import Component, components
from .goals import BY_PERSON, PAIR_WEIGHT
from .levels import costs_of
from .lexicographic import Descent, Mismatch, Stopped
from .model import Costs
from .plan import Plan
from .problem import Problem
from .program import Budget
from .reasons import Reason, reason
from .rules import Board, marks_of


@dataclass(frozen=True)
class Counterfactual:
    """The outcome of forcing one cell.

    `possible` is false when a rule decides the cell by itself; `reason` then says which. Otherwise
    `goal` is the first goal that worsens, by `worse` (its own unit), None when an equally good
    plan exists or the work ran out (`proven` false). `payers` are the people whose own part of that
    goal worsens, with the amount, in a plan that changes as few other cells as the goal allows;
    `moves` are the cells of that plan that differ: (person, day, whether at home then).
    """

    possible: bool
    proven: bool
    goal: str | None
    worse: int
    payers: tuple[tuple[str, int], ...]
    reason: Reason
    moves: tuple[tuple[str, str, bool], ...] = ()


def counterfactual(problem: Problem, plan: Plan, person_id: str, day: object) -> Counterfactual:
    """The cost of the other value of one cell of an optimal plan.

    Raises `KeyError` for a person or day that the problem does not hold. Work is bounded by the
    problem's `limit`.
    """
    date = str(day)
    because = reason(problem, plan, person_id, date)
    board, parts = _prepared(problem)
    position, column = board.position[person_id], problem.day_number[date]
    if not board.free[position, column]:
        return Counterfactual(False, True, None, 0, (), because)
    component, row = _component_of(parts, position)
    budget = Budget(problem.limit.iterations, problem.limit.nodes)
    at_home = date in plan.home[person_id]
    planned = marks_of(problem, [plan.home[one.id] for one in component.people])
    for clean in (False, True):
        descent = Descent(component, budget, None, clean=clean)
        descent.force(row, column, not at_home)
        try:
            return _first_worse(descent, planned, because)
        except Stopped:
            break
        except Mismatch:
            continue
    return Counterfactual(True, False, None, 0, (), because)


def _prepared(problem: Problem) -> tuple[Board, list[Component]]:
    if "board" not in problem.known:
        board = Board(problem)
        problem.known["board"] = (board, components(board))
    return problem.known["board"]


def _component_of(parts: list[Component], position: int) -> tuple[Component, int]:
    """The component of a person with a free day, and the person's row in it."""
    for component in parts:
        row = int(np.searchsorted(component.positions, position))
        if row < len(component.positions) and component.positions[row] == position:
            return component, row
    raise LookupError(position)


def _first_worse(descent: Descent, planned: np.ndarray, because: Reason) -> Counterfactual:
    for goal in descent.component.problem.order:
        value = descent.minimise(costs_of(descent.model, goal))
        if value != descent.count(goal, descent.model.marks(descent.plan)):
            raise Mismatch(goal)
        before = descent.count(goal, planned)
        if value > before:
            descent.minimise(_changes(descent, planned))
            after = descent.model.marks(descent.plan)
            payers = _payers(descent, goal, planned, after)
            moves = _moves(descent, planned, after)
            return Counterfactual(True, True, goal, value - before, payers, because, moves)
    return Counterfactual(True, True, None, 0, (), because)


def _changes(descent: Descent, planned: np.ndarray) -> Costs:
    """Cells that differ from the plan, as a goal of its own."""
    model = descent.model
    was = planned[model.cell_person, model.cell_day].astype(np.int64)
    costs = Costs(int(was.sum()))
    costs.add(np.arange(model.size), 1 - 2 * was)
    return costs


def _moves(
    descent: Descent, before: np.ndarray, after: np.ndarray
) -> tuple[tuple[str, str, bool], ...]:
    people, days = descent.component.people, descent.component.problem.days
    changed = zip(*np.nonzero(before != after), strict=True)
    return tuple(sorted((people[r].id, days[c], bool(after[r, c])) for r, c in changed))


def _payers(
    descent: Descent, goal: str, before: np.ndarray, after: np.ndarray
) -> tuple[tuple[str, int], ...]:
    component, count = descent.component, BY_PERSON[goal]
    problem, days = component.problem, component.problem.days
    worse: dict[str, int] = {}
    for row, person in enumerate(component.people):
        was = frozenset(days[n] for n in np.flatnonzero(before[row]))
        now = frozenset(days[n] for n in np.flatnonzero(after[row]))
        worse[person.id] = count(problem, person, now) - count(problem, person, was)
    if goal == "preference":
        for one, two in component.pairs:
            pair = [one, two]
            together = int(after[pair].all(axis=0).sum()) - int(before[pair].all(axis=0).sum())
            for row in pair:
                worse[component.people[row].id] += PAIR_WEIGHT * together
    return tuple((person, amount) for person, amount in sorted(worse.items()) if amount > 0)
