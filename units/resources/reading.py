"""From the bytes of an upload to a table of cells, with limits and a sentence for each refusal."""

import csv
import io
import zipfile
import zlib
from xml.etree.ElementTree import ParseError

import tablib
from django.conf import settings
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from units.decisions import Refused

ROW = "#"  # hidden column: the row's number in the file
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
UNPACKED_MOST = 20  # times SPREADSHEET_MAX_BYTES: real sheets pack 5 to 12 times
MOST_COLUMNS = 60
MOST_CELL = 2000
ZIP_MAGIC = b"PK\x03\x04"


def read_table(content):
    """Return a tablib.Dataset of an XLSX or CSV file, told apart by content and not by name.

    Headers are upper case; the hidden column ROW holds the row number in the file; empty rows
    are left out. Raises Refused: too large, too many rows, a packed bomb, neither XLSX nor CSV,
    no header, the same header twice, no rows.
    """
    if len(content) > settings.SPREADSHEET_MAX_BYTES:
        raise Refused(
            _("Berkas lebih besar dari %(most)d MB. Bagi menjadi beberapa berkas.")
            % {"most": settings.SPREADSHEET_MAX_BYTES // 1024**2}
        )
    rows = xlsx_rows(content) if content.startswith(ZIP_MAGIC) else _csv_rows(content)
    headers, dataset = None, tablib.Dataset()
    for number, cells in enumerate(rows, 1):
        if all(cell is None or cell == "" for cell in cells):
            continue
        if headers is None:
            headers = _headers(cells)
            dataset.headers = [ROW, *headers]
            continue
        if len(dataset) >= settings.SPREADSHEET_MAX_ROWS:
            raise Refused(
                _("Berkas berisi lebih dari %(most)d baris. Bagi menjadi beberapa berkas.")
                % {"most": settings.SPREADSHEET_MAX_ROWS}
            )
        cells = [*cells[: len(headers)], *[None] * (len(headers) - len(cells))]
        dataset.append([number, *map(_shortened, cells)])
    if headers is None or not len(dataset):
        raise Refused(_("Berkas tidak berisi baris data di bawah baris judul kolom."))
    return dataset


def _headers(cells):
    headers = [" ".join(str(cell).split()).upper() if cell is not None else "" for cell in cells]
    while headers and not headers[-1]:
        headers.pop()
    if len(headers) > MOST_COLUMNS:
        raise Refused(_("Berkas mempunyai terlalu banyak kolom. Gunakan templat dari halaman ini."))
    named = [header for header in headers if header]
    if twice := sorted({header for header in named if named.count(header) > 1}):
        raise Refused(_("Judul kolom ini ada dua kali: %(name)s.") % {"name": twice[0][:60]})
    return [header or f"({number})" for number, header in enumerate(headers, 1)]


def _shortened(cell):
    return cell[:MOST_CELL] if isinstance(cell, str) else cell


def xlsx_rows(content):
    """Yield rows of the first sheet. The unpacked size is read before anything is unpacked."""
    not_a_sheet = Refused(_("Berkas ini bukan XLSX yang dapat dibaca. Simpan ulang sebagai XLSX."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            unpacked = sum(member.file_size for member in members)
            if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
                raise not_a_sheet
            if unpacked > UNPACKED_MOST * settings.SPREADSHEET_MAX_BYTES or len(members) > 500:
                raise Refused(
                    _("Isi berkas terlalu besar setelah dibuka. Salin datanya ke berkas baru.")
                )
            if any(_declares_entities(archive, member) for member in members):
                raise not_a_sheet
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise not_a_sheet from None
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for row in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1):
            yield list(row)
    except (
        InvalidFileException,
        zlib.error, zipfile.BadZipFile, ParseError, KeyError, ValueError, IndexError,
        TypeError, OSError, EOFError, AttributeError,
    ):  # fmt: skip
        raise not_a_sheet from None


def _declares_entities(archive, member):
    """Say whether a part declares a document type: no spreadsheet program writes one, and the
    entities in it could grow without end."""
    if not member.filename.lower().endswith((".xml", ".rels", ".vml")):
        return False
    tail = b""
    with archive.open(member) as part:
        while block := part.read(1 << 20):
            if b"<!doctype" in (tail + block).replace(b"\0", b"").lower():
                return True
            tail = block[-40:]
    return False


def _csv_rows(content):
    if b"\x00" in content[:4096]:
        raise Refused(_("Berkas ini bukan XLSX atau CSV. Gunakan templat dari halaman ini."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = text[:4096].split("\n", 1)[0]
    if first.lstrip().startswith(("<", "{", "%PDF")):
        raise Refused(_("Berkas ini bukan XLSX atau CSV. Gunakan templat dari halaman ini."))
    delimiter = max(",;\t", key=first.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [_without_quote(cell) for cell in row[: MOST_COLUMNS + 1]]
    except csv.Error:
        raise Refused(_("Berkas CSV ini rusak. Simpan ulang sebagai CSV UTF-8.")) from None


def _without_quote(cell):
    """Undo the apostrophe with which our own CSV keeps a formula from running."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell
