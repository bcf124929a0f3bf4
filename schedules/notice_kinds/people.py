"""Notices of what people are and have: absences, holidays, duty, pairs kept apart, caregivers."""

from django.utils.translation import gettext_lazy as _

from units.notices import Kind

AWAY_RECORDED = Kind(
    "away_recorded",
    name=_("Ketidakhadiran dicatat"),
    subject=_("Ketidakhadiran dicatat"),
    body=_("%(name)s dicatat tidak hadir (%(absence)s) %(start)s sampai %(end)s."),
    mandatory=True,
)
AWAY_WITHDRAWN = Kind(
    "away_withdrawn",
    name=_("Catatan ketidakhadiran dibatalkan"),
    subject=_("Catatan ketidakhadiran dibatalkan"),
    body=_("Catatan tidak hadir %(name)s (%(absence)s) %(start)s sampai %(end)s dibatalkan."),
    mandatory=True,
)
AWAY_REQUESTED = Kind(
    "away_requested",
    name=_("Permohonan tidak hadir menunggu keputusan"),
    subject=_("Permohonan tidak hadir menunggu keputusan Anda"),
    body=_("Permohonan tidak hadir %(name)s, %(start)s sampai %(end)s, menunggu keputusan Anda."),
    urgent=True,
    for_office=True,
)
AWAY_REQUEST_WITHDRAWN = Kind(
    "away_request_withdrawn",
    name=_("Permohonan tidak hadir ditarik"),
    subject=_("Permohonan tidak hadir ditarik"),
    body=_("%(name)s menarik permohonan tidak hadir %(start)s sampai %(end)s."),
    for_office=True,
)
AWAY_APPROVED = Kind(
    "away_approved",
    name=_("Permohonan tidak hadir disetujui"),
    subject=_("Permohonan tidak hadir disetujui"),
    body=_("Permohonan tidak hadir %(name)s (%(absence)s) %(start)s sampai %(end)s disetujui."),
    urgent=True,
    mandatory=True,
)
AWAY_REFUSED = Kind(
    "away_refused",
    name=_("Permohonan tidak hadir ditolak"),
    subject=_("Permohonan tidak hadir ditolak"),
    body=_("Permohonan tidak hadir %(name)s %(start)s sampai %(end)s ditolak: %(reason)s"),
    urgent=True,
    mandatory=True,
)
AWAYS_IMPORTED = Kind(
    "aways_imported",
    name=_("Ketidakhadiran dari berkas"),
    subject=_("Ketidakhadiran Anda dicatat"),
    body=_("Ketidakhadiran Anda dicatat dari berkas kepegawaian. Periksa apakah harinya benar."),
    mandatory=True,
)
AWAYS_IMPORTED_BELOW = Kind(
    "aways_imported_below",
    name=_("Ketidakhadiran bawahan dari berkas"),
    subject=_("Ketidakhadiran pegawai Anda dicatat"),
    body=_("Ketidakhadiran pegawai Anda dicatat dari berkas kepegawaian. Lihat daftarnya."),
    mandatory=True,
    for_office=True,
)
HOLIDAY = Kind(
    "holiday",
    name=_("Hari libur baru"),
    subject=_("Hari WFH gugur karena libur"),
    body=_("%(day)s menjadi hari libur (%(name)s). Jadwal WFH Anda pada hari itu gugur."),
    mandatory=True,
)
DUTY_NAMED = Kind(
    "duty_named",
    name=_("Piket hari libur"),
    subject=_("Anda bertugas piket pada hari libur"),
    body=_("Anda piket di %(unit)s pada %(day)s, pukul %(start)s sampai %(end)s."),
    urgent=True,
    mandatory=True,
)
DUTY_ENDED = Kind(
    "duty_ended",
    name=_("Piket hari libur dibatalkan"),
    subject=_("Piket Anda pada hari libur dibatalkan"),
    body=_("Anda tidak lagi piket di %(unit)s pada %(day)s."),
    urgent=True,
    mandatory=True,
)
DUTY_OPEN = Kind(
    "duty_open",
    name=_("Piket hari libur perlu pengganti"),
    subject=_("Piket pada hari libur perlu pengganti"),
    body=_(
        "%(name)s tidak tersedia pada %(day)s, jadi piketnya di %(unit)s dibatalkan. Tunjuk"
        " pengganti bila perlu."
    ),
    urgent=True,
    mandatory=True,
    for_office=True,
)
PAIR_APART = Kind(
    "pair_apart",
    name=_("Pasangan yang tidak WFH bersamaan"),
    subject=_("Pasangan pengganti dicatat"),
    body=_("%(first)s dan %(second)s diupayakan tidak WFH pada hari yang sama: %(reason)s"),
)
CAREGIVER_CLAIMED = Kind(
    "caregiver_claimed",
    name=_("Status pengasuh menunggu diperiksa"),
    subject=_("Status pengasuh menunggu diperiksa"),
    body=_("Status pengasuh %(name)s menunggu Anda periksa."),
    for_office=True,
)
CAREGIVER_CONFIRMED = Kind(
    "caregiver_confirmed",
    name=_("Status pengasuh dikonfirmasi"),
    subject=_("Status pengasuh Anda dikonfirmasi"),
    body=_("Status pengasuh Anda dikonfirmasi. Berlaku mulai rencana berikutnya."),
)
CAREGIVER_NOT_CONFIRMED = Kind(
    "caregiver_not_confirmed",
    name=_("Status pengasuh belum dikonfirmasi"),
    subject=_("Status pengasuh Anda belum dikonfirmasi"),
    body=_("Status pengasuh Anda belum dikonfirmasi: %(reason)s"),
    mandatory=True,
)
