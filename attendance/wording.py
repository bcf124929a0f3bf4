"""Sentences for the codes that this room stores."""

from django.utils.translation import gettext_lazy as _

# Why a check-in was kept for review; the keys are CheckIn.review_reason.
REVIEW_REASONS = {
    "no_location": _("Lokasi tidak terbaca atau tidak diizinkan."),
    "impossible_location": _("Titik lokasi tidak masuk akal."),
    "null_island": _("Ponsel mengirim titik kosong (0, 0)."),
    "no_accuracy": _("Ketelitian lokasi tidak disertakan."),
    "impossible_accuracy": _("Ketelitian lokasi tidak masuk akal."),
    "no_age": _("Umur lokasi tidak disertakan."),
    "impossible_age": _("Umur lokasi tidak masuk akal."),
    "stale_location": _("Lokasi terlalu lama, bukan lokasi saat presensi."),
    "vague_location": _("Lokasi kurang teliti."),
    "elsewhere": _("Di luar radius lokasi kerja."),
    "no_home": _("Belum ada rumah yang dikonfirmasi."),
    "no_office": _("Tempat kerja unit belum didaftarkan."),
    "emergency": _("Keadaan darurat: di luar titik rumah yang dikonfirmasi."),
    "clock_differs": _("Dikirim tidak bersamaan: jam ponsel berbeda dari jam server."),
    "sent_later": _("Ditekan tanpa sinyal dan dikirim kemudian."),
    "holiday": _("Presensi pada hari libur."),
    "shift_off": _("Presensi pada hari libur menurut jadwal sif."),
    "away": _("Presensi saat tercatat tidak tersedia."),
    "no_posting": _("Tidak ada penempatan pada tanggal ini."),
}


def review_reason(code):
    """Return the sentence of a stored code; a code of an older version is for review as well."""
    return REVIEW_REASONS.get(code, _("Perlu ditinjau."))
