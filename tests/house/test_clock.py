"""The city's clock: local dates, and the fixed day of a demo city."""

import datetime

import pytest
from django.utils import timezone

from units import clock
from units.models import DemoCity


@pytest.mark.parametrize(
    ("utc", "local_date"),
    [
        ("2026-12-06T16:59:59+00:00", datetime.date(2026, 12, 6)),
        ("2026-12-06T17:00:00+00:00", datetime.date(2026, 12, 7)),
        ("2026-12-06T23:30:00+00:00", datetime.date(2026, 12, 7)),
    ],
)
def test_the_work_date_is_the_local_date(time_machine, utc, local_date):
    time_machine.move_to(datetime.datetime.fromisoformat(utc), tick=False)
    assert clock.today() == local_date


@pytest.mark.django_db
def test_a_demo_city_lives_on_its_day_at_the_real_time(settings, time_machine, monkeypatch):
    settings.DEMO = True
    monkeypatch.setattr(clock, "_demo_day", (0.0, None))
    DemoCity.objects.create(today="2026-11-24", people=1, seeded_at=timezone.now())
    time_machine.move_to(datetime.datetime(2027, 2, 28, 3, 4, tzinfo=datetime.UTC), tick=False)
    assert clock.now().isoformat() == "2026-11-24T10:04:00+07:00"
    assert clock.today() == datetime.date(2026, 11, 24)
    monkeypatch.setattr(clock, "_demo_day", (0.0, None))


@pytest.mark.django_db
def test_a_demo_city_waits_for_the_morning_after_its_people_came(
    settings, time_machine, monkeypatch
):
    settings.DEMO = True
    monkeypatch.setattr(clock, "_demo_day", (0.0, None))
    DemoCity.objects.create(today="2026-11-24", people=1, seeded_at=timezone.now())
    at_night = datetime.datetime(2027, 2, 27, 19, 30, tzinfo=datetime.UTC)
    time_machine.move_to(at_night, tick=False)
    assert clock.now().isoformat() == "2026-11-24T08:15:00+07:00"
    assert clock.today() == datetime.date(2026, 11, 24)
    assert clock.apart(clock.now(), at_night) == datetime.timedelta()
    monkeypatch.setattr(clock, "_demo_day", (0.0, None))
