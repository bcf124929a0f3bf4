"""Taps that a phone kept without a signal: taken once, flagged, with both times, never lost."""

import datetime
import uuid

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from attendance.models import CheckIn, DayRecord
from attendance.services.check_ins import review_check_in
from attendance.services.closing import close_day
from tests.attendance.conftest import MONDAY, OFFICE, at_time

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + datetime.timedelta(days=1)
JSON = {"HTTP_ACCEPT": "application/json"}


def kept(pressed, day=MONDAY, **changes):
    return {
        "key": uuid.uuid4(), "latitude": OFFICE[0], "longitude": OFFICE[1], "accuracy": 18,
        "age": 2, "device_time": pressed.isoformat(), "queued": "1", "work_date": day.isoformat(),
    } | changes  # fmt: skip


def send(client, form, direction="masuk"):
    return client.post(reverse("attendance:check_in", args=[direction]), form, **JSON)


@pytest.fixture
def later(city, hours, time_machine):
    time_machine.move_to(at_time(MONDAY, 9, 40), tick=False)
    return city


def test_a_tap_that_comes_later_the_same_day_keeps_both_times(later, as_):
    answer = send(as_(later.sari), kept(at_time(MONDAY, 7, 21)))
    record = CheckIn.objects.get()
    assert (record.sent_later, record.finding, record.review_reason) == (
        True, "review", "sent_later",
    )  # fmt: skip
    assert record.device_time == at_time(MONDAY, 7, 21)
    assert record.server_time == at_time(MONDAY, 9, 40)
    assert "pukul 07.21" in answer.json()["text"]
    page = as_(later.rudi).get(reverse("attendance:check_in_review", args=[record.pk])).text
    assert "Presensi masuk 07.21" in page
    assert "Diterima server: 7 Des 2026 09.40." in page


def test_a_tap_that_comes_at_once_is_an_ordinary_one(later, as_):
    send(as_(later.sari), kept(at_time(MONDAY, 9, 39)))
    record = CheckIn.objects.get()
    assert (record.sent_later, record.finding) == (False, "accepted")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"latitude": "", "longitude": ""}, "no_location"),
        ({"latitude": "0", "longitude": "0"}, "null_island"),
        ({"latitude": "-6.30"}, "elsewhere"),
        ({"accuracy": "0"}, "impossible_accuracy"),
        ({"age": "8000"}, "sent_later"),
        ({"device_time": ""}, "sent_later"),
    ],
)
def test_a_poor_location_is_told_rather_than_the_delay(later, as_, changes, reason):
    send(as_(later.sari), kept(at_time(MONDAY, 7, 21), **changes))
    record = CheckIn.objects.get()
    assert (record.sent_later, record.finding, record.review_reason) == (True, "review", reason)


def test_a_tap_of_a_day_that_is_over_is_kept_and_counts_once_accepted(later, as_, time_machine):
    time_machine.move_to(at_time(TUESDAY, 7), tick=False)
    close_day(MONDAY)
    assert DayRecord.objects.get(employee=later.sari).verdict == "unexplained"
    client = as_(later.sari)
    came = kept(at_time(MONDAY, 7, 21))
    first = send(client, came)
    assert "7 Desember, 07.21" in first.json()["text"]
    send(client, kept(at_time(MONDAY, 16, 5)), "pulang")
    again = send(client, came)
    assert again.json() == first.json()
    assert CheckIn.objects.filter(work_date=MONDAY, sent_later=True).count() == 2
    assert not CheckIn.objects.exclude(work_date=MONDAY).exists()
    assert DayRecord.objects.get(employee=later.sari).verdict == "review"
    for record in CheckIn.objects.all():
        review_check_in(record, accepted=True, reason="", actor=later.rudi.user)
    day = DayRecord.objects.get(employee=later.sari)
    assert (day.verdict, day.minutes_late, day.minutes_early) == ("present", 0, 0)


def test_a_refused_late_tap_counts_for_nothing(later, as_, time_machine):
    time_machine.move_to(at_time(TUESDAY, 7), tick=False)
    send(as_(later.sari), kept(at_time(MONDAY, 7, 21)))
    review_check_in(CheckIn.objects.get(), accepted=False, reason="-", actor=later.rudi.user)
    assert DayRecord.objects.get(employee=later.sari).verdict == "unexplained"


def test_the_first_tap_of_the_day_stands(later, as_, tap):
    tap(later.sari, "in", at_time(MONDAY, 7, 20))
    send(as_(later.sari), kept(at_time(MONDAY, 7, 5)))
    assert CheckIn.objects.get().server_time == at_time(MONDAY, 7, 20)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (MONDAY + datetime.timedelta(days=1), "lebih maju"),
        (MONDAY - datetime.timedelta(days=32), "terlalu lama"),
    ],
)
def test_days_to_come_and_long_gone_are_refused_with_words(later, as_, day, words):
    answer = send(as_(later.sari), kept(at_time(day, 7), day))
    assert (answer.status_code, answer.json()["saved"]) == (409, False)
    assert words in answer.json()["text"]
    assert not CheckIn.objects.exists()


def test_a_date_without_the_mark_of_the_queue_changes_nothing(later, as_):
    form = kept(at_time(MONDAY, 9, 40), MONDAY - datetime.timedelta(days=3))
    del form["queued"]
    send(as_(later.sari), form)
    assert CheckIn.objects.get().work_date == MONDAY


def test_raw_check_ins_are_still_append_only(later, as_):
    send(as_(later.sari), kept(at_time(MONDAY, 7, 21)))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CheckIn.objects.update(sent_later=False)
    assert CheckIn.objects.get().sent_later is True
