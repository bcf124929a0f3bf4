"""The parts below each agency, with what kind of work they do and how they are classified.

A part is (code, name, work, class). `work` picks the positions of its staff (see positions.py).
The class is "B" (back office), "S" (service-facing) or None (inherits; in a mixed agency that
means: not decided yet).
"""

B, S = "B", "S"

DIVISIONS = {
    "SETDA": [
        ("PEM", "Bagian Pemerintahan", "planning", B),
        ("HKM", "Bagian Hukum", "law", B),
        ("ORG", "Bagian Organisasi", "planning", B),
        ("PBJ", "Bagian Pengadaan Barang dan Jasa", "it", None),
        ("ADP", "Bagian Administrasi Pembangunan", "planning", B),
        ("KSR", "Bagian Kesejahteraan Rakyat", "counter", S),
        ("UMM", "Bagian Umum", "field", S),
        ("PRO", "Bagian Protokol dan Komunikasi Pimpinan", "field", None),
    ],
    "SETWAN": [
        ("UMK", "Bagian Umum dan Keuangan", "finance", None),
        ("PPU", "Bagian Persidangan dan Perundang-undangan", "law", None),
        ("HUM", "Bagian Hubungan Masyarakat dan Protokol", "planning", None),
    ],
    "ITKO": [
        ("IRB1", "Inspektur Pembantu Wilayah I", "audit", None),
        ("IRB2", "Inspektur Pembantu Wilayah II", "audit", None),
        ("IRB3", "Inspektur Pembantu Wilayah III", "audit", None),
        ("IRBS", "Inspektur Pembantu Khusus", "audit", None),
    ],
    "BKPSDM": [
        ("MUT", "Bidang Mutasi dan Promosi", "personnel", None),
        ("PKA", "Bidang Penilaian Kinerja Aparatur", "personnel", None),
        ("PIK", "Bidang Pengadaan, Pemberhentian dan Informasi Kepegawaian", "personnel", None),
        ("PKP", "Bidang Pengembangan Kompetensi", "personnel", None),
    ],
    "BAPPELITBANGDA": [
        ("EKO", "Bidang Ekonomi", "planning", None),
        ("SOS", "Bidang Sosial Budaya", "planning", None),
        ("FIS", "Bidang Fisik dan Prasarana", "planning", None),
        ("LIT", "Bidang Penelitian dan Pengembangan", "planning", None),
        ("PEP", "Bidang Perencanaan, Pengendalian dan Evaluasi", "planning", None),
    ],
    "BPKAD": [
        ("ANG", "Bidang Anggaran", "finance", B),
        ("PBD", "Bidang Perbendaharaan", "finance", S),
        ("AKT", "Bidang Akuntansi", "finance", B),
        ("AST", "Bidang Aset Daerah", "finance", None),
    ],
    "BAPENDA": [
        ("PDT", "Bidang Pendataan dan Penetapan", "finance", B),
        ("PNG", "Bidang Penagihan dan Keberatan", "counter", S),
        ("PDL", "Bidang Pengendalian dan Evaluasi", "finance", B),
        ("PLY", "Bidang Pelayanan Pajak Daerah", "counter", S),
    ],
    "KESBANGPOL": [
        ("IDW", "Bidang Ideologi dan Wawasan Kebangsaan", "planning", None),
        ("POL", "Bidang Politik Dalam Negeri", "planning", None),
        ("WAS", "Bidang Kewaspadaan Nasional", "planning", None),
    ],
    "BPBD": [
        ("PKS", "Bidang Pencegahan dan Kesiapsiagaan", "field", None),
        ("KDL", "Bidang Kedaruratan dan Logistik", "field", None),
        ("RHB", "Bidang Rehabilitasi dan Rekonstruksi", "field", None),
    ],
    "DISDIK": [
        ("PSD", "Bidang Pembinaan Sekolah Dasar", "planning", B),
        ("PSM", "Bidang Pembinaan Sekolah Menengah Pertama", "planning", B),
        ("PAU", "Bidang Pendidikan Anak Usia Dini dan Pendidikan Masyarakat", "planning", None),
        ("GTK", "Bidang Guru dan Tenaga Kependidikan", "counter", S),
    ],
    "DINKES": [
        ("KES", "Bidang Kesehatan Masyarakat", "planning", None),
        ("P2P", "Bidang Pencegahan dan Pengendalian Penyakit", "health", None),
        ("YAN", "Bidang Pelayanan Kesehatan", "health", None),
        ("SDK", "Bidang Sumber Daya Kesehatan", "planning", None),
    ],
    "RSUD-CAM": [
        ("MED", "Bidang Pelayanan Medik", "health", None),
        ("KEP", "Bidang Keperawatan", "health", None),
        ("PNJ", "Bidang Penunjang Medik", "health", None),
        ("KEU", "Bagian Keuangan", "finance", B),
    ],
    "DISDUKCAPIL": [
        ("DAF", "Bidang Pelayanan Pendaftaran Penduduk", "siak", None),
        ("CAP", "Bidang Pelayanan Pencatatan Sipil", "siak", None),
        ("PIA", "Bidang Pengelolaan Informasi Administrasi Kependudukan", "it", None),
        ("PDI", "Bidang Pemanfaatan Data dan Inovasi Pelayanan", "planning", None),
    ],
    "DPMPTSP": [
        ("PRM", "Bidang Promosi dan Penanaman Modal", "planning", None),
        ("PZN", "Bidang Pelayanan Perizinan", "counter", None),
        ("PGD", "Bidang Pengaduan dan Informasi", "counter", None),
    ],
    "DISHUB": [
        ("LLN", "Bidang Lalu Lintas", "field", None),
        ("ANG", "Bidang Angkutan", "field", None),
        ("PRS", "Bidang Prasarana", "field", None),
    ],
    "SATPOLPP": [
        ("TIB", "Bidang Ketenteraman dan Ketertiban Umum", "field", None),
        ("GAK", "Bidang Penegakan Perundang-undangan Daerah", "field", None),
        ("LIN", "Bidang Perlindungan Masyarakat", "field", None),
    ],
    "DISDAMKARMAT": [
        ("OPS", "Bidang Operasi Pemadaman", "field", None),
        ("CEG", "Bidang Pencegahan Kebakaran", "field", None),
        ("SLM", "Bidang Penyelamatan", "field", None),
    ],
    "DLH": [
        ("TTL", "Bidang Tata Lingkungan", "planning", None),
        ("SMP", "Bidang Pengelolaan Sampah", "field", None),
        ("PPL", "Bidang Pengendalian Pencemaran", "field", None),
    ],
    "DBMSDA": [
        ("JLN", "Bidang Jalan dan Jembatan", "field", None),
        ("SDA", "Bidang Sumber Daya Air", "field", None),
        ("PJU", "Bidang Penerangan Jalan Umum", "field", None),
    ],
    "DINSOS": [
        ("REH", "Bidang Rehabilitasi Sosial", "counter", S),
        ("LIN", "Bidang Perlindungan dan Jaminan Sosial", "counter", S),
        ("DAY", "Bidang Pemberdayaan Sosial", "planning", B),
    ],
    "DISNAKER": [
        ("PLT", "Bidang Pelatihan dan Produktivitas", "planning", B),
        ("PTK", "Bidang Penempatan Tenaga Kerja", "counter", S),
        ("HIN", "Bidang Hubungan Industrial", "law", None),
    ],
    "DISARPUS": [
        ("ARS", "Bidang Pengelolaan Arsip", "archive", None),
        ("PUS", "Bidang Layanan Perpustakaan", "counter", S),
        ("PMB", "Bidang Pembinaan Kearsipan dan Perpustakaan", "archive", B),
    ],
    "DISPORA": [
        ("PMD", "Bidang Kepemudaan", "planning", None),
        ("OLG", "Bidang Keolahragaan", "field", None),
        ("PRS", "Bidang Sarana Prasarana Olahraga", "field", None),
    ],
    "DISPARBUD": [
        ("DST", "Bidang Destinasi Pariwisata", "planning", None),
        ("PMS", "Bidang Pemasaran dan Ekonomi Kreatif", "planning", None),
        ("BUD", "Bidang Kebudayaan", "planning", None),
    ],
    "DISKOMINFOSTANDI": [
        ("IKP", "Bidang Informasi dan Komunikasi Publik", "it", None),
        ("TIK", "Bidang Infrastruktur Teknologi Informasi", "it", B),
        ("APL", "Bidang Aplikasi Informatika", "it", B),
        ("STS", "Bidang Statistik Sektoral", "it", B),
        ("SDI", "Bidang Persandian dan Keamanan Informasi", "it", None),
    ],
    "DP3A": [
        ("PGD", "Bidang Pengarusutamaan Gender", "planning", B),
        ("PPA", "Bidang Perlindungan Perempuan dan Anak", "counter", S),
        ("THA", "Bidang Tumbuh Kembang Anak", "planning", None),
    ],
    "DKP3": [
        ("KTP", "Bidang Ketahanan Pangan", "planning", B),
        ("PTN", "Bidang Pertanian", "field", S),
        ("PRK", "Bidang Perikanan dan Peternakan", "field", S),
    ],
    "DISTARU": [
        ("RNC", "Bidang Perencanaan Tata Ruang", "planning", None),
        ("PMF", "Bidang Pemanfaatan Ruang", "planning", None),
        ("BGN", "Bidang Penataan Bangunan", "counter", S),
        ("PTN", "Bidang Pertanahan dan Survei", "planning", None),
    ],
    "DISPERKIMTAN": [
        ("RMH", "Bidang Perumahan", "planning", None),
        ("PKM", "Bidang Kawasan Permukiman", "planning", None),
        ("TNH", "Bidang Pertanahan", "planning", None),
    ],
    "DPPKB": [
        ("DAL", "Bidang Pengendalian Penduduk", "planning", None),
        ("KBK", "Bidang Keluarga Berencana", "field", S),
        ("KSJ", "Bidang Ketahanan dan Kesejahteraan Keluarga", "planning", None),
    ],
    "DISKOPUKM": [
        ("KOP", "Bidang Kelembagaan Koperasi", "planning", None),
        ("UKM", "Bidang Pemberdayaan Usaha Mikro", "planning", None),
        ("PGW", "Bidang Pengawasan Koperasi", "finance", None),
    ],
    "DISDAGPERIN": [
        ("DAG", "Bidang Perdagangan", "planning", None),
        ("IND", "Bidang Perindustrian", "planning", None),
        ("PSR", "Bidang Pengelolaan Pasar", "field", S),
        ("MTR", "Bidang Metrologi", "field", S),
    ],
}

# Agencies whose secretariat is decided as back office although the agency is mixed.
DECIDED_SECRETARIATS = ("DISDIK", "BPKAD", "BAPENDA", "DISKOMINFOSTANDI", "DINSOS", "DISARPUS")

NO_SECRETARIAT = ("SETDA", "SETWAN")
SUBDIVISIONS = (
    ("UPG", "Subbagian Umum dan Kepegawaian", "admin"),
    ("KEU", "Subbagian Keuangan", "finance"),
)
DISTRICT_SECTIONS = (
    ("PEM", "Seksi Pemerintahan", "counter"),
    ("TRB", "Seksi Ketenteraman dan Ketertiban", "field"),
    ("PMB", "Seksi Pemberdayaan Masyarakat", "counter"),
    ("KSJ", "Seksi Kesejahteraan Sosial", "counter"),
)
VILLAGE_SECTIONS = (
    ("PTR", "Seksi Pemerintahan dan Trantib", "counter"),
    ("PMK", "Seksi Pemberdayaan dan Kesejahteraan", "counter"),
)

# The agencies of a small city (tests, quick looks): each kind of agency once or twice.
CORE_AGENCIES = (
    "SETDA",
    "ITKO",
    "BKPSDM",
    "BAPPELITBANGDA",
    "BPKAD",
    "DISDIK",
    "DINKES",
    "DISDUKCAPIL",
    "DISKOMINFOSTANDI",
    "DISPORA",
    "KEC-01",
)

SHORT_NAMES = {
    "SETDA": "Setda",
    "SETWAN": "Setwan",
    "ITKO": "Inspektorat",
    "BAPPELITBANGDA": "Bappelitbangda",
    "BAPENDA": "Bapenda",
    "KESBANGPOL": "Kesbangpol",
    "DISDIK": "Disdik",
    "DINKES": "Dinkes",
    "RSUD-CAM": "RSUD CAM",
    "DISDUKCAPIL": "Disdukcapil",
    "DISHUB": "Dishub",
    "SATPOLPP": "Satpol PP",
    "DISDAMKARMAT": "Disdamkarmat",
    "DINSOS": "Dinsos",
    "DISNAKER": "Disnaker",
    "DISARPUS": "Disarpus",
    "DISPORA": "Dispora",
    "DISPARBUD": "Disparbud",
    "DISKOMINFOSTANDI": "Diskominfostandi",
    "DISTARU": "Distaru",
    "DISPERKIMTAN": "Disperkimtan",
    "DISKOPUKM": "Diskopukm",
    "DISDAGPERIN": "Disdagperin",
}
