"""A swap approved while a newer version of the plan is in work is not undone by that version."""

import datetime

import pytest
from django.db import transaction

from schedules.models import Assignment, Plan, Swap
from schedules.queries.rotations import rotation_of
from schedules.queries.versions import pins_of
from schedules.services.plans import put_version_in_force
from schedules.services.swaps import decide_swap, take_swap
from schedules.services.versions import store_version
from tests.schedules.swap_cast import THURSDAY, TUESDAY, offered, published_plan
from units.decisions import Refused
from units.models import Outbox

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

IN_WORK = ["draft", "submitted", "approved"]


@pytest.fixture
def plan(city, monday):
    return published_plan(city)


def version_of(city, plan, status, home=None):
    """Put a newer version in work, with the days of the plan or those given."""
    newer = store_version(
        agency=plan.agency, period=plan.period, working_week=plan.working_week, version=2,
        policy=plan.policy, problem=plan.problem, solution=plan.solution, actor=city.wati.user,
        base=plan, changes_from=TUESDAY, home=home or rotation_of(plan).home,
    )  # fmt: skip
    Plan.objects.filter(pk=newer.pk).update(status=status)
    return Plan.objects.select_related("agency", "period", "policy").get(pk=newer.pk)


def approve(swap, city):
    return decide_swap(swap, accepted=True, reason="", actor=city.rudi.user)


def days_of(plan, **over):
    rows = Assignment.objects.filter(plan=plan, date__in=(TUESDAY, THURSDAY), **over)
    return set(rows.values_list("employee", "date"))


@pytest.mark.parametrize("status", IN_WORK)
def test_the_version_takes_the_swap_over_and_its_publication_keeps_it(city, plan, status):
    swap = take_swap(offered(city, plan), actor=city.tono.user)
    newer = version_of(city, plan, status)
    swapped = {(city.sari.pk, TUESDAY), (city.tono.pk, THURSDAY)}
    assert days_of(newer) == {(city.sari.pk, THURSDAY), (city.tono.pk, TUESDAY)}
    approve(swap, city)
    assert days_of(plan, published=True) == swapped
    assert days_of(newer, published=False, source="swap") == days_of(newer) == swapped
    # a repair of the version leaves the days alone, as it does in the plan itself
    assert pins_of(rotation_of(newer))[str(city.sari.pk), TUESDAY.isoformat()] == "wfh"
    Plan.objects.filter(pk=newer.pk).update(status="approved")
    newer.refresh_from_db()
    Outbox.objects.all().delete()
    with transaction.atomic():
        put_version_in_force(newer, rotation_of(newer), actor=city.wati.user, mandate="")
    assert days_of(newer, published=True) == swapped
    assert not days_of(plan, published=True)
    assert not Outbox.objects.filter(kind="plan_changed").exists()


def test_a_version_that_moves_the_days_itself_refuses_the_approval(city, plan):
    swap = take_swap(offered(city, plan), actor=city.tono.user)
    home = dict(rotation_of(plan).home) | {
        str(city.sari.pk): (datetime.date(2026, 12, 16).isoformat(),)
    }
    newer = version_of(city, plan, "submitted", home)
    before = days_of(plan), days_of(newer), Outbox.objects.count()
    with pytest.raises(Refused, match="versi 2 rencana ini sedang diproses"):
        approve(swap, city)
    assert (days_of(plan), days_of(newer), Outbox.objects.count()) == before
    assert Swap.objects.get().status == "taken"


def test_a_version_with_the_days_as_swapped_stays_as_it_is(city, plan):
    swap = take_swap(offered(city, plan), actor=city.tono.user)
    home = dict(rotation_of(plan).home) | {
        str(city.sari.pk): (TUESDAY.isoformat(),), str(city.tono.pk): (THURSDAY.isoformat(),)
    }  # fmt: skip
    newer = version_of(city, plan, "draft", home)
    approve(swap, city)
    assert days_of(newer, source="planner") == days_of(plan, published=True)
