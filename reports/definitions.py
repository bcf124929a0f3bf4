"""One list of figures with their definitions: page, PDF and spreadsheet all read it from here."""

from django.utils.translation import gettext_lazy as _

from reports.act_definitions import ACT_FIGURES
from reports.figure import Figure

ROSTER = _("Rencana rotasi")
PRESENCE = _("Yang terjadi")
PUNCTUALITY = _("Ketepatan waktu")
VALIDATION = _("Validasi WFH")
COVERAGE = _("Batas minimal di kantor")

FIGURES = (
    Figure(
        "person_days",
        _("Rekap harian"),
        _(
            "Satu pegawai pada satu tanggal, termasuk hari libur. Setiap angka hari-orang di "
            "bawah adalah bagian dari angka ini."
        ),
        ROSTER,
    ),
    Figure(
        "planned_wfh",
        _("Terjadwal WFH"),
        _("Hari kerja yang menurut rencana rotasi terbit dijalani di rumah."),
        ROSTER,
    ),
    Figure(
        "planned_wfo",
        _("Terjadwal WFO"),
        _("Hari kerja lainnya. Tanpa rencana terbit, seluruh hari kerja terjadwal di kantor."),
        ROSTER,
    ),
    Figure(
        "holiday",
        _("Libur"),
        _("Libur nasional, cuti bersama, dan libur setempat. Akhir pekan tidak direkap."),
        ROSTER,
    ),
    Figure(
        "unrecorded",
        _("Belum direkap"),
        _(
            "Hari kerja pegawai yang belum memiliki rekap harian. Tidak termasuk dalam angka "
            "lain; laporan lengkap bila nol."
        ),
        ROSTER,
    ),
    Figure("present", _("Hadir"), _("Presensi masuk dan pulang diterima."), PRESENCE),
    Figure("present_home", _("Hadir WFH"), _("Hadir pada hari yang dijalani di rumah."), PRESENCE),
    Figure(
        "present_office", _("Hadir WFO"), _("Hadir pada hari yang dijalani di kantor."), PRESENCE
    ),
    Figure(
        "incomplete",
        _("Presensi tidak lengkap"),
        _("Hanya satu dari presensi masuk dan pulang yang diterima."),
        PRESENCE,
    ),
    Figure(
        "review",
        _("Perlu ditinjau"),
        _("Presensi menunggu keputusan atasan, misalnya karena lokasi tidak terbaca."),
        PRESENCE,
    ),
    Figure(
        "unexplained",
        _("Belum ada keterangan"),
        _(
            "Hari kerja tanpa presensi dan tanpa ketidakhadiran yang disetujui. Bukan "
            "pelanggaran sampai atasan memeriksanya."
        ),
        PRESENCE,
    ),
    Figure(
        "absent",
        _("Tanpa keterangan"),
        _(
            "Hari kerja tanpa presensi yang dikonfirmasi atasan tanpa keterangan, sesudah pegawai "
            "diberi kesempatan menjawab."
        ),
        PRESENCE,
    ),
    Figure("leave", _("Cuti"), _("Hari kerja dengan cuti yang disetujui."), PRESENCE),
    Figure("sick", _("Sakit"), _("Hari kerja dengan keterangan sakit yang disetujui."), PRESENCE),
    Figure("travel", _("Dinas luar"), _("Hari kerja dengan surat dinas luar."), PRESENCE),
    Figure(
        "away_other",
        _("Tidak tersedia"),
        _("Ketidakhadiran yang disetujui tanpa rincian jenis."),
        PRESENCE,
    ),
    Figure(
        "at_home",
        _("Hari di rumah"),
        _("Hari kerja yang lokasinya rumah dan pegawainya tidak cuti, sakit, atau dinas luar."),
        PRESENCE,
    ),
    Figure(
        "at_office",
        _("Hari di kantor"),
        _("Hari kerja yang lokasinya kantor dan pegawainya tidak cuti, sakit, atau dinas luar."),
        PRESENCE,
    ),
    Figure(
        "late",
        _("Terlambat"),
        _(
            "Hari dengan presensi masuk sesudah jam masuk, kecuali pada jendela gangguan "
            "yang dinyatakan."
        ),
        PUNCTUALITY,
    ),
    Figure(
        "late_minutes",
        _("Menit terlambat"),
        _("Jumlah menit keterlambatan hari-hari itu."),
        PUNCTUALITY,
    ),
    Figure(
        "validated",
        _("WFH tervalidasi"),
        _("Hari di rumah dengan laporan harian WFH yang diterima atasan."),
        VALIDATION,
    ),
    Figure(
        "not_validated",
        _("WFH belum tervalidasi"),
        _("Hari di rumah lainnya: belum melapor, menunggu, atau dikembalikan."),
        VALIDATION,
    ),
    Figure(
        "reports_accepted",
        _("Laporan harian diterima"),
        _("Laporan harian WFH untuk hari di rumah yang diterima atasan."),
        VALIDATION,
    ),
    Figure(
        "reports_returned",
        _("Laporan harian dikembalikan"),
        _("Dikembalikan atasan untuk diperbaiki dan belum diajukan lagi."),
        VALIDATION,
    ),
    Figure(
        "reports_waiting",
        _("Laporan harian menunggu"),
        _("Sudah diajukan dan belum diperiksa atasan."),
        VALIDATION,
    ),
    Figure(
        "reports_missing",
        _("Belum melapor"),
        _("Hari di rumah tanpa laporan yang diajukan."),
        VALIDATION,
    ),
    Figure(
        "filed_late",
        _("Melapor terlambat"),
        _("Laporan yang diajukan sesudah tanggal kerjanya; bagian dari laporan yang diajukan."),
        VALIDATION,
    ),
    Figure(
        "floor_days",
        _("Batas minimal diperiksa"),
        _(
            "Satu batas minimal pada satu hari kerja, dari rencana terbit: yang terjadwal di "
            "kantor dikurangi yang cuti, sakit, atau dinas luar."
        ),
        COVERAGE,
    ),
    Figure(
        "floors_kept",
        _("Batas minimal terpenuhi"),
        _("Jumlah itu sama dengan batas minimal atau lebih."),
        COVERAGE,
    ),
    Figure(
        "floors_short",
        _("Kurang dari batas minimal"),
        _("Jumlah itu kurang dari batas minimal. Setiap kejadian disebut satu per satu."),
        COVERAGE,
    ),
    *ACT_FIGURES,
)

BY_KEY = {figure.key: figure for figure in FIGURES}

OTHER_DEFINITIONS = (
    (
        _("Pegawai"),
        _("Pegawai dengan rekap harian pada minggu itu, dihitung pada unit hari terakhirnya."),
    ),
    (
        _("Kesenjangan yang masih dapat diratakan"),
        _(
            "Pegawai yang dapat menerima satu hari WFH dari rekan yang lebih dari satu hari "
            "lebih beruntung, tanpa melanggar aturan apa pun. Dihitung untuk seluruh periode "
            "rencana terbit."
        ),
    ),
    (
        _("Rentang selisih porsi terbesar"),
        _(
            "Beda terbesar, dalam hari, antara selisih porsi rekan dalam satu kelompok "
            "pembanding. Selisih porsi adalah porsi wajar dikurangi hari yang terjadwal."
        ),
    ),
    (
        _("Rentang hari diminati terbesar"),
        _(
            "Seperti rentang selisih porsi terbesar, khusus hari WFH yang paling diminati menurut "
            "rencana terbit."
        ),
    ),
    (
        _("Indeks Jain"),
        _(
            "Ukuran pemerataan 0 sampai 1 atas hari terjadwal dibagi porsi wajar setiap pegawai "
            "dalam rotasi: 1 bila bagian semua pegawai sama."
        ),
    ),
    (
        _("Sebaran selisih porsi"),
        _(
            "Jumlah pegawai dalam rotasi menurut selisih porsinya dalam hari, termasuk selisih "
            "yang dibawa dari periode sebelumnya; plus berarti kurang terjadwal."
        ),
    ),
    (
        _("Rata-rata empat minggu"),
        _(
            "Rata-rata dari minggu-minggu yang memiliki laporan di antara empat minggu "
            "sebelumnya, menurut versi yang berlaku saat laporan ini disusun."
        ),
    ),
    (
        _("Rencana rotasi terbit"),
        _(
            "Perangkat daerah yang pada hari Senin memiliki pegawai di unit administratif "
            "(atau jabatan yang dapat WFH) wajib memiliki rencana terbit untuk periode itu."
        ),
    ),
)
