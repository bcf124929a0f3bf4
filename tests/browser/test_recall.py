"""A recall on two phones: the head recalls, the employee reads and acknowledges in one tap, and
checks in at the office."""

import datetime

import pytest
from django.utils import timezone
from time_machine import escape_hatch

from schedules.models import RecalledDay
from tests.attendance.conftest import MONDAY, OFFICE, at_time
from tests.browser.crawl import PHONE, accessibility_faults, overflow
from tests.browser.people import CLOCK_SCRIPT

pytestmark = [pytest.mark.django_db(transaction=True)]


def looked_at(page):
    """Every page of the journey is accessible and fits the phone."""
    assert accessibility_faults(page) == []
    assert overflow(page) == 0


@pytest.fixture
def where(chromium, live_server):
    """Return a function that gives a phone which stands at a point."""
    contexts = []

    def stand(point):
        context = chromium.new_context(
            viewport={"width": 360, "height": PHONE["height"]}, locale="id-ID",
            timezone_id="Asia/Jakarta", has_touch=True, is_mobile=True,
            permissions=["geolocation"],
            geolocation={"latitude": point[0], "longitude": point[1], "accuracy": 12},
        )  # fmt: skip
        context.set_default_timeout(30_000)
        contexts.append(context)
        return context

    yield stand
    for context in contexts:
        context.close()


def test_recall_acknowledge_and_check_in_at_the_office(
    where, live_server, enter, city, hours, at_home, home_of, city_clock
):
    at_home(city.sari, MONDAY)
    home_of(city.sari)
    city_clock(at_time(MONDAY, 6, 30))
    head = enter(where(OFFICE), city.rudi.user).new_page()
    head.goto(f"{live_server.url}/tim/")
    head.get_by_role("link", name="Tarik ke kantor", exact=True).click()
    head.get_by_role("checkbox", name="Sari Wulandari").check()
    looked_at(head)
    head.get_by_label("Alasan penarikan").fill("Rapat anggaran dengan DPRD")
    head.get_by_role("button", name="Tarik ke kantor").click()
    head.get_by_text("1 pegawai belum mengonfirmasi").wait_for()
    looked_at(head)

    phone = enter(where(OFFICE), city.sari.user).new_page()
    ahead = timezone.now().timestamp() - escape_hatch.time.time()
    phone.add_init_script(CLOCK_SCRIPT % (1000 * ahead))
    phone.goto(f"{live_server.url}/hari-ini/")
    phone.get_by_role("heading", name="WFO di kantor").wait_for()
    assert phone.get_by_text("Rapat anggaran dengan DPRD").is_visible()
    looked_at(phone)
    phone.get_by_role("button", name="Saya sudah membaca").click()
    phone.get_by_text("Terima kasih").wait_for()
    assert phone.get_by_role("button", name="Saya sudah membaca").count() == 0
    looked_at(phone)
    one = RecalledDay.objects.get()
    assert (one.employee, one.status) == (city.sari, "acknowledged")

    head.goto(f"{live_server.url}/penarikan/")
    head.get_by_text("1 sudah dikonfirmasi").wait_for()
    looked_at(head)

    phone.get_by_role("button", name="Presensi masuk").first.click()
    phone.get_by_text("lokasi sesuai").wait_for()
    record = city.sari.check_ins.get()
    assert (record.workplace, record.finding, record.place) == ("wfo", "accepted", city.office)
    assert timezone.localtime(record.server_time).date() == datetime.date(2026, 12, 7)
    looked_at(phone)
