"""Shifts are written for units that one keeps, rosters come from a spreadsheet; the past stays."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from schedules.models import ShiftDay, ShiftPattern
from schedules.queries.shifts import shifts_on
from schedules.services.shifts import set_shift
from units.access import scope_for
from units.decisions import Refused, decisions_on
from units.models import ImportRun
from units.services.imports import apply_import, try_import

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

T = datetime.time
MONDAY = datetime.date(2026, 12, 7)
TUESDAY, FRIDAY = datetime.date(2026, 12, 8), datetime.date(2026, 12, 11)


def write(unit, actor, **changes):
    values = {
        "code": "m", "name": "Malam", "start": T(21), "end": T(7), "next_day": True,
        "break_minutes": 0, "starts_on": MONDAY,
    }  # fmt: skip
    return set_shift(unit, actor=actor.user, **(values | changes))


def imported(actor, *rows):
    content = "\n".join(["NIP,TANGGAL,SIF", *rows]).encode()
    scope = scope_for(actor.user)
    run = try_import(
        ImportRun.Kind.SHIFTS, actor=actor.user, scope=scope, content=content, file_name="sif.csv"
    )
    tried = ShiftDay.objects.count()
    run = apply_import(run, actor=actor.user, scope=scope, all_or_nothing=False)
    return (run.added, run.changed, run.unchanged, run.refused), tried


def test_other_hours_of_a_code_begin_later_and_the_roster_follows(city):
    first = write(city.agency, city.hana)
    imported(city.hana, f"{city.sari.nip},2026-12-08,M", f"{city.sari.nip},2026-12-11,m")
    second = write(city.agency, city.hana, start=T(22),
                   starts_on=FRIDAY)  # fmt: skip
    first.refresh_from_db()
    assert first.ends_on == datetime.date(2026, 12, 10)
    assert shifts_on(TUESDAY)[city.sari.pk].start == T(21)
    assert shifts_on(FRIDAY)[city.sari.pk].start == T(22)
    assert decisions_on(second).get().after["days"] == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"starts_on": datetime.date(2026, 12, 6)},
        {"next_day": False},
        {"start": T(7), "end": T(14)},
        {"code": "l"},
        {"name": " "},
    ],
)
def test_what_is_no_shift_is_refused(city, changes):
    with pytest.raises(Refused):
        write(city.agency, city.hana, **changes)
    assert not ShiftPattern.objects.exists()


def test_shifts_of_other_units_are_not_ones_to_write(city):
    for stranger in (city.sari, city.yanti):
        with pytest.raises(PermissionDenied):
            write(city.agency, stranger)


def test_a_roster_from_a_spreadsheet_is_tried_first_and_changes_nothing_twice(city):
    write(city.agency, city.hana)
    rows = (
        f"{city.sari.nip},2026-12-08,M",
        f"{city.sari.nip},2026-12-09,L",
        f"{city.tono.nip},2026-12-08,X",  # no such shift
        f"{city.tono.nip},2026-12-06,M",  # lived already
        f"{city.hana.nip},2026-12-08,M",  # one's own
        f"{city.umar.nip},2026-12-08,M",  # of another agency
        f"{city.tono.nip},besok,M",
    )
    assert imported(city.hana, *rows) == ((2, 0, 0, 5), 0)
    assert shifts_on(datetime.date(2026, 12, 9)) == {city.sari.pk: None}
    assert shifts_on(TUESDAY)[city.sari.pk].next_day is True
    assert imported(city.hana, *rows[:2]) == ((0, 0, 2, 0), 2)
    assert imported(city.hana, f"{city.sari.nip},2026-12-09,M") == ((0, 1, 0, 0), 2)
    assert ShiftDay.objects.count() == 2


@pytest.mark.parametrize("patterns", [1, 3])
def test_the_page_lists_ones_own(city, as_, patterns, django_assert_num_queries):
    for code in "ABC"[:patterns]:
        write(city.agency, city.hana, code=code)
    write(city.service, city.yanti, code="Z", name="Sif lain")
    client = as_(city.hana.user)
    url = reverse("schedules:shift_list")
    text = client.get(url).text
    assert ("Malam" in text, "Sif lain" in text) == (True, False)
    with django_assert_num_queries(8):
        client.get(url)


def test_the_form_keeps_to_ones_units(city, as_):
    client = as_(city.hana.user)
    data = {"unit": city.agency.pk, "code": "P", "name": "Pagi", "start": "07:00", "end": "14:00",
            "starts_on": "2026-12-07"}  # fmt: skip
    url = reverse("schedules:shift_new")
    assert client.post(url, data | {"unit": city.service.pk}).status_code == 422
    assert client.post(url, data).status_code == 302
    assert ShiftPattern.objects.get().unit == city.agency
