"""Requests for review: who answers, what is refused, and what a granted one changes."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from schedules.models import Assignment, Holiday, ReviewRequest
from schedules.queries.day_reasons import DayReason
from schedules.queries.review_line import turn_words
from schedules.queries.reviews import may_be_reviewed, reviews_to_answer
from schedules.services.reviews import (
    answer_review,
    ask_day_review,
    ask_swap_review,
    withdraw_review,
)
from tests.conftest import make_employee
from tests.schedules.office_cast import make_plan
from tests.schedules.review_cast import (
    REASON,
    day_review,
    make_officer,
    refused_swap,
    swap_review,
)
from tests.schedules.swap_cast import THURSDAY, TUESDAY, offered, published_plan
from units import clock
from units.access import scope_for
from units.decisions import Refused
from units.models import Decision, Employee, Outbox, Posting, RoleGrant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

ONE_DAY = datetime.timedelta(days=1)


def told(kind):
    """Return the names of the people who got a notice of a kind, in order."""
    rows = Outbox.objects.filter(kind=kind).select_related("recipient__employee")
    return sorted(row.recipient.employee.name for row in rows)


def home(plan=None):
    """Return {(name, date)} of the days at home in force of Sari and Tono."""
    rows = Assignment.objects.filter(published=True, employee__name__regex="^(Sari|Tono)")
    return set(rows.values_list("employee__name", "date"))


def answered(review, *, granted=True, actor, answer="Diperiksa; beban bidang memungkinkan."):
    return answer_review(review, granted=granted, answer=answer, actor=actor)


def unchanged(review, before):
    review.refresh_from_db()
    assert review.status == "waiting"
    assert review.answered_by is None
    assert home() == before
    assert not Decision.objects.filter(act__startswith="review_").exists()


# --- asking ---------------------------------------------------------------------------------


def test_asking_changes_nothing_and_tells_who_answers(city):
    review = day_review(city)
    before = home()
    assert (review.status, review.asked_place, review.reason) == ("waiting", "wfo", REASON)
    assert review.turn == "bkpsdm"
    assert review.due_on == datetime.date(2026, 12, 10)
    assert set(review.deciders.values_list("pk", flat=True)) == {
        city.rudi.user_id, city.dewi.user_id, city.wati.user_id,
    }  # fmt: skip
    assert told("review_waits") == ["Ratna Sulistyowati"]
    assert home() == before


def test_a_day_at_the_office_asks_for_home(city):
    assert day_review(city, day=TUESDAY).asked_place == "wfh"


def test_only_ones_own_day(city):
    published_plan(city)
    with pytest.raises(PermissionDenied):
        ask_day_review(city.sari, day=THURSDAY, reason=REASON, actor=city.rudi.user)
    assert not ReviewRequest.objects.exists()


def test_a_day_without_a_plan_does_not_exist(city):
    published_plan(city)
    for employee, day in ((city.sari, datetime.date(2027, 3, 1)), (city.umar, THURSDAY)):
        with pytest.raises(Http404):
            ask_day_review(employee, day=day, reason=REASON, actor=employee.user)


def test_a_draft_is_not_seen(city):
    make_plan(city)
    with pytest.raises(Http404):
        ask_day_review(city.sari, day=THURSDAY, reason=REASON, actor=city.sari.user)


def test_planned_days_of_work_may_be_reviewed_and_no_others():
    def may(place, rule):
        return may_be_reviewed(DayReason(THURSDAY, place, "", rule))

    assert may("wfh", "target")
    assert may("wfo", "not_eligible")
    assert may("flex", "flexible")
    for place, rule in (
        ("libur", "holiday"), ("cuti", "away"), ("wfo", "no_plan"), ("wfo", "recall"),
        ("wfh", "emergency"),
    ):  # fmt: skip
        assert not may(place, rule)


@pytest.mark.parametrize("day", [datetime.date(2026, 12, 7), datetime.date(2026, 12, 19)])
def test_today_and_days_off_are_refused(city, day):
    published_plan(city)
    with pytest.raises(Refused):
        ask_day_review(city.sari, day=day, reason=REASON, actor=city.sari.user)
    assert not ReviewRequest.objects.exists()


def test_a_past_day_is_refused(city, time_machine):
    published_plan(city)
    time_machine.move_to(clock.local(THURSDAY + ONE_DAY, datetime.time(9)))
    with pytest.raises(Refused, match="sesudah hari ini"):
        ask_day_review(city.sari, day=THURSDAY, reason=REASON, actor=city.sari.user)


def test_a_reason_is_asked_for(city):
    published_plan(city)
    with pytest.raises(Refused, match="alasan"):
        ask_day_review(city.sari, day=THURSDAY, reason=" ", actor=city.sari.user)


def test_once_while_it_waits_and_once_per_version_after_the_answer(city):
    review = day_review(city)
    with pytest.raises(Refused, match="sudah ada"):
        day_review(city, plan=review.plan)
    answered(review, granted=False, actor=Employee.objects.get(name__startswith="Ratna").user)
    with pytest.raises(Refused, match="sudah dijawab"):
        day_review(city, plan=review.plan)
    assert ReviewRequest.objects.count() == 1


def test_a_withdrawn_one_may_be_asked_again(city):
    review = day_review(city)
    withdraw_review(review, actor=city.sari.user)
    assert told("review_withdrawn") == ["Ratna Sulistyowati"]
    assert day_review(city, plan=review.plan).status == "waiting"


def test_only_a_refused_swap_of_ones_own(city):
    swap = offered(city)
    with pytest.raises(Refused):
        ask_swap_review(swap, reason=REASON, actor=city.sari.user)
    with pytest.raises(Http404):
        ask_swap_review(swap, reason=REASON, actor=city.tono.user)
    assert not ReviewRequest.objects.exists()


# --- the deadline ---------------------------------------------------------------------------


def test_three_working_days_by_the_units_calendar(city):
    Holiday.objects.create(
        date=datetime.date(2026, 12, 9), name="Pilkada", kind=Holiday.Kind.LOCAL, unit=city.agency
    )
    Holiday.objects.create(
        date=datetime.date(2026, 12, 8), name="Lain", kind=Holiday.Kind.LOCAL, unit=city.service
    )
    assert day_review(city).due_on == datetime.date(2026, 12, 11)


def test_the_deadline_passes_over_a_weekend(city, time_machine):
    plan = published_plan(city)
    time_machine.move_to(clock.local(datetime.date(2026, 12, 10), datetime.time(9)))
    assert day_review(city, plan=plan).due_on == datetime.date(2026, 12, 15)


def test_an_answer_comes_before_the_day_itself(city, time_machine):
    plan = published_plan(city)
    time_machine.move_to(clock.local(datetime.date(2026, 12, 11), datetime.time(9)))
    assert day_review(city, plan=plan, day=datetime.date(2026, 12, 14)).due_on == datetime.date(
        2026, 12, 11
    )


def test_the_policy_sets_the_days(city):
    plan = published_plan(city)
    plan.policy.__class__.objects.update(review_days=5)
    assert day_review(city, plan=plan).due_on == datetime.date(2026, 12, 14)


# --- who answers ----------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["sari", "rudi", "dewi", "wati", "tono", "yanti", "hana"])
def test_nobody_who_decided_nor_anybody_else_answers_about_the_day(city, who):
    review = day_review(city)
    before = home()
    with pytest.raises(PermissionDenied):
        answered(review, actor=getattr(city, who).user)
    unchanged(review, before)


def test_the_next_level_answers_about_a_swap(city):
    review = swap_review(city)
    assert review.turn_unit == city.agency
    assert turn_words(review) == "kepala Badan Perencanaan"
    before = home()
    for who in (city.sari, city.tono, city.rudi, city.wati):
        with pytest.raises(PermissionDenied):
            answered(review, actor=who.user)
    unchanged(review, before)
    assert answered(review, granted=False, actor=city.dewi.user).answered_by == city.dewi.user


def test_the_refuser_does_not_answer_under_a_mandate_of_the_level_above(city):
    review = swap_review(city)
    before = home()
    city.dewi.postings.update(ends_on=clock.today() - ONE_DAY)
    Posting.objects.create(
        employee=city.rudi, unit=city.agency, position=city.positions.head_of_agency,
        kind=Posting.Kind.DAILY, is_head=True, starts_on=clock.today(), letter_number="1/PLH",
        ends_on=clock.today() + ONE_DAY,
    )  # fmt: skip
    make_officer(city)
    with pytest.raises(PermissionDenied):
        answered(review, actor=city.rudi.user)
    unchanged(review, before)


def test_a_stand_in_of_the_refuser_does_not_answer(city):
    swap = refused_swap(city)
    stand_in = make_employee(
        "198801012012011009", "Joko Susanto", city.other_division, city.positions.clerk
    )
    Posting.objects.create(
        employee=stand_in, unit=city.division, position=city.positions.head_of_division,
        kind=Posting.Kind.DAILY, is_head=True, starts_on=clock.today(), letter_number="2/PLH",
        ends_on=clock.today() + ONE_DAY,
    )  # fmt: skip
    review = ask_swap_review(swap, reason=REASON, actor=city.sari.user)
    assert review.turn_unit == city.agency
    with pytest.raises(PermissionDenied):
        answered(review, actor=stand_in.user)


def test_the_person_does_not_answer_as_acting_head(city):
    review = swap_review(city)
    city.dewi.postings.update(ends_on=clock.today() - ONE_DAY)
    Posting.objects.create(
        employee=city.sari, unit=city.agency, position=city.positions.head_of_agency,
        kind=Posting.Kind.DAILY, is_head=True, starts_on=clock.today(), letter_number="3/PLH",
        ends_on=clock.today() + ONE_DAY,
    )  # fmt: skip
    with pytest.raises(PermissionDenied):
        answered(review, actor=city.sari.user)


def test_an_acting_head_answers_and_the_mandate_is_kept(city):
    review = swap_review(city)
    acting = make_employee(
        "198801012012011009", "Joko Susanto", city.other_division, city.positions.clerk
    )
    Posting.objects.create(
        employee=acting, unit=city.agency, position=city.positions.head_of_agency,
        kind=Posting.Kind.DAILY, is_head=True, starts_on=clock.today(), letter_number="4/PLH",
        ends_on=clock.today() + ONE_DAY,
    )  # fmt: skip
    with pytest.raises(PermissionDenied):
        answered(review, granted=False, actor=city.dewi.user)
    review = answered(review, granted=False, actor=acting.user)
    assert review.mandate == "Plh. Kepala Badan, surat 4/PLH"
    assert Decision.objects.get(act="review_refused").mandate == "Plh. Kepala Badan, surat 4/PLH"


def test_a_right_that_ended_is_no_right(city):
    review = day_review(city)
    ratna = Employee.objects.get(name__startswith="Ratna")
    RoleGrant.objects.filter(user=ratna.user).update(ends_on=clock.today() - ONE_DAY)
    before = home()
    with pytest.raises(PermissionDenied):
        answered(review, actor=ratna.user)
    unchanged(review, before)


def test_with_all_of_bkpsdm_barred_the_sekda_answers(city):
    sekda = make_officer(city, "196801012000011001", "Indra Wijaya", role="sekda")
    review = day_review(city, officer=False)
    assert (review.turn, turn_words(review)) == ("sekda", "Sekretaris Daerah")
    assert answered(review, granted=False, actor=sekda.user).status == "refused"


def test_with_nobody_left_bkpsdm_is_told_and_a_new_officer_answers(city):
    review = day_review(city, officer=False)
    assert review.turn == ""
    assert told("review_nobody") == ["Wati Lestari"]
    with pytest.raises(PermissionDenied):
        answered(review, actor=city.wati.user)
    assert answered(review, granted=False, actor=make_officer(city).user).status == "refused"


def test_the_queue_holds_ones_own_turns_alone(city):
    review = swap_review(city)
    ratna = make_officer(city)

    def queue(who):
        return list(reviews_to_answer(scope_for(who.user)))

    assert queue(city.dewi) == [review]
    for who in (city.rudi, city.sari, city.tono, city.wati, city.yanti, ratna):
        assert queue(who) == []
