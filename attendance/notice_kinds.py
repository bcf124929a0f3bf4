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
CORRECTIONS_DUE = Kind(
    "corrections_due",
    name=_("Batas keputusan koreksi presensi"),
    subject=_("Koreksi presensi harus diputuskan hari ini"),
    body=_("%(n)s koreksi presensi menunggu keputusan Anda paling lambat %(day)s."),
    urgent=True,
    for_office=True,
)
CORRECTIONS_OVERDUE = Kind(
    "corrections_overdue",
    name=_("Koreksi presensi lewat batas keputusan"),
    subject=_("Koreksi presensi lewat batas keputusan"),
    body=_(
        "%(n)s koreksi presensi lewat batas keputusan dan diteruskan kepada atasan di atas Anda. "
        "Anda tetap dapat memutuskannya."
    ),
    urgent=True,
    mandatory=True,
    for_office=True,
)
CORRECTIONS_ESCALATED = Kind(
    "corrections_escalated",
    name=_("Koreksi presensi diteruskan kepada Anda"),
    subject=_("Koreksi presensi diteruskan kepada Anda"),
    body=_(
        "%(n)s koreksi presensi belum diputuskan atasan langsung sampai batasnya dan diteruskan "
        "kepada Anda."
    ),
    urgent=True,
    mandatory=True,
    for_office=True,
)
CORRECTION_PASSED_ON = Kind(
    "correction_passed_on",
    name=_("Koreksi presensi diteruskan ke atasan berikutnya"),
    subject=_("Koreksi presensi Anda diteruskan ke atasan berikutnya"),
    body=_(
        "Koreksi presensi tanggal %(day)s belum diputuskan sampai batasnya dan diteruskan kepada "
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
ABSENCE_ASKED = Kind(
    "absence_asked",
    name=_("Hari tanpa presensi"),
    subject=_("Hari tanpa presensi perlu dijelaskan"),
    body=_("Belum ada keterangan untuk %(day)s. Sampaikan sampai %(due)s."),
    urgent=True,
    mandatory=True,
)
ABSENCE_ANSWERED = Kind(
    "absence_answered",
    name=_("Keterangan pegawai atas hari tanpa presensi"),
    subject=_("Keterangan atas hari tanpa presensi"),
    body=_("%(name)s menyampaikan keterangan untuk %(day)s."),
    for_office=True,
)
ABSENCE_CONFIRMED = Kind(
    "absence_confirmed",
    name=_("Hari dinyatakan tanpa keterangan"),
    subject=_("Satu hari dinyatakan tanpa keterangan"),
    body=_("%(day)s dinyatakan tanpa keterangan: %(reason)s"),
    urgent=True,
    mandatory=True,
)
ABSENCE_EXPLAINED = Kind(
    "absence_explained",
    name=_("Keterangan diterima"),
    subject=_("Keterangan Anda diterima"),
    body=_("Keterangan untuk %(day)s diterima: %(reason)s"),
    mandatory=True,
)
DISCIPLINE_WARNING = Kind(
    "discipline_warning",
    name=_("Peringatan disiplin (PP 94/2021)"),
    subject=_("Peringatan disiplin perlu ditindaklanjuti"),
    body=_("%(name)s: %(count)s hari tanpa keterangan, jenjang %(step)s hari."),
    urgent=True,
    mandatory=True,
    for_office=True,
)
DISCIPLINE_OWN = Kind(
    "discipline_own",
    name=_("Peringatan disiplin Anda"),
    subject=_("Hari tanpa keterangan Anda mendekati jenjang hukuman disiplin"),
    body=_("Tercatat %(count)s hari tanpa keterangan; jenjang PP 94/2021: %(step)s hari."),
    urgent=True,
    mandatory=True,
)
DISCIPLINE_UNREAD = Kind(
    "discipline_unread",
    name=_("Peringatan disiplin belum ditindaklanjuti"),
    subject=_("Peringatan disiplin belum ditindaklanjuti"),
    body=_("Belum ditindaklanjuti: %(name)s, %(count)s hari, jenjang %(step)s hari."),
    urgent=True,
    mandatory=True,
    for_office=True,
)
INDICATION_TOLD = Kind(
    "indication_told",
    name=_("Indikasi pada presensi Anda"),
    subject=_("Ada indikasi pada presensi Anda; Anda dapat menjawab"),
    body=_("%(what)s. Ini bukan putusan. Anda dapat menjawab sampai %(due)s."),
    urgent=True,
    mandatory=True,
)
INDICATION_ANSWERED = Kind(
    "indication_answered",
    name=_("Jawaban atas indikasi"),
    subject=_("Jawaban atas indikasi presensi"),
    body=_("%(name)s menjawab indikasi: %(what)s."),
    for_office=True,
)
INDICATION_DECIDED = Kind(
    "indication_decided",
    name=_("Hasil indikasi presensi"),
    subject=_("Hasil pemeriksaan indikasi presensi Anda"),
    body=_("%(what)s: %(outcome)s. %(reason)s"),
    urgent=True,
    mandatory=True,
)
CORRECTION_ASKED = Kind(
    "correction_asked",
    name=_("Koreksi presensi menunggu keputusan"),
    subject=_("Koreksi presensi menunggu keputusan Anda"),
    body=_("%(name)s mengajukan koreksi presensi tanggal %(day)s."),
    for_office=True,
)
CORRECTION_ACCEPTED = Kind(
    "correction_accepted",
    name=_("Koreksi presensi diterima"),
    subject=_("Koreksi presensi Anda diterima"),
    body=_("Koreksi presensi tanggal %(day)s diterima. Rekap hari itu dihitung ulang."),
)
CORRECTION_REFUSED = Kind(
    "correction_refused",
    name=_("Koreksi presensi tidak diterima"),
    subject=_("Koreksi presensi Anda tidak diterima"),
    body=_("Koreksi presensi tanggal %(day)s tidak diterima: %(reason)s"),
    mandatory=True,
)
CORRECTION_UNDONE = Kind(
    "correction_undone",
    name=_("Koreksi presensi dibatalkan"),
    subject=_("Koreksi presensi Anda dibatalkan"),
    body=_("Koreksi presensi tanggal %(day)s dibatalkan: %(reason)s"),
    mandatory=True,
)
OUTAGE_EXCUSED = Kind(
    "outage_excused",
    name=_("Presensi diterima karena gangguan sistem"),
    subject=_("Presensi Anda diterima karena gangguan sistem"),
    body=_("Presensi Anda tanggal %(day)s diterima karena gangguan sistem: %(reason)s"),
)
RESPONSE_CALLED = Kind(
    "response_called",
    name=_("Panggilan tanggap saat WFH"),
    subject=_("Atasan memanggil Anda; jawab sekarang"),
    body=_("Atasan memanggil Anda. Buka Hari ini dan tekan Saya di sini sebelum pukul %(at)s."),
    urgent=True,
    mandatory=True,
)
RESPONSE_EXPLAINED = Kind(
    "response_explained",
    name=_("Penjelasan atas panggilan tanggap"),
    subject=_("Penjelasan atas panggilan tanggap"),
    body=_("%(name)s menjelaskan panggilan tanggap %(day)s."),
    for_office=True,
)
RESPONSE_EXCUSED = Kind(
    "response_excused",
    name=_("Panggilan tanggap dinyatakan beralasan"),
    subject=_("Penjelasan atas panggilan tanggap diterima"),
    body=_("Panggilan tanggap %(day)s dinyatakan beralasan: %(reason)s"),
    mandatory=True,
)
RESPONSE_UNEXCUSED = Kind(
    "response_unexcused",
    name=_("Panggilan tanggap dinyatakan tanpa alasan"),
    subject=_("Satu panggilan tanggap dinyatakan tanpa alasan"),
    body=_("Panggilan tanggap %(day)s dinyatakan tanpa alasan: %(reason)s Tindakan: %(measure)s."),
    urgent=True,
    mandatory=True,
)
CHECK_IN_REMINDER = Kind(
    "check_in_reminder",
    name=_("Pengingat presensi dari atasan"),
    subject=_("Presensi masuk Anda belum tercatat"),
    body=_("%(name)s mengingatkan: presensi masuk Anda %(day)s belum tercatat."),
    urgent=True,
    mandatory=True,
)
