"""Whole days by branch and bound, each time in a solver of its own and on the open part only.

A model that was solved warm and then changed to whole numbers can return a stale plan (HiGHS 1.16);
handing over a known plan to start from can return that plan beside the value of a better one.
Neither is done here. Columns that are fixed and rows without an open column are left out, so that
time and memory follow what is still to be decided.
"""

from __future__ import annotations

import highspy
import numpy as np
from highspy import cb as callbacks

from .program import Answer, Budget, Program, Sides, limit_of, run

ITERATIONS_BETWEEN_QUESTIONS = 250
"""About the simplex iterations after which branch and bound asks whether it should go on."""


def whole_optimum(
    program: Program, sides: Sides, cost: np.ndarray, size: int, budget: Budget
) -> Answer:
    """The cheapest point within `sides` whose first `size` columns are whole.

    Unsolved where the budget's nodes or iterations run out, with the best point and bound so far.
    """
    opened = sides.lower < sides.upper
    part = program.excerpt(sides, opened)
    if not part.possible:
        return Answer(False, True, np.inf, np.inf, None)
    fixed = np.where(opened, 0.0, sides.lower)
    offset = float((cost * fixed).sum())
    if not opened.any():
        return Answer(True, False, offset, offset, fixed)
    if budget.iterations == 0:
        return Answer(False, False, np.inf, -np.inf, None)
    solver = part.solver(cost, offset, whole=int(opened[:size].sum()))
    # Costs are whole, so a plan within less than one of the bound is optimal.
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.999)
    solver.setOptionValue("mip_max_nodes", limit_of(budget.nodes))
    asked = _Questions(budget)
    if asked.could_stop:
        solver.setCallback(asked, None)
        solver.startCallback(callbacks.HighsCallbackType.kCallbackMipInterrupt)
    run(solver)
    if asked.failure is not None:
        raise asked.failure
    return _read(solver, fixed, opened, budget)


class _Questions:
    """Answers branch and bound, which asks now and then whether it should go on.

    HiGHS 1.16 takes no limit on iterations here and does not tell how many it has done, but it asks
    at the same points of the work in every run: so many questions use up the iterations. The
    budget's `should_stop` is asked along with them, and what it raises is kept in `failure`,
    because an exception must not run through the solver.
    """

    def __init__(self, budget: Budget) -> None:
        self._should_stop = budget.should_stop
        self._asked = 0
        self._last: int | None = None
        if budget.iterations is not None:
            self._last = -(-budget.iterations // ITERATIONS_BETWEEN_QUESTIONS)
        self.failure: Exception | None = None

    @property
    def could_stop(self) -> bool:
        """Whether there is anything to stop for."""
        return self._last is not None or self._should_stop is not None

    def __call__(
        self, _kind: object, _text: str, _told: object, reply: object, _data: object
    ) -> None:
        """Takes one question; `reply` is HiGHS's own."""
        self._asked += 1
        if self._last is not None and self._asked >= self._last:
            reply.user_interrupt = True
        if self._should_stop is None:
            return
        try:
            if self._should_stop():
                reply.user_interrupt = True
        except Exception as error:
            self.failure = error
            reply.user_interrupt = True


def _read(solver: highspy._Highs, fixed: np.ndarray, opened: np.ndarray, budget: Budget) -> Answer:
    status = solver.getModelStatus()
    info = solver.getInfo()
    budget.spend(max(0, int(info.simplex_iteration_count)), max(0, int(info.mip_node_count)))
    values = None
    if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        values = fixed.copy()
        values[opened] = solver.getSolution().col_value
    return Answer(
        status == highspy.HighsModelStatus.kOptimal,
        status == highspy.HighsModelStatus.kInfeasible,
        info.objective_function_value,
        info.mip_dual_bound,
        values,
    )
