"""From a problem to its plan: components, goals in order, clashes, and the figures beside them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .clashes import clashes_of
from .components import components
from .goals import goal_values
from .lexicographic import Settled
from .plan import Goal, Plan, parts
from .problem import Problem
from .rules import Board
from .workers import settle_all


def solve(
    problem: Problem,
    *,
    should_stop: Callable[[], bool] | None = None,
    progress: Callable[[int, int], None] | None = None,
    workers: int = 1,
) -> Plan:
    """The plan that is best goal after goal, with a proof, or the best found within the limits.

    Hard rules hold in every plan that comes back. `should_stop` is asked between goals and
    in the midst of branch and bound, not within one linear program: the longest of a city of 13,000
    takes 0.04 s of the processor, that of a dense agency of 2,000 0.8 s. Once it says yes, the
    status is "stopped" and the goals' bounds say how far the proof went. `progress` is told
    (components done, components in all). The same problem gives the same plan, whatever the order
    of its people and rules and whatever the number of `workers` (processes; 1 stays in this one,
    which a daemonic process must).
    """
    board = Board(problem)
    parts_to_do = components(board)
    marks = board.given.copy()
    settled: list[Settled] = []
    for number, done in settle_all(parts_to_do, should_stop, workers):
        marks[parts_to_do[number].positions] = done.marks
        settled.append(done)
        if progress is not None:
            progress(len(settled), len(parts_to_do))
    return _plan(board, marks, settled)


def _plan(board: Board, marks: np.ndarray, settled: list[Settled]) -> Plan:
    problem = board.problem
    home = board.home(marks)
    values = goal_values(problem, home)
    goals = tuple(
        Goal(
            name,
            values[name],
            values[name] - sum(one.values[name] - one.bounds[name] for one in settled),
        )
        for name in problem.order
    )
    proven = all(goal.value == goal.bound for goal in goals)
    return Plan(
        "optimal" if proven else "stopped",
        home,
        goals,
        clashes_of(board, marks),
        parts(problem, home),
    )
