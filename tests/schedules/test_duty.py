"""Duty on days off: named by the head, told to the people, seen everywhere, charged to nobody."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from schedules.models import Assignment, ShiftDay, ShiftPattern, Swap
from schedules.queries.day_reasons import day_reason
from schedules.queries.duty import named_for
from schedules.queries.feeds import calendar_of
from schedules.queries.shifts import shifts_on
from schedules.services.away_requests import decide_away, request_away
from schedules.services.aways import record_away, withdraw_away
from schedules.services.calendar import (
    declare_holiday,
    load_national_holidays,
    withdraw_holiday,
)
from schedules.services.duty import name_duty
from schedules.services.shifts import set_shift
from schedules.wall_paper import contents
from tests.middle_of_month.test_import_of_absences import applied
from tests.schedules.swap_cast import THURSDAY, TUESDAY, offered, published_plan
from tests.schedules.test_shift_pages import imported
from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused, decisions_on
from units.models import Outbox

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

T = datetime.time
DAY = datetime.date(2026, 12, 16)
HOURS = {"start": T(8), "end": T(14)}


@pytest.fixture
def holiday(city):
    return declare_holiday(
        DAY, name="Hari Kota", kind="local", legal_basis="SE 9/2026", actor=city.wati.user
    )


def name(city, *people, unit=None, date=DAY, actor=None, **over):
    return name_duty(
        unit or city.division, date=date, people=[one.pk for one in people],
        actor=(actor or city.rudi).user, **(HOURS | over),
    )  # fmt: skip


def test_the_head_names_who_is_told_and_works_by_the_roster(city, holiday):
    name(city, city.sari)
    assert named_for(city.division, DAY) == [city.sari.pk]
    hours = shifts_on(DAY)[city.sari.pk]
    assert (hours.start, hours.end, hours.shift) == (T(8), T(14), "PIKET")
    [told] = Outbox.objects.filter(kind="duty_named")
    assert told.recipient == city.sari.user
    [decision] = decisions_on(city.division).filter(act="duty_named")
    assert decision.after["people"] == [city.sari.pk]
    name(city)
    assert named_for(city.division, DAY) == []
    assert Outbox.objects.get(kind="duty_ended").recipient == city.sari.user


def test_who_is_away_is_refused_by_name(city, holiday):
    record_away(
        city.sari, kind="sakit", starts_on=DAY, ends_on=DAY, letter_number="1",
        actor=city.hana.user,
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        name(city, city.sari)
    assert city.sari.name in str(refused.value)
    assert not ShiftDay.objects.exists()


@pytest.mark.parametrize("case", ["stranger", "self", "working_day", "past", "hours", "twice"])
def test_what_cannot_be_is_refused_and_changes_nothing(city, holiday, case, time_machine):
    people, over, error = [city.sari], {}, Refused
    if case == "stranger":
        people = [city.umar]
    if case == "self":
        people = [city.rudi]
    if case == "working_day":
        over = {"date": datetime.date(2026, 12, 15)}
    if case == "past":
        time_machine.move_to(datetime.datetime(2026, 12, 17, 3, tzinfo=datetime.UTC))
    if case == "hours":
        over = {"end": T(8)}
    if case == "twice":
        over, error = {"seen": [city.umar.pk]}, MovedOn
    with pytest.raises(error):
        name(city, *people, **over)
    assert not ShiftDay.objects.exists()
    assert not Outbox.objects.filter(kind="duty_named").exists()


@pytest.mark.parametrize("case", ["strikes_off", "other_hours"])
def test_a_head_neither_ends_nor_moves_the_own_duty(city, holiday, case):
    """Named from above, the day is the superior's to change: nobody decides on their own day."""
    name(city, city.sari, city.rudi, actor=city.dewi)
    before = set(ShiftDay.objects.values_list("employee", "pattern__start", "pattern__end"))
    told = Outbox.objects.filter(kind__startswith="duty_").count()
    if case == "strikes_off":
        people, over = [city.sari], {}
    else:
        people, over = [city.sari, city.rudi], {"start": T(12), "end": T(13)}
    with pytest.raises(Refused):
        name(city, *people, **over)
    after = set(ShiftDay.objects.values_list("employee", "pattern__start", "pattern__end"))
    assert after == before == {(one.pk, T(8), T(14)) for one in (city.sari, city.rudi)}
    assert Outbox.objects.filter(kind__startswith="duty_").count() == told
    assert decisions_on(city.division).filter(act="duty_named").count() == 1


def test_a_shift_cannot_take_the_code_of_duties(city, holiday):
    """Else a roster of that code would be deleted with a holiday, and duties follow its hours."""
    with pytest.raises(Refused, match="PIKET"):
        set_shift(
            city.division, code=" piket ", name="Piket malam", start=T(20), end=T(6),
            next_day=True, break_minutes=0, starts_on=DAY, actor=city.hana.user,
        )  # fmt: skip
    assert not ShiftPattern.objects.exists()


def test_a_roster_neither_makes_nor_ends_a_duty(city, holiday):
    """The people on duty are the head's to name: the keeper of rosters cannot undo it."""
    name(city, city.sari)
    set_shift(
        city.division, code="P", name="Pagi", start=T(7), end=T(14), next_day=False,
        break_minutes=0, starts_on=datetime.date(2026, 12, 8), actor=city.hana.user,
    )  # fmt: skip
    for row in (
        f"{city.sari.nip},{DAY},L",
        f"{city.sari.nip},{DAY},P",
        f"{city.tono.nip},{DAY},PIKET",
    ):
        assert imported(city.hana, row)[0] == (0, 0, 0, 1)
    assert imported(city.hana, f"{city.sari.nip},{DAY},PIKET")[0] == (0, 0, 1, 0)
    assert [(one.employee, one.pattern.code) for one in ShiftDay.objects.all()] == [
        (city.sari, "PIKET")
    ]


def test_only_the_head_of_the_unit_or_above_names(city, holiday):
    for actor in (city.sari, city.hana, city.yanti, city.wati):
        with pytest.raises(PermissionDenied):
            name(city, city.sari, actor=actor)
    assert not ShiftDay.objects.exists()
    name(city, city.sari, actor=city.dewi)
    assert named_for(city.division, DAY) == [city.sari.pk]


def test_it_ends_with_the_holiday(city, holiday):
    name(city, city.sari)
    withdraw_holiday(holiday, reason="Salah catat", actor=city.wati.user)
    assert not ShiftDay.objects.exists()
    assert Outbox.objects.get(kind="duty_ended").recipient == city.sari.user


def test_it_is_seen_in_schedule_calendar_wall_and_board_and_no_day_at_home_moves(city, as_):
    plan = published_plan(city)
    declare_holiday(
        TUESDAY, name="Hari Kota", kind="local", legal_basis="SE 9/2026", actor=city.wati.user
    )
    before = list(Assignment.objects.order_by("pk").values_list("employee", "date"))
    name(city, city.sari, date=TUESDAY)
    assert list(Assignment.objects.order_by("pk").values_list("employee", "date")) == before
    why = day_reason(city.sari, TUESDAY)
    assert (why.place, why.rule, why.may_ask) == ("wfo", "duty", False)
    assert why.text == "Piket pada hari libur (Hari Kota), pukul 08.00 sampai 14.00."
    assert day_reason(city.tono, TUESDAY).place == "libur"
    text = calendar_of(city.sari).decode()
    assert text.count("SUMMARY:Piket (kantor)") == 1
    assert "DTSTART;VALUE=DATE:20261215" in text
    part = plan.parts.get()
    paper = contents(plan, part, scope_for(city.rudi.user))
    assert f"Piket 15 Des: {city.sari.name}." in paper["legend"]
    column = 1 + [day for _weekday, day in paper["days"]].index("15")
    letters = {row[0]: row[column] for group in paper["groups"] for row in group["rows"]}
    assert (letters[city.sari.name], letters[city.tono.name]) == ("K", "L")
    board = reverse("schedules:plan_board", args=[plan.pk, part.unit_id])
    html = as_(city.rudi).get(board).content.decode()
    assert f"Piket 15 Des: {city.sari.name}." in html


def test_a_holiday_ends_the_swaps_of_its_day_at_once(city):
    swap = offered(city)
    declare_holiday(
        THURSDAY, name="Hari Kota", kind="local", legal_basis="SE 9/2026", actor=city.wati.user
    )
    swap.refresh_from_db()
    assert swap.status == Swap.Status.FALLEN
    assert Outbox.objects.filter(kind="swap_fallen").count() == 1


def test_so_does_a_list_of_holidays_and_who_is_at_home_is_told(city):
    plan = published_plan(city)
    christmas = datetime.date(2026, 12, 25)
    swap = Swap.objects.create(
        plan=plan, asker=city.sari, give_on=christmas, take_on=datetime.date(2026, 12, 22),
        asked_at=clock.now(), expires_on=datetime.date(2026, 12, 21),
    )  # fmt: skip
    Assignment.objects.create(plan=plan, employee=city.sari, date=christmas, published=True)
    Outbox.objects.all().delete()
    load_national_holidays(2026, actor=city.wati.user)
    swap.refresh_from_db()
    assert swap.status == Swap.Status.FALLEN
    kinds = Outbox.objects.filter(recipient=city.sari.user).values_list("kind", flat=True)
    assert sorted(kinds) == ["holiday", "swap_fallen"]


def test_the_pages_lead_there_and_say_what_was_typed_wrong(city, holiday, as_):
    client = as_(city.rudi)
    html = client.get(reverse("schedules:duty_list")).content.decode()
    page = reverse("schedules:duty_day", args=[city.division.pk, DAY.isoformat()])
    assert page in html
    assert "belum ada piket" in html
    data = {"people": [city.sari.pk], "start": "08:00", "end": "14:00", "seen": "-"}
    assert client.post(page, data | {"end": "07:00"}).status_code == 422
    assert client.post(page, data).status_code == 302
    assert named_for(city.division, DAY) == [city.sari.pk]
    # The page was opened before: somebody else named Sari in between.
    answer = client.post(page, data | {"people": []})
    assert (answer.status_code, named_for(city.division, DAY)) == (422, [city.sari.pk])
    assert "1 pegawai piket" in client.get(reverse("schedules:duty_list")).content.decode()


@pytest.mark.parametrize("way", ["recorded", "approved", "imported"])
def test_an_absence_ends_the_duty_and_who_rostered_it_is_told_without_the_cause(city, holiday, way):
    name(city, city.sari, city.tono, actor=city.dewi)
    Outbox.objects.all().delete()
    facts = {"kind": "sakit", "starts_on": DAY, "ends_on": DAY}
    if way == "recorded":
        record_away(city.sari, actor=city.hana.user, **facts)
    if way == "approved":
        away = request_away(city.sari, actor=city.sari.user, **facts)
        assert named_for(city.division, DAY) == [city.sari.pk, city.tono.pk]
        decide_away(away, accepted=True, reason="", actor=city.rudi.user)
    if way == "imported":
        applied(city.hana, f"{city.sari.nip},sakit,{DAY},{DAY},")
    assert named_for(city.division, DAY) == [city.tono.pk]
    assert [one.recipient for one in Outbox.objects.filter(kind="duty_ended")] == [city.sari.user]
    told = Outbox.objects.filter(kind="duty_open")
    assert {one.recipient for one in told} == {city.dewi.user, city.rudi.user}
    assert city.sari.name in told[0].text
    assert "akit" not in told[0].text
    assert told[0].link == reverse("schedules:duty_day", args=[city.division.pk, DAY.isoformat()])


def test_an_absence_leaves_other_days_and_days_past_as_they_are(city, holiday, time_machine):
    name(city, city.sari)
    day_before = DAY - datetime.timedelta(days=1)
    away = record_away(
        city.sari, kind="sakit", starts_on=day_before, ends_on=day_before, actor=city.hana.user
    )
    withdraw_away(away, reason="Salah catat", actor=city.hana.user)
    assert named_for(city.division, DAY) == [city.sari.pk]
    time_machine.move_to(datetime.datetime(2026, 12, 17, 3, tzinfo=datetime.UTC))
    record_away(city.sari, kind="sakit", starts_on=DAY, ends_on=DAY, actor=city.hana.user)
    assert named_for(city.division, DAY) == [city.sari.pk]
    assert not Outbox.objects.filter(kind="duty_open").exists()
