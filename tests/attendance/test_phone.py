"""What makes the portal stay on a phone, and whose taps a phone may send."""

import json
import re
import uuid

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from attendance.devices import account_mark
from attendance.models import CheckIn
from attendance.views.phone import SHELL
from tests.attendance.conftest import OFFICE, at_time
from tests.conftest import MONDAY

pytestmark = pytest.mark.django_db
IN = reverse("attendance:check_in", args=["masuk"])
JSON = {"HTTP_ACCEPT": "application/json"}


def test_the_manifest_opens_hari_ini_by_itself(client):
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    said = json.loads(answer.content)
    assert (said["start_url"], said["display"], said["scope"]) == ("/hari-ini/", "standalone", "/")
    assert sorted({icon["sizes"] for icon in said["icons"]}) == ["192x192", "512x512"]
    for icon in said["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/"))


def test_the_worker_is_served_from_the_root_and_keeps_files_alone(client):
    answer = client.get("/sw.js")
    assert answer["Content-Type"] == "text/javascript"
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    kept = json.loads(re.search(r"const SHELL = (\[.*\]);", answer.text)[1])
    assert kept == [f"/static/{name}" for name in SHELL]
    assert all(finders.find(name) for name in SHELL)
    assert "undefined" not in answer.text
    other = client.get("/sw.js", headers={"cookie": "language=en"}).text
    assert re.search("shell-(.{12})", other)[1] != re.search("shell-(.{12})", answer.text)[1]


def test_the_page_for_no_signal_is_the_same_for_everybody(city, monday, as_, client):
    own, nobody = as_(city.sari).get("/luring/").text, client.get("/luring/").text
    assert own == nobody
    assert "Sari" not in own


def test_pages_name_their_account_by_a_mark_that_tells_nothing(city, hours, monday, as_, client):
    sari, rudi = (as_(one).get("/hari-ini/")["X-Account"] for one in (city.sari, city.rudi))
    assert sari == account_mark(city.sari.user)
    assert len({sari, rudi, ""}) == 3
    assert city.sari.nip not in sari
    assert as_(city.sari).get("/pemberitahuan/")["X-Account"] == sari
    client.logout()
    assert client.get("/akun/login/")["X-Account"] == ""


def kept(account, **changes):
    return {
        "key": uuid.uuid4(), "latitude": OFFICE[0], "longitude": OFFICE[1], "accuracy": 18,
        "age": 2, "device_time": at_time(MONDAY, 7, 21).isoformat(), "account": account,
        **changes,
    }  # fmt: skip


def test_a_tap_of_another_account_is_not_sent_under_ones_own_name(city, hours, monday, as_):
    of_sari = kept(account_mark(city.sari.user))
    answer = as_(city.tono).post(IN, of_sari, **JSON)
    assert answer.status_code == 409
    assert answer.json()["saved"] is False
    assert answer.json()["account"] is False
    assert "akun lain" in answer.json()["text"]
    assert not CheckIn.objects.exists()
    assert as_(city.sari).post(IN, of_sari, **JSON).json()["saved"] is True
    assert CheckIn.objects.get().employee == city.sari


@pytest.mark.parametrize("mark", ["x", "0" * 24, "x" * 500])
def test_a_forged_mark_sends_nothing(city, hours, monday, as_, mark):
    assert as_(city.sari).post(IN, kept(mark), **JSON).status_code == 409
    assert not CheckIn.objects.exists()


def test_the_copy_for_the_phone_leaves_what_is_said_once_to_the_page(city, hours, monday, as_):
    client = as_(city.sari)
    client.post(reverse("attendance:check_in", args=["masuk"]), {"key": uuid.uuid4()})
    page = reverse("attendance:today")
    assert 'class="messages"' not in client.get(page, headers={"X-Copy": "1"}).text
    assert "dikirim untuk ditinjau" in client.get(page).text
    assert 'class="messages"' not in client.get(page).text
