"""Months and quarters: nothing is counted anew, every cut adds up, and corrections come through."""

import datetime

import pytest
from django.urls import reverse

from attendance.models import DayRecord
from reports.measures import MEASURES
from reports.models import Report
from reports.reconcile import reconcile
from reports.rollup import last_day, mondays_of, parts_of, start_of
from reports.services.builds import ask_to_rebuild
from reports.services.periods import build_period, due_periods
from reports.services.weekly import build_week
from reports.tasks import build_due_period_reports
from tests.reports.conftest import FRI, PEOPLE, WEEK, at, record
from tests.reports.test_golden import CITY
from units.decisions import Refused

DECEMBER, NOVEMBER, QUARTER = (datetime.date(2026, month, 1) for month in (12, 11, 10))
MONDAYS = [WEEK + datetime.timedelta(days=7 * n) for n in range(5)]


@pytest.fixture
def weeks(city, week, time_machine):
    """The week lived by hand and three more in which Umar was late once; built on 4 January."""
    for monday in MONDAYS[1:4]:
        days = [monday + datetime.timedelta(days=n) for n in range(5)]
        rows = [record(city, name, day) for name in PEOPLE for day in days]
        for row in rows:
            row.minutes_late = 7 if (row.employee, row.date) == (city.umar, days[0]) else 0
            row.verdict = "present"
        DayRecord.objects.bulk_create(rows)
    time_machine.move_to(at(datetime.date(2027, 1, 4), 4), tick=False)
    for monday in MONDAYS:
        build_week(monday)


def report_of(kind, unit, **wanted):
    return Report.objects.filter(kind=kind, unit=unit, **wanted).latest("version")


def test_which_days_a_period_has():
    assert start_of("quarter", datetime.date(2026, 12, 31)) == QUARTER
    assert last_day("quarter", QUARTER) == datetime.date(2026, 12, 31)
    assert last_day("monthly", datetime.date(2028, 2, 1)) == datetime.date(2028, 2, 29)
    assert mondays_of("monthly", DECEMBER) == MONDAYS
    assert parts_of("monthly", DECEMBER)[0] == (DECEMBER, datetime.date(2026, 12, 6))
    assert parts_of("monthly", DECEMBER)[-1] == (
        datetime.date(2026, 12, 28), datetime.date(2026, 12, 31),
    )  # fmt: skip
    assert [start.month for start, _end in parts_of("quarter", QUARTER)] == [10, 11, 12]


def test_december_by_hand(city, weeks):
    build_period("monthly", DECEMBER)
    figures = report_of("monthly", city.root).figures
    totals = figures["totals"]
    # the week by hand less its Monday (8 people; Hana sick, Umar late 12 minutes), then 3 x 8 x 5
    assert totals["person_days"] == CITY["person_days"] - 8 + 120
    assert totals["present"] == CITY["present"] - 7 + 120
    assert (totals["sick"], totals["late"], totals["late_minutes"]) == (0, 1 + 3, 30 + 21)
    assert (totals["validated"], totals["floors_short"]) == (1, 1)
    assert [(row["date"], row["present"]) for row in figures["days"]] == [
        ("2026-12-01", 27), ("2026-12-07", 40), ("2026-12-14", 40), ("2026-12-21", 40),
        ("2026-12-28", 0),
    ]  # fmt: skip
    assert [one["date"] for one in figures["breaches"]] == ["2026-12-03"]
    assert (figures["people"], figures["missing"]) == (8, [])
    november = Report.objects.filter(kind="monthly", starts_on=NOVEMBER)
    assert november.count() == 0


def test_month_and_quarter_add_up_over_units_and_time(city, weeks):
    for kind, first in (("monthly", NOVEMBER), ("monthly", DECEMBER), ("quarter", QUARTER)):
        build_period(kind, first)
        for report in Report.objects.filter(kind=kind, starts_on=first):
            reconcile(report.figures)
    quarter = report_of("quarter", city.root).figures["totals"]
    months = [
        report_of("monthly", city.root, starts_on=first).figures["totals"]
        for first in (NOVEMBER, DECEMBER)
    ]
    weekly = [report_of("weekly", city.root, starts_on=monday).figures["days"]
              for monday in MONDAYS]  # fmt: skip
    for measure in MEASURES:
        assert quarter[measure] == sum(month[measure] for month in months), measure
        days = [day[measure] for rows in weekly for day in rows if day["date"] < "2027-01-01"]
        assert quarter[measure] == sum(days), measure


def test_what_is_due_is_built_once_and_again_after_a_correction(city, weeks):
    first = build_due_period_reports()
    assert list(first) == ["quarter 2026-10-01", "monthly 2026-11-01", "monthly 2026-12-01"]
    assert set(first.values()) == {"done: 6 new"}
    assert build_due_period_reports() == {}
    DayRecord.objects.filter(employee=city.dewi, date=FRI).update(verdict="present")
    build_week(WEEK)
    again = build_due_period_reports()
    assert again["monthly 2026-12-01"] == "done: 2 new"
    month = report_of("monthly", city.root, starts_on=DECEMBER)
    assert month.version == 2
    assert month.figures["totals"]["incomplete"] == 0


def test_a_month_waits_for_its_last_week(city, weeks):
    Report.objects.filter(starts_on=MONDAYS[-1]).delete()
    names = [(kind, first) for kind, first in due_periods(datetime.date(2027, 1, 4))]
    assert names == [("monthly", NOVEMBER)]


def test_one_failure_stops_no_other(city, weeks, monkeypatch):
    from reports.services import periods

    honest = periods.figures_of_period

    def broken(kind, first):
        if kind == "quarter":
            raise OSError("disk")
        return honest(kind, first)

    monkeypatch.setattr(periods, "figures_of_period", broken)
    answers = build_due_period_reports()
    assert answers["quarter 2026-10-01"] == "failed: OSError: disk"
    assert answers["monthly 2026-12-01"].startswith("done")


def test_the_month_says_what_the_circular_asks(city, weeks, as_):
    build_period("monthly", DECEMBER)
    report = report_of("monthly", city.root)
    client = as_(city.wati)
    html = client.get(reverse("reports:report_detail", kwargs={"pk": report.pk})).content.decode()
    for text in (
        "Ikhtisar menurut SE Mendagri 800.1.5/3349/SJ", "1 dari 3 (33,3\u00a0%)",
        "1–31 Desember 2026", "Menurut minggu", "21–27",
    ):  # fmt: skip
        assert text in html, text
    assert "Susun ulang minggu ini" not in html
    for name, start in (("report_pdf", b"%PDF-"), ("report_xlsx", b"PK"), ("report_csv", b"\xef")):
        answer = client.get(reverse(f"reports:{name}", kwargs={"pk": report.pk}))
        assert answer.getvalue().startswith(start)
        assert "laporan-bulanan-1-2026-12-01-v1" in answer["Content-Disposition"]
    listed = client.get(reverse("reports:period_list")).content.decode()
    assert reverse("reports:report_detail", kwargs={"pk": report.pk}) in listed
    with pytest.raises(Refused, match="laporan mingguan"):
        ask_to_rebuild(report, actor=city.wati.user, reason="Koreksi")


def test_a_head_reads_the_own_month_alone(city, weeks, as_):
    build_period("monthly", DECEMBER)
    client = as_(city.rudi)
    for unit, status in ((city.division, 200), (city.agency, 404), (city.root, 404)):
        report = report_of("monthly", unit)
        answer = client.get(reverse("reports:report_detail", kwargs={"pk": report.pk}))
        assert answer.status_code == status


def test_the_council_reads_the_quarter_of_the_city_and_of_no_unit(city, weeks, as_):
    build_period("quarter", QUARTER)
    client = as_(city.komisi)
    report = report_of("quarter", city.root)
    html = client.get(reverse("reports:report_detail", kwargs={"pk": report.pk})).content.decode()
    assert "Seluruh unit" in html
    assert "Bappelitbangda" not in html
    assert "Rincian per unit hanya ada pada laporan mingguan." in html
    for unit in (city.agency, city.service, city.division):
        below = report_of("quarter", unit)
        for name in ("report_detail", "report_pdf", "report_xlsx", "report_csv"):
            answer = client.get(reverse(f"reports:{name}", kwargs={"pk": below.pk}))
            assert answer.status_code == 404
