"""How a report speaks of its period: a week in days, a month in weeks, a quarter in months."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.tables import iso, number, percent
from units.wording import date_span


@dataclass(frozen=True)
class PeriodWords:
    """The names that change with the kind of a report."""

    title: str
    file: str
    now: str
    before: str
    compared: str
    part: str
    by_part: str
    sheet: str


WORDS = {
    "weekly": PeriodWords(
        title=gettext_lazy("Laporan Mingguan Kerja dari Rumah"),
        file="laporan-mingguan",
        now=gettext_lazy("Minggu ini"),
        before=gettext_lazy("Minggu sebelumnya"),
        compared=gettext_lazy("Dibanding minggu-minggu sebelumnya"),
        part=gettext_lazy("Hari"),
        by_part=gettext_lazy("Menurut hari"),
        sheet=gettext_lazy("Per hari"),
    ),
    "monthly": PeriodWords(
        title=gettext_lazy("Laporan Bulanan Kerja dari Rumah"),
        file="laporan-bulanan",
        now=gettext_lazy("Bulan ini"),
        before=gettext_lazy("Bulan sebelumnya"),
        compared=gettext_lazy("Dibanding bulan sebelumnya"),
        part=gettext_lazy("Minggu"),
        by_part=gettext_lazy("Menurut minggu"),
        sheet=gettext_lazy("Per minggu"),
    ),
    "quarter": PeriodWords(
        title=gettext_lazy("Laporan Triwulanan Kerja dari Rumah"),
        file="laporan-triwulanan",
        now=gettext_lazy("Triwulan ini"),
        before=gettext_lazy("Triwulan sebelumnya"),
        compared=gettext_lazy("Dibanding triwulan sebelumnya"),
        part=gettext_lazy("Bulan"),
        by_part=gettext_lazy("Menurut bulan"),
        sheet=gettext_lazy("Per bulan"),
    ),
}


def part_name(kind, row, *, short=False):
    """Return what a row of the cut by time is called: a day, the days of a week, a month."""
    start = iso(row["date"])
    if kind == "quarter":
        return date_format(start, "M Y" if short else "F Y")
    if kind == "monthly":
        until = iso(row["until"])
        return f"{start.day}–{until.day}" if short else date_span(start, until)
    return date_format(start, "D j" if short else "l, j F")


def circular_rows(totals):
    """Return (what, text) of what SE Mendagri 800.1.5/3349/SJ asks a city to tell of a month.

    As far as it is known: how much was worked from home, that services were kept, that work was
    proved, that people could be reached, and how discipline held.
    """
    worked = totals["at_home"] + totals["at_office"]
    asked = (
        (_("Hari kerja di rumah dari seluruh hari kerja"), totals["at_home"], worked),
        (_("Hari WFH dengan laporan harian diterima"), totals["validated"], totals["at_home"]),
        (
            _("Batas minimal petugas layanan di kantor terpenuhi"),
            totals["floors_kept"],
            totals["floor_days"],
        ),
        (
            _("Panggilan tanggap dijawab dalam batas waktu"),
            totals.get("calls_in_time", 0),
            totals.get("calls", 0) - totals.get("calls_not_counted", 0),
        ),
        (_("Hari kerja tanpa keterangan yang dikonfirmasi"), totals["absent"], worked),
    )
    return [
        (
            what,
            _("%(part)s dari %(whole)s (%(share)s)")
            % {"part": number(part), "whole": number(whole), "share": percent(part, whole)}
            if whole
            else "–",
        )
        for what, part, whole in asked
    ]
