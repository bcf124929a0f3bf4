"""Exact data goes after its term; whoever may still need it holds it, and the log says so."""

import datetime

import pytest

from attendance.models import CheckIn, Correction, PlaceEvidence
from attendance.services.retention import erase_what_is_due
from attendance.tasks import erase_old_coordinates
from tests.attendance.conftest import MONDAY, at_time
from units.models import JobRun

LATER = MONDAY + datetime.timedelta(days=40)


@pytest.fixture
def asked(city, hours, tap):
    """Sari's check-in of Monday, with a correction of that day that waits."""
    record = tap(city.sari, "in", at_time(MONDAY, 7, 20))
    correction = Correction.objects.create(
        employee=city.sari, work_date=MONDAY, kind="place", reason="Salah titik",
        asked_by=city.sari.user, asked_at=at_time(MONDAY, 9),
        claimed_in=at_time(MONDAY, 7, 20),
    )  # fmt: skip
    return record, correction


def test_a_correction_that_waits_holds_its_day_alone(city, asked, tap, time_machine):
    record, correction = asked
    tap(city.tono, "in", at_time(MONDAY, 7, 25))
    time_machine.move_to(at_time(LATER, 2), tick=False)
    assert erase_what_is_due() == {"done": 1, "skipped": {"correction": 1}}
    assert PlaceEvidence.objects.get().check_in == record
    correction.status = "withdrawn"
    correction.save()
    assert erase_what_is_due() == {"done": 1, "skipped": {}}
    assert CheckIn.objects.filter(finding="accepted").count() == 2


def test_small_batches_erase_the_same(city, hours, tap, time_machine, django_assert_num_queries):
    for person in (city.sari, city.tono, city.rudi):
        tap(person, "in", at_time(MONDAY, 7, 20))
    time_machine.move_to(at_time(LATER, 2), tick=False)
    assert erase_what_is_due(at_once=2) == {"done": 3, "skipped": {}}


def test_the_run_stands_in_the_log_with_what_it_held(asked, time_machine):
    time_machine.move_to(at_time(LATER, 2), tick=False)
    erase_old_coordinates()
    run = JobRun.objects.get()
    assert (run.job, run.state) == ("attendance.tasks.erase_old_coordinates", "done")
    assert (run.done, run.skipped) == (0, {"correction": 1})


def test_the_term_is_a_setting(city, hours, tap, time_machine, settings):
    settings.COORDINATES_KEPT_DAYS = 60
    tap(city.sari, "in", at_time(MONDAY, 7, 20))
    time_machine.move_to(at_time(LATER, 2), tick=False)
    assert erase_what_is_due() == {"done": 0, "skipped": {}}
