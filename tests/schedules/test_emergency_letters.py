"""The letter of a single emergency: its people and days, KONSEP until signed, checked in public."""

import datetime
import hashlib
import io

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from pypdf import PdfReader

from schedules.models import Letter
from schedules.queries.letters import states_of
from schedules.queries.signers import signers_of
from schedules.services.emergencies import cancel_emergency, change_last_day, declare_emergency
from schedules.services.letters import (
    draw_up_emergency_letter,
    number_letter,
    record_signed_copy,
)
from schedules.services.recalls import recall_people
from tests.schedules.balance_cast import at, away
from tests.schedules.letter_cast import pdf
from units import clock
from units.decisions import MovedOn, Refused
from units.models import Outbox

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

TUESDAY = datetime.date(2026, 12, 8)
THURSDAY = datetime.date(2026, 12, 10)


@pytest.fixture
def flood(city, monday):
    return declare_emergency(
        kind="flood", reason="Banjir Kali Bekasi", letter_number="800/77",
        letter_dated_on=monday, starts_on=TUESDAY, ends_on=THURSDAY, units=[city.division],
        employee_ids=[], confirmation="", actor=city.wati.user,
    )  # fmt: skip


def draw_up(city, flood, unit=None, actor=None):
    signer = signers_of(city.agency, clock.today())[0]
    return draw_up_emergency_letter(
        flood, unit or city.agency, signer=signer, mandate="", actor=(actor or city.hana).user
    )


def in_force(city, letter, number="800/78"):
    number_letter(letter, number=number, dated_on=clock.today(), actor=city.hana.user)
    return record_signed_copy(letter, content=pdf(number), actor=city.hana.user)


def test_people_and_days_of_the_emergency(city, flood):
    away(city, city.tono, THURSDAY)
    recall_people([city.sari.pk], date=TUESDAY, reason="Rapat", actor=city.rudi.user)
    letter = draw_up(city, flood)
    assert {line.name: line.days for line in letter.lines.all()} == {
        "Rudi Hartono": ["2026-12-08", "2026-12-09", "2026-12-10"],
        "Sari Wulandari": ["2026-12-09", "2026-12-10"],
        "Tono Prasetyo": ["2026-12-08", "2026-12-09"],
    }
    assert (letter.plan, letter.emergency, letter.head_count) == (None, flood, 3)
    assert letter.basis[0] == (
        "Surat nomor 800/77 tanggal 7 Desember 2026 tentang keadaan darurat: Banjir Kali Bekasi"
    )


def test_the_paper_is_a_draft_until_signed(city, flood, as_):
    letter = draw_up(city, flood)
    client = as_(city.hana)
    text = PdfReader(
        io.BytesIO(client.get(reverse("schedules:letter_pdf", args=[letter.pk])).content)
    )
    words = " ".join(page.extract_text() for page in text.pages)
    assert "KONSEP" in words
    assert "Banjir" in words
    assert "Sari Wulandari" in words
    letter = in_force(city, letter)
    assert letter.status == "in_force"
    assert Outbox.objects.filter(kind="letter_in_force").count() == 3
    page = as_(city.sari).get(reverse("schedules:letter_detail", args=[letter.pk]))
    assert "Sari Wulandari" in page.content.decode()
    assert "Tono Prasetyo" not in page.content.decode()
    listing = as_(city.hana).get(reverse("schedules:letter_list")).content.decode()
    assert "Banjir" in listing


def test_the_public_check_tells_number_and_state_and_no_names(city, flood, client):
    letter = in_force(city, draw_up(city, flood))
    page = client.get(reverse("schedules:verification", args=[letter.token])).content.decode()
    assert "800/78" in page
    assert "Berlaku" in page
    assert "Sari" not in page
    assert hashlib.sha256(pdf("800/78")).hexdigest() in page


def test_one_draft_at_a_time_and_the_newer_replaces(city, flood):
    first = draw_up(city, flood)
    with pytest.raises(MovedOn, match="sudah ada"):
        draw_up(city, flood)
    in_force(city, first)
    second = in_force(city, draw_up(city, flood), number="800/79")
    first.refresh_from_db()
    assert (first.status, second.status) == ("cancelled", "in_force")


def test_a_changed_emergency_wants_a_new_letter(city, flood, time_machine):
    letter = in_force(city, draw_up(city, flood))
    assert states_of([letter])[letter.pk] == "in_force"
    time_machine.move_to(at(TUESDAY), tick=False)
    change_last_day(
        flood, ends_on=datetime.date(2026, 12, 9), seen=THURSDAY, reason="Surut",
        actor=city.wati.user,
    )  # fmt: skip
    letter = Letter.objects.select_related("emergency").get()
    assert states_of([letter])[letter.pk] == "replace"


def test_no_letter_of_a_cancelled_emergency(city, flood, as_):
    cancel_emergency(flood, reason="Keliru", actor=city.wati.user)
    with pytest.raises(Refused, match="dibatalkan"):
        draw_up(city, flood)
    url = reverse("schedules:emergency_letter_new", args=[flood.pk])
    assert as_(city.wati).get(url).status_code == 404
    assert Letter.objects.count() == 0


@pytest.mark.parametrize("who", ["sari", "yanti", "umar"])
def test_others_do_not_draw_it_up(city, flood, who):
    with pytest.raises(PermissionDenied):
        draw_up(city, flood, actor=getattr(city, who))
    assert Letter.objects.count() == 0


def test_a_unit_without_anybody_has_no_letter(city, flood):
    with pytest.raises(Refused, match="Tidak ada pegawai"):
        draw_up(city, flood, unit=city.other_division)


def test_a_letter_is_of_a_plan_or_of_an_emergency(city, flood):
    letter = draw_up(city, flood)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(emergency=None)


def test_the_form(city, flood, as_):
    url = reverse("schedules:emergency_letter_new", args=[flood.pk])
    client = as_(city.hana)
    page = client.get(url)
    assert page.status_code == 200
    signer = page.context["signers"][0].posting.pk
    answer = client.post(url, {"unit": city.agency.pk, "signer": signer, "mandate": ""})
    letter = Letter.objects.get()
    assert answer["Location"] == reverse("schedules:letter_detail", args=[letter.pk])
    assert client.get(answer["Location"]).status_code == 200
    again = client.post(url, {"unit": city.agency.pk, "signer": signer, "mandate": ""})
    assert again.status_code == 422
    detail = client.get(reverse("schedules:emergency_detail", args=[flood.pk]))
    assert url in detail.content.decode()
