"""A linear program kept warm in HiGHS, and the exact face of its optimal points.

Columns and rows are gathered and handed over with `flush`; the program keeps its own copy of all
numbers, so that nothing is ever read back from a solver but its answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import highspy
import numpy as np

EPSILON = 1e-6
INFINITE_WORK = 2**31 - 1


@dataclass
class Budget:
    """Work left: simplex iterations and branch nodes; None is no limit.

    `should_stop` is asked in the midst of branch and bound whether the caller still wants an
    answer; while it says no it changes nothing.
    """

    iterations: int | None = None
    nodes: int | None = None
    should_stop: Callable[[], bool] | None = None

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


@dataclass
class Excerpt:
    """A program without the columns that are decided and the rows that only they stand in.

    `columns` and `rows` are the positions of what is left; `sides` their bounds, less what the
    decided columns contribute (`done`, for every row of the program). The matrix is by rows.
    """

    columns: np.ndarray
    rows: np.ndarray
    sides: Sides
    done: np.ndarray
    starts: np.ndarray
    index: np.ndarray
    value: np.ndarray
    possible: bool

    def solver(self, cost: np.ndarray, offset: float, whole: int = 0) -> highspy._Highs:
        """A new solver with this part; its first `whole` columns are whole numbers."""
        solver = quiet_solver()
        kinds = np.zeros(len(self.columns), dtype=np.int32)
        kinds[:whole] = int(highspy.HighsVarType.kInteger)
        solver.passModel(
            len(self.columns),
            len(self.rows),
            len(self.index),
            int(highspy.MatrixFormat.kRowwise),
            int(highspy.ObjSense.kMinimize),
            offset,
            cost[self.columns],
            self.sides.lower,
            self.sides.upper,
            self.sides.row_lower,
            self.sides.row_upper,
            self.starts,
            self.index,
            self.value,
            kinds,
        )
        return solver


class Program:
    """Columns from 0 to an upper bound, rows with sides, and a cost that changes goal by goal.

    The entries of the matrix are kept row after row in `entry_row`, `entry_column`, `entry_value`.
    The solver holds the columns `columns` and the rows `rows`: what is decided is left out when it
    is rebuilt.
    """

    def __init__(self) -> None:
        none = np.zeros(0, dtype=np.int64)
        self.solver = quiet_solver()
        self.sides = Sides(np.zeros(0), np.zeros(0), np.zeros(0), np.zeros(0))
        self.original_upper = np.zeros(0)
        self.cost = np.zeros(0)
        self.entry_row = none.astype(np.int32)
        self.entry_column = none.astype(np.int32)
        self.entry_value = np.zeros(0)
        self.columns = none
        self.rows = none
        self._column_at = none
        self._row_at = none
        self._done = np.zeros(0)
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
        for upper in self._new_columns:
            self._hand_over_columns(upper)
        for rows in self._new_rows:
            self._hand_over_rows(*rows)
        self._new_columns, self._new_rows = [], []

    def _hand_over_columns(self, upper: np.ndarray) -> None:
        count, zero = len(upper), np.zeros(len(upper))
        none = np.zeros(count, dtype=np.int32)
        self.solver.addCols(count, zero, zero, upper, 0, none, none[:0], zero[:0])
        new = np.arange(len(self.lower), len(self.lower) + count)
        self._column_at = np.append(self._column_at, np.arange(count) + len(self.columns))
        self.columns = np.append(self.columns, new)
        self.sides.lower = np.append(self.lower, zero)
        self.sides.upper = np.append(self.upper, upper)
        self.original_upper = np.append(self.original_upper, upper)
        self.cost = np.append(self.cost, zero)

    def _hand_over_rows(
        self,
        lower: np.ndarray,
        upper: np.ndarray,
        row: np.ndarray,
        column: np.ndarray,
        value: np.ndarray,
    ) -> None:
        count, sides = len(lower), self.sides
        at = self._column_at[column]
        held = at >= 0
        done = np.bincount(row[~held], (value * self.lower[column])[~held], count)
        self.solver.addRows(
            count,
            lower - done,
            upper - done,
            int(held.sum()),
            np.searchsorted(row[held], np.arange(count)).astype(np.int32),
            at[held].astype(np.int32),
            value[held],
        )
        new = np.arange(len(sides.row_lower), len(sides.row_lower) + count)
        self._row_at = np.append(self._row_at, np.arange(count) + len(self.rows))
        self.rows = np.append(self.rows, new)
        self._done = np.append(self._done, done)
        self.entry_row = np.append(self.entry_row, new[row].astype(np.int32))
        self.entry_column = np.append(self.entry_column, column.astype(np.int32))
        self.entry_value = np.append(self.entry_value, value)
        sides.row_lower = np.append(sides.row_lower, lower)
        sides.row_upper = np.append(sides.row_upper, upper)

    def excerpt(self, sides: Sides, kept: np.ndarray) -> Excerpt:
        """The kept columns, with the rows in which they stand, under the given bounds."""
        count = len(sides.row_lower)
        entry = kept[self.entry_column]
        fixed = np.where(kept, 0.0, sides.lower)
        done = np.bincount(self.entry_row, self.entry_value * fixed[self.entry_column], count)
        touched = np.zeros(count, dtype=bool)
        touched[self.entry_row[entry]] = True
        low, high = sides.row_lower - done, sides.row_upper - done
        row = (np.cumsum(touched) - 1)[self.entry_row[entry]]
        return Excerpt(
            np.flatnonzero(kept),
            np.flatnonzero(touched),
            Sides(sides.lower[kept], sides.upper[kept], low[touched], high[touched]),
            done,
            np.searchsorted(row, np.arange(int(touched.sum()))).astype(np.int32),
            (np.cumsum(kept) - 1)[self.entry_column[entry]].astype(np.int32),
            self.entry_value[entry],
            bool((low[~touched] <= EPSILON).all() and (high[~touched] >= -EPSILON).all()),
        )

    def start_afresh(self) -> None:
        """Moves the program to a new solver that remembers nothing of earlier runs."""
        self._rebuild(self.lower < self.upper)

    @contextmanager
    def set_aside(self) -> Iterator[None]:
        """Frees the solver's memory for a while; a smaller one goes on from the same basis."""
        basis = self.solver.getBasis()
        self.solver = None
        try:
            yield
        finally:
            kept = self.lower < self.upper
            status = np.array(basis.col_status, dtype=object)
            kept[self.columns[status == highspy.HighsBasisStatus.kBasic]] = True
            columns, rows = self._column_at, self._row_at
            self._rebuild(kept)
            old = highspy.HighsBasis()
            old.valid = True
            old.col_status = status[columns[self.columns]].tolist()
            old.row_status = np.array(basis.row_status, dtype=object)[rows[self.rows]].tolist()
            self.solver.setBasis(old)

    def _rebuild(self, kept: np.ndarray) -> None:
        part = self.excerpt(self.sides, kept)
        self.solver = part.solver(self.cost, 0.0)
        self.columns, self.rows, self._done = part.columns, part.rows, part.done
        self._column_at = np.full(len(self.lower), -1)
        self._column_at[self.columns] = np.arange(len(self.columns))
        self._row_at = np.full(len(self.sides.row_lower), -1)
        self._row_at[self.rows] = np.arange(len(self.rows))

    def set_cost(self, cost: np.ndarray) -> None:
        """Replaces the cost of every column."""
        self.cost = cost
        count = len(self.columns)
        self.solver.changeColsCost(count, np.arange(count, dtype=np.int32), cost[self.columns])

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
        now, self.sides = self.sides, sides
        changed = np.flatnonzero((now.lower != sides.lower) | (now.upper != sides.upper))
        if self.solver is None:
            return
        at = self._column_at[changed]
        changed, at = changed[at >= 0], at[at >= 0].astype(np.int32)
        if len(at):
            lower, upper = sides.lower[changed], sides.upper[changed]
            self.solver.changeColsBounds(len(at), at, lower, upper)
        changed = np.flatnonzero(
            (now.row_lower != sides.row_lower) | (now.row_upper != sides.row_upper)
        )
        at = self._row_at[changed]
        changed, at = changed[at >= 0], at[at >= 0].astype(np.int32)
        if len(at):
            done = self._done[changed]
            lower, upper = sides.row_lower[changed] - done, sides.row_upper[changed] - done
            self.solver.changeRowsBounds(len(at), at, lower, upper)

    def release_last_row(self) -> None:
        """Leaves the newest row without effect."""
        now = self.sides
        row_lower, row_upper = now.row_lower.copy(), now.row_upper.copy()
        row_lower[-1], row_upper[-1] = -np.inf, np.inf
        self.narrow(Sides(now.lower, now.upper, row_lower, row_upper))

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


def solve_linear(program: Program, budget: Budget) -> Answer:
    """The linear optimum, warm from the one before."""
    solver = program.solver
    solver.setOptionValue("presolve", "off")
    solver.setOptionValue("simplex_iteration_limit", limit_of(budget.iterations))
    run(solver)
    info = solver.getInfo()
    budget.spend(max(0, int(info.simplex_iteration_count)), 0)
    status = solver.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        infeasible = status == highspy.HighsModelStatus.kInfeasible
        return Answer(False, infeasible, -np.inf, -np.inf, None)
    solution = solver.getSolution()
    values, reduced = program.lower.copy(), np.zeros(len(program.lower))
    duals = np.zeros(len(program.sides.row_lower))
    values[program.columns] = solution.col_value
    reduced[program.columns] = solution.col_dual
    duals[program.rows] = solution.row_dual
    value = float((program.cost * values).sum())
    return Answer(True, False, value, value, values, reduced, duals)


def limit_of(work: int | None) -> int:
    """A limit as the solver takes it."""
    return INFINITE_WORK if work is None else min(work, INFINITE_WORK)
