"""Every path to a validated WFH day: an accepted report and a valid pair, whichever comes last.

Each path ends with the record that the close would make anew: nothing else validates a day.
"""

import datetime

import pytest

from attendance.models import DayRecord, WorkReport
from attendance.queries.days import FIELDS, compute_days
from attendance.services.check_ins import review_check_in
from attendance.services.closing import close_day, people_of
from attendance.services.corrections import ask_correction, decide_correction, undo_correction
from attendance.services.work_reports import (
    accept_work_report,
    accept_work_reports,
    return_work_report,
    submit_work_report,
)
from schedules.queries.calendar import Calendar
from schedules.services.emergencies import declare_emergency
from schedules.services.recalls import recall_people
from tests.attendance.conftest import HOME, MONDAY, OFFICE, at_time

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + datetime.timedelta(days=1)
DONE = [{"planned": "Telaah RKPD", "output": "Selesai"}]


@pytest.fixture
def wfh(city, hours, at_home, home_of, time_machine):
    """Sari works from home on Monday, with a confirmed home."""
    at_home(city.sari, MONDAY)
    home_of(city.sari)
    time_machine.move_to(at_time(MONDAY, 7), tick=False)
    return city


@pytest.fixture
def come(wfh, tap):
    return lambda where=HOME, **changes: tap(
        wfh.sari, "in", at_time(MONDAY, 7, 20), where, **changes
    )


@pytest.fixture
def leave(wfh, tap):
    return lambda where=HOME, hour=16, minute=5, **changes: tap(
        wfh.sari, "out", at_time(MONDAY, hour, minute), where, **changes
    )


def send(city):
    return submit_work_report(city.sari, MONDAY, DONE, actor=city.sari.user)


def accept(city):
    return accept_work_report(WorkReport.objects.get(), actor=city.rudi.user)


@pytest.fixture
def found(wfh, time_machine):
    """Return a function: (workplace, verdict, validated), the same stored and computed anew."""

    def look():
        time_machine.move_to(at_time(TUESDAY, 8), tick=False)
        close_day(MONDAY)
        stored = DayRecord.objects.get(employee=wfh.sari, date=MONDAY)
        again = compute_days(
            MONDAY, people_of(MONDAY, [wfh.sari.pk]), Calendar.load(MONDAY, MONDAY)
        )
        assert {name: getattr(stored, name) for name in FIELDS} == {
            name: getattr(again[0], name) for name in FIELDS
        }
        assert close_day(MONDAY) == 0
        return stored.workplace, stored.verdict, stored.validated

    return look


def test_a_pair_and_an_accepted_report(wfh, come, leave, found):
    come()
    leave()
    send(wfh)
    assert found() == ("wfh", "present", False)
    accept(wfh)
    assert found() == ("wfh", "present", True)


def test_accepted_before_leaving(wfh, come, leave, found):
    come()
    send(wfh)
    accept(wfh)
    leave()
    assert found() == ("wfh", "present", True)


def test_accepted_and_never_left(wfh, come, found):
    come()
    send(wfh)
    accept(wfh)
    assert found() == ("wfh", "incomplete", False)


def test_accepted_in_a_batch_after_the_close(wfh, come, leave, found):
    come()
    leave()
    send(wfh)
    assert found() == ("wfh", "present", False)
    assert accept_work_reports(list(WorkReport.objects.all()), actor=wfh.rudi.user)[0][1] == ""
    assert DayRecord.objects.get(employee=wfh.sari).validated is True
    assert found() == ("wfh", "present", True)


def test_a_correction_after_the_acceptance_and_taken_back(wfh, come, found):
    come()
    send(wfh)
    accept(wfh)
    assert found() == ("wfh", "incomplete", False)
    asked = ask_correction(
        wfh.sari, work_date=MONDAY, kind="forgot", reason="Lupa", left=datetime.time(16, 10),
        actor=wfh.sari.user,
    )  # fmt: skip
    assert found() == ("wfh", "incomplete", False)
    accepted = decide_correction(asked, accepted=True, reason="", actor=wfh.rudi.user)
    assert DayRecord.objects.get(employee=wfh.sari).validated is True
    assert found() == ("wfh", "present", True)
    undo_correction(accepted, reason="Keliru", actor=wfh.rudi.user)
    assert DayRecord.objects.get(employee=wfh.sari).validated is False
    assert found() == ("wfh", "incomplete", False)


def test_a_check_in_under_review_validates_only_once_it_is_accepted(wfh, come, leave, found):
    come()
    record = leave(where=None)
    send(wfh)
    accept(wfh)
    assert found() == ("wfh", "review", False)
    review_check_in(record, accepted=True, reason="Terlihat", actor=wfh.rudi.user)
    assert DayRecord.objects.get(employee=wfh.sari).validated is True
    assert found() == ("wfh", "present", True)


def test_a_refused_check_in_does_not_validate(wfh, come, leave, found):
    come()
    record = leave(where=None)
    send(wfh)
    accept(wfh)
    review_check_in(record, accepted=False, reason="Tidak di rumah", actor=wfh.rudi.user)
    assert found() == ("wfh", "incomplete", False)


def test_a_check_in_sent_later_waits_for_the_superior(wfh, come, leave, found):
    come()
    record = leave(hour=20, device_time=at_time(MONDAY, 16, 5), pressed_on=MONDAY)
    assert (record.finding, record.review_reason) == ("review", "sent_later")
    send(wfh)
    accept(wfh)
    assert found() == ("wfh", "review", False)
    review_check_in(record, accepted=True, reason="Tanpa sinyal", actor=wfh.rudi.user)
    assert found() == ("wfh", "present", True)


def test_returned_and_then_accepted(wfh, come, leave, found):
    come()
    leave()
    send(wfh)
    return_work_report(WorkReport.objects.get(), reason="Kurang", actor=wfh.rudi.user)
    assert found() == ("wfh", "present", False)
    send(wfh)
    assert found() == ("wfh", "present", False)
    accept(wfh)
    assert found() == ("wfh", "present", True)


def test_recalled_to_the_office_nothing_is_to_be_validated(wfh, come, tap, found, time_machine):
    come()
    send(wfh)
    accept(wfh)
    recall_people([wfh.sari.pk], date=MONDAY, reason="Rapat mendadak", actor=wfh.rudi.user)
    tap(wfh.sari, "out", at_time(MONDAY, 16, 5), OFFICE)
    assert found()[0::2] == ("wfo", None)


def test_left_at_noon_the_pair_stands_and_the_minutes_are_told(wfh, come, leave, found):
    come()
    leave(hour=12, minute=0)
    send(wfh)
    accept(wfh)
    assert found() == ("wfh", "present", True)
    assert DayRecord.objects.get(employee=wfh.sari).minutes_early == 240


def test_an_approved_absence_leaves_nothing_to_validate(wfh, come, leave, found, away):
    come()
    leave()
    send(wfh)
    accept(wfh)
    assert found() == ("wfh", "present", True)
    away(wfh.sari, MONDAY, kind="sakit")
    assert found() == ("wfh", "away", None)


def test_an_emergency_without_a_check_in_does_not_validate(wfh, found, time_machine):
    declare_emergency(
        kind="flood", reason="Banjir", letter_number="1", letter_dated_on=MONDAY,
        starts_on=MONDAY, ends_on=MONDAY, units=[wfh.division], employee_ids=[],
        confirmation="", actor=wfh.wati.user,
    )  # fmt: skip
    time_machine.move_to(at_time(MONDAY, 16, 30), tick=False)
    send(wfh)
    accept(wfh)
    assert found() == ("wfh", "review", False)


def test_an_emergency_with_a_pair_validates(wfh, come, leave, found):
    declare_emergency(
        kind="flood", reason="Banjir", letter_number="1", letter_dated_on=MONDAY,
        starts_on=MONDAY, ends_on=MONDAY, units=[wfh.division], employee_ids=[],
        confirmation="", actor=wfh.wati.user,
    )  # fmt: skip
    come()
    leave()
    send(wfh)
    accept(wfh)
    assert found() == ("wfh", "present", True)
