"""Hari ini opened for the first time on a phone: what goes over the wire, as Chromium counts it."""

import pytest
from django.urls import reverse

from tests.attendance.conftest import HOME, MONDAY, at_time

MOST_REQUESTS = 6
MOST_BYTES = 60_000


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("hour", [7, 10], ids=["before the check-in", "while calls are asked for"])
def test_a_cold_page_takes_few_requests_and_few_bytes(
    city, hours, phone, enter, at_home, home_of, tap, live_server, time_machine, hour
):
    """The files go uncompressed here, so that the page is lighter still where they are packed."""
    home_of(city.sari, HOME)
    at_home(city.sari, MONDAY)
    if hour == 10:
        tap(city.sari, "in", at_time(MONDAY, 7, 20), HOME)
    time_machine.move_to(at_time(MONDAY, hour), tick=False)
    page = enter(phone, city.sari.user).new_page()
    wire = phone.new_cdp_session(page)
    wire.send("Network.enable")
    asked, weighed = {}, {}
    wire.on("Network.requestWillBeSent", lambda e: asked.update({e["requestId"]: e["request"]}))
    wire.on(
        "Network.loadingFinished",
        lambda e: weighed.update({e["requestId"]: e["encodedDataLength"]}),
    )
    page.goto(live_server.url + reverse("attendance:today"), wait_until="networkidle")
    addresses = sorted(one["url"] for one in asked.values())
    assert len(addresses) <= MOST_REQUESTS, addresses
    assert all(url.startswith(live_server.url) for url in addresses)
    assert len(weighed) == len(asked)
    assert sum(weighed.values()) <= MOST_BYTES
