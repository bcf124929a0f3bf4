"""Whole days by branch and bound, each time in a solver of its own and on the open part only.

A model that was solved warm and then changed to whole numbers can return a stale plan (HiGHS 1.16);
handing over a known plan to start from can return that plan beside the value of a better one.
Neither is done here. Columns that are fixed and rows without an open column are left out, so that
time and memory follow what is still to be decided.
"""

from __future__ import annotations

import highspy
import numpy as np

from .program import (
    EPSILON,
    Answer,
    Budget,
    Program,
    Sides,
    limit_of,
    pass_rows,
    quiet_solver,
    run,
)


def whole_optimum(
    program: Program, sides: Sides, cost: np.ndarray, size: int, budget: Budget
) -> Answer:
    """The cheapest point within `sides` whose first `size` columns are whole."""
    opened = sides.lower < sides.upper
    fixed = np.where(opened, 0.0, sides.lower)
    rows = len(sides.row_lower)
    done = np.bincount(
        program.entry_row, program.entry_value * fixed[program.entry_column], minlength=rows
    )
    kept = opened[program.entry_column]
    touched = np.zeros(rows, dtype=bool)
    touched[program.entry_row[kept]] = True
    low, high = sides.row_lower - done, sides.row_upper - done
    idle = ~touched
    if (low[idle] > EPSILON).any() or (high[idle] < -EPSILON).any():
        return Answer(False, True, np.inf, np.inf, None)
    offset = float((cost * fixed).sum())
    if not opened.any():
        return Answer(True, False, offset, offset, fixed)
    solver = quiet_solver()
    row = (np.cumsum(touched) - 1)[program.entry_row[kept]]
    pass_rows(
        solver,
        Sides(sides.lower[opened], sides.upper[opened], low[touched], high[touched]),
        cost[opened],
        offset,
        (
            np.searchsorted(row, np.arange(int(touched.sum()))).astype(np.int32),
            (np.cumsum(opened) - 1)[program.entry_column[kept]].astype(np.int32),
            program.entry_value[kept],
        ),
        whole=int(opened[:size].sum()),
    )
    # Costs are whole, so a plan within less than one of the bound is optimal.
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.999)
    solver.setOptionValue("mip_max_nodes", limit_of(budget.nodes))
    run(solver)
    return _read(solver, fixed, opened, budget)


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
