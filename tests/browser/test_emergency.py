"""A flood on small phones: declared with a letter, worked through from elsewhere, ended early."""

import io

import pytest
from pypdf import PdfReader

from schedules.models import Emergency
from schedules.queries.workplaces import workplace_of
from tests.browser.crawl import PHONE, session_cookie
from tests.browser.people import moment
from tests.conftest import MONDAY
from tests.schedules.swap_cast import THURSDAY, TUESDAY, published_plan
from units.models import Home

pytestmark = pytest.mark.django_db(transaction=True)
TOMORROW = "2026-12-08"


def test_declared_lived_and_ended(city, city_clock, meet, live_server):
    city_clock(moment(MONDAY, 9))
    published_plan(city)

    def phone_of(person):
        visitor = meet(PHONE)
        visitor.context.add_cookies([session_cookie(person.user, live_server.url)])
        visitor.arrive("/")
        return visitor

    wati = phone_of(city.wati)
    wati.menu("Keadaan darurat")
    wati.follow("Tetapkan keadaan darurat")
    wati.fill(
        kind="Banjir", reason="Kali Bekasi meluap", letter_number="360/77-BPBD",
        letter_dated_on="2026-12-07", starts_on="2026-12-07", ends_on="2026-12-17",
        nips=f"{city.sari.nip}\n{city.tono.nip}",
    )  # fmt: skip
    wati.press("Periksa akibatnya")
    wati.sees("2 pegawai")
    if wati.page.locator("main [name=confirmation]").count():
        wati.fill(confirmation="Loket dijaga bidang lain.")
    wati.press("Tetapkan")
    wati.sees("360/77-BPBD")
    emergency = Emergency.objects.get()
    assert (emergency.head_count, emergency.letter_number) == (2, "360/77-BPBD")
    assert workplace_of(city.tono, MONDAY) == "wfh"

    wati.follow("Buat surat")
    wati.press("Buat konsep")
    pages = PdfReader(io.BytesIO(wati.download("Unduh konsep"))).pages
    paper = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "KONSEP" in paper
    assert "Sari Wulandari" in paper
    wati.menu("Keadaan darurat")
    wati._go(wati.page.locator("main tbody").get_by_role("link"))

    sari = phone_of(city.sari)
    sari.sees("Kali Bekasi meluap")
    sari.sees("Anda tidak dihitung tidak hadir.")
    sari.follow("Tempat sementara")
    place = sari.page.locator("main form").filter(has_text="Simpan tempat sementara")
    for name, value in (
        ("starts_on", "2026-12-07"), ("ends_on", "2026-12-17"),
        ("latitude", "-6.2345"), ("longitude", "106.9912"),
    ):  # fmt: skip
        place.locator(f"[name={name}]").fill(value)
    sari.press("Simpan tempat sementara")
    sari.sees("menunggu konfirmasi pengelola kepegawaian")
    assert Home.objects.filter(employee=city.sari).count() == 1

    wati.fill(ends_on=TOMORROW, reason="Air sudah surut")
    wati.press("Ubah hari terakhir")
    wati.sees("Air sudah surut")
    emergency.refresh_from_db()
    assert emergency.ends_on.isoformat() == TOMORROW
    assert workplace_of(city.sari, TUESDAY) == "wfo"
    assert workplace_of(city.sari, THURSDAY) == "wfh"
    sari.open_notice("Masa keadaan darurat")
