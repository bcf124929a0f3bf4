"""A flexible-hours day: late only after the window's end, and the minutes of the day kept."""

import datetime
import uuid

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from attendance.models import CheckIn, DayRecord
from attendance.queries.team import people_rows, team_of, team_postings
from attendance.services.closing import close_day
from attendance.verdicts import DayVerdict, complete_at
from schedules.models import FlexibleDay
from schedules.queries.calendar import Hours
from schedules.queries.flexible import Window
from tests.attendance.conftest import at_time
from tests.attendance.test_verdicts import DAY, HOURS, mark, verdict
from tests.schedules.conftest import make_hours
from tests.schedules.flexible_cast import published_flexible
from tests.schedules.office_cast import FIRST

T = datetime.time
WINDOW = Window(T(7), T(9))
ONE_DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("check_in", "check_out", "late", "early"),
    [
        ("07:30", "16:00", 0, 0),
        ("08:40", "17:10", 0, 0),
        ("09:00", "17:30", 0, 0),
        ("09:01", "17:30", 1, 0),
        ("09:20", "17:30", 20, 0),
        ("08:40", "16:00", 0, 70),
        ("07:00", "15:30", 0, 0),
        ("06:10", "15:30", 0, 0),
        ("06:10", "15:29", 0, 1),
    ],
)
def test_late_after_the_window_and_the_minutes_kept(check_in, check_out, late, early):
    assert verdict(check_in, check_out, window=WINDOW) == DayVerdict("present", late, early)


def test_without_a_window_the_hours_hold_as_they_are():
    assert verdict("08:40", "17:10") == DayVerdict("present", 70, 0)
    assert verdict("08:40", "17:10", window=None, workplace="wfh").minutes_late == 70


def test_at_home_there_is_no_window():
    assert verdict("08:40", "17:10", window=WINDOW, workplace="wfh").minutes_late == 70


def test_hours_that_start_outside_the_window_are_never_stricter():
    late_start = Hours(T(9, 30), T(15), 30, "Ramadan", "")
    assert verdict("09:25", "15:00", hours=late_start, window=WINDOW).minutes_late == 0
    early_start = Hours(T(6, 30), T(14), 30, "Ramadan", "")
    assert verdict("06:30", "14:00", hours=early_start, window=WINDOW) == DayVerdict("present")


def test_a_check_in_that_waits_or_was_refused_starts_no_shorter_day():
    waiting = mark("07:00", "review")
    assert verdict(waiting, "15:30", window=WINDOW) == DayVerdict("review", 0, 120)
    refused = verdict(waiting, "15:30", window=WINDOW, reviews={"in": False})
    assert refused == DayVerdict("incomplete", 0, 120)


@given(st.integers(0, 239), st.integers(0, 600))
def test_nobody_is_worse_off_than_on_an_ordinary_day_who_comes_in_time(came, stayed):
    """Within the window, staying the minutes of the day is always enough, and less never is."""
    start = datetime.datetime.combine(DAY, T(5)) + datetime.timedelta(minutes=came)
    out = start + datetime.timedelta(minutes=stayed)
    found = verdict(mark(f"{start:%H:%M}"), mark(f"{out:%H:%M}"), window=WINDOW)
    assert found.minutes_late == 0
    if stayed:
        assert (found.minutes_early == 0) == (out >= complete_at(start, HOURS, WINDOW))
        began = max(start, datetime.datetime.combine(DAY, T(7)))
        worked = max(0, int((out - began).total_seconds() // 60))
        assert found.minutes_early == 0 or worked + found.minutes_early == 510 or out < began


@pytest.fixture
def umar_day(city, monday):
    make_hours()
    plan = published_flexible(city)
    return FlexibleDay.objects.filter(plan=plan, employee=city.umar).earliest("date").date


def tap(person, direction, day, hour, minute):
    return CheckIn.objects.create(
        employee=person, work_date=day, direction=direction, server_time=at_time(day, hour, minute),
        finding="accepted", key=uuid.uuid4(), workplace="wfo",
    )  # fmt: skip


@pytest.mark.django_db
def test_the_day_record_follows_the_window_in_force(city, umar_day, time_machine):
    ordinary = next(
        day
        for day in (FIRST + n * ONE_DAY for n in range(1, 5))
        if not FlexibleDay.objects.filter(employee=city.umar, date=day).exists()
    )
    for day in (umar_day, ordinary):
        tap(city.umar, "in", day, 8, 40)
        tap(city.umar, "out", day, 17, 10)
    time_machine.move_to(at_time(FIRST + 14 * ONE_DAY, 9), tick=False)
    close_day(umar_day)
    close_day(ordinary)
    records = DayRecord.objects.filter(employee=city.umar)
    of = {row.date: (row.verdict, row.minutes_late, row.minutes_early) for row in records}
    assert of[umar_day] == ("present", 0, 0)
    assert of[ordinary] == ("present", 70, 0)


@pytest.mark.django_db
def test_a_draft_day_excuses_nobody(city, umar_day, time_machine):
    FlexibleDay.objects.update(published=False)
    tap(city.umar, "in", umar_day, 8, 40)
    tap(city.umar, "out", umar_day, 17, 10)
    time_machine.move_to(at_time(umar_day + ONE_DAY, 9), tick=False)
    close_day(umar_day)
    assert DayRecord.objects.get(employee=city.umar).minutes_late == 70


@pytest.mark.django_db
def test_the_day_page_says_when_to_come_and_the_head_misses_nobody_before(
    city, umar_day, as_, time_machine
):
    moment = at_time(umar_day, 8, 30)
    time_machine.move_to(moment, tick=False)
    html = as_(city.umar).get(reverse("attendance:today")).content.decode()
    assert "masuk 07.00–09.00" in html
    assert "Jam fleksibel di kantor" in html
    units = [city.counter.pk]
    rows = people_rows(list(team_postings(units, umar_day)), umar_day, moment)
    [umar] = [row for row in rows if row.employee.pk == city.umar.pk]
    assert (umar.status, umar.is_missing) == ("flex", False)
    others = FlexibleDay.objects.filter(date=umar_day).count()
    assert team_of(units, umar_day, moment).total.missing == 7 - others
    later = at_time(umar_day, 9, 1)
    assert team_of(units, umar_day, later).total.missing == 7
    tap(city.umar, "in", umar_day, 8, 40)
    time_machine.move_to(at_time(umar_day, 12), tick=False)
    html = as_(city.umar).get(reverse("attendance:today")).content.decode()
    # 08.40 and the eight and a half hours of the day, less one.
    assert "mulai pukul 16.10" in html
