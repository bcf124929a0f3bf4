"""The report as an A4 document."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from reports.period_words import part_name
from reports.tables import number
from units.languages import in_indonesian
from units.papers import letterhead_of, paper_pdf


def _table(table):
    """Return a table as texts."""
    rows = [[text for text, _is_number in row] for row in table.cells]
    total = table.total and [
        column.write(value) for column, value in zip(table.columns, table.total, strict=True)
    ]
    return {
        "title": table.title,
        "columns": [{"label": c.label, "number": c.is_number} for c in table.columns],
        "rows": rows,
        "total": total,
    }


def _optional(table):
    return None if table is None else _table(table)


def chart_days(document):
    """Return (short label, at home, at the office) of the working days."""
    return [
        (part_name(document.kind, row, short=True), row["at_home"], row["at_office"])
        for row in document.figures["days"]
        if row["at_home"] or row["at_office"]
    ]


def contents(document):
    """Return what the template prints, texts alone: the data of the document as a dict."""
    report = document.report
    return {
        "title": document.title,
        "unit": document.unit["name"],
        "short": document.unit["label"],
        "letterhead": letterhead_of(report.unit),
        "week": document.week,
        "version": _("Versi %(version)s, disusun %(at)s")
        % {
            "version": report.version,
            "at": date_format(localtime(report.built_at), "j F Y H.i"),
        },
        "fingerprint": f"SHA-256 {report.figures_hash}",
        "page_word": _("Halaman"),
        "of_word": _("dari"),
        "number_word": _("Nomor"),
        "facts": [
            {"text": str(f.text), "label": str(f.label), "tone": f.tone} for f in document.facts
        ],
        "lead": document.lead,
        "warnings": document.warnings,
        "chart_title": _("Hari kerja di rumah dan di kantor"),
        "legend": _("R di rumah · K di kantor, tanpa yang cuti, sakit, atau dinas luar"),
        "chart": [
            {
                "label": label,
                "home": home,
                "office": office,
                "home_text": number(home),
                "office_text": number(office),
            }
            for label, home, office in chart_days(document)
        ],
        "days": _table(document.days_across()),
        "units": _table(document.by_unit()),
        "note": document.note,
        "breaches": _table(document.breaches()),
        "none_short": document.coverage_sentence,
        "missing_title": _("Belum menerbitkan rencana rotasi"),
        "missing": document.missing_rosters(),
        "figures": _table(document.all_figures()),
        "circular": _optional(document.circular()),
        "fairness": _optional(document.fairness()),
        "replaces": document.replaces,
        "changes": _optional(document.changes() if document.changed_cells else None),
        "changes_note": document.changes_note if document.previous else "",
        "sources": _optional(document.sources()),
        "signature": [
            _("Bekasi, ........................................"),
            _("Kepala %(unit)s") % {"unit": document.unit["name"]}
            if report.unit.parent_id
            else _("Sekretaris Daerah Kota Bekasi"),
        ],
        "definitions_title": _("Arti setiap angka"),
        "definitions": [[name, text] for _group, name, text in document.definitions()],
    }


@in_indonesian()
def report_pdf(document):
    """Return the bytes of the PDF, an official paper in Indonesian for every reader."""
    return paper_pdf("weekly.typ", contents(document), at=document.report.built_at)
