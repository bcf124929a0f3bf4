"""Other programs hear of closed days: written with the close itself, so that no crash loses it."""

import datetime

import pytest

from attendance.models import DayRecord
from attendance.services import closing
from attendance.services.closing import close_day, recompute_day
from attendance.tasks import close_days
from tests.attendance.conftest import MONDAY, at_time
from units.models import WebhookDelivery
from units.services import webhooks
from units.services.webhooks import make_webhook
from units.tasks import deliver_to_programs

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + datetime.timedelta(days=1)


@pytest.fixture
def hook(city, hours, time_machine):
    """A program that hears of closed days, on the night after Monday."""
    time_machine.move_to(at_time(TUESDAY, 0, 30), tick=False)
    return make_webhook(
        "TPP", url="https://tpp.example/kabar", events=["days.closed"], actor=city.wati.user
    )[0]


@pytest.fixture
def received(monkeypatch):
    """The network replaced: what was sent."""
    sent = []
    monkeypatch.setattr(webhooks, "post", lambda url, body, headers: sent.append(body) or 200)
    return sent


def told():
    return list(WebhookDelivery.objects.order_by("pk").values_list("status", "content"))


def test_a_close_that_dies_half_way_has_told_of_what_it_closed(hook, monkeypatch, received):
    monkeypatch.setattr(closing, "AT_ONCE", 3)
    close_some, portions = closing._close_some, []

    def dies_at_the_third(day, people, calendar):
        portions.append(len(people))
        if len(portions) == 3:
            raise SystemExit("the worker was killed")
        return close_some(day, people, calendar)

    with monkeypatch.context() as dying:
        dying.setattr(closing, "_close_some", dies_at_the_third)
        with pytest.raises(SystemExit):
            close_days()
    assert DayRecord.objects.filter(date=MONDAY).count() == 6
    assert told() == [("waiting", {"date": "2026-12-07", "changed": 6})]
    assert deliver_to_programs() == 1
    close_days()
    assert DayRecord.objects.filter(date=MONDAY).count() == 8
    assert told() == [
        ("sent", {"date": "2026-12-07", "changed": 6}),
        ("waiting", {"date": "2026-12-07", "changed": 2}),
    ]


def test_nothing_is_told_of_a_portion_that_was_not_kept(hook, monkeypatch):
    def broken(day, changed):
        raise RuntimeError("the connection broke")

    monkeypatch.setattr(closing, "announce_days_closed", broken)
    with pytest.raises(RuntimeError):
        close_day(MONDAY)
    assert (DayRecord.objects.count(), told()) == (0, [])


def test_a_day_made_again_is_told_and_what_waits_is_told_once(hook, city, tap, time_machine):
    close_day(MONDAY)
    tap(city.sari, "in", at_time(MONDAY, 7, 20))
    time_machine.move_to(at_time(TUESDAY, 9), tick=False)
    recompute_day(city.sari, MONDAY)
    recompute_day(city.sari, MONDAY)
    assert told() == [("waiting", {"date": "2026-12-07", "changed": 9})]
