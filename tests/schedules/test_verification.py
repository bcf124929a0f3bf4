"""The public check: number, date, unit, head count, state and hash; names to who holds the file."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from schedules.models import Letter
from schedules.services.letters import cancel_letter
from tests.schedules.letter_cast import (
    NUMBER,
    draft_letter,
    letter_in_force,
    numbered_letter,
    pdf,
    published_plan,
    revise,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

FORM = "schedules:verification_by_number"


@pytest.fixture
def plan(city, monday):
    return published_plan(city)


@pytest.fixture
def letter(city, plan):
    return letter_in_force(city, plan)


def page_of(letter):
    return reverse("schedules:verification", args=[letter.token])


def upload(content):
    return {"file": SimpleUploadedFile("surat.pdf", content, content_type="application/pdf")}


def without_token(html):
    """Return a page without what differs from one visit to the next."""
    return [line for line in html.splitlines() if "csrfmiddlewaretoken" not in line]


def test_it_says_what_the_letter_is_and_names_nobody(letter, city, client):
    response = client.get(page_of(letter))
    html = response.content.decode()
    for word in (
        NUMBER, "7 Desember 2026", "Bidang Ekonomi", ">8<", "Berlaku",
        hashlib.sha256(pdf(NUMBER)).hexdigest(), "bukan tanda tangan elektronik (TTE)",
    ):  # fmt: skip
        assert word in html
    for name in ("Sari", "Tono", "Agus", "Dewi", "Hana", city.sari.nip, city.dewi.nip):
        assert name not in html
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Cache-Control"] == "no-store"


def test_the_same_file_confirms_the_names(letter, client):
    response = client.post(page_of(letter), upload(pdf(NUMBER)))
    html = response.content.decode()
    assert response.status_code == 200
    for name in letter.lines.values_list("name", flat=True):
        assert name in html
    assert "sama dengan salinan" in html


@pytest.mark.parametrize("content", [pdf(NUMBER) + b" ", pdf("lain"), b"x"])
def test_another_file_confirms_nothing(letter, client, content):
    response = client.post(page_of(letter), upload(content))
    assert response.status_code == 422
    html = response.content.decode()
    assert "berbeda dari salinan" in html
    assert "Sari" not in html


def test_the_signed_file_of_another_letter_confirms_nothing(letter, city, plan, client):
    other = letter_in_force(city, plan, "800/2", unit=city.agency)
    response = client.post(page_of(letter), upload(pdf("800/2")))
    assert response.status_code == 422
    assert client.post(page_of(other), upload(pdf("800/2"))).status_code == 200


def test_too_large_a_file_is_not_read(letter, client, settings):
    settings.LETTER_MAX_BYTES = 10
    assert client.post(page_of(letter), upload(pdf(NUMBER))).status_code == 422


def test_every_state_is_said(city, plan, client):
    draft = numbered_letter(city, plan)
    html = client.get(page_of(draft)).content.decode()
    assert "masih konsep dan belum berlaku" in html
    assert "Cocokkan berkas" not in html, "there is nothing yet to compare with"
    cancel_letter(draft, reason="Salah orang: Sari", actor=city.hana.user)
    html = client.get(page_of(draft)).content.decode()
    assert "sudah dibatalkan" in html
    assert "Salah orang" not in html
    signed = letter_in_force(city, plan, "800/2")
    newer = revise(city, plan)
    assert "Perlu diganti" not in client.get(page_of(signed)).content.decode()
    newer.assignments.filter(employee=city.tono).delete()
    assert "Perlu diganti" in client.get(page_of(signed)).content.decode()


def test_small_groups_are_not_counted(city, client, monday):
    letter = letter_in_force(city, published_plan(city, colleagues=2, floor=0))
    assert letter.head_count == 4
    assert "kurang dari lima" in client.get(page_of(letter)).content.decode()


def test_number_and_date_find_it_too(letter, client):
    typed = {"nomor": " 800.1.11/123/bappelitbangda", "tanggal": "2026-12-07"}
    html = client.get(reverse(FORM), typed).content.decode()
    assert NUMBER in html
    assert "Berlaku" in html
    assert "Sari" not in html
    assert letter.token not in html


def test_drafts_are_not_found_by_number(city, plan, client):
    numbered_letter(city, plan)
    typed = {"nomor": NUMBER, "tanggal": "2026-12-07"}
    assert client.get(reverse(FORM), typed).status_code == 404


def test_whatever_is_not_there_gets_one_answer(letter, client):
    never = client.get(reverse("schedules:verification", args=["x" * 22]))
    part = client.get(reverse("schedules:verification", args=[letter.token[:-1]]))
    key = client.get(reverse("schedules:verification", args=[str(letter.pk)]))
    assert {never.status_code, part.status_code, key.status_code} == {404}
    texts = {
        "\n".join(without_token(answer.content.decode())).replace(path, "")
        for answer, path in (
            (never, "/verifikasi/" + "x" * 22 + "/"),
            (part, f"/verifikasi/{letter.token[:-1]}/"),
            (key, f"/verifikasi/{letter.pk}/"),
        )
    }
    assert len(texts) == 1
    posted = client.post(reverse("schedules:verification", args=["x" * 22]), upload(pdf(NUMBER)))
    assert posted.status_code == 404
    wrong_day = client.get(reverse(FORM), {"nomor": NUMBER, "tanggal": "2026-12-06"})
    wrong_number = client.get(reverse(FORM), {"nomor": "1", "tanggal": "2026-12-07"})
    assert wrong_day.status_code == wrong_number.status_code == 404


def test_guesses_are_few(letter, client):
    tries = [
        client.get(reverse("schedules:verification", args=[f"tebak{n}"])).status_code
        for n in range(21)
    ]
    assert tries == [404] * 20 + [429]
    assert client.get(page_of(letter)).status_code == 200


def test_reading_is_limited_too(letter, client):
    answers = [client.get(page_of(letter)).status_code for _n in range(61)]
    assert answers == [200] * 60 + [429]


def test_an_empty_or_odd_form_says_so(client, db):
    assert client.get(reverse(FORM)).status_code == 200
    assert client.get(reverse(FORM), {"nomor": "", "tanggal": "kemarin"}).status_code == 422


def test_tokens_are_unguessable_and_differ(city, plan):
    tokens = {draft_letter(city, plan).token, draft_letter(city, plan, unit=city.agency).token}
    assert len(tokens) == 2
    assert all(len(token) == 22 for token in tokens)
    assert Letter.objects.count() == 2
