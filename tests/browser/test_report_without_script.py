"""The daily WFH report without JavaScript: from Hari ini to accepted, by links and buttons."""

import datetime

import pytest
from django.urls import reverse

from attendance.models import ActivityNumber, CheckIn, WorkReport
from tests.attendance.conftest import HOME, MONDAY, at_time
from tests.browser.crawl import DESKTOP, PHONE

TODAY = reverse("attendance:today")


@pytest.fixture
def plain(chromium, enter, live_server):
    """Return a function that opens Hari ini for a person in a browser that runs no script."""
    contexts = []

    def open_for(person, window):
        context = chromium.new_context(
            viewport=window, locale="id-ID", timezone_id="Asia/Jakarta", java_script_enabled=False
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = enter(context, person.user).new_page()
        page.goto(live_server.url + TODAY)
        return page

    yield open_for
    for context in contexts:
        context.close()


@pytest.mark.usefixtures("hours")
@pytest.mark.django_db(transaction=True)
def test_a_report_goes_from_hari_ini_to_accepted_without_a_script(
    city, live_server, plain, at_home, home_of, time_machine
):
    home_of(city.sari, HOME)
    at_home(city.sari, MONDAY)
    ActivityNumber.objects.create(
        number="1.02", title="Penyusunan RKPD", unit=city.agency,
        starts_on=datetime.date(2026, 1, 2),
    )  # fmt: skip
    time_machine.move_to(at_time(MONDAY, 7, 21), tick=False)
    sari = plain(city.sari, PHONE)
    sari.get_by_role("button", name="Presensi masuk").click()
    assert sari.locator(".tap.review").is_visible()
    assert CheckIn.objects.get().review_reason == "no_location"
    # The plan in the morning, with a second row.
    sari.locator(".todo", has_text="Rencana laporan harian WFH").get_by_role("link").click()
    sari.get_by_label("Rencana").first.fill("Telaah RKPD")
    sari.get_by_label("Nomor kegiatan").first.select_option("1.02")
    sari.get_by_role("button", name="Simpan dan tambah baris").click()
    assert sari.get_by_label("Rencana").count() == 3
    sari.get_by_label("Rencana").nth(1).fill("Rapat daring")
    sari.get_by_role("button", name="Simpan rencana").click()
    assert sari.locator(".messages").inner_text().strip() == "Rencana tersimpan."
    # The output in the evening: what is half filled in is told beside the field and kept.
    time_machine.move_to(at_time(MONDAY, 15, 40), tick=False)
    sari.goto(live_server.url + TODAY)
    sari.locator(".todo", has_text="Laporan harian WFH").get_by_role("link").click()
    sari.get_by_label("Hasil").first.fill("1 telaah")
    sari.get_by_label("Jumlah").first.fill("1")
    sari.get_by_role("button", name="Kirim laporan").click()
    assert sari.locator("fieldset.activity .errorlist").first.is_visible()
    assert sari.get_by_label("Hasil").first.input_value() == "1 telaah"
    sari.get_by_label("Satuan").first.fill("berkas")
    sari.get_by_label("Hasil").nth(1).fill("Notula")
    sari.get_by_role("button", name="Kirim laporan").click()
    assert "menunggu diperiksa" in sari.locator(".messages").inner_text()
    # The superior gives it back with a reason.
    rudi = plain(city.rudi, DESKTOP)
    rudi.locator(".todo", has_text="laporan harian").get_by_role("link").click()
    assert "Epkin/Lapkin 1.02" in rudi.locator("article").inner_text()
    rudi.locator("summary", has_text="Kembalikan").click()
    rudi.get_by_label("Alasan pengembalian").fill("Lampirkan bukti rapat")
    rudi.get_by_role("button", name="Kembalikan dengan alasan ini").click()
    assert WorkReport.objects.get().status == "returned"
    # The author mends it and sends it again.
    sari.goto(live_server.url + TODAY)
    sari.locator(".todo", has_text="Laporan harian WFH dikembalikan").get_by_role("link").click()
    assert "Lampirkan bukti rapat" in sari.locator("main").inner_text()
    sari.get_by_label("Tautan bukti").nth(1).fill("https://drive.bekasi.test/notula")
    sari.get_by_role("button", name="Kirim laporan").click()
    assert "menunggu diperiksa" in sari.locator(".messages").inner_text()
    # Ticked and accepted.
    rudi.goto(live_server.url + reverse("attendance:work_report_review"))
    rudi.get_by_role("checkbox", name="Sari Wulandari").check()
    rudi.get_by_role("button", name="Setujui yang dicentang").click()
    report = WorkReport.objects.get()
    assert (report.status, report.decided_by) == ("accepted", city.rudi.user)
    assert [one.activity_number for one in report.items.order_by("pk")] == ["1.02", ""]
    sari.goto(live_server.url + reverse("attendance:work_report", args=[MONDAY]))
    assert "Diterima oleh Rudi Hartono" in sari.locator("main").inner_text()
