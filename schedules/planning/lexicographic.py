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
from . import whole
from .components import Component
from .goals import BY_PERSON, PAIR_WEIGHT, lot_of
from .levels import TIE, costs_of
from .model import Costs, Model
from .program import EPSILON, Answer, Budget, Program

FIRST_GAP = 0.05
"""Part of a goal's largest cost within which a whole optimum is sought first."""

WIDER = 3
"""How much wider the gap becomes while the optimum may lie beyond it."""


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


def settle(component: Component, should_stop: Callable[[], bool] | None = None) -> Settled:
    """The best plan of one component, or the best found before the work ran out.

    `stopped` is false exactly when every goal, and the draw among equals, is proven. Where even a
    clean solver contradicts its own plan, only the given days are left and nothing is proven.
    """
    limit = component.problem.limit
    budget = Budget(limit.iterations, limit.nodes, should_stop)
    try:
        return Descent(component, budget, should_stop, clean=False).run()
    except Mismatch:
        pass
    try:
        return Descent(component, budget, should_stop, clean=True).run()
    except Mismatch:
        return Descent(component, budget, lambda: True, clean=True).run()


def _same(one: float, two: float) -> bool:
    return abs(one - two) <= EPSILON * max(1.0, abs(one) * 1e-3)


class Descent:
    """One pass over the goals. `clean` trusts no warm model: each goal gets a new solver."""

    def __init__(
        self,
        component: Component,
        budget: Budget,
        should_stop: Callable[[], bool] | None,
        clean: bool,
    ) -> None:
        self.component = component
        self.budget = budget
        self.should_stop = should_stop
        self.clean = clean
        self.program = Program()
        self.model = Model(component, self.program)
        self.plan = np.zeros(self.model.size)
        self.held_by_row = False
        self.is_only_plan = False
        self.order = (*component.problem.order, TIE)
        self._last_days: tuple[np.ndarray, list[list[str]]] | None = None

    def force(self, row: int, day: int, at_home: bool) -> None:
        """Holds one free person-day at a value in everything that follows."""
        column = np.array([self.model.cell[row, day]])
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
            if goal == TIE and self.is_only_plan:
                settled.bounds[goal] = self.count(goal, self.model.marks(self.plan))
                continue
            before = self.plan
            try:
                settled.bounds[goal] = self.minimise(costs, is_last=goal == self.order[-2])
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
        return costs.least(np.zeros(len(original)), original)

    def minimise(self, costs: Costs, is_last: bool = False) -> int:
        """Makes one goal as small as possible and keeps it there; the claimed value.

        After the last goal only the draw among equals follows: where branch and bound was needed it
        is asked first whether there is any equal at all.
        """
        if self.should_stop is not None and self.should_stop():
            raise Stopped
        if not len(costs.columns):
            return costs.constant
        cost = costs.over(len(self.program.lower))
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
            self.program.narrow(self.program.face(answer))
            return costs.constant + round(answer.value)
        return costs.constant + self._branch(cost, answer, is_last)

    def _branch(self, cost: np.ndarray, answer: Answer, is_last: bool) -> int:
        """A whole optimum: on the linear face where it holds one, by branch and bound elsewhere."""
        program, size = self.program, self.model.size
        if _same(answer.value, round(answer.value)):
            face = program.face(answer)
            with program.set_aside():
                found = whole.whole_optimum(program, face, np.zeros(len(cost)), size, self.budget)
                if found.values is not None:
                    program.narrow(face)
            if found.values is not None:
                self._accept(found.values)
                return round(answer.value)
            if not found.infeasible:
                raise Stopped(answer.value)
        with program.set_aside():
            found = self._best_whole(cost, answer)
            value = round(found.value)
            program.narrow(program.within(answer, value - answer.value))
        self._accept(found.values)
        if is_last:
            self.is_only_plan = self._has_no_equal(cost, value)
        touched = np.flatnonzero(cost)
        program.add_rows(
            np.array([-np.inf]),
            np.array([value + 0.5]),
            np.zeros(len(touched), dtype=np.int64),
            touched,
            cost[touched],
        )
        program.flush()
        self.held_by_row = True
        return value

    def _has_no_equal(self, cost: np.ndarray, value: int) -> bool:
        """Whether every other plan is proven to cost more than the plan at hand.

        Much cheaper than the draw beside a row that holds the cost, which the linear optimum would
        keep with fractions. The row that asks for another plan is left without effect.
        """
        program, size = self.program, self.model.size
        opened = np.flatnonzero(program.lower[:size] < program.upper[:size])
        here = self.plan[opened]
        program.add_rows(
            np.array([1.0 - here.sum()]),
            np.array([np.inf]),
            np.zeros(len(opened), dtype=np.int64),
            opened,
            1.0 - 2.0 * here,
        )
        program.flush()
        with program.set_aside():
            other = whole.whole_optimum(program, program.sides, cost, size, self.budget)
            program.release_last_row()
        return other.infeasible or other.bound > value + 0.5

    def _best_whole(self, cost: np.ndarray, answer: Answer) -> Answer:
        """The best whole point, sought near the linear optimum first.

        Whatever lies outside a gap around the linear optimum costs more than the gap, so a point
        found within it is the best of all; a worse one tells how wide the gap must be. Beside a row
        that holds an earlier goal the linear optimum is far off, and everything is looked at.
        """
        program = self.program
        gap = max(np.ceil(answer.value) - answer.value, FIRST_GAP * np.abs(cost).max())
        if self.held_by_row:
            gap = np.inf
        while True:
            sides = program.within(answer, gap)
            found = whole.whole_optimum(program, sides, cost, self.model.size, self.budget)
            everything = bool((sides.lower == program.lower).all()) and bool(
                (sides.upper == program.upper).all()
            )
            if found.solved:
                excess = found.value - answer.value
                if everything or excess <= gap + EPSILON:
                    return found
                gap = min(excess, WIDER * gap)
            elif not found.infeasible:
                if found.values is not None:
                    self._accept(found.values)
                bound = found.bound if everything else min(found.bound, answer.value + gap)
                raise Stopped(max(bound, answer.value))
            elif everything:
                raise Mismatch("whole")
            else:
                gap *= WIDER

    def _is_whole(self, values: np.ndarray) -> bool:
        cells = values[: self.model.size]
        return bool(np.all(np.abs(cells - np.round(cells)) <= EPSILON))

    def _accept(self, values: np.ndarray) -> None:
        self.plan = np.round(values[: self.model.size])

    def count(self, goal: str, marks: np.ndarray) -> int:
        """A goal's value counted on a plan (marks over this component's people) itself."""
        problem, people = self.component.problem, self.component.people
        home = self._days(marks)
        if goal == TIE:
            return sum(
                lot_of(problem, person, days, second=True)
                for person, days in zip(people, home, strict=True)
            )
        count = BY_PERSON[goal]
        total = sum(count(problem, person, days) for person, days in zip(people, home, strict=True))
        if goal == "preference":
            for one, two in self.component.pairs:
                total += PAIR_WEIGHT * int((marks[one] & marks[two]).sum())
        return total

    def _days(self, marks: np.ndarray) -> list[list[str]]:
        """Days at home of each person; the last answer is kept, as every goal asks for it."""
        if self._last_days is None or self._last_days[0] is not marks:
            home: list[list[str]] = [[] for _ in self.component.people]
            days = self.component.problem.days
            for local, day in np.argwhere(marks).tolist():
                home[local].append(days[day])
            self._last_days = (marks, home)
        return self._last_days[1]

    def _lawful(self, marks: np.ndarray) -> bool:
        """Whether the plan keeps every row and week of the component."""
        component = self.component
        out = marks & ~component.given
        if (out & ~component.free).any() or (component.given & ~marks).any():
            return False
        weeks, rows = component.by_week(out), component.rows
        sent = np.bincount(rows.row, out[rows.member, rows.day[rows.row]], len(rows.day))
        return bool((weeks <= component.week_room).all() and (sent <= rows.room).all())
