"""Working days and hours: the nearest row decides, and nothing is a constant."""

import datetime

import pytest

from schedules.models import Holiday, WorkHours, WorkHoursDay
from schedules.queries.calendar import Calendar, Hours
from units.models import Unit

from .conftest import make_hours

D = datetime.date
T = datetime.time


def load():
    return Calendar.load(D(2026, 12, 1), D(2026, 12, 31))


def test_weekends_are_free_and_saturday_works_in_a_six_day_unit(city):
    Unit.objects.filter(pk=city.counter.pk).update(working_week=6)
    calendar = load()
    assert calendar.is_working_day(city.division.pk, D(2026, 12, 11))
    assert not calendar.is_working_day(city.division.pk, D(2026, 12, 12))
    assert calendar.is_working_day(city.counter.pk, D(2026, 12, 12))
    assert not calendar.is_working_day(city.counter.pk, D(2026, 12, 13))


def test_a_city_holiday_frees_every_unit(city):
    Holiday.objects.create(date=D(2026, 12, 25), name="Hari Raya Natal", kind="national")
    calendar = load()
    assert not calendar.is_working_day(city.division.pk, D(2026, 12, 25))
    assert calendar.holiday_name(city.division.pk, D(2026, 12, 25)) == "Hari Raya Natal"
    assert calendar.holiday_name(city.division.pk, D(2026, 12, 24)) == ""
    assert calendar.working_days(city.division.pk, D(2026, 12, 21), D(2026, 12, 27)) == [
        D(2026, 12, 21), D(2026, 12, 22), D(2026, 12, 23), D(2026, 12, 24),
    ]  # fmt: skip


def test_the_nearest_row_decides_and_called_off_wins_within_one_unit(city):
    Holiday.objects.create(date=D(2026, 12, 24), name="Cuti bersama", kind="joint_leave")
    Holiday.objects.create(date=D(2026, 12, 24), name="Piket", kind="called_off", unit=city.service)
    Holiday.objects.create(date=D(2026, 12, 24), name="Renovasi", kind="local", unit=city.counter)
    calendar = load()
    day = D(2026, 12, 24)
    assert not calendar.is_working_day(city.division.pk, day)
    assert calendar.is_working_day(city.service.pk, day)
    assert calendar.holiday_name(city.counter.pk, day) == "Renovasi"
    Holiday.objects.create(date=day, name="Batal libur", kind="called_off", unit=city.counter)
    assert load().is_working_day(city.counter.pk, day)


def test_hours_of_an_ordinary_day_and_of_friday(city):
    make_hours()
    calendar = load()
    assert calendar.hours(city.division.pk, "pns", D(2026, 12, 10)) == Hours(
        T(7, 30), T(16), 60, "Jam kerja normal", "Perpres 21/2023"
    )
    assert calendar.hours(city.division.pk, "pns", D(2026, 12, 11)).end == T(16, 30)
    assert calendar.hours(city.division.pk, "pns", D(2026, 12, 12)) is None


def test_nobody_has_hours_that_nobody_set(city):
    assert load().hours(city.division.pk, "pns", D(2026, 12, 10)) is None


def test_hours_on_a_holiday_are_none(city):
    make_hours()
    Holiday.objects.create(date=D(2026, 12, 25), name="Natal", kind="national")
    assert load().hours(city.division.pk, "pns", D(2026, 12, 25)) is None


@pytest.mark.parametrize(
    ("unit", "employment", "name"),
    [
        ("division", "pns", "bidang"),
        ("division", "pppk_paruh_waktu", "bidang"),
        ("agency", "pns", "Desember"),
        ("agency", "pppk_paruh_waktu", "paruh waktu"),
    ],
)
def test_precedence_nearer_unit_then_employment_then_later_start(city, unit, employment, name):
    make_hours("normal")
    make_hours("Desember", starts_on=D(2026, 12, 1))
    make_hours("paruh waktu", employment="pppk_paruh_waktu")
    make_hours("bidang", unit=city.division)
    make_hours("enam hari", working_week=6, starts_on=D(2026, 12, 2))
    make_hours("sudah lewat", starts_on=D(2026, 11, 1), ends_on=D(2026, 11, 30))
    found = load().hours(getattr(city, unit).pk, employment, D(2026, 12, 10))
    assert found.name == name


def test_a_row_without_the_weekday_gives_no_hours(city):
    hours = WorkHours.objects.create(
        name="Senin saja", working_week=5, legal_basis="SK", starts_on=D(2026, 1, 1)
    )
    WorkHoursDay.objects.create(hours=hours, weekday=0, start=T(8), end=T(12), break_minutes=0)
    calendar = load()
    assert calendar.hours(city.division.pk, "pns", D(2026, 12, 7)).start == T(8)
    assert calendar.hours(city.division.pk, "pns", D(2026, 12, 8)) is None


def test_a_day_outside_the_calendar_is_refused(city):
    with pytest.raises(ValueError, match="outside the calendar"):
        load().is_working_day(city.division.pk, D(2027, 1, 4))


def test_the_calendar_takes_four_queries_whatever_the_number_of_rows(
    city, django_assert_num_queries
):
    make_hours()
    with django_assert_num_queries(4):
        load().hours(city.division.pk, "pns", D(2026, 12, 10))
    for n in range(2, 5):
        make_hours(f"jam {n}", starts_on=D(2026, 1, n))
        Holiday.objects.create(date=D(2026, 12, n), name="Libur", kind="local")
    with django_assert_num_queries(4):
        calendar = load()
        calendar.hours(city.division.pk, "pns", D(2026, 12, 10))
        calendar.holiday_name(city.service.pk, D(2026, 12, 3))
