"""Shifts: which work date a check-in belongs to, how the day is judged, when it is closed."""

import datetime

import pytest
from django.utils import timezone

from attendance.models import DayRecord
from attendance.queries.team import people_rows, team_of, team_postings
from attendance.queries.today import today_of
from attendance.services.closing import close_day, close_missed_days
from attendance.verdicts import Mark, day_verdict
from attendance.views.today import _leaving_from, _next_tap
from attendance.work_dates import work_date
from schedules.models import Holiday, ShiftDay, ShiftPattern, WorkHours, WorkHoursDay
from schedules.queries.calendar import Hours
from units import clock
from units.access import scope_for
from units.models import Place

from .conftest import MONDAY, OFFICE, at_time

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hours")]

T, DT = datetime.time, datetime.datetime
ONE = datetime.timedelta(days=1)
SUNDAY, TUESDAY, SATURDAY = MONDAY - ONE, MONDAY + ONE, MONDAY - 2 * ONE
NIGHT = Hours(T(21), T(7), 0, "Malam", "", next_day=True, shift="M")


@pytest.fixture
def shift(city):
    """Return a function that puts a person on the roster: a code of the patterns, or "L"."""
    Place.objects.create(
        unit=city.service, name="Kantor", latitude=OFFICE[0], longitude=OFFICE[1], radius_m=100
    )
    made = {
        code: ShiftPattern.objects.create(
            unit=city.root, code=code, name=name, start=start, end=end, next_day=end <= start,
            starts_on=datetime.date(2026, 1, 1),
        )
        for code, name, start, end in (
            ("P", "Pagi", T(7), T(14)), ("M", "Malam", T(21), T(7)),
            ("H", "Jaga 24 jam", T(8), T(8)), ("O", "Dini hari", T(0), T(8)),
        )
    }  # fmt: skip

    def put(employee, day, code):
        return ShiftDay.objects.create(
            employee=employee, date=day, pattern=made.get(code), entered_by=city.hana.user,
            entered_at=timezone.now(),
        )  # fmt: skip

    return put


def record(employee, day):
    fields = ("verdict", "minutes_late", "minutes_early", "shift")
    return DayRecord.objects.filter(employee=employee, date=day).values_list(*fields).first()


# --- the rule -----------------------------------------------------------------------------------


def night(came, left, **over):
    marks = [Mark(moment, "accepted") if moment else None for moment in (came, left)]
    found = day_verdict("wfo", NIGHT, *marks, "", False, {}, **({"day": MONDAY} | over))
    return found.verdict, found.minutes_late, found.minutes_early


def test_a_night_shift_is_judged_over_midnight():
    came, left = DT(2026, 12, 7, 20, 55), DT(2026, 12, 8, 7, 5)
    assert night(came, left) == ("present", 0, 0)
    assert night(DT(2026, 12, 8, 0, 10), left) == ("present", 190, 0)
    assert night(came, DT(2026, 12, 8, 6, 15)) == ("present", 0, 45)
    assert night(came, None) == ("incomplete", 0, 0)
    assert night(None, left) == ("incomplete", 0, 0)
    assert night(came, left, day=None) == ("review", 0, 0)


def test_an_outage_after_midnight_touches_a_night_shift():
    came, left = DT(2026, 12, 7, 20, 55), DT(2026, 12, 8, 7, 5)
    morning = ((DT(2026, 12, 8, 6, 50), DT(2026, 12, 8, 7, 40)),)
    assert night(came, None, outages=morning)[0] == "review"
    assert night(came, None, outages=((T(6, 50), T(7, 40)),))[0] == "incomplete"
    late = ((DT(2026, 12, 7, 20, 50), DT(2026, 12, 7, 21, 10)),)
    assert night(DT(2026, 12, 7, 21, 50), left, outages=late) == ("present", 10, 0)


@pytest.mark.parametrize(
    ("direction", "now", "came", "expected"),
    [
        ("in", DT(2026, 12, 7, 20, 40), (), MONDAY),
        ("in", DT(2026, 12, 8, 0, 10), (), MONDAY),  # three hours late, still Monday's shift
        ("out", DT(2026, 12, 8, 0, 30), (MONDAY,), MONDAY),
        ("out", DT(2026, 12, 8, 7, 5), (), MONDAY),  # never came in: it is that shift that ends
        ("out", DT(2026, 12, 8, 10, 59), (MONDAY,), MONDAY),
        ("out", DT(2026, 12, 8, 11), (MONDAY,), TUESDAY),
        ("in", DT(2026, 12, 8, 7, 0), (), TUESDAY),
        ("in", DT(2026, 12, 8, 20), (MONDAY,), TUESDAY),
        ("out", DT(2026, 12, 8, 21, 30), (MONDAY, TUESDAY), TUESDAY),
    ],
)
def test_the_work_date_is_that_on_which_the_shift_starts(direction, now, came, expected):
    duties = {
        MONDAY: (DT(2026, 12, 7, 21), DT(2026, 12, 8, 7)),
        TUESDAY: (DT(2026, 12, 8, 21), DT(2026, 12, 9, 7)),
    }
    assert work_date(direction, now, duties, came) == expected


# --- from tap to record -------------------------------------------------------------------------


def test_a_night_shift_from_tap_to_record(city, shift, tap, time_machine):
    shift(city.umar, MONDAY, "M")
    shift(city.umar, TUESDAY, "L")
    came = tap(city.umar, "in", at_time(MONDAY, 20, 50))
    assert came.work_date == MONDAY
    # The nightly close runs while the shift does: it is not judged, and nobody else is forgotten.
    time_machine.move_to(at_time(TUESDAY, 0, 30), tick=False)
    close_missed_days()
    assert record(city.umar, MONDAY) is None
    assert record(city.sari, MONDAY)[0] == "unexplained"
    left = tap(city.umar, "out", at_time(TUESDAY, 7, 2))
    again = tap(city.umar, "out", at_time(TUESDAY, 7, 3))
    assert (left.work_date, left.finding, again) == (MONDAY, "accepted", left)
    time_machine.move_to(at_time(TUESDAY, 10, 59), tick=False)
    close_missed_days()
    assert record(city.umar, MONDAY) is None
    time_machine.move_to(at_time(TUESDAY, 12, 30), tick=False)
    close_missed_days()
    assert record(city.umar, MONDAY) == ("present", 0, 0, "M")
    assert close_day(MONDAY) == 0


def test_a_forgotten_check_out_never_flips_the_next_shift(city, shift, tap, time_machine):
    for day in (MONDAY, TUESDAY):
        shift(city.umar, day, "M")
    tap(city.umar, "in", at_time(MONDAY, 20, 50))
    came = tap(city.umar, "in", at_time(TUESDAY, 20, 55))
    left = tap(city.umar, "out", at_time(TUESDAY + ONE, 7))
    assert (came.work_date, left.work_date) == (TUESDAY, TUESDAY)
    time_machine.move_to(at_time(TUESDAY + ONE, 12, 30), tick=False)
    close_missed_days()
    assert record(city.umar, MONDAY) == ("incomplete", 0, 0, "M")
    assert record(city.umar, TUESDAY) == ("present", 0, 0, "M")


def test_shifts_count_on_sundays_and_holidays_and_off_is_off(city, shift, tap, time_machine):
    Holiday.objects.create(date=MONDAY, name="Libur", kind="national")
    shift(city.umar, SUNDAY, "P")
    shift(city.umar, MONDAY, "P")
    shift(city.umar, TUESDAY, "L")
    shift(city.yanti, SATURDAY, "L")
    for day in (SUNDAY, MONDAY):
        taps = [tap(city.umar, "in", at_time(day, 7, 9)), tap(city.umar, "out", at_time(day, 14))]
        assert [one.finding for one in taps] == ["accepted", "accepted"]
    off = tap(city.umar, "in", at_time(TUESDAY, 9))
    assert (off.finding, off.review_reason) == ("review", "shift_off")
    time_machine.move_to(at_time(TUESDAY + ONE, 12), tick=False)
    for day in (SATURDAY, SUNDAY, MONDAY, TUESDAY):
        close_day(day)
    assert record(city.umar, SUNDAY) == ("present", 9, 0, "P")
    assert record(city.umar, MONDAY) == ("present", 9, 0, "P")
    assert record(city.umar, TUESDAY) == ("holiday", 0, 0, "")
    assert record(city.sari, MONDAY)[0] == "holiday"
    assert record(city.sari, SUNDAY) is None
    assert record(city.yanti, SATURDAY) is None


def test_leave_stands_above_a_shift(city, shift, away, time_machine):
    shift(city.umar, MONDAY, "P")
    away(city.umar, MONDAY)
    time_machine.move_to(at_time(TUESDAY, 12), tick=False)
    close_day(MONDAY)
    assert record(city.umar, MONDAY)[0] == "away"


def test_a_shift_that_starts_at_midnight_belongs_to_the_new_date(city, shift, tap):
    shift(city.umar, TUESDAY, "O")
    assert tap(city.umar, "in", at_time(MONDAY, 23, 45)).work_date == TUESDAY
    assert tap(city.umar, "out", at_time(TUESDAY, 8, 1)).work_date == TUESDAY


def test_a_day_of_24_hours(city, shift, tap, time_machine):
    shift(city.umar, MONDAY, "H")
    shift(city.umar, TUESDAY, "H")
    tap(city.umar, "in", at_time(MONDAY, 7, 55))
    assert tap(city.umar, "out", at_time(TUESDAY, 8, 4)).work_date == MONDAY
    assert tap(city.umar, "in", at_time(TUESDAY, 8, 5)).work_date == TUESDAY
    time_machine.move_to(at_time(TUESDAY, 12), tick=False)
    close_day(MONDAY)
    assert record(city.umar, MONDAY) == ("present", 0, 0, "H")


def test_who_has_no_shift_keeps_the_date_of_the_clock(city, tap):
    late = tap(city.sari, "out", at_time(TUESDAY, 0, 10))
    assert late.work_date == TUESDAY
    assert tap(city.sari, "in", at_time(TUESDAY, 6, 59)).work_date == TUESDAY


def test_hours_of_tomorrow_never_change_yesterday(city, shift, tap, time_machine):
    row = shift(city.umar, MONDAY, "P")
    tap(city.umar, "in", at_time(MONDAY, 7, 10))
    tap(city.umar, "out", at_time(MONDAY, 14))
    time_machine.move_to(at_time(TUESDAY, 12), tick=False)
    close_day(MONDAY)
    ShiftPattern.objects.filter(pk=row.pattern_id).update(ends_on=MONDAY)
    ShiftPattern.objects.create(
        unit=city.root, code="P", name="Pagi", start=T(8), end=T(15), starts_on=TUESDAY
    )
    assert close_day(MONDAY) == 0
    assert record(city.umar, MONDAY) == ("present", 10, 0, "P")


def test_hours_of_one_date_make_a_half_day(city, tap, time_machine):
    """The eve of a holiday that begins at noon: a row of hours for that one date."""
    row = WorkHours.objects.create(
        name="Setengah hari", working_week=5, legal_basis="SE", starts_on=MONDAY, ends_on=MONDAY
    )
    WorkHoursDay.objects.create(hours=row, weekday=0, start=T(7, 30), end=T(12), break_minutes=0)
    for day, left in ((MONDAY, 12), (TUESDAY, 12)):
        tap(city.sari, "in", at_time(day, 7, 20))
        tap(city.sari, "out", at_time(day, left))
        time_machine.move_to(at_time(day + ONE, 1), tick=False)
        close_day(day)
    assert record(city.sari, MONDAY) == ("present", 0, 0, "")
    assert record(city.sari, TUESDAY) == ("present", 0, 240, "")


# --- what the pages say -------------------------------------------------------------------------


def page_of(employee, moment, time_machine):
    time_machine.move_to(moment, tick=False)
    return today_of(scope_for(employee.user), clock.now())


def test_the_day_page_after_midnight_is_still_the_shift(city, shift, tap, time_machine):
    shift(city.umar, MONDAY, "M")
    shift(city.umar, TUESDAY, "M")
    before = page_of(city.umar, at_time(MONDAY, 20), time_machine)
    assert (before.day, before.hours.shift, before.is_working) == (MONDAY, "M", True)
    assert before.shift_ends_on == TUESDAY
    assert _next_tap(before, clock.now()) == ("masuk", [])
    tap(city.umar, "in", at_time(MONDAY, 20, 50))
    at_two = page_of(city.umar, at_time(TUESDAY, 2), time_machine)
    assert (at_two.day, at_two.tap_in is not None) == (MONDAY, True)
    assert _leaving_from(at_two) == DT(2026, 12, 8, 6)
    assert _next_tap(at_two, clock.now()) == ("", ["pulang"])
    assert _next_tap(page_of(city.umar, at_time(TUESDAY, 6, 30), time_machine), clock.now()) == (
        "pulang", [],
    )  # fmt: skip
    tap(city.umar, "out", at_time(TUESDAY, 7))
    done = page_of(city.umar, at_time(TUESDAY, 7, 1), time_machine)
    assert (done.day, done.tap_in) == (TUESDAY, None)


def test_the_team_page_knows_shifts(city, shift, tap, time_machine):
    shift(city.umar, SUNDAY, "P")
    unit = frozenset([city.counter.pk])
    time_machine.move_to(at_time(SUNDAY, 6, 59), tick=False)
    assert team_of(unit, SUNDAY, clock.now()).total.missing == 0
    time_machine.move_to(at_time(SUNDAY, 7, 1), tick=False)
    total = team_of(unit, SUNDAY, clock.now()).total
    assert (total.office, total.day_off, total.missing) == (1, 0, 1)
    row = people_rows(list(team_postings(unit, SUNDAY)), SUNDAY, clock.now())[0]
    assert (row.status, row.is_missing) == ("wfo", True)
    tap(city.umar, "in", at_time(SUNDAY, 7, 2), OFFICE)
    assert team_of(unit, SUNDAY, clock.now()).total.missing == 0
