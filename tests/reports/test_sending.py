"""Reports reach those who lead the units: once each, with the PDF, and only who may see them."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse

from attendance.models import DayRecord
from reports.models import Report, ReportDelivery, ReportDispatch
from reports.services import deliveries
from reports.services.deliveries import run_dispatch
from reports.services.weekly import build_week
from reports.tasks import send_agency_reports, send_due_reports
from tests.reports.conftest import FRI, WEEK, at
from units.models import Mailing, Outbox, Posting
from units.services.mailings import compose_mailings, send_mailings


@pytest.fixture
def built(city, week):
    build_week(WEEK)
    for who in (city.dewi, city.rudi, city.yanti):
        who.user.email = f"{who.user.username}@kota.example"
        who.user.save()


def told():
    return sorted(
        (one.report.unit.code, one.recipient.username)
        for one in ReportDelivery.objects.select_related("report__unit", "recipient")
    )


def dispatch_of(unit):
    return ReportDispatch.objects.get(agency=unit)


def test_a_build_asks_for_one_dispatch_per_agency_and_one_for_the_city(city, built):
    rows = ReportDispatch.objects.values_list("agency__code", "status").order_by("agency__code")
    assert list(rows) == [
        ("1", "queued"), ("BAPPELITBANGDA", "queued"), ("BKPSDM", "queued"),
        ("DISDUKCAPIL", "queued"),
    ]  # fmt: skip


def test_the_tasks_start_after_the_commit(city, week, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        build_week(WEEK)
    assert len(callbacks) == 4


def test_each_head_is_told_of_the_own_unit_once(city, built):
    assert set(send_due_reports()) == {
        f"{label} 2026-11-30"
        for label in (
            "Pemerintah Kota Bekasi",
            "Bappelitbangda",
            "Badan Kepegawaian",
            "Dinas Kependudukan",
        )
    }
    first = told()
    assert ("BAPPELITBANGDA", city.dewi.user.username) in first
    assert ("BAPPELITBANGDA-EKO", city.rudi.user.username) in first
    assert ("1", city.wati.user.username) in first
    assert ("1", city.laras.username) in first
    assert ("1", city.dewi.user.username) not in first
    assert ("1", city.komisi.username) not in first
    assert send_due_reports() == {}
    ReportDispatch.objects.update(status="queued")
    send_due_reports()
    assert told() == first
    assert Outbox.objects.filter(kind="weekly_report").count() == len(first)


def test_the_mail_carries_the_pdf_and_the_page_tells_that_it_left(city, built, as_):
    send_agency_reports(dispatch_of(city.agency).pk)
    report = Report.objects.get(unit=city.division)
    client = as_(city.dewi)
    waiting = client.get(reverse("reports:report_detail", kwargs={"pk": report.pk}))
    assert "e-mail menunggu dikirim" in waiting.content.decode()
    compose_mailings()
    assert send_mailings() == 2
    message = next(one for one in mail.outbox if one.to == [city.rudi.user.email])
    assert "Bidang Ekonomi" in message.body
    ((name, content, kind),) = message.attachments
    assert name == "laporan-mingguan-bappelitbangda-eko-2026-11-30-v1.pdf"
    assert (content[:5], kind) == (b"%PDF-", "application/pdf")
    page = client.get(reverse("reports:report_detail", kwargs={"pk": report.pk}))
    html = page.content.decode()
    assert "Terkirim kepada 1 orang" in html
    assert "e-mail terkirim 7 Desember 2026" in html
    assert city.rudi.name in html
    assert send_mailings() == 0
    assert len(mail.outbox) == 2


def test_who_no_longer_leads_the_unit_gets_no_mail(city, built):
    send_agency_reports(dispatch_of(city.agency).pk)
    compose_mailings()
    Posting.objects.filter(employee=city.rudi).update(is_head=False)
    assert send_mailings() == 1
    assert [message.to for message in mail.outbox] == [[city.dewi.user.email]]
    dropped = Mailing.objects.get(recipient=city.rudi.user)
    assert (dropped.status, dropped.error) == (
        "dropped", "Penerima tidak lagi berhak membuka laporan ini.",
    )  # fmt: skip


def test_one_failure_is_named_and_alone_tried_again(city, built, monkeypatch, as_):
    honest = deliveries.deliver

    def broken(report, accounts):
        if report.unit == city.division:
            raise OSError("disk")
        return honest(report, accounts)

    monkeypatch.setattr(deliveries, "deliver", broken)
    answers = send_due_reports()
    assert [answer for answer in answers.values() if not answer.startswith("done")] == [
        "failed: OSError: disk"
    ]
    before = told()
    page = as_(city.wati).get(reverse("reports:report_list")).content.decode()
    assert "3 dari 4 perangkat daerah selesai" in page
    assert "OSError: disk" in page
    assert "OSError" not in as_(city.laras).get(reverse("reports:report_list")).content.decode()
    monkeypatch.undo()
    answer = as_(city.wati).post(reverse("reports:resend"), follow=True).content.decode()
    assert "Pengiriman yang gagal diulang" in answer
    assert dispatch_of(city.agency).status == "queued"
    assert list(send_due_reports().values()) == ["done: 1 sent"]
    assert set(told()) - set(before) == {("BAPPELITBANGDA-EKO", city.rudi.user.username)}


def test_what_another_worker_holds_is_left_to_it_until_it_has_died(city, built, time_machine):
    one = dispatch_of(city.agency)
    ReportDispatch.objects.filter(pk=one.pk).update(status="running", claimed_at=at(WEEK))
    now = datetime.datetime(2026, 12, 7, 2, tzinfo=datetime.UTC)
    time_machine.move_to(now, tick=False)
    ReportDispatch.objects.filter(pk=one.pk).update(claimed_at=now)
    assert run_dispatch(one.pk) == "busy"
    assert told() == []
    time_machine.move_to(now + datetime.timedelta(minutes=16), tick=False)
    assert run_dispatch(one.pk).startswith("done")


def test_a_new_version_is_sent_to_those_whose_unit_changed(city, built):
    send_due_reports()
    before = told()
    DayRecord.objects.filter(employee=city.dewi, date=FRI).update(verdict="present")
    build_week(WEEK)
    send_due_reports()
    again = told()
    assert again.count(("BAPPELITBANGDA", city.dewi.user.username)) == 2
    assert again.count(("BAPPELITBANGDA-EKO", city.rudi.user.username)) == 1
    assert len(again) > len(before)


def test_an_old_week_that_is_caught_up_is_not_mailed(city, week, time_machine):
    time_machine.move_to(at(datetime.date(2027, 1, 20), 1), tick=False)
    build_week(WEEK)
    assert ReportDispatch.objects.count() == 0


@pytest.mark.parametrize("who", ["dewi", "hana", "laras", "komisi", "sari"])
def test_nobody_else_sends_again(city, built, as_, who):
    ReportDispatch.objects.filter(agency=city.agency).update(status="failed", message="x")
    answer = as_(getattr(city, who)).post(reverse("reports:resend"))
    assert answer.status_code == 403
    assert dispatch_of(city.agency).status == "failed"
