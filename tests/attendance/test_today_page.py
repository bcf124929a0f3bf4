"""The page of the day on a phone: what it answers, what it weighs, what it asks the database."""

import datetime
import gzip
import re
import uuid

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from attendance.models import CheckIn, CheckInReview
from tests.attendance.conftest import HOME, MONDAY, OFFICE, at_time
from units.models import Home, Posting

pytestmark = pytest.mark.django_db
TODAY = reverse("attendance:today")
IN = reverse("attendance:check_in", args=["masuk"])
OUT = reverse("attendance:check_in", args=["pulang"])
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


def test_a_day_at_home_says_where_and_what_is_owed(morning, as_, at_home):
    at_home(morning.sari, MONDAY)
    text = as_(morning.sari).get(TODAY).text
    assert '<h1 id="lokasi">WFH di rumah</h1>' in text
    assert "Presensi masuk" in text
    assert "Rencana laporan harian WFH" in text
    assert reverse("attendance:work_report", args=[MONDAY]) in text
    # In the morning nobody is invited to leave.
    assert OUT not in text


def test_a_day_at_the_office_owes_nothing(morning, as_):
    text = as_(morning.sari).get(TODAY).text
    assert '<h1 id="lokasi">WFO di kantor</h1>' in text
    assert "Semua yang harus Anda kirim sudah terkirim" in text


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


def test_a_complete_day_has_no_button_left(morning, as_, full_day):
    full_day(morning.sari, MONDAY)
    text = as_(morning.sari).get(TODAY).text
    assert "Presensi hari ini lengkap." in text
    assert text.count("lokasi sesuai") == 2
    assert "data-tap" not in text


def test_without_a_posting_the_page_says_whom_to_ask(morning, as_):
    Posting.objects.filter(employee=morning.sari).delete()
    text = as_(morning.sari).get(TODAY).text
    assert "Belum ada penempatan" in text
    assert "data-tap" not in text


def test_a_plan_that_is_not_published_is_not_shown(morning, as_, at_home):
    at_home(morning.sari, MONDAY)
    morning.sari.assignments.update(published=False)
    assert "WFO di kantor" in as_(morning.sari).get(TODAY).text


@pytest.mark.parametrize("days", [1, 3])
def test_the_page_needs_the_same_queries_for_more_days(
    morning, as_, at_home, days, django_assert_num_queries
):
    at_home(morning.sari, *[MONDAY - datetime.timedelta(days=n) for n in range(days)])
    client = as_(morning.sari)
    client.get(TODAY)
    with django_assert_num_queries(14):
        client.get(TODAY)


def test_the_page_with_styles_and_scripts_is_under_60_kb(morning, as_, at_home):
    at_home(morning.sari, *[MONDAY - datetime.timedelta(days=n) for n in range(12)])
    page = as_(morning.sari).get(TODAY)
    weight = len(gzip.compress(page.content, 6))
    files = re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))"', page.text)
    assert {"css/portal.css", "css/attendance.css", "js/check-in.js"} <= set(files)
    for name in files:
        with open(finders.find(name), "rb") as file:
            weight += len(gzip.compress(file.read(), 6))
    assert weight < 60_000
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page.text)


def test_only_these_pages_may_ask_for_the_location(morning, as_):
    client = as_(morning.sari)
    allowed = {
        name: "geolocation=(self)" in client.get(reverse(name))["Permissions-Policy"]
        for name in (
            "attendance:today",
            "attendance:home",
            "attendance:work_report_list",
            "schedules:my_schedule",
        )
    }
    assert allowed == {
        "attendance:today": True,
        "attendance:home": True,
        "attendance:work_report_list": False,
        "schedules:my_schedule": False,
    }


# --- The tap ----------------------------------------------------------------------------------


def test_a_tap_without_script_comes_back_with_a_sentence(morning, as_):
    answer = as_(morning.sari).post(IN, sent(), follow=True)
    assert answer.redirect_chain == [(TODAY, 302)]
    assert "Presensi masuk tercatat pukul 07.21." in answer.text
    assert CheckIn.objects.get().finding == "accepted"


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


@pytest.mark.parametrize("key", ["", "x", "00000000"])
def test_a_page_without_its_key_says_what_to_do(morning, as_, key):
    answer = as_(morning.sari).post(IN, sent(key=key), **JSON)
    assert (answer.status_code, answer.json()["saved"]) == (409, False)
    assert "Muat ulang" in answer.json()["text"]
    assert not CheckIn.objects.exists()


def test_fields_that_a_phone_may_not_set_are_ignored(morning, as_):
    as_(morning.sari).post(
        IN,
        sent(
            (-6.30, 106.9756), finding="accepted", employee=morning.tono.pk, workplace="wfh",
            server_time="2026-12-07T00:00:00Z", work_date="2026-12-01", direction="out",
        ),
    )  # fmt: skip
    record = CheckIn.objects.get()
    assert (record.employee, record.finding, record.workplace) == (morning.sari, "review", "wfo")
    assert (record.work_date, record.direction) == (MONDAY, "in")


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


def test_coordinates_are_in_no_address_and_no_log(morning, as_, caplog):
    caplog.set_level("DEBUG")
    answer = as_(morning.sari).post(IN, sent())
    assert answer["Location"] == TODAY
    for secret in ("6.2383", "106.9756", morning.sari.nip):
        assert not [line for line in caplog.messages if secret in line]


# --- The registered home ----------------------------------------------------------------------

HOME_PAGE = reverse("attendance:home")


def test_a_new_home_waits_and_the_old_one_stays_in_force(morning, as_, home_of):
    home_of(morning.sari)
    client = as_(morning.sari)
    answer = client.post(HOME_PAGE, {"latitude": "-6.25", "longitude": "106.99"}, follow=True)
    assert "menunggu konfirmasi pengelola kepegawaian" in answer.text
    assert "Titik yang berlaku" in answer.text
    points = Home.objects.order_by("pk").values_list("latitude", "confirmed_at")
    assert [(latitude, at is None) for latitude, at in points] == [(HOME[0], False), (-6.25, True)]


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("0", "0"), ("91", "10"), ("nan", "106"), ("", ""), ("x", "106"), ("-6.2", "181")],
)
def test_a_point_that_cannot_be_a_home_is_not_kept(morning, as_, latitude, longitude):
    answer = as_(morning.sari).post(HOME_PAGE, {"latitude": latitude, "longitude": longitude})
    assert answer.status_code == 200
    assert 'class="errorlist' in answer.text
    assert not Home.objects.exists()


def test_a_home_is_on_its_owners_page_alone(morning, as_, home_of):
    home_of(morning.sari, (-6.31234, 107.05678))
    assert "-6.31234" in as_(morning.sari).get(HOME_PAGE).text
    for who in (morning.tono, morning.rudi, morning.dewi):
        assert "6.31234" not in as_(who).get(HOME_PAGE).text
