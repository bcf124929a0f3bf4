"""Spreadsheets as a danger: limits, payloads, formulas, and the pages that take them."""

import io
import zipfile

import pytest
from openpyxl import load_workbook

from tests.units.conftest import sheet
from units.decisions import Refused
from units.models import (
    Employee,
    ImportRun,
)
from units.resources.reading import read_table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

NEW = {
    "NIP": "199505052020121005", "NAMA": "Nina Baru", "JENIS PEGAWAI": "PNS",
    "KODE UNIT": "BAPPELITBANGDA-EKO", "KODE JABATAN": "PERENCANA", "TMT JABATAN": "2026-12-01",
    "EMAIL": "nina@example.com", "ALAMAT": "Jl. Baru 1",
}  # fmt: skip
SARI = {
    "NIP": "199001012015032001", "NAMA": "Sari Wulandari", "JENIS PEGAWAI": "PNS",
    "KODE UNIT": "BAPPELITBANGDA-EKO", "KODE JABATAN": "PERENCANA", "TMT JABATAN": "2020-01-01",
}  # fmt: skip


def outcomes(run):
    return [row["outcome"] for row in run.rows]


def faults(run):
    return [fault for row in run.rows for fault in row.get("faults", [])]


class TestLimits:
    def test_too_large(self, settings):
        settings.SPREADSHEET_MAX_BYTES = 1024 * 1024
        with pytest.raises(Refused, match="lebih besar dari 1 MB"):
            read_table(b"x" * (1024 * 1024 + 1))

    def test_too_many_rows(self, settings):
        settings.SPREADSHEET_MAX_ROWS = 3
        assert len(read_table(b"A,B\n1,2\n3,4\n5,6\n")) == 3
        with pytest.raises(Refused, match="lebih dari 3 baris"):
            read_table(b"A,B\n1,2\n3,4\n5,6\n7,8\n")

    def test_a_packed_bomb_is_refused_before_it_is_unpacked(self, settings):
        settings.SPREADSHEET_MAX_BYTES = 1024 * 1024
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("xl/workbook.xml", "<workbook/>")
            archive.writestr("xl/worksheets/sheet1.xml", b"0" * (21 * 1024 * 1024))
        assert len(file.getvalue()) < 100_000
        with pytest.raises(Refused, match="terlalu besar setelah dibuka"):
            read_table(file.getvalue())

    @pytest.mark.parametrize(
        "content",
        [
            b"%PDF-1.7 ...", b"<html><script>alert(1)</script>", b"\x00\x01\x02", b"PK\x03\x04 no",
            b"", b"A,B\n", b"\n\n",
        ],
    )  # fmt: skip
    def test_other_content_is_refused_whatever_its_name(self, city, tried, content):
        with pytest.raises(Refused):
            tried("employees", city.wati, content, name="pegawai.xlsx")

    def test_a_zip_that_is_no_workbook(self):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("hello.txt", "hello")
        with pytest.raises(Refused, match="bukan XLSX"):
            read_table(file.getvalue())

    def test_entities_are_not_expanded(self):
        book = sheet(["A"], ["b"])
        source = zipfile.ZipFile(io.BytesIO(book))
        file = io.BytesIO()
        bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
        with zipfile.ZipFile(file, "w") as archive:
            for name in source.namelist():
                data = source.read(name)
                if name.endswith("sheet1.xml"):
                    data = bomb + data.replace(b"<v>0</v>", b"<v>&a;</v>", 1)
                archive.writestr(name, data)
        with pytest.raises(Refused):
            read_table(file.getvalue())


class TestPayloads:
    def test_stored_script_and_formulas_come_out_inert(self, city, table, tried, applied, as_):
        script = "<script>alert(1)</script>"
        row = NEW | {"NAMA": script, "NOMOR SK": "=HYPERLINK(1)", "ALAMAT": "@SUM(1)"}
        run = applied(tried("employees", city.wati, table("employees", row)), city.wati)
        nina = Employee.objects.get(nip=NEW["NIP"])
        client = as_(city.wati)
        for address in (
            "/pegawai/",
            f"/pegawai/{nina.pk}/",
            f"/impor/{run.pk}/",
            f"/unit/{city.division.pk}/",
        ):
            page = client.get(address).content.decode()
            assert script not in page
            assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page

    def test_exported_cells_are_text_and_come_back_unchanged(
        self, city, table, tried, applied, as_, day
    ):
        starts = ["=1+1", "+1", "-1", "@SUM(1)"]
        rows = [
            NEW | {"NIP": f"1995050520201210{n:02}", "NAMA": f"{text} nama", "EMAIL": ""}
            for n, text in enumerate(starts, 10)
        ]
        applied(tried("employees", city.wati, table("employees", *rows)), city.wati)
        client = as_(city.wati)
        text = b"".join(client.get("/ekspor/employees.csv").streaming_content).decode("utf-8-sig")
        for start in starts:
            assert f",'{start} nama," in text
        answer = client.get("/ekspor/employees.xlsx")
        cells = load_workbook(io.BytesIO(answer.content)).active
        names = [row[1] for row in cells.iter_rows(min_row=2)]
        assert {cell.data_type for cell in names} == {"s"}
        assert {f"{start} nama" for start in starts} <= {cell.value for cell in names}
        for content in (text.encode(), answer.content):
            again = tried("employees", city.wati, content)
            assert set(outcomes(again)) == {"unchanged"}

    def test_the_error_file_has_row_reason_and_cells_as_text(self, city, table, tried, as_):
        run = tried("employees", city.wati, table("employees", NEW | {"NIP": "=1+1"}))
        answer = as_(city.wati).get(f"/impor/{run.pk}/ditolak.xlsx")
        head, row = load_workbook(io.BytesIO(answer.content)).active.iter_rows()
        assert [cell.value for cell in head][:3] == ["BARIS", "ALASAN DITOLAK", "NIP"]
        assert (row[0].value, row[1].value) == ("2", "NIP: NIP hanya boleh berisi angka.")
        assert (row[2].value, row[2].data_type) == ("=1+1", "s")

    def test_addresses_leave_only_with_unit_hr(self, city, as_):
        Employee.objects.filter(pk=city.sari.pk).update(registered_address="Jl. Rahasia 7")
        for person, seen in ((city.hana, True), (city.wati, False), (city.rudi, False)):
            answer = as_(person).get("/ekspor/employees.csv")
            text = b"".join(answer.streaming_content).decode()
            assert ("Jl. Rahasia 7" in text) is seen
            assert ("Umar" in text) is (person is city.wati)


class TestPages:
    def test_upload_trial_apply(self, city, table, as_):
        client = as_(city.wati)
        file = io.BytesIO(table("employees", NEW))
        file.name = "../../pegawai<b>.xlsx"
        answer = client.post("/impor/baru/employees/", {"file": file})
        run = ImportRun.objects.get()
        assert (answer.status_code, answer.url) == (302, f"/impor/{run.pk}/")
        assert run.file_name == "pegawai<b>.xlsx"
        assert client.get(f"/impor/{run.pk}/terapkan/").status_code == 405
        answer = client.post(f"/impor/{run.pk}/terapkan/", {"how": "all", "status": "tried"})
        assert answer.status_code == 302
        run.refresh_from_db()
        assert run.status == "applied"

    def test_a_refused_file_says_why_and_keeps_nothing(self, city, as_):
        file = io.BytesIO(b"%PDF")
        file.name = "x.xlsx"
        answer = as_(city.wati).post("/impor/baru/employees/", {"file": file})
        assert answer.status_code == 422
        assert "bukan XLSX atau CSV" in answer.content.decode()
        assert ImportRun.objects.count() == 0

    def test_discarding_erases_the_file(self, city, table, tried, as_):
        run = tried("employees", city.hana, table("employees", NEW))
        assert as_(city.yanti).post(f"/impor/{run.pk}/batalkan/").status_code == 403
        run.refresh_from_db()
        assert run.status == "tried"
        assert as_(city.hana).post(f"/impor/{run.pk}/batalkan/").status_code == 302
        run.refresh_from_db()
        assert (run.status, bytes(run.content)) == ("discarded", b"")

    def test_a_run_page_filters(self, city, table, tried, as_):
        run = tried("employees", city.wati, table("employees", NEW, SARI, SARI | {"NIP": "1"}))
        client = as_(city.wati)
        page = client.get(f"/impor/{run.pk}/?hasil=refused").content.decode()
        assert "NIP harus terdiri atas 18 angka." in page
        assert "Nina Baru" not in page
