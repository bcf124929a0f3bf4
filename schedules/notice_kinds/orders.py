"""Notices of letters, and of orders out of turn: recalls and emergencies."""

from django.utils.translation import gettext_lazy as _

from units.notices import Kind

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
