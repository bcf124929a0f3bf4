"""The pages of recalls: the form, what it refuses, and the one tap of who was recalled."""

import datetime

import pytest
from django.urls import reverse

from schedules.models import Recall
from schedules.queries.recalls import people_to_recall
from tests.schedules.swap_cast import THURSDAY, published_plan
from tests.schedules.test_recalls import REASON, recall
from units.access import scope_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def plan(city, monday):
    return published_plan(city)


def test_the_form_lists_who_is_at_home_and_recalls(plan, city, as_):
    client = as_(city.rudi)
    url = reverse("schedules:recall_new")
    page = client.get(url, {"tanggal": THURSDAY.isoformat()})
    assert "Sari Wulandari" in page.content.decode()
    assert "Tono Prasetyo" not in page.content.decode()
    answer = client.post(f"{url}?tanggal={THURSDAY}", {"people": [city.sari.pk], "reason": ""})
    assert answer.status_code == 422
    assert Recall.objects.count() == 0
    answer = client.post(f"{url}?tanggal={THURSDAY}", {"people": [city.sari.pk], "reason": REASON})
    found = Recall.objects.get()
    assert answer["Location"] == reverse("schedules:recall_detail", args=[found.pk])
    page = client.get(answer["Location"]).content.decode()
    assert "1 pegawai belum mengonfirmasi" in page
    listing = client.get(reverse("schedules:recall_list")).content.decode()
    assert "1 belum dikonfirmasi" in listing
    assert (
        "1 penarikan ke kantor belum dikonfirmasi"
        in client.get(reverse("attendance:team")).content.decode()
    )


def test_a_person_outside_the_list_cannot_be_slipped_in(plan, city, as_):
    url = f"{reverse('schedules:recall_new')}?tanggal={THURSDAY}"
    answer = as_(city.yanti).post(url, {"people": [city.sari.pk], "reason": REASON})
    assert answer.status_code == 422
    assert Recall.objects.count() == 0


def test_a_bad_date_is_said(city, as_):
    answer = as_(city.rudi).get(reverse("schedules:recall_new"), {"tanggal": "besok"})
    assert answer.status_code == 422


def test_one_tap_on_the_day_page(plan, city, as_, time_machine):
    one = recall(city).people.get()
    page = as_(city.sari).get("/hari-ini/").content.decode()
    assert reverse("schedules:recall_acknowledge", args=[one.pk]) in page
    answer = as_(city.sari).post(reverse("schedules:recall_acknowledge", args=[one.pk]))
    assert answer["Location"] == "/hari-ini/"
    page = as_(city.sari).get("/hari-ini/").content.decode()
    assert reverse("schedules:recall_acknowledge", args=[one.pk]) not in page
    time_machine.move_to(datetime.datetime(2026, 12, 17, 1, tzinfo=datetime.UTC))
    page = as_(city.sari).get("/hari-ini/").content.decode()
    assert "Ditarik ke kantor" in page
    assert REASON in page


def test_search_narrows_by_name_and_unit(plan, city):
    scope = scope_for(city.dewi.user)
    assert people_to_recall(scope, THURSDAY, search="sari").count() == 1
    assert people_to_recall(scope, THURSDAY, search="tono").count() == 0
    assert people_to_recall(scope, THURSDAY, unit_ids=[city.agency.pk]).count() == 0
