"""The main job on the pages alone: from an empty database to the figures of the first week.

Nothing is written behind the portal's back but the first account, which the server's
administrator makes with a command; every step is found by links and buttons. The planning run
and the nightly jobs are done by a Celery worker in a process of its own.
"""

import datetime
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from tests.browser.crawl import DESKTOP, PHONE
from tests.browser.people import Visitor, mailed_link, moment
from tests.units.conftest import sheet

TUESDAY = datetime.date(2026, 12, 1)
MONDAY = datetime.date(2026, 12, 7)
OFFICE = (-6.2383, 106.9756)
HOME = (-6.31, 107.02)
PASSWORD = "sungai-cikeas-2026"

WATI, DEWI, HANA, RUDI, SARI = (
    SimpleNamespace(nip=nip, name=name)
    for nip, name in (
        ("198201012006042001", "Wati Lestari"),
        ("197001011995032001", "Dewi Anggraini"),
        ("198501012010032003", "Hana Pertiwi"),
        ("198001012005011001", "Rudi Hartono"),
        ("199001012015032001", "Sari Wulandari"),
    )
)
UNITS = (
    ["KODE UNIT", "NAMA UNIT", "NAMA SINGKAT", "TINGKAT", "KODE INDUK", "TEMPAT KERJA",
     "LINTANG", "BUJUR", "RADIUS (METER)"],
    ["1", "Pemerintah Kota Bekasi", "", "kota", "", "", "", "", ""],
    ["BAPPELITBANGDA", "Badan Perencanaan Pembangunan, Penelitian dan Pengembangan Daerah",
     "Bappelitbangda", "opd", "1", "Gedung Bappelitbangda", *OFFICE, 100],
    ["BAPPELITBANGDA-SEK", "Sekretariat Bappelitbangda", "", "bidang", "BAPPELITBANGDA", "", "",
     "", ""],
    ["BAPPELITBANGDA-EKO", "Bidang Ekonomi", "", "bidang", "BAPPELITBANGDA", "", "", "", ""],
    ["BKPSDM", "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia", "BKPSDM", "opd", "1",
     "Gedung BKPSDM", -6.2351, 106.9925, 100],
)  # fmt: skip
POSITIONS = (
    ["KODE JABATAN", "NAMA JABATAN", "JENIS JABATAN", "ESELON"],
    ["KABAN", "Kepala Badan", "Pimpinan tinggi pratama", "II.b"],
    ["SEKRETARIS", "Sekretaris", "Administrator", "III.a"],
    ["KABID", "Kepala Bidang", "Administrator", "III.b"],
    ["PERENCANA", "Perencana Ahli Muda", "Fungsional", ""],
    ["PENGELOLA", "Pengelola Data", "Pelaksana", ""],
)


def person(nip, name, unit, position, head="TIDAK", email=""):
    return [nip, name, "PNS", email, unit, position, head, "2024-01-02"]


EMPLOYEES = (
    ["NIP", "NAMA", "JENIS PEGAWAI", "EMAIL", "KODE UNIT", "KODE JABATAN", "KEPALA UNIT",
     "TMT JABATAN"],
    person(DEWI.nip, DEWI.name, "BAPPELITBANGDA", "KABAN", "YA", "dewi@bekasi.test"),
    person(HANA.nip, HANA.name, "BAPPELITBANGDA-SEK", "SEKRETARIS", "YA", "hana@bekasi.test"),
    person("198901012014031001", "Joko Susanto", "BAPPELITBANGDA-SEK", "PENGELOLA"),
    person("199201012016032004", "Nur Aini", "BAPPELITBANGDA-SEK", "PENGELOLA"),
    person(RUDI.nip, RUDI.name, "BAPPELITBANGDA-EKO", "KABID", "YA", "rudi@bekasi.test"),
    person(SARI.nip, SARI.name, "BAPPELITBANGDA-EKO", "PERENCANA"),
    person("199101012015031002", "Tono Prasetyo", "BAPPELITBANGDA-EKO", "PENGELOLA"),
    person("199301012016031001", "Agus Prasetyo", "BAPPELITBANGDA-EKO", "PERENCANA"),
    person("199301012016032002", "Maya Lestari", "BAPPELITBANGDA-EKO", "PENGELOLA"),
    person("199301012016032003", "Dian Kusumastuti", "BAPPELITBANGDA-EKO", "PERENCANA"),
    person("199301012016031004", "Eko Saputra", "BAPPELITBANGDA-EKO", "PENGELOLA"),
    person(WATI.nip, WATI.name, "BKPSDM", "PENGELOLA", email="wati@bekasi.test"),
    person("1990", "Baris Keliru", "BKPSDM", "PENGELOLA"),
)  # fmt: skip
SKILLS = (
    ["NIP", "KODE KETERAMPILAN", "NAMA KETERAMPILAN", "MULAI"],
    ["198901012014031001", "BENDAHARA", "Bendahara", "2026-01-02"],
    ["199201012016032004", "BENDAHARA", "Bendahara", "2026-01-02"],
)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("window", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_main_job_from_an_empty_database(window, live_server, chromium, city_clock, worker):
    def meet(**options):
        return Visitor(chromium, live_server.url, window, **options)

    city_clock(moment(TUESDAY, 8))
    call_command(
        "create_bkpsdm", WATI.nip, email="wati@bekasi.test", letter="800/1-BKPSDM/2026",
        mail_link=True, portal_url=live_server.url,
    )  # fmt: skip
    wati = meet()
    wati.arrive(mailed_link("wati@bekasi.test"))
    wati.choose_password(PASSWORD)
    wati.press("Ubah Kata Sandi")
    wati.sign_in(WATI.nip, PASSWORD)
    print(wati.page.url, wati.page.inner_text("main"))
    wati.page.screenshot(path="/tmp/shots/2.png", full_page=True)
    wati.set_up_second_factor()
    print(wati.page.url, wati.page.inner_text("main"))
    wati.page.screenshot(path="/tmp/shots/3.png", full_page=True)
    for kind, file, action in (
        ("unit", UNITS, "Impor unit kerja"),
        ("jabatan", POSITIONS, "Impor jabatan"),
        ("pegawai", EMPLOYEES, "Impor pegawai"),
    ):
        wati.follow(action)
        wati.hand_in(f"{kind}.xlsx", sheet(*file))
        print(wati.page.inner_text("main")[:1500])
        wati.press("Terapkan")
        wati.menu("Langkah awal")
    print(wati.page.inner_text("main")[:3500])
    wati.page.screenshot(path="/tmp/shots/4.png", full_page=True)
