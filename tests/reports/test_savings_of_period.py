"""Savings of the lived week and of a month of bills, every figure by hand."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from attendance.models import DayRecord
from reports.models import Bill, SavingsParameter
from reports.queries.savings import (
    NO_BASELINE,
    NO_BILL,
    NO_CALENDAR,
    savings_of_buildings,
    savings_of_units,
    whole_months,
)
from reports.savings import Estimate, StaffEstimate
from reports.services.savings import add_parameter
from tests.reports.conftest import SUN, THU, TUE, WED, WEEK
from tests.reports.savings_cast import BUILDING, DECEMBER, YEAR, bill, holidays, parameter
from units.access import scope_for
from units.decisions import Refused
from units.models import Decision, ImportRun, Place
from units.services.imports import apply_import, try_import

LAST_OF_DECEMBER = datetime.date(2026, 12, 31)


@pytest.mark.usefixtures("week")
def test_validated_days_times_the_parameters_in_force(city):
    parameter(city)
    parameter(city, "air", 500, 900, start=(2026, 12, 2))
    parameter(city, "bbm_pribadi", 15_000, 25_000)
    found = savings_of_buildings(WEEK, SUN)
    (days,) = found.days
    assert (days.building, days.at_home, days.validated) == (BUILDING, 3, 1)
    # Sari's Tuesday is validated; the water parameter begins the day after.
    assert found.estimate == Estimate(2_000, 3_500)
    assert found.own_fuel == StaffEstimate(15_000, 25_000)
    assert [(line.parameter.kind, line.days) for line in found.estimates] == [
        ("listrik", 1),
        ("bbm_pribadi", 1),
    ]
    assert (days.emptied, days.partly) == ([], [TUE, WED, THU])
    assert found.measured is None


@pytest.mark.usefixtures("week")
def test_the_building_s_own_parameter_goes_before_the_city_s_and_the_later_before_the_earlier(city):
    parameter(city)
    parameter(city, low=4_000, high=4_500, start=(2026, 11, 1), building=BUILDING)
    assert savings_of_buildings(WEEK, SUN).estimate == Estimate(4_000, 4_500)
    parameter(city, low=1, high=2, start=(2026, 12, 1), building=BUILDING)
    parameter(city, low=7, high=8, start=(2026, 12, 2), building=BUILDING)
    assert savings_of_buildings(WEEK, SUN).estimate == Estimate(1, 2)


@pytest.mark.usefixtures("week")
def test_without_a_parameter_nothing_is_estimated(city):
    assert savings_of_buildings(WEEK, SUN).estimate is None
    assert savings_of_buildings(WEEK, SUN).own_fuel is None


@pytest.mark.usefixtures("week")
def test_a_building_emptied_for_a_day_stands_apart(city):
    # On Wednesday nobody of Bappelitbangda is at the office: all but Tono are away.
    others = DayRecord.objects.filter(date=WED).exclude(employee=city.tono)
    others.update(verdict="away", away_kind="cuti")
    (days,) = savings_of_buildings(WEEK, SUN).days
    assert (days.emptied, days.partly) == ([WED], [TUE, THU])
    DayRecord.objects.filter(date=WED, employee=city.dewi).update(verdict="unexplained")
    (days,) = savings_of_buildings(WEEK, SUN).days
    assert days.emptied == []


def test_a_bill_against_the_same_month_of_the_year_before_corrected_for_working_days(city):
    holidays()
    bill(YEAR, 12, 10_500_000)
    bill(2026, 12, 8_000_000)
    found = savings_of_buildings(DECEMBER, LAST_OF_DECEMBER)
    # 10,500,000 / 21 * 22
    assert (found.measured.expected, found.measured.billed) == (11_000_000, 8_000_000)
    assert found.measured.margin is None
    for month in range(1, 12):
        bill(YEAR, month, 10_000_000)
    margin = savings_of_buildings(DECEMBER, LAST_OF_DECEMBER).measured.margin
    assert margin is not None and margin > 0
    assert found.missing == []


def test_the_baseline_may_be_a_year_of_its_own(city, settings):
    holidays()
    bill(2024, 12, 9_000_000)
    bill(2026, 12, 8_000_000)
    settings.SAVINGS_BASELINE_YEAR = 2024
    (line,) = savings_of_buildings(DECEMBER, LAST_OF_DECEMBER).bills
    assert (line.state, line.baseline_month) == (NO_CALENDAR, datetime.date(2024, 12, 1))


def test_a_missing_bill_is_named_and_never_a_saving_of_zero(city):
    holidays()
    bill(YEAR, 12, 10_500_000)
    bill(2026, 12, 2_000_000, kind="air")
    found = savings_of_buildings(DECEMBER, LAST_OF_DECEMBER)
    assert [(line.building, line.kind, line.state) for line in found.missing] == [
        (BUILDING, "air", NO_BASELINE),
        (BUILDING, "listrik", NO_BILL),
    ]
    assert found.measured is None


@pytest.mark.usefixtures("week")
def test_a_building_without_any_bill_is_named(city):
    assert savings_of_buildings(WEEK, SUN).never_billed == [BUILDING]


@pytest.mark.usefixtures("week")
def test_a_shared_building_is_not_measured_for_one_of_its_units(city):
    holidays()
    parameter(city)
    bill(YEAR, 12, 10_500_000)
    bill(2026, 12, 8_000_000)
    whole = [city.agency.pk, city.division.pk, city.other_division.pk]
    assert savings_of_units(DECEMBER, LAST_OF_DECEMBER, whole).measured.difference == 3_000_000
    part = savings_of_units(WEEK, LAST_OF_DECEMBER, [city.division.pk])
    assert (part.shared, part.measured, part.bills) == ([BUILDING], None, [])
    assert part.estimate == Estimate(2_000, 3_500)
    assert savings_of_units(WEEK, SUN, [city.service.pk]).estimate is None


def test_only_whole_months_are_measured():
    first, last = datetime.date(2026, 10, 2), datetime.date(2026, 12, 30)
    assert whole_months(first, last) == [datetime.date(2026, 11, 1)]


def test_a_parameter_is_added_by_bkpsdm_and_never_changed(city, monday):
    values = {
        "building": BUILDING, "kind": "listrik", "low": 2_000, "high": 3_500,
        "source": "Kajian", "starts_on": monday,
    }  # fmt: skip
    row = add_parameter(**values, actor=city.wati.user)
    decision = Decision.objects.get(act="add_savings_parameter")
    assert (decision.actor, decision.after["low"]) == (city.wati.user, 2_000)
    with pytest.raises(DatabaseError), transaction.atomic():
        SavingsParameter.objects.filter(pk=row.pk).update(low=1)
    for change in ({"low": 4_000}, {"source": " "}, {"building": "Gedung Lain"}, {"kind": "x"}):
        with pytest.raises(Refused):
            add_parameter(**values | change, actor=city.wati.user)
    for person in (city.dewi, city.hana, city.sari):
        with pytest.raises(PermissionDenied):
            add_parameter(**values, actor=person.user)
    assert SavingsParameter.objects.count() == 1


CSV = """GEDUNG,JENIS,BULAN,JUMLAH,BANYAKNYA,SATUAN,SUMBER
gedung bappelitbangda,Listrik,2026-10,13.000.000,9000,kWh,PLN
Gedung Bappelitbangda,air,10/2026,2100000,,,PDAM
Gedung Bappelitbangda,Air,2026-10,1,,,PDAM
Gedung Lain,Listrik,2026-10,1,,,PLN
Gedung Bappelitbangda,Listrik,2026-13,1,,,PLN
Gedung Bappelitbangda,Listrik,2026-09,sejuta,,,PLN
Gedung Bappelitbangda,Listrik,2027-01,5,,,PLN
"""


def _tried(person, text):
    return try_import(
        ImportRun.Kind.BILLS, actor=person.user, scope=scope_for(person.user),
        content=text.encode(), file_name="tagihan.csv",
    )  # fmt: skip


@pytest.mark.usefixtures("monday")
def test_bills_are_imported_row_by_row(city):
    run = _tried(city.wati, CSV)
    assert Bill.objects.count() == 0
    assert (run.added, run.refused) == (2, 5)
    faults = {row["number"]: " ".join(row["faults"]) for row in run.rows if row.get("faults")}
    assert faults == {
        4: "Sudah ada pada baris 3 berkas ini.",
        5: "GEDUNG: tidak ada tempat kerja pada gedung dengan nama ini",
        6: "BULAN: tulis bulan sebagai 2026-10 atau 10/2026",
        7: "JUMLAH: harus berupa rupiah bulat, misalnya 13.000.000",
        8: "BULAN: belum tiba",
    }
    apply_import(run, actor=city.wati.user, scope=scope_for(city.wati.user), all_or_nothing=False)
    rows = Bill.objects.order_by("kind").values_list("building", "kind", "month", "amount")
    october = datetime.date(2026, 10, 1)
    assert list(rows) == [
        (BUILDING, "air", october, 2_100_000),
        (BUILDING, "listrik", october, 13_000_000),
    ]
    again = _tried(city.wati, CSV.replace("13.000.000", "12.500.000"))
    assert (again.added, again.changed, again.unchanged) == (0, 1, 1)
    apply_import(again, actor=city.wati.user, scope=scope_for(city.wati.user), all_or_nothing=False)
    assert Bill.objects.get(kind="listrik").amount == 12_500_000


def test_bills_are_imported_by_bkpsdm_alone(city):
    with pytest.raises(Refused):
        _tried(city.hana, CSV)


def test_two_units_under_one_roof_are_one_building(city):
    Place.objects.create(
        unit=city.service, name="Loket", building=BUILDING, latitude=-6.2, longitude=106.9
    )
    holidays()
    bill(YEAR, 12, 10_500_000)
    bill(2026, 12, 8_000_000)
    found = savings_of_units(DECEMBER, LAST_OF_DECEMBER, [city.service.pk, city.counter.pk])
    assert (found.shared, found.measured) == ([BUILDING], None)
