"""The weekly report: one scope and one set of numbers for page, PDF and spreadsheet."""

import datetime
import io
import re

import openpyxl
import pytest
from django.urls import reverse
from pypdf import PdfReader

from attendance.models import DayRecord
from reports.definitions import FIGURES
from reports.models import Report
from reports.services.weekly import build_week
from reports.tables import number
from schedules.models import Floor, Plan
from tests.matrix_reports import make_report
from tests.reports.conftest import FRI, PEOPLE, WEEK, at, problem_of, record
from units.models import Unit

FORMATS = ("report_detail", "report_pdf", "report_xlsx")


@pytest.fixture
def reports(city, week):
    build_week(WEEK)
    return {report.unit_id: report for report in Report.objects.all()}


def address(name, report):
    return reverse(f"reports:{name}", kwargs={"pk": report.pk})


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def pdf_of(response):
    reader = PdfReader(io.BytesIO(response.content))
    return reader, re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def workbook_of(response):
    return openpyxl.load_workbook(io.BytesIO(response.content))


def test_papers_are_indonesian_for_who_reads_english(city, reports, as_):
    report = reports[city.root.pk]
    client = as_(city.wati)
    pdf = pdf_of(client.get(address("report_pdf", report)))[1]
    city.wati.user.language = "en"
    city.wati.user.save()
    client = as_(city.wati)
    page = text_of(client.get(address("report_detail", report)))
    assert "All figures of this week" in page and "Semua angka" not in page
    assert pdf_of(client.get(address("report_pdf", report)))[1] == pdf
    assert "LAPORAN MINGGUAN KERJA DARI RUMAH" in pdf and "30 November – 6 Desember 2026" in pdf
    book = workbook_of(client.get(address("report_xlsx", report)))
    assert book.sheetnames[:2] == ["Ringkasan", "Per unit"]
    assert book["Ringkasan"]["A1"].value == "Laporan Mingguan Kerja dari Rumah"


def test_page_pdf_and_spreadsheet_carry_the_same_numbers(city, reports, as_):
    client, report = as_(city.wati), reports[city.root.pk]
    page = client.get(address("report_detail", report))
    _reader, pdf = pdf_of(client.get(address("report_pdf", report)))
    html = text_of(page)
    document = page.context["document"]
    book = workbook_of(client.get(address("report_xlsx", report)))
    sheet_rows = [
        [cell for cell in row if cell is not None]
        for row in book["Ringkasan"].iter_rows(values_only=True)
    ]
    checked = 0
    for label, value in document.all_figures().rows:
        assert [label, value] in sheet_rows
        assert f"{label} {number(value)}" in html
        assert f"{label} {number(value)}" in pdf
        checked += 1
    assert checked >= 28
    for table in (document.days_across(), document.by_unit()):
        for row in [*table.rows, *([table.total] if table.total else [])]:
            line = " ".join(number(v) if isinstance(v, int) else v for v in row)
            assert line in html
            assert line in pdf
    units = list(book["Per unit"].iter_rows(values_only=True))
    keys = [figure.key for figure in FIGURES if str(figure.label) in units[0]]
    for row, stored in zip(units[1:], report.figures["units"], strict=False):
        assert row == (stored["unit"]["label"], stored["people"], *(stored[key] for key in keys))
    totals = report.figures["totals"]
    assert units[-1] == ("Jumlah", 8, *(totals[key] for key in keys))
    days = list(book["Per hari"].iter_rows(values_only=True))
    assert [row[0] for row in days[1:6]] == [
        datetime.datetime(2026, 11, 30), *(datetime.datetime(2026, 12, n) for n in (1, 2, 3, 4)),
    ]  # fmt: skip


def test_headline_facts_come_first(city, reports, as_):
    html = text_of(as_(city.laras).get(address("report_detail", reports[city.root.pk])))
    for fact in (
        "3 hari kerja di rumah, 8,1 % dari 37",
        "33,3 % WFH tervalidasi; 2 hari belum",
        "1 hari belum ada keterangan",
        "4 dari 5 batas minimal di kantor terpenuhi",
        "1 dari 1 rencana rotasi wajib sudah terbit",
        "2 pegawai dalam rotasi; kesenjangan yang masih dapat diratakan: 0 pegawai",
        "Kamis, 3 Desember Bidang Ekonomi Bidang Ekonomi ≥ 2 2 1",
    ):
        assert fact in html, fact


def test_no_name_of_a_person_is_in_any_report(city, reports, as_):
    client = as_(city.wati)
    names = [getattr(city, who).name for who in ("dewi", "rudi", "sari", "tono", "hana", "umar")]
    for report in reports.values():
        html = as_(city.laras).get(address("report_detail", report)).content.decode()
        pdf = pdf_of(client.get(address("report_pdf", report)))[1]
        assert [name for name in names if name in html or name in pdf] == []
        assert [name for name in names if name in str(report.figures)] == []


def test_links_lead_down_and_up_the_same_week(city, reports, as_):
    client = as_(city.wati)
    top = client.get(address("report_detail", reports[city.root.pk])).content.decode()
    below = address("report_detail", reports[city.agency.pk])
    assert f'href="{below}"' in top
    agency = client.get(below).content.decode()
    assert f'href="{address("report_detail", reports[city.division.pk])}"' in agency
    assert f'href="{address("report_detail", reports[city.root.pk])}"' in agency


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    ("who", "own", "foreign"),
    [
        ("rudi", "division", ("agency", "root", "service", "counter")),
        ("dewi", "division", ("root", "service", "personnel")),
        ("hana", "agency", ("root", "service", "counter")),
        ("yanti", "counter", ("root", "agency", "division")),
    ],
)
def test_a_head_opens_the_own_subtree_alone(city, reports, as_, name, who, own, foreign):
    client = as_(getattr(city, who))
    assert client.get(address(name, reports[getattr(city, own).pk])).status_code == 200
    for unit in foreign:
        answer = client.get(address(name, reports[getattr(city, unit).pk]))
        assert answer.status_code == 404, unit


@pytest.mark.parametrize("name", FORMATS)
def test_the_council_opens_groups_of_five_and_their_latest_version(city, reports, as_, name):
    client = as_(city.komisi)
    assert client.get(address(name, reports[city.root.pk])).status_code == 200
    # 5 + 2 + 1 people: the two small ones stay under five together, so that all are one row
    for unit in (city.agency, city.service, city.division, city.personnel):
        assert client.get(address(name, reports[unit.pk])).status_code == 404
    DayRecord.objects.filter(employee=city.dewi, date=FRI).update(verdict="present")
    build_week(WEEK)
    assert client.get(address(name, reports[city.root.pk])).status_code == 404


def test_the_council_reads_one_merged_row_and_no_cause_of_absence(city, reports, as_):
    html = text_of(as_(city.komisi).get(address("report_detail", reports[city.root.pk])))
    assert "Unit kecil (digabung) 8" in html
    assert "Bappelitbangda" not in html
    assert "Tidak tersedia 1 0 0 1 1 3" in html
    assert not re.search(r"Sakit \d", html)


def test_the_council_sees_no_week_before_that_was_replaced(city, reports, as_, time_machine):
    time_machine.move_to(at(datetime.date(2026, 12, 14), 9), tick=False)
    following = WEEK + datetime.timedelta(days=7)
    DayRecord.objects.bulk_create(record(city, name, following) for name in PEOPLE)
    build_week(following)
    report = Report.objects.get(unit=city.root, starts_on=following)

    def before(who):
        page = as_(getattr(city, who)).get(address("report_detail", report))
        return page.context["document"].figures["before"]

    assert (before("komisi")["version"], before("laras")["version"]) == (1, 1)
    DayRecord.objects.filter(employee=city.dewi, date=FRI).update(verdict="present")
    build_week(WEEK)
    assert before("komisi") is None
    assert before("laras")["version"] == 1
    book = workbook_of(as_(city.komisi).get(address("report_xlsx", report)))
    cells = [c.value for row in book["Ringkasan"].iter_rows() for c in row]
    assert "Minggu sebelumnya" not in cells


def stored_week(city, monday, agency_people, service_people, before=None):
    """Store one week of the city with two agencies, and of the first of them."""
    found = []
    for unit, people in ((city.root, agency_people + service_people), (city.agency, agency_people)):
        report = make_report(unit, people)
        if unit == city.root:
            (row,) = report.figures["units"]
            report.figures["units"] = [
                {**row, "unit": {"id": part.pk, "label": part.label}, "own": False, "people": count}
                for part, count in ((city.agency, agency_people), (city.service, service_people))
            ]
        report.figures["before"] = before
        report.starts_on, report.ends_on = monday, monday + datetime.timedelta(days=6)
        report.save()
        found.append(report)
    return found


@pytest.mark.parametrize(("small", "told"), [(3, False), (5, True)])
def test_a_unit_merged_the_week_before_is_not_told_a_week_later(city, monday, as_, small, told):
    _city, then = stored_week(city, WEEK - datetime.timedelta(days=7), 6, small)
    before = {"starts_on": str(then.starts_on), "version": 1, "people": 6}
    before["totals"] = then.figures["totals"]
    _city, now = stored_week(city, WEEK, 6, 5, before)
    client = as_(city.komisi)
    assert client.get(address("report_detail", then)).status_code == (200 if told else 404)
    page = client.get(address("report_detail", now))
    assert ("Dibanding minggu-minggu sebelumnya" in page.content.decode()) is told


def test_a_later_version_is_pointed_to_and_the_difference_shown(city, reports, as_):
    DayRecord.objects.filter(employee=city.dewi, date=FRI).update(verdict="present")
    build_week(WEEK)
    second = Report.objects.get(unit=city.root, version=2)
    client = as_(city.wati)
    old = client.get(address("report_detail", reports[city.root.pk])).content.decode()
    assert "Ini bukan versi terbaru." in old
    assert address("report_detail", second) in old
    new = text_of(client.get(address("report_detail", second)))
    assert "Versi 2 menggantikan versi 1." in new
    for cell in (
        "Seluruhnya Presensi tidak lengkap 1 0",
        "Jumat, 4 Desember Hadir 6 7",
        "Bappelitbangda Hadir WFO 19 20",
    ):
        assert cell in new, cell
    _reader, paper = pdf_of(client.get(address("report_pdf", second)))
    assert "Versi 2 menggantikan versi 1." in paper
    assert "Bappelitbangda Hadir WFO 19 20" in paper


def test_text_of_users_is_never_markup_nor_a_formula(city, week, as_):
    evil = '=HYPERLINK("http://x")#read("/etc/passwd")<script>*tebal*'
    Unit.objects.filter(pk=city.division.pk).update(name=evil, short_name="")
    Floor.objects.update(text="=1+1 #panic()")
    Plan.objects.update(problem=problem_of(city, Floor.objects.get()))
    build_week(WEEK)
    report = Report.objects.get(unit=city.agency)
    client = as_(city.wati)
    html = client.get(address("report_detail", report)).content.decode()
    assert "<script>*" not in html
    assert "&lt;script&gt;*tebal*" in html
    pdf = pdf_of(client.get(address("report_pdf", report)))[1]
    assert "*tebal*" in pdf
    assert "root:" not in pdf
    book = workbook_of(client.get(address("report_xlsx", report)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert evil in [cell.value for cell in cells]
    assert [cell.value for cell in cells if cell.hyperlink] == []


def test_the_pdf_is_a4_with_numbered_pages_and_a_line_for_the_number(city, reports, as_):
    answer = as_(city.dewi).get(address("report_pdf", reports[city.agency.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        'attachment; filename="laporan-mingguan-bappelitbangda-2026-11-30-v1.pdf"'
    )
    assert answer["Cache-Control"] == "private, no-store"
    reader, text = pdf_of(answer)
    box = reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)
    count = len(reader.pages)
    for page in range(1, count + 1):
        assert f"Halaman {page} dari {count}" in text
    for part in ("PEMERINTAH KOTA BEKASI", "BADAN PERENCANAAN", "Nomor:", "30 November"):
        assert part in text, part
    assert reports[city.agency.pk].figures_hash in text


def test_the_spreadsheet_is_ready_to_work_with(city, reports, as_):
    book = workbook_of(as_(city.wati).get(address("report_xlsx", reports[city.root.pk])))
    assert book.sheetnames == [
        "Ringkasan", "Per unit", "Per hari", "Batas minimal", "Rencana rotasi", "Pemerataan",
        "Sumber", "Definisi",
    ]  # fmt: skip
    for name in ("Per unit", "Per hari", "Batas minimal", "Definisi"):
        assert book[name].freeze_panes is not None
        assert book[name].auto_filter.ref is not None
    breach = [cell.value for cell in book["Batas minimal"][2]]
    assert breach == [
        datetime.datetime(2026, 12, 3), "Bidang Ekonomi", "Bidang Ekonomi ≥ 2", 2, 1,
    ]  # fmt: skip
    defined = {row[1] for row in book["Definisi"].iter_rows(values_only=True)}
    assert {str(figure.label) for figure in FIGURES} <= defined


def test_every_definition_is_on_the_page_and_in_the_pdf(city, reports, as_):
    client, report = as_(city.wati), reports[city.root.pk]
    html = text_of(client.get(address("report_detail", report)))
    pdf = pdf_of(client.get(address("report_pdf", report)))[1]
    for figure in FIGURES:
        assert str(figure.definition) in html
        assert str(figure.label) in pdf


def test_the_list_shows_the_latest_version_of_the_own_top_units(city, reports, as_):
    def rows(who):
        page = as_(getattr(city, who)).get(reverse("reports:report_list")).context["page"]
        return [(report.unit.code, report.version) for report in page]

    DayRecord.objects.filter(employee=city.dewi, date=FRI).update(verdict="present")
    build_week(WEEK)
    assert rows("wati") == rows("laras") == rows("komisi") == [("1", 2)]
    assert rows("dewi") == rows("hana") == [("BAPPELITBANGDA", 2)]
    assert rows("rudi") == [("BAPPELITBANGDA-EKO", 1)]


def test_an_empty_list_says_when_reports_come(city, as_, monday):
    page = as_(city.laras).get(reverse("reports:report_list")).content.decode()
    assert "Belum ada laporan" in page
    assert "setiap Senin dini hari" in page


@pytest.mark.parametrize("weeks", [1, 3])
def test_queries_of_the_list(city, as_, monday, weeks, django_assert_num_queries):
    for number_of_week in range(weeks):
        report = make_report(city.root)
        start = report.starts_on - datetime.timedelta(days=7 * (number_of_week + 1))
        Report.objects.filter(pk=report.pk).update(
            starts_on=start, ends_on=start + datetime.timedelta(days=6)
        )
    client = as_(city.laras)
    with django_assert_num_queries(9):
        client.get(reverse("reports:report_list"))


@pytest.mark.parametrize("more", [0, 3])
def test_queries_of_one_report(city, week, as_, more, django_assert_num_queries):
    for extra in range(more):
        Unit.objects.create(code=f"X{extra}", name=f"Dinas {extra}", level="opd", parent=city.root)
    build_week(WEEK)
    report = Report.objects.get(unit=city.root)
    client = as_(city.laras)
    with django_assert_num_queries(11):
        client.get(address("report_detail", report))
