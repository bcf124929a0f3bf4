"""In the middle of a month, on small phones: ill, transferred, a late holiday, gone, an outage."""

import datetime

import pytest

from attendance.models import DayRecord
from schedules.models import Assignment, Away, Holiday, Swap
from tests.browser.crawl import PHONE, session_cookie
from tests.browser.people import moment
from tests.conftest import MONDAY
from tests.schedules.swap_cast import THURSDAY, TUESDAY, offered, published_plan
from units.models import Posting

pytestmark = pytest.mark.django_db(transaction=True)

SMALL = {**PHONE, "width": 360}


@pytest.fixture
def phone_of(meet, live_server):
    """Return a function that gives the phone of a person who is signed in."""

    def arrive(person):
        visitor = meet(SMALL)
        visitor.context.add_cookies([session_cookie(person.user, live_server.url)])
        visitor.arrive("/")
        return visitor

    return arrive


@pytest.fixture
def plan(city, city_clock):
    """A published plan: Sari is at home on Thursday the 17th, Tono on Tuesday the 15th."""
    city_clock(moment(MONDAY, 9))
    return published_plan(city)


def on_day(visitor, day):
    """Open a day of one's own schedule."""
    visitor.menu("Jadwal saya")
    cell = visitor.page.locator(".my-week li").filter(has_text=f"{day.day} Des").first
    visitor._go(cell.get_by_role("link"))


def test_illness_is_asked_for_and_accepted(city, plan, phone_of):
    swap = offered(city, plan)
    sari = phone_of(city.sari)
    sari.menu("Ketidakhadiran saya")
    sari.follow("Ajukan permohonan", first=True)
    sari.fill(kind="Sakit", starts_on=THURSDAY, ends_on=THURSDAY, reason="Demam berdarah")
    sari.press("Kirim kepada atasan")
    sari.sees("Permohonan terkirim. Jadwal belum berubah sampai atasan memutuskan.")
    sari.sees("Kamis, 17 Desember")

    rudi = phone_of(city.rudi)
    rudi.open_notice("Sari Wulandari")
    rudi.sees("Demam berdarah")
    rudi.press("Setujui")
    rudi.sees("Disetujui")
    away = Away.objects.get()
    assert (away.status, away.decided_by) == ("approved", city.rudi.user)
    swap.refresh_from_db()
    assert swap.status == Swap.Status.FALLEN

    on_day(sari, THURSDAY)
    sari.sees("sakit")
    # the colleague to whom the swap was offered reads that it fell, and never why
    tono = phone_of(city.tono)
    tono.menu("Tukar hari")
    assert "Demam" not in tono.page.content()
    assert "Sakit" not in tono.page.locator("main").inner_text()


def test_a_transfer_ends_the_days_in_the_old_unit(city, plan, phone_of):
    hana = phone_of(city.hana)
    hana.menu("Pegawai")
    hana.follow("Sari Wulandari")
    hana.follow("Penempatan baru")
    hana.fill(
        unit=city.other_division.name, position=city.positions.planner.name,
        starts_on=datetime.date(2026, 12, 14), letter_number="821/77/BKPSDM",
    )  # fmt: skip
    hana.press("Catat penempatan")
    hana.sees("Bidang Sosial")
    assert Posting.objects.filter(employee=city.sari).latest("starts_on").letter_number == (
        "821/77/BKPSDM"
    )
    rudi = phone_of(city.rudi)
    rudi.open_notice("Sari Wulandari")
    sari = phone_of(city.sari)
    sari.open_notice("ditempatkan di")
    on_day(sari, THURSDAY)
    sari.sees("WFO (kantor)")


def test_a_holiday_declared_late_reaches_the_phone(city, plan, phone_of):
    offered(city, plan)
    wati = phone_of(city.wati)
    wati.menu("Kalender kerja")
    wati.follow("Catat hari libur")
    wati.fill(
        date=TUESDAY, name="Cuti bersama tambahan", kind="Cuti bersama", legal_basis="SKB 5/2026"
    )
    wati.press("Simpan")
    assert Holiday.objects.filter(date=TUESDAY, kind="joint_leave").exists()
    tono = phone_of(city.tono)
    tono.open_notice("Jadwal WFH Anda pada hari itu gugur.")
    on_day(tono, TUESDAY)
    tono.sees("Cuti bersama tambahan")
    sari = phone_of(city.sari)
    sari.menu("Tukar hari")
    sari.sees("Gugur")


def test_who_leaves_cannot_enter_any_more_and_the_history_stays(city, plan, phone_of):
    sari = phone_of(city.sari)
    wati = phone_of(city.wati)
    wati.menu("Pegawai")
    wati.fill(q="Sari")
    wati.press("Cari")
    wati.follow("Sari Wulandari")
    wati.page.get_by_text("Isi tanggal berhenti").click()
    wati.fill(left_on=MONDAY)
    wati.page.locator("#leave_reason").fill("Pensiun")
    wati.press("Akhiri kepegawaian")
    wati.sees("Kepegawaian diakhiri. Riwayat tetap tersimpan.")
    wati.sees("berhenti 7 Desember 2026")
    sari.page.reload()
    sari.sees("NIP atau alamat e-mail")
    assert "Jadwal saya" not in sari.page.content()
    assert Assignment.objects.filter(employee=city.sari, date=THURSDAY).exists()


def test_an_outage_is_declared_and_those_who_were_late_are_told(
    city, hours, tap, city_clock, phone_of
):  # fmt: skip
    from attendance.services.closing import close_day
    from attendance.services.outages import apply_outages
    from tests.attendance.conftest import at_time

    tap(city.tono, "in", at_time(MONDAY, 8))
    tap(city.tono, "out", at_time(MONDAY, 16, 5))
    city_clock(moment(MONDAY + datetime.timedelta(days=1), 9))
    close_day(MONDAY)
    wati = phone_of(city.wati)
    wati.menu("Gangguan sistem")
    wati.follow("Catat gangguan")
    wati.fill(work_date=MONDAY, starts_at="07:20", ends_at="08:00", reason="Listrik padam")
    wati.press("Catat gangguan")
    wati.sees("sedang dihitung ulang")
    apply_outages()
    wati.page.reload()
    wati.sees("pegawai dihitung ulang")
    tono = phone_of(city.tono)
    tono.open_notice("gangguan sistem 07.20–08.00")
    assert DayRecord.objects.get(employee=city.tono, date=MONDAY).minutes_late == 0
