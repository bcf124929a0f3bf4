"""A swap on three small phones: offered by links alone, consented, decided, both read the day."""

import pytest

from schedules.models import Swap
from schedules.queries.workplaces import workplace_of
from tests.browser.crawl import PHONE, session_cookie
from tests.browser.people import moment
from tests.conftest import MONDAY
from tests.schedules.swap_cast import THURSDAY, TUESDAY, published_plan

pytestmark = pytest.mark.django_db(transaction=True)


def test_offered_consented_decided(city, city_clock, meet, live_server):
    city_clock(moment(MONDAY, 9))
    published_plan(city)

    def phone_of(person):
        visitor = meet(PHONE)
        visitor.context.add_cookies([session_cookie(person.user, live_server.url)])
        visitor.arrive("/")
        return visitor

    sari = phone_of(city.sari)
    sari.menu("Tukar hari")
    sari.follow("Ajukan tukar hari")
    sari.page.locator("main [name=beri]").select_option(value=THURSDAY.isoformat())
    sari.page.locator("main [name=terima]").select_option(value=TUESDAY.isoformat())
    sari.press("Cari rekan")
    sari.sees("1 rekan dapat bertukar tanpa melanggar aturan apa pun.")
    sari.page.get_by_role("checkbox", name=city.tono.name).check()
    sari.fill(reason="Mengantar orang tua berobat")
    sari.press("Kirim tawaran")
    sari.sees("belum menjawab")
    assert workplace_of(city.sari, THURSDAY) == "wfh"

    tono = phone_of(city.tono)
    tono.menu("Tukar hari")
    tono._go(tono.page.locator("main").get_by_role("link", name=city.sari.name))
    tono.press("Setuju bertukar")
    tono.sees("Kedua pegawai sudah setuju.")

    rudi = phone_of(city.rudi)
    rudi.menu("Tukar hari")
    rudi._go(rudi.page.locator("main").get_by_role("link", name=city.sari.name))
    rudi.sees("Semua aturan dan batas minimal tetap terpenuhi.")
    rudi.press("Setujui")
    rudi.sees("Disetujui")

    sari.menu("Jadwal saya")
    day = sari.page.locator(".my-week li").filter(has_text=f"{TUESDAY.day} Des").first
    sari._go(day.get_by_role("link"))
    sari.sees("Tukar hari dengan rekan, disetujui 7 Desember 2026.")
    assert Swap.objects.get().status == "approved"
    assert (workplace_of(city.sari, TUESDAY), workplace_of(city.tono, THURSDAY)) == ("wfh", "wfh")
    assert workplace_of(city.sari, THURSDAY) == "wfo"
