"""The superior's queue on one page: several accepted at once, each row with its own result."""

import datetime

import pytest
from django.urls import reverse

from attendance.models import DayRecord, WorkReport
from attendance.services.closing import close_day
from attendance.services.work_reports import accept_work_reports, return_work_report
from tests.attendance.conftest import HOME, MONDAY, at_time
from units.models import Decision, Outbox, Posting

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + datetime.timedelta(days=1)
QUEUE = "/laporan-harian/periksa/"


@pytest.fixture
def three(city, hours, monday, at_home, report_of):
    """Return the waiting reports of Sari, Tono and Hana; Dewi decides on all of them."""
    at_home(city.sari, MONDAY)
    return [report_of(one, MONDAY) for one in (city.sari, city.tono, city.hana)]


def test_what_is_ticked_is_accepted_and_the_rest_waits(city, three, as_):
    page = (
        as_(city.dewi)
        .post(QUEUE, {"act": "accept", "pilih": [three[0].pk, three[2].pk]}, follow=True)
        .text
    )
    assert "2 laporan diterima." in page
    assert [r.status for r in WorkReport.objects.order_by("pk")] == [
        "accepted", "submitted", "accepted",
    ]  # fmt: skip
    assert Decision.objects.filter(act="accept_work_report").count() == 2
    assert set(Outbox.objects.values_list("recipient__employee__name", flat=True)) == {
        city.sari.name, city.hana.name,
    }  # fmt: skip


def test_one_failing_row_keeps_no_other_back(city, three):
    return_work_report(three[1], reason="Bukti belum ada", actor=city.rudi.user)
    results = accept_work_reports(three, actor=city.dewi.user)
    assert [bool(fault) for _report, fault in results] == [False, True, False]
    assert "sudah diputuskan" in results[1][1]
    assert [r.status for r in WorkReport.objects.order_by("pk")] == [
        "accepted", "returned", "accepted",
    ]  # fmt: skip


def test_the_own_report_among_them_is_left_alone(city, three, report_of, as_):
    own = report_of(city.dewi, MONDAY)
    results = accept_work_reports([own, *three], actor=city.dewi.user)
    assert results[0][1] == "Laporan ini bukan lagi wewenang Anda."
    own.refresh_from_db()
    assert own.status == "submitted"
    as_(city.dewi).post(QUEUE, {"act": f"accept:{own.pk}"})
    own.refresh_from_db()
    assert own.status == "submitted"


def test_acceptance_of_many_validates_their_days(city, three, home_of, full_day, time_machine):
    home_of(city.sari)
    full_day(city.sari, MONDAY, HOME)
    time_machine.move_to(at_time(TUESDAY, 8), tick=False)
    close_day(MONDAY)
    assert DayRecord.objects.get(employee=city.sari).validated is False
    accept_work_reports(three, actor=city.dewi.user)
    assert DayRecord.objects.get(employee=city.sari).validated is True


def test_a_row_by_script_answers_with_that_row_alone(city, three, as_):
    client, report = as_(city.dewi), three[0]
    answer = client.post(QUEUE, {"act": f"return:{report.pk}"}, headers={"HX-Request": "true"}).text
    assert "Tuliskan alasan pengembalian" in answer
    assert f'id="laporan-{report.pk}"' in answer
    assert "<html" not in answer
    data = {"act": f"return:{report.pk}", f"alasan-{report.pk}": "Tautan tidak terbuka"}
    answer = client.post(QUEUE, data, headers={"HX-Request": "true"}).text
    assert "Dikembalikan" in answer
    assert "data-done" in answer
    report.refresh_from_db()
    assert (report.status, report.return_reason) == ("returned", "Tautan tidak terbuka")


def test_what_was_decided_today_stays_on_the_page(city, three, as_):
    client, report = as_(city.dewi), three[0]
    client.post(QUEUE, {"act": f"return:{report.pk}", f"alasan-{report.pk}": "Kurang jelas"})
    page = client.get(QUEUE).text
    assert "Anda putuskan hari ini" in page
    assert "Kurang jelas" in page


@pytest.mark.parametrize(
    "data", [{}, {"act": "accept"}, {"act": "accept", "pilih": ["x", "-1", "9" * 40]},
             {"act": "delete:1"}, {"act": "return", "pilih": ["1", "2"]}]
)  # fmt: skip
def test_what_cannot_be_read_changes_nothing(city, three, as_, data):
    page = as_(city.dewi).post(QUEUE, data, follow=True).text
    assert "Tidak ada yang berubah" in page
    assert set(WorkReport.objects.values_list("status", flat=True)) == {"submitted"}


def test_foreign_reports_are_passed_over(city, three, as_):
    page = (
        as_(city.yanti)
        .post(QUEUE, {"act": "accept", "pilih": [one.pk for one in three]}, follow=True)
        .text
    )
    assert "Tidak ada yang berubah" in page
    assert set(WorkReport.objects.values_list("status", flat=True)) == {"submitted"}


def test_a_transfer_between_page_and_button_ends_the_right(city, three, as_):
    elsewhere = Posting.objects.get(employee=city.umar, kind=Posting.Kind.DEFINITIVE).unit
    Posting.objects.filter(employee=city.sari).update(unit=elsewhere)
    as_(city.rudi).post(QUEUE, {"act": f"accept:{three[0].pk}"})
    three[0].refresh_from_db()
    assert three[0].status == "submitted"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_author_sees_the_trail(city, three, as_, rows):
    report = three[0]
    for n in range(rows):
        return_work_report(report, reason=f"Perbaiki {n}", actor=city.rudi.user)
        WorkReport.objects.filter(pk=report.pk).update(status="submitted", return_reason="")
    page = as_(city.sari).get(reverse("attendance:work_report", args=[MONDAY])).text
    assert page.count("Perbaiki ") == rows
