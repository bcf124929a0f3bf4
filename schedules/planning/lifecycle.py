"""The lawful moves of a plan and of its parts, as plain tables.

A part is submitted by its bidang and goes back with a reason; the plan follows its parts. The
tables say from which states a move may start and where it ends; who may make it is asked
elsewhere. Anything that is not listed is not lawful.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Move:
    """A change of state: it may start from any state of `sources` and ends in `target`."""

    sources: tuple[str, ...]
    target: str


PLAN_MOVES = {
    "submit": Move(("draft",), "submitted"),
    "return": Move(("submitted",), "draft"),
    "approve": Move(("submitted",), "approved"),
    "acknowledge": Move(("approved",), "approved"),
    "send_back": Move(("approved",), "submitted"),
    "publish": Move(("approved",), "published"),
    "supersede": Move(("published",), "superseded"),
    "draw_up_again": Move(("draft",), "superseded"),
    "revise": Move(("submitted", "approved"), "superseded"),
}

PART_MOVES = {
    "submit": Move(("draft", "returned"), "submitted"),
    "return": Move(("submitted",), "returned"),
}

EDITABLE_PLAN = "draft"
EDITABLE_PARTS = PART_MOVES["submit"].sources


def plan_move(name: str) -> Move:
    """The move of a plan by name. Raises `KeyError` for a move that does not exist."""
    return PLAN_MOVES[name]


def part_move(name: str) -> Move:
    """The move of a part by name. Raises `KeyError` for a move that does not exist."""
    return PART_MOVES[name]


def may_move(moves: dict[str, Move], name: str, state: str) -> bool:
    """Whether a move of the table may start from a state; false for whatever is not listed."""
    return name in moves and state in moves[name].sources


def is_editable(plan_state: str, part_state: str) -> bool:
    """Whether the cells of a part may still change: nothing of it waits for a decision."""
    return plan_state == EDITABLE_PLAN and part_state in EDITABLE_PARTS


def is_complete(part_states: list[str]) -> bool:
    """Whether a plan may be submitted: it has parts and all of them are submitted."""
    return bool(part_states) and all(state == PART_MOVES["submit"].target for state in part_states)
