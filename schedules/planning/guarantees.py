"""Weekly guarantees that cannot all be kept, narrowed to the members that matter.

A week with a missing guaranteed day becomes a small program over its guarantees and the rules that
reach them. The prices of its best answer point at a set without an answer; members are then left
out one by one while the rest still has none (deletion filter: Chinneck and Dravnieks 1991).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from .plan import Clash
from .problem import Problem
from .program import EPSILON, Budget, Program, solve_linear
from .rules import Board, Load
from .whole import whole_optimum


@dataclass(frozen=True)
class _Week:
    """One week: `own` marks the days that a person's own rules leave free."""

    board: Board
    number: int
    own: np.ndarray
    need: np.ndarray

    @property
    def days(self) -> slice:
        return self.board.weeks[self.number]


def guarantee_clashes(board: Board, marks: np.ndarray) -> list[Clash]:
    """Irreducible sets of rules and guarantees behind the guaranteed days missing in a plan."""
    least = np.array(
        [person.least_per_week if person.eligible else 0 for person in board.people],
        dtype=np.int64,
    )
    if not least.any():
        return []
    own = ~board.absent & ~board.barred & ~board.given & board.eligible[:, None]
    promised = np.minimum(least[:, None], board.by_week(~board.absent))
    missing = promised > board.by_week(marks)
    found: list[Clash] = []
    for number in np.flatnonzero(missing.any(axis=0)):
        need = np.maximum(0, promised[:, number] - board.week_given[:, number])
        week = _Week(board, int(number), own, need)
        open_to_explain = set(np.flatnonzero(missing[:, number]).tolist())
        while open_to_explain:
            first = min(open_to_explain)
            people, loads = _neighbourhood(week, first)
            guarantees = [one for one in people if week.need[one] > 0]
            rules, blamed = _irreducible(week, people, guarantees, loads)
            if not blamed:
                open_to_explain.difference_update(people)
                continue
            found.append(_clash(week, rules, blamed))
            week.need[blamed] = 0
            open_to_explain.difference_update(blamed)
    return found


def guarantee_text(problem: Problem, clash: Clash) -> str:
    """The sentence of a clash of guarantees over these rules, people and days."""
    text_of = {rule.id: rule.text for rule in problem.rules}
    texts = ", ".join(text_of[rule] for rule in clash.rules)
    text = (
        f"Pekan {clash.days[0]} sampai {clash.days[-1]}: jaminan hari di rumah bagi"
        f" {len(clash.people)} pegawai tidak dapat dipenuhi seluruhnya"
    )
    if texts:
        return f"{text} bersama aturan: {texts}."
    return f"{text} karena batas masing-masing pegawai."


def _clash(week: _Week, rules: list[Load], blamed: list[int]) -> Clash:
    board = week.board
    clash = Clash(
        "",
        tuple(load.rule.id for load in rules),
        tuple(board.people[one].id for one in blamed),
        board.problem.days[week.days],
    )
    return replace(clash, text=guarantee_text(board.problem, clash))


def _tight_days(week: _Week, load: Load) -> np.ndarray:
    """Days of the week on which the rule could stop somebody."""
    days = np.arange(week.days.start, week.days.stop)
    count = week.own[load.members][:, week.days].sum(axis=0)
    return days[load.active[week.days] & (count > load.room[week.days])]


def _neighbourhood(week: _Week, first: int) -> tuple[list[int], list[Load]]:
    """People who share a rule that can bind, directly or through others, and those rules."""
    reaching = [
        (load, days, set(load.members[week.own[load.members][:, days].any(axis=1)].tolist()))
        for load in week.board.loads
        if len(load.members)
        for days in [_tight_days(week, load)]
        if len(days)
    ]
    people = {first}
    loads: list[Load] = []
    grown = True
    while grown:
        grown = False
        rest = []
        for load, days, members in reaching:
            if people.isdisjoint(members):
                rest.append((load, days, members))
            else:
                people |= members
                loads.append(load)
                grown = True
        reaching = rest
    return sorted(people), sorted(loads, key=lambda load: load.rule.id)


def _needed(members: list, still_clash: Callable[[list], bool]) -> list:
    """Members without which there is no clash; halves, quarters, ... are left out first."""
    size = max(1, len(members) // 2)
    while True:
        for end in range(len(members), 0, -size):
            rest = members[: max(0, end - size)] + members[end:]
            if still_clash(rest):
                members = rest
        if size == 1:
            return members
        size //= 2


def _irreducible(
    week: _Week, people: list[int], guarantees: list[int], loads: list[Load]
) -> tuple[list[Load], list[int]]:
    """Rules and guarantees that cannot hold together, none of which can be left out."""
    priced = _priced(week, people, guarantees, loads)
    if priced is None:
        if _holds(week, people, guarantees, loads):
            return [], []
    else:
        loads, guarantees = priced
    loads = _needed(loads, lambda rest: not _holds(week, people, guarantees, rest))
    guarantees = _needed(guarantees, lambda rest: not _holds(week, people, rest, loads))
    return loads, guarantees


def _build(
    week: _Week, people: list[int], guarantees: list[int], loads: list[Load], elastic: bool
) -> tuple[Program, int, list[Load]]:
    """The week's program; rows are the people's weeks, their guarantees, then the loads' days."""
    board = week.board
    program = Program()
    chosen = np.array(people, dtype=np.int64)
    own = week.own[chosen, week.days]
    person, day = np.nonzero(own)
    size = len(person)
    columns = program.add_columns(np.ones(size))
    room = board.week_room[chosen, week.number].astype(float)
    program.add_rows(np.full(len(chosen), -np.inf), room, person, columns)
    # One row more stands for everybody else, who has no column.
    cell = np.full((len(chosen) + 1, own.shape[1]), -1, dtype=np.int64)
    cell[person, day] = columns
    row_of = np.full(len(board.people), len(chosen), dtype=np.int64)
    row_of[chosen] = np.arange(len(chosen))
    _add_guarantees(program, week, np.array(guarantees, dtype=np.int64), cell, row_of, elastic)
    row_loads: list[Load] = []
    for load in loads:
        for day in _tight_days(week, load).tolist():
            columns = cell[row_of[load.members], day - week.days.start]
            columns = columns[columns >= 0]
            room = np.array([float(load.room[day])])
            program.add_rows(np.array([-np.inf]), room, np.zeros(len(columns), dtype=int), columns)
            row_loads.append(load)
    program.flush()
    return program, size, row_loads


def _add_guarantees(
    program: Program,
    week: _Week,
    guarantees: np.ndarray,
    cell: np.ndarray,
    row_of: np.ndarray,
    elastic: bool,
) -> None:
    """A row for each guarantee; `elastic` lets a column of its own make up for what is missing."""
    own = cell[row_of[guarantees]]
    row, day = np.nonzero(own >= 0)
    columns = own[row, day]
    need = week.need[guarantees].astype(float)
    if elastic:
        row = np.concatenate([row, np.arange(len(guarantees))])
        columns = np.concatenate([columns, program.add_columns(need)])
    program.add_rows(need, np.full(len(guarantees), np.inf), row, columns)


def _priced(
    week: _Week, people: list[int], guarantees: list[int], loads: list[Load]
) -> tuple[list[Load], list[int]] | None:
    """The members with a price in the least total shortfall; None when fractions could keep all."""
    program, size, row_loads = _build(week, people, guarantees, loads, elastic=True)
    cost = np.zeros(len(program.lower))
    cost[size:] = 1.0
    program.set_cost(cost)
    answer = solve_linear(program, Budget())
    if not answer.solved or answer.value <= EPSILON:
        return None
    duals = np.abs(answer.duals) > EPSILON
    start = len(people)
    blamed = [one for row, one in enumerate(guarantees, start) if duals[row]]
    start += len(guarantees)
    priced = [load for row, load in enumerate(row_loads, start) if duals[row]]
    return [load for load in loads if any(load is one for one in priced)], blamed


def _holds(week: _Week, people: list[int], guarantees: list[int], loads: list[Load]) -> bool:
    """Whether whole days can keep the guarantees and rules, with everyone's own rules."""
    members = set(guarantees)
    concerned = [one for one in people if one in members]
    program, size, _ = _build(week, concerned, guarantees, loads, elastic=False)
    nothing = np.zeros(len(program.lower))
    return not whole_optimum(program, program.sides, nothing, size, Budget()).infeasible
