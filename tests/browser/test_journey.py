"""The main job on the pages alone: from an empty database to the figures of the first week.

Nothing is written behind the portal's back but the first account, which the server's
administrator makes with a command; every step is found by links and buttons. The planning run
and the nightly jobs are done by a Celery worker in a process of its own.
"""

import datetime
import io
import re
from types import SimpleNamespace

import pytest
from celery.schedules import crontab
from django.conf import settings
from django.core.management import call_command
from django.utils.formats import date_format
from openpyxl import load_workbook
from pypdf import PdfReader

from bekasi_wfh.celery import app
from tests.browser.crawl import DESKTOP, PHONE
from tests.browser.people import mailed_link, moment
from tests.units.conftest import sheet

TUESDAY = datetime.date(2026, 12, 1)
MONDAY = datetime.date(2026, 12, 7)
ONE_DAY = datetime.timedelta(days=1)
OFFICE = (-6.2383, 106.9756)
HOME = (-6.31, 107.02)
PASSWORD = "sungai-cikeas-2026"

WATI, RATNA, DEWI, HANA, RUDI, SARI = (
    SimpleNamespace(nip=nip, name=name)
    for nip, name in (
        ("198201012006042001", "Wati Lestari"),
        ("199002022014032005", "Ratna Sulistyowati"),
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
    person(RATNA.nip, RATNA.name, "BKPSDM", "PENGELOLA"),
    person("1990", "Baris Keliru", "BKPSDM", "PENGELOLA"),
)  # fmt: skip
SKILLS = (
    ["NIP", "KODE KETERAMPILAN", "NAMA KETERAMPILAN", "MULAI"],
    ["198901012014031001", "BENDAHARA", "Bendahara", "2026-01-02"],
    ["199201012016032004", "BENDAHARA", "Bendahara", "2026-01-02"],
)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("window", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_main_job_from_an_empty_database(window, live_server, meet, city_clock, worker):
    city_clock(moment(TUESDAY, 8))
    call_command(
        "create_bkpsdm", WATI.nip, email="wati@bekasi.test", letter="800/1-BKPSDM/2026",
        mail_link=True, portal_url=live_server.url,
    )  # fmt: skip
    wati = meet(window)
    enter_as_first(wati)
    import_the_city(wati)
    appoint_unit_hr(wati)
    classify(wati)
    set_the_rules(wati)
    draw_up(wati)
    city_clock(moment(TUESDAY, 10))
    hana, rudi, dewi, sari = (meet(window, place=HOME) for _each in range(4))
    for head, who in ((hana, HANA), (rudi, RUDI), (dewi, DEWI)):
        open_account_by_mail(head, who)
    open_account_by_code(hana, sari)
    at_home = read_and_submit(hana, "Sekretariat Bappelitbangda")
    at_home |= read_and_submit(rudi, "Bidang Ekonomi", change="Tono Prasetyo")
    approve(dewi)
    publish(wati)
    day = see_schedule(sari, at_home[SARI.name])
    register_home(sari, hana)

    city_clock(moment(MONDAY + ONE_DAY, 0, 40))
    nightly_jobs()
    city_clock(moment(day, 7, 15))
    sari = meet(window, place=HOME)
    rudi = meet(window, place=OFFICE, secret=rudi.secret)
    begin_the_day_at_home(sari, day)
    rudi.sign_in(RUDI.nip, PASSWORD)
    rudi.press("Presensi masuk")
    rudi.sees("lokasi sesuai")
    city_clock(moment(day, 16, 40))
    end_the_day_at_home(sari, day)
    end_the_day_at_the_office(rudi)

    city_clock(moment(day + ONE_DAY, 0, 40))
    nightly_jobs()
    city_clock(moment(MONDAY + 7 * ONE_DAY, 1, 10))
    nightly_jobs()
    city_clock(moment(MONDAY + 7 * ONE_DAY, 8))
    wati = meet(window, secret=wati.secret)
    wati.sign_in(WATI.nip, PASSWORD)
    read_the_week(wati, at_home)


def enter_as_first(wati):
    """BKPSDM opens the link in the letter, chooses a password and sets up the second factor."""
    wati.arrive(mailed_link("wati@bekasi.test"))
    wati.choose_password(PASSWORD)
    wati.press("Tetapkan kata sandi")
    wati.sign_in(WATI.nip, PASSWORD)
    wati.set_up_second_factor()
    wati.sees("0 dari 14 langkah selesai")


def import_the_city(wati):
    """Units, positions, employees and skills: tried row by row, then applied."""
    for file, action, added, refused in (
        (UNITS, "Impor unit kerja", 5, 0),
        (POSITIONS, "Impor jabatan", 5, 0),
        (EMPLOYEES, "Impor pegawai", 13, 1),
        (SKILLS, "Keterampilan pegawai", 2, 0),
    ):
        if file is SKILLS:
            wati.menu("Impor")
        wati.follow(action)
        wati.hand_in("data.xlsx", sheet(*file))
        wati.sees(f"{added} baru")
        wati.sees(f"{refused} ditolak")
        if refused:
            wati.sees("NIP: NIP harus terdiri atas 18 angka.")
        wati.press("Terapkan")
        wati.sees(f"Diterapkan: {added} baru, 0 berubah, {refused} ditolak.")
        wati.menu("Langkah awal")


def appoint_unit_hr(wati):
    wati.follow("Buka peran")
    for who, agency in (
        (HANA, "Badan Perencanaan Pembangunan, Penelitian dan Pengembangan Daerah"),
        (RATNA, "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia"),
    ):
        wati.fill(who=who.nip, unit=agency, letter_number="800/2-BKPSDM/2026")
        wati.press("Tunjuk")
        wati.sees(f"{who.name} ditunjuk dan diberi tahu.")
    wati.menu("Langkah awal")


def classify(wati):
    """One agency is back office, the other serves people directly: five answers each."""
    for unit, service_class, answer in (
        ("Badan Perencanaan Pembangunan, Penelitian dan Pengembangan Daerah", "back_office", True),
        ("Badan Kepegawaian dan Pengembangan Sumber Daya Manusia", "service_facing", False),
    ):
        wati.follow("Buka unit kerja")
        wati.follow(unit)
        wati.follow("Tetapkan klasifikasi")
        wati.fill(
            service_class=service_class, doable_off_site=answer, no_special_equipment=answer,
            uses_ict=answer, little_face_to_face=answer, no_constant_supervision=answer,
            reason="Menurut uraian tugas dan pengamatan loket",
            legal_basis="PermenPANRB 4/2025 Pasal 11",
        )  # fmt: skip
        wati.press("Tetapkan")
        wati.sees("Keputusan unit ini sendiri, berlaku sejak 1 Desember 2026.")
        wati.menu("Langkah awal")


def set_the_rules(wati):
    """Hours, holidays and a policy with two floors, put in force."""
    wati.follow("Buka jam kerja")
    wati.follow("Jam kerja normal, 5 hari")
    wati.press("Simpan")
    wati.menu("Langkah awal")
    wati.follow("Buka kalender")
    wati.press("Muat")
    wati.menu("Langkah awal")
    wati.follow("Buka kebijakan")
    wati.follow("Kebijakan baru")
    wati.fill(
        unit="Pemerintah Kota Bekasi (1)", name="Kebijakan WFH 2026",
        legal_basis="SE Wali Kota 800.1.5/1/2026", barred_weekdays=[0],
        excluded_echelons=["II.b", "III.a", "III.b"],
    )  # fmt: skip
    wati.press("Simpan konsep")
    for unit, on_site, text, more in (
        ("Bidang Ekonomi (BAPPELITBANGDA-EKO)", 3, "Bidang tetap berjalan", {}),
        ("Sekretariat Bappelitbangda (BAPPELITBANGDA-SEK)", 1, "Seorang bendahara di kantor",
         {"skill": "Bendahara"}),
    ):  # fmt: skip
        wati.follow("Tambah batas minimal")
        wati.fill(unit=unit, on_site=on_site, text=text, **more)
        wati.press("Tambahkan")
    wati.fill(reason="Rapat pimpinan 30 November 2026")
    wati.press("Berlakukan")
    wati.sees("Kebijakan diberlakukan.")
    wati.menu("Langkah awal")


def draw_up(wati):
    """Open a period and have the rotation of the whole city drawn up by the worker."""
    wati.follow("Buka periode")
    wati.fill(starts_on=MONDAY.isoformat(), weeks=2, submit_by="2026-12-04")
    wati.press("Buka periode")
    wati.menu("Langkah awal")
    wati.follow("Susun rencana")
    wati.press("Susun rencana")
    wati.sees("2 dari 2 perangkat daerah selesai.", seconds=120)
    wati.look()


def open_account_by_mail(head, who):
    """Somebody whose e-mail was imported asks for a link; heads add a second factor."""
    address = f"{who.name.split()[0].lower()}@bekasi.test"
    head.arrive("/")
    head.follow("Masuk dengan NIP")
    head.follow("Pertama kali masuk?")
    head.follow("Minta tautan melalui e-mail")
    head.fill(email=address)
    head.press("Kirim tautan")
    head.arrive(mailed_link(address))
    head.choose_password(PASSWORD)
    head.press("Tetapkan kata sandi")
    head.sign_in(who.nip, PASSWORD)
    head.set_up_second_factor()


def open_account_by_code(hana, sari):
    """Somebody without e-mail gets a code from unit HR, on paper or by word of mouth."""
    hana.menu("Pegawai")
    hana.follow(SARI.name)
    hana.press("Terbitkan kode aktivasi")
    code = hana.page.locator(".one-time-code").inner_text()
    sari.arrive("/")
    sari.follow("Masuk dengan NIP")
    sari.follow("Pertama kali masuk?")
    sari.fill(nip=SARI.nip, code=code)
    sari.choose_password(PASSWORD)
    sari.press("Tetapkan kata sandi")
    sari.sign_in(SARI.nip, PASSWORD)


def register_home(sari, hana):
    """The employee reads the point at home, unit HR is told and confirms it."""
    sari.menu("Hari ini")
    sari.follow("Tetapkan")
    sari.page.get_by_role("button", name="Baca lokasi saya sekarang").click()
    sari.sees("Lokasi terbaca, ketelitian ± 12 m.")
    sari.press("Simpan dan minta konfirmasi")
    hana.open_notice(f"Titik rumah {SARI.name} menunggu konfirmasi Anda.")
    hana.press("Sesuai alamat terdaftar, konfirmasi")
    hana.sees("Rumah terdaftar dikonfirmasi.")
    sari.menu("Rumah terdaftar")
    sari.sees("Titik yang berlaku")


def read_and_submit(head, unit, change=""):
    """The head reads the board, may take a day at home from one person, and submits.

    Returns {name: set of columns at home} as the board shows it in the end.
    """
    head.menu("Rencana rotasi")
    head.follow(unit)
    if change:
        row = head.page.locator("table.board tbody tr").filter(has_text=change)
        row.locator("a.H").last.click()
        head.sees("Bila diubah menjadi WFO (kantor)", within="dialog")
        head.look()
        head.page.locator("dialog textarea").fill("Mendampingi pemeriksaan BPK")
        head.press_in_place("Jadikan WFO", within="dialog")
        head.sees(f"Lokasi kerja {change} diubah.")
        head.look()
    rows = head.page.locator("table.board tbody tr").evaluate_all(
        "all => all.map(row => [row.cells[0].firstChild.textContent,"
        " [...row.cells].slice(1).map(cell => !!cell.querySelector('.H'))])"
    )
    head.press("Ajukan")
    head.sees("Bagian ini diajukan.")
    return {name: {number for number, home in enumerate(cells) if home} for name, cells in rows}


def approve(dewi):
    dewi.open_notice("menunggu persetujuan Anda")
    dewi.press("Setujui")
    dewi.sees("Rencana disetujui.")


def publish(wati):
    wati.menu("Langkah awal")
    wati.follow("Buka rencana rotasi", first=True)
    wati.follow("Bappelitbangda")
    wati.press("Terbitkan")
    wati.menu("Langkah awal")
    wati.sees("14 dari 14 langkah selesai")


def see_schedule(sari, at_home):
    """The employee reads the days and the reason of the first day at home; returns its date."""
    sari.menu("Jadwal saya")
    days = sari.page.locator(".my-week li").filter(has_text="WFH (rumah)")
    assert days.count() == len(at_home)
    sari._go(days.first.get_by_role("link"))
    sari.sees("Mengapa?")
    sari.sees("Memenuhi sasaran WFH dalam pekan itu.")
    return datetime.date.fromisoformat(sari.page.url.rstrip("/")[-10:])


def begin_the_day_at_home(sari, day):
    """One tap where the home is, then the plan for the day."""
    sari.sign_in(SARI.nip, PASSWORD)
    sari.sees("WFH di rumah")
    sari.press("Presensi masuk")
    sari.sees("Masuk 07.1")
    sari.sees("lokasi sesuai")
    sari.follow(f"Isi {date_format(day, 'j F')}")
    sari.fill(**{"items-0-planned": "Telaah rancangan RKPD 2027"})
    sari.press("Simpan rencana")
    sari.sees("Rencana tersimpan.")


def end_the_day_at_home(sari, day):
    """The report with its output, and the second tap."""
    sari.arrive("/")
    sari.follow(f"Isi {date_format(day, 'j F')}")
    sari.fill(
        **{
            "items-0-output": "Satu telaah setebal 12 halaman",
            "items-0-quantity": "1",
            "items-0-unit_of_measure": "dokumen",
            "items-0-activity_number": "EPK-2026-114",
        }
    )
    sari.press("Kirim laporan")
    sari.sees("Laporan harian WFH terkirim dan menunggu diperiksa.")
    sari.menu("Hari ini")
    sari.press("Presensi pulang")
    sari.sees("Presensi hari ini lengkap.")


def end_the_day_at_the_office(rudi):
    """The superior leaves, and examines the report that waits."""
    rudi.arrive("/")
    rudi.press("Presensi pulang")
    rudi.sees("Presensi hari ini lengkap.")
    rudi.menu("Tim saya")
    rudi.follow("Periksa")
    rudi.sees("Satu telaah setebal 12 halaman")
    rudi.press_in_place(f"Setujui {SARI.name}")
    rudi.sees("Diterima")


def nightly_jobs():
    """Send what beat would send in the night, one after the other, to the worker."""
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        if isinstance(entry["schedule"], crontab):
            app.send_task(entry["task"]).get(timeout=60)


def read_the_week(wati, at_home):
    """The weekly report says what happened: on the page, in the PDF and in the spreadsheet."""
    people, days = 11, 5
    home_days = sum(len({day for day in columns if day < days}) for columns in at_home.values())
    happened = {
        "Pegawai": people,
        "Rekap harian": days * people,
        "Terjadwal WFH": home_days,
        "Terjadwal WFO": days * people - home_days,
        "Libur": 0,
        "Belum direkap": 0,
        "Hadir": 2,
        "Hadir WFH": 1,
        "Hadir WFO": 1,
        "Presensi tidak lengkap": 0,
        "Perlu ditinjau": 0,
        "Belum ada keterangan": days * people - 2,
        "Hari di rumah": home_days,
        "Hari di kantor": days * people - home_days,
        "Terlambat": 0,
        "WFH tervalidasi": 1,
        "WFH belum tervalidasi": home_days - 1,
        "Laporan harian diterima": 1,
        "Laporan harian menunggu": 0,
        "Belum melapor": home_days - 1,
        "Batas minimal diperiksa": 2 * days,
        "Batas minimal terpenuhi": 2 * days,
        "Kurang dari batas minimal": 0,
    }
    wati.menu("Laporan mingguan")
    wati.follow("7–13 Desember 2026")
    wati.follow("Bappelitbangda")
    wati.page.get_by_text("Semua angka minggu ini").click()
    wati.look()
    rows = wati.page.locator("main details[open] tbody tr").evaluate_all(
        "all => all.map(row => [row.cells[0].textContent, row.cells[1].textContent])"
    )
    assert {name: int(figure) for name, figure in rows if name in happened} == happened
    book = load_workbook(io.BytesIO(wati.download("Unduh XLSX")))
    cells = dict(list(book["Ringkasan"].iter_rows(values_only=True, max_col=2)))
    assert {name: cells[name] for name in happened} == happened
    pages = PdfReader(io.BytesIO(wati.download("Unduh PDF"))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for name in ("Terjadwal WFH", "Hadir WFH", "Hadir WFO", "WFH tervalidasi"):
        assert re.search(rf"{name} (\d+ ){{{days}}}{happened[name]} ", text), name
