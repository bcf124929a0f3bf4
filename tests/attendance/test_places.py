"""Nothing uncertain about a place is ever accepted."""

import datetime
import math

import pytest

from attendance.places import Evidence, Finding, Target, distance_m, judge_location

NOW = datetime.datetime(2026, 12, 7, 7, 21, tzinfo=datetime.UTC)
OFFICE = Target(-6.2383, 106.9756, 100, place_id=7)
GOOD = {"latitude": -6.2383, "longitude": 106.9756, "accuracy_m": 18.0, "age_s": 3.0}


def judge(targets=(OFFICE,), now=NOW, **changes):
    return judge_location(Evidence(**{**GOOD, **changes}), list(targets), now)


def test_a_good_location_is_accepted_and_names_the_place():
    assert judge() == Finding("accepted", "", 7, 0.0)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"latitude": None}, "no_location"),
        ({"longitude": None}, "no_location"),
        ({"latitude": math.nan}, "impossible_location"),
        ({"longitude": math.inf}, "impossible_location"),
        ({"latitude": "-6.2383"}, "impossible_location"),
        ({"latitude": True}, "impossible_location"),
        ({"latitude": 90.1}, "impossible_location"),
        ({"latitude": -90.1}, "impossible_location"),
        ({"longitude": 180.5}, "impossible_location"),
        ({"longitude": -180.5}, "impossible_location"),
        ({"latitude": 0, "longitude": 0}, "null_island"),
        ({"latitude": 0.0001, "longitude": -0.0001}, "null_island"),
        ({"accuracy_m": None}, "no_accuracy"),
        ({"accuracy_m": 0}, "impossible_accuracy"),
        ({"accuracy_m": -5}, "impossible_accuracy"),
        ({"accuracy_m": math.nan}, "impossible_accuracy"),
        ({"accuracy_m": math.inf}, "impossible_accuracy"),
        ({"accuracy_m": 100.1}, "vague_location"),
        ({"age_s": None}, "no_age"),
        ({"age_s": -1}, "impossible_age"),
        ({"age_s": math.nan}, "impossible_age"),
        ({"age_s": 120.1}, "stale_location"),
        ({"latitude": -6.2393}, "elsewhere"),
    ],
)
def test_each_flaw_is_for_review_and_says_which(changes, code):
    found = judge(**changes)
    assert (found.outcome, found.reason_code, found.place_id) == ("review", code, None)


def test_null_island_is_never_inside_even_when_a_place_stands_there():
    assert judge([Target(0, 0, 5000)], latitude=0, longitude=0).reason_code == "null_island"


def test_limits_belong_to_the_good_side():
    assert judge(accuracy_m=100.0, age_s=120).accepted
    assert judge(age_s=0).accepted


def test_no_evidence_and_no_target():
    assert judge_location(None, [OFFICE], NOW) == Finding("review", "no_location")
    assert judge([]).reason_code == "no_target"


def test_age_goes_on_while_the_check_in_waits_at_the_server():
    received = NOW - datetime.timedelta(seconds=119)
    assert judge(received_at=received, age_s=1).accepted
    assert judge(received_at=received, age_s=2).reason_code == "stale_location"
    later = NOW + datetime.timedelta(seconds=1)
    assert judge(received_at=later).reason_code == "impossible_age"


def test_a_small_circle_allows_fifty_metres_of_vagueness_and_no_more():
    small = Target(-6.2383, 106.9756, 15)
    assert judge([small], accuracy_m=50).accepted
    assert judge([small], accuracy_m=50.1).reason_code == "vague_location"


def test_the_circle_that_holds_the_point_is_found_among_several():
    far = Target(-6.30, 107.0, 100, place_id=1)
    found = judge([far, OFFICE, Target(-6.2400, 106.9756, 50, place_id=9)])
    assert (found.accepted, found.place_id) == (True, 7)


def test_distance_agrees_with_a_degree_of_latitude():
    assert round(distance_m(-6, 107, -7, 107)) == 111195
    assert distance_m(-6, 107, -6, 107) == 0.0
    assert round(distance_m(0, 0, 0, 180)) == 20015114
    edge = judge(latitude=-6.2383 + 99 / 111195)
    assert (edge.accepted, round(edge.distance_m)) == (True, 99)
    assert judge(latitude=-6.2383 + 101 / 111195).reason_code == "elsewhere"
