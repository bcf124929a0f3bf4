"""Published days at home alone make a WFH day; only approved absences count."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from schedules.models import Assignment, Away, Plan
from schedules.queries.workplaces import away_on, wfh_on, workplace_of


@pytest.fixture
def plan(city, policy, period):
    return Plan.objects.create(
        agency=city.agency, period=period, policy=policy, problem={}, problem_hash="0" * 64,
        solution={}, created_by=city.wati.user, created_at=timezone.now(),
    )  # fmt: skip


def test_a_draft_day_at_home_is_no_day_at_home(city, plan, day):
    Assignment.objects.create(plan=plan, employee=city.sari, date=day)
    assert wfh_on(day) == set()
    assert workplace_of(city.sari, day) == "wfo"


def test_a_published_day_at_home(city, plan, day):
    Assignment.objects.create(plan=plan, employee=city.sari, date=day, published=True)
    assert wfh_on(day) == {city.sari.pk}
    assert wfh_on(day, [city.tono.pk]) == set()
    assert workplace_of(city.sari, day) == "wfh"
    assert workplace_of(city.tono, day) == "wfo"


def test_the_database_keeps_one_published_day_per_person(city, plan, day):
    Assignment.objects.create(plan=plan, employee=city.sari, date=day, published=True)
    Plan.objects.filter(pk=plan.pk).update(status="superseded")
    other = Plan.objects.create(
        agency=city.agency, period=plan.period, policy=plan.policy, version=2, problem={},
        problem_hash="1" * 64, solution={}, created_by=city.wati.user, created_at=timezone.now(),
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(plan=other, employee=city.sari, date=day, published=True)
    assert wfh_on(day) == {city.sari.pk}


def test_only_approved_absences_count_and_their_last_day_does(city, day):
    def away(employee, status, first, last, kind="cuti"):
        Away.objects.create(
            employee=employee, kind=kind, status=status, starts_on=first, ends_on=last,
            recorded_by=city.hana.user, recorded_at=timezone.now(),
        )  # fmt: skip

    before = day - datetime.timedelta(days=3)
    away(city.sari, "approved", before, day, "sakit")
    away(city.tono, "requested", before, day)
    away(city.umar, "approved", before, day - datetime.timedelta(days=1))
    away(city.rudi, "refused", day, day)
    assert away_on(day) == {city.sari.pk: "sakit"}
    assert away_on(day, [city.tono.pk]) == {}
