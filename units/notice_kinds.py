"""Notices of the first room: who works where."""

from django.utils.translation import gettext_lazy as _

from units.notices import Kind

POSTING = Kind(
    "posting",
    name=_("Penempatan"),
    subject=_("Penempatan baru"),
    body=_("%(name)s ditempatkan di %(unit)s mulai %(date)s."),
    mandatory=True,
)
ACTING_HEAD = Kind(
    "acting_head",
    name=_("Penunjukan Plt. dan Plh."),
    subject=_("Penunjukan pelaksana"),
    body=_("%(name)s menjadi %(rank)s kepala %(unit)s, %(start)s sampai %(until)s."),
    urgent=True,
    mandatory=True,
)
ACTING_HEAD_ENDED = Kind(
    "acting_head_ended",
    name=_("Akhir penunjukan Plt. dan Plh."),
    subject=_("Penunjukan pelaksana berakhir"),
    body=_("Tugas %(name)s sebagai %(rank)s kepala %(unit)s berakhir sekarang."),
    urgent=True,
    mandatory=True,
)
NO_HEAD = Kind(
    "no_head",
    name=_("Perangkat daerah tanpa kepala"),
    subject=_("Perangkat daerah tanpa kepala"),
    body=_(
        "%(unit)s tidak mempunyai kepala yang dapat bertindak; Sekda yang memutus untuk pegawainya."
        " Tunjuk Plh. agar keputusan tidak menunggu."
    ),
    urgent=True,
    mandatory=True,
    for_office=True,
)
CLASSIFICATION = Kind(
    "classification",
    name=_("Klasifikasi unit"),
    subject=_("Klasifikasi unit ditetapkan"),
    body=_("%(unit)s ditetapkan: %(verdict)s, berlaku mulai %(date)s."),
    mandatory=True,
    for_office=True,
)
HOME = Kind(
    "home",
    name=_("Konfirmasi rumah terdaftar"),
    subject=_("Rumah terdaftar dikonfirmasi"),
    body=_("Rumah terdaftar Anda telah dikonfirmasi pengelola kepegawaian."),
)
HOME_WAITS = Kind(
    "home_waits",
    name=_("Titik rumah menunggu konfirmasi"),
    subject=_("Titik rumah menunggu konfirmasi"),
    body=_("Titik rumah %(name)s menunggu konfirmasi Anda."),
    for_office=True,
)
EXCLUSION = Kind(
    "exclusion",
    name=_("Pengecualian WFH"),
    subject=_("Pengecualian WFH dicatat"),
    body=_("Pengecualian WFH dicatat untuk Anda. Alasannya ada di halaman data Anda."),
    mandatory=True,
)
EXCLUSION_BELOW = Kind(
    "exclusion_below",
    name=_("Pengecualian WFH pegawai"),
    subject=_("Pengecualian WFH seorang pegawai Anda"),
    body=_(
        "%(name)s dikecualikan dari WFH mulai %(start)s dan bekerja di kantor. Alasannya ada di"
        " halaman data pegawai."
    ),
    urgent=True,
    mandatory=True,
    for_office=True,
)
EXCLUSION_ENDED = Kind(
    "exclusion_ended",
    name=_("Akhir pengecualian WFH"),
    subject=_("Pengecualian WFH berakhir"),
    body=_("Pengecualian WFH %(name)s berakhir %(end)s."),
    mandatory=True,
)
EMPLOYMENT_ENDED = Kind(
    "employment_ended",
    name=_("Pegawai berhenti"),
    subject=_("Seorang pegawai Anda berhenti"),
    body=_("%(name)s berhenti mulai %(date)s. Hari WFH sesudahnya gugur."),
    mandatory=True,
    for_office=True,
)
PEOPLE_IMPORTED = Kind(
    "people_imported",
    name=_("Pegawai dan penempatan dari berkas"),
    subject=_("Pegawai unit Anda berubah"),
    body=_("Pegawai atau penempatan di unit Anda berubah dari berkas kepegawaian."),
    mandatory=True,
    for_office=True,
)
POSTING_IMPORTED = Kind(
    "posting_imported",
    name=_("Penempatan dari berkas"),
    subject=_("Penempatan Anda berubah"),
    body=_("Penempatan Anda berubah dari berkas kepegawaian. Periksa apakah datanya benar."),
    mandatory=True,
)
ACTIVATION_CODE = Kind(
    "activation_code",
    name=_("Keamanan akun"),
    subject=_("Kode aktivasi akun diterbitkan"),
    body=_(
        "Kode aktivasi akun Anda diterbitkan oleh %(name)s. Bila Anda tidak memintanya, "
        "hubungi BKPSDM."
    ),
    urgent=True,
    mandatory=True,
)
ACCOUNT_OPENED = Kind(
    "account_opened",
    name=_("Akun baru"),
    subject=_("Akun Anda dibuat"),
    body=_(
        "Akun Bekasi WFH Anda dibuat dengan nama pengguna %(username)s. Minta tautan kata sandi "
        "dengan alamat e-mail ini, lalu masuk."
    ),
    urgent=True,
    mandatory=True,
)
ROLE_GRANTED = Kind(
    "role_granted",
    name=_("Penunjukan peran"),
    subject=_("Penunjukan peran"),
    body=_("Anda ditunjuk sebagai %(role)s."),
    mandatory=True,
)
ROLE_ENDED = Kind(
    "role_ended",
    name=_("Akhir peran"),
    subject=_("Peran Anda berakhir"),
    body=_("Peran Anda sebagai %(role)s berakhir."),
    mandatory=True,
)
IMPORT_DONE = Kind(
    "import_done",
    name=_("Hasil impor berkas"),
    subject=_("Impor berkas selesai dikerjakan"),
    body=_("Berkas %(file)s: %(outcome)s"),
    for_office=True,
)
WEBHOOK_STOPPED = Kind(
    "webhook_stopped",
    name=_("Webhook berhenti"),
    subject=_("Kiriman ke sebuah aplikasi dihentikan"),
    body=_(
        "Kiriman ke %(name)s terlalu sering gagal dan dihentikan. Periksa alamatnya, lalu"
        " jalankan lagi."
    ),
    urgent=True,
    for_office=True,
)
