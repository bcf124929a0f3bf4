"""Reminding who is missing: of one's own people, when it is true, and not too often."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from attendance.services.reminders import remind_missing
from tests.attendance.conftest import MONDAY, at_time
from units.decisions import MovedOn, Refused
from units.models import Employee, Outbox

REMINDERS = Outbox.objects.filter(kind="check_in_reminder")


@pytest.fixture
def eight_o_clock(city, hours, time_machine):
    time_machine.move_to(at_time(MONDAY, 8), tick=False)
    return city


def test_one_tap_reminds_and_the_second_within_half_an_hour_does_not(
    eight_o_clock, as_, time_machine
):
    city = eight_o_clock
    client, address = as_(city.rudi), reverse("attendance:remind", args=[city.sari.pk])
    assert "Ingatkan" in client.get(reverse("attendance:team")).text
    assert "Sari Wulandari sudah diingatkan." in client.post(address, follow=True).text
    assert "baru saja diingatkan" in client.post(address, follow=True).text
    with pytest.raises(MovedOn):
        remind_missing(city.sari, actor=city.dewi.user)
    assert REMINDERS.get().recipient == city.sari.user
    assert REMINDERS.get().text.startswith("Rudi Hartono mengingatkan")
    time_machine.shift(datetime.timedelta(minutes=31))
    remind_missing(city.sari, actor=city.rudi.user)
    assert REMINDERS.count() == 2


def test_who_came_or_has_no_account_is_not_reminded(eight_o_clock, tap):
    city = eight_o_clock
    tap(city.sari, "in", at_time(MONDAY, 8, 1))
    with pytest.raises(MovedOn):
        remind_missing(city.sari, actor=city.rudi.user)
    Employee.objects.filter(pk=city.tono.pk).update(user=None)
    city.tono.refresh_from_db()
    with pytest.raises(Refused):
        remind_missing(city.tono, actor=city.rudi.user)
    assert REMINDERS.count() == 0


def test_before_the_start_nobody_is_missing(eight_o_clock, time_machine):
    time_machine.move_to(at_time(MONDAY, 7), tick=False)
    with pytest.raises(MovedOn):
        remind_missing(eight_o_clock.sari, actor=eight_o_clock.rudi.user)


@pytest.mark.parametrize("who", ["sari", "tono", "hana", "yanti", "wati"])
def test_only_who_heads_the_person(eight_o_clock, who):
    with pytest.raises(PermissionDenied):
        remind_missing(eight_o_clock.sari, actor=getattr(eight_o_clock, who).user)
    assert REMINDERS.count() == 0
