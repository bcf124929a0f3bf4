"""The lawful moves of a request for review, and who of a line answers it, as plain tables.

A request waits until somebody who did not decide before answers it in writing, the person takes
it back, or what it speaks of is gone. Time alone moves nothing but the turn: it goes up the line.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from schedules.planning.lifecycle import Move

WAITING = "waiting"

REVIEW_MOVES = {
    "pass_on": Move((WAITING,), WAITING),
    "grant": Move((WAITING,), "granted"),
    "refuse": Move((WAITING,), "refused"),
    "withdraw": Move((WAITING,), "withdrawn"),
    "fall": Move((WAITING,), "fallen"),
}


def review_move(name: str) -> Move:
    """The move of a request by name. Raises `KeyError` for a move that does not exist."""
    return REVIEW_MOVES[name]


@dataclass(frozen=True, slots=True)
class Rung:
    """One level of the line that answers.

    `key` names the level; `holders` are the accounts that act for it today; `office` all that
    hold the place, also the one for whom a holder stands in. `shared` levels are held by several
    in their own name: one who decided before bars nobody else of them.
    """

    key: str
    holders: frozenset[int]
    office: frozenset[int]
    shared: bool = False

    def free(self, barred: Collection[int]) -> frozenset[int]:
        """The holders who may answer: none where the place itself has decided before."""
        if not self.shared and self.office & frozenset(barred):
            return frozenset()
        return self.holders - frozenset(barred)


def rung_in_turn(
    line: Sequence[Rung], barred: Collection[int], *, start: str | None = None
) -> Rung | None:
    """The first level from `start` on (the nearest by default) with somebody free, or None.

    A `start` that is no longer in the line counts as its beginning: nobody is passed over because
    an office was closed.
    """
    keys = [rung.key for rung in line]
    first = keys.index(start) if start in keys else 0
    return next((rung for rung in line[first:] if rung.free(barred)), None)


def rung_after(line: Sequence[Rung], barred: Collection[int], *, key: str) -> Rung | None:
    """The next level above `key` with somebody free, or None where there is none."""
    keys = [rung.key for rung in line]
    if key not in keys:
        return rung_in_turn(line, barred)
    return next((rung for rung in line[keys.index(key) + 1 :] if rung.free(barred)), None)
