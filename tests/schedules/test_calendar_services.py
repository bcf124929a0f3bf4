"""Holidays and hours: the joint decree exactly, the past untouched, each refusal tried."""

import datetime

import pytest
from django.utils import timezone

from schedules.models import Assignment, Holiday, Plan, WorkHours
from schedules.queries.calendar import Calendar
from schedules.services.calendar import (
    change_hours,
    declare_holiday,
    end_hours,
    load_national_holidays,
    set_hours,
    withdraw_holiday,
)
from units.decisions import MovedOn, Refused
from units.models import Decision, Outbox

from .conftest import make_hours

D = datetime.date
T = datetime.time
DAYS = {n: (T(7, 30), T(16), 60) for n in range(5)}


def test_2026_is_the_joint_decree_exactly(city):
    assert load_national_holidays(2026, actor=city.wati.user) == 25
    by_kind = {
        kind: sorted(Holiday.objects.filter(kind=kind).values_list("date", flat=True))
        for kind in ("national", "joint_leave")
    }
    assert len(by_kind["national"]) == 17
    assert by_kind["joint_leave"] == [
        D(2026, 2, 16), D(2026, 3, 18), D(2026, 3, 20), D(2026, 3, 23), D(2026, 3, 24),
        D(2026, 5, 15), D(2026, 5, 28), D(2026, 12, 24),
    ]  # fmt: skip
    assert not Holiday.objects.filter(estimated=True).exists()
    calendar = Calendar.load(D(2026, 1, 1), D(2026, 12, 31))
    days = calendar.working_days(city.division.pk, D(2026, 1, 1), D(2026, 12, 31))
    assert len(days) == 240
    assert sum(day.weekday() == 4 for day in days) == 46


def test_loading_twice_changes_nothing_and_records_one_decision(city):
    load_national_holidays(2026, actor=city.wati.user)
    before = list(Holiday.objects.values_list("pk", "name"))
    assert load_national_holidays(2026, actor=city.wati.user) == 0
    assert list(Holiday.objects.values_list("pk", "name")) == before
    assert Decision.objects.filter(act="load_national_holidays").count() == 1


def test_2027_marks_what_is_an_estimate(city):
    assert load_national_holidays(2027, actor=city.wati.user) == 26
    estimated = Holiday.objects.filter(estimated=True).values_list("date", flat=True)
    assert sorted(estimated) == [D(2027, 3, 10), D(2027, 3, 11), D(2027, 5, 17)]
    assert Holiday.objects.get(date=D(2027, 3, 10)).name == "Hari Raya Idul Fitri"


def test_a_later_list_settles_estimates_and_drops_those_that_moved(city, monday):
    Holiday.objects.create(date=D(2027, 8, 17), name="HUT RI", kind="national", estimated=True)
    Holiday.objects.create(date=D(2027, 3, 9), name="Idul Fitri", kind="national", estimated=True)
    Holiday.objects.create(date=D(2027, 7, 1), name="Hari BKPSDM", kind="national")
    load_national_holidays(2027, actor=city.wati.user)
    assert Holiday.objects.get(date=D(2027, 8, 17)).estimated is False
    assert not Holiday.objects.filter(date=D(2027, 3, 9), kind="national").exists()
    assert Holiday.objects.filter(date=D(2027, 7, 1)).exists()


def declare(city, **over):
    return declare_holiday(
        over.pop("date", D(2026, 12, 11)),
        **{"name": "HUT unit", "kind": "local", "legal_basis": "SE 1", "actor": city.wati.user}
        | over,
    )


def test_a_local_holiday_tells_those_at_home_in_that_unit_alone(city, monday, policy, period):
    plan = Plan.objects.create(
        agency=city.agency, period=period, policy=policy, problem={}, problem_hash="", solution={},
        created_by=city.wati.user, created_at=timezone.now(),
    )  # fmt: skip
    for person in (city.sari, city.umar):
        Assignment.objects.create(plan=plan, employee=person, date=D(2026, 12, 11), published=True)
    Assignment.objects.create(plan=plan, employee=city.tono, date=D(2026, 12, 11))
    holiday = declare(city, unit=city.agency)
    notice = Outbox.objects.get()
    assert notice.recipient == city.sari.user
    assert notice.text == (
        "11 Desember 2026 menjadi hari libur (HUT unit). Jadwal WFH Anda pada hari itu gugur."
    )
    decision = Decision.objects.get(act="declare_holiday")
    assert (decision.subject_id, decision.unit, decision.actor) == (
        holiday.pk, city.agency, city.wati.user
    )  # fmt: skip


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        ({"date": D(2026, 12, 4)}, "sudah lewat"),
        ({"legal_basis": " "}, "dasar hukumnya"),
        ({"kind": "national", "unit": "agency"}, "seluruh kota"),
        ({"kind": "called_off"}, "bukan hari libur"),
    ],
)
def test_refused_holidays_leave_nothing(city, monday, over, sentence):
    if "unit" in over:
        over["unit"] = getattr(city, over["unit"])
    with pytest.raises(Refused, match=sentence):
        declare(city, **over)
    assert not Holiday.objects.exists()
    assert not Decision.objects.exists()


def test_the_same_holiday_twice_is_refused(city, monday):
    declare(city)
    with pytest.raises(Refused, match="sudah ada"):
        declare(city)
    assert Holiday.objects.count() == 1


def test_a_holiday_called_off_for_one_unit(city, monday):
    load_national_holidays(2026, actor=city.wati.user)
    declare(city, date=D(2026, 12, 24), kind="called_off", unit=city.service, name="Piket")
    calendar = Calendar.load(D(2026, 12, 24), D(2026, 12, 24))
    assert calendar.is_working_day(city.counter.pk, D(2026, 12, 24))
    assert not calendar.is_working_day(city.division.pk, D(2026, 12, 24))


def test_withdrawing_needs_a_reason_and_a_day_to_come(city, monday):
    holiday = declare(city)
    with pytest.raises(Refused, match="alasan"):
        withdraw_holiday(holiday, reason="", actor=city.wati.user)
    past = Holiday.objects.create(date=D(2026, 12, 1), name="Lama", kind="local")
    with pytest.raises(Refused, match="sudah lewat"):
        withdraw_holiday(past, reason="Salah", actor=city.wati.user)
    withdraw_holiday(holiday, reason="Salah tanggal", actor=city.wati.user)
    assert list(Holiday.objects.all()) == [past]
    with pytest.raises(MovedOn):
        withdraw_holiday(holiday, reason="Salah tanggal", actor=city.wati.user)


def hours(city, **over):
    return set_hours(
        **{
            "name": "Ramadan", "working_week": 5, "legal_basis": "SE 2", "days": DAYS,
            "starts_on": D(2026, 12, 14), "actor": city.wati.user,
        }
        | over
    )  # fmt: skip


def test_hours_are_written_with_their_days(city, monday):
    row = hours(city, ends_on=D(2026, 12, 18))
    assert [(d.weekday, d.start, d.end, d.break_minutes) for d in row.days.all()] == [
        (n, T(7, 30), T(16), 60) for n in range(5)
    ]
    assert Decision.objects.get(act="set_hours").after["days"]["0"] == "07:30-16:00/60"


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        ({"starts_on": D(2026, 12, 6)}, "berlaku surut"),
        ({"ends_on": D(2026, 12, 13)}, "mendahului"),
        ({"legal_basis": ""}, "dasar hukumnya"),
        ({"days": {}}, "satu hari"),
        ({"days": {0: (T(16), T(7, 30), 60)}}, "sesudah jam masuk"),
        ({"days": {0: (T(8), T(9), 60)}}, "Istirahat"),
    ],
)
def test_refused_hours_leave_nothing(city, monday, over, sentence):
    with pytest.raises(Refused, match=sentence):
        hours(city, **over)
    assert not WorkHours.objects.exists()
    assert not Decision.objects.exists()


CHANGE = {
    "name": "Baru", "working_week": 5, "unit": None, "employment": "", "legal_basis": "SE 3",
    "starts_on": D(2026, 12, 21), "ends_on": None,
}  # fmt: skip


def test_hours_in_use_cannot_be_changed(city, monday):
    row = make_hours()
    with pytest.raises(Refused, match="sudah berlaku"):
        change_hours(row, days=DAYS, actor=city.wati.user, **CHANGE)
    row.refresh_from_db()
    assert (row.name, row.starts_on) == ("Jam kerja normal", D(2026, 1, 1))
    assert row.days.get(weekday=4).end == T(16, 30)


def test_hours_to_come_can_be_changed(city, monday):
    row = hours(city)
    change_hours(row, days={0: (T(8), T(12), 0)}, actor=city.wati.user, **CHANGE)
    row.refresh_from_db()
    assert (row.name, row.starts_on, row.days.count()) == ("Baru", D(2026, 12, 21), 1)


def test_hours_end_without_touching_days_already_lived(city, monday):
    row = make_hours()
    with pytest.raises(Refused, match="sudah lewat"):
        end_hours(row, ends_on=D(2026, 12, 5), actor=city.wati.user)
    end_hours(row, ends_on=D(2026, 12, 6), actor=city.wati.user)
    row.refresh_from_db()
    assert row.ends_on == D(2026, 12, 6)
    row.ends_on = D(2026, 11, 1)
    row.save()
    with pytest.raises(MovedOn):
        end_hours(row, ends_on=D(2026, 12, 20), actor=city.wati.user)
