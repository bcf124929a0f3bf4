"""The trail for the council: decisions on units and rules in words, on people in steps of five."""

import datetime

import pytest
from django.urls import reverse

from reports.queries.trail import Quarter, quarters, trail_of
from schedules.models import Policy, ReviewRequest
from tests.reports.conftest import MON, TUE, at
from units.models import Classification, Decision, Employee

PAGE = reverse("reports:trail")
pytestmark = pytest.mark.django_db


def test_quarters_follow_one_another(monday):
    assert [one.key for one in quarters()] == [
        "2026-4", "2026-3", "2026-2", "2026-1", "2025-4", "2025-3", "2025-2", "2025-1",
    ]  # fmt: skip
    last = Quarter(2026, 4)
    assert (last.starts_on, last.ends_on) == (
        datetime.date(2026, 10, 1),
        datetime.date(2026, 12, 31),
    )
    assert last.next == Quarter(2027, 1)


def _decide(city, act, count, moment):
    first = Decision.objects.count()
    Decision.objects.bulk_create(
        Decision(
            subject_type="x", subject_id=n, act=act, actor=city.wati.user, decided_at=moment,
            previous_hash="", hash=f"{act}-{first + n}",
        )
        for n in range(count)
    )  # fmt: skip


def test_counts_of_people_go_in_fives_and_those_of_plans_do_not(city, monday):
    before = trail_of(Quarter(2026, 4))
    _decide(city, "plan_published", 3, at(MON))
    _decide(city, "swap_refused", 8, at(MON))
    _decide(city, "swap_approved", 2, at(MON))
    _decide(city, "swap_refused", 40, at(datetime.date(2026, 9, 30)))
    trail = trail_of(Quarter(2026, 4))
    plans, people = dict(trail.plans), dict(trail.people)
    assert plans["Rencana diterbitkan"] == dict(before.plans)["Rencana diterbitkan"] + 3
    assert (people["Tukar hari ditolak"], people["Tukar hari disetujui"]) == (10, 0)
    assert dict(trail_of(Quarter(2026, 3)).people)["Tukar hari ditolak"] == 40


def _ask(city, plan, count, status, *, answered=None):
    for _number in range(count):
        done = status in ("granted", "refused")
        ReviewRequest.objects.create(
            employee=city.sari, day=TUE + datetime.timedelta(ReviewRequest.objects.count()),
            unit=city.division, plan=plan, asked_place="wfh",
            reason="-", status=status, asked_at=at(MON), due_on=TUE, turn_since=at(MON),
            turn_due_on=TUE, answer="-" if done else "",
            answered_by=city.dewi.user if done else None,
            answered_at=answered if done else None,
        )  # fmt: skip


def test_requests_by_outcome_and_those_too_late(city, plan, monday):
    _ask(city, plan, 7, "granted", answered=at(TUE))
    _ask(city, plan, 4, "refused", answered=at(TUE + datetime.timedelta(days=1), 0))
    trail = trail_of(Quarter(2026, 4))
    assert dict(trail.reviews) == {
        "Menunggu jawaban": 0, "Dikabulkan": 5, "Tidak dikabulkan": 5, "Ditarik pemohon": 0,
        "Gugur": 0,
    }  # fmt: skip
    assert trail.reviews_total == 10
    assert trail.late == 5  # four, by what was promised: Tuesday


def test_the_council_reads_reasons_and_no_names(city, policy, as_, monday):
    Policy.objects.filter(pk=policy.pk).update(in_force_at=at(MON))
    Classification.objects.create(
        unit=city.service, service_class="service_facing", reason="Loket dibuka setiap hari",
        legal_basis="SE 1", starts_on=MON, decided_by=city.wati.user, decided_at=at(MON),
        doable_off_site=False, no_special_equipment=False, uses_ict=True,
        little_face_to_face=False, no_constant_supervision=True,
    )  # fmt: skip
    page = as_(city.bagus).get(PAGE).content.decode()
    for text in ("Loket dibuka setiap hari", "SE 1", "Rotasi", "diputuskan 30 November 2026"):
        assert text in page
    for person in Employee.objects.all():
        assert person.name not in page
    earlier = as_(city.bagus).get(PAGE, {"triwulan": "2026-3"}).content.decode()
    assert "Loket dibuka setiap hari" not in earlier
    assert '<option value="2026-3" selected>Juli – September 2026</option>' in earlier
    assert as_(city.bagus).get(PAGE, {"triwulan": "1999-1"}).status_code == 404
    assert as_(city.sari).get(PAGE).status_code == 403
