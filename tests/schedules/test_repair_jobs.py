"""Repairs: when plans are compared with the records, and what a job leaves behind."""

import pytest
from django.urls import reverse

from schedules.models import Holiday, Plan, PlanRepair
from schedules.queries.repairs import repair_queue
from schedules.services import repairs
from schedules.services.calendar import declare_holiday
from schedules.services.repairs import recheck_due_plans
from tests.schedules.repair_cast import (
    THURSDAY,
    D,
    asked,
    at_home,
    away,
    published_plan,
)
from units.access import scope_for
from units.models import Employee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def plan(city, monday):
    return published_plan(city)


def test_recording_an_absence_asks_for_the_plans_of_its_days_alone(plan, city):
    ill = at_home(plan, THURSDAY)[0]
    away(ill, city, D(2027, 1, 4), D(2027, 1, 5))
    plan.refresh_from_db()
    assert plan.recheck_asked_at is None
    away(ill, city, THURSDAY, THURSDAY)
    plan.refresh_from_db()
    assert plan.recheck_asked_at is not None


def test_the_hourly_look_finds_what_other_rooms_wrote(
    plan, city, eager, time_machine, django_capture_on_commit_callbacks
):
    person = at_home(plan, THURSDAY)[0]
    with django_capture_on_commit_callbacks(execute=True):
        assert recheck_due_plans() == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert recheck_due_plans() == 0
    Employee.objects.filter(pk=person.pk).update(left_on=D(2026, 12, 9))
    time_machine.move_to("2026-12-07T03:05Z", tick=False)
    with django_capture_on_commit_callbacks(execute=True):
        assert recheck_due_plans() == 1
    assert PlanRepair.objects.get().status == "proposed"


def test_a_lost_job_is_sent_again(plan, city, time_machine):
    Plan.objects.filter(pk=plan.pk).update(recheck_asked_at=repairs.clock.now())
    assert recheck_due_plans() == 0
    time_machine.move_to("2026-12-07T02:16Z", tick=False)
    assert recheck_due_plans() == 1


def test_a_failed_look_says_so_and_changes_nothing(plan, city, monkeypatch, caplog):
    away(at_home(plan, THURSDAY)[0], city, THURSDAY, THURSDAY)

    def broken(source):
        raise ZeroDivisionError

    monkeypatch.setattr(repairs, "solve_checked", broken)
    assert asked(plan) is None
    assert plan.recheck_note.startswith("Pemeriksaan gagal")
    assert "ZeroDivisionError" in caplog.text


def test_a_late_city_wide_holiday_fills_the_queue_of_each_agency(
    plan, city, eager, as_, django_capture_on_commit_callbacks
):
    """Three agencies with a published plan, one of them without anybody at home that day."""
    twins = []
    for unit in (city.service, city.personnel):
        twin = Plan.objects.get(pk=plan.pk)
        twin.pk, twin.agency = None, unit
        twin.save()
        twins.append(twin)
    with django_capture_on_commit_callbacks(execute=True):
        declare_holiday(
            THURSDAY, name="Cuti bersama", kind="joint_leave", legal_basis="SKB",
            actor=city.wati.user,
        )  # fmt: skip
    assert Holiday.objects.count() == 1
    assert [r.plan_id for r in repair_queue(scope_for(city.wati.user))] == [plan.pk]
    for twin in twins:
        twin.refresh_from_db()
        assert twin.recheck_asked_at is None
        assert twin.recheck_note
    page = as_(city.wati).get(reverse("schedules:repair_list")).content.decode()
    assert "1 usulan menunggu putusan" in page
    assert "Bappelitbangda" in page
