"""The daily WFH report: on days at home alone, examined by somebody else, decided once."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from attendance.models import DayRecord, WorkReport
from attendance.queries.work_reports import due_date, work_reports_to_examine
from attendance.services.closing import close_day
from attendance.services.work_reports import (
    accept_work_report,
    return_work_report,
    save_work_plan,
    submit_work_report,
)
from schedules.models import Holiday
from tests.attendance.conftest import HOME, MONDAY, at_time
from units.access import scope_for
from units.decisions import MovedOn, Refused
from units.models import Decision, Outbox, Posting, RoleGrant
from units.queries.authority import postings_decided_by
from units.queries.people import may_decide_for

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + datetime.timedelta(days=1)
PLAN = [{"planned": "Telaah RKPD"}]
DONE = [{"planned": "Telaah RKPD", "output": "1 telaah", "quantity": "1.5", "unit_of_measure": "x"}]


@pytest.fixture
def sari_at_home(city, hours, at_home, monday):
    at_home(city.sari, MONDAY, TUESDAY)
    return city


def form(items=(), act="save", **changes):
    rows = {"items-TOTAL_FORMS": len(items), "items-INITIAL_FORMS": 0, "act": act}
    for number, item in enumerate(items):
        rows |= {f"items-{number}-{name}": value for name, value in item.items()}
    return rows | changes


def test_morning_plan_evening_report(sari_at_home):
    city = sari_at_home
    plan = save_work_plan(city.sari, MONDAY, PLAN, actor=city.sari.user)
    assert (plan.status, plan.items.get().planned) == ("draft", "Telaah RKPD")
    report = submit_work_report(city.sari, MONDAY, DONE, actor=city.sari.user)
    assert (report.pk, report.status) == (plan.pk, "submitted")
    assert report.due_on == MONDAY + datetime.timedelta(days=2)
    assert report.items.get().output == "1 telaah"
    assert Outbox.objects.get().recipient == city.rudi.user


def test_the_deadline_counts_working_days_of_the_policy(sari_at_home):
    division = sari_at_home.division
    friday = MONDAY + datetime.timedelta(days=4)
    assert due_date(division, friday) == MONDAY + datetime.timedelta(days=8)
    Holiday.objects.create(date=MONDAY + datetime.timedelta(days=7), name="Libur", kind="national")
    assert due_date(division, friday) == MONDAY + datetime.timedelta(days=9)


@pytest.mark.parametrize(
    "items", [[], [{"planned": "x", "output": " "}], [{"planned": "x"}, *DONE], DONE * 21]
)
def test_an_incomplete_report_is_refused_and_changes_nothing(sari_at_home, items):
    with pytest.raises(Refused):
        submit_work_report(sari_at_home.sari, MONDAY, items, actor=sari_at_home.sari.user)
    assert not WorkReport.objects.exists()
    assert not Outbox.objects.exists()


def test_a_day_ahead_can_be_planned_but_not_reported(sari_at_home):
    sari = sari_at_home.sari
    save_work_plan(sari, TUESDAY, PLAN, actor=sari.user)
    with pytest.raises(Refused, match="pada harinya"):
        submit_work_report(sari, TUESDAY, DONE, actor=sari.user)
    assert WorkReport.objects.get().status == "draft"


def test_only_days_at_home_have_a_report(sari_at_home, away):
    city = sari_at_home
    wednesday = MONDAY + datetime.timedelta(days=2)
    away(city.sari, TUESDAY)
    for employee, day in ((city.tono, MONDAY), (city.sari, wednesday), (city.sari, TUESDAY)):
        with pytest.raises(Refused, match="bukan hari WFH"):
            save_work_plan(employee, day, PLAN, actor=employee.user)
    assert not WorkReport.objects.exists()


def test_nobody_writes_for_somebody_else(sari_at_home):
    with pytest.raises(PermissionDenied):
        submit_work_report(sari_at_home.sari, MONDAY, DONE, actor=sari_at_home.rudi.user)
    assert not WorkReport.objects.exists()


def test_a_sent_report_is_closed_until_it_comes_back(sari_at_home):
    city = sari_at_home
    report = submit_work_report(city.sari, MONDAY, DONE, actor=city.sari.user)
    with pytest.raises(MovedOn):
        save_work_plan(city.sari, MONDAY, PLAN, actor=city.sari.user)
    assert report.items.get().output == "1 telaah"
    return_work_report(report, reason="Lampirkan bukti", actor=city.rudi.user)
    report = submit_work_report(city.sari, MONDAY, DONE, actor=city.sari.user)
    assert (report.status, report.return_reason, report.decided_by) == ("submitted", "", None)


def test_acceptance_and_a_valid_pair_validate_the_day(
    sari_at_home, home_of, full_day, time_machine
):
    city = sari_at_home
    home_of(city.sari)
    full_day(city.sari, MONDAY, HOME)
    report = submit_work_report(city.sari, MONDAY, DONE, actor=city.sari.user)
    time_machine.move_to(at_time(TUESDAY, 8), tick=False)
    close_day(MONDAY)
    day = DayRecord.objects.filter(employee=city.sari)
    assert (day.get().verdict, day.get().validated) == ("present", False)
    accept_work_report(report, actor=city.rudi.user)
    assert day.get().validated is True
    assert Decision.objects.get().act == "accept_work_report"


def test_acceptance_without_check_ins_validates_nothing(sari_at_home, report_of, time_machine):
    report = report_of(sari_at_home.sari, MONDAY)
    time_machine.move_to(at_time(TUESDAY, 8), tick=False)
    accept_work_report(report, actor=sari_at_home.rudi.user)
    day = DayRecord.objects.get(employee=sari_at_home.sari)
    assert (day.verdict, day.validated) == ("unexplained", False)


def test_decided_once(sari_at_home, report_of):
    city = sari_at_home
    report = report_of(city.sari, MONDAY)
    accept_work_report(report, actor=city.rudi.user)
    with pytest.raises(MovedOn):
        return_work_report(report, reason="Terlambat", actor=city.dewi.user)
    report.refresh_from_db()
    assert (report.status, report.decided_by) == ("accepted", city.rudi.user)
    assert Decision.objects.count() == 1


def test_a_return_needs_a_reason(sari_at_home, report_of):
    report = report_of(sari_at_home.sari, MONDAY)
    with pytest.raises(Refused):
        return_work_report(report, reason=" ", actor=sari_at_home.rudi.user)
    report.refresh_from_db()
    assert report.status == "submitted"


@pytest.mark.parametrize("who", ["sari", "tono", "hana", "wati", "yanti"])
def test_only_the_superior_decides(sari_at_home, report_of, who):
    report = report_of(sari_at_home.sari, MONDAY)
    with pytest.raises(PermissionDenied):
        accept_work_report(report, actor=getattr(sari_at_home, who).user)
    report.refresh_from_db()
    assert report.status == "submitted"


def test_a_heads_own_report_goes_one_level_up_even_with_a_stand_in(city, hours, report_of, monday):
    report = report_of(city.rudi, MONDAY)
    Posting.objects.create(
        employee=city.tono, unit=city.division, position=city.positions.head_of_division,
        kind="plh", is_head=True, letter_number="1", starts_on=MONDAY, ends_on=MONDAY,
    )  # fmt: skip
    for nobody in (city.rudi, city.tono):
        assert report not in work_reports_to_examine(scope_for(nobody.user))
        with pytest.raises(PermissionDenied):
            accept_work_report(report, actor=nobody.user)
    assert report in work_reports_to_examine(scope_for(city.dewi.user))
    accept_work_report(report, actor=city.dewi.user)


def test_the_queue_holds_exactly_those_for_whom_one_decides(city, monday):
    RoleGrant.objects.create(user=city.laras, role="sekda", starts_on=MONDAY)
    people = [
        city.dewi, city.rudi, city.sari, city.tono, city.hana, city.yanti, city.umar, city.wati
    ]  # fmt: skip
    pairs = set()
    for account in [*(one.user for one in people), city.laras, city.bagus, city.komisi]:
        scope = scope_for(account)
        bulk = set(postings_decided_by(scope).values_list("employee__name", flat=True))
        assert bulk == {one.name for one in people if may_decide_for(scope, one)}
        pairs |= {(account.username, name) for name in bulk}
    assert (city.laras.username, "Dewi Anggraini") in pairs
    assert (city.rudi.user.username, "Sari Wulandari") in pairs
    # Nobody heads the personnel agency, so that the Sekda decides for Wati.
    assert (city.laras.username, "Wati Lestari") in pairs
    assert len(pairs) == 10


# --- Pages ------------------------------------------------------------------------------------


def test_rows_are_saved_added_and_cleared_without_a_script(sari_at_home, as_):
    client = as_(sari_at_home.sari)
    url = reverse("attendance:work_report", args=[MONDAY])
    assert client.get(url).content.count(b'class="activity"') == 1
    added = client.post(url, form([{"planned": "Telaah"}, {"planned": ""}], act="add"))
    assert added["Location"] == f"{url}?baris=1#baris-baru"
    assert client.get(f"{url}?baris=1").content.count(b'class="activity"') == 3
    client.post(url, form([{"planned": ""}, {"planned": "Rapat"}]))
    assert list(WorkReport.objects.get().items.values_list("planned", flat=True)) == ["Rapat"]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://x.example/a", "data:text/html,x"])
def test_evidence_is_a_web_address(sari_at_home, as_, link):
    client = as_(sari_at_home.sari)
    url = reverse("attendance:work_report", args=[MONDAY])
    answer = client.post(url, form([{"planned": "Telaah", "evidence_url": link}]))
    assert answer.status_code == 200
    assert not WorkReport.objects.exists()


def test_stored_script_comes_out_inert(sari_at_home, as_):
    payload = "<script>alert(1)</script>"
    submit_work_report(
        sari_at_home.sari, MONDAY, [{"planned": payload, "output": payload}],
        actor=sari_at_home.sari.user,
    )  # fmt: skip
    page = as_(sari_at_home.rudi).get(reverse("attendance:work_report_review")).content
    assert payload.encode() not in page
    assert page.count(b"&lt;script&gt;alert(1)") == 2


def test_a_decision_ignores_every_other_field(sari_at_home, as_, report_of):
    report = report_of(sari_at_home.sari, MONDAY)
    as_(sari_at_home.rudi).post(
        reverse("attendance:work_report_decide", args=[report.pk]),
        {"decision": "accept", "employee": sari_at_home.tono.pk, "status": "draft",
         "decided_by": sari_at_home.dewi.user.pk, "work_date": "2026-01-01"},
    )  # fmt: skip
    report.refresh_from_db()
    assert (report.status, report.decided_by, report.employee, report.work_date) == (
        "accepted",
        sari_at_home.rudi.user,
        sari_at_home.sari,
        MONDAY,
    )


def test_a_draft_is_seen_by_its_author_alone(sari_at_home, as_, report_of):
    draft = report_of(sari_at_home.sari, MONDAY, "draft")
    url = reverse("attendance:work_report_decide", args=[draft.pk])
    answers = {
        who: as_(getattr(sari_at_home, who)).get(url).status_code
        for who in ("sari", "rudi", "dewi", "hana", "wati", "umar")
    }
    assert answers == dict.fromkeys(answers, 404) | {"sari": 200}


def test_late_is_marked(sari_at_home, as_, report_of, time_machine):
    report_of(sari_at_home.sari, MONDAY, submitted_at=at_time(TUESDAY, 9))
    time_machine.move_to(at_time(MONDAY + datetime.timedelta(days=3), 9), tick=False)
    page = as_(sari_at_home.rudi).get(reverse("attendance:work_report_review")).content.decode()
    assert "lewat batas 9 Desember" in page
    assert "dikirim terlambat, 8 Desember 09.00" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_queue_queries_do_not_grow(sari_at_home, as_, report_of, django_assert_num_queries, rows):
    client = as_(sari_at_home.dewi)
    for employee in [sari_at_home.sari, sari_at_home.tono, sari_at_home.hana][:rows]:
        report_of(employee, MONDAY)
    with django_assert_num_queries(9):
        client.get(reverse("attendance:work_report_review"), {"semua": "1"})
    client = as_(sari_at_home.rudi)
    report_of(sari_at_home.tono, TUESDAY)
    with django_assert_num_queries(12):
        client.get(reverse("attendance:work_report_review"))
