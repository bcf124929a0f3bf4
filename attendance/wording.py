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
    "own_kiosk": _("Presensi di kiosk yang dibuka oleh pegawai itu sendiri."),
    "no_posting": _("Tidak ada penempatan pada tanggal ini."),
}

ELSEWHERE_AT_KIOSK = _(
    "Presensi belum tercatat: Anda tidak ditempatkan pada unit kiosk ini. Gunakan kiosk unit Anda."
)

# Why a line of a terminal's log is refused; the codes are of `attendance.device_logs` and of
# `attendance.services.device_runs`.
LINE_FAULTS = {
    "blank_pin": _("PIN kosong atau 0."),
    "bad_pin": _("PIN berisi selain huruf dan angka, atau terlalu panjang."),
    "bad_time": _("Tanggal atau jam tidak terbaca."),
    "short": _("Kolom kurang."),
    "long": _("Baris terlalu panjang."),
    "future": _("Waktunya lebih maju daripada jam server. Periksa jam terminal."),
    "old": _("Waktunya lebih lama daripada batas impor."),
}
# Why a whole file is refused.
FILE_FAULTS = {
    "binary": _("Berkas ini bukan catatan terminal. Unggah attlog.dat, CSV, atau XLSX."),
    "empty": _("Berkas ini tidak berisi baris."),
    "no_columns": _("Kolom PIN dan tanggal belum dikenali. Tetapkan kolomnya, lalu periksa lagi."),
}


def review_reason(code):
    """Return the sentence of a stored code; a code of an older version is for review as well."""
    return REVIEW_REASONS.get(code, _("Perlu ditinjau."))
