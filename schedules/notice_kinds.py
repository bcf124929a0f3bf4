"""Notices of the second room: who works from where, and when."""

from django.utils.translation import gettext_lazy as _

from units.notices import Kind

PLAN_WAITS = Kind(
    "plan_waits",
    name=_("Rencana menunggu persetujuan"),
    subject=_("Rencana rotasi menunggu persetujuan Anda"),
    body=_("Rencana rotasi %(plan)s menunggu persetujuan Anda."),
    for_office=True,
)
PART_RETURNED = Kind(
    "part_returned",
    name=_("Rencana dikembalikan"),
    subject=_("Rencana rotasi dikembalikan"),
    body=_("Rencana rotasi %(unit)s dikembalikan: %(reason)s"),
    urgent=True,
    for_office=True,
)
PLAN_APPROVED = Kind(
    "plan_approved",
    name=_("Rencana disetujui"),
    subject=_("Rencana rotasi disetujui"),
    body=_("Rencana rotasi %(plan)s disetujui."),
    for_office=True,
)
PLAN_FOR_CITY = Kind(
    "plan_for_city",
    name=_("Rencana menunggu BKPSDM"),
    subject=_("Rencana rotasi menunggu BKPSDM"),
    body=_("Rencana rotasi %(plan)s disetujui dan menunggu BKPSDM."),
    for_office=True,
)
PLAN_ACKNOWLEDGED = Kind(
    "plan_acknowledged",
    name=_("Rencana diketahui BKPSDM"),
    subject=_("Rencana rotasi diketahui BKPSDM"),
    body=_("Rencana rotasi %(plan)s diketahui BKPSDM dan dapat diterbitkan."),
    for_office=True,
)
PLAN_SENT_BACK = Kind(
    "plan_sent_back",
    name=_("Persetujuan dikembalikan BKPSDM"),
    subject=_("Rencana rotasi dikembalikan BKPSDM"),
    body=_("Rencana rotasi %(plan)s dikembalikan BKPSDM kepada Anda: %(reason)s"),
    urgent=True,
    for_office=True,
)
TURN_REMINDED = Kind(
    "turn_reminded",
    name=_("Pengingat giliran"),
    subject=_("Rencana rotasi masih menunggu Anda"),
    body=_("Menunggu Anda sejak %(since)s: %(turns)s."),
    for_office=True,
)
TURN_ESCALATED = Kind(
    "turn_escalated",
    name=_("Giliran yang terlambat"),
    subject=_("Giliran rencana rotasi terlambat"),
    body=_(
        "Terlambat sejak %(since)s: %(turns)s. Tidak ada yang disetujui dengan sendirinya. Bila"
        " pejabatnya berhalangan, tunjuk Plh."
    ),
    urgent=True,
    mandatory=True,
    for_office=True,
)
PLAN_OWED = Kind(
    "plan_owed",
    name=_("Rencana yang belum diajukan"),
    subject=_("Rencana rotasi belum diajukan"),
    body=_("Rencana rotasi %(period)s belum diajukan: %(agencies)s. Batas pengajuan: %(due)s."),
    for_office=True,
)
PLAN_OWED_UNDATED = Kind(
    "plan_owed_undated",
    name=_("Rencana yang belum disusun"),
    subject=_("Rencana rotasi belum disusun"),
    body=_("Rencana rotasi %(period)s belum disusun: %(agencies)s."),
    for_office=True,
)
PLAN_OWED_LATE = Kind(
    "plan_owed_late",
    name=_("Rencana yang lewat batas pengajuan"),
    subject=_("Rencana rotasi lewat batas pengajuan"),
    body=_(
        "Rencana rotasi %(period)s lewat batas pengajuan (%(due)s): %(agencies)s. Tidak ada yang"
        " disetujui dengan sendirinya. Bila pejabatnya berhalangan, tunjuk Plh."
    ),
    urgent=True,
    mandatory=True,
    for_office=True,
)
PLAN_PUBLISHED = Kind(
    "plan_published",
    name=_("Jadwal terbit"),
    subject=_("Jadwal Anda sudah terbit"),
    body=_("Jadwal %(period)s sudah terbit. Lihat hari WFH Anda dan alasannya."),
    mandatory=True,
)
PLAN_CHANGED = Kind(
    "plan_changed",
    name=_("Jadwal berubah"),
    subject=_("Sebagian hari Anda berubah"),
    body=_("Jadwal %(period)s diperbaiki. Hari Anda yang berubah: %(days)s. Lihat mengapa."),
    urgent=True,
    mandatory=True,
)
REPAIR_PROPOSED = Kind(
    "repair_proposed",
    name=_("Usulan perbaikan rencana"),
    subject=_("Rencana rotasi perlu diperbaiki"),
    body=_("Rencana rotasi %(plan)s tidak lagi sesuai. Ada usulan perbaikan."),
    urgent=True,
    for_office=True,
)
TEAMS_SUBMITTED = Kind(
    "teams_submitted",
    name=_("Bagian tim menunggu bidang"),
    subject=_("Bagian tim menunggu Anda"),
    body=_("Semua tim di %(unit)s sudah mengajukan bagiannya. Periksa, lalu ajukan bagian Anda."),
    for_office=True,
)
PART_REVISED = Kind(
    "part_revised",
    name=_("Perbaikan menunggu pengajuan"),
    subject=_("Perbaikan rencana menunggu pengajuan Anda"),
    body=_("Perbaikan rencana rotasi %(unit)s diterima dan menunggu pengajuan Anda."),
    for_office=True,
)
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

SWAP_OFFERED = Kind(
    "swap_offered",
    name=_("Tawaran tukar hari"),
    subject=_("Rekan mengajukan tukar hari"),
    body=_("%(name)s mengajukan tukar hari: %(give)s untuk %(take)s."),
    urgent=True,
)
SWAP_TAKEN = Kind(
    "swap_taken",
    name=_("Rekan menyetujui tukar hari"),
    subject=_("Tukar hari disetujui rekan"),
    body=_("%(name)s menyetujui tukar hari Anda. Sekarang menunggu atasan."),
)
SWAP_WAITS = Kind(
    "swap_waits",
    name=_("Tukar hari menunggu keputusan"),
    subject=_("Tukar hari menunggu keputusan Anda"),
    body=_("Tukar hari %(asker)s dan %(partner)s menunggu keputusan Anda."),
    urgent=True,
    for_office=True,
)
SWAP_DECLINED = Kind(
    "swap_declined",
    name=_("Rekan tidak dapat bertukar"),
    subject=_("Rekan tidak dapat bertukar hari"),
    body=_("%(name)s tidak dapat bertukar hari %(day)s."),
)
SWAP_WITHDRAWN = Kind(
    "swap_withdrawn",
    name=_("Tukar hari ditarik"),
    subject=_("Tukar hari ditarik"),
    body=_("%(name)s menarik tukar hari %(day)s."),
)
SWAP_APPROVED = Kind(
    "swap_approved",
    name=_("Tukar hari disetujui"),
    subject=_("Tukar hari disetujui"),
    body=_("Tukar hari disetujui: %(give)s dan %(take)s sudah bertukar."),
    urgent=True,
    mandatory=True,
)
SWAP_REFUSED = Kind(
    "swap_refused",
    name=_("Tukar hari tidak disetujui"),
    subject=_("Tukar hari tidak disetujui"),
    body=_("Tukar hari tidak disetujui: %(reason)s"),
    mandatory=True,
)
SWAP_EXPIRED = Kind(
    "swap_expired",
    name=_("Tukar hari lewat waktu"),
    subject=_("Tukar hari lewat waktu"),
    body=_("Tukar hari %(day)s lewat waktu tanpa keputusan."),
)
SWAP_FALLEN = Kind(
    "swap_fallen",
    name=_("Tukar hari gugur"),
    subject=_("Tukar hari gugur"),
    body=_("Tukar hari %(day)s gugur karena jadwalnya berubah."),
)
LETTER_IN_FORCE = Kind(
    "letter_in_force",
    name=_("Surat untuk hari WFH"),
    subject=_("Surat untuk hari WFH Anda terbit"),
    body=_("%(letter)s nomor %(number)s untuk hari WFH Anda sudah ditandatangani."),
    mandatory=True,
)
LETTER_CANCELLED = Kind(
    "letter_cancelled",
    name=_("Surat dibatalkan"),
    subject=_("Surat untuk hari WFH Anda dibatalkan"),
    body=_("%(letter)s nomor %(number)s dibatalkan: %(reason)s"),
    mandatory=True,
)
LETTER_OUTDATED = Kind(
    "letter_outdated",
    name=_("Surat yang perlu diganti"),
    subject=_("Surat WFH tidak lagi sesuai"),
    body=_("Tidak lagi sesuai dengan hari WFH yang berlaku: %(letters)s. Buat surat penggantinya."),
    mandatory=True,
    for_office=True,
)
RECALLED = Kind(
    "recalled",
    name=_("Penarikan ke kantor"),
    subject=_("Anda ditarik ke kantor"),
    body=_(
        "Anda ditarik ke kantor pada %(day)s. Konfirmasikan pada halaman Hari ini."
        " Alasan: %(reason)s"
    ),
    urgent=True,
    mandatory=True,
)
RECALL_CANCELLED = Kind(
    "recall_cancelled",
    name=_("Penarikan ke kantor dibatalkan"),
    subject=_("Penarikan ke kantor dibatalkan"),
    body=_(
        "Penarikan ke kantor pada %(day)s dibatalkan; hari itu kembali seperti jadwal: %(reason)s"
    ),
    urgent=True,
    mandatory=True,
)
EMERGENCY_DECLARED = Kind(
    "emergency_declared",
    name=_("Keadaan darurat"),
    subject=_("Keadaan darurat: Anda bekerja dari rumah"),
    body=_("%(what)s: Anda bekerja dari rumah %(start)s sampai %(end)s. Alasan: %(reason)s"),
    urgent=True,
    mandatory=True,
)
EMERGENCY_FLOORS_SHORT = Kind(
    "emergency_floors_short",
    name=_("Batas minimal dalam keadaan darurat"),
    subject=_("Keadaan darurat: batas minimal tidak terpenuhi"),
    body=_(
        "%(what)s: %(n)s kali batas minimal unit Anda tidak terpenuhi. Pertama: %(first)s."
        " Pernyataan yang menetapkan: %(words)s"
    ),
    urgent=True,
    mandatory=True,
    for_office=True,
)
EMERGENCY_CHANGED = Kind(
    "emergency_changed",
    name=_("Masa darurat berubah"),
    subject=_("Masa keadaan darurat berubah"),
    body=_("%(what)s: hari terakhir Anda bekerja dari rumah menjadi %(end)s. Alasan: %(reason)s"),
    urgent=True,
    mandatory=True,
)
EMERGENCY_CANCELLED = Kind(
    "emergency_cancelled",
    name=_("Keadaan darurat dibatalkan"),
    subject=_("Keadaan darurat dibatalkan"),
    body=_("%(what)s mulai %(start)s dibatalkan, bekerjalah menurut jadwal. Alasan: %(reason)s"),
    urgent=True,
    mandatory=True,
)
REVIEW_WAITS = Kind(
    "review_waits",
    name=_("Permohonan peninjauan menunggu jawaban"),
    subject=_("Permohonan peninjauan jadwal menunggu jawaban Anda"),
    body=_(
        "Permohonan peninjauan jadwal %(name)s menunggu jawaban tertulis Anda paling lambat"
        " %(day)s."
    ),
    urgent=True,
    mandatory=True,
    for_office=True,
)
REVIEW_NOBODY = Kind(
    "review_nobody",
    name=_("Permohonan peninjauan tanpa pejabat"),
    subject=_("Permohonan peninjauan belum mempunyai pejabat yang menjawab"),
    body=_(
        "Belum ada pejabat yang bebas menjawab permohonan peninjauan jadwal %(name)s (batas"
        " %(day)s). Tunjuk pejabat lain."
    ),
    urgent=True,
    mandatory=True,
    for_office=True,
)
REVIEW_LATE = Kind(
    "review_late",
    name=_("Permohonan peninjauan terlambat"),
    subject=_("Permohonan peninjauan jadwal terlambat dijawab"),
    body=_(
        "Permohonan peninjauan jadwal %(name)s belum dijawab sampai batasnya. Giliran sekarang:"
        " %(turn)s."
    ),
    urgent=True,
    for_office=True,
)
REVIEW_PASSED_ON = Kind(
    "review_passed_on",
    name=_("Giliran menjawab berpindah"),
    subject=_("Permohonan peninjauan Anda diteruskan"),
    body=_("Permohonan peninjauan Anda belum dijawab sampai batasnya. Giliran sekarang: %(turn)s."),
    mandatory=True,
)
REVIEW_GRANTED = Kind(
    "review_granted",
    name=_("Permohonan peninjauan dikabulkan"),
    subject=_("Permohonan peninjauan Anda dikabulkan"),
    body=_("Permohonan peninjauan Anda tentang %(what)s dikabulkan. Baca jawabannya."),
    urgent=True,
    mandatory=True,
)
REVIEW_GRANTED_WAITS = Kind(
    "review_granted_waits",
    name=_("Permohonan peninjauan dikabulkan, menunggu terbit"),
    subject=_("Permohonan peninjauan Anda dikabulkan"),
    body=_(
        "Permohonan peninjauan Anda tentang %(what)s dikabulkan dan masuk versi %(version)s, yang"
        " belum terbit. Jadwal Anda berubah ketika versi itu terbit."
    ),
    urgent=True,
    mandatory=True,
)
REVIEW_REFUSED = Kind(
    "review_refused",
    name=_("Permohonan peninjauan tidak dikabulkan"),
    subject=_("Permohonan peninjauan Anda sudah dijawab"),
    body=_("Permohonan peninjauan Anda tentang %(what)s tidak dikabulkan. Baca jawabannya."),
    urgent=True,
    mandatory=True,
)
REVIEW_WITHDRAWN = Kind(
    "review_withdrawn",
    name=_("Permohonan peninjauan ditarik"),
    subject=_("Permohonan peninjauan ditarik"),
    body=_("%(name)s menarik permohonan peninjauan jadwal. Tidak perlu dijawab lagi."),
    for_office=True,
)
REVIEW_FALLEN = Kind(
    "review_fallen",
    name=_("Permohonan peninjauan gugur"),
    subject=_("Permohonan peninjauan Anda gugur"),
    body=_("Permohonan peninjauan Anda gugur: %(reason)s"),
    mandatory=True,
)
REVIEW_OF_YOUR_SWAP = Kind(
    "review_of_your_swap",
    name=_("Tukar hari sedang ditinjau"),
    subject=_("Tukar hari Anda sedang ditinjau lagi"),
    body=_(
        "%(name)s memohon agar tukar hari yang tidak disetujui ditinjau lagi. Persetujuan Anda"
        " masih berlaku selama tidak Anda tarik."
    ),
    mandatory=True,
)
