"""Sudden absence on the phone: one form appoints, the Plh. approves, the paper says so."""

import io

import pytest
from pypdf import PdfReader

from schedules.services.parts import submit_part
from tests.browser.crawl import PHONE
from tests.conftest import MONDAY
from tests.schedules.office_cast import make_plan
from units.decisions import decisions_on

pytestmark = pytest.mark.django_db(transaction=True)
NARROW = {"width": 360, "height": PHONE["height"]}


def test_sudden_absence_appointment_approval_and_paper(
    live_server, meet, enter, city, time_machine
):
    time_machine.move_to("2026-12-07T02:00Z")
    plan = make_plan(city)
    submit_part(plan.parts.get(), actor=city.rudi.user)

    wati = meet(NARROW)
    enter(wati.context, city.wati.user)
    wati.arrive(f"/rencana/{plan.pk}/")
    wati.sees("Menunggu persetujuan Dewi Anggraini.")
    wati.follow("Kepala Bappelitbangda berhalangan? Tunjuk Plh.")
    wati.sees("Kepala yang berhalangan tidak perlu berbuat apa pun.")
    wati.page.locator("main [name=person]").select_option(value=str(city.hana.pk))
    wati.fill(letter_number="800/12-BKPSDM/2026")
    wati.press("Tunjuk")
    wati.sees("berlaku sejak menit ini")
    wati.sees("surat 800/12-BKPSDM/2026")

    hana = meet(NARROW)
    enter(hana.context, city.hana.user)
    hana.arrive("/hari-ini/")
    hana.sees("Rencana rotasi: persetujuan Bappelitbangda")
    hana.follow("Buka Bappelitbangda")
    hana.press("Setujui")
    hana.sees("Plh. Kepala Badan, surat 800/12-BKPSDM/2026")
    decision = decisions_on(plan).get(act="plan_approved")
    assert (decision.actor, decision.mandate) == (
        city.hana.user, "Plh. Kepala Badan, surat 800/12-BKPSDM/2026",
    )  # fmt: skip

    wati.arrive(f"/rencana/{plan.pk}/")
    wati.press("Terbitkan")
    wati.follow("Buat surat")
    wati.press("Buat konsep")
    pages = PdfReader(io.BytesIO(wati.download("Unduh konsep"))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for words in ("Plh. Kepala Badan Perencanaan", "Hana Pertiwi", "nomor 800/12-BKPSDM/2026"):
        assert words in text

    time_machine.move_to("2026-12-08T02:00Z")
    hana.arrive("/hari-ini/")
    assert hana.page.get_by_text("Rencana rotasi:").count() == 0
    assert MONDAY.isoformat() in str(city.hana.postings.get(kind="plh").ends_on)
