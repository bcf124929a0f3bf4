"""Notices of plans: whose turn, what became of a plan, a repair proposed."""

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
