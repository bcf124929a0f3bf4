"""The pages of letters: list, life, and what each reader sees."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from schedules.models import Letter, SignedCopy
from schedules.queries.signers import signers_of
from schedules.services.letters import (
    cancel_letter,
    number_letter,
    record_signed_copy,
)
from tests.schedules.letter_cast import (
    NUMBER,
    draft_letter,
    letter_in_force,
    numbered_letter,
    pdf,
    published_plan,
)
from units import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def plan(city, monday):
    return published_plan(city)


class TestPages:
    def test_from_the_plan_to_a_letter_in_force(self, plan, city, as_):
        client = as_(city.hana)
        new = reverse("schedules:letter_new", args=[plan.pk])
        assert new in client.get(reverse("schedules:plan_detail", args=[plan.pk])).content.decode()
        form = client.get(new).content.decode()
        assert "Dewi Anggraini · Kepala Badan Perencanaan" in form
        signer = signers_of(city.agency, clock.today())[0].posting.pk
        made = client.post(new, {"unit": city.division.pk, "signer": signer})
        letter = Letter.objects.get()
        page = reverse("schedules:letter_detail", args=[letter.pk])
        assert made.url == page
        client.post(
            reverse("schedules:letter_number", args=[letter.pk]),
            {"number": NUMBER, "dated_on": "2026-12-07"},
        )
        upload = SimpleUploadedFile("../../x.html", pdf(), content_type="text/html")
        client.post(reverse("schedules:letter_record", args=[letter.pk]), {"file": upload})
        letter.refresh_from_db()
        assert letter.status == "in_force"
        html = client.get(page).content.decode()
        assert "Unduh surat bertanda tangan" in html
        assert SignedCopy.objects.get().sha256 in html
        copy = client.get(reverse("schedules:letter_signed_copy", args=[letter.pk]))
        assert copy.content == pdf()
        assert (copy["Content-Type"], copy["X-Content-Type-Options"]) == (
            "application/pdf", "nosniff",
        )  # fmt: skip
        assert copy["Content-Disposition"] == (
            f'attachment; filename="salinan-bappelitbangda-eko-2026-12-07-{letter.pk}.pdf"'
        )

    def test_refusals_keep_what_was_typed(self, plan, city, as_):
        letter = draft_letter(city, plan)
        client = as_(city.hana)
        answer = client.post(
            reverse("schedules:letter_number", args=[letter.pk]),
            {"number": "800/1", "dated_on": "2027-01-01"},
        )
        assert answer.status_code == 422
        html = answer.content.decode()
        assert "tidak boleh sesudah hari ini" in html
        assert 'value="800/1"' in html
        number_letter(letter, number="800/1", dated_on=clock.today(), actor=city.hana.user)
        upload = SimpleUploadedFile("a.pdf", b"x")
        answer = client.post(reverse("schedules:letter_record", args=[letter.pk]), {"file": upload})
        assert (answer.status_code, SignedCopy.objects.count()) == (422, 0)
        assert "bukan PDF" in answer.content.decode()

    def test_who_is_named_sees_the_own_days_and_the_signed_copy_alone(self, plan, city, as_):
        draft = draft_letter(city, plan)
        page = reverse("schedules:letter_detail", args=[draft.pk])
        client = as_(city.sari)
        assert client.get(page).status_code == 404, "a draft is the office's"
        assert "Belum ada surat" in client.get(reverse("schedules:letter_list")).content.decode()
        number_letter(draft, number=NUMBER, dated_on=clock.today(), actor=city.hana.user)
        record_signed_copy(draft, content=pdf(), actor=city.hana.user)
        html = client.get(page).content.decode()
        assert "Sari Wulandari" in html
        assert "Tono" not in html
        assert NUMBER in client.get(reverse("schedules:letter_list")).content.decode()
        copy = client.get(reverse("schedules:letter_signed_copy", args=[draft.pk]))
        assert copy.status_code == 200
        assert client.get(reverse("schedules:letter_pdf", args=[draft.pk])).status_code == 403
        assert as_(city.umar).get(page).status_code == 404

    @pytest.mark.parametrize("letters", [1, 3])
    def test_the_list_in_constant_queries(
        self, plan, city, as_, letters, django_assert_num_queries
    ):
        letter_in_force(city, plan)
        for n in range(1, letters):
            one = numbered_letter(city, plan, f"800/{n}", unit=city.agency)
            cancel_letter(one, reason="uji", actor=city.hana.user)
        client = as_(city.hana)
        with django_assert_num_queries(18):
            html = client.get(reverse("schedules:letter_list")).content.decode()
        assert html.count("<tr>") == letters + 1
