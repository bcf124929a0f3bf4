"""The moves of plans and parts: exactly these, and nothing else."""

import pytest

from schedules.planning.lifecycle import (
    PART_MOVES,
    PLAN_MOVES,
    is_complete,
    is_editable,
    may_move,
    part_move,
    plan_move,
)

PLAN_STATES = ("draft", "submitted", "approved", "published", "superseded")
PART_STATES = ("draft", "returned", "submitted")


def test_the_lawful_moves_of_a_plan_are_these_ten():
    lawful = {
        (state, name, PLAN_MOVES[name].target)
        for state in PLAN_STATES
        for name in PLAN_MOVES
        if may_move(PLAN_MOVES, name, state)
    }
    assert lawful == {
        ("draft", "submit", "submitted"),
        ("submitted", "return", "draft"),
        ("submitted", "approve", "approved"),
        ("approved", "acknowledge", "approved"),
        ("approved", "send_back", "submitted"),
        ("approved", "publish", "published"),
        ("published", "supersede", "superseded"),
        ("draft", "draw_up_again", "superseded"),
        ("submitted", "revise", "superseded"),
        ("approved", "revise", "superseded"),
    }


def test_the_lawful_moves_of_a_part_are_these_three():
    lawful = {
        (state, name, PART_MOVES[name].target)
        for state in PART_STATES
        for name in PART_MOVES
        if may_move(PART_MOVES, name, state)
    }
    assert lawful == {
        ("draft", "submit", "submitted"),
        ("returned", "submit", "submitted"),
        ("submitted", "return", "returned"),
    }


@pytest.mark.parametrize("name", ["delete", "", "APPROVE"])
def test_an_unknown_move_is_refused(name):
    assert not may_move(PLAN_MOVES, name, "submitted")
    with pytest.raises(KeyError):
        plan_move(name)
    with pytest.raises(KeyError):
        part_move(name)


def test_an_unknown_state_allows_nothing():
    assert not any(may_move(PLAN_MOVES, name, "lost") for name in PLAN_MOVES)
    assert not is_editable("lost", "draft")
    assert not is_editable("draft", "lost")


def test_cells_change_only_while_nothing_waits_for_a_decision():
    editable = {
        (plan, part) for plan in PLAN_STATES for part in PART_STATES if is_editable(plan, part)
    }
    assert editable == {("draft", "draft"), ("draft", "returned")}


def test_a_plan_is_complete_when_every_part_is_submitted():
    assert is_complete(["submitted", "submitted"])
    assert not is_complete(["submitted", "returned"])
    assert not is_complete([])
