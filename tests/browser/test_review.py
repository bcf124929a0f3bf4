"""From a day with its reason to a granted request and the changed day, on a small phone."""

import pytest

from schedules.models import Assignment, ReviewRequest
from tests.browser.crawl import PHONE, session_cookie
from tests.browser.people import moment
from tests.conftest import MONDAY
from tests.schedules.review_cast import make_officer, refused_swap
from tests.schedules.swap_cast import THURSDAY, published_plan

ANSWER = "Bidang mempunyai cukup orang pada hari itu."


@pytest.fixture
def phone_of(meet, live_server):
    """Return a function that gives the phone of an account that is signed in."""

    def arrive(person):
        visitor = meet(PHONE)
        visitor.context.add_cookies([session_cookie(person.user, live_server.url)])
        visitor.arrive("/")
        return visitor

    return arrive


@pytest.mark.django_db(transaction=True)
def test_a_day_is_asked_about_answered_and_changed(city, city_clock, phone_of):
    city_clock(moment(MONDAY, 9))
    published_plan(city)
    ratna = make_officer(city)
    sari = phone_of(city.sari)
    sari.menu("Jadwal saya")
    day = sari.page.locator(".my-week li").filter(has_text=f"{THURSDAY.day} Des").first
    sari._go(day.get_by_role("link"))
    sari.sees("WFH (rumah)")
    sari.follow("Ajukan permohonan peninjauan")
    sari.sees("tidak menggantikan dan tidak menunda keberatan atau banding")
    sari.sees("Kamis, 10 Desember 2026")
    sari.fill(reason="Kamis itu ada pemeriksaan perangkat di kantor.")
    sari.press("Kirim permohonan")
    sari.sees("Permohonan terkirim. Jadwal Anda tetap sampai ada jawaban.")
    sari.sees("Menunggu jawaban")
    sari.sees("BKPSDM")

    officer = phone_of(ratna)
    officer.menu("Hari ini")
    officer.sees("1 permohonan peninjauan menunggu jawaban")
    officer.follow("Jawab")
    officer.follow(city.sari.name)
    officer.sees("Kamis itu ada pemeriksaan perangkat di kantor.")
    officer.sees("Semua aturan dan batas minimal tetap terpenuhi bila dikabulkan.")
    officer.fill(answer=ANSWER)
    officer.press("Kabulkan")
    officer.sees("Jawaban terkirim kepada pemohon.")
    officer.menu("Register peninjauan")
    officer.sees("Dikabulkan")

    sari.open_notice("dikabulkan. Baca jawabannya.")
    sari.sees(ANSWER)
    sari.sees("Ratna Sulistyowati")
    sari.follow("Lihat harinya")
    sari.sees("WFO (kantor)")
    sari.sees("Permohonan peninjauan Anda dikabulkan 7 Desember 2026.")
    assert not Assignment.objects.filter(employee=city.sari, date=THURSDAY, published=True).exists()


@pytest.mark.django_db(transaction=True)
def test_a_refused_swap_is_asked_about_and_refused_again_in_writing(city, city_clock, phone_of):
    city_clock(moment(MONDAY, 9))
    refused_swap(city)
    sari = phone_of(city.sari)
    sari.menu("Tukar hari")
    sari.follow("Kamis, 17 Desember ditukar Selasa, 15 Desember")
    sari.follow("Ajukan permohonan peninjauan")
    sari.sees("Rapat bidang")
    sari.fill(reason="Orang tua berobat hari Kamis.")
    sari.press("Kirim permohonan")
    sari.sees("kepala Badan Perencanaan")
    dewi = phone_of(city.dewi)
    dewi.menu("Peninjauan jadwal")
    dewi.follow(city.sari.name)
    dewi.fill(answer="Rapat tidak dapat dipindah; silakan ajukan cuti setengah hari.")
    dewi.press("Tidak dikabulkan")
    dewi.sees("Jawaban terkirim kepada pemohon.")
    sari.menu("Peninjauan jadwal")
    sari.sees("Tidak dikabulkan")
    assert ReviewRequest.objects.get().answered_by == city.dewi.user
