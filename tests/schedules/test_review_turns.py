"""What time does to a request: the turn goes up, everybody concerned is told once, nothing is
decided."""

import datetime

import pytest

from schedules.models import Assignment, ReviewRequest
from schedules.queries.review_line import turn_words
from schedules.queries.reviews import is_late
from schedules.services.review_turns import carry_on_reviews
from schedules.services.reviews import answer_review, ask_day_review, ask_swap_review
from schedules.services.swaps import decline_swap
from schedules.tasks import keep_reviews
from tests.conftest import make_employee
from tests.schedules.review_cast import day_review, make_officer, refused_swap, swap_review
from tests.schedules.swap_cast import THURSDAY
from units import clock
from units.models import Decision, Employee, Outbox, RoleGrant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

NOTHING = {"fallen": 0, "passed_on": 0, "reminded": 0}
DUE = datetime.date(2026, 12, 10)


@pytest.fixture
def on(time_machine):
    """Return a function that moves the clock to 08:00 of a day."""
    return lambda day: time_machine.move_to(clock.local(day, datetime.time(8)), tick=False)


def told(kind):
    rows = Outbox.objects.filter(kind=kind).select_related("recipient__employee")
    return sorted(row.recipient.employee.name for row in rows)


def test_nothing_happens_up_to_the_deadline(city, on):
    swap_review(city)
    on(DUE)
    assert carry_on_reviews() == NOTHING
    assert ReviewRequest.objects.get().turn_unit == city.agency


def test_late_the_turn_goes_up_and_those_concerned_are_told(city, on):
    review = swap_review(city)
    on(DUE + datetime.timedelta(days=1))
    assert keep_reviews() == NOTHING | {"passed_on": 1}
    review.refresh_from_db()
    assert (review.status, review.turn, review.passed_on) == ("waiting", "bkpsdm", 1)
    assert (review.due_on, review.turn_due_on) == (DUE, datetime.date(2026, 12, 14))
    assert is_late(review, clock.today())
    assert told("review_waits") == ["Dewi Anggraini", "Wati Lestari"]
    assert told("review_passed_on") == ["Sari Wulandari"]
    decision = Decision.objects.get(act="review_passed_on")
    assert (decision.actor, decision.before, decision.after) == (
        None,
        {"turn": f"unit:{city.agency.pk}"},
        {"turn": "bkpsdm", "late": True},
    )


def test_twice_changes_nothing(city, on):
    swap_review(city)
    on(DUE + datetime.timedelta(days=1))
    carry_on_reviews()
    before = Outbox.objects.count(), list(ReviewRequest.objects.values())
    assert carry_on_reviews() == NOTHING
    assert (Outbox.objects.count(), list(ReviewRequest.objects.values())) == before
    assert Decision.objects.filter(act="review_passed_on").count() == 1


def test_after_days_of_silence_it_is_caught_up_once(city, on):
    review = swap_review(city)
    on(datetime.date(2026, 12, 16))
    assert carry_on_reviews() == NOTHING | {"passed_on": 1}
    assert carry_on_reviews() == NOTHING
    review.refresh_from_db()
    assert (review.passed_on, review.turn_due_on) == (1, datetime.date(2026, 12, 17))


def test_bkpsdm_hears_of_a_level_below_that_was_late(city, on):
    """The head of the bidang was late: the head of the agency has the turn, BKPSDM is told."""
    swap = refused_swap(city)
    city.rudi.postings.update(ends_on=datetime.date(2026, 12, 6))
    new_head = make_employee(
        "198801012012011009", "Joko Susanto", city.personnel, city.positions.clerk
    )
    new_head.postings.update(
        unit=city.division, position=city.positions.head_of_division, is_head=True,
        starts_on=clock.today(),
    )  # fmt: skip
    review = ask_swap_review(swap, reason="Mohon ditinjau", actor=city.sari.user)
    assert review.turn_unit == city.division
    assert told("review_waits") == [new_head.name]
    on(DUE + datetime.timedelta(days=1))
    carry_on_reviews()
    review.refresh_from_db()
    assert turn_words(review) == "kepala Badan Perencanaan"
    assert told("review_late") == ["Wati Lestari"]


def test_the_last_level_is_reminded_each_working_day_and_keeps_the_turn(city, on):
    review = day_review(city)
    on(DUE + datetime.timedelta(days=1))
    assert carry_on_reviews() == NOTHING | {"reminded": 1}
    assert carry_on_reviews() == NOTHING
    on(datetime.date(2026, 12, 15))
    assert carry_on_reviews() == NOTHING | {"reminded": 1}
    review.refresh_from_db()
    assert (review.status, review.turn, review.passed_on) == ("waiting", "bkpsdm", 0)
    assert told("review_waits") == ["Ratna Sulistyowati"] * 3


def test_an_office_left_empty_gives_the_turn_up_before_the_deadline(city):
    review = swap_review(city)
    city.dewi.postings.update(ends_on=clock.today() - datetime.timedelta(days=1))
    assert carry_on_reviews() == NOTHING | {"passed_on": 1}
    review.refresh_from_db()
    assert (review.turn, review.turn_due_on) == ("bkpsdm", DUE)
    assert told("review_late") == []


def test_a_new_officer_gets_what_nobody_could_answer(city):
    review = day_review(city, officer=False)
    assert review.turn == ""
    assert carry_on_reviews() == NOTHING
    make_officer(city)
    assert carry_on_reviews() == NOTHING | {"passed_on": 1}
    review.refresh_from_db()
    assert review.turn == "bkpsdm"


def test_the_day_itself_ends_nothing(city, on):
    review = day_review(city)
    on(THURSDAY + datetime.timedelta(days=30))
    carry_on_reviews()
    review.refresh_from_db()
    assert review.status == "waiting"
    assert review.answered_by is None


def test_a_request_whose_day_changed_as_asked_falls_and_the_person_is_told_why(city):
    review = day_review(city)
    Assignment.objects.filter(employee=city.sari, date=THURSDAY).delete()
    assert carry_on_reviews() == NOTHING | {"fallen": 1}
    assert carry_on_reviews() == NOTHING
    review.refresh_from_db()
    assert review.status == "fallen"
    assert told("review_fallen") == ["Sari Wulandari"]
    assert "sudah sesuai" in Outbox.objects.get(kind="review_fallen").text
    assert Decision.objects.get(act="review_fallen").reason == (
        "Hari itu sudah sesuai dengan yang dimohonkan."
    )


def test_a_leaver_has_nothing_left_to_review(city):
    day_review(city)
    Employee.objects.filter(pk=city.sari.pk).update(left_on=clock.today())
    assert carry_on_reviews() == NOTHING | {"fallen": 1}


def test_without_the_colleagues_consent_there_is_no_swap_left_to_review(city):
    review = swap_review(city)
    decline_swap(review.swap, actor=city.tono.user)
    assert carry_on_reviews() == NOTHING | {"fallen": 1}
    assert "Rekan tidak lagi bersedia" in Outbox.objects.get(kind="review_fallen").text


def test_a_version_published_meanwhile_is_the_one_that_is_changed(city):
    """The plan was repaired after the request: the answer changes the version in force."""
    review = day_review(city)
    first = answer_review(
        ask_day_review(
            city.tono, day=datetime.date(2026, 12, 15), reason="Uji", actor=city.tono.user
        ),
        granted=True,
        answer="Baik.",
        actor=RoleGrant.objects.get(user__employee__name__startswith="Ratna").user,
    )
    assert carry_on_reviews() == NOTHING
    second = answer_review(
        review,
        granted=True,
        answer="Baik.",
        actor=RoleGrant.objects.get(user__employee__name__startswith="Ratna").user,
    )
    assert (first.revision.version, second.revision.version) == (2, 3)
    assert second.revision.base == first.revision
    assert not Assignment.objects.filter(
        published=True, employee__in=[city.sari, city.tono], date__in=[THURSDAY, "2026-12-15"]
    ).exists()


def test_an_answered_request_is_left_alone(city, on):
    review = day_review(city)
    ratna = RoleGrant.objects.get(user__employee__name__startswith="Ratna").user
    answer_review(review, granted=False, answer="Sudah diperiksa.", actor=ratna)
    on(DUE + datetime.timedelta(days=9))
    assert carry_on_reviews() == NOTHING
    review.refresh_from_db()
    assert (review.status, is_late(review, clock.today())) == ("refused", False)
