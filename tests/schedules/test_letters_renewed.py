"""A letter renewed in one step: the present content, named on both, and never twice."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from schedules.letter_paper import letter_pdf
from schedules.models import Letter
from schedules.queries.signers import signers_of
from schedules.services.letter_renewals import renew_letter
from schedules.services.letters import draw_up_letter, number_letter, record_signed_copy
from tests.schedules.letter_cast import (
    NUMBER,
    everything,
    letter_in_force,
    pdf,
    published_plan,
    revise,
    state,
    text_of,
)
from units import clock
from units.decisions import MovedOn, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def letter(city, monday):
    """A letter in force whose plan was revised: Tono has no day at home any more."""
    plan = published_plan(city)
    letter = letter_in_force(city, plan)
    revise(city, plan).assignments.filter(employee=city.tono).delete()
    return letter


def test_one_click_draws_up_the_present_content_and_names_the_old(letter, city, as_, client):
    client = as_(city.hana)
    page = reverse("schedules:letter_detail", args=[letter.pk])
    assert "Buat surat pengganti" in client.get(page).content.decode()
    client.post(reverse("schedules:letter_renew", args=[letter.pk]))
    new = Letter.objects.get(renews=letter)
    assert (new.status, new.head_count, new.signature) == ("draft", 7, letter.signature)
    assert not new.lines.filter(employee=city.tono).exists()
    said = f"Mengganti surat nomor {NUMBER} tanggal 7 Desember 2026"
    assert new.basis[1] == said
    assert said in text_of(letter_pdf(new, concept=True))[1][0]
    assert state(letter) == "replace", "the old one stands until the new one is recorded"
    number_letter(new, number="800/2", dated_on=clock.today(), actor=city.hana.user)
    record_signed_copy(new, content=pdf("2"), actor=city.hana.user)
    letter.refresh_from_db()
    assert (letter.status, letter.cancel_reason) == (
        "cancelled", "Diganti dengan surat nomor 800/2.",
    )  # fmt: skip
    html = client.get(reverse("schedules:verification", args=[letter.token])).content.decode()
    assert "Surat ini diganti dengan surat nomor 800/2 tanggal 7 Desember 2026." in html
    html = client.get(reverse("schedules:verification", args=[new.token])).content.decode()
    assert "Surat ini diganti" not in html


def test_nothing_is_renewed_twice_also_by_the_database(letter, city):
    new = renew_letter(letter, actor=city.hana.user)
    before = everything()
    with pytest.raises(MovedOn, match="sudah ada"):
        renew_letter(letter, actor=city.rudi.user)
    assert everything() == before
    new.pk, new.token, new.plan_id = None, "lain", letter.plan_id
    with pytest.raises(IntegrityError), transaction.atomic():
        new.save(force_insert=True)


def test_only_a_letter_in_force_and_only_by_its_writers(letter, city):
    before = everything()
    for who in (city.sari, city.yanti):
        with pytest.raises(PermissionDenied):
            renew_letter(letter, actor=who.user)
    assert everything() == before
    draft = renew_letter(letter, actor=city.hana.user)
    before = everything()
    with pytest.raises(Refused, match="berlaku"):
        renew_letter(draft, actor=city.hana.user)
    assert everything() == before


def test_it_is_signed_as_the_old_one_with_its_mandate(city, monday):
    plan = published_plan(city)
    signer = next(one for one in signers_of(city.agency, monday) if one.capacity == "an")
    old = draw_up_letter(
        plan, city.division, signer=signer, mandate="800 / 7", actor=city.hana.user
    )
    number_letter(old, number=NUMBER, dated_on=clock.today(), actor=city.hana.user)
    record_signed_copy(old, content=pdf(), actor=city.hana.user)
    new = renew_letter(old, actor=city.hana.user)
    assert new.signature == list(signer.lines)
    assert new.basis[-1] == "Mandat penandatanganan nomor 800 / 7"
