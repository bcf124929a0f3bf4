"""Figures of what was called, asked, ordered, indicated and warned of, with their definitions."""

from django.utils.translation import gettext_lazy as _

from reports.figure import Figure

CALLS = _("Panggilan tanggap")
CORRECTIONS = _("Koreksi presensi")
REVIEWS = _("Peninjauan jadwal dan tukar hari")
ORDERS = _("Penarikan dan keadaan darurat")
CONDUCT = _("Indikasi dan peringatan disiplin")

ACT_FIGURES = (
    Figure(
        "calls",
        _("Panggilan tanggap"),
        _(
            "Panggilan atasan kepada pegawai yang bekerja di rumah, menurut tanggal kerjanya "
            "(SE Mendagri 800.1.5/3349/SJ: dijawab dalam lima menit)."
        ),
        CALLS,
    ),
    Figure("calls_in_time", _("Panggilan dijawab tepat waktu"),
           _("Dijawab sampai batas waktunya."), CALLS),
    Figure("calls_late", _("Panggilan dijawab terlambat"),
           _("Dijawab sesudah batas waktunya."), CALLS),
    Figure(
        "calls_missed",
        _("Panggilan tidak dijawab"),
        _("Batas waktu lewat tanpa jawaban. Bukan pelanggaran sampai atasan memeriksanya."),
        CALLS,
    ),
    Figure("calls_waiting", _("Panggilan masih berjalan"),
           _("Belum dijawab dan batas waktunya belum lewat saat laporan disusun."), CALLS),
    Figure(
        "calls_not_counted",
        _("Panggilan tidak dihitung"),
        _("Bertepatan dengan gangguan sistem yang dinyatakan atau ketidakhadiran yang disetujui."),
        CALLS,
    ),
    Figure(
        "corrections",
        _("Koreksi diajukan"),
        _(
            "Koreksi presensi yang diajukan pegawai, menurut tanggal kerjanya. Koreksi karena "
            "gangguan sistem yang dinyatakan tidak dihitung."
        ),
        CORRECTIONS,
    ),
    Figure("corrections_accepted", _("Koreksi diterima"),
           _("Diterima atasan; jam yang dikoreksi berlaku."), CORRECTIONS),
    Figure("corrections_refused", _("Koreksi tidak diterima"),
           _("Tidak diterima atasan, dengan alasan tertulis."), CORRECTIONS),
    Figure("corrections_waiting", _("Koreksi menunggu"),
           _("Belum diputuskan saat laporan disusun."), CORRECTIONS),
    Figure("corrections_withdrawn", _("Koreksi ditarik"),
           _("Ditarik pegawai sebelum diputuskan."), CORRECTIONS),
    Figure(
        "reviews",
        _("Permohonan peninjauan jadwal"),
        _("Permohonan yang diajukan, menurut tanggal pengajuannya."),
        REVIEWS,
    ),
    Figure("reviews_granted", _("Peninjauan dikabulkan"),
           _("Dijawab tertulis dan dikabulkan."), REVIEWS),
    Figure("reviews_refused", _("Peninjauan tidak dikabulkan"),
           _("Dijawab tertulis dan tidak dikabulkan."), REVIEWS),
    Figure("reviews_waiting", _("Peninjauan menunggu jawaban"),
           _("Belum dijawab saat laporan disusun."), REVIEWS),
    Figure("reviews_ended", _("Peninjauan ditarik atau gugur"),
           _("Ditarik pemohon, atau gugur karena jadwalnya berubah."), REVIEWS),
    Figure(
        "reviews_late",
        _("Peninjauan lewat tenggat"),
        _(
            "Dijawab sesudah tenggat yang dijanjikan, atau belum dijawab padahal tenggatnya "
            "sudah lewat saat laporan disusun; bagian dari permohonan yang diajukan."
        ),
        REVIEWS,
    ),
    Figure("swaps", _("Tukar hari diajukan"),
           _("Tukar hari antar-rekan, menurut tanggal pengajuannya."), REVIEWS),
    Figure("swaps_approved", _("Tukar hari disetujui"),
           _("Disepakati rekan dan disetujui atasan."), REVIEWS),
    Figure("swaps_refused", _("Tukar hari tidak disetujui"),
           _("Tidak disetujui atasan, dengan alasan tertulis."), REVIEWS),
    Figure("swaps_expired", _("Tukar hari lewat waktu"),
           _("Tidak diambil atau tidak diputuskan sampai batas waktunya."), REVIEWS),
    Figure("swaps_ended", _("Tukar hari ditarik atau gugur"),
           _("Ditarik pemohon, atau gugur karena jadwal salah satu pihak berubah."), REVIEWS),
    Figure("swaps_open", _("Tukar hari berjalan"),
           _("Masih ditawarkan atau menunggu keputusan atasan saat laporan disusun."), REVIEWS),
    Figure("recalls", _("Hari penarikan diperintahkan"),
           _("Satu pegawai yang ditarik ke kantor pada satu hari WFH."), ORDERS),
    Figure("recalls_in_force", _("Hari penarikan berlaku"),
           _("Penarikan yang tidak dibatalkan."), ORDERS),
    Figure("recalls_cancelled", _("Hari penarikan dibatalkan"),
           _("Penarikan yang dibatalkan dengan alasan."), ORDERS),
    Figure(
        "emergency_days",
        _("Hari di rumah karena keadaan darurat"),
        _("Bagian dari hari di rumah yang berdasarkan keadaan darurat, bukan rencana rotasi."),
        ORDERS,
    ),
    Figure(
        "indications",
        _("Indikasi dibuka"),
        _(
            "Indikasi dari presensi bagi satu pegawai, menurut tanggal pemberitahuannya. "
            "Indikasi bukan pelanggaran."
        ),
        CONDUCT,
    ),
    Figure("indications_confirmed", _("Indikasi ditindaklanjuti"),
           _("Atasan membina pegawai atau meneruskannya ke pemeriksaan."), CONDUCT),
    Figure("indications_dismissed", _("Indikasi tidak beralasan"),
           _("Atasan menyatakan tidak beralasan setelah pegawai dapat menjawab."), CONDUCT),
    Figure("indications_waiting", _("Indikasi menunggu"),
           _("Menunggu jawaban pegawai atau putusan atasan saat laporan disusun."), CONDUCT),
    Figure(
        "warnings",
        _("Peringatan disiplin timbul"),
        _(
            "Jenjang PP 94/2021 yang didekati atau dicapai seorang pegawai oleh hari yang "
            "dikonfirmasi tanpa keterangan, menurut tanggal timbulnya. Bukan hukuman."
        ),
        CONDUCT,
    ),
    Figure("warnings_light", _("Peringatan jenjang ringan"),
           _("Jenjang 3 sampai 10 hari kumulatif setahun."), CONDUCT),
    Figure("warnings_medium", _("Peringatan jenjang sedang"),
           _("Jenjang 11 sampai 20 hari kumulatif setahun."), CONDUCT),
    Figure("warnings_heavy", _("Peringatan jenjang berat"),
           _("Jenjang 21 hari ke atas, atau 10 hari berturut-turut."), CONDUCT),
    Figure("warnings_open", _("Peringatan belum ditindaklanjuti"),
           _("Atasan belum mencatat tindak lanjutnya saat laporan disusun."), CONDUCT),
    Figure("warnings_acknowledged", _("Peringatan ditindaklanjuti"),
           _("Atasan telah mencatat tindak lanjutnya."), CONDUCT),
    Figure("warnings_lapsed", _("Peringatan gugur"),
           _("Gugur karena harinya kemudian diberi keterangan."), CONDUCT),
)  # fmt: skip
