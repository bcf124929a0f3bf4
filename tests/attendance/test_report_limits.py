"""The limits of a daily report: rights at the time of the act, and what a denied act leaves."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from attendance.models import DayRecord, WorkReport, WorkReportItem
from attendance.queries.work_reports import (
    days_without_report,
    is_wfh_day,
    work_reports_to_examine,
    work_reports_visible_to,
)
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
from units.models import Decision, Outbox, Posting

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + datetime.timedelta(days=1)
DONE = [
    {"planned": "Telaah RKPD", "output": "1 telaah", "quantity": 1, "unit_of_measure": "telaah"}
]
PLAN = [{"planned": "Telaah RKPD"}]


@pytest.fixture
def wfh(city, hours, at_home, time_machine):
    """Sari works at home on Monday; it is Monday, 16.10."""
    at_home(city.sari, MONDAY)
    time_machine.move_to(at_time(MONDAY, 16, 10), tick=False)
    return city


@pytest.fixture
def sent(wfh):
    report = submit_work_report(wfh.sari, MONDAY, DONE, actor=wfh.sari.user)
    Outbox.objects.all().delete()
    return report


def untouched(report):
    """Say that a report is still as it was sent, and nothing was written down about it."""
    report.refresh_from_db()
    return (
        report.status == "submitted"
        and report.decided_by is None
        and not Decision.objects.exists()
        and not Outbox.objects.exists()
    )


def test_there_is_no_report_of_a_day_at_the_office_a_day_off_or_an_absence(wfh, at_home, away):
    at_home(wfh.tono, MONDAY)
    at_home(wfh.hana, TUESDAY)
    away(wfh.tono, MONDAY, kind="sakit")
    Holiday.objects.create(date=TUESDAY, name="Libur", kind="national")
    assert is_wfh_day(wfh.sari, MONDAY)
    for person, day in ((wfh.sari, TUESDAY), (wfh.tono, MONDAY), (wfh.hana, TUESDAY)):
        assert not is_wfh_day(person, day)
        with pytest.raises(Refused, match="bukan hari WFH"):
            save_work_plan(person, day, PLAN, actor=person.user)
    assert not WorkReport.objects.exists()


@pytest.mark.parametrize("who", ["rudi", "dewi", "tono", "hana", "wati"])
def test_nobody_writes_or_sends_for_somebody_else(wfh, who):
    for act in (save_work_plan, submit_work_report):
        with pytest.raises(PermissionDenied):
            act(wfh.sari, MONDAY, DONE, actor=getattr(wfh, who).user)
    assert not WorkReport.objects.exists()


def test_what_was_sent_does_not_change_any_more(sent, city):
    for act in (save_work_plan, submit_work_report):
        with pytest.raises(MovedOn):
            act(city.sari, MONDAY, [{"planned": "Lain", "output": "Lain"}], actor=city.sari.user)
    assert WorkReportItem.objects.get().planned == "Telaah RKPD"
    assert untouched(sent)


def test_accepting_validates_a_day_with_a_good_pair_and_no_other(
    wfh, home_of, tap, report_of, time_machine, at_home
):
    city = wfh
    home_of(city.sari)
    tap(city.sari, "in", at_time(MONDAY, 7, 20), HOME)
    tap(city.sari, "out", at_time(MONDAY, 16, 5), HOME)
    # Tono only came in.
    at_home(city.tono, MONDAY)
    home_of(city.tono)
    tap(city.tono, "in", at_time(MONDAY, 7, 20), HOME)
    reports = [report_of(person, MONDAY) for person in (city.sari, city.tono)]
    time_machine.move_to(at_time(TUESDAY, 8), tick=False)
    close_day(MONDAY)
    validated = DayRecord.objects.filter(employee__in=(city.sari, city.tono)).order_by(
        "employee__name"
    )
    assert list(validated.values_list("validated", flat=True)) == [False, False]
    for report in reports:
        accept_work_report(report, actor=city.rudi.user)
    assert list(validated.values_list("verdict", "validated")) == [
        ("present", True),
        ("incomplete", False),
    ]


def test_acceptance_is_written_down_and_told(sent, city):
    report = accept_work_report(sent, actor=city.rudi.user)
    assert (report.status, report.decided_by) == ("accepted", city.rudi.user)
    decision = Decision.objects.get()
    assert (decision.act, decision.actor, decision.unit) == (
        "accept_work_report",
        city.rudi.user,
        city.division,
    )
    notice = Outbox.objects.get()
    assert (notice.recipient, notice.text) == (
        city.sari.user,
        "Laporan harian WFH tanggal 7 Desember 2026 diterima.",
    )


def test_a_returned_report_says_why_and_can_be_sent_again(sent, city):
    with pytest.raises(Refused, match="alasan pengembalian"):
        return_work_report(sent, reason=" \n", actor=city.rudi.user)
    assert untouched(sent)
    report = return_work_report(sent, reason="Hasil belum jelas", actor=city.rudi.user)
    assert (report.status, report.return_reason) == ("returned", "Hasil belum jelas")
    assert "Hasil belum jelas" in Outbox.objects.get().text
    again = submit_work_report(city.sari, MONDAY, DONE, actor=city.sari.user)
    assert (again.status, again.return_reason, again.decided_by) == ("submitted", "", None)


@pytest.mark.parametrize("who", ["sari", "tono", "hana", "wati", "yanti", "umar"])
def test_only_the_superior_decides(sent, city, who):
    actor = getattr(city, who).user
    with pytest.raises(PermissionDenied):
        accept_work_report(sent, actor=actor)
    with pytest.raises(PermissionDenied):
        return_work_report(sent, reason="x", actor=actor)
    assert untouched(sent)


def test_nobody_accepts_their_own_not_even_as_their_own_stand_in(wfh, report_of):
    """A head's report goes one level up, and a stand-in cannot decide on either of the two."""
    own = report_of(wfh.rudi, MONDAY)
    Posting.objects.create(
        employee=wfh.sari, unit=wfh.division, position=wfh.positions.head_of_division,
        kind="plh", is_head=True, letter_number="1", starts_on=MONDAY, ends_on=TUESDAY,
    )  # fmt: skip
    of_stand_in = report_of(wfh.sari, MONDAY)
    for report, nobody in ((own, wfh.rudi), (own, wfh.sari), (of_stand_in, wfh.sari)):
        with pytest.raises(PermissionDenied):
            accept_work_report(report, actor=nobody.user)
        assert untouched(report)
        assert report not in work_reports_to_examine(scope_for(nobody.user))
    assert accept_work_report(own, actor=wfh.dewi.user).status == "accepted"


def test_rights_are_read_at_the_time_of_the_act(sent, city):
    Posting.objects.filter(employee=city.rudi).update(ends_on=MONDAY - datetime.timedelta(days=1))
    with pytest.raises(PermissionDenied):
        accept_work_report(sent, actor=city.rudi.user)
    assert untouched(sent)


def test_the_queue_holds_what_i_decide_on_and_nothing_else(sent, city, report_of):
    foreign = report_of(city.umar, MONDAY)
    own = report_of(city.rudi, MONDAY)
    everybody = ("rudi", "dewi", "yanti", "sari", "hana", "wati")
    nobody = {"sari": set(), "hana": set(), "wati": set()}

    def queue(below=False):
        scopes = {who: scope_for(getattr(city, who).user) for who in everybody}
        return {who: set(work_reports_to_examine(scopes[who], below)) for who in everybody}

    # Rudi stands between Dewi and Sari; above Umar nobody does but Yanti.
    mine = {"rudi": {sent}, "dewi": {own}, "yanti": {foreign}, **nobody}
    assert queue() == mine
    assert queue(below=True) == mine | {"dewi": {sent, own}}
    WorkReport.objects.filter(pk=sent.pk).update(escalated_at=at_time(MONDAY, 17))
    assert queue() == mine | {"dewi": {sent, own}}


def test_the_one_who_keeps_a_place_examines_and_is_examined_from_above(sent, city, report_of):
    """Tono is Plh. of Rudi: Sari's report is his, his own and Rudi's are Dewi's."""
    Posting.objects.create(
        employee=city.tono, unit=city.division, position=city.positions.head_of_division,
        is_head=True, kind="plh", letter_number="1", starts_on=MONDAY, ends_on=MONDAY,
    )  # fmt: skip
    of_tono, of_rudi = report_of(city.tono, MONDAY), report_of(city.rudi, MONDAY)
    queue = {who: set(work_reports_to_examine(scope_for(getattr(city, who).user)))
             for who in ("tono", "rudi", "dewi")}  # fmt: skip
    assert queue == {"tono": {sent}, "rudi": set(), "dewi": {of_tono, of_rudi}}


def test_drafts_are_the_authors_alone(city, report_of):
    draft = report_of(city.tono, MONDAY, "draft")
    assert draft not in work_reports_visible_to(scope_for(city.rudi.user))
    assert draft in work_reports_visible_to(scope_for(city.tono.user))


def test_days_that_still_lack_a_report(wfh, at_home, away, report_of):
    days = [MONDAY - datetime.timedelta(days=n) for n in (7, 6, 5, 4, 3)]
    at_home(wfh.sari, *days)
    report_of(wfh.sari, days[0], "returned", return_reason="x")
    report_of(wfh.sari, days[1], "draft")
    report_of(wfh.sari, days[2])
    away(wfh.sari, days[3])
    assert days_without_report(wfh.sari, days[0], MONDAY) == [
        (days[0], "returned"),
        (days[1], "draft"),
        (days[4], ""),
        (MONDAY, ""),
    ]


# --- Pages ------------------------------------------------------------------------------------


def rows(*items, **more):
    data = {"items-TOTAL_FORMS": len(items), "items-INITIAL_FORMS": 0, **more}
    for number, item in enumerate(items):
        data |= {f"items-{number}-{name}": value for name, value in item.items()}
    return data


def test_the_form_saves_and_sends(wfh, as_):
    client = as_(wfh.sari)
    url = reverse("attendance:work_report", args=[MONDAY])
    client.post(url, rows({"planned": "Telaah"}, {"planned": ""}, act="save"))
    assert WorkReport.objects.get().status == "draft"
    assert list(WorkReportItem.objects.values_list("planned", flat=True)) == ["Telaah"]
    answer = client.post(url, rows({"planned": "Telaah", "output": ""}, act="submit"))
    assert answer.status_code == 200
    assert "Tuliskan hasil setiap kegiatan" in answer.text
    assert "Telaah</textarea>" in answer.text
    client.post(url, rows({"planned": "Telaah", "output": "1"}, act="submit"))
    assert WorkReport.objects.get().status == "submitted"
    assert b"<textarea" not in client.get(url).content


def test_a_script_in_a_report_comes_out_inert(wfh, as_, report_of):
    report = report_of(wfh.sari, MONDAY)
    report.items.update(planned="<script>alert(1)</script>", output='"><img src=x onerror=a()>')
    for name, args in (("work_report_review", []), ("work_report_decide", [report.pk])):
        text = as_(wfh.rudi).get(reverse(f"attendance:{name}", args=args)).text
        assert "&lt;script&gt;alert(1)" in text
        assert "<script>alert" not in text
        assert "<img" not in text


@pytest.mark.parametrize("data", [{}, {"decision": "yes"}, {"decision": ""}])
def test_an_unreadable_decision_changes_nothing(sent, city, as_, data):
    as_(city.rudi).post(reverse("attendance:work_report_decide", args=[sent.pk]), data)
    assert untouched(sent)


def test_a_foreign_report_does_not_exist(sent, city, as_):
    for who in (city.umar, city.yanti):
        client = as_(who)
        there = client.get(reverse("attendance:work_report_decide", args=[sent.pk]))
        nowhere = client.get(reverse("attendance:work_report_decide", args=[sent.pk + 9999]))
        assert (there.status_code, nowhere.status_code) == (404, 404)
        assert "Sari" not in there.text
