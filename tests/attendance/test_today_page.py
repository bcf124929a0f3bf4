"""Taps over the wire, one after another, and what the page of the day says of each."""

import uuid

import pytest
from django.urls import reverse

from attendance.models import CheckIn, CheckInReview
from tests.attendance.conftest import MONDAY, OFFICE, at_time
from units.models import Home

pytestmark = pytest.mark.django_db
TODAY = reverse("attendance:today")
IN = reverse("attendance:check_in", args=["masuk"])
JSON = {"HTTP_ACCEPT": "application/json"}


def sent(point=OFFICE, **changes):
    """Return what a phone sends with a good tap."""
    values = {"key": uuid.uuid4(), "accuracy": 18, "age": 2}
    if point:
        values |= {"latitude": point[0], "longitude": point[1]}
    return values | changes


@pytest.fixture
def morning(city, hours, time_machine):
    time_machine.move_to(at_time(MONDAY, 7, 21), tick=False)
    return city


def test_each_state_of_a_check_in_is_told_in_words(morning, as_):
    client = as_(morning.sari)
    client.post(IN, sent(None))
    assert "perlu ditinjau" in client.get(TODAY).text
    CheckInReview.objects.create(
        check_in=CheckIn.objects.get(), accepted=False, reason="Tidak di tempat",
        decided_by=morning.rudi.user, decided_at=at_time(MONDAY, 7, 40),
    )  # fmt: skip
    text = client.get(TODAY).text
    assert "tidak diterima" in text
    assert "Tidak di tempat" in text
    assert "lokasi sesuai" not in text


def test_a_plan_that_is_not_published_is_not_shown(morning, as_, at_home):
    at_home(morning.sari, MONDAY)
    morning.sari.assignments.update(published=False)
    assert "WFO di kantor" in as_(morning.sari).get(TODAY).text


# --- The tap ----------------------------------------------------------------------------------


def test_a_double_tap_gets_the_first_answer(morning, as_, time_machine):
    client = as_(morning.sari)
    form = sent()
    first = client.post(IN, form, **JSON)
    time_machine.move_to(at_time(MONDAY, 7, 45), tick=False)
    again = client.post(IN, form, **JSON)
    other_tab = client.post(IN, sent((0, 0)), **JSON)
    assert first.json() == again.json() == other_tab.json()
    assert first.json() == {"saved": True, "text": "Presensi masuk tercatat pukul 07.21."}
    assert CheckIn.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"latitude": ""}, {"latitude": "x"}, {"latitude": "1e999"}, {"latitude": "nan"},
        {"accuracy": ""}, {"accuracy": "0"}, {"accuracy": "-3"}, {"age": "x"}, {"age": ""},
        {"latitude": "-6.30"}, {"accuracy": "900"}, {"age": "121"},
        {"device_time": "2026-12-07T03:00:00Z"},
    ],
)  # fmt: skip
def test_whatever_a_phone_sends_the_tap_is_kept_and_never_counts_by_itself(morning, as_, changes):
    answer = as_(morning.sari).post(IN, sent(**changes), **JSON)
    assert answer.json()["saved"] is True
    record = CheckIn.objects.get()
    assert (record.finding, record.server_time) == ("review", at_time(MONDAY, 7, 21))
    assert "dikirim untuk ditinjau" in answer.json()["text"]


@pytest.mark.parametrize("direction", ["in", "toggle", "MASUK"])
def test_there_is_in_and_out_and_nothing_else(morning, as_, direction):
    answer = as_(morning.sari).post(reverse("attendance:check_in", args=[direction]), sent())
    assert answer.status_code == 404
    assert not CheckIn.objects.exists()


def test_an_account_that_was_disabled_does_not_check_in(morning, as_):
    client = as_(morning.sari)
    morning.sari.user.is_active = False
    morning.sari.user.save(update_fields=["is_active"])
    assert client.post(IN, sent()).status_code == 302
    assert not CheckIn.objects.exists()


# --- The registered home ----------------------------------------------------------------------

HOME_PAGE = reverse("attendance:home")


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("0", "0"), ("91", "10"), ("nan", "106"), ("", ""), ("x", "106"), ("-6.2", "181")],
)
def test_a_point_that_cannot_be_a_home_is_not_kept(morning, as_, latitude, longitude):
    answer = as_(morning.sari).post(HOME_PAGE, {"latitude": latitude, "longitude": longitude})
    assert answer.status_code == 200
    assert 'class="errorlist' in answer.text
    assert not Home.objects.exists()
