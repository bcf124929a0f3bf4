"""What the second room's tests share: a policy in force, working hours, a period."""

import datetime

import pytest
from django.utils import timezone

from schedules.models import Holiday, Period, Policy, WorkHours, WorkHoursDay
from units.models import Position


def make_policy(unit, actor, **over):
    """Make a policy in force since 2026-01-01 with the defaults of PermenPANRB 4/2025."""
    fields = {
        "name": "Kebijakan WFH",
        "version": 1,
        "status": Policy.Status.IN_FORCE,
        "legal_basis": "PermenPANRB 4/2025",
        "starts_on": datetime.date(2026, 1, 1),
        "created_at": timezone.now(),
        "in_force_at": timezone.now(),
    } | over
    return Policy.objects.create(unit=unit, created_by=actor, **fields)


def make_hours(name="Jam kerja normal", *, friday_end=datetime.time(16, 30), **over):
    """Make five-day hours: 07.30–16.00, Friday to 16.30, with breaks of 60 and 90 minutes."""
    hours = WorkHours.objects.create(
        name=name,
        **{
            "working_week": 5,
            "legal_basis": "Perpres 21/2023",
            "starts_on": datetime.date(2026, 1, 1),
        }
        | over,
    )
    for weekday in range(5):
        WorkHoursDay.objects.create(
            hours=hours,
            weekday=weekday,
            start=datetime.time(7, 30),
            end=friday_end if weekday == 4 else datetime.time(16),
            break_minutes=90 if weekday == 4 else 60,
        )
    return hours


@pytest.fixture
def policy(city):
    """The policy of the whole city, in force since 1 January 2026."""
    return make_policy(city.root, city.wati.user)


@pytest.fixture
def period(db):
    """Four whole weeks from Monday 7 December 2026."""
    return Period.objects.create(
        name="Desember 2026",
        starts_on=datetime.date(2026, 12, 7),
        ends_on=datetime.date(2027, 1, 3),
    )


@pytest.fixture
def known_holidays(db):
    """Both years of `period` have a holiday on record, on a Sunday: no working day is lost."""
    for sunday in (datetime.date(2026, 12, 27), datetime.date(2027, 1, 3)):
        Holiday.objects.create(date=sunday, name="Libur", kind="national")


@pytest.fixture
def division_heads_stay(city):
    """Positions of echelon II and III are always on site."""
    Position.objects.filter(echelon__in=["II.b", "III.b"]).update(
        presence="on_site", presence_reason="Pimpinan unit"
    )


@pytest.fixture
def eager():
    """Run tasks at once in this process, as a worker would."""
    from bekasi_wfh.celery import app

    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False
