"""The month day by day: every day record once, causes for those alone who may know them."""

import io

import openpyxl
import pytest
from django.urls import reverse

from attendance.models import DayRecord
from reports import month_workbook
from reports.reconcile import DoesNotReconcile
from tests.reports.conftest import TUE
from units.models import AccessLook


def fetch(client, unit, month="2026-12-01"):
    return client.get(reverse("reports:month_xlsx"), {"unit": unit.pk, "month": month})


def sheets(answer):
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.getvalue()))


def rows_of(book):
    rows = list(book["Hari demi hari"].iter_rows(values_only=True))
    return rows[0], {row[2] or row[0]: row for row in rows[1:]}


def test_each_day_of_each_person_by_hand(city, week, as_):
    book = sheets(fetch(as_(city.dewi), city.agency))
    head, rows = rows_of(book)
    assert head[:6] == ("Unit", "NIP", "Nama", "1", "2", "3")
    assert len(rows) == 6  # five people and the sum
    # December 2026: the 1st is a Tuesday; day n stands in the column after the names
    assert rows[city.sari.name][3:9] == ("R", "K", "R", "K", "L", "L")
    assert rows[city.tono.name][3:7] == ("K", "BK", "K", "K")
    assert rows[city.rudi.name][5] == "DL"
    assert rows[city.dewi.name][6] == "TL"
    sums = dict(zip(head[34:], rows["Jumlah"][34:], strict=True))
    assert sums["R Hadir WFH (rumah)"] == 2
    assert sums["BK Belum ada keterangan"] == 1
    assert sums["DL Dinas luar"] == 1
    assert sums["WFH tervalidasi"] == 1
    total = sum(value for name, value in sums.items() if " " in name and name[:3] != "WFH"
                and name[:5] != "Menit")  # fmt: skip
    assert total == DayRecord.objects.filter(date__gte=TUE, unit__in=[
        city.agency, city.division]).count() == 30  # fmt: skip


def test_the_sheet_is_ready_to_work_with(city, week, as_):
    book = sheets(fetch(as_(city.dewi), city.agency))
    sheet = book["Hari demi hari"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref is not None) == ("D2", True)
    legend = {row[0]: row[1:3] for row in book["Keterangan"].iter_rows(values_only=True)}
    assert legend["R"] == ("Hadir WFH (rumah)", 2)
    assert legend["Bulan"][0] == "Desember 2026"


def test_bkpsdm_reads_the_city_without_causes(city, week, as_):
    book = sheets(fetch(as_(city.wati), city.root))
    head, rows = rows_of(book)
    assert len(rows) == 9
    assert rows[city.rudi.name][5] == rows[city.wati.name][6] == "–"
    assert not [name for name in head if name[:2] in ("C ", "S ", "DL")]
    assert "Cuti" not in [row[1] for row in book["Keterangan"].iter_rows(values_only=True)]


def test_a_head_gets_the_own_people_alone(city, week, as_):
    _head, rows = rows_of(sheets(fetch(as_(city.rudi), city.division)))
    assert set(rows) == {city.rudi.name, city.sari.name, city.tono.name, "Jumlah"}
    for unit in (city.agency, city.root, city.service):
        assert fetch(as_(city.rudi), unit).status_code == 422
    for who in (city.sari, city.laras, city.komisi, city.bagus):
        assert fetch(as_(who), city.division).status_code == 403


def test_a_day_in_another_unit_is_not_shown(city, week, as_):
    DayRecord.objects.filter(employee=city.sari, date=TUE).update(unit=city.service)
    _head, rows = rows_of(sheets(fetch(as_(city.rudi), city.division)))
    assert rows[city.sari.name][3:6] == (None, "K", "R")


def test_the_look_at_named_people_is_noted(city, week, as_):
    fetch(as_(city.dewi), city.agency)
    look = AccessLook.objects.get(viewer=city.dewi.user)
    assert (look.page, look.unit) == ("file", city.agency)


def test_a_month_that_does_not_add_up_is_not_sent(city, week, as_, monkeypatch):
    monkeypatch.setattr(month_workbook, "records_of_month", lambda *_: 31)
    with pytest.raises(DoesNotReconcile, match="expected 31, found 30"):
        fetch(as_(city.dewi), city.agency)


@pytest.mark.parametrize("month", ["2026-13-01", "1990-01-01", "x", ""])
def test_a_month_that_cannot_be_chosen_is_refused(city, week, as_, month):
    answer = fetch(as_(city.dewi), city.agency, month)
    assert answer.status_code == 422
    assert AccessLook.objects.count() == 0


def test_formulas_in_names_stay_text(city, week, as_):
    city.sari.name = "=1+1"
    city.sari.save()
    book = sheets(fetch(as_(city.rudi), city.division))
    cells = [cell for row in book["Hari demi hari"].iter_rows() for cell in row]
    assert "=1+1" in [cell.value for cell in cells]
    assert [cell for cell in cells if cell.data_type == "f"] == []
