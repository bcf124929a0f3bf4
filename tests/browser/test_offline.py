"""Hari ini with the network cut: taps are kept on the phone and sent once, under the right name."""

import threading

import pytest
from django.urls import reverse

from attendance.models import CheckIn
from attendance.queries.today import today_of
from tests.attendance.conftest import MONDAY, OFFICE, at_time

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = reverse("attendance:today")
# Playwright sets the clock of the page and not that of its locations.
FIX_BY_THE_SAME_CLOCK = """
  const read = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation);
  navigator.geolocation.getCurrentPosition = (found, ...rest) => read(
    (place) => found({ coords: place.coords, timestamp: Date.now() }), ...rest);
"""
# Nor that of the worker, which notes when it kept the page.
KEPT_BY_THE_SAME_CLOCK = """async () => {
  const cache = await caches.open("today");
  const page = await cache.match("/hari-ini/");
  const headers = new Headers(page.headers);
  headers.set("X-Kept-At", Date.now());
  await cache.put("/hari-ini/", new Response(await page.text(), { headers }));
}"""
MAIN = "[data-of-day] .btn.primary"
WAITS = "tersimpan di ponsel, belum terkirim"


def until(page, script):
    """Wait until a script says true; the page's own policy forbids Playwright's way to ask."""
    for _attempt in range(100):
        if page.evaluate(script):
            return
        page.wait_for_timeout(100)
    raise AssertionError(script)


@pytest.fixture
def at(phone, time_machine):
    """Return a function that sets the clock of the server and of the phone."""

    def move(hour, minute=0, day=MONDAY):
        moment = at_time(day, hour, minute)
        time_machine.move_to(moment, tick=False)
        phone.clock.set_fixed_time(moment)

    phone.add_init_script(FIX_BY_THE_SAME_CLOCK)
    phone.grant_permissions(["geolocation"])
    phone.set_geolocation({"latitude": OFFICE[0], "longitude": OFFICE[1], "accuracy": 12})
    return move


@pytest.fixture
def opened(city, hours, phone, enter, at, live_server):
    """Sari's Hari ini at 7.15, with the phone ready to do without a network."""
    at(7, 15)
    page = enter(phone, city.sari.user).new_page()
    page.goto(live_server.url + TODAY)
    until(page, "navigator.serviceWorker.controller !== null")
    until(page, "caches.has('today')")
    page.evaluate(KEPT_BY_THE_SAME_CLOCK)
    page.posts = []
    phone.on("request", lambda one: one.method == "POST" and page.posts.append(one.url))
    return page


def waiting(page):
    return page.evaluate("self.taps.all().then((all) => all.length)")


def test_a_tap_without_a_network_is_kept_through_reloads_and_tabs_and_sent_once(
    city, opened, phone, at, live_server
):
    phone.set_offline(True)
    at(7, 21)
    opened.get_by_role("button", name="Presensi masuk").click()
    opened.locator(".kept-taps li").wait_for()
    assert WAITS in opened.locator(".kept-taps").inner_text()
    assert not CheckIn.objects.exists()
    opened.reload()
    opened.locator(".kept-taps li").wait_for()
    assert "Ini salinan di ponsel dari Senin, 7 Des 2026 07.15" in opened.inner_text("main")
    assert "Presensi masuk 07.21" in opened.locator(".kept-taps").inner_text()
    assert opened.locator(MAIN).is_hidden()
    assert opened.get_by_text("Belum presensi masuk.").is_hidden()
    bottom = "document.querySelector('.todo, #ditunggu + p').getBoundingClientRect().bottom"
    assert opened.evaluate(bottom) <= 640  # what is still owed is seen without scrolling
    other = phone.new_page()
    other.goto(live_server.url + TODAY)
    other.locator(".kept-taps li").wait_for()
    assert other.locator(MAIN).is_hidden()
    assert (
        other.evaluate("""async () => self.taps.keep({account: document.querySelector(
        "[data-taps]").dataset.account, day: "2026-12-07", direction: "masuk"})""")
        is False
    )
    assert waiting(other) == 1

    at(9, 40)
    opened.posts.clear()
    phone.set_offline(False)
    opened.locator("p.tap", has_text="Masuk 07.21").wait_for()
    other.locator("p.tap", has_text="Masuk 07.21").wait_for()
    record = CheckIn.objects.get()
    assert (record.employee, record.work_date, record.sent_later) == (city.sari, MONDAY, True)
    assert record.device_time == at_time(MONDAY, 7, 21)
    assert record.server_time == at_time(MONDAY, 9, 40)
    assert len([one for one in opened.posts if "presensi" in one]) == 1
    assert waiting(opened) == 0


def test_the_next_morning_without_a_network_has_its_own_date(
    city, opened, phone, enter, at, live_server
):
    phone.set_offline(True)
    tuesday = MONDAY.replace(day=8)
    at(7, 10, tuesday)
    opened.reload()
    assert opened.locator("#lokasi").is_hidden()
    assert "Presensi tanpa sinyal" in opened.inner_text("main")
    opened.locator("[data-anew-taps] button", has_text="Presensi masuk").click()
    opened.locator(".kept-taps li").wait_for()
    at(8, 30, tuesday)
    phone.set_offline(False)
    opened.wait_for_url("**/akun/login/?next=/hari-ini/")  # the session of yesterday is over
    assert not CheckIn.objects.exists()
    enter(phone, city.sari.user)
    opened.goto(live_server.url + TODAY)
    opened.locator("p.tap", has_text="Masuk 07.10").wait_for()
    record = CheckIn.objects.get()
    assert (record.work_date, record.sent_later) == (tuesday, True)


def test_another_person_on_the_phone_neither_sees_nor_sends_what_was_kept(
    city, opened, phone, enter, at, live_server
):
    phone.set_offline(True)
    opened.get_by_role("button", name="Presensi masuk").click()
    opened.locator(".kept-taps li").wait_for()
    opened.close()
    phone.set_offline(False)
    page = enter(phone, city.tono.user).new_page()
    page.goto(live_server.url + TODAY)
    page.locator(".kept-taps li").wait_for()
    assert "menyimpan presensi akun lain" in page.locator(".kept-taps").inner_text()
    assert "07.15" not in page.locator(".kept-taps").inner_text()
    page.get_by_role("button", name="Presensi masuk").click()
    page.locator("p.tap.accepted").wait_for()
    assert CheckIn.objects.get().employee == city.tono
    at(7, 18)
    page = enter(phone, city.sari.user).new_page()
    page.goto(live_server.url + TODAY)
    page.locator("p.tap.review", has_text="Masuk 07.15").wait_for()
    assert CheckIn.objects.get(employee=city.sari).device_time == at_time(MONDAY, 7, 15)


def test_signing_out_and_other_accounts_take_the_kept_page_away(
    city, opened, phone, enter, live_server
):
    opened.locator(".who summary").click()
    opened.get_by_role("button", name="Keluar").click()
    opened.wait_for_url("**/")
    assert opened.evaluate("caches.has('today')") is False
    enter(phone, city.sari.user)
    opened.goto(live_server.url + TODAY)
    until(opened, "caches.has('today')")
    enter(phone, city.tono.user)
    opened.goto(live_server.url + reverse("units:notice_list"))
    until(opened, "caches.has('today').then((kept) => !kept)")
    phone.set_offline(True)
    opened.goto(live_server.url + TODAY)
    assert opened.locator("h1").inner_text() == "Tidak tersambung"


def test_a_page_that_arrives_after_signing_out_is_not_kept(opened, phone, live_server, monkeypatch):
    asked, gone = threading.Event(), threading.Event()

    def slowly(*args):
        found = today_of(*args)
        asked.set()
        assert gone.wait(20)
        return found

    monkeypatch.setattr("attendance.views.today.today_of", slowly)
    other = phone.new_page()
    other.goto(live_server.url + "/luring/")
    other.evaluate(f"setTimeout(() => location.assign('{TODAY}'))")
    assert asked.wait(20)
    opened.locator(".who summary").click()
    opened.get_by_role("button", name="Keluar").click()
    opened.wait_for_url("**/")
    gone.set()
    other.wait_for_url("**" + TODAY)
    other.locator("[data-taps]").wait_for(state="attached")
    other.wait_for_timeout(500)  # what the worker does with the page has no end to wait for
    phone.set_offline(True)
    other.goto(live_server.url + TODAY)
    assert other.locator("h1").inner_text() == "Tidak tersambung"


def test_nothing_else_of_a_person_is_kept(city, opened, phone, live_server):
    for path in (reverse("attendance:home"), reverse("schedules:my_schedule")):
        opened.goto(live_server.url + path)
    addresses = opened.evaluate("""async () => {
      const found = [];
      for (const name of await caches.keys()) {
        const kept = await (await caches.open(name)).keys();
        found.push(...kept.map((one) => new URL(one.url).pathname));
      }
      return found.filter((one) => !one.startsWith("/static/")).sort();
    }""")
    assert addresses == ["/hari-ini/", "/luring/"]
    phone.set_offline(True)
    opened.goto(live_server.url + reverse("schedules:my_schedule"))
    assert opened.locator("h1").inner_text() == "Tidak tersambung"
    assert "Sari" not in opened.content()


def test_a_refused_tap_stays_with_the_servers_sentence(city, opened, phone, at):
    phone.set_offline(True)
    at(7, 21, MONDAY.replace(day=9))
    opened.reload()
    opened.locator("[data-anew-taps] button", has_text="Presensi masuk").click()
    opened.locator(".kept-taps li").wait_for()
    at(7, 30)
    phone.set_offline(False)
    opened.locator(".kept-taps .refused").wait_for()
    assert "tanggal di ponsel ini lebih maju" in opened.locator(".kept-taps").inner_text()
    opened.reload()
    opened.locator(".kept-taps .refused").wait_for()
    opened.get_by_role("button", name="Hapus dari ponsel").click()
    until(opened, "self.taps.all().then((all) => all.length === 0)")
    assert not CheckIn.objects.exists()
