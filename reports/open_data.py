"""The open data of the public page: its figures as rows, and the dictionary of their columns."""

import calendar
import json

from django.utils.translation import gettext as _

COLUMNS = ("bagian", "tanggal_mulai", "tanggal_akhir", "unit", "ukuran", "nilai")
LICENCE = "CC BY 4.0"


def dictionary():
    """Return {column or measure: what it means}, in the language of the page."""
    return {
        "bagian": _("harian: lokasi kerja hari ini; mingguan: minggu terakhir yang dilaporkan; "
                    "layanan: keadaan layanan hari ini; bulanan: penghematan bulan lalu."),
        "tanggal_mulai": _("Tanggal pertama yang dihitung, dalam bentuk tahun-bulan-tanggal."),
        "tanggal_akhir": _("Tanggal terakhir yang dihitung."),
        "unit": _("Nama perangkat daerah, kecamatan atau kelurahan; kosong untuk seluruh kota; "
                  "unit di bawah lima pegawai digabung."),
        "ukuran": _("Nama angka, dijelaskan di bawah."),
        "nilai": _("Angka atau keadaan; kosong bila tidak dapat disebutkan."),
        "di_rumah": _("Harian: pegawai yang terjadwal di rumah. Mingguan: hari-orang di rumah. "
                      "Dibulatkan ke kelipatan lima."),
        "di_kantor": _("Harian: pegawai lain yang bekerja hari ini. Mingguan: hari-orang di "
                       "kantor. Dibulatkan ke kelipatan lima."),
        "tervalidasi": _("Hari-orang di rumah dengan laporan harian WFH yang diterima atasan. "
                         "Dibulatkan ke kelipatan lima."),
        "bagian_tervalidasi_persen": _("Tervalidasi dibagi di rumah, dari angka yang sudah "
                                       "dibulatkan."),
        "batas_minimal": _("kept: setiap batas minimal di kantor terpenuhi; short: ada yang kurang "
                           "dari batas minimal; kosong: tidak ada yang diperiksa."),
        "layanan": _("kept atau short seperti batas_minimal; open: buka, seluruh pegawai di "
                     "kantor; closed: hari libur unit itu."),
        "batas_minimal_diperiksa": _("Satu batas minimal pada satu hari kerja di seluruh kota."),
        "batas_minimal_terpenuhi": _("Bagian dari yang diperiksa yang terpenuhi."),
        "pegawai_dapat_diratakan": _("Pegawai yang masih dapat menerima satu hari dari rekan yang "
                                     "lebih beruntung tanpa melanggar aturan; nol bila tidak ada."),
        "selisih_terbesar_hari": _("Beda terbesar selisih porsi dalam satu kelompok pembanding."),
        "indeks_jain": _("Ukuran pemerataan 0 sampai 1; 1 bila bagian semua pegawai sama."),
        "perkiraan_rendah_juta": _(
            "Batas bawah perkiraan penghematan kota, juta rupiah: hari WFH tervalidasi dikali "
            "parameter per hari orang. Tidak pernah dijumlahkan dengan yang terukur."
        ),
        "perkiraan_tinggi_juta": _("Batas atas perkiraan itu, juta rupiah."),
        "terukur_juta": _(
            "Tagihan gedung pada bulan yang sama tahun pembanding, disesuaikan dengan hari kerja, "
            "dikurangi tagihan bulan itu, juta rupiah; kosong bila belum dapat dibandingkan."
        ),
        "terukur_rendah_juta": _("Batas bawah rentang 95 persen, juta rupiah."),
        "terukur_tinggi_juta": _("Batas atas rentang 95 persen, juta rupiah."),
        "rencana_terbit": _("Perangkat daerah dengan rencana rotasi terbit."),
        "rencana_wajib": _("Perangkat daerah yang wajib memilikinya."),
    }  # fmt: skip


def rows_of(day, today, places, week, savings):
    """Return the rows of the open data, each a tuple in the order of COLUMNS.

    `today` is a CityDay; `places`, `week` and `savings` are what `reports.public` says.
    """
    date = day.isoformat()
    rows = [
        ("layanan", date, date, service.name, "layanan", service.state)
        for service in today.services
    ]
    if places is not None:
        for row in places["rows"]:
            rows += _of("harian", date, date, row["unit"], row, ("home", "office"))
        rows += _of("harian", date, date, "", places["totals"], ("home", "office"))
    rows += _savings(savings)
    if week is None:
        return rows
    dates = week["starts_on"], week["ends_on"]
    of_unit = ("home", "office", "validated", "share", "floors")
    for row in week["rows"]:
        rows += _of("mingguan", *dates, row["unit"], row, of_unit)
    rows += _of("mingguan", *dates, "", week["totals"], of_unit[:-1])
    city = {
        "batas_minimal_diperiksa": week["floors"]["days"],
        "batas_minimal_terpenuhi": week["floors"]["kept"],
        "rencana_terbit": week["rosters"]["published"],
        "rencana_wajib": week["rosters"]["needed"],
    }
    if week["fairness"]:
        city["pegawai_dapat_diratakan"] = week["fairness"]["envious"]
        city["selisih_terbesar_hari"] = week["fairness"]["largest_spread"]
        city["indeks_jain"] = week["fairness"]["jain"]
    return rows + [("mingguan", *dates, "", name, value) for name, value in city.items()]


def _savings(savings):
    first = savings["month"]
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    low, high = savings["estimate"] or (None, None)
    difference, least, most = savings["measured"] or (None, None, None)
    values = {
        "perkiraan_rendah_juta": low,
        "perkiraan_tinggi_juta": high,
        "terukur_juta": difference,
        "terukur_rendah_juta": least,
        "terukur_tinggi_juta": most,
    }
    dates = first.isoformat(), last.isoformat()
    return [("bulanan", *dates, "", name, value) for name, value in values.items()]


NAMES = {
    "home": "di_rumah",
    "office": "di_kantor",
    "validated": "tervalidasi",
    "share": "bagian_tervalidasi_persen",
    "floors": "batas_minimal",
}


def _of(part, starts_on, ends_on, unit, row, keys):
    return [(part, starts_on, ends_on, unit, NAMES[key], row[key]) for key in keys]


def as_json(rows):
    """Return the rows as JSON, with the dictionary and the licence."""
    return json.dumps(
        {
            "lisensi": LICENCE,
            "kamus": dictionary(),
            "data": [dict(zip(COLUMNS, row, strict=True)) for row in rows],
        },
        ensure_ascii=False,
    )
