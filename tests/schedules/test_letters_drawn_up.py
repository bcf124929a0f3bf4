"""Letters: drawn up from the published plan, frozen, and who signs them."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from schedules.models import Away
from schedules.queries.signers import office_title, signers_of
from schedules.services.letters import (
    draw_up_letter,
)
from tests.conftest import make_employee
from tests.schedules.letter_cast import (
    draft_letter,
    everything,
    published_plan,
)
from tests.schedules.office_cast import make_plan
from tests.schedules.test_plans import acting_head
from units import clock
from units.decisions import MovedOn, Refused, decisions_on
from units.models import Unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def plan(city, monday):
    return published_plan(city)


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
