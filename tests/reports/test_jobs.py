"""The weekly job: missed weeks are caught up, a second run changes nothing, failures are seen."""

import datetime

import pytest
from django.urls import reverse

from attendance.models import DayRecord
from reports.models import Report, WeekBuild
from reports.reconcile import DoesNotReconcile
from reports.services import builds
from reports.services.builds import ask_to_rebuild
from reports.services.weekly import build_week
from reports.tasks import build_due_weekly_reports, build_week_reports
from tests.reports.conftest import FRI, WEEK, at, record
from units.decisions import MovedOn, Refused, decisions_on
from units.models import Decision

NEXT = WEEK + datetime.timedelta(days=7)


def test_nothing_is_due_in_an_empty_portal(monday, db):
    assert build_due_weekly_reports() == {}
    assert WeekBuild.objects.count() == 0


def test_every_missed_week_is_caught_up_once(city, week, time_machine):
    time_machine.move_to(at(datetime.date(2026, 12, 21), 1), tick=False)
    assert list(build_due_weekly_reports()) == ["2026-11-30", "2026-12-07", "2026-12-14"]
    before = list(Report.objects.order_by("pk").values_list("pk", "figures_hash"))
    assert build_due_weekly_reports() == {}
    assert list(Report.objects.order_by("pk").values_list("pk", "figures_hash")) == before


def test_the_running_week_is_never_built(city, week):
    assert build_due_weekly_reports() == {"2026-11-30": "done: 6 new"}
    assert set(Report.objects.values_list("starts_on", flat=True)) == {WEEK}


def test_building_shows_how_far_it_is(city, week):
    build_due_weekly_reports()
    build = WeekBuild.objects.get()
    assert (build.status, build.done, build.total) == ("done", 100, 100)
    assert build.started_at is not None
    assert build.finished_at is not None


def test_a_failure_keeps_its_reason_and_stops_no_other_week(
    city, week, time_machine, monkeypatch, as_
):
    time_machine.move_to(at(NEXT + datetime.timedelta(days=7), 1), tick=False)
    honest = builds.build_week

    def broken(monday, **kwargs):
        if monday == WEEK:
            raise DoesNotReconcile("days[2026-12-01].present", 3, 4)
        return honest(monday, **kwargs)

    monkeypatch.setattr(builds, "build_week", broken)
    answers = build_due_weekly_reports()
    assert answers["2026-11-30"].startswith("failed: DoesNotReconcile")
    assert answers["2026-12-07"].startswith("done")
    assert set(Report.objects.values_list("starts_on", flat=True)) == {NEXT}
    page = as_(city.wati).get(reverse("reports:report_list")).content.decode()
    assert "days[2026-12-01].present: expected 3, found 4" in page
    assert (
        "days[2026-12-01]"
        not in as_(city.laras).get(reverse("reports:report_list")).content.decode()
    )
    monkeypatch.undo()
    assert build_due_weekly_reports() == {"2026-11-30": "done: 6 new"}


def test_a_week_whose_records_are_completed_is_built_again(city, week, time_machine):
    DayRecord.objects.filter(employee=city.umar, date=FRI).delete()
    build_due_weekly_reports()
    assert build_due_weekly_reports() == {}
    time_machine.move_to(at(datetime.date(2026, 12, 8), 1), tick=False)
    late = record(city, "umar", FRI)
    late.closed_at = at(datetime.date(2026, 12, 8), 0)
    late.save()
    assert build_due_weekly_reports() == {"2026-11-30": "done: 3 new"}
    newest = Report.objects.filter(unit=city.root).order_by("-version").first()
    assert (newest.version, newest.figures["totals"]["unrecorded"]) == (2, 0)


def test_bkpsdm_asks_for_another_build_with_a_reason(
    city, week, django_capture_on_commit_callbacks
):
    build_week(WEEK)
    report = Report.objects.get(unit=city.root)
    with django_capture_on_commit_callbacks() as callbacks:
        build = ask_to_rebuild(report, actor=city.wati.user, reason="Koreksi presensi")
    assert build.starts_on == WEEK
    assert len(callbacks) == 1
    decision = decisions_on(report).get()
    assert (decision.act, decision.reason) == ("rebuild_week", "Koreksi presensi")
    assert decision.before == {"version": 1, "hash": report.figures_hash}
    with pytest.raises(MovedOn):
        ask_to_rebuild(report, actor=city.wati.user, reason="Sekali lagi")
    assert build_week_reports("2026-11-30") == "done: 0 new"
    ask_to_rebuild(report, actor=city.wati.user, reason="Sesudah selesai")
    assert build_due_weekly_reports() == {"2026-11-30": "done: 0 new"}


def test_without_a_reason_nothing_is_asked_for(city, week, as_):
    build_week(WEEK)
    report = Report.objects.get(unit=city.root)
    with pytest.raises(Refused):
        ask_to_rebuild(report, actor=city.wati.user, reason="  ")
    as_(city.wati).post(reverse("reports:rebuild"), {"report": report.pk, "reason": ""})
    assert (WeekBuild.objects.count(), Decision.objects.count()) == (0, 0)


@pytest.mark.parametrize("who", ["dewi", "hana", "laras", "bagus", "komisi", "sari"])
def test_nobody_else_asks_for_another_build(city, week, as_, who):
    build_week(WEEK)
    report = Report.objects.get(unit=city.root)
    response = as_(getattr(city, who)).post(
        reverse("reports:rebuild"), {"report": report.pk, "reason": "Saya mau"}
    )
    assert response.status_code == 403
    assert (WeekBuild.objects.count(), Decision.objects.count()) == (0, 0)


def test_the_page_of_bkpsdm_asks(city, week, as_):
    build_week(WEEK)
    report = Report.objects.get(unit=city.root)
    response = as_(city.wati).post(
        reverse("reports:rebuild"), {"report": report.pk, "reason": "Koreksi"}, follow=True
    )
    assert "Penyusunan ulang diminta" in response.content.decode()
    assert WeekBuild.objects.get().status == "queued"
