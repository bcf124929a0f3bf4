"""The lawful moves of orders over a plan: recalls to the office and emergency mode. Pure.

Days that are past never change; who may make a move is asked elsewhere.
"""

from __future__ import annotations

import datetime

from .lifecycle import Move, may_move

RECALL_MOVES = {
    "acknowledge": Move(("waiting",), "acknowledged"),
    "cancel": Move(("waiting", "acknowledged"), "cancelled"),
}

EMERGENCY_MOVES = {
    "extend": Move(("in_force",), "in_force"),
    "end": Move(("in_force",), "in_force"),
    "cancel": Move(("in_force",), "cancelled"),
}


def recall_move(name: str, state: str, day: datetime.date, today: datetime.date) -> Move | None:
    """The move of a recalled day, or None where it is not lawful: a past day stays as it was."""
    if day < today or not may_move(RECALL_MOVES, name, state):
        return None
    return RECALL_MOVES[name]


def emergency_move(
    state: str,
    first: datetime.date,
    last: datetime.date,
    new_last: datetime.date | None,
    today: datetime.date,
) -> str | None:
    """The name of the move that gives an emergency a new last day, or None where none is lawful.

    Without a last day it is cancelled, which only one that has not begun can be. It is extended or
    ended early while it is not over, and never to a day before today or before its first one.
    """
    if new_last is None:
        return "cancel" if today < first and may_move(EMERGENCY_MOVES, "cancel", state) else None
    if last < today or new_last < max(first, today) or new_last == last:
        return None
    name = "extend" if new_last > last else "end"
    return name if may_move(EMERGENCY_MOVES, name, state) else None
