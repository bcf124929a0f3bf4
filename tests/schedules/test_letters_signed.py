"""Letters: one number each, in force when the signed copy is recorded, kept when cancelled."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from schedules.letter_paper import letter_pdf
from schedules.models import Letter, SignedCopy
from schedules.services.letters import (
    cancel_letter,
    looks_like_pdf,
    number_letter,
    record_signed_copy,
)
from tests.schedules.letter_cast import (
    NUMBER,
    draft_letter,
    everything,
    letter_in_force,
    numbered_letter,
    pdf,
    published_plan,
    state,
)
from units import clock
from units.decisions import MovedOn, Refused, decisions_on
from units.models import Outbox

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def plan(city, monday):
    return published_plan(city)


class TestNumber:
    def test_it_stands_until_signed_and_may_be_corrected(self, plan, city):
        letter = numbered_letter(city, plan)
        assert (letter.number, letter.year, letter.status) == (NUMBER, 2026, "draft")
        number_letter(letter, number="800/2", dated_on=clock.today(), actor=city.hana.user)
        acts = [(one.act, one.before.get("number")) for one in decisions_on(letter)]
        assert acts[0] == ("letter_numbered", NUMBER)
        record_signed_copy(letter, content=pdf(), actor=city.hana.user)
        with pytest.raises(MovedOn, match="Berlaku"):
            number_letter(letter, number="800/3", dated_on=clock.today(), actor=city.hana.user)

    def test_a_number_is_used_once_a_year_by_an_office_also_when_cancelled(self, plan, city):
        first = letter_in_force(city, plan)
        cancel_letter(first, reason="Salah ketik", actor=city.hana.user)
        second = draft_letter(city, plan)
        for number in (NUMBER, " 800.1.11 / 123 / bappelitbangda "):
            before = everything()
            with pytest.raises(Refused, match="2026"):
                number_letter(second, number=number, dated_on=clock.today(), actor=city.hana.user)
            assert everything() == before
        with pytest.raises(IntegrityError), transaction.atomic():
            Letter.objects.filter(pk=second.pk).update(
                number=NUMBER, number_key=NUMBER, dated_on=clock.today(), year=2026
            )
        earlier = datetime.date(2025, 12, 30)
        number_letter(second, number=NUMBER, dated_on=earlier, actor=city.hana.user)

    @pytest.mark.parametrize(("number", "day"), [("  ", "2026-12-07"), ("800/1", "2026-12-08")])
    def test_no_number_or_a_date_to_come_is_refused(self, plan, city, number, day):
        letter = draft_letter(city, plan)
        with pytest.raises(Refused):
            number_letter(
                letter, number=number, dated_on=datetime.date.fromisoformat(day),
                actor=city.hana.user,
            )  # fmt: skip
        letter.refresh_from_db()
        assert letter.number == ""


class TestSigning:
    def test_the_signed_copy_puts_it_in_force_and_tells_its_people(self, plan, city):
        Outbox.objects.all().delete()
        letter = letter_in_force(city, plan)
        assert (letter.status, state(letter)) == ("in_force", "in_force")
        told = Outbox.objects.filter(kind="letter_in_force")
        assert told.count() == 8
        sari = told.get(recipient=city.sari.user)
        assert (
            sari.text == f"Surat Perintah nomor {NUMBER} untuk hari WFH Anda sudah ditandatangani."
        )
        assert sari.link == f"/surat/{letter.pk}/"

    def test_not_before_it_has_a_number(self, plan, city):
        letter = draft_letter(city, plan)
        with pytest.raises(Refused, match="nomor"):
            record_signed_copy(letter, content=pdf(), actor=city.hana.user)
        assert not SignedCopy.objects.exists()

    @pytest.mark.parametrize(
        "content",
        [b"", b"<html><script>", b"%PDF-1.7 cut off", b"MZ" + pdf(), b"PK\x03\x04" + pdf()[9:]],
        ids=["empty", "html", "cut", "program", "zip"],
    )
    def test_what_is_no_whole_pdf_is_refused(self, plan, city, content):
        letter = numbered_letter(city, plan)
        before = everything()
        with pytest.raises(Refused, match="bukan PDF"):
            record_signed_copy(letter, content=content, actor=city.hana.user)
        assert everything() == before

    def test_too_large_a_file_is_refused(self, plan, city, settings):
        settings.LETTER_MAX_BYTES = 100
        letter = numbered_letter(city, plan)
        with pytest.raises(Refused, match="lebih besar"):
            record_signed_copy(letter, content=pdf("x" * 100), actor=city.hana.user)

    def test_the_copy_of_another_letter_is_refused(self, plan, city):
        letter_in_force(city, plan)
        other = numbered_letter(city, plan, "800/2", unit=city.agency)
        before = everything()
        with pytest.raises(Refused, match="surat lain"):
            record_signed_copy(other, content=pdf(NUMBER), actor=city.hana.user)
        assert everything() == before

    def test_the_second_of_two_who_record_is_told_so(self, plan, city):
        letter = numbered_letter(city, plan)
        record_signed_copy(letter, content=pdf("a"), actor=city.hana.user)
        with pytest.raises(MovedOn):
            record_signed_copy(letter, content=pdf("b"), actor=city.rudi.user)
        assert SignedCopy.objects.count() == 1

    def test_our_own_pdf_looks_like_one(self, plan, city):
        assert looks_like_pdf(letter_pdf(draft_letter(city, plan), concept=True))


class TestCancelling:
    def test_it_stays_as_batal_with_its_reason(self, plan, city):
        letter = letter_in_force(city, plan)
        with pytest.raises(Refused, match="alasan"):
            cancel_letter(letter, reason=" ", actor=city.hana.user)
        cancel_letter(letter, reason="Salah unit", actor=city.hana.user)
        letter.refresh_from_db()
        assert (letter.status, letter.cancel_reason, letter.number) == (
            "cancelled", "Salah unit", NUMBER,
        )  # fmt: skip
        assert SignedCopy.objects.get().letter == letter
        assert Outbox.objects.filter(kind="letter_cancelled").count() == 8
        with pytest.raises(MovedOn, match="Batal"):
            cancel_letter(letter, reason="lagi", actor=city.hana.user)

    def test_a_draft_is_cancelled_silently(self, plan, city):
        letter = draft_letter(city, plan)
        cancel_letter(letter, reason="Keliru", actor=city.rudi.user)
        assert not Outbox.objects.filter(kind="letter_cancelled").exists()
        draft_letter(city, plan)

    def test_others_cancel_nothing(self, plan, city):
        letter = letter_in_force(city, plan)
        before = everything()
        for who in ("sari", "tono", "yanti"):
            with pytest.raises(PermissionDenied):
                cancel_letter(letter, reason="x", actor=getattr(city, who).user)
        assert everything() == before
