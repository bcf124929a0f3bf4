"""A recall on the day itself: the check-in expects the office, both places are lawful for who
came in at home, and the record of the day is one at the office."""

import datetime

import pytest

from attendance.models import CheckIn, DayRecord
from attendance.services.closing import close_day
from schedules.services.recalls import cancel_recall, recall_people
from tests.attendance.conftest import HOME, MONDAY, OFFICE, at_time

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hours", "monday")]

ELSEWHERE = (-6.5, 107.2)
IN, OUT = CheckIn.Direction.IN, CheckIn.Direction.OUT


@pytest.fixture
def sari(city, at_home, home_of):
    at_home(city.sari, MONDAY)
    home_of(city.sari)
    return city.sari


def recall(city, person, day=MONDAY):
    return recall_people([person.pk], date=day, reason="Rapat", actor=city.rudi.user)


def test_from_then_on_the_check_in_expects_the_office(city, sari, tap, time_machine):
    time_machine.move_to(at_time(MONDAY, 6), tick=False)
    recall(city, sari)
    at_home = tap(sari, IN, at_time(MONDAY, 7, 20), HOME)
    assert (at_home.workplace, at_home.finding, at_home.review_reason) == (
        "wfo", "review", "elsewhere",
    )  # fmt: skip
    at_office = tap(sari, OUT, at_time(MONDAY, 16, 5), OFFICE)
    assert (at_office.workplace, at_office.finding) == ("wfo", "accepted")


@pytest.mark.parametrize(
    ("where", "finding"), [(HOME, "accepted"), (OFFICE, "accepted"), (ELSEWHERE, "review")]
)
def test_who_came_in_at_home_may_leave_from_either_place(
    city, sari, tap, time_machine, where, finding
):
    came = tap(sari, IN, at_time(MONDAY, 7, 20), HOME)
    assert (came.workplace, came.finding) == ("wfh", "accepted")
    time_machine.move_to(at_time(MONDAY, 9), tick=False)
    recall(city, sari)
    left = tap(sari, OUT, at_time(MONDAY, 16, 5), where)
    assert (left.workplace, left.finding) == ("wfo", finding)


def test_the_page_says_so(city, sari, tap, as_, time_machine):
    tap(sari, IN, at_time(MONDAY, 7, 20), HOME)
    time_machine.move_to(at_time(MONDAY, 9), tick=False)
    recall(city, sari)
    page = as_(sari).get("/hari-ini/").content.decode()
    assert "WFO di kantor" in page
    assert "presensi pulang boleh dari rumah atau kantor" in page
    assert "Rapat" in page


def test_the_record_is_a_day_at_the_office_without_a_report(city, sari, tap, time_machine):
    tap(sari, IN, at_time(MONDAY, 7, 20), HOME)
    time_machine.move_to(at_time(MONDAY, 9), tick=False)
    recall(city, sari)
    tap(sari, OUT, at_time(MONDAY, 16, 5), OFFICE)
    time_machine.move_to(at_time(MONDAY + datetime.timedelta(days=1), 1), tick=False)
    close_day(MONDAY)
    record = DayRecord.objects.get(employee=sari)
    assert (record.workplace, record.verdict, record.validated) == ("wfo", "present", None)
    assert close_day(MONDAY) == 0


def test_no_daily_report_is_owed_for_a_recalled_day(city, sari, as_):
    assert "Rencana laporan harian WFH" in as_(sari).get("/hari-ini/").content.decode()
    recall(city, sari)
    assert "Rencana laporan harian WFH" not in as_(sari).get("/hari-ini/").content.decode()


def test_who_came_to_the_office_may_leave_from_home_once_it_is_taken_back(
    city, sari, tap, time_machine
):
    time_machine.move_to(at_time(MONDAY, 6), tick=False)
    found = recall(city, sari)
    came = tap(sari, IN, at_time(MONDAY, 7, 20), OFFICE)
    assert came.finding == "accepted"
    cancel_recall(found, reason="Selesai", actor=city.rudi.user)
    left = tap(sari, OUT, at_time(MONDAY, 16, 5), OFFICE)
    assert (left.workplace, left.finding) == ("wfh", "accepted")


def test_the_superior_sees_it_on_the_team_page(city, sari, as_):
    recall(city, sari)
    page = as_(city.rudi).get("/tim/").content.decode()
    assert "ditarik ke kantor" in page
