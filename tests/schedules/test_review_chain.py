"""A granted request goes the way of the policy: past BKPSDM, exempt by name, or into the version in
work; nobody decides again on what they decided."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from schedules.models import Plan, Policy, ReviewRequest
from schedules.queries.day_reasons import day_reason
from schedules.queries.review_line import barred_from
from schedules.queries.reviews import outlook_of
from schedules.services.cells import change_place
from schedules.services.chain import (
    acknowledge_plan,
    discard_revision,
    revise_part,
    send_back_plan,
)
from schedules.services.parts import submit_part
from schedules.services.plans import approve_plan, publish_plan
from schedules.services.reviews import ask_day_review
from tests.schedules.review_cast import REASON, day_review, make_officer
from tests.schedules.swap_cast import THURSDAY, TUESDAY, published_plan
from tests.schedules.test_plans import state
from tests.schedules.test_reviews import answered, told
from units import clock
from units.decisions import Refused, decisions_on
from units.models import Employee, Outbox

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def plan(city, monday):
    return published_plan(city)


def ratna():
    return Employee.objects.get(name__startswith="Ratna").user


def rule(**fields):
    Policy.objects.update(**fields)


def place():
    return day_reason(Employee.objects.get(name="Sari Wulandari"), THURSDAY).place


def granted(city, plan):
    return answered(day_review(city, plan=plan), actor=ratna())


# --- BKPSDM's step ----------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["publication", "step"])
def test_by_default_the_policy_exempts_it_by_name_and_the_decision_says_so(city, plan, mode):
    rule(acknowledgement=mode)
    revision = granted(city, plan).revision
    assert (revision.status, place()) == ("published", "wfo")
    made = decisions_on(revision).get(act="review_carried_out")
    assert made.after["exempt_by_policy"] == "review_exempt"
    assert decisions_on(revision).get(act="plan_published").after["acknowledged"] == "exempt"


def test_where_bkpsdm_has_no_step_nothing_is_exempted(city, plan):
    rule(acknowledgement="none", review_exempt=False)
    revision = granted(city, plan).revision
    assert (revision.status, place()) == ("published", "wfo")
    assert "exempt_by_policy" not in decisions_on(revision).get(act="review_carried_out").after
    assert decisions_on(revision).get(act="plan_published").after["acknowledged"] == "none"


@pytest.mark.parametrize("mode", ["publication", "step"])
def test_otherwise_it_waits_for_another_officer_of_bkpsdm(city, plan, mode, as_):
    rule(acknowledgement=mode, review_exempt=False)
    review = day_review(city, plan=plan)
    assert outlook_of(review, clock.today()).waits_for_city
    review = answered(review, actor=ratna())
    revision = Plan.objects.get(pk=review.revision_id)
    assert (revision.status, revision.approved_by, place()) == ("approved", ratna(), "wfh")
    assert told("plan_for_city")[-1] == "Wati Lestari"
    assert told("review_granted_waits") == ["Sari Wulandari"]
    assert told("review_granted") == []
    page = as_(city.sari).get(reverse("schedules:review_detail", args=[review.pk]))
    assert "masuk versi 2, yang belum terbit" in page.content.decode()
    act = publish_plan if mode == "publication" else acknowledge_plan
    before = state(revision)
    with pytest.raises(Refused, match="menyetujui rencana ini"):
        act(revision, actor=ratna())
    with pytest.raises(PermissionDenied):
        act(revision, actor=city.dewi.user)
    assert state(revision) == before
    act(revision, actor=city.wati.user)
    if mode == "step":
        publish_plan(revision, actor=city.wati.user)
    assert place() == "wfo"
    assert told("plan_changed") == ["Sari Wulandari"]


def test_it_does_not_go_back_to_who_decided_before(city, plan):
    rule(review_exempt=False)
    revision = granted(city, plan).revision
    before = state(revision)
    with pytest.raises(Refused, match="tidak memutus lagi"):
        send_back_plan(revision, reason="Ulangi", actor=city.wati.user)
    assert state(revision) == before


# --- a version in work ------------------------------------------------------------------------


@pytest.fixture
def work(city, plan):
    return revise_part(plan.parts.get(), reason="Kegiatan lapangan", actor=city.rudi.user)


def test_the_change_enters_the_version_in_work_and_holds_when_it_is_published(
    city, plan, work, as_
):
    review = day_review(city, plan=plan)
    outlook = outlook_of(review, clock.today())
    assert (outlook.can_be_granted, outlook.enters) == (True, 2)
    review = answered(review, actor=ratna())
    assert (review.revision, review.carried_out, place()) == (work, True, "wfh")
    assert Plan.objects.count() == 2
    assert not work.assignments.filter(employee=city.sari, date=THURSDAY).exists()
    assert decisions_on(work).get(act="review_entered").after == {
        "version": 2, "review": review.pk,
    }  # fmt: skip
    assert told("review_granted_waits") == ["Sari Wulandari"]
    assert "versi 2" in Outbox.objects.get(kind="review_granted_waits").text
    submit_part(work.parts.get(), actor=city.rudi.user)
    approve_plan(work, actor=city.dewi.user)
    publish_plan(work, actor=city.wati.user)
    assert place() == "wfo"
    page = as_(city.sari).get(reverse("schedules:review_detail", args=[review.pk]))
    assert "Hari itu sudah diubah dalam jadwal." in page.content.decode()


def test_an_approval_that_did_not_see_the_change_is_gone(city, plan, work):
    submit_part(work.parts.get(), actor=city.rudi.user)
    approve_plan(work, actor=city.dewi.user)
    granted(city, plan)
    work.refresh_from_db()
    assert (work.status, work.approved_by) == ("submitted", None)
    assert decisions_on(work).get(act="review_entered").before == {"status": "approved"}
    assert "Dewi Anggraini" in told("plan_waits")


def test_what_the_version_has_already_is_only_noted(city, plan, work):
    work.assignments.filter(employee=city.sari, date=THURSDAY).delete()
    submit_part(work.parts.get(), actor=city.rudi.user)
    approve_plan(work, actor=city.dewi.user)
    review = granted(city, plan)
    work.refresh_from_db()
    assert (review.revision, work.status) == (work, "approved")
    assert not decisions_on(work).filter(act="place_changed").exists()


def test_a_version_that_holds_a_granted_day_is_not_given_up(city, plan, work):
    granted(city, plan)
    before = state(work)
    with pytest.raises(Refused, match="sudah dikabulkan"):
        discard_revision(work, actor=city.rudi.user)
    assert state(work) == before


def test_who_worked_on_that_version_answers_nobody_there_but_who_granted_may(city, plan, work):
    submit_part(work.parts.get(), actor=city.rudi.user)
    approve_plan(work, actor=city.dewi.user)
    granted(city, plan)
    approve_plan(work, actor=city.dewi.user)
    publish_plan(work, actor=city.wati.user)
    other = ask_day_review(city.tono, day=TUESDAY, reason=REASON, actor=city.tono.user)
    barred = barred_from(other)
    assert {city.rudi.user_id, city.dewi.user_id, city.wati.user_id} <= barred
    assert ratna().pk not in barred


@pytest.mark.parametrize("who", ["rudi", "dewi", "wati", "hana", "sari"])
def test_who_decided_before_or_may_not_grants_nothing(city, plan, work, who):
    make_officer(city)
    review = day_review(city, plan=plan)
    before = state(work)
    with pytest.raises(PermissionDenied):
        answered(review, actor=getattr(city, who).user)
    assert state(work) == before
    assert ReviewRequest.objects.get().status == "waiting"


def test_the_head_does_not_change_back_what_was_granted(city, plan, work):
    answered(day_review(city, plan=plan), actor=ratna())
    part, before = work.parts.get(), state(work)
    with pytest.raises(Refused, match="permohonan peninjauan jadwal yang dikabulkan"):
        change_place(
            part, employee=city.sari, day=THURSDAY, to="wfh", reason="Lebih baik begitu",
            actor=city.rudi.user,
        )  # fmt: skip
    assert state(work) == before
