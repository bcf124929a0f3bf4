"""The report as a spreadsheet: numbers as numbers, dates as dates, text that stays text."""

import datetime
import io

import xlsxwriter
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from reports.definitions import FIGURES
from reports.tables import iso
from units.languages import in_indonesian

ALL_MEASURES = tuple(figure.key for figure in FIGURES)
SAFE = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd/mm/yyyy",
    "remove_timezone": True,
}
WIDE, NARROW = 34, 13


@in_indonesian()
def report_xlsx(document):
    """Return the bytes of the workbook: summary, units, days, breaches, rosters, definitions.

    Indonesian for every reader: the file is passed on as a paper of office. Cells are written
    by type; text that starts like a formula stays text.
    """
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, SAFE) as book:
        book.set_properties({"title": f"{document.title} · {document.unit['name']}"})
        styles = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "head": book.add_format(
                {"bold": True, "bg_color": "#0b4f5c", "font_color": "#ffffff",
                 "text_wrap": True, "valign": "top"}
            ),
            "number": book.add_format({"num_format": "#,##0"}),
            "part": book.add_format({"num_format": "#,##0.0"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "total": book.add_format({"bold": True, "top": 1, "num_format": "#,##0"}),
            "date": book.add_format({"num_format": "dd/mm/yyyy", "align": "left"}),
        }  # fmt: skip
        _summary(book, document, styles)
        _table(book, _("Per unit"), document.by_unit(ALL_MEASURES), styles)
        _table(
            book,
            str(document.words.sheet),
            document.by_day(ALL_MEASURES),
            styles,
            days=[iso(row["date"]) for row in document.days] if document.kind == "weekly" else None,
        )
        short = [iso(one["date"]) for one in document.figures["breaches"]]
        _table(book, _("Batas minimal"), document.breaches(), styles, days=short)
        _rosters(book, document, styles)
        for name, table in (
            (_("SE Mendagri"), document.circular()),
            (_("Pemerataan"), document.fairness()),
            (_("Perubahan versi"), document.changes(most=None) if document.previous else None),
            (_("Sumber"), document.sources()),
        ):
            if table is not None and table.rows:
                _table(book, name, table, styles)
        _definitions(book, document, styles)
    return target.getvalue()


def _summary(book, document, styles):
    sheet = book.add_worksheet(_("Ringkasan"))
    sheet.set_column(0, 0, WIDE)
    sheet.set_column(1, 3, NARROW + 4)
    report = document.report
    sheet.write_string(0, 0, document.title, styles["title"])
    sheet.write_string(1, 0, document.unit["name"])
    sheet.write_string(2, 0, document.week)
    sheet.write_string(3, 0, _("Disusun"))
    sheet.write_datetime(3, 1, localtime(report.built_at).replace(tzinfo=None), styles["date"])
    sheet.write_string(4, 0, _("Versi"))
    sheet.write_number(4, 1, report.version)
    sheet.write_string(5, 0, "SHA-256")
    sheet.write_string(5, 1, report.figures_hash)
    row = 6
    for text in (document.replaces, document.lead, *document.warnings, document.note):
        if text:
            sheet.write_string(row, 0, text)
            row += 1
    _rows(sheet, row + 1, document.all_figures(), styles)
    sheet.freeze_panes(row + 2, 1)


def _table(book, name, table, styles, days=None):
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, WIDE)
    sheet.set_column(1, len(table.columns), NARROW)
    _rows(sheet, 0, table, styles, days)
    sheet.freeze_panes(1, 1)


def _rows(sheet, top, table, styles, days=None):
    """Write a table from the row `top`; `days` replaces the texts of the first column by dates."""
    for column, one in enumerate(table.columns):
        sheet.write_string(top, column, one.label, styles["head"])
    for number, values in enumerate(table.rows):
        for column, value in enumerate(values):
            if column == 0 and days:
                sheet.write_datetime(top + 1 + number, 0, _midnight(days[number]), styles["date"])
            else:
                style = styles["part" if isinstance(value, float) else "number"]
                _cell(sheet, top + 1 + number, column, value, style)
    last = top + len(table.rows)
    if table.rows:
        sheet.autofilter(top, 0, last, len(table.columns) - 1)
    if table.total:
        for column, value in enumerate(table.total):
            _cell(sheet, last + 1, column, value, styles["total"])


def _midnight(day):
    return datetime.datetime.combine(day, datetime.time())


def _cell(sheet, row, column, value, style):
    if isinstance(value, (int, float)):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, str(value), style)


def _rosters(book, document, styles):
    sheet = book.add_worksheet(_("Rencana rotasi"))
    sheet.set_column(0, 0, 60)
    rosters = document.figures["rosters"]
    for row, (label, value) in enumerate(
        ((_("Wajib"), rosters["needed"]), (_("Terbit"), rosters["published"]))
    ):
        sheet.write_string(row, 0, label)
        sheet.write_number(row, 1, value, styles["number"])
    sheet.write_string(3, 0, _("Belum menerbitkan rencana rotasi"), styles["head"])
    for row, name in enumerate(document.missing_rosters()):
        sheet.write_string(4 + row, 0, name)


def _definitions(book, document, styles):
    sheet = book.add_worksheet(_("Definisi"))
    sheet.set_column(0, 1, 28)
    sheet.set_column(2, 2, 90)
    rows = document.definitions()
    for column, label in enumerate((_("Kelompok"), _("Angka"), _("Arti"))):
        sheet.write_string(0, column, label, styles["head"])
    for number, values in enumerate(rows, start=1):
        for column, value in enumerate(values):
            sheet.write_string(number, column, value, styles["text"])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), 2)
