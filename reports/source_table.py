"""By which rules and out of which data a report was built, as a table of texts."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.tables import Column, Table, number

SOURCE_NAMES = {
    "day_records": gettext_lazy("Rekap harian"),
    "work_reports": gettext_lazy("Laporan harian WFH"),
    "assignments": gettext_lazy("Hari WFH pada rencana terbit"),
    "aways": gettext_lazy("Ketidakhadiran disetujui"),
    "response_checks": gettext_lazy("Panggilan tanggap"),
    "corrections": gettext_lazy("Koreksi presensi"),
    "reviews": gettext_lazy("Permohonan peninjauan jadwal"),
    "swaps": gettext_lazy("Tukar hari"),
    "recalls": gettext_lazy("Penarikan ke kantor"),
    "indications": gettext_lazy("Indikasi"),
    "warnings": gettext_lazy("Peringatan disiplin"),
}


def source_table(report, plans):
    """Return by which rules and out of which data the report was built, as a table of texts.

    None for a report that is older than this record.
    """
    sources = report.sources
    if not sources:
        return None
    table = Table(
        "sources",
        _("Aturan dan data yang dipakai"),
        [
            Column("label", _("Sumber"), is_number=False),
            Column("now", _("Versi atau jumlah"), is_number=False),
        ],
    )
    policies = [
        _("%(name)s versi %(version)s") % one for one in sources["policies"]
    ]  # fmt: skip
    plans = [f"{one['agency']} v{one['version']}" for one in plans]
    table.rows = [
        [_("Kebijakan berlaku"), "; ".join(policies) or "–"],
        [_("Rencana rotasi terbit (versi)"), ", ".join(plans) or "–"],
        [_("Jam kerja berlaku"), "; ".join(sources["hours"]) or "–"],
        [_("Hari libur"), "; ".join(sources["holidays"]) or "–"],
    ]
    if "weeks" in sources:
        weeks = [f"{week['starts_on']} v{week['version']}" for week in sources["weeks"]]
        table.rows.append([_("Laporan mingguan (versi)"), ", ".join(weeks) or "–"])
    for key, name in SOURCE_NAMES.items():
        found = sources["tables"].get(key)
        if found:
            text = _("%(rows)s baris, nomor tertinggi %(highest)s") % {
                "rows": number(found["rows"]), "highest": found["highest"]
            }  # fmt: skip
            table.rows.append([str(name), text])
    return table
