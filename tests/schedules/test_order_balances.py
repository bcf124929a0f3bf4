"""Balances after orders: a recalled day is owed, days of an emergency are charged to nobody."""

import datetime

import pytest

from schedules.models import Emergency, EmergencyTerm, Recall, RecalledDay
from schedules.queries.balances import differences
from schedules.queries.calendar import Calendar
from schedules.queries.lived import days_as_lived
from schedules.services.balances import close_period, correct_closed_periods
from tests.schedules.balance_cast import at, days_of, make_published, make_week
from units import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday", "division_heads_stay")]

TUESDAY = datetime.date(2026, 12, 8)
WEDNESDAY = datetime.date(2026, 12, 9)
THURSDAY = datetime.date(2026, 12, 10)


@pytest.fixture
def week(city, policy):
    week = make_week(datetime.date(2026, 12, 7), "Pekan 50")
    week.plan = make_published(city, policy, week)
    return week


def recalled(city, person, day):
    recall = Recall.objects.create(
        unit=city.division, date=day, reason="Rapat", ordered_by=city.rudi.user,
        ordered_at=clock.now(),
    )  # fmt: skip
    return RecalledDay.objects.create(recall=recall, employee=person, date=day)


def flood(city, first, last, *people):
    emergency = Emergency.objects.create(
        kind="flood", reason="Banjir", letter_number="1", letter_dated_on=first,
        starts_on=first, ends_on=last, head_count=len(people), declared_by=city.wati.user,
        declared_at=clock.now(), changed_at=clock.now(),
    )  # fmt: skip
    for one in people:
        EmergencyTerm.objects.create(
            emergency=emergency, employee=one, starts_on=first, ends_on=last
        )
    return emergency


def lived(week):
    calendar = Calendar.load(week.starts_on, week.ends_on)
    return days_as_lived(week.plan, calendar, set())


def closed(city, week, time_machine):
    time_machine.move_to(at(datetime.date(2026, 12, 14)), tick=False)
    close_period(week, actor=None)
    return days_of(city.sari), days_of(city.tono)


def test_a_recalled_day_was_not_had_and_stays_available(city, week):
    person = str(city.sari.pk)
    assert lived(week).home[person] == ["2026-12-08", "2026-12-10"]
    recalled(city, city.sari, THURSDAY)
    now = lived(week)
    assert now.home[person] == ["2026-12-08"]
    assert THURSDAY.isoformat() not in now.problem.person[person].absent


def test_the_recalled_is_owed_the_day(city, week, time_machine):
    one = recalled(city, city.sari, THURSDAY)
    sari, tono = closed(city, week, time_machine)
    assert (sari, tono) == (0, 0)
    RecalledDay.objects.filter(pk=one.pk).update(
        status="cancelled", cancelled_at=clock.now(), cancel_reason="Salah catat"
    )
    correct_closed_periods(actor=None)
    assert (days_of(city.sari), days_of(city.tono)) == (-0.5, 0.5)
    assert differences() == []


def test_rebuilt_balances_equal_the_stored_ones(city, week, time_machine):
    recalled(city, city.sari, TUESDAY)
    flood(city, WEDNESDAY, THURSDAY, city.sari, city.tono)
    closed(city, week, time_machine)
    assert differences() == []
    assert correct_closed_periods(actor=None) == 0


def test_days_of_an_emergency_are_outside_the_rotation(city, week):
    flood(city, WEDNESDAY, THURSDAY, city.sari)
    now = lived(week)
    sari, tono = str(city.sari.pk), str(city.tono.pk)
    assert now.home == {sari: ["2026-12-08"], tono: ["2026-12-09"]}
    assert now.problem.person[sari].absent == {"2026-12-09", "2026-12-10"}
    assert now.problem.person[tono].absent == frozenset()


def test_an_emergency_for_everybody_charges_nobody(city, week, time_machine):
    flood(city, week.starts_on, week.ends_on, city.sari, city.tono)
    assert closed(city, week, time_machine) == (0, 0)


def test_recalled_from_an_emergency_is_a_day_of_the_rotation_again(city, week):
    flood(city, WEDNESDAY, THURSDAY, city.sari)
    recalled(city, city.sari, THURSDAY)
    now = lived(week)
    sari = str(city.sari.pk)
    assert now.problem.person[sari].absent == {"2026-12-09"}
    assert now.home[sari] == ["2026-12-08"]
