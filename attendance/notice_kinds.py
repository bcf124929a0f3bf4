"""Notices of the third room: what happened."""

from django.utils.translation import gettext_lazy as _

from units.notices import Kind

CHECK_IN_ACCEPTED = Kind(
    "check_in_accepted",
    name=_("Presensi diterima"),
    subject=_("Presensi Anda diterima"),
    body=_("%(what)s tanggal %(day)s diterima atasan."),
)
CHECK_IN_REFUSED = Kind(
    "check_in_refused",
    name=_("Presensi tidak diterima"),
    subject=_("Presensi Anda tidak diterima"),
    body=_("%(what)s tanggal %(day)s tidak diterima: %(reason)s"),
    mandatory=True,
)
WORK_REPORT_SUBMITTED = Kind(
    "work_report_submitted",
    name=_("Laporan harian menunggu diperiksa"),
    subject=_("Laporan harian WFH menunggu diperiksa"),
    body=_("Laporan harian WFH %(name)s tanggal %(day)s menunggu diperiksa."),
    for_office=True,
)
WORK_REPORT_ACCEPTED = Kind(
    "work_report_accepted",
    name=_("Laporan harian diterima"),
    subject=_("Laporan harian WFH diterima"),
    body=_("Laporan harian WFH tanggal %(day)s diterima."),
)
WORK_REPORT_RETURNED = Kind(
    "work_report_returned",
    name=_("Laporan harian dikembalikan"),
    subject=_("Laporan harian WFH dikembalikan"),
    body=_("Laporan harian WFH tanggal %(day)s dikembalikan: %(reason)s"),
    urgent=True,
    mandatory=True,
)
OUTAGE_JUDGED = Kind(
    "outage_judged",
    name=_("Gangguan sistem dan presensi Anda"),
    subject=_("Presensi Anda dihitung ulang karena gangguan sistem"),
    body=_("Presensi Anda %(day)s dihitung ulang karena gangguan sistem %(start)s–%(end)s."),
    mandatory=True,
)
