"""The pure tables of reviews: moves, and who of a line is free to answer."""

import itertools

import pytest

from schedules.planning.review_moves import (
    REVIEW_MOVES,
    Rung,
    review_move,
    rung_after,
    rung_in_turn,
)

HEAD, ACTING, BOSS, OFFICER, COLLEAGUE = range(1, 6)
LINE = [
    Rung("unit:3", frozenset({HEAD}), frozenset({HEAD})),
    Rung("unit:2", frozenset({BOSS}), frozenset({BOSS})),
    Rung("bkpsdm", frozenset({OFFICER, COLLEAGUE}), frozenset({OFFICER, COLLEAGUE}), shared=True),
]


def test_every_move_starts_while_the_request_waits():
    assert {name: (move.sources, move.target) for name, move in REVIEW_MOVES.items()} == {
        "pass_on": (("waiting",), "waiting"),
        "grant": (("waiting",), "granted"),
        "refuse": (("waiting",), "refused"),
        "withdraw": (("waiting",), "withdrawn"),
        "fall": (("waiting",), "fallen"),
    }


def test_an_unknown_move_does_not_exist():
    with pytest.raises(KeyError):
        review_move("expire")


def test_nobody_who_decided_ever_has_the_turn():
    everybody = (HEAD, BOSS, OFFICER, COLLEAGUE)
    for size in range(5):
        for barred in itertools.combinations(everybody, size):
            rung = rung_in_turn(LINE, barred)
            if rung is None:
                assert set(barred) >= set(everybody)
            else:
                assert rung.free(barred)
                assert not rung.free(barred) & set(barred)


def test_a_stand_in_for_one_who_decided_is_not_free():
    rung = Rung("unit:3", frozenset({ACTING}), frozenset({HEAD, ACTING}))
    assert rung.free([HEAD]) == frozenset()
    assert rung.free([BOSS]) == {ACTING}
    assert rung_in_turn([rung, *LINE[1:]], [HEAD]).key == "unit:2"


def test_one_officer_who_decided_bars_not_the_others():
    assert rung_in_turn(LINE, [HEAD, BOSS, OFFICER]).free([OFFICER]) == {COLLEAGUE}
    assert rung_in_turn(LINE, [HEAD, BOSS, OFFICER, COLLEAGUE]) is None


def test_the_turn_goes_up_and_never_down():
    assert rung_after(LINE, [], key="unit:3").key == "unit:2"
    assert rung_after(LINE, [BOSS], key="unit:3").key == "bkpsdm"
    assert rung_after(LINE, [], key="bkpsdm") is None
    assert rung_in_turn(LINE, [], start="unit:2").key == "unit:2"


def test_a_level_that_is_gone_starts_the_line_anew():
    assert rung_in_turn(LINE, [], start="unit:99").key == "unit:3"
    assert rung_after(LINE, [], key="unit:99").key == "unit:3"
