"""Files for offices without a program: the same rows as the API, inert, of one's own people."""

import datetime
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from attendance.services.closing import close_day
from attendance.services.work_reports import accept_work_report

from .conftest import MONDAY, at_time

TUESDAY = MONDAY + datetime.timedelta(days=1)
CSV, XLSX = reverse("attendance:exchange_csv"), reverse("attendance:exchange_xlsx")


def asked(unit, what="rekap-harian", **changes):
    return {"what": what, "unit": unit.pk, "start": "2026-12-07", "end": "2026-12-08", **changes}


def lines(response):
    return b"".join(response.streaming_content).decode("utf-8-sig").splitlines()


@pytest.fixture
def closed(city, hours, full_day, time_machine, monday):
    full_day(city.sari, MONDAY)
    time_machine.move_to(at_time(TUESDAY, 0, 30), tick=False)
    close_day(MONDAY)
    time_machine.move_to(at_time(TUESDAY, 9), tick=False)


def test_a_head_gets_the_days_of_the_own_people(as_, city, closed):
    found = lines(as_(city.rudi).get(CSV, asked(city.division)))
    assert len(found) == 1 + 3
    assert (
        "2026-12-07,BAPPELITBANGDA-EKO,199001012015032001,Sari Wulandari,WFO (kantor),Hadir,0,0,,"
        "2026-12-07T17:30:00+00:00" in found
    )


def test_of_other_units_there_is_nothing_to_choose(as_, city, closed):
    answer = as_(city.rudi).get(CSV, asked(city.service))
    assert answer.status_code == 422
    assert "Umar" not in answer.content.decode()
    assert "Dinas Kependudukan" not in answer.content.decode()


def test_accepted_reports_with_their_activities_as_inert_cells(
    as_, city, policy, report_of, time_machine, monday
):
    report = report_of(city.sari, MONDAY)
    report.items.create(planned="=1+1", output="@SUM(A1)", activity_number="KG-7")
    accept_work_report(report, actor=city.rudi.user)
    report_of(city.tono, MONDAY)
    time_machine.shift(61)
    client = as_(city.wati)
    found = lines(client.get(CSV, asked(city.agency, "laporan-harian")))
    assert len(found) == 1 + 2
    assert "KG-7,'=1+1,'@SUM(A1)" in found[2]
    book = load_workbook(io.BytesIO(client.get(XLSX, asked(city.agency, "laporan-harian")).content))
    cell = book.active["F3"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.parametrize("end", ["2026-12-06", "2027-01-08", "besok"])
def test_too_long_or_reversed_periods_are_told(as_, city, closed, end):
    answer = as_(city.wati).get(XLSX, asked(city.agency, end=end))
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()


@pytest.mark.parametrize("unit", ["counter", "agency"])
def test_the_file_costs_the_same_for_one_and_for_many(
    as_, city, closed, unit, django_assert_num_queries
):
    client = as_(city.yanti if unit == "counter" else city.dewi)
    with django_assert_num_queries(10):
        found = lines(client.get(CSV, asked(getattr(city, unit))))
    assert len(found) == 1 + (1 if unit == "counter" else 5)
