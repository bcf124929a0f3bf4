"""Answers to requests for review: written once, carried out, or refused with the rule."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from schedules.models import Assignment, Away, Plan, PlanPart, ReviewRequest, Swap
from schedules.queries.day_reasons import day_reason
from schedules.queries.review_line import barred_from
from schedules.queries.reviews import outlook_of
from schedules.services.reviews import (
    ask_day_review,
    withdraw_review,
)
from schedules.services.swaps import decline_swap, offer_swap
from tests.schedules.office_cast import make_floor
from tests.schedules.review_cast import (
    REASON,
    day_review,
    make_officer,
    swap_review,
)
from tests.schedules.swap_cast import THURSDAY, TUESDAY, offered, published_plan
from tests.schedules.test_reviews import answered, home, told, unchanged
from units import clock
from units.decisions import MovedOn, Refused, first_broken_link
from units.models import Decision, Employee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

ONE_DAY = datetime.timedelta(days=1)


def test_an_answer_is_written(city):
    review = swap_review(city)
    before = home()
    for granted in (True, False):
        with pytest.raises(Refused, match="Tuliskan jawaban"):
            answered(review, granted=granted, actor=city.dewi.user, answer="  ")
    unchanged(review, before)


@pytest.mark.parametrize("first", [True, False])
def test_the_second_answer_comes_too_late(city, first):
    review = day_review(city)
    ratna = Employee.objects.get(name__startswith="Ratna")
    other = make_officer(city, "199003032014032006", "Nina Marlina")
    answered(review, granted=first, actor=ratna.user)
    before = home()
    stale = ReviewRequest.objects.get(pk=review.pk)
    stale.status = "waiting"
    with pytest.raises(MovedOn):
        answered(stale, granted=not first, actor=other.user)
    review.refresh_from_db()
    assert review.answered_by == ratna.user
    assert review.status == ("granted" if first else "refused")
    assert home() == before


def test_withdrawn_before_an_answer_and_not_after(city):
    review = swap_review(city)
    with pytest.raises(PermissionDenied):
        withdraw_review(review, actor=city.tono.user)
    withdraw_review(review, actor=city.sari.user)
    with pytest.raises(MovedOn):
        answered(review, actor=city.dewi.user)
    with pytest.raises(MovedOn):
        withdraw_review(review, actor=city.sari.user)
    assert ReviewRequest.objects.get().status == "withdrawn"


def test_a_granted_day_is_changed_in_a_new_version(city):
    plan = published_plan(city)
    review = day_review(city, plan=plan)
    everything = set(Assignment.objects.filter(published=True).values_list("employee_id", "date"))
    ratna = Employee.objects.get(name__startswith="Ratna")
    review = answered(review, actor=ratna.user)
    assert (review.status, review.carried_out) == ("granted", True)
    new = review.revision
    assert (new.version, new.status, new.base_id) == (2, "published", plan.pk)
    plan.refresh_from_db()
    assert plan.status == "superseded"
    assert set(
        Assignment.objects.filter(published=True).values_list("employee_id", "date")
    ) == everything - {(city.sari.pk, THURSDAY)}
    assert PlanPart.objects.get(plan=new).submitted_by == city.rudi.user
    assert day_reason(city.sari, THURSDAY).place == "wfo"
    assert day_reason(city.sari, THURSDAY).text == (
        "Permohonan peninjauan Anda dikabulkan 7 Desember 2026."
    )
    assert told("review_granted") == ["Sari Wulandari"]
    assert told("plan_changed") == ["Sari Wulandari"]
    assert Decision.objects.get(act="review_granted").actor == ratna.user
    assert first_broken_link() is None
    assert Plan.objects.filter(status="published").count() == 1


def test_who_granted_for_one_may_answer_for_another(city):
    review = day_review(city)
    ratna = Employee.objects.get(name__startswith="Ratna")
    answered(review, actor=ratna.user)
    other = ask_day_review(city.tono, day=TUESDAY, reason=REASON, actor=city.tono.user)
    assert ratna.user_id not in barred_from(other)
    again = ask_day_review(city.sari, day=THURSDAY, reason=REASON, actor=city.sari.user)
    assert ratna.user_id in barred_from(again)


def test_a_broken_rule_is_told_before_and_refuses_the_grant(city):
    plan = published_plan(city)
    Assignment.objects.filter(plan=plan, employee=city.sari).delete()
    review = day_review(city, plan=plan, day=datetime.date(2026, 12, 14))
    outlook = outlook_of(review, clock.today())
    assert review.asked_place == "wfh"
    assert not outlook.can_be_granted
    assert outlook.broken == ["Sari Wulandari wajib di kantor pada 14 Des."]
    before = home()
    ratna = Employee.objects.get(name__startswith="Ratna")
    with pytest.raises(Refused, match="aturan yang dilanggar"):
        answered(review, actor=ratna.user)
    unchanged(review, before)
    assert Plan.objects.count() == 1


def test_open_swaps_go_on_in_the_new_version_except_about_the_day(city):
    plan = published_plan(city)
    about = offered(city, plan)
    agus = Employee.objects.get(name="Agus Prasetyo")
    Assignment.objects.filter(employee=agus).delete()
    Assignment.objects.create(plan=plan, employee=agus, date=THURSDAY, published=True)
    other = offer_swap(
        city.tono, plan=plan, give_on=TUESDAY, take_on=THURSDAY, colleagues=[agus.pk],
        actor=city.tono.user,
    )  # fmt: skip
    review = answered(
        day_review(city, plan=plan), actor=Employee.objects.get(name__startswith="Ratna").user
    )
    about.refresh_from_db()
    other.refresh_from_db()
    assert (about.status, other.status) == ("fallen", "offered")
    assert other.plan == review.revision
    assert told("swap_fallen") == ["Sari Wulandari"]


def test_a_granted_swap_is_carried_out(city):
    review = answered(swap_review(city), actor=city.dewi.user)
    assert (review.status, review.carried_out, review.revision) == ("granted", True, None)
    swap = Swap.objects.get()
    assert (swap.status, swap.decided_by) == ("approved", city.dewi.user)
    assert home() == {("Sari Wulandari", TUESDAY), ("Tono Prasetyo", THURSDAY)}
    assert told("swap_approved") == ["Sari Wulandari", "Tono Prasetyo"]
    assert told("review_of_your_swap") == ["Tono Prasetyo"]


def test_a_colleague_who_no_longer_wants_to_stops_the_swap(city):
    review = swap_review(city)
    decline_swap(review.swap, actor=city.tono.user)
    before = home()
    with pytest.raises(Refused, match="tidak lagi bersedia"):
        answered(review, actor=city.dewi.user)
    unchanged(review, before)
    assert Swap.objects.get().status == "refused"


def test_a_swap_that_breaks_a_rule_now_is_refused(city):
    review = swap_review(city)
    make_floor(review.plan.policy, city.division, 9)
    before = home()
    assert not outlook_of(review, clock.today()).can_be_granted
    with pytest.raises(Refused, match="aturan yang dilanggar"):
        answered(review, actor=city.dewi.user)
    unchanged(review, before)


def test_once_the_day_has_begun_a_grant_changes_nothing_and_says_so(city, time_machine):
    review = day_review(city)
    before = home()
    time_machine.move_to(clock.local(THURSDAY, datetime.time(7)))
    ratna = Employee.objects.get(name__startswith="Ratna")
    review = answered(review, actor=ratna.user)
    assert (review.status, review.carried_out, review.revision) == ("granted", False, None)
    assert home() == before
    assert Plan.objects.count() == 1


def test_an_absence_of_that_day_leaves_nothing_to_grant(city):
    review = day_review(city)
    Away.objects.create(
        employee=city.sari, kind="cuti", starts_on=THURSDAY, ends_on=THURSDAY, status="approved",
        recorded_by=city.hana.user, recorded_at=clock.now(),
    )  # fmt: skip
    ratna = Employee.objects.get(name__startswith="Ratna")
    with pytest.raises(Refused, match="tidak dijadwalkan bekerja"):
        answered(review, actor=ratna.user)
