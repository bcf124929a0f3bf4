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
from .rules import Board


@dataclass(frozen=True)
class Counterfactual:
    """The outcome of forcing one cell.

    `possible` is false when a rule decides the cell by itself; `reason` then says which. Otherwise
    `goal` is the first goal that worsens, by `worse` (its own unit), None when an equally good
    plan exists or the work ran out (`proven` false). `payers` are the people whose own part of that
    goal worsens, with the amount, in a plan that changes as few other cells as the goal allows.
    """

    possible: bool
    proven: bool
    goal: str | None
    worse: int
    payers: tuple[tuple[str, int], ...]
    reason: Reason


def counterfactual(problem: Problem, plan: Plan, person_id: str, day: object) -> Counterfactual:
    """The cost of the other value of one cell of an optimal plan.

    Raises `KeyError` for a person or day that the problem does not hold. Work is bounded by the
    problem's `limit`.
    """
    date = str(day)
    because = reason(problem, plan, person_id, date)
    board, parts = _prepared(problem)
    position, column = board.position[person_id], board.day[date]
    component = _component_of(parts, position)
    if component is None or not board.free[position, column]:
        return Counterfactual(False, True, None, 0, (), because)
    budget = Budget(problem.limit.iterations, problem.limit.nodes)
    at_home = date in plan.home[person_id]
    planned = _marks(board, component, plan)
    for clean in (False, True):
        descent = Descent(board, component, budget, None, clean=clean)
        descent.force(position, column, not at_home)
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


def _component_of(parts: list[Component], position: int) -> Component | None:
    for component in parts:
        place = int(np.searchsorted(component.people, position))
        if place < len(component.people) and component.people[place] == position:
            return component
    return None


def _marks(board: Board, component: Component, plan: Plan) -> np.ndarray:
    return board.marks([plan.home[board.people[position].id] for position in component.people])


def _first_worse(descent: Descent, planned: np.ndarray, because: Reason) -> Counterfactual:
    for goal in descent.board.problem.order:
        value = descent.minimise(costs_of(descent.model, goal))
        if value != descent.count(goal, descent.model.marks(descent.plan)):
            raise Mismatch(goal)
        before = descent.count(goal, planned)
        if value > before:
            descent.minimise(_changes(descent, planned))
            after = descent.model.marks(descent.plan)
            payers = _payers(descent, goal, planned, after)
            return Counterfactual(True, True, goal, value - before, payers, because)
    return Counterfactual(True, True, None, 0, (), because)


def _changes(descent: Descent, planned: np.ndarray) -> Costs:
    """Cells that differ from the plan, as a goal of its own."""
    costs = Costs()
    model = descent.model
    for cell, (row, column) in enumerate(
        zip(model.cell_person.tolist(), model.cell_day.tolist(), strict=True)
    ):
        costs.constant += bool(planned[row, column])
        costs.add(cell, -1 if planned[row, column] else 1)
    return costs


def _payers(
    descent: Descent, goal: str, before: np.ndarray, after: np.ndarray
) -> tuple[tuple[str, int], ...]:
    board, component = descent.board, descent.component
    count = BY_PERSON[goal]
    days = board.problem.days
    worse: dict[str, int] = {}
    for row, position in enumerate(component.people.tolist()):
        person = board.people[position]
        was = frozenset(days[n] for n in np.flatnonzero(before[row]))
        now = frozenset(days[n] for n in np.flatnonzero(after[row]))
        worse[person.id] = count(board.problem, person, now) - count(board.problem, person, was)
    if goal == "preference":
        local = {position: row for row, position in enumerate(component.people.tolist())}
        for one, two in component.pairs:
            pair = [local[one], local[two]]
            together = int(after[pair].all(axis=0).sum()) - int(before[pair].all(axis=0).sum())
            for position in (one, two):
                worse[board.people[position].id] += PAIR_WEIGHT * together
    return tuple((person, amount) for person, amount in sorted(worse.items()) if amount > 0)
