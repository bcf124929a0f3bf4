"""The verdict of a day: exact cases, and every combination against a second reading of the rule."""

import datetime
from itertools import product

import pytest

from attendance.verdicts import DayVerdict, Mark, day_verdict, wfh_validated
from schedules.queries.calendar import Hours

DAY = datetime.date(2026, 12, 7)
HOURS = Hours(datetime.time(7, 30), datetime.time(16), 60, "Jam kerja", "Perpres 21/2023")


def mark(clock, finding="accepted", day=DAY):
    return Mark(datetime.datetime.combine(day, datetime.time.fromisoformat(clock)), finding)


def verdict(check_in="07:20", check_out="16:05", **changes):
    given = {
        "workplace": "wfo",
        "hours": HOURS,
        "check_in": mark(check_in) if isinstance(check_in, str) else check_in,
        "check_out": mark(check_out) if isinstance(check_out, str) else check_out,
        "away": "",
        "holiday": False,
        "reviews": {},
        **changes,
    }
    return day_verdict(**given)


@pytest.mark.parametrize("workplace", ["wfo", "wfh"])
def test_a_pair_in_time_is_present(workplace):
    assert verdict(workplace=workplace) == DayVerdict("present", 0, 0)


@pytest.mark.parametrize(
    ("check_in", "check_out", "late", "early"),
    [
        ("07:30", "16:00", 0, 0),
        ("07:30:59", "15:59:01", 0, 0),
        ("07:31", "15:59", 1, 1),
        ("08:15:30", "14:00", 45, 120),
    ],
)
def test_minutes_are_whole_and_by_the_server(check_in, check_out, late, early):
    assert verdict(check_in, check_out) == DayVerdict("present", late, early)


def test_ramadan_hours_are_other_hours():
    ramadan = Hours(datetime.time(6, 30), datetime.time(14), 30, "Ramadan", "SE")
    assert verdict("06:40", "14:00", hours=ramadan) == DayVerdict("present", 10, 0)


def test_one_tap_is_incomplete_and_none_is_unexplained():
    assert verdict(check_out=None) == DayVerdict("incomplete")
    assert verdict("08:00", None) == DayVerdict("incomplete", 30, 0)
    assert verdict(None, "15:30") == DayVerdict("incomplete", 0, 30)
    assert verdict(None, None) == DayVerdict("unexplained")


def test_out_before_in_is_no_pair():
    assert verdict("12:00", "11:59") == DayVerdict("incomplete", 270, 241)
    assert verdict("12:00", "12:00").verdict == "incomplete"


def test_a_day_off_and_an_absence_stay_what_they_are():
    assert verdict(holiday=True) == DayVerdict("holiday")
    assert verdict(away="cuti") == DayVerdict("away")
    assert verdict(away="sakit", holiday=True) == DayVerdict("holiday")


def test_review_decides_what_a_doubtful_tap_is_worth():
    doubtful = mark("07:20", "review")
    assert verdict(doubtful) == DayVerdict("review")
    assert verdict(doubtful, reviews={"in": True}) == DayVerdict("present")
    assert verdict(doubtful, reviews={"in": False}) == DayVerdict("incomplete")
    assert verdict(doubtful, None, reviews={"in": False}) == DayVerdict("unexplained")
    # A decision on the other tap decides nothing here.
    assert verdict(doubtful, reviews={"out": True}) == DayVerdict("review")


@pytest.mark.parametrize(
    "changes",
    [
        {"hours": None},
        {"hours": Hours(datetime.time(16), datetime.time(7, 30), 0, "", "")},
        {"workplace": ""},
        {"workplace": "WFH"},
        {"check_in": mark("07:20", "present")},
        {"check_in": mark("07:20", "")},
        {"check_in": mark("07:20", "review"), "reviews": {"in": 1}},
    ],
)
def test_what_is_unknown_is_never_present(changes):
    assert verdict(**changes).verdict == "review"


TAPS = (None, mark("07:20"), mark("07:20", "review"), mark("07:20", "?"))
OUTS = (None, mark("16:00"), mark("16:00", "review"), mark("16:00", "?"))


def test_every_combination_against_a_second_reading():
    """Present only when both taps stand; nothing standing and nothing waiting is unexplained."""

    def stands(tap, decided):
        return tap is not None and (
            tap.finding == "accepted" or (tap.finding == "review" and decided is True)
        )

    def waits(tap, decided):
        return (
            tap is not None
            and tap.finding != "accepted"
            and not (tap.finding == "review" and decided is not None)
        )

    seen = set()
    for tap_in, tap_out, of_in, of_out, away, holiday, hours, confirmed in product(
        TAPS, OUTS, (None, True, False), (None, True, False), ("", "cuti"), (False, True),
        (HOURS, None), (False, True),
    ):  # fmt: skip
        found = day_verdict(
            "wfh", hours, tap_in, tap_out, away, holiday, {"in": of_in, "out": of_out},
            confirmed_absent=confirmed,
        )  # fmt: skip
        if holiday:
            expected = "holiday"
        elif away:
            expected = "away"
        elif waits(tap_in, of_in) or waits(tap_out, of_out):
            expected = "review"
        elif not stands(tap_in, of_in) and not stands(tap_out, of_out):
            expected = "absent" if confirmed else "unexplained"
        elif hours is None:
            expected = "review"
        elif stands(tap_in, of_in) and stands(tap_out, of_out):
            expected = "present"
        else:
            expected = "incomplete"
        assert found.verdict == expected
        seen.add(expected)
    assert seen == {
        "holiday", "away", "review", "unexplained", "absent", "present", "incomplete",
    }  # fmt: skip


def test_a_confirmation_never_stands_against_an_outage_or_an_emergency():
    outage = ((datetime.time(7), datetime.time(8)),)
    assert verdict(None, None, confirmed_absent=True) == DayVerdict("absent")
    assert verdict(None, None, confirmed_absent=True, outages=outage) == DayVerdict("review")
    assert verdict(None, None, confirmed_absent=True, emergency=True) == DayVerdict("review")


@pytest.mark.parametrize(
    ("workplace", "found", "accepted", "expected"),
    [
        ("wfh", "present", True, True),
        ("wfh", "present", False, False),
        ("wfh", "present", None, False),
        ("wfh", "incomplete", True, False),
        ("wfh", "review", True, False),
        ("wfh", "unexplained", True, False),
        ("wfh", "away", True, None),
        ("wfh", "holiday", True, None),
        ("wfo", "present", True, None),
    ],
)
def test_a_day_at_home_is_validated_by_report_and_pair(workplace, found, accepted, expected):
    assert wfh_validated(workplace, found, accepted) is expected
