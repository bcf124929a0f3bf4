"""The month day by day as a spreadsheet: one row a person, written row by row in flat memory."""

import calendar
from collections import Counter

import xlsxwriter
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reports.queries.month import days_of_people, people_of_month, records_of_month
from reports.reconcile import DoesNotReconcile
from reports.xlsx import SAFE
from units.languages import in_indonesian

FILLS = {
    "R": ("#dff3ea", "#0b6b4f"), "C": ("#fdf0dc", "#8a4b00"), "S": ("#fdf0dc", "#8a4b00"),
    "DL": ("#efe6f9", "#6b3fa0"), "TK": ("#fde5e6", "#a4161a"), "BK": ("#fde5e6", "#a4161a"),
}  # fmt: skip
LEGEND_FIRST = ("R", "K", "TL", "?", "BK", "TK")
CAUSES, ONE_CAUSE = ("C", "S", "DL"), ("–",)


def meanings():
    """Return what each code means, in words."""
    return {
        "R": _("Hadir WFH (rumah)"),
        "K": _("Hadir WFO (kantor)"),
        "TL": _("Presensi tidak lengkap"),
        "?": _("Perlu ditinjau"),
        "BK": _("Belum ada keterangan"),
        "TK": _("Tanpa keterangan, dikonfirmasi atasan"),
        "C": _("Cuti"),
        "S": _("Sakit"),
        "DL": _("Dinas luar"),
        "–": _("Tidak tersedia"),
        "L": _("Libur"),
    }


@in_indonesian()
def write_month(target, first, last, unit, unit_ids, *, causes):
    """Write the workbook of a month to a file or path; return how many people it has.

    `unit_ids` None is the whole city. Without `causes` an absence does not say why. Raises
    DoesNotReconcile where the days written are not all day records of the month.
    """
    with xlsxwriter.Workbook(target, SAFE) as book:
        book.set_properties({"title": f"{unit.name} · {date_format(first, 'F Y')}"})
        codes = [*LEGEND_FIRST, *(CAUSES if causes else ()), *ONE_CAUSE, "L"]
        head = book.add_format(
            {"bold": True, "bg_color": "#0b4f5c", "font_color": "#ffffff", "text_wrap": True,
             "valign": "top"}
        )  # fmt: skip
        total = book.add_format({"bold": True, "top": 1, "num_format": "#,##0"})
        people, counts = _days(book, head, total, first, last, unit_ids, codes, causes)
        _legend(book, head, codes, counts, unit, first)
        found, expected = sum(counts.values()), records_of_month(first, last, unit_ids)
        if found != expected:
            raise DoesNotReconcile("month.days", expected, found)
    return people


def _days(book, head, total, first, last, unit_ids, codes, causes):
    """Write the sheet of people; return (how many, Counter of the codes)."""
    sheet = book.add_worksheet(_("Hari demi hari"))
    plain = book.add_format({"align": "center"})
    styles = {
        code: book.add_format({"align": "center", "bg_color": fill, "font_color": ink})
        for code, (fill, ink) in FILLS.items()
    }
    number = book.add_format({"num_format": "#,##0"})
    days = calendar.monthrange(first.year, first.month)[1]
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 20)
    sheet.set_column(2, 2, 30)
    sheet.set_column(3, 2 + days, 4)
    words = meanings()
    heads = [
        _("Unit"), _("NIP"), _("Nama"), *(str(day) for day in range(1, days + 1)),
        *(f"{code} {words[code]}" for code in codes), _("WFH tervalidasi"), _("Menit terlambat"),
    ]  # fmt: skip
    sheet.set_column(3 + days, len(heads) - 1, 14)
    for column, text in enumerate(heads):
        sheet.write_string(0, column, text, head)
    sheet.freeze_panes(1, 3)
    people = people_of_month(first, last, unit_ids)
    counts, sums, row = Counter(), Counter(), 0
    for person, found, validated, late in days_of_people(
        people, first, last, unit_ids, causes=causes
    ):
        row += 1
        _pk, nip, name, unit = person
        for column, text in enumerate((unit, nip, name)):
            sheet.write_string(row, column, text)
        for day in sorted(found):
            code = found[day]
            sheet.write_string(row, 2 + day, code, styles.get(code, plain))
        own = Counter(found.values())
        counts.update(own)
        values = [*(own[code] for code in codes), validated, late]
        for column, value in enumerate(values, start=3 + days):
            sheet.write_number(row, column, value, number)
            sums[column] += value
    sheet.autofilter(0, 0, max(row, 1), len(heads) - 1)
    sheet.write_string(row + 1, 0, _("Jumlah"), total)
    for column in range(3 + days, len(heads)):
        sheet.write_number(row + 1, column, sums[column], total)
    return len(people), counts


def _legend(book, head, codes, counts, unit, first):
    """Write the sheet that says what is shown, what each code means and how often it stands."""
    sheet = book.add_worksheet(_("Keterangan"))
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 40)
    words = meanings()
    rows = [
        (_("Unit"), unit.name),
        (_("Bulan"), date_format(first, "F Y")),
        (_("Sel kosong"), _("Belum direkap, akhir pekan, atau di luar unit ini pada hari itu")),
    ]
    for row, (label, text) in enumerate(rows):
        sheet.write_string(row, 0, label)
        sheet.write_string(row, 1, text)
    top = len(rows) + 1
    for column, text in enumerate((_("Kode"), _("Arti"), _("Hari"))):
        sheet.write_string(top, column, text, head)
    for row, code in enumerate(codes, start=top + 1):
        sheet.write_string(row, 0, code)
        sheet.write_string(row, 1, words[code])
        sheet.write_number(row, 2, counts[code])
