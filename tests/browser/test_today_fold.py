"""Hari ini answers its three questions on a cheap phone (360 x 640) without scrolling.

Where do I work today, did my check-in count, what do I still owe: the last line of each answer
ends above the lower edge of the window, in a demo city with its strip as well.
"""

import datetime

import pytest
from django.db import transaction
from django.urls import reverse

from attendance.models import CheckIn
from tests.attendance.conftest import HOME, MONDAY, at_time
from units import clock
from units.decisions import notify
from units.models import DemoCity

ANSWERS = ("#lokasi", "section[aria-labelledby=lokasi]", ".todo, #ditunggu + p")
BELOW = """(answers) => answers
  .map((one) => [one, document.querySelector(one).getBoundingClientRect().bottom])
  .filter(([, bottom]) => bottom > window.innerHeight)"""


@pytest.fixture
def demo_strip(city, settings, monkeypatch):
    settings.DEMO = True
    monkeypatch.setattr(clock, "_demo_day", (0.0, None))
    DemoCity.objects.create(today=MONDAY, people=8, seeded_at=at_time(MONDAY, 6))


def before_work(sari, tap):
    pass


def vague_in(sari, tap):
    tap(sari, CheckIn.Direction.IN, at_time(MONDAY, 7, 25), where=None)


def both_for_review(sari, tap):
    tap(sari, CheckIn.Direction.IN, at_time(MONDAY, 7, 25), where=None)
    tap(sari, CheckIn.Direction.OUT, at_time(MONDAY, 15, 40), where=(-6.9, 107.6))


@pytest.mark.usefixtures("demo_strip", "hours")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("happened", "hour"),
    [(before_work, 7), (vague_in, 8), (vague_in, 15), (both_for_review, 16)],
    ids=["before work", "in, under review", "time to leave", "both under review"],
)
def test_the_answers_are_above_the_fold(
    happened, hour, city, live_server, phone, enter, tap, at_home, home_of, time_machine
):
    home_of(city.sari, HOME)
    at_home(city.sari, MONDAY, MONDAY - datetime.timedelta(days=5))
    with transaction.atomic():
        notify([city.sari.user], kind="posting", name="Sari", unit="Bidang", date=MONDAY)
    happened(city.sari, tap)
    time_machine.move_to(at_time(MONDAY, hour, 20), tick=False)
    page = enter(phone, city.sari.user).new_page()
    page.goto(live_server.url + reverse("attendance:today"))
    assert page.locator(".demo").is_visible()
    assert page.locator("#lokasi").inner_text() == "WFH di rumah"
    assert page.locator(".todo").count() == 3
    assert page.evaluate(BELOW, list(ANSWERS)) == []


@pytest.mark.usefixtures("demo_strip", "hours")
@pytest.mark.django_db(transaction=True)
def test_what_became_of_a_tap_pushes_no_answer_away(
    city, live_server, phone, enter, at_home, home_of, time_machine
):
    home_of(city.sari, HOME)
    at_home(city.sari, MONDAY)
    time_machine.move_to(at_time(MONDAY, 7, 21), tick=False)
    page = enter(phone, city.sari.user).new_page()
    page.goto(live_server.url + reverse("attendance:today"))
    page.get_by_role("button", name="Presensi masuk").click()
    page.locator(".messages").wait_for()
    assert page.locator(".tap").count() == 1
    assert page.evaluate(BELOW, list(ANSWERS)) == []
