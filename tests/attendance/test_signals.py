"""Each detector alone: what it must see, and the honest noise next to it that it must not."""

import datetime
import random

import pytest

from attendance.signals import (
    Second,
    Tap,
    Thresholds,
    accuracy,
    clock,
    same_point,
    shared_device,
    signs_of_person,
    travel,
    two_places,
)

LIMITS = Thresholds()
OFFICE, HOME = (-6.238300, 106.975600), (-6.300013, 107.000027)
FIRST = datetime.date(2026, 11, 2)


def tap(number=0, *, direction="in", point=OFFICE, metres=12.0, minutes=0, **changes):
    day = FIRST + datetime.timedelta(days=number)
    hour = 7 if direction == "in" else 16
    at = datetime.datetime.combine(day, datetime.time(hour), datetime.UTC).timestamp()
    values = {
        "person": 1, "day": day, "direction": direction, "workplace": "wfo",
        "at": at + 60 * minutes, "latitude": point and point[0], "longitude": point and point[1],
        "accuracy_m": metres, **changes,
    }  # fmt: skip
    return Tap(**values)


def jittered(chance, metres=20, decimals=6):
    north, east = chance.gauss(0, metres) / 111_320, chance.gauss(0, metres) / 111_320
    return round(OFFICE[0] + north, decimals), round(OFFICE[1] + east, decimals)


def test_one_point_all_month_is_seen_with_its_numbers():
    (sign,) = same_point([tap(n) for n in range(10)], LIMITS)
    assert (sign.kind, sign.subject, sign.people, len(sign.days)) == (
        "same_point", "1:wfo", (1,), 9,
    )  # fmt: skip
    assert sign.evidence == {
        "workplace": "wfo", "repeated": 9, "taps": 10, "points": 1, "most": 10,
    }  # fmt: skip


def test_a_few_points_replayed_are_seen():
    points = [(-6.2383017, 106.9756009), (-6.2383442, 106.9755113), (-6.2382991, 106.9756678)]
    taps = [tap(n, point=points[n % 3], metres=8.0 + n % 3) for n in range(12)]
    (sign,) = same_point(taps, LIMITS)
    assert (sign.evidence["repeated"], sign.evidence["points"]) == (9, 3)


def test_three_repeats_or_both_taps_of_one_day_are_not_enough():
    assert same_point([tap(n) for n in range(4)], LIMITS) == []
    same_day = [
        tap(n, direction=direction, point=(-6.2 + n / 1e5, 106.9))
        for n in range(5)
        for direction in ("in", "out")
    ]
    assert same_point(same_day, LIMITS) == []


@pytest.mark.parametrize(("metres", "decimals"), [(3, 7), (20, 6), (80, 6), (20, 5), (3, 3)])
def test_honest_phones_stay_out_also_those_that_round(metres, decimals):
    chance = random.Random(metres)
    taps = [
        tap(n, point=jittered(chance, metres, decimals), metres=round(chance.uniform(4, 40), 1))
        for n in range(22)
    ]
    assert same_point(taps, LIMITS) == []


def test_the_wifi_of_the_office_in_a_minority_of_taps_stays_out():
    chance = random.Random(1)
    taps = [
        tap(n, point=OFFICE if n % 3 == 0 else jittered(chance), metres=25.0) for n in range(22)
    ]
    assert same_point(taps, LIMITS) == []


def test_home_and_office_are_counted_apart():
    chance = random.Random(2)
    honest = [tap(n, point=jittered(chance)) for n in range(14)]
    faked = [tap(14 + n, point=HOME, workplace="wfh") for n in range(7)]
    (sign,) = same_point(honest + faked, LIMITS)
    assert sign.subject == "1:wfh"


def test_an_accuracy_that_no_phone_has():
    assert accuracy([tap(0, metres=0.0), tap(0, direction="out", metres=0.0)], LIMITS) == []
    (sign,) = accuracy([tap(0, metres=0.0), tap(3, metres=0.01)], LIMITS)
    assert sign.evidence == {"taps": 2, "least_m": 0.0, "most_m": 0.01}
    assert accuracy([tap(n, metres=3000.0) for n in range(9)], LIMITS) == []


def test_impossible_travel_takes_both_accuracies_off():
    far = (-6.9, 107.6)  # Bandung, about 100 km
    (sign,) = travel([tap(), tap(minutes=20, direction="in", point=far)], LIMITS)
    assert sign.evidence["jumps"] == 1
    assert sign.evidence["examples"][0]["minutes"] == 20
    assert travel([tap(), tap(direction="out", point=far)], LIMITS) == []
    cell_tower = tap(minutes=3, point=HOME, metres=8000.0)
    assert travel([tap(), cell_tower], LIMITS) == []


def test_two_devices_in_two_places_at_once():
    def second(**changes):
        values = {
            "person": 1, "day": FIRST, "apart_s": 240, "distance_m": 7400.0, "accuracy_m": 30.0,
        }  # fmt: skip
        return Second(**values | changes)

    (sign,) = two_places([second()], LIMITS)
    assert (sign.kind, sign.evidence["examples"][0]["km"]) == ("two_places", 7.3)
    assert two_places([second(apart_s=3600)], LIMITS) == []
    assert two_places([second(accuracy_m=7000.0)], LIMITS) == []
    assert two_places([], LIMITS) == []


def test_a_clock_steadily_wrong_or_ahead_but_not_the_late_sending_of_a_bad_network():
    (sign,) = clock([tap(n, skew_s=-2400 + n) for n in range(6)], LIMITS)
    assert sign.evidence["minutes"] == -40
    assert len(clock([tap(n, skew_s=900 + 400 * n) for n in range(5)], LIMITS)) == 1
    assert clock([tap(n, skew_s=-700 * (n + 1)) for n in range(9)], LIMITS) == []
    assert clock([tap(n, skew_s=-2400) for n in range(4)], LIMITS) == []
    assert clock([tap(n, skew_s=120) for n in range(20)], LIMITS) == []


def test_one_device_for_three_people_on_two_days_but_not_for_a_couple():
    three = [tap(n, person=p, minutes=p) for n in (0, 1) for p in (1, 2, 3)]
    (sign,) = shared_device("d", three, LIMITS)
    assert (sign.people, sign.evidence["most_a_day"]) == ((1, 2, 3), 3)
    assert shared_device("d", three[:3], LIMITS) == []
    couple = [tap(n, person=p, minutes=p) for n in range(20) for p in (1, 2)]
    assert shared_device("d", couple, LIMITS) == []


def test_a_device_that_is_at_an_office_and_a_home_at_once_is_seen_with_two_people():
    taps = [tap(0, person=1), tap(0, person=2, minutes=1, point=(-6.3, 107.2))]
    (sign,) = shared_device("d", taps, LIMITS)
    assert (sign.people, sign.evidence["jumps"]) == ((1, 2), 1)


def test_nothing_comes_of_nothing():
    assert signs_of_person([], [], LIMITS) == []
    blind = [tap(n, point=None, metres=None, skew_s=None) for n in range(9)]
    assert signs_of_person(blind, [], LIMITS) == []
