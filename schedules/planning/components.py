"""Which people must be planned together, and by which rows.

A row is one floor or ceiling on one day, over the members who are still free on it. Rows that can
never bind are dropped, among them those of a unit whose units below already keep it; what remains
joins people into components that are independent of each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from .problem import Person, Problem
from .rules import Board, Load, by_week, week_slices


@dataclass(frozen=True)
class Row:
    """At most `room` of `members` (positions of people free on `day`) may be sent home."""

    rule: str
    day: int
    members: np.ndarray
    room: int


@dataclass(frozen=True)
class Component:
    """People with the rows and `apart` pairs among them, and all that is needed to plan them.

    `positions` are their rows on the board, ascending; everything else counts within the component:
    the arrays have one row for each of `people`, and `rows` and `pairs` name people by that number.
    Of the problem only the frame is kept, so that a component is small when it is sent elsewhere.
    """

    problem: Problem
    positions: np.ndarray
    people: tuple[Person, ...]
    free: np.ndarray
    given: np.ndarray
    week_room: np.ndarray
    week_least: np.ndarray
    week_target: np.ndarray
    rows: tuple[Row, ...]
    pairs: tuple[tuple[int, int], ...]

    @cached_property
    def weeks(self) -> list[slice]:
        """The positions of each week's days."""
        return week_slices(self.problem)

    @cached_property
    def week_reach(self) -> np.ndarray:
        """Days that each person may still get in each week."""
        return np.minimum(self.week_room, self.by_week(self.free))

    def by_week(self, marks: np.ndarray) -> np.ndarray:
        """Marked days of each person in each week."""
        return by_week(marks, self.weeks)


def binding_rows(board: Board) -> list[Row]:
    """The rows that no simpler row implies, ordered by rule id and day."""
    implied = _implied_by_units_below(board)
    rows = []
    for number, load in enumerate(board.loads):
        if not len(load.members):
            continue
        free = board.free[load.members]
        count = free.sum(axis=0)
        keep = load.active & (load.room > 0) & (count > load.room) & ~implied[number]
        for day in np.flatnonzero(keep):
            members = load.members[free[:, day]]
            rows.append(Row(load.rule.id, int(day), members, int(load.room[day])))
    return rows


def _implied_by_units_below(board: Board) -> list[np.ndarray]:
    """For each load the days on which the units below the rule's unit already keep it.

    The most that a unit can send home is bounded by its own tightest rule and by the sum over the
    units below; a rule that allows that sum adds nothing.
    """
    problem = board.problem
    days = len(problem.days)
    result = [np.zeros(days, dtype=bool) for _ in board.loads]
    rules_of: dict[str, list[tuple[int, Load]]] = {}
    for number, load in enumerate(board.loads):
        if load.rule.unit is not None:
            rules_of.setdefault(load.rule.unit, []).append((number, load))
    direct: dict[str, np.ndarray] = {}
    for row, person in enumerate(board.people):
        if person.unit in direct:
            direct[person.unit] = direct[person.unit] + board.free[row]
        else:
            direct[person.unit] = board.free[row].astype(np.int64)
    below: dict[str, list[str]] = {unit.id: [] for unit in problem.units}
    roots = []
    for unit in problem.units:
        if unit.parent is None:
            roots.append(unit.id)
        else:
            below[unit.parent].append(unit.id)
    order: list[str] = []
    stack = roots
    while stack:
        unit_id = stack.pop()
        order.append(unit_id)
        stack.extend(below[unit_id])
    most: dict[str, np.ndarray] = {}
    nobody = np.zeros(days, dtype=np.int64)
    for unit_id in reversed(order):
        bound = direct.get(unit_id, nobody)
        for child in below[unit_id]:
            bound = bound + most.pop(child)
        for number, load in rules_of.get(unit_id, ()):
            result[number] = load.room >= bound
            bound = np.where(load.active, np.minimum(bound, load.room), bound)
        most[unit_id] = bound
    return result


class _Groups:
    """Union of positions; the smallest position leads its group."""

    def __init__(self, size: int) -> None:
        self._parent = np.arange(size)

    def _leader(self, one: int) -> int:
        while self._parent[one] != one:
            one = int(self._parent[one])
        return one

    def join(self, members: np.ndarray) -> None:
        """Brings the members' groups together."""
        parents = np.unique(self._parent[members])
        if len(parents) > 1:
            leaders = [self._leader(one) for one in parents.tolist()]
            self._parent[leaders] = min(leaders)
            self._parent[members] = min(leaders)

    def leaders(self) -> np.ndarray:
        """The leader of each position."""
        leaders = self._parent
        while (leaders[leaders] != leaders).any():
            leaders = leaders[leaders]
        return leaders


def components(board: Board) -> list[Component]:
    """Independent parts of the problem, ordered by their first person.

    Every person with a free day is in exactly one; the others have nothing left to decide.
    """
    rows = binding_rows(board)
    groups = _Groups(len(board.people))
    for row in rows:
        groups.join(row.members)
    concerned = board.free.any(axis=1)
    pairs = []
    for one, two in sorted(board.problem.apart):
        pair = np.array([board.position[one], board.position[two]])
        may = (board.free[pair] | board.given[pair]).all(axis=0)
        if (may & board.free[pair].any(axis=0)).any():
            groups.join(pair)
            pairs.append(pair)
            concerned[pair] = True
    leaders = groups.leaders()
    people: dict[int, list[int]] = {}
    for position in np.flatnonzero(concerned).tolist():
        people.setdefault(int(leaders[position]), []).append(position)
    rows_of: dict[int, list[Row]] = {}
    for row in rows:
        rows_of.setdefault(int(leaders[row.members[0]]), []).append(row)
    pairs_of: dict[int, list[np.ndarray]] = {}
    for pair in pairs:
        pairs_of.setdefault(int(leaders[pair[0]]), []).append(pair)
    return [
        _component(board, people[leader], rows_of.get(leader, ()), pairs_of.get(leader, ()))
        for leader in sorted(people)
    ]


def _component(
    board: Board, people: list[int], rows: Iterable[Row], pairs: Iterable[np.ndarray]
) -> Component:
    positions = np.array(people, dtype=np.int64)
    return Component(
        board.problem.frame,
        positions,
        tuple(board.people[position] for position in people),
        board.free[positions],
        board.given[positions],
        board.week_room[positions],
        board.week_least[positions],
        board.week_target[positions],
        tuple(replace(row, members=np.searchsorted(positions, row.members)) for row in rows),
        tuple(tuple(np.searchsorted(positions, pair).tolist()) for pair in pairs),
    )
