"""The close of the day: once, again, late, and equal to what the records say."""

import datetime

import pytest

from attendance.models import CheckIn, CheckInReview, DayRecord, PlaceEvidence
from attendance.queries.days import FIELDS, compute_days, day_records
from attendance.services.closing import close_day, people_of, recompute_day
from attendance.tasks import close_days, erase_old_coordinates
from schedules.models import Away, Holiday
from schedules.queries.calendar import Calendar
from tests.attendance.conftest import HOME, MONDAY, at_time
from units.models import Posting

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + datetime.timedelta(days=1)
CLOSED = ("verdict", "workplace", "away_kind", "minutes_late", "minutes_early", "validated")


def record_of(employee, day=MONDAY):
    return DayRecord.objects.filter(employee=employee, date=day).values_list(*CLOSED).get()


@pytest.fixture
def busy_monday(city, hours, tap, full_day, at_home, home_of, away, report_of, time_machine):
    """Sari works at home with an accepted report, Tono comes late, Hana is ill, others are away."""
    at_home(city.sari, MONDAY)
    home_of(city.sari)
    tap(city.sari, "in", at_time(MONDAY, 7, 20), HOME)
    tap(city.tono, "in", at_time(MONDAY, 8, 0))
    tap(city.tono, "out", at_time(MONDAY, 15, 30))
    tap(city.rudi, "in", at_time(MONDAY, 7, 0))
    tap(city.dewi, "in", at_time(MONDAY, 7, 0), None)
    tap(city.sari, "out", at_time(MONDAY, 16, 5), HOME)
    away(city.hana, MONDAY, kind="sakit")
    report_of(
        city.sari, MONDAY, "accepted", decided_by=city.rudi.user, decided_at=at_time(MONDAY, 17)
    )
    time_machine.move_to(at_time(TUESDAY, 0, 30), tick=False)
    return city


def test_each_person_gets_the_verdict_of_their_day(busy_monday):
    city = busy_monday
    assert close_day(MONDAY) == 8
    assert record_of(city.sari) == ("present", "wfh", "", 0, 0, True)
    assert record_of(city.tono) == ("present", "wfo", "", 30, 30, None)
    assert record_of(city.rudi) == ("incomplete", "wfo", "", 0, 0, None)
    assert record_of(city.dewi) == ("review", "wfo", "", 0, 0, None)
    assert record_of(city.hana) == ("away", "wfo", "sakit", 0, 0, None)
    assert record_of(city.umar) == ("unexplained", "wfo", "", 0, 0, None)
    assert DayRecord.objects.get(employee=city.sari).unit == city.division


def test_a_second_run_changes_nothing(busy_monday, time_machine):
    close_day(MONDAY)
    before = list(DayRecord.objects.order_by("pk").values())
    time_machine.move_to(at_time(TUESDAY, 3), tick=False)
    assert close_day(MONDAY) == 0
    assert list(DayRecord.objects.order_by("pk").values()) == before


def test_stored_records_equal_their_recomputation(busy_monday):
    close_day(MONDAY)
    stored = {
        row.employee_id: tuple(getattr(row, name) for name in FIELDS)
        for row in day_records(None, MONDAY, MONDAY)
    }
    again = compute_days(MONDAY, people_of(MONDAY), Calendar.load(MONDAY, MONDAY))
    assert {
        one.employee_id: tuple(getattr(one, name) for name in FIELDS) for one in again
    } == stored
    assert len(stored) == 8


def test_only_those_given_are_closed(busy_monday):
    assert close_day(MONDAY, [busy_monday.sari.pk]) == 1
    assert DayRecord.objects.get().employee == busy_monday.sari


@pytest.mark.parametrize("day", [TUESDAY, TUESDAY + datetime.timedelta(days=1)])
def test_a_day_that_is_not_over_is_never_closed(busy_monday, day):
    with pytest.raises(ValueError, match="not over"):
        close_day(day)
    recompute_day(busy_monday.sari, day)
    assert not DayRecord.objects.exists()


def test_weekends_make_no_records_and_holidays_do(city, hours, time_machine):
    Holiday.objects.create(date=MONDAY, name="Hari Jadi", kind="local")
    time_machine.move_to(at_time(TUESDAY, 1), tick=False)
    assert close_day(MONDAY - datetime.timedelta(days=1)) == 0
    assert close_day(MONDAY) == 8
    assert set(DayRecord.objects.values_list("verdict", flat=True)) == {"holiday"}


def test_who_was_not_posted_has_no_day(city, hours, time_machine):
    Posting.objects.filter(employee=city.umar).update(ends_on=MONDAY - datetime.timedelta(days=1))
    time_machine.move_to(at_time(TUESDAY, 1), tick=False)
    assert close_day(MONDAY) == 7
    assert not DayRecord.objects.filter(employee=city.umar).exists()


def test_queries_do_not_grow_with_people(busy_monday, django_assert_num_queries):
    with django_assert_num_queries(22):
        close_day(MONDAY, [busy_monday.sari.pk])
    DayRecord.objects.all().delete()
    with django_assert_num_queries(22):
        close_day(MONDAY)


def test_missed_runs_are_caught_up(city, hours, full_day, time_machine):
    full_day(city.sari, MONDAY)
    full_day(city.sari, MONDAY + datetime.timedelta(days=2))
    friday = MONDAY + datetime.timedelta(days=4)
    time_machine.move_to(at_time(friday, 0, 30), tick=False)
    assert list(close_days()) == ["2026-12-07", "2026-12-08", "2026-12-09", "2026-12-10"]
    assert [record_of(city.sari, MONDAY + datetime.timedelta(days=n))[0] for n in range(4)] == [
        "present",
        "unexplained",
        "present",
        "unexplained",
    ]
    before = list(DayRecord.objects.order_by("pk").values())
    assert close_days() == {"2026-12-10": 0}
    assert list(DayRecord.objects.order_by("pk").values()) == before


def test_a_run_that_stopped_half_way_is_finished(busy_monday):
    close_day(MONDAY, [busy_monday.sari.pk])
    assert close_days() == {"2026-12-07": 7}


def test_leave_that_is_approved_late_changes_the_closed_day(busy_monday, away):
    city = busy_monday
    close_day(MONDAY)
    leave = away(city.umar, MONDAY)
    away(city.tono, TUESDAY)
    close_days()
    assert record_of(city.umar)[::2] == ("away", "cuti", 0)
    assert record_of(city.tono)[0] == "present"
    Away.objects.filter(pk=leave.pk).update(status="refused")
    close_days()
    assert record_of(city.umar)[0] == "unexplained"


def test_coordinates_go_after_their_term_and_the_finding_stays(city, hours, tap, time_machine):
    old, held = MONDAY, MONDAY + datetime.timedelta(days=1)
    far = (-6.5, 106.9756)
    kept = tap(city.sari, "in", at_time(old, 7, 20))
    open_review = tap(city.sari, "in", at_time(held, 7, 20), far)
    decided = tap(city.tono, "in", at_time(held, 7, 20), far)
    CheckInReview.objects.create(
        check_in=decided, accepted=True, reason="Ya", decided_by=city.rudi.user,
        decided_at=at_time(held, 9),
    )  # fmt: skip
    time_machine.move_to(at_time(old + datetime.timedelta(days=30), 2), tick=False)
    assert erase_old_coordinates() == {"done": 0, "skipped": {}}
    time_machine.move_to(at_time(old + datetime.timedelta(days=32), 2), tick=False)
    assert erase_old_coordinates() == {"done": 2, "skipped": {"review": 1}}
    assert PlaceEvidence.objects.get().check_in == open_review
    assert CheckIn.objects.get(pk=kept.pk).finding == "accepted"
    assert erase_old_coordinates() == {"done": 0, "skipped": {"review": 1}}


def test_both_jobs_are_in_the_timetable(settings):
    from bekasi_wfh.celery import app

    app.loader.import_default_modules()
    named = {row["task"] for row in settings.CELERY_BEAT_SCHEDULE.values()}
    for task in (close_days, erase_old_coordinates):
        assert task.name in named
        assert task.name in app.tasks
