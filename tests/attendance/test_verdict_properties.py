"""The verdict of a day under any check-ins: what must hold whatever was pressed and decided."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from attendance.verdicts import Mark, day_verdict, duty_of
from attendance.work_dates import work_date
from schedules.queries.calendar import Hours
from schedules.queries.flexible import Window

DAY = datetime.date(2026, 12, 7)
T = datetime.time
START = datetime.datetime.combine(DAY, T(0))
ORDINARY = Hours(T(7, 30), T(16), 60, "Jam kerja", "")
RAMADAN = Hours(T(6, 30), T(14), 30, "Ramadan", "")
HALF_DAY = Hours(T(7, 30), T(12), 0, "Setengah hari", "")
NIGHT = Hours(T(21), T(7), 0, "Malam", "", next_day=True, shift="M")
ALL_DAY = Hours(T(8), T(8), 0, "Jaga 24 jam", "", next_day=True, shift="H")
RANK = {"absent": 0, "unexplained": 1, "incomplete": 2, "review": 3, "present": 4}

minutes = st.integers(0, 40 * 60)
moments = st.builds(lambda n: START + datetime.timedelta(minutes=n), minutes)
findings = st.sampled_from(["accepted", "review", "?", ""])
marks = st.none() | st.builds(Mark, moments, findings)
hours = st.sampled_from([ORDINARY, RAMADAN, HALF_DAY, NIGHT, ALL_DAY])
decided = st.sampled_from([None, True, False])
windows = st.lists(st.tuples(moments, st.integers(1, 180)), max_size=3).map(
    lambda rows: [(at, at + datetime.timedelta(minutes=n)) for at, n in rows]
)


@st.composite
def days(draw):
    return {
        "workplace": draw(st.sampled_from(["wfo", "wfh"])),
        "hours": draw(st.none() | hours),
        "check_in": draw(marks),
        "check_out": draw(marks),
        "away": "",
        "holiday": False,
        "reviews": {"in": draw(decided), "out": draw(decided)},
        "emergency": draw(st.booleans()),
        "outages": draw(windows),
        "confirmed_absent": draw(st.booleans()),
        "day": DAY,
    }


def stands(mark, review):
    return mark is not None and (
        mark.finding == "accepted" or (mark.finding == "review" and review is True)
    )


@given(days())
def test_nobody_is_present_without_a_pair_that_stands(day):
    found = day_verdict(**day)
    if found.verdict == "present":
        assert stands(day["check_in"], day["reviews"]["in"])
        assert stands(day["check_out"], day["reviews"]["out"])
        assert day["check_in"].at < day["check_out"].at
        assert day["hours"] is not None
    assert found.minutes_late >= 0
    assert found.minutes_early >= 0


@given(days())
def test_the_same_facts_give_the_same_verdict_in_any_order(day):
    again = day | {
        "outages": list(reversed(day["outages"])),
        "reviews": dict(reversed(day["reviews"].items())),
    }
    assert day_verdict(**again) == day_verdict(**day)
    assert day_verdict(**day) == day_verdict(**day)


@given(days(), st.sampled_from(["cuti", "sakit", "dinas"]))
def test_a_day_off_wins_and_then_an_absence(day, kind):
    assert day_verdict(**day | {"holiday": True, "away": kind}).verdict == "holiday"
    assert day_verdict(**day | {"away": kind}).verdict == "away"


@given(hours, minutes, minutes, windows)
def test_who_comes_later_is_never_less_late(given_hours, first, second, outages):
    start, _end = duty_of(DAY, given_hours)

    def late(n):
        came = Mark(start + datetime.timedelta(minutes=n), "accepted")
        return day_verdict(
            "wfo", given_hours, came, None, "", False, {}, outages=outages, day=DAY
        ).minutes_late

    assert late(min(first, second)) <= late(max(first, second))
    assert late(first) <= first


@given(hours, minutes, minutes)
def test_without_outages_lateness_is_the_clock(given_hours, first, second):
    start, end = duty_of(DAY, given_hours)
    came = Mark(start + datetime.timedelta(minutes=first), "accepted")
    left = Mark(end - datetime.timedelta(minutes=second), "accepted")
    found = day_verdict("wfo", given_hours, came, left, "", False, {}, day=DAY)
    assert (found.minutes_late, found.minutes_early) == (first, second)
    assert (found.verdict == "present") == (came.at < left.at)


@given(days(), windows)
def test_an_outage_or_an_emergency_only_helps(day, outages):
    for excuse in ({"emergency": True}, {"outages": day["outages"] + outages}):
        before, after = day_verdict(**day), day_verdict(**day | excuse)
        assert RANK[after.verdict] >= RANK[before.verdict]
        assert after.minutes_early == before.minutes_early
        assert after.minutes_late <= before.minutes_late


@given(days(), moments, st.integers(1, 600))
def test_an_accepted_pair_of_times_explains_the_day_and_is_named(day, came, stay):
    corrections = {"in": came, "out": came + datetime.timedelta(minutes=stay)}
    found = day_verdict(**day | {"corrections": corrections})
    if day["hours"] is None:
        assert found.verdict == "review"
        return
    assert found.verdict == "present"
    untouched = day_verdict(**day)
    if not found.corrected:
        assert untouched.verdict == "present"
    if untouched.verdict == "present":
        assert found.minutes_late <= untouched.minutes_late
        assert found.minutes_early <= untouched.minutes_early


@given(days())
def test_a_flexible_window_never_makes_a_day_stricter(day):
    if day["hours"] is None or day["hours"].next_day:
        return
    window = Window(T(6, 30), T(9))
    pair = day["check_in"] is not None and stands(day["check_in"], day["reviews"]["in"])
    before, after = day_verdict(**day), day_verdict(**day | {"window": window})
    if pair and day["check_out"] is not None:
        assert after.minutes_late <= before.minutes_late
        assert RANK[after.verdict] >= RANK[before.verdict]


@given(st.integers(-24 * 60, 48 * 60), st.sampled_from(["in", "out"]))
def test_a_work_date_is_that_of_the_clock_or_of_a_shift_near_it(offset, direction):
    """At any minute of three days, also between 00:00 and 07:00."""
    now = START + datetime.timedelta(minutes=offset)
    nights = {DAY + datetime.timedelta(days=n): None for n in (-1, 0, 1)}
    duties = {day: duty_of(day, NIGHT) for day in nights}
    found = work_date(direction, now, duties)
    assert abs((found - now.date()).days) <= 1
    running = [day for day, (start, end) in duties.items() if start <= now < end]
    if running:
        assert found == running[0]
    assert work_date(direction, now, {}) == now.date()
