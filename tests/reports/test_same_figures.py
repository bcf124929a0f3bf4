"""Page, PDF, spreadsheet, API and CSV of the same week, read by machine and compared."""

import csv
import datetime
import io
import re

import openpyxl
import pytest
from django.urls import reverse
from pypdf import PdfReader

from reports.definitions import FIGURES
from reports.measures import MEASURES
from reports.models import Report
from reports.services.weekly import build_week
from tests.reports.conftest import WEEK
from tests.reports.test_acts import acts  # noqa: F401 (a fixture)
from units.services.tokens import make_token

LABELS = {str(one.label): one.key for one in FIGURES}


@pytest.fixture
def reports(city, acts):  # noqa: F811
    build_week(WEEK)
    return {report.unit_id: report for report in Report.objects.all()}


@pytest.fixture
def ask(city, client):
    """Ask the API as a program for which BKPSDM made a token, of the city or of a unit."""

    def get(name, asked, *, reach=None, scopes=("figures:read",)):
        _token, secret = make_token(
            "Uji", office="BKPSDM", actor=city.wati.user, scopes=list(scopes), unit=reach,
            expires_on=datetime.date(2026, 12, 31),
        )  # fmt: skip
        return client.get(
            reverse(f"api:{name}"), asked, headers={"Authorization": f"Bearer {secret}"}
        )

    return get


def download(client, name, report):
    answer = client.get(reverse(f"reports:{name}", kwargs={"pk": report.pk}))
    assert answer.status_code == 200
    return answer.getvalue()


def of_page(client, report):
    html = download(client, "report_detail", report).decode()
    table = html[html.index("Semua angka minggu ini") :]
    rows = re.findall(r'<th scope="row">([^<]+)</th><td class="num">([\d.]+)</td>', table)
    return {LABELS[name]: int(value.replace(".", "")) for name, value in rows if name in LABELS}


def of_pdf(client, report):
    reader = PdfReader(io.BytesIO(download(client, "report_pdf", report)))
    text = " ".join(page.extract_text() for page in reader.pages)
    text = re.sub(r"\s+", " ", text)
    # the table alone: names stand in the definitions too, and some begin like others
    text = text[text.index("Semua angka") : text.index("Arti setiap angka")]
    found = {}
    for name in sorted(LABELS, key=len, reverse=True):
        hit = re.search(rf"(?<![a-z]) ?{re.escape(name)} (\d+)(?![\d,])", text)
        if hit:
            found[LABELS[name]] = int(hit[1])
            text = text[: hit.start()] + " | " + text[hit.end() :]
    return found


def of_xlsx(client, report):
    book = openpyxl.load_workbook(io.BytesIO(download(client, "report_xlsx", report)))
    rows = book["Ringkasan"].iter_rows(values_only=True)
    return {LABELS[row[0]]: row[1] for row in rows if row[0] in LABELS}


def of_csv(client, report):
    text = download(client, "report_csv", report).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    return rows, {row["KUNCI"]: int(row["NILAI"]) for row in rows if row["BAGIAN"] == "total"}


@pytest.mark.parametrize("unit", ["root", "agency", "division", "counter"])
def test_five_forms_of_one_week_say_the_same(city, reports, as_, ask, unit):
    report = reports[getattr(city, unit).pk]
    client = as_(city.wati)
    page, pdf, xlsx = (read(client, report) for read in (of_page, of_pdf, of_xlsx))
    rows, flat = of_csv(client, report)
    told = ask("report_figures", {"week": "2026-11-30", "unit": report.unit.code}).json()
    people = flat.pop("people")
    assert told["people"] == people == report.figures["people"]
    totals = told["totals"]
    assert totals == flat == report.figures["totals"]
    shown = {key: value for key, value in totals.items() if key != "away_other"}
    assert set(totals) == set(MEASURES)
    assert page == xlsx == pdf == shown
    by_day = {
        (row["TANGGAL"], row["KUNCI"]): int(row["NILAI"]) for row in rows if row["BAGIAN"] == "hari"
    }
    assert by_day == {(day["date"], key): day[key] for day in told["days"] for key in MEASURES}
    by_unit = {
        (row["KODE UNIT"], row["KUNCI"]): int(row["NILAI"])
        for row in rows
        if row["BAGIAN"] in ("unit", "langsung")
    }
    assert by_unit == {
        (row["unit"]["code"], key): row[key]
        for row in told["units"]
        for key in (*MEASURES, "people")
    }


def test_a_token_reaches_its_unit_and_nothing_beside_it(city, reports, ask):
    week = {"week": "2026-11-30"}
    own = ask("report_figures", week, reach=city.agency).json()
    assert (own["unit"], own["people"], own["version"]) == ("BAPPELITBANGDA", 5, 1)
    assert own["sha256"] == reports[city.agency.pk].figures_hash
    below = ask("report_figures", week | {"unit": "BAPPELITBANGDA-EKO"}, reach=city.agency)
    assert below.json()["people"] == 3
    for code in ("1", "DISDUKCAPIL", "TIDAK-ADA"):
        foreign = ask("report_figures", week | {"unit": code}, reach=city.agency)
        assert foreign.status_code == 404
        assert "totals" not in foreign.json()
    span = {"start": "2026-11-01", "end": "2026-12-31"}
    listed = ask("reports", span, reach=city.agency).json()
    assert [row["unit"] for row in listed["rows"]] == ["BAPPELITBANGDA", "BAPPELITBANGDA-EKO"]
    assert len(ask("reports", span).json()["rows"]) == 6
    assert ask("reports", span | {"limit": 2}).json()["more"] is True


def test_without_the_right_nothing_is_told(city, reports, ask):
    for name, asked in (
        ("report_figures", {"week": "2026-11-30"}),
        ("reports", {"start": "2026-11-01", "end": "2026-12-31"}),
        ("report_definitions", {}),
    ):
        answer = ask(name, asked, scopes=["days:read", "reports:read", "names:read"])
        assert answer.status_code == 403
        assert set(answer.json()) == {"type", "title", "status", "detail"}


def test_the_dictionary_explains_every_figure(city, reports, ask):
    rows = ask("report_definitions", {}).json()
    assert {row["key"] for row in rows} == set(MEASURES)
    assert all(row["label"] and row["definition"] and row["group"] for row in rows)


def test_a_week_or_unit_without_a_report_is_not_found(city, reports, ask):
    assert ask("report_figures", {"week": "2026-11-23"}).status_code == 404
    assert ask("report_figures", {"week": "1026-11-23"}).status_code == 400
    assert ask("reports", {"start": "2026-12-31", "end": "2026-11-01"}).status_code == 400


def test_no_form_carries_a_name(city, reports, as_, ask):
    names = [getattr(city, who).name for who in ("dewi", "rudi", "sari", "tono", "hana", "umar")]
    report = reports[city.division.pk]
    told = ask("report_figures", {"week": "2026-11-30", "unit": report.unit.code}).content.decode()
    text = download(as_(city.wati), "report_csv", report).decode()
    assert [name for name in names if name in told or name in text] == []


def test_the_council_reads_the_merged_rows_in_the_csv_too(city, reports, as_):
    client = as_(city.komisi)
    rows, _flat = of_csv(client, reports[city.root.pk])
    assert {row["UNIT"] for row in rows if row["BAGIAN"] != "total"} == {
        "Pemerintah Kota Bekasi", "Unit kecil (digabung)",
    }  # fmt: skip
    assert [row for row in rows if row["BAGIAN"] == "unit"] == []
    assert [row["BAGIAN"] for row in rows if row["KUNCI"] == "warnings"] == ["total"]
    answer = client.get(reverse("reports:report_csv", kwargs={"pk": reports[city.agency.pk].pk}))
    assert answer.status_code == 404
