"""Spreadsheets in: what a file would change, what is refused, and what applying leaves behind."""

import datetime

import pytest
from auditlog.models import LogEntry
from django.utils import translation

from tests.units.conftest import sheet
from units.decisions import MovedOn, Refused
from units.models import (
    Decision,
    Employee,
    EmployeeSkill,
    Home,
    ImportRun,
    Place,
    Position,
    Posting,
    RoleGrant,
    Skill,
    Unit,
    User,
)
from units.queries.people import posting_on
from units.retelling import retold

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

NEW = {
    "NIP": "199505052020121005", "NAMA": "Nina Baru", "JENIS PEGAWAI": "PNS",
    "KODE UNIT": "BAPPELITBANGDA-EKO", "KODE JABATAN": "PERENCANA", "TMT JABATAN": "2026-12-01",
    "EMAIL": "nina@example.com", "ALAMAT": "Jl. Baru 1",
}  # fmt: skip
SARI = {
    "NIP": "199001012015032001", "NAMA": "Sari Wulandari", "JENIS PEGAWAI": "PNS",
    "KODE UNIT": "BAPPELITBANGDA-EKO", "KODE JABATAN": "PERENCANA", "TMT JABATAN": "2020-01-01",
}  # fmt: skip


def outcomes(run):
    return [row["outcome"] for row in run.rows]


def faults(run):
    return [fault for row in run.rows for fault in row.get("faults", [])]


class TestTrial:
    def test_rows_are_added_changed_unchanged_or_refused_and_nothing_is_written(
        self, city, table, tried
    ):
        before = (Employee.objects.count(), Posting.objects.count(), User.objects.count())
        run = tried(
            "employees", city.wati,
            table("employees", NEW, SARI, SARI | {"NIP": city.tono.nip, "NAMA": "Tono P."},
                  SARI | {"NIP": "123"}),
        )  # fmt: skip
        assert outcomes(run) == ["added", "unchanged", "refused", "refused"]
        assert (run.added, run.changed, run.unchanged, run.refused) == (1, 0, 1, 2)
        assert [row["number"] for row in run.rows] == [2, 3, 4, 5]
        assert faults(run) == [
            "TMT JABATAN: isi tanggal pindah, sesudah TMT jabatan sekarang (01-01-2020)",
            "NIP: NIP harus terdiri atas 18 angka.",
        ]
        assert before == (Employee.objects.count(), Posting.objects.count(), User.objects.count())

    def test_faults_are_kept_in_indonesian_and_told_in_english(self, city, table, tried):
        with translation.override("en"):
            run = tried("employees", city.wati, table("employees", SARI | {"NIP": "123"}))
            assert faults(run) == ["NIP: NIP harus terdiri atas 18 angka."]
            assert [retold(one) for one in faults(run)] == ["NIP: A NIP must have 18 digits."]

    def test_a_change_shows_old_and_new_per_field(self, city, table, tried):
        run = tried("employees", city.wati, table("employees", SARI | {"NAMA": "Sari W., S.E."}))
        assert run.rows[0]["differences"] == [["NAMA", "Sari Wulandari", "Sari W., S.E."]]

    def test_blank_cells_keep_what_is_known(self, city, table, tried):
        Employee.objects.filter(pk=city.sari.pk).update(registered_address="Jl. Lama 2")
        run = tried("employees", city.wati, table("employees", SARI))
        assert outcomes(run) == ["unchanged"]

    def test_the_same_person_twice_is_refused_the_second_time(self, city, table, tried):
        run = tried("employees", city.wati, table("employees", NEW, NEW))
        assert outcomes(run) == ["added", "refused"]
        assert faults(run) == ["Sudah ada pada baris 2 berkas ini."]

    @pytest.mark.parametrize(
        ("column", "value", "sentence"),
        [
            ("KODE UNIT", "TIDAK-ADA", "KODE UNIT: unit TIDAK-ADA tidak ada"),
            ("KODE JABATAN", "X", "KODE JABATAN: jabatan X tidak ada"),
            ("JENIS PEGAWAI", "Honorer", "pilih salah satu: PNS, PPPK, PPPK paruh waktu"),
            ("TMT JABATAN", "besok", "tulis tanggal sebagai"),
            ("TMT JABATAN", "", "TMT JABATAN: harus diisi"),
            ("KEPALA UNIT", "mungkin", "KEPALA UNIT: tulis YA atau TIDAK"),
            ("EMAIL", "bukan-email", "EMAIL: bukan alamat e-mail yang sah"),
            ("NAMA", "", "NAMA: harus diisi"),
            ("NIP", "", "Kolom NIP harus diisi."),
            ("NIP", 199505052020121000, "tersimpan sebagai angka"),
            ("TANGGAL BERHENTI", "2026-12-31", "pegawai baru tidak dapat sekaligus berhenti"),
            ("KEPALA UNIT", "YA", "mempunyai kepala lain pada hari yang sama"),
        ],
    )
    def test_each_bad_cell_has_its_sentence(self, city, table, tried, column, value, sentence):
        run = tried("employees", city.wati, table("employees", NEW | {column: value}))
        assert outcomes(run) == ["refused"]
        assert sentence in faults(run)[0]

    def test_a_missing_column_refuses_the_file(self, city, tried):
        with pytest.raises(Refused, match="KODE JABATAN"):
            tried("employees", city.wati, sheet(["NIP", "NAMA"], ["1", "2"]))
        assert ImportRun.objects.count() == 0

    def test_csv_with_semicolons_reads_the_same(self, city, tried):
        text = ";".join(SARI) + "\n" + ";".join(SARI.values())
        assert outcomes(tried("employees", city.wati, text.encode())) == ["unchanged"]


class TestApply:
    def test_a_new_employee_gets_a_posting_and_an_account_without_password(
        self, city, table, tried, applied, day
    ):
        applied(tried("employees", city.wati, table("employees", NEW)), city.wati)
        nina = Employee.objects.get(nip=NEW["NIP"])
        assert (nina.user.username, nina.user.email) == (NEW["NIP"], "nina@example.com")
        assert not nina.user.has_usable_password()
        assert nina.joined_on == datetime.date(2020, 12, 1)
        posting = posting_on(nina, day)
        assert (posting.unit, posting.position) == (city.division, city.positions.planner)

    def test_an_account_made_before_its_person_is_theirs_when_bkpsdm_imports_them(
        self, city, table, tried, applied
    ):
        early = User.objects.create_user(NEW["NIP"], email=NEW["EMAIL"], password="x")
        content = table("employees", NEW)
        denied = tried("employees", city.hana, content)
        assert faults(denied) == ["NIP ini tidak dapat ditambahkan oleh unit Anda; minta BKPSDM."]
        applied(tried("employees", city.wati, content), city.wati)
        assert Employee.objects.get(nip=NEW["NIP"]).user == early
        early.refresh_from_db()
        assert early.has_usable_password()

    def test_an_email_of_a_foreign_waiting_account_stays_refused(self, city, table, tried):
        User.objects.create_user("bkpsdm-lama", email=NEW["EMAIL"])
        run = tried("employees", city.wati, table("employees", NEW))
        assert faults(run) == ["EMAIL: sudah dipakai akun lain"]

    def test_one_decision_names_the_counts_and_each_change_is_logged(
        self, city, table, tried, applied
    ):
        content = table("employees", NEW, SARI | {"NAMA": "Sari W."}, SARI | {"NIP": "1"})
        run = applied(tried("employees", city.wati, content), city.wati)
        decision = Decision.objects.get(act="apply_import")
        assert decision.after == {
            "kind": "employees", "file": "uji.xlsx", "added": 1, "changed": 1, "unchanged": 0,
            "refused": 1,
        }  # fmt: skip
        assert run.status == "applied"
        logged = LogEntry.objects.get_for_object(city.sari).filter(action=1).get()
        assert logged.changes == {"NAMA": ["Sari Wulandari", "Sari W."]}
        assert logged.actor == city.wati.user

    def test_repeating_an_applied_import_changes_nothing(self, city, table, tried, applied):
        content = table("employees", NEW, SARI | {"NAMA": "Sari W."})
        run = applied(tried("employees", city.wati, content), city.wati)
        state = (Employee.objects.count(), Posting.objects.count(), Decision.objects.count())
        with pytest.raises(MovedOn):
            applied(run, city.wati)
        again = tried("employees", city.wati, content)
        assert outcomes(again) == ["unchanged", "unchanged"]
        assert state == (
            Employee.objects.count(),
            Posting.objects.count(),
            Decision.objects.count(),
        )

    def test_all_or_nothing_writes_nothing_for_one_bad_row(self, city, table, tried, applied):
        run = tried("employees", city.wati, table("employees", NEW, NEW | {"NIP": "1"}))
        with pytest.raises(Refused, match="1 baris ditolak"):
            applied(run, city.wati, all_or_nothing=True)
        run.refresh_from_db()
        assert run.status == "tried"
        assert not Employee.objects.filter(nip=NEW["NIP"]).exists()
        applied(run, city.wati)
        assert Employee.objects.filter(nip=NEW["NIP"]).exists()

    def test_what_changed_since_the_trial_is_checked_again(self, city, table, tried, applied):
        run = tried("employees", city.wati, table("employees", NEW))
        Unit.objects.filter(pk=city.division.pk).update(closed_on=datetime.date(2026, 1, 1))
        run = applied(run, city.wati)
        assert (run.added, run.refused) == (0, 1)
        assert not Employee.objects.filter(nip=NEW["NIP"]).exists()

    def test_a_transfer_ends_the_old_posting_the_day_before(self, city, table, tried, applied):
        move = SARI | {"KODE UNIT": "BAPPELITBANGDA-SOS", "TMT JABATAN": "2026-12-14"}
        applied(tried("employees", city.wati, table("employees", move)), city.wati)
        old, new = Posting.objects.filter(employee=city.sari).order_by("starts_on")
        assert (old.unit, old.ends_on) == (city.division, datetime.date(2026, 12, 13))
        assert (new.unit, new.starts_on, new.ends_on) == (
            city.other_division, datetime.date(2026, 12, 14), None,
        )  # fmt: skip

    def test_a_transfer_ends_unit_hr_of_the_old_agency(self, city, table, tried, applied):
        row = SARI | {
            "NIP": city.hana.nip, "NAMA": "Hana Pertiwi", "KODE UNIT": "DISDUKCAPIL",
            "KODE JABATAN": "PELAKSANA", "TMT JABATAN": "2026-12-07",
        }  # fmt: skip
        applied(tried("employees", city.wati, table("employees", row)), city.wati)
        assert RoleGrant.objects.get(user=city.hana.user).ends_on == datetime.date(2026, 12, 6)

    def test_leaving_closes_everything(self, city, table, tried, applied, client):
        client.force_login(city.sari.user)
        Home.objects.create(
            employee=city.sari, latitude=-6.2, longitude=106.9,
            set_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
            starts_on=datetime.date(2026, 1, 1),
        )  # fmt: skip
        row = SARI | {"TANGGAL BERHENTI": "2026-12-07"}
        applied(tried("employees", city.wati, table("employees", row)), city.wati)
        city.sari.refresh_from_db()
        assert city.sari.left_on == datetime.date(2026, 12, 7)
        assert not city.sari.user.is_active
        assert Posting.objects.get(employee=city.sari).ends_on == datetime.date(2026, 12, 6)
        assert Home.objects.filter(employee=city.sari).count() == 0
        assert client.get("/pemberitahuan/").status_code == 302

    def test_two_heads_swap_in_one_file(self, city, table, tried, applied, day):
        dewi = SARI | {
            "NIP": city.dewi.nip, "NAMA": "Dewi Anggraini", "KODE UNIT": "DISDUKCAPIL",
            "KODE JABATAN": "KABAN", "KEPALA UNIT": "YA", "TMT JABATAN": "2026-12-07",
        }  # fmt: skip
        yanti = dewi | {
            "NIP": city.yanti.nip, "NAMA": "Yanti Kusuma", "KODE UNIT": "BAPPELITBANGDA",
        }  # fmt: skip
        run = applied(tried("employees", city.wati, table("employees", dewi, yanti)), city.wati)
        assert (run.changed, run.refused) == (2, 0)
        assert posting_on(city.dewi, day).unit == city.service
        lone = tried(
            "employees",
            city.wati,
            table("employees", dewi | {"KODE UNIT": "BAPPELITBANGDA", "TMT JABATAN": "2026-12-21"}),
        )
        assert outcomes(lone) == ["refused"]


class TestRights:
    def test_unit_hr_reaches_its_own_subtree_only(self, city, table, tried):
        foreign = NEW | {"KODE UNIT": "DISDUKCAPIL-LOKET"}
        pulled = SARI | {"NIP": city.umar.nip, "NAMA": "Umar Said", "KODE JABATAN": "PELAKSANA"}
        run = tried(
            "employees",
            city.hana,
            table("employees", NEW, foreign | {"NIP": "199505052020121006", "EMAIL": ""}, pulled),
        )
        assert outcomes(run) == ["added", "refused", "refused"]
        assert faults(run)[0] == "KODE UNIT: bukan unit yang Anda kelola"
        assert faults(run)[1] == "NIP ini tidak dapat ditambahkan oleh unit Anda; minta BKPSDM."

    @pytest.mark.parametrize("kind", ["units", "positions"])
    def test_units_and_positions_are_for_bkpsdm(self, city, table, tried, kind):
        with pytest.raises(Refused, match="tidak berhak"):
            tried(kind, city.hana, table(kind, {"KODE UNIT": "X", "KODE JABATAN": "X"}))

    def test_nobody_changes_their_own_row(self, city, table, tried):
        own = SARI | {
            "NIP": city.hana.nip, "NAMA": "Hana Pertiwi", "KODE JABATAN": "KABAN",
            "KODE UNIT": "BAPPELITBANGDA", "KEPALA UNIT": "YA", "TMT JABATAN": "2026-12-07",
        }  # fmt: skip
        run = tried("employees", city.hana, table("employees", own))
        assert faults(run)[0] == "Data Anda sendiri tidak dapat Anda ubah; minta rekan atau BKPSDM."

    def test_an_import_does_not_take_an_account_over(self, city, table, tried, applied):
        User.objects.filter(pk=city.sari.user.pk).update(email="sari@example.com")
        row = SARI | {"EMAIL": "pencuri@example.com"}
        run = tried("employees", city.hana, table("employees", row))
        assert faults(run) == ["EMAIL: akun sudah mempunyai e-mail; pemiliknya yang mengubahnya"]
        used = SARI | {
            "NIP": city.tono.nip,
            "NAMA": "Tono Prasetyo",
            "EMAIL": "x@example.com",
            "KODE JABATAN": "PELAKSANA",
        }
        User.objects.filter(pk=city.tono.user.pk).update(
            last_login=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
        )
        run = applied(tried("employees", city.hana, table("employees", used)), city.hana)
        assert run.refused == 1
        city.tono.user.refresh_from_db()
        assert city.tono.user.email == ""


class TestOtherKinds:
    def test_units_come_parents_first_with_their_place(self, city, table, tried, applied):
        rows = [
            {"KODE UNIT": "DLH-SEK", "NAMA UNIT": "Sekretariat", "TINGKAT": "bidang",
             "KODE INDUK": "DLH"},
            {"KODE UNIT": "DLH", "NAMA UNIT": "Dinas LH", "TINGKAT": "opd", "KODE INDUK": "1",
             "HARI KERJA": "6", "TEMPAT KERJA": "Kantor DLH", "LINTANG": "-6,2415",
             "BUJUR": "106.99", "RADIUS (METER)": "150"},
        ]  # fmt: skip
        run = applied(tried("units", city.wati, table("units", *rows)), city.wati)
        assert (run.added, run.refused) == (2, 0)
        dlh = Unit.objects.get(code="DLH")
        assert (dlh.parent, dlh.working_week) == (city.root, 6)
        assert Unit.objects.get(code="DLH-SEK").parent == dlh
        place = Place.objects.get(unit=dlh)
        assert (place.latitude, place.longitude, place.radius_m) == (-6.2415, 106.99, 150)
        assert outcomes(tried("units", city.wati, table("units", *rows))) == ["unchanged"] * 2

    def test_a_loop_of_units_is_refused(self, city, table, tried):
        row = {
            "KODE UNIT": "BAPPELITBANGDA",
            "NAMA UNIT": "Badan",
            "TINGKAT": "opd",
            "KODE INDUK": "BAPPELITBANGDA-EKO",
        }
        run = tried("units", city.wati, table("units", row))
        assert faults(run) == ["KODE INDUK: unit ini menjadi bawahan dirinya sendiri"]
        a = {"KODE UNIT": "A", "NAMA UNIT": "A", "TINGKAT": "opd", "KODE INDUK": "B"}
        b = {"KODE UNIT": "B", "NAMA UNIT": "B", "TINGKAT": "opd", "KODE INDUK": "A"}
        assert outcomes(tried("units", city.wati, table("units", a, b))) == ["refused"] * 2

    def test_a_unit_under_a_refused_one_is_refused(self, city, table, tried):
        bad = {"KODE UNIT": "A", "NAMA UNIT": "", "TINGKAT": "opd", "KODE INDUK": "1"}
        below = {"KODE UNIT": "B", "NAMA UNIT": "B", "TINGKAT": "bidang", "KODE INDUK": "A"}
        run = tried("units", city.wati, table("units", bad, below))
        assert outcomes(run) == ["refused", "refused"]

    def test_positions(self, city, table, tried, applied):
        rows = [
            {"KODE JABATAN": "LURAH", "NAMA JABATAN": "Lurah", "JENIS JABATAN": "Pengawas",
             "ESELON": "IV.a"},
            {"KODE JABATAN": "X", "NAMA JABATAN": "X", "JENIS JABATAN": "Pelaksana",
             "ESELON": "II.b"},
        ]  # fmt: skip
        run = applied(tried("positions", city.wati, table("positions", *rows)), city.wati)
        assert outcomes(run) == ["added", "refused"]
        assert Position.objects.get(code="LURAH").echelon == "IV.a"

    def test_skills_are_dated_and_end(self, city, table, tried, applied):
        row = {
            "NIP": city.sari.nip,
            "KODE KETERAMPILAN": "LOKET",
            "MULAI": "2026-01-02",
            "NAMA KETERAMPILAN": "Petugas loket",
        }
        assert outcomes(tried("skills", city.hana, table("skills", row))) == ["refused"]
        applied(tried("skills", city.wati, table("skills", row)), city.wati)
        assert Skill.objects.get(code="LOKET").name == "Petugas loket"
        run = applied(
            tried("skills", city.hana, table("skills", row | {"SAMPAI": "2026-12-31"})), city.hana
        )
        assert run.changed == 1
        assert EmployeeSkill.objects.get().ends_on == datetime.date(2026, 12, 31)
        later = applied(
            tried("skills", city.hana, table("skills", row | {"MULAI": "2027-02-01"})), city.hana
        )
        assert (later.changed, later.refused) == (0, 1)
        foreign = row | {"NIP": city.umar.nip}
        assert outcomes(tried("skills", city.hana, table("skills", foreign))) == ["refused"]
