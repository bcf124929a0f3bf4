"""The report as rows for CSV: one number a row, the same as page, PDF, spreadsheet and API."""

from django.utils.translation import gettext as _

from reports.definitions import FIGURES
from units.languages import in_indonesian

COLUMNS = ("BAGIAN", "TANGGAL", "KODE UNIT", "UNIT", "KUNCI", "ANGKA", "NILAI")


@in_indonesian()
def flat_rows(document):
    """Return (columns, rows): totals, then each day, then each unit; people where counted.

    `KUNCI` is the key of the figure, as in the API. What this reader is not told has no row.
    """
    figures, unit = document.figures, document.unit
    rows = [
        *_rows(_("total"), "", unit, {"people": figures["people"], **figures["totals"]}),
        *(line for day in figures["days"] for line in _rows(_("hari"), day["date"], unit, day)),
        *(
            line
            for row in figures["units"]
            for line in _rows(_("langsung") if row["own"] else _("unit"), "", row["unit"], row)
        ),
    ]
    return COLUMNS, rows


def _rows(part, date, unit, values):
    names = [("people", _("Pegawai")), *((one.key, str(one.label)) for one in FIGURES)]
    return [
        (part, date, unit["code"], unit["name"], key, name, values[key])
        for key, name in names
        if key in values
    ]
