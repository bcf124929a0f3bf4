"""Activity numbers of Epkin and Lapkin: in by spreadsheet and program, chosen, out with reports."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from attendance.models import ActivityNumber, WorkReportItem
from attendance.queries.activities import activities_for
from attendance.services.work_reports import (
    accept_work_report,
    save_work_plan,
    submit_work_report,
)
from tests.attendance.conftest import MONDAY, at_time
from tests.attendance.test_report_evidence import posted
from units.access import scope_for
from units.decisions import Refused
from units.models import Decision
from units.services.imports import apply_import, try_import
from units.services.tokens import make_token

pytestmark = pytest.mark.django_db
PAGE = reverse("attendance:work_report", args=[MONDAY])
SINCE = datetime.date(2026, 1, 2)
YEAR_END = datetime.date(2026, 12, 31)
HEADER = "NOMOR KEGIATAN;NAMA KEGIATAN;KODE UNIT;NIP;MULAI;SAMPAI"


@pytest.fixture
def wfh(city, hours, at_home, time_machine):
    at_home(city.sari, MONDAY)
    time_machine.move_to(at_time(MONDAY, 15), tick=False)
    return city


@pytest.fixture
def listed(wfh):
    """Activities of the agency, of another agency, of Sari and one that has ended."""
    for number, title, whose in (
        ("1.02", "Penyusunan RKPD", {"unit": wfh.agency}),
        ("9.99", "Pelayanan loket", {"unit": wfh.service}),
        ("SKP-7", "Analisis kemiskinan", {"employee": wfh.sari}),
        ("SKP-8", "Telaah Tono", {"employee": wfh.tono}),
        ("1.01", "Tahun lalu", {"unit": wfh.agency, "ends_on": datetime.date(2026, 6, 30)}),
    ):
        ActivityNumber.objects.create(number=number, title=title, starts_on=SINCE, **whose)
    return wfh


def imported(city, who, *rows):
    scope = scope_for(who.user)
    content = "\n".join([HEADER, *rows]).encode()
    run = try_import(
        "activities", actor=who.user, scope=scope, content=content, file_name="kegiatan.csv"
    )
    return apply_import(run, actor=who.user, scope=scope, all_or_nothing=False)


def test_a_spreadsheet_brings_them_in_row_by_row_and_once(wfh):
    rows = (
        f"1.02;Penyusunan RKPD;{wfh.agency.code};;2026-01-02;2026-12-31",
        f"SKP-7;Analisis kemiskinan;;{wfh.sari.nip};2026-01-02;",
        f"9.99;Loket;{wfh.service.code};;2026-01-02;",
        f"SKP-1;Milik Umar;;{wfh.umar.nip};2026-01-02;",
        f"2.01;Keduanya;{wfh.agency.code};{wfh.sari.nip};2026-01-02;",
        "2.02;Milik siapa;;;2026-01-02;",
        f"2.03;Terbalik;{wfh.agency.code};;2026-02-02;2026-01-02",
    )
    run = imported(wfh, wfh.hana, *rows)
    assert [row["outcome"] for row in run.rows] == ["added"] * 2 + ["refused"] * 5
    found = ActivityNumber.objects.order_by("number").values_list(
        "number", "title", "unit__code", "employee__name", "starts_on", "ends_on"
    )
    assert list(found) == [
        ("1.02", "Penyusunan RKPD", wfh.agency.code, None, SINCE, YEAR_END),
        ("SKP-7", "Analisis kemiskinan", None, "Sari Wulandari", SINCE, None),
    ]
    assert imported(wfh, wfh.hana, *rows).unchanged == 2
    run = imported(wfh, wfh.hana, f"1.02;RKPD 2027;{wfh.agency.code};;2026-01-02;2026-12-31")
    assert (run.changed, ActivityNumber.objects.get(number="1.02").title) == (1, "RKPD 2027")
    assert Decision.objects.filter(act="apply_import").count() == 3


def test_the_database_keeps_one_owner_and_one_row_a_number(wfh):
    values = {"number": "1", "title": "Satu", "starts_on": SINCE}
    for wrong in ({}, {"unit": wfh.agency, "employee": wfh.sari}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ActivityNumber.objects.create(**values, **wrong)
    ActivityNumber.objects.create(**values, unit=wfh.agency)
    with pytest.raises(IntegrityError), transaction.atomic():
        ActivityNumber.objects.create(**values, unit=wfh.agency)


def test_one_sees_those_of_the_own_line_in_force_on_the_day(listed):
    assert activities_for(listed.sari, MONDAY) == {
        "1.02": "Penyusunan RKPD", "SKP-7": "Analisis kemiskinan",
    }  # fmt: skip
    assert set(activities_for(listed.sari, datetime.date(2026, 3, 2))) == {"1.01", "1.02", "SKP-7"}


def test_the_report_offers_a_list_and_takes_nothing_else(listed, as_):
    sari = as_(listed.sari)
    shown = sari.get(PAGE).text
    assert '<option value="1.02">1.02 Penyusunan RKPD</option>' in shown
    assert "9.99" not in shown
    row = {"planned": "Telaah", "output": "Selesai"}
    answer = sari.post(PAGE, posted(row | {"activity_number": "9.99"}))
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.text
    assert not WorkReportItem.objects.exists()
    with pytest.raises(Refused, match="Pilih nomor kegiatan dari daftar"):
        save_work_plan(
            listed.sari, MONDAY, [{"planned": "Telaah", "activity_number": "9.99"}],
            actor=listed.sari.user,
        )  # fmt: skip
    assert sari.post(PAGE, posted(row | {"activity_number": "SKP-7"})).status_code == 302
    assert sari.post(PAGE, posted(row)).status_code == 302


def test_without_a_list_any_number_may_be_written(wfh, as_):
    sari = as_(wfh.sari)
    row = {"planned": "Telaah", "activity_number": "bebas 1"}
    assert '<select name="items-0-activity_number"' not in sari.get(PAGE).text
    assert sari.post(PAGE, posted(row)).status_code == 302
    assert WorkReportItem.objects.get().activity_number == "bebas 1"


def test_a_number_that_ended_meanwhile_stays_on_the_report(listed, as_):
    row = {"planned": "Telaah", "output": "Selesai", "activity_number": "1.02"}
    sari = as_(listed.sari)
    assert sari.post(PAGE, posted(row)).status_code == 302
    ActivityNumber.objects.filter(number="1.02").update(ends_on=SINCE)
    assert '<option value="1.02" selected>' in sari.get(PAGE).text
    assert sari.post(PAGE, posted(row, act="submit")).status_code == 302
    assert WorkReportItem.objects.get().activity_number == "1.02"


@pytest.fixture
def program(client, wfh):
    """Return a function that lets a program in and gives a function that sends rows as it."""

    def let_in(scopes=("activities:write",), unit=None):
        _token, secret = make_token(
            "Epkin", office="BKPSDM", scopes=list(scopes), unit=unit, actor=wfh.wati.user,
            expires_on=datetime.date(2027, 3, 1),
        )  # fmt: skip

        def send(*rows, key="kunci-0001"):
            return client.post(
                "/api/v1/nomor-kegiatan", {"rows": rows}, content_type="application/json",
                headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": key},
            )  # fmt: skip

        send.secret = secret
        return send

    return let_in


def row(number, **whose):
    return {"number": number, "title": f"Kegiatan {number}", "starts_on": "2026-01-02", **whose}


def test_a_program_sends_them_within_its_reach_and_once(wfh, program):
    send = program(unit=wfh.agency)
    rows = (
        row("1.02", unit=wfh.agency.code, ends_on="2026-12-31"),
        row("SKP-7", nip=wfh.sari.nip),
        row("9.99", unit=wfh.service.code),
        row("SKP-1", nip=wfh.umar.nip),
        row("=1+1", unit=wfh.agency.code),
    )
    answer = send(*rows).json()
    outcomes = [(one["row"], one["outcome"]) for one in answer["rows"]]
    assert outcomes == [(1, "added"), (2, "added"), (3, "refused"), (4, "refused"), (5, "added")]
    assert answer["rows"][2]["faults"] == [
        "KODE UNIT: tidak ada unit dengan kode ini yang Anda kelola"
    ]
    again = send(*rows).json()
    assert (again["repeated"], again["import_run"]) == (True, answer["import_run"])
    assert ActivityNumber.objects.count() == 3
    assert send(row("1"), key="kunci-0001").status_code == 409
    fresh = send(*rows, key="kunci-0002").json()
    assert [one["outcome"] for one in fresh["rows"]][:2] == ["unchanged"] * 2


def test_a_program_without_the_right_sends_nothing(wfh, program):
    send = program(scopes=("absences:write",))
    assert send(row("1.02", unit=wfh.agency.code)).status_code == 403
    assert ActivityNumber.objects.count() == 0


def test_the_number_goes_out_again_with_the_accepted_report(listed, program, client, time_machine):
    items = [{"planned": "Telaah", "output": "Selesai", "activity_number": "1.02"}]
    report = submit_work_report(listed.sari, MONDAY, items, actor=listed.sari.user)
    accept_work_report(report, actor=listed.rudi.user)
    time_machine.move_to(at_time(MONDAY, 17), tick=False)
    secret = program(scopes=("reports:read",)).secret
    answer = client.get(
        "/api/v1/laporan-harian", {"start": MONDAY.isoformat(), "end": MONDAY.isoformat()},
        headers={"Authorization": f"Bearer {secret}"},
    )  # fmt: skip
    assert [one["activity_number"] for one in answer.json()["rows"][0]["items"]] == ["1.02"]


def test_unit_hr_sees_its_own_list_and_bkpsdm_all(listed, as_):
    page = reverse("attendance:activity_list")
    mine = as_(listed.hana).get(page).text
    assert "Penyusunan RKPD" in mine
    assert "Telaah Tono" in mine
    assert "Pelayanan loket" not in mine
    assert "Pelayanan loket" in as_(listed.wati).get(page).text
