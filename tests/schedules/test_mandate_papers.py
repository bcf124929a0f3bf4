"""Every decision and paper carries the mandate under which somebody acts, while it is valid."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from pypdf import PdfReader

from schedules.letter_paper import letter_pdf
from schedules.models import Plan
from schedules.queries.signers import signers_of
from schedules.services.letters import draw_up_letter, number_letter
from schedules.services.plans import approve_plan, publish_plan
from tests.conftest import make_employee
from tests.schedules.letter_cast import published_plan
from tests.schedules.office_cast import make_plan
from tests.schedules.test_plans import approved, state, submitted
from tests.units.test_mandates import appoint
from units import clock
from units.decisions import Refused, decisions_on
from units.models import Unit
from units.services.mandates import end_acting_head

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def plan(city, monday):
    return make_plan(city)


def paper(letter):
    pages = PdfReader(io.BytesIO(letter_pdf(letter, concept=True))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def drawn_up(city, plan):
    signer = signers_of(plan.agency, clock.today())[0]
    return draw_up_letter(plan, city.division, signer=signer, mandate="", actor=city.hana.user)


@pytest.mark.parametrize(
    ("signing", "mandate", "lines"),
    [
        ("own", "Plh. Kepala Badan, surat 800/12", ["Plh. Kepala Badan Perencanaan,"]),
        (
            "an", "a.n. Kepala Badan, Kepala Bidang, surat 800/12",
            ["a.n. Kepala Badan Perencanaan", "Kepala Bidang Sosial,"],
        ),
    ],
)  # fmt: skip
def test_decision_and_letter_carry_the_mandate(plan, city, signing, mandate, lines):
    maya = make_employee(
        "198801012011012001", "Maya Sari", city.other_division, city.positions.head_of_division,
        is_head=True,
    )  # fmt: skip
    appoint(city, city.agency, city.wati.user, maya, signing=signing)
    submitted(plan, city.rudi.user)
    approve_plan(plan, actor=maya.user)
    assert decisions_on(plan).get(act="plan_approved").mandate == mandate
    publish_plan(plan, actor=city.wati.user)
    plan.refresh_from_db()
    letter = drawn_up(city, plan)
    assert (letter.signature, letter.signer_name) == (lines, maya.name)
    assert letter.signer_mandate.employee == maya
    assert "Surat penunjukan Plh. nomor 800/12" in letter.basis
    text = paper(letter)
    for line in [*lines, "800/12", maya.name]:
        assert line in text


def test_u_b_names_the_one_between(city, monday):
    section = Unit.objects.create(
        code="BAPPELITBANGDA-EKO-1", name="Tim Data", level="seksi", parent=city.division
    )
    maya = make_employee(
        "198801012011012001", "Maya Lestari", section, city.positions.planner, is_head=True
    )
    appoint(city, city.agency, city.wati.user, maya, signing="ub")
    signer = signers_of(city.agency, clock.today())[0]
    assert signer.lines == (
        "a.n. Kepala Badan Perencanaan", "Kepala Bidang Ekonomi", "u.b.", "Perencana Tim Data,",
    )  # fmt: skip
    assert not signer.needs_mandate, "the appointment is the mandate"


def test_a_letter_dated_outside_the_mandate_is_refused(city, monday, time_machine):
    plan = published_plan(city)
    appoint(city, city.agency, city.wati.user, city.hana, ends_on=monday)
    letter = drawn_up(city, plan)
    time_machine.move_to("2026-12-08T02:00Z", tick=False)
    with pytest.raises(Refused, match="Hana Pertiwi .surat 800/12. tidak berlaku pada 8 Desember"):
        number_letter(letter, number="1", dated_on=clock.today(), actor=city.hana.user)
    letter.refresh_from_db()
    assert letter.number == ""
    number_letter(letter, number="1", dated_on=monday, actor=city.hana.user)


def test_a_mandate_ended_early_signs_nothing_more(city, monday):
    plan = published_plan(city)
    posting = appoint(city, city.agency, city.wati.user, city.hana)
    letter = drawn_up(city, plan)
    end_acting_head(posting, actor=city.wati.user)
    letter.signer_mandate.refresh_from_db()
    with pytest.raises(Refused, match="tidak berlaku"):
        number_letter(letter, number="1", dated_on=monday, actor=city.hana.user)


# --- the mandate and the plan -----------------------------------------------------------------


def test_an_expired_mandate_is_refused_at_the_act(plan, city, monday, time_machine):
    appoint(city, city.agency, city.wati.user, city.hana, ends_on=monday)
    submitted(plan, city.rudi.user)
    time_machine.move_to("2026-12-08T02:00Z", tick=False)
    before = state(plan)
    with pytest.raises(PermissionDenied):
        approve_plan(plan, actor=city.hana.user)
    assert state(plan) == before


def test_a_mandate_ended_this_minute_is_refused_at_the_act(plan, city):
    posting = appoint(city, city.agency, city.wati.user, city.hana)
    submitted(plan, city.rudi.user)
    end_acting_head(posting, actor=city.wati.user)
    before = state(plan)
    with pytest.raises(PermissionDenied):
        approve_plan(plan, actor=city.hana.user)
    assert state(plan) == before


def test_a_mandate_in_another_agency_opens_nothing_here(plan, city):
    appoint(city, city.service, city.wati.user, city.hana)
    submitted(plan, city.rudi.user)
    before = state(plan)
    with pytest.raises(PermissionDenied):
        approve_plan(plan, actor=city.hana.user)
    assert state(plan) == before


def test_nobody_approves_through_a_stand_in_whom_they_appointed(plan, city):
    """Nina of BKPSDM appoints Hana, then leads the bidang for a day and submits its part."""
    from tests.schedules.test_chain import second_officer

    nina = second_officer(city)
    appoint(city, city.agency, nina.user, city.hana)
    appoint(city, city.division, city.wati.user, nina)
    submitted(plan, nina.user)
    before = state(plan)
    with pytest.raises(PermissionDenied):
        approve_plan(plan, actor=city.hana.user)
    assert state(plan) == before
    approve_plan(plan, actor=city.dewi.user)
    assert Plan.objects.get(pk=plan.pk).approved_by == city.dewi.user


def test_who_submitted_through_a_mandate_does_not_approve_as_bkpsdm(plan, city):
    from tests.schedules.test_chain import second_officer

    nina = second_officer(city)
    appoint(city, city.agency, city.wati.user, nina)
    submitted(plan, nina.user)
    before = state(plan)
    with pytest.raises(Refused, match="Anda mengajukan"):
        approve_plan(plan, actor=nina.user)
    assert state(plan) == before
    approve_plan(plan, actor=city.wati.user)


def test_who_approved_through_a_mandate_does_not_take_note_as_bkpsdm(plan, city):
    from tests.schedules.test_chain import second_officer

    nina = second_officer(city)
    appoint(city, city.agency, city.wati.user, nina)
    submitted(plan, city.rudi.user)
    approve_plan(plan, actor=nina.user)
    before = state(plan)
    with pytest.raises(Refused, match="menyetujui rencana ini"):
        publish_plan(plan, actor=nina.user)
    assert state(plan) == before
    publish_plan(plan, actor=city.wati.user)


def test_what_was_decided_under_a_mandate_stands_after_its_end(plan, city):
    posting = appoint(city, city.agency, city.wati.user, city.hana)
    submitted(plan, city.rudi.user)
    approve_plan(plan, actor=city.hana.user)
    end_acting_head(posting, actor=city.wati.user)
    publish_plan(plan, actor=city.wati.user)
    assert Plan.objects.get(pk=plan.pk).status == "published"


def test_the_definitive_head_acts_without_a_mandate(plan, city):
    approved(plan, city)
    assert decisions_on(plan).get(act="plan_approved").mandate == ""
