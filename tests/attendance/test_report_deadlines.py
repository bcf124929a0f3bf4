"""Late plans and reports are marked; late examinations go one level up and are never accepted."""

import datetime

import pytest
from django.urls import reverse

from attendance.models import WorkReport
from attendance.queries.report_deadlines import levels_above
from attendance.queries.work_reports import may_decide_report, work_reports_to_examine
from attendance.services.report_deadlines import follow_up_reports
from attendance.services.work_reports import (
    accept_work_report,
    return_work_report,
    save_work_plan,
    submit_work_report,
)
from tests.attendance.conftest import MONDAY, at_time
from units.access import scope_for
from units.models import Outbox, Posting, RoleGrant, Unit
from units.queries.people import superiors_of

pytestmark = pytest.mark.django_db
PLAN = [{"planned": "Telaah RKPD"}]
DONE = [{"planned": "Telaah RKPD", "output": "1 telaah"}]
DUE = MONDAY + datetime.timedelta(days=2)


@pytest.fixture
def wfh(city, hours, monday, at_home):
    at_home(city.sari, MONDAY)
    return city


@pytest.mark.parametrize(
    ("hour", "minute", "late"), [(8, 0, False), (10, 0, False), (10, 1, True), (15, 0, True)]
)
def test_a_late_plan_is_marked_and_kept(wfh, time_machine, hour, minute, late):
    time_machine.move_to(at_time(MONDAY, hour, minute), tick=False)
    report = save_work_plan(wfh.sari, MONDAY, PLAN, actor=wfh.sari.user)
    assert (report.is_plan_late, report.items.count()) == (late, 1)


def test_the_first_plan_counts(wfh, time_machine):
    time_machine.move_to(at_time(MONDAY, 8), tick=False)
    save_work_plan(wfh.sari, MONDAY, PLAN, actor=wfh.sari.user)
    time_machine.move_to(at_time(MONDAY, 16), tick=False)
    report = submit_work_report(wfh.sari, MONDAY, DONE, actor=wfh.sari.user)
    assert (report.is_plan_late, report.is_sent_late) == (False, False)
    assert report.planned_at == at_time(MONDAY, 8)


def test_a_late_report_is_marked_and_a_return_makes_nobody_late(wfh, time_machine, as_):
    time_machine.move_to(at_time(MONDAY, 20), tick=False)
    report = submit_work_report(wfh.sari, MONDAY, DONE, actor=wfh.sari.user)
    assert report.is_sent_late is False
    return_work_report(report, reason="Perbaiki", actor=wfh.rudi.user)
    time_machine.move_to(at_time(MONDAY, 22), tick=False)
    assert submit_work_report(wfh.sari, MONDAY, DONE, actor=wfh.sari.user).is_sent_late is False
    WorkReport.objects.update(status="draft", submitted_at=None)
    assert submit_work_report(wfh.sari, MONDAY, DONE, actor=wfh.sari.user).is_sent_late is True
    page = as_(wfh.rudi).get(reverse("attendance:work_report_review")).text
    assert "dikirim terlambat, 7 Desember 22.00" in page


def kinds():
    return sorted(Outbox.objects.values_list("kind", "recipient__employee__name"))


def test_reminded_on_the_day_and_passed_on_after_it(wfh, report_of, time_machine):
    report = report_of(wfh.sari, MONDAY)
    time_machine.move_to(at_time(DUE - datetime.timedelta(days=1), 8), tick=False)
    assert follow_up_reports() == (0, 0)
    time_machine.move_to(at_time(DUE, 8), tick=False)
    assert follow_up_reports() == (1, 0)
    assert follow_up_reports() == (0, 0)
    assert kinds() == [("work_reports_due", wfh.rudi.name)]
    time_machine.move_to(at_time(DUE + datetime.timedelta(days=1), 8), tick=False)
    Outbox.objects.all().delete()
    assert follow_up_reports() == (0, 1)
    assert follow_up_reports() == (0, 0)
    assert kinds() == [
        ("work_report_passed_on", wfh.sari.name),
        ("work_reports_escalated", wfh.dewi.name),
        ("work_reports_overdue", wfh.rudi.name),
    ]
    report.refresh_from_db()
    assert report.status == "submitted", "never accepted by time"
    assert accept_work_report(report, actor=wfh.dewi.user).decided_by == wfh.dewi.user


def test_a_missed_run_is_caught_up_and_many_are_one_notice(wfh, report_of, time_machine):
    for person in (wfh.sari, wfh.tono):
        report_of(person, MONDAY)
    time_machine.move_to(at_time(DUE + datetime.timedelta(days=5), 8), tick=False)
    assert follow_up_reports() == (0, 2)
    told = Outbox.objects.filter(kind="work_reports_escalated")
    assert "2 laporan" in told.get(recipient=wfh.dewi.user).text


def test_a_new_sending_starts_the_deadline_again(wfh, report_of, time_machine):
    report = report_of(wfh.sari, MONDAY)
    time_machine.move_to(at_time(DUE + datetime.timedelta(days=1), 8), tick=False)
    follow_up_reports()
    return_work_report(report, reason="Perbaiki", actor=wfh.rudi.user)
    report = submit_work_report(wfh.sari, MONDAY, DONE, actor=wfh.sari.user)
    assert (report.reminded_at, report.escalated_at) == (None, None)
    assert follow_up_reports() == (0, 0)


def test_a_decided_report_concerns_nobody(wfh, report_of, time_machine):
    accept_work_report(report_of(wfh.sari, MONDAY), actor=wfh.rudi.user)
    time_machine.move_to(at_time(DUE + datetime.timedelta(days=9), 8), tick=False)
    assert follow_up_reports() == (0, 0)


def test_above_the_head_of_an_agency_stands_the_secretary_once_it_is_late(
    wfh, report_of, time_machine
):
    secretary = wfh.laras
    RoleGrant.objects.create(user=secretary, role="sekda", starts_on=MONDAY)
    assert wfh.agency.level in Unit.AGENCY_LEVELS
    report = report_of(wfh.hana, MONDAY)
    assert posting_unit(wfh.hana) == wfh.agency
    scope = scope_for(secretary)
    assert not may_decide_report(scope, report)
    time_machine.move_to(at_time(DUE + datetime.timedelta(days=1), 8), tick=False)
    assert follow_up_reports() == (0, 1)
    scope = scope_for(secretary)
    assert may_decide_report(scope, report)
    assert list(work_reports_to_examine(scope)) == [report]
    assert accept_work_report(report, actor=secretary).status == "accepted"


def posting_unit(employee):
    return Posting.objects.get(employee=employee, kind=Posting.Kind.DEFINITIVE).unit


def test_the_levels_agree_with_who_decides(wfh):
    people = [wfh.sari, wfh.tono, wfh.hana, wfh.rudi, wfh.dewi, wfh.umar]
    found = levels_above([one.pk for one in people], MONDAY)
    for one in people:
        superiors, above = found[one.pk]
        assert superiors == superiors_of(one, MONDAY)
        assert one.user not in above
        assert not set(superiors) & set(above)
    assert found[wfh.sari.pk][1] == [wfh.dewi.user]


@pytest.mark.parametrize("n", [1, 3])
def test_levels_need_the_same_queries(wfh, django_assert_num_queries, n):
    people = [wfh.sari.pk, wfh.umar.pk, wfh.rudi.pk][:n]
    with django_assert_num_queries(5):
        levels_above(people, MONDAY)
