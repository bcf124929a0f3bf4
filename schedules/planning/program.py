"""A linear program kept warm in HiGHS, and the exact face of its optimal points.

Columns and rows are gathered and handed over with `flush`. Threads are never set: a second setting
in one process leaves a model unsolved without an error. Whole solutions come from a solver of their
own, because a model that was solved warm and then changed to whole numbers can return a stale plan.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

EPSILON = 1e-6
INFINITE_WORK = 2**31 - 1


@dataclass
class Budget:
    """Work left: simplex iterations and branch nodes; None is no limit."""

    iterations: int | None = None
    nodes: int | None = None

    def spend(self, iterations: int, nodes: int) -> None:
        """Takes work done off the budget, never below zero."""
        if self.iterations is not None:
            self.iterations = max(0, self.iterations - iterations)
        if self.nodes is not None:
            self.nodes = max(0, self.nodes - nodes)


@dataclass
class Answer:
    """What the solver says: `solved` is optimal as far as it was asked; `bound` a proven minimum.

    `infeasible` is a proof that no point exists. `values` is None when no point was found.
    """

    solved: bool
    infeasible: bool
    value: float
    bound: float
    values: np.ndarray | None
    reduced: np.ndarray | None = None
    duals: np.ndarray | None = None


class Program:
    """Columns from 0 to an upper bound, rows with sides, and a cost that changes goal by goal."""

    def __init__(self) -> None:
        self.solver = quiet_solver()
        self.lower = np.zeros(0)
        self.upper = np.zeros(0)
        self.row_lower = np.zeros(0)
        self.row_upper = np.zeros(0)
        self._new_upper: list[float] = []
        self._new_rows: list[tuple[float, float, list[int], list[float]]] = []
        self._column_count = 0
        self.original_upper = np.zeros(0)

    def add_column(self, upper: float) -> int:
        """A new column from 0 to `upper`; its position."""
        self._new_upper.append(float(upper))
        self._column_count += 1
        return self._column_count - 1

    def add_columns(self, upper: np.ndarray) -> None:
        """Several new columns."""
        self._new_upper.extend(upper.tolist())
        self._column_count += len(upper)

    def add_row(self, lower: float, upper: float, columns: list[int], values: list[float]) -> None:
        """A new row `lower <= sum of values x columns <= upper`."""
        self._new_rows.append((lower, upper, columns, values))

    def add_sum(self, parts: list[int], whole: list[int]) -> None:
        """A new row that makes two sums of columns equal."""
        signs = [1.0] * len(parts) + [-1.0] * len(whole)
        self._new_rows.append((0.0, 0.0, [*parts, *whole], signs))

    def flush(self) -> None:
        """Hands gathered columns and rows to the solver."""
        none = np.zeros(0, dtype=np.int32)
        if self._new_upper:
            upper = np.array(self._new_upper)
            count = len(upper)
            zero = np.zeros(count)
            starts = np.zeros(count, dtype=np.int32)
            self.solver.addCols(count, zero, zero, upper, 0, starts, none, np.zeros(0))
            self.lower = np.concatenate([self.lower, zero])
            self.upper = np.concatenate([self.upper, upper])
            self.original_upper = np.concatenate([self.original_upper, upper])
            self._new_upper = []
        if self._new_rows:
            lower = np.array([row[0] for row in self._new_rows])
            upper = np.array([row[1] for row in self._new_rows])
            sizes = [len(row[2]) for row in self._new_rows]
            starts = np.cumsum([0] + sizes[:-1]).astype(np.int32)
            index = np.array([c for row in self._new_rows for c in row[2]], dtype=np.int32)
            value = np.array([v for row in self._new_rows for v in row[3]], dtype=float)
            self.solver.addRows(len(lower), lower, upper, len(index), starts, index, value)
            self.row_lower = np.concatenate([self.row_lower, lower])
            self.row_upper = np.concatenate([self.row_upper, upper])
            self._new_rows = []

    def start_afresh(self) -> None:
        """Moves the program to a new solver that remembers nothing of earlier runs."""
        fresh = quiet_solver()
        fresh.passModel(self.solver.getLp())
        self.solver = fresh

    def set_cost(self, cost: np.ndarray) -> None:
        """Replaces the cost of every column."""
        count = len(cost)
        self.solver.changeColsCost(count, np.arange(count, dtype=np.int32), cost)

    def whole_copy(self, size: int) -> highspy._Highs:
        """A new solver with the same program in which the first `size` columns are whole."""
        copy = quiet_solver()
        copy.passModel(self.solver.getLp())
        kinds = np.full(size, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        copy.changeColsIntegrality(size, np.arange(size, dtype=np.int32), kinds)
        return copy

    def priced(self, answer: Answer) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Open columns and rows that have a price at an optimum, each with the side it is at."""
        reduced, duals = answer.reduced, answer.duals
        columns = np.flatnonzero((self.lower < self.upper) & (np.abs(reduced) > EPSILON))
        column_side = np.where(reduced[columns] > 0, self.lower[columns], self.upper[columns])
        rows = np.flatnonzero((self.row_lower < self.row_upper) & (np.abs(duals) > EPSILON))
        row_side = np.where(duals[rows] > 0, self.row_lower[rows], self.row_upper[rows])
        return columns, column_side, rows, row_side

    def fix_face(self, answer: Answer) -> None:
        """Keeps exactly the optimal points: priced columns at their bound, rows at their side."""
        columns, column_side, rows, row_side = self.priced(answer)
        self.fix_columns(columns, column_side)
        if len(rows):
            self.row_lower[rows] = row_side
            self.row_upper[rows] = row_side
            self.solver.changeRowsBounds(len(rows), rows.astype(np.int32), row_side, row_side)

    def fix_columns(self, columns: np.ndarray, side: np.ndarray) -> None:
        """Fixes columns at the given values."""
        if len(columns):
            self.lower[columns] = side
            self.upper[columns] = side
            self.solver.changeColsBounds(len(columns), columns.astype(np.int32), side, side)


def quiet_solver() -> highspy._Highs:
    """A solver that prints nothing and runs on one thread.

    The class behind `highspy.Highs`, which itself prints a banner on standard output when made.
    """
    solver = highspy._Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("parallel", "off")
    solver.setOptionValue("random_seed", 0)
    return solver


def solve_linear(program: Program, budget: Budget) -> Answer:
    """The linear optimum, warm from the one before."""
    program.solver.setOptionValue("presolve", "off")
    program.solver.setOptionValue("simplex_iteration_limit", _limit(budget.iterations))
    program.solver.run()
    return read_answer(program.solver, budget)


def whole_on_face(program: Program, size: int, answer: Answer, budget: Budget) -> Answer:
    """A plan in whole days among the linear optima that `answer` proves, if there is one."""
    solver = program.whole_copy(size)
    columns, column_side, rows, row_side = program.priced(answer)
    if len(columns):
        solver.changeColsBounds(len(columns), columns.astype(np.int32), column_side, column_side)
    if len(rows):
        solver.changeRowsBounds(len(rows), rows.astype(np.int32), row_side, row_side)
    count = len(program.lower)
    solver.changeColsCost(count, np.arange(count, dtype=np.int32), np.zeros(count))
    return _solve_whole(solver, budget)


def whole_optimum(program: Program, size: int, budget: Budget) -> Answer:
    """The optimum in whole days by branch and bound.

    No known plan is handed over to start from: HiGHS 1.16 then sometimes returns that plan beside
    the value of a better one.
    """
    return _solve_whole(program.whole_copy(size), budget)


def whole_feasible(program: Program, size: int) -> bool:
    """Whether the program has a point whose first `size` columns are whole."""
    if not len(program.lower):
        return bool((program.row_lower <= 0).all() and (program.row_upper >= 0).all())
    return not _solve_whole(program.whole_copy(size), Budget()).infeasible


def _solve_whole(solver: highspy._Highs, budget: Budget) -> Answer:
    # Costs are whole, so a plan within less than one of the bound is optimal.
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.999)
    solver.setOptionValue("mip_max_nodes", _limit(budget.nodes))
    solver.run()
    return read_answer(solver, budget, whole=True)


def read_answer(solver: highspy._Highs, budget: Budget, whole: bool = False) -> Answer:
    """The state of a solver after a run, its work taken off the budget."""
    status = solver.getModelStatus()
    info = solver.getInfo()
    nodes = max(0, int(info.mip_node_count)) if whole else 0
    budget.spend(max(0, int(info.simplex_iteration_count)), nodes)
    solved = status == highspy.HighsModelStatus.kOptimal
    infeasible = status == highspy.HighsModelStatus.kInfeasible
    feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    solution = solver.getSolution()
    if whole:
        bound = info.mip_dual_bound
        return Answer(
            solved,
            infeasible,
            info.objective_function_value,
            bound,
            np.array(solution.col_value) if feasible else None,
        )
    return Answer(
        solved,
        infeasible,
        info.objective_function_value,
        info.objective_function_value if solved else -np.inf,
        np.array(solution.col_value) if solved else None,
        np.array(solution.col_dual) if solved else None,
        np.array(solution.row_dual) if solved else None,
    )


def _limit(work: int | None) -> int:
    return INFINITE_WORK if work is None else min(work, INFINITE_WORK)
