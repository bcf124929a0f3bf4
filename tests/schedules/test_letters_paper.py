"""The paper of a letter: its mark, its list, its words."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from schedules.letter_paper import days_text, letter_pdf, verification_url
from schedules.models import Letter
from schedules.services.letters import (
    cancel_letter,
    number_letter,
    record_signed_copy,
)
from tests.schedules.letter_cast import (
    NUMBER,
    draft_letter,
    pdf,
    published_plan,
    text_of,
)
from units import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def plan(city, monday):
    return published_plan(city)


def is_marked(content):
    """Say whether KONSEP lies behind the text of every page: it is set in letters of 104 points."""
    marked = []
    for page in PdfReader(io.BytesIO(content)).pages:
        sizes = []
        page.extract_text(
            visitor_text=lambda text, _cm, _tm, _font, size, sizes=sizes: sizes.append(size)
        )
        marked.append(any(size > 90 for size in sizes))
    assert len(set(marked)) == 1, "all pages or none"
    return marked[0]


class TestPaper:
    def test_it_is_marked_until_in_force_and_says_who_signs(self, plan, city, as_):
        letter = draft_letter(city, plan)
        client = as_(city.hana)
        response = client.get(reverse("schedules:letter_pdf", args=[letter.pk]))
        assert response["Content-Disposition"].startswith('attachment; filename="konsep-')
        assert response["X-Content-Type-Options"] == "nosniff"
        reader, pages = text_of(response.content)
        assert reader.metadata.title == "SURAT PERINTAH · Bidang Ekonomi"
        assert "Kepala Badan Perencanaan, Dewi Anggraini NIP 197001011995032001" in pages[0]
        assert "bukan tanda tangan elektronik (TTE)" in pages[0]
        assert f"Keaslian: {verification_url(letter)}" in pages[0]
        assert f"Halaman 1 dari {len(pages)}" in pages[0]
        assert is_marked(response.content)
        number_letter(letter, number=NUMBER, dated_on=clock.today(), actor=city.hana.user)
        again = client.get(reverse("schedules:letter_pdf", args=[letter.pk])).content
        assert is_marked(again), "a number alone does not lift the mark"
        to_sign = client.get(reverse("schedules:letter_to_sign", args=[letter.pk])).content
        assert not is_marked(to_sign)
        assert f"NOMOR: {NUMBER}" in text_of(to_sign)[1][0]
        record_signed_copy(letter, content=pdf(), actor=city.hana.user)
        assert not is_marked(client.get(reverse("schedules:letter_pdf", args=[letter.pk])).content)
        gone = client.get(reverse("schedules:letter_to_sign", args=[letter.pk]))
        assert gone.status_code == 404
        cancel_letter(Letter.objects.get(pk=letter.pk), reason="x", actor=city.hana.user)
        assert is_marked(client.get(reverse("schedules:letter_pdf", args=[letter.pk])).content)

    def test_a_long_list_repeats_its_header_on_every_page(self, city):
        letter = draft_letter(city, published_plan(city, colleagues=70, floor=5))
        _reader, pages = text_of(letter_pdf(letter, concept=False))
        assert len(pages) >= 4
        for number, page in enumerate(pages[1:], 2):
            assert "Nama dan NIP" in page
            assert f"Halaman {number} dari {len(pages)}" in page
        every = " ".join(pages)
        for line in letter.lines.all():
            assert line.nip in every
            assert days_text(line.days) in every

    def test_names_are_never_markup(self, plan, city):
        letter = draft_letter(city, plan)
        hostile = '#read("/etc/passwd") *tebal* $x$ <a> \\ "q" #pagebreak()'
        letter.lines.filter(employee=city.sari).update(name=hostile)
        _reader, pages = text_of(letter_pdf(letter, concept=False))
        assert '#read("/etc/passwd") *tebal* $x$ <a>' in " ".join(pages)
        assert "root:" not in " ".join(pages)

    @pytest.mark.parametrize(
        ("kind", "title", "command"),
        [
            ("surat_tugas", "SURAT TUGAS", "MENUGASKAN:"),
            ("surat_perintah_tugas", "SURAT PERINTAH TUGAS", "MEMERINTAHKAN:"),
        ],
    )
    def test_its_name_is_a_setting(self, plan, city, settings, kind, title, command):
        settings.LETTER_KIND = kind
        _reader, pages = text_of(letter_pdf(draft_letter(city, plan), concept=False))
        assert title in pages[0]
        assert command in pages[0]

    def test_days_are_told_by_month(self):
        assert days_text(["2026-12-29", "2026-12-31", "2027-01-05"]) == (
            "Sel 29, Kam 31 Desember 2026; Sel 5 Januari 2027"
        )
