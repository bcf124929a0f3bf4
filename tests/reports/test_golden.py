"""The figures of the small city, worked out by hand, and the laws of versions."""

import datetime

import pytest

from attendance.models import DayRecord, WorkReport
from reports.comparison import cell_differences
from reports.document import Document
from reports.measures import (
    CALLS,
    CORRECTIONS,
    INDICATIONS,
    MEASURES,
    ORDERS,
    REVIEWS,
    SWAPS,
    WARNINGS,
)
from reports.models import Report
from reports.reconcile import DoesNotReconcile
from reports.services import weekly as service
from reports.services.weekly import build_week, build_weekly_report, figures_hash
from reports.weekly import known_measures
from schedules.models import Plan
from tests.reports.conftest import FRI, MON, THU, WEEK, at
from units.decisions import Refused
from units.models import Unit

CITY = {
    "person_days": 56, "planned_wfh": 3, "planned_wfo": 37, "holiday": 16, "unrecorded": 0,
    "present": 34, "present_home": 2, "present_office": 32, "incomplete": 1, "review": 1,
    "unexplained": 1, "absent": 0, "leave": 1, "sick": 1, "travel": 1, "away_other": 0,
    "at_home": 3, "at_office": 34, "late": 2, "late_minutes": 42,
    "validated": 1, "not_validated": 2, "reports_accepted": 1, "reports_returned": 0,
    "reports_waiting": 1, "reports_missing": 1, "filed_late": 1,
    "floor_days": 5, "floors_kept": 4, "floors_short": 1,
    **dict.fromkeys((*CALLS, *CORRECTIONS, *REVIEWS, *SWAPS, *ORDERS, *INDICATIONS, *WARNINGS), 0),
}  # fmt: skip


CHANGED = (("Hadir",), ("Hadir WFO",), ("Presensi tidak lengkap",))


def latest(unit):
    return Report.objects.filter(unit=unit).order_by("-version").first()


def test_the_city_by_hand(city, week):
    assert build_week(WEEK) == 6
    figures = latest(city.root).figures
    assert figures["totals"] == CITY
    assert figures["people"] == 8
    assert figures["week"] == {"starts_on": "2026-11-30", "ends_on": "2026-12-06"}
    rows = [(row["unit"]["code"], row["people"], row["person_days"]) for row in figures["units"]]
    assert rows == [
        ("BAPPELITBANGDA", 5, 35), ("BKPSDM", 1, 7), ("DISDUKCAPIL", 2, 14),
    ]  # fmt: skip
    assert [row["at_home"] for row in figures["days"]] == [0, 1, 1, 1, 0, 0, 0]
    assert [row["present"] for row in figures["days"]] == [7, 8, 6, 7, 6, 0, 0]
    assert figures["before"] is None


def test_a_day_confirmed_without_explanation_is_a_status_of_its_own(city, week):
    DayRecord.objects.filter(employee=city.tono, verdict="unexplained").update(verdict="absent")
    build_week(WEEK)
    assert latest(city.root).figures["totals"] == CITY | {"unexplained": 0, "absent": 1}


def test_a_report_older_than_a_measure_is_read_with_none_of_it(city, week):
    build_week(WEEK)
    old = latest(city.root)
    for row in (old.figures["totals"], *old.figures["days"], *old.figures["units"]):
        del row["absent"]
    assert known_measures(old.figures)["totals"] == CITY
    assert Document(old, known_measures(old.figures)).by_day().total[-1] == 1
    assert cell_differences(latest(city.root), old, day_name=str) == []


def test_a_breach_is_named_with_its_day_and_numbers(city, week):
    build_week(WEEK)
    (breach,) = latest(city.root).figures["breaches"]
    assert breach["unit"]["code"] == "BAPPELITBANGDA-EKO"
    assert (breach["date"], breach["text"]) == ("2026-12-03", "Bidang Ekonomi ≥ 2")
    assert (breach["needed"], breach["on_site"]) == (2, 1)
    assert latest(city.service).figures["breaches"] == []


def test_fairness_and_rosters(city, week):
    build_week(WEEK)
    figures = latest(city.root).figures
    assert figures["fairness"] == {
        "eligible": 2, "envious": 0, "groups": 1, "largest_spread": 1.0,
        # given 2 and 1 of a share of 1.5: 1.333 and 0.667, so that 4 / (2 x 2.222) = 0.9
        # differences of half a day either way belong to the class in the middle
        "desirable_spread": None, "jain": 0.9, "classes": [0, 0, 2, 0, 0],
    }  # fmt: skip
    assert figures["rosters"] == {"needed": 1, "published": 1, "missing": []}
    assert figures["plans"] == [
        {"agency": "BAPPELITBANGDA", "version": 1, "policy": 1, "working_week": 5}
    ]


def test_an_agency_without_a_published_plan_is_named(city, week):
    Plan.objects.update(status="approved")
    build_week(WEEK)
    rosters = latest(city.root).figures["rosters"]
    assert (rosters["needed"], rosters["published"]) == (1, 0)
    assert [unit["code"] for unit in rosters["missing"]] == ["BAPPELITBANGDA"]


def test_parts_of_agencies_have_reports_of_their_own(city, week):
    build_week(WEEK)
    assert set(Report.objects.values_list("unit__code", flat=True)) == {
        "1", "BAPPELITBANGDA", "BAPPELITBANGDA-EKO", "BKPSDM", "DISDUKCAPIL", "DISDUKCAPIL-LOKET",
    }  # fmt: skip
    division = latest(city.division).figures
    assert (division["totals"]["person_days"], division["totals"]["planned_wfh"]) == (21, 3)
    own = [row for row in latest(city.agency).figures["units"] if row["own"]]
    assert [(row["people"], row["sick"], row["incomplete"]) for row in own] == [(2, 1, 1)]


def test_every_cut_of_every_report_sums_to_the_city(city, week):
    build_week(WEEK)
    reports = {report.unit_id: report.figures for report in Report.objects.all()}
    agencies = Unit.objects.filter(parent=city.root)
    for measure in MEASURES:
        total = reports[city.root.pk]["totals"][measure]
        assert total == sum(reports[unit.pk]["totals"][measure] for unit in agencies), measure
        assert total == sum(row[measure] for row in reports[city.root.pk]["days"]), measure


def test_building_twice_makes_nothing_new(city, week):
    assert build_week(WEEK) == 6
    assert build_week(WEEK) == 0
    assert Report.objects.count() == 6


def test_other_figures_make_the_next_version_and_keep_the_first(city, week):
    build_week(WEEK)
    first = latest(city.root)
    DayRecord.objects.filter(employee=city.dewi, date=FRI).update(verdict="present")
    assert build_week(WEEK) == 2  # the city and Bappelitbangda; nothing changed elsewhere
    second = latest(city.root)
    assert (first.version, second.version) == (1, 2)
    assert Report.objects.get(pk=first.pk).figures["totals"] == CITY
    cells = cell_differences(second, first, day_name=str)
    friday = [("2026-12-04", label, *values) for label, *values in CHANGED]
    agency = [("Bappelitbangda", label, *values) for label, *values in CHANGED]
    found = [(one.where, one.label, one.before, one.after) for one in cells]
    assert found[:3] == [
        ("Seluruhnya", *one)
        for one in (
            ("Hadir", 34, 35),
            ("Hadir WFO", 32, 33),
            ("Presensi tidak lengkap", 1, 0),
        )
    ]
    assert [one[:2] for one in found[3:6]] == [one[:2] for one in friday]
    assert [one[:2] for one in found[6:]] == [one[:2] for one in agency]
    assert found[3] == ("2026-12-04", "Hadir", 6, 7)
    assert found[6] == ("Bappelitbangda", "Hadir", 21, 22)


def test_the_hash_names_the_figures(city, week):
    build_week(WEEK)
    report = latest(city.root)
    assert report.figures_hash == figures_hash(report.figures)
    assert len({one.figures_hash for one in Report.objects.all()}) == 6


@pytest.mark.parametrize("cut", ["totals", "days", "units"])
def test_a_report_that_does_not_reconcile_is_not_stored(city, week, monkeypatch, cut):
    honest = service.figures_of

    def tampered(*args, **kwargs):
        figures = honest(*args, **kwargs)
        row = figures[cut] if cut == "totals" else figures[cut][0]
        row["present"] += 1
        return figures

    monkeypatch.setattr(service, "figures_of", tampered)
    with pytest.raises(DoesNotReconcile) as broken:
        build_week(WEEK)
    assert broken.value.cell in ("days.present", "units.present")
    assert Report.objects.count() == 0


def test_the_week_before_stands_beside_it(city, week, time_machine):
    build_week(WEEK)
    time_machine.move_to(at(datetime.date(2026, 12, 14), 9), tick=False)
    following = WEEK + datetime.timedelta(days=7)
    build_week(following)
    before = Report.objects.get(unit=city.root, starts_on=following).figures["before"]
    assert (before["starts_on"], before["version"], before["people"]) == ("2026-11-30", 1, 8)
    assert before["totals"] == CITY


def test_the_mean_is_over_the_weeks_that_have_a_report(city, week, time_machine):
    build_week(WEEK)
    second, third = (WEEK + datetime.timedelta(days=7 * n) for n in (1, 2))
    time_machine.move_to(at(datetime.date(2026, 12, 28), 9), tick=False)
    build_week(second)
    build_week(third)
    mean = Report.objects.get(unit=city.root, starts_on=third).figures["mean"]
    assert mean["weeks"] == [
        {"starts_on": "2026-11-30", "version": 1, "people": 8},
        {"starts_on": "2026-12-07", "version": 1, "people": 0},
    ]
    assert {key: mean["totals"][key] for key in ("present", "late_minutes")} == {
        "present": 34, "late_minutes": 42,
    }  # fmt: skip
    report = Report.objects.get(unit=city.root, starts_on=third)
    rows = Document(report, known_measures(report.figures)).all_figures()
    assert rows.columns[-1].label == "Rata-rata 2 minggu"
    assert [row[-1] for row in rows.rows if row[0] in ("Pegawai", "Hadir", "Terlambat")] == [
        4, 17, 1,
    ]  # fmt: skip
    assert [row[-1] for row in rows.rows if row[0] == "Belum ada keterangan"] == [0.5]


def test_a_report_keeps_what_it_was_built_from_and_new_data_alone_make_no_version(city, week):
    build_week(WEEK)
    report = latest(city.root)
    sources = report.sources
    assert sources["policies"] == [{"name": "Rotasi", "version": 1}]
    assert sources["plans"] == 1
    assert sources["tables"]["day_records"]["rows"] == 56
    assert sources["tables"]["work_reports"]["rows"] == 2
    assert sources["tables"]["assignments"]["rows"] == 3
    assert "calls" not in sources["tables"]
    WorkReport.objects.create(employee=city.rudi, work_date=MON, status="draft")
    assert build_week(WEEK) == 0
    assert latest(city.root).sources == sources


def test_days_without_a_record_are_counted_apart(city, week):
    DayRecord.objects.filter(employee=city.umar, date__in=(THU, FRI)).delete()
    build_week(WEEK)
    totals = latest(city.root).figures["totals"]
    assert (totals["unrecorded"], totals["person_days"]) == (2, 54)
    assert latest(city.counter).figures["totals"]["unrecorded"] == 2


def test_a_plan_that_cannot_be_read_is_named_and_stops_nothing(city, week):
    Plan.objects.update(problem={"format": "lain"})
    build_week(WEEK)
    figures = latest(city.root).figures
    assert [unit["code"] for unit in figures["unreadable"]] == ["BAPPELITBANGDA"]
    assert figures["totals"]["floor_days"] == 0
    assert figures["rosters"]["published"] == 1


def test_a_floor_does_not_hold_on_a_late_holiday(city, week):
    from schedules.models import Holiday

    Holiday.objects.create(date=THU, name="Pilkada", kind="national")
    build_week(WEEK)
    totals = latest(city.root).figures["totals"]
    assert (totals["floor_days"], totals["floors_short"]) == (4, 0)


def test_one_unit_alone_gets_the_same_figures(city, week):
    report = build_weekly_report(city.division, WEEK)
    assert Report.objects.count() == 1
    build_week(WEEK)
    assert Report.objects.filter(unit=city.division).count() == 1
    assert report.figures == latest(city.division).figures


def test_a_week_that_is_not_over_is_refused(city, week):
    with pytest.raises(Refused, match="belum berakhir"):
        build_week(datetime.date(2026, 12, 7))
    with pytest.raises(ValueError, match="no Monday"):
        build_week(datetime.date(2026, 12, 1))
    assert Report.objects.count() == 0


def test_queries_do_not_grow_with_people_units_or_plans(city, week, django_assert_num_queries):
    from tests.conftest import make_employee
    from tests.reports.conftest import record

    with django_assert_num_queries(36):
        build_week(WEEK)
    for number in range(3):
        unit = Unit.objects.create(
            code=f"B{number}", name=f"Bidang {number}", level="bidang", parent=city.service
        )
        person = make_employee(f"19900101201503200{number + 5}", "Baru", unit, city.positions.clerk)
        setattr(city, f"baru{number}", person)
        row = record(city, "umar", FRI)
        row.employee, row.unit = person, unit
        row.save()
    with django_assert_num_queries(36):
        build_week(WEEK)
