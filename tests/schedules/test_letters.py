"""Letters: frozen from the published plan, one number each, in force when signed, kept when not."""

import datetime
import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from pypdf import PdfReader

from schedules.letter_paper import days_text, letter_pdf, verification_url
from schedules.models import Away, Holiday, Letter, LetterLine, Plan, SignedCopy
from schedules.queries.letters import letters_visible_to, states_of
from schedules.queries.signers import office_title, signers_of
from schedules.services.letters import (
    cancel_letter,
    draw_up_letter,
    looks_like_pdf,
    number_letter,
    record_signed_copy,
)
from tests.conftest import make_employee
from tests.schedules.letter_cast import (
    NUMBER,
    draft_letter,
    letter_in_force,
    numbered_letter,
    pdf,
    publish,
    published_plan,
)
from tests.schedules.office_cast import draw_up, make_plan
from tests.schedules.test_plans import acting_head
from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused, decisions_on
from units.models import Outbox, Unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def plan(city, monday):
    return published_plan(city)


def text_of(content):
    reader = PdfReader(io.BytesIO(content))
    return reader, [" ".join(page.extract_text().split()) for page in reader.pages]


def state(letter):
    return states_of([Letter.objects.select_related("plan").get(pk=letter.pk)])[letter.pk]


def everything():
    """What a refused or denied act must leave as it is."""
    return (
        list(Letter.objects.values_list("pk", "status", "number", "cancel_reason")),
        LetterLine.objects.count(),
        SignedCopy.objects.count(),
        Outbox.objects.count(),
    )


class TestDrawingUp:
    def test_people_and_days_are_those_published_and_frozen(self, plan, city):
        letter = draft_letter(city, plan)
        assert (letter.status, letter.number, letter.head_count) == ("draft", "", 8)
        assert letter.lines.count() == 8
        for line in letter.lines.all():
            days = plan.assignments.filter(employee=line.employee, published=True)
            expected = [
                day.isoformat() for day in days.order_by("date").values_list("date", flat=True)
            ]
            assert line.days == expected
        sari = letter.lines.get(employee=city.sari)
        assert (sari.name, sari.nip, sari.position) == (
            "Sari Wulandari", city.sari.nip, "Perencana",
        )  # fmt: skip
        city.sari.name = "Sari Baru"
        city.sari.save()
        plan.assignments.filter(employee=city.sari).delete()
        sari.refresh_from_db()
        assert (sari.name, len(sari.days)) == ("Sari Wulandari", 2)
        assert [one.act for one in decisions_on(letter)] == ["letter_drawn_up"]

    def test_the_letter_of_the_agency_names_everybody(self, plan, city):
        assert draft_letter(city, plan, unit=city.agency).head_count == 8

    def test_people_without_a_day_in_force_are_left_out(self, plan, city):
        Away.objects.create(
            employee=city.sari, kind="cuti", starts_on="2026-12-07", ends_on="2026-12-20",
            recorded_by=city.hana.user, recorded_at=clock.now(),
        )  # fmt: skip
        letter = draft_letter(city, plan)
        assert letter.head_count == 7
        assert not letter.lines.filter(employee=city.sari).exists()

    @pytest.mark.parametrize("who", ["sari", "yanti", "umar", "komisi"])
    def test_others_draw_up_nothing(self, plan, city, who):
        before = everything()
        with pytest.raises(PermissionDenied):
            draft_letter(city, plan, actor=getattr(getattr(city, who), "user", getattr(city, who)))
        assert everything() == before

    def test_a_head_of_another_bidang_does_not(self, plan, city):
        other = make_employee(
            "198101012005011009", "Rina", city.other_division, city.positions.head_of_division,
            is_head=True,
        )  # fmt: skip
        with pytest.raises(PermissionDenied):
            draft_letter(city, plan, actor=other.user)

    def test_only_from_a_published_plan(self, city):
        draft = make_plan(city)
        before = everything()
        with pytest.raises(Refused, match="sudah terbit"):
            draft_letter(city, draft)
        assert everything() == before

    def test_not_for_a_unit_outside_the_plan(self, plan, city):
        with pytest.raises(Refused, match="bukan bagian"):
            draft_letter(city, plan, unit=city.service, actor=city.wati.user)

    def test_a_second_draft_is_refused_also_by_the_database(self, plan, city):
        letter = draft_letter(city, plan)
        with pytest.raises(MovedOn, match="sudah ada"):
            draft_letter(city, plan)
        letter.pk, letter.token = None, "lain"
        with pytest.raises(IntegrityError), transaction.atomic():
            letter.save(force_insert=True)


class TestSignature:
    def test_titles_say_the_shared_word_once(self):
        for position, unit, title in (
            ("Kepala Dinas", "Dinas Sosial", "Kepala Dinas Sosial"),
            ("Sekretaris", "Sekretariat", "Sekretaris"),
            ("Camat", "Kecamatan Bekasi Timur", "Camat Bekasi Timur"),
            ("Lurah", "Kelurahan Perwira", "Lurah Perwira"),
            ("Inspektur", "Inspektorat", "Inspektur"),
            ("Direktur", "RSUD", "Direktur RSUD"),
        ):
            assert office_title(position, unit) == title

    def test_the_head_signs_directly(self, city, monday):
        first = signers_of(city.agency, monday)[0]
        assert (first.posting.employee, first.lines) == (
            city.dewi, ("Kepala Badan Perencanaan,",),
        )  # fmt: skip

    def test_an_acting_head_signs_as_such_and_the_letter_says_by_what(self, plan, city, monday):
        acting_head(city, city.rudi)
        signer = next(one for one in signers_of(city.agency, monday) if one.capacity == "direct")
        assert signer.posting.employee == city.rudi
        assert signer.lines[0].startswith("Plh. Kepala Badan")
        letter = draw_up_letter(
            plan, city.division, signer=signer, mandate="", actor=city.hana.user
        )
        assert letter.basis[-1] == f"Surat penunjukan Plh. nomor {signer.posting.letter_number}"

    def test_a_part_signs_on_behalf_and_needs_a_mandate(self, plan, city, monday):
        signer = next(one for one in signers_of(city.agency, monday) if one.capacity == "an")
        assert signer.lines == ("a.n. Kepala Badan Perencanaan", "Kepala Bidang Ekonomi,")
        before = everything()
        with pytest.raises(Refused, match="mandat"):
            draw_up_letter(plan, city.division, signer=signer, mandate=" ", actor=city.hana.user)
        assert everything() == before
        letter = draw_up_letter(
            plan, city.division, signer=signer, mandate="800/7", actor=city.hana.user
        )
        assert letter.signature == list(signer.lines)
        assert "Mandat penandatanganan nomor 800/7" in letter.basis

    def test_one_further_down_signs_u_b(self, city, monday):
        section = Unit.objects.create(
            code="EKO-1", name="Seksi Data", level="seksi", parent=city.division
        )
        make_employee(
            "198501012010011077", "Joko", section, city.positions.head_of_division, is_head=True
        )
        signer = next(one for one in signers_of(city.agency, monday) if one.capacity == "ub")
        assert signer.lines == (
            "a.n. Kepala Badan Perencanaan", "Kepala Bidang Ekonomi", "u.b.",
            "Kepala Bidang Seksi Data,",
        )  # fmt: skip

    def test_without_a_head_nobody_signs(self, city, monday):
        city.dewi.postings.update(ends_on=monday - datetime.timedelta(days=1))
        assert signers_of(city.agency, monday) == []


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


def revise(city, plan):
    """Publish a second version of the plan."""
    Plan.objects.filter(pk=plan.pk).update(status="superseded")
    newer = draw_up(city, plan.period)
    Plan.objects.filter(pk=plan.pk).update(status="published")
    return publish(city, newer)


class TestReplacing:
    def test_a_revised_plan_asks_for_a_new_letter_which_cancels_the_old(self, plan, city):
        old, draft = letter_in_force(city, plan), draft_letter(city, plan, unit=city.agency)
        newer = revise(city, plan)
        assert (state(old), state(draft)) == ("replace", "replace")
        with pytest.raises(Refused, match="masih berlaku"):
            draft_letter(city, plan)
        Outbox.objects.all().delete()
        newer.assignments.filter(employee=city.tono).delete()
        new = letter_in_force(city, newer, "800/2")
        old.refresh_from_db()
        assert (old.status, old.cancel_reason) == (
            "cancelled", "Diganti dengan surat nomor 800/2.",
        )  # fmt: skip
        assert state(new) == "in_force"
        gone = Outbox.objects.filter(kind="letter_cancelled")
        assert [one.recipient for one in gone] == [city.tono.user], (
            "who is in the new one is told once"
        )

    def test_a_holiday_declared_late_asks_for_a_new_letter_a_leave_does_not(self, plan, city):
        letter = letter_in_force(city, plan)
        day = datetime.date.fromisoformat(letter.lines.get(employee=city.sari).days[-1])
        Away.objects.create(
            employee=city.sari, kind="cuti", starts_on=day, ends_on=day,
            recorded_by=city.hana.user, recorded_at=clock.now(),
        )  # fmt: skip
        assert state(letter) == "in_force"
        Holiday.objects.create(date=day, name="Hari Kota", kind="local")
        assert state(letter) == "replace"

    def test_days_already_past_ask_for_nothing(self, plan, city, time_machine):
        letter = letter_in_force(city, plan)
        time_machine.move_to("2026-12-21T02:00Z", tick=False)
        Holiday.objects.create(date=datetime.date(2026, 12, 10), name="Susulan", kind="local")
        assert state(letter) == "in_force"

    @pytest.mark.parametrize("letters", [1, 3])
    def test_states_of_many_in_constant_queries(
        self, plan, city, letters, django_assert_num_queries
    ):
        found = [letter_in_force(city, plan)]
        for n in range(1, letters):
            found.append(numbered_letter(city, plan, f"800/{n}", unit=city.agency))
            cancel_letter(found[-1], reason="uji", actor=city.hana.user)
        rows = list(letters_visible_to(scope_for(city.wati.user)))
        assert len(rows) == letters
        with django_assert_num_queries(6):
            states_of(rows)


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
        with django_assert_num_queries(15):
            html = client.get(reverse("schedules:letter_list")).content.decode()
        assert html.count("<tr>") == letters + 1
