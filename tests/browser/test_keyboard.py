"""The employee's day by keyboard alone: sign in, check in, plan, report, check out."""

import pytest
from playwright.sync_api import expect

from attendance.models import CheckIn, WorkReport
from tests.attendance.conftest import HOME, MONDAY, at_time
from tests.browser.crawl import DESKTOP
from tests.conftest import PASSWORD

MOST_STOPS = 60
# What has the focus: its words for a screen reader, and whether the eye can see that it has it.
FOCUS = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const label = one.labels && one.labels[0] ? one.labels[0] : one;
  return {
    name: label.textContent.replace(/\\s+/g, " ").trim(),
    seen: style.boxShadow !== "none"
      || (style.outlineStyle !== "none" && style.outlineWidth !== "0px"),
  };
}"""


class Keyboard:
    """Tab, Enter and letters; every stop on the way must be seen to have the focus."""

    def __init__(self, page):
        self.page = page

    def tab_to(self, name):
        """Press Tab until the focus is on what is called so."""
        stops = []
        for _stop in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            focus = self.page.evaluate(FOCUS)
            stops.append(focus["name"])
            assert focus["seen"], f"no visible focus on {focus['name']!r}"
            if focus["name"] == name:
                return
        raise AssertionError(f"{name!r} is not among the stops: {stops}")

    def write(self, name, text):
        self.tab_to(name)
        self.page.keyboard.type(text)

    def enter(self, name=""):
        """Press Enter on what is called so, or where the focus is, and wait for the next page."""
        if name:
            self.tab_to(name)
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press("Enter")


@pytest.mark.usefixtures("hours")
@pytest.mark.django_db(transaction=True)
def test_the_day_of_an_employee_by_keyboard_alone(city, meet, city_clock, at_home, home_of):
    at_home(city.sari, MONDAY)
    home_of(city.sari, HOME)
    city_clock(at_time(MONDAY, 7, 20))
    sari = meet(DESKTOP, place=HOME)
    sari.arrive("/")
    keys = Keyboard(sari.page)

    keys.enter("Masuk dengan NIP")
    keys.write("NIP atau alamat e-mail", city.sari.nip)
    keys.write("Kata sandi", PASSWORD)
    keys.enter()
    keys.tab_to("Langsung ke isi")
    sari.page.keyboard.press("Enter")
    expect(sari.page.locator("main")).to_be_focused()
    keys.enter("Presensi masuk")
    sari.sees("lokasi sesuai")
    keys.enter("Isi 7 Desember")
    keys.write("Rencana", "Telaah RKPD")
    keys.enter("Simpan rencana")

    city_clock(at_time(MONDAY, 15, 50))
    sari.arrive("/")
    keys.enter("Isi 7 Desember")
    keys.write("Hasil boleh kosong", "Satu telaah")
    keys.enter("Kirim laporan")
    keys.enter("Hari ini")
    keys.enter("Presensi pulang")
    sari.sees("Presensi hari ini lengkap.")
    assert WorkReport.objects.get().status == WorkReport.Status.SUBMITTED
    assert list(CheckIn.objects.order_by("pk").values_list("direction", "finding")) == [
        ("in", "accepted"), ("out", "accepted"),
    ]  # fmt: skip
