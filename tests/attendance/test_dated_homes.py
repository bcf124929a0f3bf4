"""The registered home by its dates: a day is judged by the home in force on it; none outlasts."""

import datetime
import uuid

import pytest

from attendance.models import CheckIn
from tests.attendance.conftest import HOME, MONDAY, at_time, evidence
from units.models import Decision, Home
from units.services.homes import propose_home
from units.services.people import confirm_home
from units.services.postings import end_employment

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + datetime.timedelta(days=1)
NEW_HOME = (-6.2, 106.9)


@pytest.fixture
def moved(city, hours, at_home, home_of, time_machine):
    """Sari's home until Monday, and another one that unit HR confirmed on Tuesday morning."""
    at_home(city.sari, MONDAY, TUESDAY)
    home_of(city.sari, HOME)
    time_machine.move_to(at_time(TUESDAY, 6), tick=False)
    home = propose_home(
        city.sari, latitude=NEW_HOME[0], longitude=NEW_HOME[1], actor=city.sari.user
    )
    confirm_home(home, actor=city.hana.user)
    return city


@pytest.mark.parametrize(
    ("day", "where", "reason"),
    [
        (MONDAY, HOME, "sent_later"),
        (MONDAY, NEW_HOME, "elsewhere"),
        (TUESDAY, HOME, "elsewhere"),
        (TUESDAY, NEW_HOME, ""),
    ],
)
def test_a_tap_is_judged_by_the_home_of_its_own_date(moved, tap, day, where, reason):
    pressed = at_time(day, 7, 20)
    tap(
        moved.sari, "in", at_time(TUESDAY, 7, 20), where, device_time=pressed,
        pressed_on=None if day == TUESDAY else day,
    )  # fmt: skip
    record = CheckIn.objects.get()
    assert (record.work_date, record.workplace, record.review_reason) == (day, "wfh", reason)


def test_leaving_erases_every_point_and_no_record_names_one(moved, time_machine):
    Home.objects.create(
        employee=moved.sari, latitude=-6.25, longitude=106.95, set_at=at_time(TUESDAY, 7),
        starts_on=TUESDAY, ends_on=TUESDAY, temporary=True,
    )  # fmt: skip
    assert Home.objects.filter(employee=moved.sari).count() == 3
    kept = Home.objects.create(
        employee=moved.tono, latitude=-6.25, longitude=106.95, set_at=at_time(TUESDAY, 7),
        starts_on=TUESDAY,
    )  # fmt: skip
    end_employment(moved.sari, actor=moved.wati.user, left_on=TUESDAY, reason="Pensiun")
    assert list(Home.objects.all()) == [kept]
    told = str(list(Decision.objects.values_list("before", "after", "reason")))
    assert not any(str(number) in told for number in (*HOME[:1], *NEW_HOME))


def test_who_has_no_home_loses_no_tap(moved, tap):
    Home.objects.all().delete()
    tap(moved.sari, "in", at_time(TUESDAY, 7, 20), NEW_HOME, key=uuid.uuid4())
    record = CheckIn.objects.get()
    assert (record.finding, record.review_reason) == ("review", "no_home")
    assert evidence(NEW_HOME).latitude == record.evidence.latitude
