"""Spreadsheets out: rows written one by one, formulas always as text."""

import csv
import io

import xlsxwriter
from django.http import HttpResponse, StreamingHttpResponse

from units.resources.reading import FORMULA_STARTS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class _Echo:
    """A file for csv.writer that gives back each line instead of keeping it."""

    def write(self, line):
        return line


def inert(value):
    """Return a cell for CSV that no spreadsheet program runs as a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_response(headers, rows, name):
    """Stream rows as CSV UTF-8 with a mark that Excel understands."""
    writer = csv.writer(_Echo())

    def lines():
        yield "\ufeff"
        yield writer.writerow([inert(header) for header in headers])
        for row in rows:
            yield writer.writerow([inert(cell) for cell in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def xlsx_response(headers, rows, name):
    """Write rows as XLSX, row by row, and send the file. Every cell is a string."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    sheet = book.add_worksheet()
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(len(headers) - 1, 0), 22, text)
    for column, header in enumerate(headers):
        sheet.write_string(0, column, str(header), bold)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if cell not in (None, ""):
                sheet.write_string(number, column, str(cell)[:32000], text)
    book.close()
    response = HttpResponse(file.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


RESPONSES = {"xlsx": xlsx_response, "csv": csv_response}
