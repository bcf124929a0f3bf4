"""A head's morning: who is where, who is missing, what waits, and only for one's own people."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from attendance.models import CheckIn, CheckInReview
from attendance.queries.check_ins import check_ins_to_review
from attendance.queries.team import people_rows, team_of, team_postings
from tests.attendance.conftest import HOME, MONDAY, at_time
from tests.conftest import make_employee
from units import clock
from units.access import scope_for
from units.models import Outbox, Posting

pytestmark = pytest.mark.django_db
TEAM = reverse("attendance:team")
QUEUE = reverse("attendance:check_in_review_list")
NUMBERS = ("people", "office", "home", "away", "day_off", "missing")


@pytest.fixture
def eight(city, hours, tap, at_home, home_of, away, time_machine):
    """Monday, 08.00: Sari works at home and came, Tono is on leave, Rudi waits for review."""
    at_home(city.sari, MONDAY)
    home_of(city.sari)
    away(city.tono, MONDAY)
    tap(city.sari, "in", at_time(MONDAY, 7, 20), HOME)
    tap(city.rudi, "in", at_time(MONDAY, 7, 25), None)
    time_machine.move_to(at_time(MONDAY, 8), tick=False)
    return city


def numbers(unit_ids, now=None):
    total = team_of(unit_ids, MONDAY, now or clock.now()).total
    return {name: getattr(total, name) for name in NUMBERS}


def test_each_person_is_counted_once_where_the_plan_says(eight):
    assert numbers([eight.division.pk]) == {
        "people": 3, "office": 1, "home": 1, "away": 1, "day_off": 0, "missing": 0,
    }  # fmt: skip
    whole = [eight.agency.pk, eight.division.pk, eight.other_division.pk]
    # Dewi and Hana have not come.
    assert numbers(whole) == {
        "people": 5, "office": 3, "home": 1, "away": 1, "day_off": 0, "missing": 2,
    }  # fmt: skip


def test_a_refused_check_in_is_missing_and_one_under_review_is_not(eight):
    assert numbers([eight.division.pk])["missing"] == 0
    CheckInReview.objects.create(
        check_in=CheckIn.objects.get(employee=eight.rudi), accepted=False, reason="Tidak",
        decided_by=eight.dewi.user, decided_at=timezone.now(),
    )  # fmt: skip
    assert numbers([eight.division.pk])["missing"] == 1
    rows = people_rows(team_postings([eight.division.pk], MONDAY), MONDAY, clock.now())
    assert [(row.employee.name, row.status, row.is_missing) for row in rows] == [
        ("Rudi Hartono", "wfo", True),
        ("Sari Wulandari", "wfh", False),
        ("Tono Prasetyo", "cuti", False),
    ]


def test_on_a_day_off_nobody_is_missing(city, hours, time_machine):
    saturday = MONDAY + datetime.timedelta(days=5)
    time_machine.move_to(at_time(saturday, 12), tick=False)
    total = team_of([city.division.pk], saturday, clock.now()).total
    assert (total.people, total.day_off, total.missing) == (3, 3, 0)


def test_the_page_shows_my_people_and_nobody_elses(eight, as_):
    text = as_(eight.rudi).get(TEAM).text
    assert "Sari Wulandari" in text
    assert "Tono Prasetyo" in text
    for other in ("Umar", "Yanti", "Hana", "Dewi"):
        assert other not in text


@pytest.mark.parametrize("who", ["sari", "hana", "wati"])
def test_who_decides_for_nobody_has_no_team(eight, as_, who):
    for page in (TEAM, QUEUE):
        assert as_(getattr(eight, who)).get(page).status_code == 403


def test_a_unit_that_is_not_mine_does_not_exist(eight, as_):
    client = as_(eight.rudi)
    assert client.get(TEAM, {"unit": eight.division.pk}).status_code == 200
    odd = (eight.agency.pk, eight.service.pk, "x", "", "²", "-1", "9" * 5000)
    assert [client.get(TEAM, {"unit": unit}).status_code for unit in odd] == [404] * len(odd)


def test_a_head_opens_the_units_below(eight, as_):
    client = as_(eight.dewi)
    below = client.get(TEAM, {"unit": eight.division.pk}).text
    assert "Sari Wulandari" in below
    assert "Hana Pertiwi" not in below
    own = client.get(TEAM, {"unit": eight.agency.pk, "langsung": "1"}).text
    assert "Hana Pertiwi" in own
    assert "Sari Wulandari" not in own


@pytest.mark.parametrize("more", [1, 3])
def test_the_page_needs_the_same_queries_for_more_people(
    eight, as_, more, django_assert_num_queries
):
    for number in range(more):
        person = make_employee(
            f"19950101202001{number:04}", f"Pegawai {number}", eight.division, eight.positions.clerk
        )
        CheckIn.objects.create(
            employee=person, work_date=MONDAY, direction="in", workplace="wfo",
            server_time=clock.now(), finding="review", review_reason="no_location",
            key=f"00000000-0000-0000-0000-{number:012}",
        )  # fmt: skip
    client = as_(eight.rudi)
    client.get(TEAM)
    with django_assert_num_queries(44):
        client.get(TEAM)


# --- Review on the page -----------------------------------------------------------------------


@pytest.fixture
def doubtful(city, hours, tap):
    return tap(city.sari, "in", at_time(MONDAY, 7, 20), None)


def review_url(record):
    return reverse("attendance:check_in_review", args=[record.pk])


def test_accepting_from_the_page(city, doubtful, as_):
    answer = as_(city.rudi).post(review_url(doubtful), {"decision": "accept"}, follow=True)
    assert "Presensi Sari Wulandari diterima." in answer.text
    assert CheckInReview.objects.get().decided_by == city.rudi.user
    assert Outbox.objects.get().recipient == city.sari.user


def test_refusing_needs_words(city, doubtful, as_):
    answer = as_(city.rudi).post(review_url(doubtful), {"decision": "refuse"}, follow=True)
    assert "Tuliskan alasan" in answer.text
    assert not CheckInReview.objects.exists()
    as_(city.rudi).post(review_url(doubtful), {"decision": "refuse", "reason": "Tidak ada"})
    assert (CheckInReview.objects.get().accepted, CheckInReview.objects.get().reason) == (
        False,
        "Tidak ada",
    )


def test_ones_own_check_in_can_be_read_and_not_decided(city, doubtful, as_):
    client = as_(city.sari)
    text = client.get(review_url(doubtful)).text
    assert 'name="decision"' not in text
    assert client.post(review_url(doubtful), {"decision": "accept"}).status_code == 403
    assert not CheckInReview.objects.exists()


def test_a_foreign_check_in_does_not_exist(city, doubtful, as_):
    for who in (city.umar, city.yanti):
        client = as_(who)
        assert client.get(review_url(doubtful)).status_code == 404
        assert client.post(review_url(doubtful), {"decision": "accept"}).status_code == 404
    assert not CheckInReview.objects.exists()


def test_the_reviewer_sees_the_distance_and_never_the_point(
    city, hours, tap, at_home, home_of, as_
):
    at_home(city.sari, MONDAY)
    home_of(city.sari)
    record = tap(city.sari, "in", at_time(MONDAY, 7, 20), (-6.31234, 107.05678))
    for page in (review_url(record), QUEUE, TEAM):
        text = as_(city.rudi).get(page).text
        assert "Jarak 6,4 km" in text
        for secret in ("6.31234", "107.05678", "-6.3,", "107.0,"):
            assert secret not in text


def test_the_queue_holds_what_i_decide_on(city, doubtful, tap):
    own = tap(city.rudi, "in", at_time(MONDAY, 7, 25), None)
    foreign = tap(city.umar, "in", at_time(MONDAY, 7, 25), None)
    tap(city.tono, "in", at_time(MONDAY, 7, 25))
    queue = {
        who: set(check_ins_to_review(scope_for(getattr(city, who).user)))
        for who in ("rudi", "dewi", "yanti", "sari", "hana")
    }
    assert queue == {
        "rudi": {doubtful}, "dewi": {doubtful, own}, "yanti": {foreign},
        "sari": set(), "hana": set(),
    }  # fmt: skip


def test_a_transfer_moves_the_decision_with_the_person(city, doubtful, as_, time_machine):
    Posting.objects.filter(employee=city.sari).update(ends_on=MONDAY)
    Posting.objects.create(
        employee=city.sari, unit=city.counter, position=city.positions.clerk,
        starts_on=MONDAY + datetime.timedelta(days=1),
    )  # fmt: skip
    time_machine.move_to(at_time(MONDAY + datetime.timedelta(days=1), 8), tick=False)
    client = as_(city.rudi)
    assert client.post(review_url(doubtful), {"decision": "accept"}).status_code in (403, 404)
    assert not CheckInReview.objects.exists()
    as_(city.yanti).post(review_url(doubtful), {"decision": "accept"})
    assert CheckInReview.objects.get().decided_by == city.yanti.user
