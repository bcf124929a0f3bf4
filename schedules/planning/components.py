"""Which people must be planned together, and by which rows.

A row is one floor or ceiling on one day, over the members who are still free on it. Rows that can
never bind are dropped, among them those of a unit whose units below already keep it; what remains
joins people into components that are independent of each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .problem import Person, Problem
from .rules import Board, Load, by_week, week_slices


@dataclass(frozen=True)
class Rows:
    """Of the people of row r at most `room[r]` may be sent home on day `day[r]`.

    The people are those `member` whose `row` is r; rows ascend.
    """

    day: np.ndarray
    room: np.ndarray
    row: np.ndarray
    member: np.ndarray


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
    rows: Rows
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


def binding_rows(board: Board) -> Rows:
    """The rows that no simpler row implies, ordered by rule id and day."""
    implied = _implied_by_units_below(board)
    nothing = np.zeros(0, dtype=np.int32)
    blocks = [(nothing, nothing, nothing, nothing)]
    count = 0
    for number, load in enumerate(board.loads):
        free = board.free[load.members]
        keep = load.active & (load.room > 0) & (free.sum(axis=0) > load.room) & ~implied[number]
        days = np.flatnonzero(keep)
        if len(days):
            row, member = np.nonzero(free[:, days].T)
            block = (days, load.room[days], row + count, load.members[member])
            blocks.append(tuple(part.astype(np.int32) for part in block))
            count += len(days)
    return Rows(*map(np.concatenate, zip(*blocks, strict=True)))


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
        parents = self._parent[members]
        if (parents != parents[0]).any():
            leaders = [self._leader(one) for one in set(parents.tolist())]
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
    starts = np.searchsorted(rows.row, np.arange(len(rows.day) + 1)).tolist()
    for start, end in zip(starts, starts[1:], strict=False):
        groups.join(rows.member[start:end])
    concerned = board.free.any(axis=1)
    pairs = []
    for one, two in sorted(board.problem.apart):
        pair = np.array([board.position[one], board.position[two]])
        may = (board.free[pair] | board.given[pair]).all(axis=0)
        if (may & board.free[pair].any(axis=0)).any():
            groups.join(pair)
            pairs.append(pair)
            concerned[pair] = True
    return _split(board, groups.leaders(), np.flatnonzero(concerned), rows, pairs)


def _split(
    board: Board,
    leaders: np.ndarray,
    concerned: np.ndarray,
    rows: Rows,
    pairs: list[np.ndarray],
) -> list[Component]:
    """One component for each leader of the people concerned, everything counted within it."""
    known = np.unique(leaders[concerned])
    part_of = np.searchsorted(known, leaders)
    people, local = (
        _Sorted.by(part_of[concerned], len(known)),
        np.zeros(len(leaders), dtype=np.int32),
    )
    local[concerned] = people.place
    row_part = part_of[rows.member[np.searchsorted(rows.row, np.arange(len(rows.day)))]]
    of_rows = _Sorted.by(row_part, len(known))
    entries = _Sorted.by(row_part[rows.row], len(known))
    pairs_of: dict[int, list[tuple[int, int]]] = {}
    for pair in pairs:
        pairs_of.setdefault(int(part_of[pair[0]]), []).append(tuple(local[pair].tolist()))
    found = []
    for number in range(len(known)):
        positions = concerned[people.of(number)]
        mine, entry = of_rows.of(number), entries.of(number)
        found.append(
            Component(
                board.problem.frame,
                positions,
                tuple(board.people[position] for position in positions.tolist()),
                board.free[positions],
                board.given[positions],
                board.week_room[positions],
                board.week_least[positions],
                board.week_target[positions],
                Rows(
                    rows.day[mine],
                    rows.room[mine],
                    of_rows.place[rows.row[entry]],
                    local[rows.member[entry]],
                ),
                tuple(pairs_of.get(number, ())),
            )
        )
    return found


@dataclass(frozen=True)
class _Sorted:
    """Things sorted by a number, each number's in their old order, and each one's place there."""

    order: np.ndarray
    ends: np.ndarray
    place: np.ndarray

    @classmethod
    def by(cls, numbers: np.ndarray, count: int) -> _Sorted:
        order = np.argsort(numbers, kind="stable")
        ends = np.searchsorted(numbers[order], np.arange(count + 1))
        place = np.zeros(len(order), dtype=np.int32)
        place[order] = np.arange(len(order)) - ends[numbers[order]]
        return cls(order, ends, place)

    def of(self, number: int) -> np.ndarray:
        """The things with this number."""
        return self.order[self.ends[number] : self.ends[number + 1]]
