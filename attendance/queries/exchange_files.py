"""The same day records and accepted reports as by the API, for offices without a program."""

from attendance.models import DayRecord
from attendance.queries.exchange import days_out, reports_out
from units.access import units_visible_to
from units.languages import in_indonesian
from units.models import Unit
from units.queries.tree import subtree_ids

AT_ONCE = 2000
DAY_COLUMNS = (
    "TANGGAL", "KODE UNIT", "NIP", "NAMA", "LOKASI", "HASIL", "MENIT TERLAMBAT",
    "MENIT PULANG CEPAT", "WFH TERVALIDASI", "DIHITUNG",
)  # fmt: skip
REPORT_COLUMNS = (
    "TANGGAL", "KODE UNIT", "NIP", "NAMA", "NOMOR KEGIATAN", "RENCANA", "HASIL", "JUMLAH", "SATUAN",
    "TAUTAN BUKTI", "DITERIMA",
)  # fmt: skip


def takes_files(scope):
    """Say whether an account takes such files: BKPSDM, unit HR and heads, of their own people."""
    return scope.is_city_hr or scope.is_unit_hr or scope.is_head


def units_to_take(scope):
    """Return the agencies and parts whose people the account sees by name."""
    units = units_visible_to(scope).filter(closed_on__isnull=True).order_by("name", "pk")
    if scope.is_city_hr:
        return units.filter(level__in=(*Unit.AGENCY_LEVELS, Unit.Level.CITY))
    return units.filter(pk__in=scope.managed_unit_tree())


@in_indonesian()
def day_rows(unit, start, end):
    """Return (columns, rows) of the day records of a unit and all below it; rows come as read."""
    words = {value: str(label) for value, label in DayRecord.Verdict.choices}
    places = {value: str(label) for value, label in DayRecord._meta.get_field("workplace").choices}
    validated = {None: "", True: "1", False: "0"}
    rows = days_out(subtree_ids([unit.pk]), start, end).order_by("date", "unit__code", "pk")
    return DAY_COLUMNS, (
        (
            one.date.isoformat(),
            one.unit.code,
            one.employee.nip,
            one.employee.name,
            places[one.workplace],
            words[one.verdict],
            one.minutes_late,
            one.minutes_early,
            validated[one.validated],
            one.closed_at.isoformat(timespec="seconds"),
        )
        for one in rows.iterator(chunk_size=AT_ONCE)
    )


def report_rows(unit, start, end):
    """Return (columns, rows) of the accepted reports, one row per activity."""
    rows = reports_out(subtree_ids([unit.pk]), start, end).order_by("work_date", "pk")
    return REPORT_COLUMNS, (
        (
            one.work_date.isoformat(),
            one.unit_code,
            one.employee.nip,
            one.employee.name,
            item.activity_number,
            item.planned,
            item.output,
            item.quantity,
            item.unit_of_measure,
            item.evidence_url,
            one.decided_at.isoformat(timespec="seconds"),
        )
        for one in rows.iterator(chunk_size=AT_ONCE)
        for item in one.items.all()
    )


ROWS = {"rekap-harian": day_rows, "laporan-harian": report_rows}
