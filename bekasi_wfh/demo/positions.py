"""Positions and skills of the demo city, and who does what in which kind of work."""

# code: (name, kind, echelon, presence, why it is an exception)
F, ON_SITE, MAY = "follows_unit", "on_site", "may_wfh"
POSITIONS = {
    "SEKDA": ("Sekretaris Daerah", "jpt", "II.a", F, ""),
    "ASISTEN": ("Asisten Sekretaris Daerah", "jpt", "II.b", F, ""),
    "STAF-AHLI": ("Staf Ahli Wali Kota", "jpt", "II.b", F, ""),
    "KADIN": ("Kepala Dinas", "jpt", "II.b", F, ""),
    "KABAN": ("Kepala Badan", "jpt", "II.b", F, ""),
    "INSPEKTUR": ("Inspektur", "jpt", "II.b", F, ""),
    "SEKWAN": ("Sekretaris DPRD", "jpt", "II.b", F, ""),
    "KASAT": ("Kepala Satuan", "jpt", "II.b", F, ""),
    "DIREKTUR-RSUD": ("Direktur RSUD", "jpt", "II.b", F, ""),
    "SEKRETARIS": ("Sekretaris", "administrator", "III.a", F, ""),
    "KABAG": ("Kepala Bagian", "administrator", "III.a", F, ""),
    "IRBAN": ("Inspektur Pembantu", "administrator", "III.a", F, ""),
    "CAMAT": ("Camat", "administrator", "III.a", F, ""),
    "KABID": ("Kepala Bidang", "administrator", "III.b", F, ""),
    "SEKCAM": ("Sekretaris Kecamatan", "administrator", "III.b", F, ""),
    "KASUBBAG": ("Kepala Subbagian", "pengawas", "IV.a", F, ""),
    "LURAH": ("Lurah", "pengawas", "IV.a", F, ""),
    "KASI": ("Kepala Seksi", "pengawas", "IV.a", F, ""),
    "KASI-KEL": ("Kepala Seksi Kelurahan", "pengawas", "IV.b", F, ""),
    "KAPUS": ("Kepala Puskesmas", "fungsional", "", F, ""),
    "KEPSEK": ("Kepala Sekolah", "fungsional", "", F, ""),
    "PERENCANA": (
        "Perencana",
        "fungsional",
        "",
        MAY,
        "Menyusun dokumen perencanaan tanpa tatap muka dengan pemohon layanan.",
    ),
    "ANALIS-KEB": ("Analis Kebijakan", "fungsional", "", F, ""),
    "ANALIS-SDM": ("Analis SDM Aparatur", "fungsional", "", F, ""),
    "ANALIS-HKM": ("Analis Hukum", "fungsional", "", F, ""),
    "PERANCANG": ("Perancang Peraturan Perundang-undangan", "fungsional", "", F, ""),
    "AUDITOR": ("Auditor", "fungsional", "", F, ""),
    "PPUPD": ("Pengawas Penyelenggaraan Urusan Pemerintahan", "fungsional", "", F, ""),
    "PRAKOM": ("Pranata Komputer", "fungsional", "", F, ""),
    "STATISTISI": ("Statistisi", "fungsional", "", F, ""),
    "SANDIMAN": ("Sandiman", "fungsional", "", F, ""),
    "ARSIPARIS": ("Arsiparis", "fungsional", "", F, ""),
    "PUSTAKAWAN": ("Pustakawan", "fungsional", "", F, ""),
    "ANALIS-KEU": ("Analis Keuangan Pusat dan Daerah", "fungsional", "", F, ""),
    "PENGADAAN": ("Pengelola Pengadaan Barang dan Jasa", "fungsional", "", F, ""),
    "PENELITI": ("Analis Data Ilmiah", "fungsional", "", F, ""),
    "DOKTER": ("Dokter", "fungsional", "", F, ""),
    "PERAWAT": ("Perawat", "fungsional", "", F, ""),
    "BIDAN": ("Bidan", "fungsional", "", F, ""),
    "APOTEKER": ("Apoteker", "fungsional", "", F, ""),
    "REKAM-MEDIS": ("Perekam Medis", "fungsional", "", F, ""),
    "GURU": ("Guru", "fungsional", "", F, ""),
    "PEKSOS": ("Pekerja Sosial", "fungsional", "", F, ""),
    "POLPP": ("Polisi Pamong Praja", "fungsional", "", F, ""),
    "BENDAHARA": ("Bendahara", "pelaksana", "", F, ""),
    "PENELAAH": ("Penelaah Teknis Kebijakan", "pelaksana", "", F, ""),
    "PENGOLAH": ("Pengolah Data dan Informasi", "pelaksana", "", F, ""),
    "PENGADMINISTRASI": ("Pengadministrasi Perkantoran", "pelaksana", "", F, ""),
    "VERIFIKATOR": ("Verifikator Keuangan", "pelaksana", "", F, ""),
    "OPERATOR": ("Operator Layanan Operasional", "pelaksana", "", F, ""),
    "TATA-USAHA": ("Tata Usaha Sekolah", "pelaksana", "", F, ""),
    "LOKET": (
        "Petugas Loket Pelayanan",
        "pelaksana",
        "",
        ON_SITE,
        "Melayani warga langsung di loket setiap hari kerja.",
    ),
    "TEKNISI": (
        "Teknisi Pusat Data",
        "pelaksana",
        "",
        ON_SITE,
        "Menjaga peladen dan jaringan di ruang pusat data.",
    ),
    "PENGEMUDI": (
        "Pengemudi",
        "pelaksana",
        "",
        ON_SITE,
        "Mengoperasikan kendaraan dinas.",
    ),
    "LAPANGAN": ("Petugas Lapangan", "pelaksana", "", F, ""),
}

SKILLS = {
    "LOKET": "Petugas loket",
    "SIAK": "Operator SIAK",
    "BENDAHARA": "Bendahara",
    "ARSIP": "Arsiparis",
    "VERIFIKASI": "Verifikator",
    "SIPD": "Operator SIPD",
    "PUSAT-DATA": "Operator pusat data",
    "SIASN": "Operator SIASN",
    "LAPOR": "Petugas SP4N-LAPOR!",
}

# Work: positions with their weights, then skills with the chance to have them.
WORK = {
    "secretariat": (
        {"PERENCANA": 4, "ANALIS-KEB": 2, "PENELAAH": 3, "PENGADMINISTRASI": 3},
        {"SIPD": 0.4, "LAPOR": 0.15},
    ),
    "admin": (
        {"PENGADMINISTRASI": 4, "ARSIPARIS": 2, "PENGOLAH": 3, "PENGEMUDI": 1},
        {"ARSIP": 0.35, "SIASN": 0.4},
    ),
    "finance": (
        {"ANALIS-KEU": 3, "VERIFIKATOR": 3, "BENDAHARA": 2, "PENGOLAH": 2, "PENELAAH": 1},
        {"BENDAHARA": 0.4, "VERIFIKASI": 0.5, "SIPD": 0.4},
    ),
    "planning": (
        {"PERENCANA": 4, "ANALIS-KEB": 3, "PENELAAH": 4, "PENGOLAH": 3, "OPERATOR": 1},
        {"SIPD": 0.3, "VERIFIKASI": 0.15, "ARSIP": 0.15},
    ),
    "law": (
        {"PERANCANG": 3, "ANALIS-HKM": 4, "PENELAAH": 3, "PENGOLAH": 2},
        {"ARSIP": 0.3, "VERIFIKASI": 0.2},
    ),
    "personnel": (
        {"ANALIS-SDM": 5, "PENELAAH": 3, "PENGOLAH": 3, "LOKET": 1, "PRAKOM": 1},
        {"SIASN": 0.6, "VERIFIKASI": 0.35, "LOKET": 0.2},
    ),
    "audit": ({"AUDITOR": 6, "PPUPD": 3, "PENGOLAH": 2}, {"VERIFIKASI": 0.4}),
    "archive": ({"ARSIPARIS": 5, "PENGOLAH": 3, "PENELAAH": 2}, {"ARSIP": 0.6}),
    "it": (
        {"PRAKOM": 5, "STATISTISI": 2, "SANDIMAN": 1, "PENGOLAH": 3, "TEKNISI": 1},
        {"PUSAT-DATA": 0.35, "LAPOR": 0.2},
    ),
    "counter": (
        {"LOKET": 5, "PENGOLAH": 3, "PENELAAH": 2, "OPERATOR": 3},
        {"LOKET": 0.6, "VERIFIKASI": 0.3, "LAPOR": 0.2},
    ),
    "siak": (
        {"LOKET": 5, "OPERATOR": 4, "PENGOLAH": 3},
        {"SIAK": 0.6, "LOKET": 0.6, "VERIFIKASI": 0.2},
    ),
    "field": ({"LAPANGAN": 6, "OPERATOR": 2, "PENGEMUDI": 1, "PENELAAH": 2}, {"LAPOR": 0.1}),
    "health": (
        {"PERAWAT": 6, "DOKTER": 3, "BIDAN": 4, "APOTEKER": 1, "REKAM-MEDIS": 1, "LOKET": 1},
        {"LOKET": 0.1},
    ),
    "school": ({"GURU": 10, "TATA-USAHA": 1}, {}),
}

# What a person of the work writes into a daily report: (planned, output, measure, how many).
ACTIVITIES = {
    "secretariat": [
        (
            "Menyusun laporan capaian kinerja triwulan",
            "Konsep laporan bab II selesai",
            "dokumen",
            1,
        ),
        ("Merekap usulan kegiatan bidang", "Rekap usulan terkirim ke sekretaris", "dokumen", 1),
    ],
    "admin": [
        ("Memutakhirkan data kepegawaian", "Data pegawai diperbarui", "berkas", 18),
        ("Mengolah surat masuk dan keluar", "Surat tercatat dan terdistribusi", "surat", 24),
    ],
    "finance": [
        ("Memverifikasi berkas SPJ", "Berkas SPJ diverifikasi, 2 dikembalikan", "berkas", 15),
        ("Menyusun rekonsiliasi kas bulanan", "Berita acara rekonsiliasi disusun", "dokumen", 1),
    ],
    "planning": [
        ("Menyusun bahan rencana kerja tahun depan", "Konsep renja bagian kegiatan", "dokumen", 1),
        ("Mengolah data indikator kinerja", "Tabel indikator terbarui", "tabel", 6),
        ("Rapat koordinasi daring lintas bidang", "Notulen dan tindak lanjut", "notulen", 1),
    ],
    "law": [
        ("Menelaah rancangan peraturan wali kota", "Telaah pasal 1 sampai 12", "dokumen", 1),
        ("Menyusun pendapat hukum", "Konsep pendapat hukum diajukan", "dokumen", 1),
    ],
    "personnel": [
        ("Memverifikasi usul kenaikan pangkat", "Usul diverifikasi di SIASN", "usul", 12),
        ("Menyusun rekap penilaian kinerja", "Rekap perangkat daerah selesai", "tabel", 3),
    ],
    "audit": [
        ("Menyusun kertas kerja pemeriksaan", "Kertas kerja reviu selesai", "dokumen", 1),
        ("Menelaah tindak lanjut temuan", "Status tindak lanjut diperbarui", "temuan", 7),
    ],
    "archive": [
        ("Mengklasifikasi arsip digital", "Arsip diklasifikasi", "berkas", 40),
        ("Menyusun daftar arsip inaktif", "Daftar arsip disusun", "dokumen", 1),
    ],
    "it": [
        ("Memperbaiki galat aplikasi layanan", "Perbaikan diuji dan dipasang", "tiket", 3),
        ("Mengolah data statistik sektoral", "Tabel data diterbitkan", "tabel", 4),
    ],
    "counter": [
        ("Memeriksa berkas permohonan daring", "Permohonan diperiksa", "berkas", 22),
    ],
}
DEFAULT_ACTIVITIES = [
    ("Mengolah data kegiatan unit", "Data terolah dan dilaporkan", "tabel", 2),
    ("Menyusun bahan rapat", "Bahan rapat dikirim kepada atasan", "dokumen", 1),
]
