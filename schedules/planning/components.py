"""Which people must be planned together, and by which rows.

A row is one floor or ceiling on one day, over the members who are still free on it. Rows that can
never bind are dropped, among them those of a unit whose units below already keep it; what remains
joins people into components that are independent of each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .rules import Board, Load


@dataclass(frozen=True)
class Row:
    """At most `room` of `members` (positions of people free on `day`) may be sent home."""

    rule: str
    day: int
    members: np.ndarray
    room: int


@dataclass(frozen=True)
class Component:
    """People (positions, ascending) with the rows and `apart` pairs among them."""

    people: np.ndarray
    rows: tuple[Row, ...]
    pairs: tuple[tuple[int, int], ...]


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
        self._leader = list(range(size))

    def leader(self, one: int) -> int:
        leader = self._leader
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    def join(self, one: int, two: int) -> None:
        one, two = self.leader(one), self.leader(two)
        if one != two:
            self._leader[max(one, two)] = min(one, two)


def components(board: Board) -> list[Component]:
    """Independent parts of the problem, ordered by their first person.

    Every person with a free day is in exactly one; the others have nothing left to decide.
    """
    rows = binding_rows(board)
    groups = _Groups(len(board.people))
    for row in rows:
        first = int(row.members[0])
        for other in row.members[1:].tolist():
            groups.join(first, other)
    pairs = []
    for one, two in sorted(board.problem.apart):
        first, second = board.position[one], board.position[two]
        out_first = board.free[first] | board.given[first]
        out_second = board.free[second] | board.given[second]
        undecided = board.free[first] | board.free[second]
        if (out_first & out_second & undecided).any():
            groups.join(first, second)
            pairs.append((first, second))
    people: dict[int, list[int]] = {}
    for position in np.flatnonzero(board.free.any(axis=1)).tolist():
        people.setdefault(groups.leader(position), []).append(position)
    rows_of: dict[int, list[Row]] = {}
    for row in rows:
        rows_of.setdefault(groups.leader(int(row.members[0])), []).append(row)
    pairs_of: dict[int, list[tuple[int, int]]] = {}
    for pair in pairs:
        pairs_of.setdefault(groups.leader(pair[0]), []).append(pair)
        people.setdefault(groups.leader(pair[0]), [])
        for one in pair:
            if one not in people[groups.leader(one)]:
                people[groups.leader(one)].append(one)
    return [
        Component(
            np.array(sorted(people[leader]), dtype=np.int64),
            tuple(rows_of.get(leader, ())),
            tuple(pairs_of.get(leader, ())),
        )
        for leader in sorted(people)
    ]
