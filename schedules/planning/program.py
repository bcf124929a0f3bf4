"""A linear program kept warm in HiGHS, and the exact face of its optimal points.

Columns and rows are gathered and handed over with `flush`; the program keeps its own copy of all
numbers, so that nothing is ever read back from a solver but its answers.
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


@dataclass
class Sides:
    """Bounds of all columns and rows; a narrowed copy speaks of fewer points."""

    lower: np.ndarray
    upper: np.ndarray
    row_lower: np.ndarray
    row_upper: np.ndarray


class Program:
    """Columns from 0 to an upper bound, rows with sides, and a cost that changes goal by goal.

    The entries of the matrix are kept row after row in `entry_row`, `entry_column`, `entry_value`.
    """

    def __init__(self) -> None:
        self.solver = quiet_solver()
        self.sides = Sides(np.zeros(0), np.zeros(0), np.zeros(0), np.zeros(0))
        self.original_upper = np.zeros(0)
        self.cost = np.zeros(0)
        self.entry_row = np.zeros(0, dtype=np.int32)
        self.entry_column = np.zeros(0, dtype=np.int32)
        self.entry_value = np.zeros(0)
        self._new_columns: list[np.ndarray] = []
        self._new_rows: list[tuple[np.ndarray, ...]] = []
        self._column_count = 0

    @property
    def lower(self) -> np.ndarray:
        """Lower bounds of the columns."""
        return self.sides.lower

    @property
    def upper(self) -> np.ndarray:
        """Upper bounds of the columns."""
        return self.sides.upper

    def add_columns(self, upper: np.ndarray) -> np.ndarray:
        """New columns from 0 to `upper`; their positions."""
        start = self._column_count
        self._new_columns.append(upper)
        self._column_count += len(upper)
        return np.arange(start, self._column_count)

    def add_rows(
        self,
        lower: np.ndarray,
        upper: np.ndarray,
        row: np.ndarray,
        column: np.ndarray,
        value: np.ndarray | None = None,
    ) -> None:
        """New rows `lower <= sum of value x column <= upper`.

        `row` says for each entry which of the new rows it belongs to; values left out are 1.
        """
        if len(lower):
            order = np.argsort(row, kind="stable")
            value = np.ones(len(row)) if value is None else value
            self._new_rows.append((lower, upper, row[order], column[order], value[order]))

    def add_sums(
        self, part_row: np.ndarray, part: np.ndarray, whole_row: np.ndarray, whole: np.ndarray
    ) -> None:
        """New rows, counted from 0, each of which makes two sums of columns equal."""
        count = int(whole_row.max(initial=-1)) + 1
        self.add_rows(
            np.zeros(count),
            np.zeros(count),
            np.concatenate([part_row, whole_row]),
            np.concatenate([part, whole]),
            np.repeat([1.0, -1.0], [len(part), len(whole)]),
        )

    def flush(self) -> None:
        """Hands gathered columns and rows to the solver."""
        sides = self.sides
        for upper in self._new_columns:
            count, zero = len(upper), np.zeros(len(upper))
            none = np.zeros(count, dtype=np.int32)
            self.solver.addCols(count, zero, zero, upper, 0, none, none[:0], zero[:0])
            sides.lower = np.concatenate([sides.lower, zero])
            sides.upper = np.concatenate([sides.upper, upper])
            self.original_upper = np.concatenate([self.original_upper, upper])
            self.cost = np.concatenate([self.cost, zero])
        for lower, upper, row, column, value in self._new_rows:
            starts = np.searchsorted(row, np.arange(len(lower))).astype(np.int32)
            index = column.astype(np.int32)
            self.solver.addRows(len(lower), lower, upper, len(index), starts, index, value)
            row = (row + len(sides.row_lower)).astype(np.int32)
            sides.row_lower = np.concatenate([sides.row_lower, lower])
            sides.row_upper = np.concatenate([sides.row_upper, upper])
            self.entry_row = np.concatenate([self.entry_row, row])
            self.entry_column = np.concatenate([self.entry_column, index])
            self.entry_value = np.concatenate([self.entry_value, value])
        self._new_columns, self._new_rows = [], []

    def start_afresh(self) -> None:
        """Moves the program to a new solver that remembers nothing of earlier runs."""
        self.solver = quiet_solver()
        starts = np.searchsorted(self.entry_row, np.arange(len(self.sides.row_lower)))
        matrix = (starts.astype(np.int32), self.entry_column, self.entry_value)
        pass_rows(self.solver, self.sides, self.cost, 0.0, matrix)

    def set_cost(self, cost: np.ndarray) -> None:
        """Replaces the cost of every column."""
        self.cost = cost
        count = len(cost)
        self.solver.changeColsCost(count, np.arange(count, dtype=np.int32), cost)

    def face(self, answer: Answer) -> Sides:
        """Exactly the optimal points: priced columns at their bound, priced rows at their side."""
        sides = self.within(answer, 0.0)
        duals = answer.duals
        rows = np.flatnonzero((sides.row_lower < sides.row_upper) & (np.abs(duals) > EPSILON))
        side = np.where(duals[rows] > 0, sides.row_lower[rows], sides.row_upper[rows])
        row_lower, row_upper = sides.row_lower.copy(), sides.row_upper.copy()
        row_lower[rows] = side
        row_upper[rows] = side
        return Sides(sides.lower, sides.upper, row_lower, row_upper)

    def within(self, answer: Answer, gap: float) -> Sides:
        """All whole points worse than the linear optimum by at most `gap`, and perhaps others.

        A column with a price above the gap stays at its bound: one step off it costs the price.
        """
        sides, reduced = self.sides, answer.reduced
        columns = np.flatnonzero((sides.lower < sides.upper) & (np.abs(reduced) > gap + EPSILON))
        side = np.where(reduced[columns] > 0, sides.lower[columns], sides.upper[columns])
        lower, upper = sides.lower.copy(), sides.upper.copy()
        lower[columns] = side
        upper[columns] = side
        return Sides(lower, upper, sides.row_lower, sides.row_upper)

    def narrow(self, sides: Sides) -> None:
        """Takes over narrowed bounds."""
        now = self.sides
        changed = np.flatnonzero((now.lower != sides.lower) | (now.upper != sides.upper))
        if len(changed):
            self.solver.changeColsBounds(
                len(changed),
                changed.astype(np.int32),
                sides.lower[changed],
                sides.upper[changed],
            )
        changed = np.flatnonzero(
            (now.row_lower != sides.row_lower) | (now.row_upper != sides.row_upper)
        )
        if len(changed):
            self.solver.changeRowsBounds(
                len(changed),
                changed.astype(np.int32),
                sides.row_lower[changed],
                sides.row_upper[changed],
            )
        self.sides = sides

    def fix_columns(self, columns: np.ndarray, values: np.ndarray) -> None:
        """Fixes columns at the given values."""
        lower, upper = self.lower.copy(), self.upper.copy()
        lower[columns] = values
        upper[columns] = values
        self.narrow(Sides(lower, upper, self.sides.row_lower, self.sides.row_upper))


def quiet_solver() -> highspy._Highs:
    """A solver that prints nothing and runs on one thread.

    "parallel off" alone still starts a second thread, which waits for work in a busy loop and takes
    a core from the other workers. The class behind `highspy.Highs`, which itself prints a banner on
    standard output when made.
    """
    solver = highspy._Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("parallel", "off")
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", 0)
    return solver


def run(solver: highspy._Highs) -> None:
    """Runs a solver.

    The first run in a process settles the number of threads for all; where somebody else's run
    settled another one, HiGHS 1.16 leaves the model unsolved, so that settlement is undone first.
    """
    if solver.run() == highspy.HighsStatus.kError:
        solver.resetGlobalScheduler(True)
        solver.run()


def pass_rows(
    solver: highspy._Highs,
    sides: Sides,
    cost: np.ndarray,
    offset: float,
    matrix: tuple[np.ndarray, np.ndarray, np.ndarray],
    whole: int = 0,
) -> None:
    """Gives a new solver a program by rows: `matrix` is starts, columns and values.

    The first `whole` columns are whole numbers.
    """
    starts, index, value = matrix
    kinds = np.zeros(len(cost), dtype=np.int32)
    kinds[:whole] = int(highspy.HighsVarType.kInteger)
    solver.passModel(
        len(cost),
        len(sides.row_lower),
        len(index),
        int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMinimize),
        offset,
        cost,
        sides.lower,
        sides.upper,
        sides.row_lower,
        sides.row_upper,
        starts,
        index,
        value,
        kinds,
    )


def solve_linear(program: Program, budget: Budget) -> Answer:
    """The linear optimum, warm from the one before."""
    solver = program.solver
    solver.setOptionValue("presolve", "off")
    solver.setOptionValue("simplex_iteration_limit", limit_of(budget.iterations))
    run(solver)
    info = solver.getInfo()
    budget.spend(max(0, int(info.simplex_iteration_count)), 0)
    status = solver.getModelStatus()
    infeasible = status == highspy.HighsModelStatus.kInfeasible
    value = info.objective_function_value
    if status != highspy.HighsModelStatus.kOptimal:
        return Answer(False, infeasible, value, -np.inf, None)
    solution = solver.getSolution()
    return Answer(
        True,
        infeasible,
        value,
        value,
        np.array(solution.col_value),
        np.array(solution.col_dual),
        np.array(solution.row_dual),
    )


def limit_of(work: int | None) -> int:
    """A limit as the solver takes it."""
    return INFINITE_WORK if work is None else min(work, INFINITE_WORK)
