"""Goal after goal on one component: each is made as small as the goals before it allow.

Where the linear optimum is whole, or a whole plan reaches its value, the program is narrowed to the
exact face of its optimal points and stays as well-behaved as it was. Elsewhere branch and bound
finds the value and a row keeps it. Every value is counted again on the plan itself; when a solver's
claim and the count differ, the component is solved afresh from clean models.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from . import program as linear
from .components import Component
from .goals import BY_PERSON, PAIR_WEIGHT, lot_of
from .levels import TIE, costs_of
from .model import Costs, Model
from .program import EPSILON, Answer, Budget, Program
from .rules import Board


class Mismatch(Exception):
    """The solver claimed something that its plan does not bear out."""


class Stopped(Exception):
    """Work ran out, or the caller asked to stop; carries the bound proven for the goal."""

    def __init__(self, bound: float = -np.inf) -> None:
        self.bound = bound
        super().__init__()


@dataclass
class Settled:
    """The plan of one component: days at home as marks over its people, values and bounds."""

    marks: np.ndarray
    values: dict[str, int] = field(default_factory=dict)
    bounds: dict[str, int] = field(default_factory=dict)
    stopped: bool = False


def settle(
    board: Board,
    component: Component,
    budget: Budget,
    should_stop: Callable[[], bool] | None = None,
) -> Settled:
    """The best plan of one component, or the best found before the work ran out.

    `stopped` is false exactly when every goal, and the draw among equals, is proven. Where even a
    clean solver contradicts its own plan, only the given days are left and nothing is proven.
    """
    try:
        return Descent(board, component, budget, should_stop, clean=False).run()
    except Mismatch:
        pass
    try:
        return Descent(board, component, budget, should_stop, clean=True).run()
    except Mismatch:
        return Descent(board, component, budget, lambda: True, clean=True).run()


def _same(one: float, two: float) -> bool:
    return abs(one - two) <= EPSILON * max(1.0, abs(one) * 1e-3)


class Descent:
    """One pass over the goals. `clean` trusts no warm model: each goal gets a new solver."""

    def __init__(
        self,
        board: Board,
        component: Component,
        budget: Budget,
        should_stop: Callable[[], bool] | None,
        clean: bool,
    ) -> None:
        self.board = board
        self.component = component
        self.budget = budget
        self.should_stop = should_stop
        self.clean = clean
        self.program = Program()
        self.model = Model(board, component, self.program)
        self.plan = np.zeros(self.model.size)
        self.order = (*board.problem.order, TIE)
        self._last_days: tuple[np.ndarray, list[list[str]]] | None = None

    def force(self, position: int, day: int, at_home: bool) -> None:
        """Holds one free person-day at a value in everything that follows."""
        local = int(np.searchsorted(self.component.people, position))
        column = np.array([self.model.cell[local, day]])
        self.program.fix_columns(column, np.array([float(at_home)]))
        self.plan[column] = float(at_home)

    def run(self) -> Settled:
        """Descends through the goals; after a stop the later goals get bounds that always hold."""
        settled = Settled(self.model.marks(self.plan))
        for goal in self.order:
            costs = costs_of(self.model, goal)
            if settled.stopped:
                settled.bounds[goal] = self._floor(costs)
                continue
            before = self.plan
            try:
                settled.bounds[goal] = self.minimise(costs)
            except Stopped as stop:
                settled.stopped = True
                now = self.count(goal, self.model.marks(self.plan))
                if now > self.count(goal, self.model.marks(before)):
                    self.plan = before
                bound = self._floor(costs)
                if np.isfinite(stop.bound):
                    bound = max(bound, int(np.ceil(costs.constant + stop.bound - EPSILON)))
                settled.bounds[goal] = bound
        settled.marks = self.model.marks(self.plan)
        for goal in self.order:
            settled.values[goal] = self.count(goal, settled.marks)
            if not settled.stopped and settled.values[goal] != settled.bounds[goal]:
                raise Mismatch(goal)
            settled.bounds[goal] = min(settled.bounds[goal], settled.values[goal])
        if not self._lawful(settled.marks):
            raise Mismatch("rules")
        return settled

    def _floor(self, costs: Costs) -> int:
        """What no plan can go below, whatever the other goals."""
        original = self.program.original_upper
        gain = sum(
            cost * int(original[column])
            for column, cost in zip(costs.columns, costs.values, strict=True)
            if cost < 0
        )
        return costs.constant + gain

    def minimise(self, costs: Costs) -> int:
        """Makes one goal as small as possible and keeps it there; the claimed value."""
        if self.should_stop is not None and self.should_stop():
            raise Stopped
        if not costs.columns:
            return costs.constant
        cost = np.zeros(len(self.program.lower))
        np.add.at(cost, costs.columns, np.array(costs.values, dtype=float))
        self.program.set_cost(cost)
        if self.clean:
            self.program.start_afresh()
        answer = linear.solve_linear(self.program, self.budget)
        if not answer.solved:
            if answer.infeasible:
                raise Mismatch("linear")
            raise Stopped
        if self._is_whole(answer.values):
            self._accept(answer.values)
            self.program.fix_face(answer)
            return costs.constant + round(answer.value)
        return costs.constant + self._branch(cost, answer)

    def _branch(self, cost: np.ndarray, answer: Answer) -> int:
        """A whole optimum: on the linear face where it holds one, by branch and bound elsewhere."""
        if _same(answer.value, round(answer.value)):
            found = linear.whole_on_face(self.program, self.model.size, answer, self.budget)
            if found.values is not None:
                self._accept(found.values)
                self.program.fix_face(answer)
                return round(answer.value)
            if not found.infeasible:
                raise Stopped(answer.value)
        found = linear.whole_optimum(self.program, self.model.size, self.budget)
        if found.infeasible:
            raise Mismatch("whole")
        if not found.solved:
            if found.values is not None:
                self._accept(found.values)
            raise Stopped(max(found.bound, answer.value))
        self._accept(found.values)
        value = round(found.value)
        if _same(value, answer.value):
            self.program.fix_face(answer)
            return value
        self._fix_too_costly(answer, value - answer.value)
        touched = np.flatnonzero(cost)
        self.program.add_row(-np.inf, value + 0.5, touched.tolist(), cost[touched].tolist())
        self.program.flush()
        return value

    def _fix_too_costly(self, answer: Answer, gap: float) -> None:
        """Fixes person-days whose change alone would cost more than the gap."""
        size = self.model.size
        reduced = answer.reduced[:size]
        open_columns = self.program.lower[:size] < self.program.upper[:size]
        costly = np.flatnonzero(open_columns & (np.abs(reduced) > gap + EPSILON))
        if len(costly):
            side = np.where(
                reduced[costly] > 0, self.program.lower[costly], self.program.upper[costly]
            )
            self.program.fix_columns(costly, side)

    def _is_whole(self, values: np.ndarray) -> bool:
        cells = values[: self.model.size]
        return bool(np.all(np.abs(cells - np.round(cells)) <= EPSILON))

    def _accept(self, values: np.ndarray) -> None:
        self.plan = np.round(values[: self.model.size])

    def count(self, goal: str, marks: np.ndarray) -> int:
        """A goal's value counted on a plan (marks over this component's people) itself."""
        problem, people = self.board.problem, self.model.people
        home = self._days(marks)
        if goal == TIE:
            return sum(
                lot_of(problem, person, days, second=True)
                for person, days in zip(people, home, strict=True)
            )
        count = BY_PERSON[goal]
        total = sum(count(problem, person, days) for person, days in zip(people, home, strict=True))
        if goal == "preference" and self.component.pairs:
            local = {position: number for number, position in enumerate(self.model.positions)}
            for one, two in self.component.pairs:
                total += PAIR_WEIGHT * int((marks[local[one]] & marks[local[two]]).sum())
        return total

    def _days(self, marks: np.ndarray) -> list[list[str]]:
        """Days at home of each person; the last answer is kept, as every goal asks for it."""
        if self._last_days is None or self._last_days[0] is not marks:
            home: list[list[str]] = [[] for _ in self.model.people]
            days = self.board.problem.days
            for local, day in np.argwhere(marks).tolist():
                home[local].append(days[day])
            self._last_days = (marks, home)
        return self._last_days[1]

    def _lawful(self, marks: np.ndarray) -> bool:
        """Whether the plan keeps every row and week of the component."""
        board, component = self.board, self.component
        out = np.zeros((len(board.people), marks.shape[1]), dtype=bool)
        out[component.people] = marks & ~board.given[component.people]
        weeks = board.by_week(out)[component.people]
        return bool((weeks <= board.week_room[component.people]).all()) and all(
            int(out[row.members, row.day].sum()) <= row.room for row in component.rows
        )
