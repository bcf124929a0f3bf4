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
WORK_REPORTS_DUE = Kind(
    "work_reports_due",
    name=_("Batas pemeriksaan laporan harian"),
    subject=_("Laporan harian WFH harus diperiksa hari ini"),
    body=_("%(n)s laporan harian WFH menunggu Anda periksa paling lambat %(day)s."),
    urgent=True,
    for_office=True,
)
WORK_REPORTS_OVERDUE = Kind(
    "work_reports_overdue",
    name=_("Laporan harian lewat batas pemeriksaan"),
    subject=_("Laporan harian WFH lewat batas pemeriksaan"),
    body=_(
        "%(n)s laporan harian WFH lewat batas pemeriksaan dan diteruskan kepada atasan di atas "
        "Anda. Anda tetap dapat memeriksanya."
    ),
    urgent=True,
    mandatory=True,
    for_office=True,
)
WORK_REPORTS_ESCALATED = Kind(
    "work_reports_escalated",
    name=_("Laporan harian diteruskan kepada Anda"),
    subject=_("Laporan harian WFH diteruskan kepada Anda"),
    body=_(
        "%(n)s laporan harian WFH belum diperiksa atasan langsung sampai batasnya dan diteruskan "
        "kepada Anda."
    ),
    urgent=True,
    mandatory=True,
    for_office=True,
)
WORK_REPORT_PASSED_ON = Kind(
    "work_report_passed_on",
    name=_("Laporan harian diteruskan ke atasan berikutnya"),
    subject=_("Laporan harian WFH Anda diteruskan ke atasan berikutnya"),
    body=_(
        "Laporan harian WFH tanggal %(day)s belum diperiksa sampai batasnya dan diteruskan kepada "
        "atasan berikutnya. Anda tidak perlu berbuat apa-apa."
    ),
)
OUTAGE_JUDGED = Kind(
    "outage_judged",
    name=_("Gangguan sistem dan presensi Anda"),
    subject=_("Presensi Anda dihitung ulang karena gangguan sistem"),
    body=_("Presensi Anda %(day)s dihitung ulang karena gangguan sistem %(start)s–%(end)s."),
    mandatory=True,
)
