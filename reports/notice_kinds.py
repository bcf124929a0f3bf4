"""Notices of the fourth room: reports that are ready."""

from django.utils.translation import gettext_lazy as _

from units.notices import Kind


def report_pdf_of(notice):
    """Return the PDF of the report that a notice tells of, as its reader may have it now."""
    from reports.services.deliveries import enclosure_of

    return enclosure_of(notice)


WEEKLY_REPORT = Kind(
    "weekly_report",
    name=_("Laporan mingguan unit"),
    subject=_("Laporan mingguan kerja dari rumah"),
    body=_("Laporan mingguan %(unit)s, %(week)s, versi %(version)s, terlampir sebagai PDF."),
    for_office=True,
    enclosure=report_pdf_of,
)
