"""Leave, illness and travel from a spreadsheet: tried row by row, applied once, in bulk."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from schedules.models import Away, Plan
from schedules.services.aways import record_away
from tests.conftest import make_employee
from tests.middle_of_month.conftest import told
from units.access import scope_for
from units.decisions import Refused
from units.models import Decision, Employee, ImportRun, Outbox
from units.services.imports import apply_import, try_import

HEADER = "NIP,JENIS,MULAI,SAMPAI,NOMOR SURAT"
KIND = ImportRun.Kind.ABSENCES


def file_of(*rows):
    return "\n".join([HEADER, *rows]).encode()


def tried(actor, *rows):
    return try_import(
        KIND, actor=actor.user, scope=scope_for(actor.user), content=file_of(*rows),
        file_name="cuti.csv",
    )  # fmt: skip


def applied(actor, *rows, all_or_nothing=False):
    run = tried(actor, *rows)
    return apply_import(
        run, actor=actor.user, scope=scope_for(actor.user), all_or_nothing=all_or_nothing
    )


def counts(run):
    return (run.added, run.changed, run.unchanged, run.refused)


def test_a_trial_changes_nothing(city, plan):
    run = tried(city.hana, f"{city.sari.nip},Cuti tahunan,17-12-2026,18-12-2026,851/1")
    assert counts(run) == (1, 0, 0, 0)
    assert Away.objects.count() == 0
    assert told() == set()


def test_good_rows_are_written_the_plan_is_compared_and_both_are_told(city, plan):
    run = applied(
        city.hana,
        f"{city.sari.nip},Cuti tahunan,17-12-2026,18-12-2026,851/1",
        f"{city.tono.nip},sakit,2026-12-09,2026-12-09,",
        f"{city.umar.nip},sakit,2026-12-09,2026-12-09,",
        f"{city.tono.nip},Dinas luar,2026-12-10,2026-12-10,",
        f"{city.tono.nip},Mudik,2026-12-11,2026-12-11,851/9",
    )
    assert counts(run) == (2, 0, 0, 3)
    found = Away.objects.order_by("starts_on").values_list(
        "employee", "kind", "leave_type", "starts_on", "ends_on", "status", "recorded_by"
    )
    assert list(found) == [
        (city.tono.pk, "sakit", "", datetime.date(2026, 12, 9), datetime.date(2026, 12, 9),
         "approved", city.hana.user.pk),
        (city.sari.pk, "cuti", "tahunan", datetime.date(2026, 12, 17), datetime.date(2026, 12, 18),
         "approved", city.hana.user.pk),
    ]  # fmt: skip
    assert told() == {
        (city.sari.nip, "aways_imported"),
        (city.tono.nip, "aways_imported"),
        (city.rudi.nip, "aways_imported_below"),
    }
    assert Plan.objects.get(pk=plan.pk).recheck_asked_at is not None
    assert Decision.objects.order_by("-pk").first().act == "apply_import"
    refused = {row["number"]: " ".join(row["faults"]) for row in run.rows if "faults" in row}
    assert "tidak ada pegawai dengan NIP ini pada unit yang Anda kelola" in refused[4]
    assert "hanya sakit yang boleh menyusulkan" in refused[5]
    assert "pilih salah satu" in refused[6]


def test_all_or_nothing_writes_nothing_where_a_row_is_refused(city, plan):
    with pytest.raises(Refused, match="1 baris ditolak"):
        applied(
            city.hana,
            f"{city.sari.nip},sakit,17-12-2026,18-12-2026,",
            f"{city.umar.nip},sakit,17-12-2026,18-12-2026,",
            all_or_nothing=True,
        )
    assert Away.objects.count() == 0
    assert told() == set()


def test_repeating_changes_nothing_and_corrections_correct(city, plan):
    row = f"{city.sari.nip},sakit,17-12-2026,18-12-2026,"
    applied(city.hana, row)
    Outbox.objects.all().delete()
    Plan.objects.update(recheck_asked_at=None)
    again = applied(city.hana, row)
    assert counts(again) == (0, 0, 1, 0)
    assert told() == set()
    assert Plan.objects.get(pk=plan.pk).recheck_asked_at is None
    longer = applied(city.hana, f"{city.sari.nip},sakit,17-12-2026,21-12-2026,SD/7")
    assert counts(longer) == (0, 1, 0, 0)
    away = Away.objects.get()
    assert (away.ends_on, away.letter_number) == (datetime.date(2026, 12, 21), "SD/7")
    assert Plan.objects.get(pk=plan.pk).recheck_asked_at is not None


def test_rows_that_overlap_records_or_each_other_are_refused(city, plan):
    record_away(
        city.sari, kind="sakit", starts_on=datetime.date(2026, 12, 14),
        ends_on=datetime.date(2026, 12, 18), actor=city.hana.user,
    )  # fmt: skip
    run = tried(
        city.hana,
        f"{city.sari.nip},sakit,17-12-2026,22-12-2026,",
        f"{city.tono.nip},sakit,17-12-2026,22-12-2026,",
        f"{city.tono.nip},sakit,22-12-2026,23-12-2026,",
        f"{city.tono.nip},sakit,17-12-2026,17-12-2026,",
    )
    assert counts(run) == (1, 0, 0, 3)
    texts = [" ".join(row.get("faults", [])) for row in run.rows]
    assert "bertumpuk dengan ketidakhadiran 2026-12-14 sampai 2026-12-18" in texts[0]
    assert "bertumpuk dengan ketidakhadiran 2026-12-17 sampai 2026-12-22" in texts[2]
    assert "Sudah ada pada baris" in texts[3]


def test_nobody_imports_their_own_absence(city, plan):
    run = tried(city.hana, f"{city.hana.nip},sakit,17-12-2026,18-12-2026,")
    assert counts(run) == (0, 0, 0, 1)


def test_damaged_and_hostile_cells_are_told_row_by_row(city, plan):
    run = tried(
        city.wati,
        f"{city.sari.nip},sakit,31-31-2026,18-12-2026,",
        f"{city.sari.nip},sakit,15-12-2026,14-12-2026,",
        f"{city.sari.nip},sakit,,17-12-2026,",
        f'{city.sari.nip},sakit,18-12-2026,18-12-2026,"=HYPERLINK(""http://x"")"',
    )
    assert run.refused == 3
    assert run.rows[3]["outcome"] == "added"


@pytest.mark.parametrize("who", ["sari", "rudi", "yanti"])
def test_only_unit_hr_and_bkpsdm_import(city, plan, who):
    with pytest.raises(Refused):
        tried(getattr(city, who), f"{city.sari.nip},sakit,17-12-2026,18-12-2026,")
    assert ImportRun.objects.count() == 0


def test_the_pages_show_the_kind_template_and_errors(city, plan, as_):
    client = as_(city.hana)
    assert "Cuti, sakit dan dinas luar" in client.get("/impor/").content.decode()
    page = client.get("/impor/baru/absences/").content.decode()
    assert "NOMOR SURAT" in page
    assert client.get("/impor/templat/absences.xlsx").status_code == 200
    run = tried(city.hana, f"{city.umar.nip},sakit,17-12-2026,18-12-2026,")
    assert client.get(f"/impor/{run.pk}/").status_code == 200
    assert as_(city.yanti).get("/impor/baru/absences/").status_code == 403


def queries_of(city, count, first):
    people = [
        make_employee(f"19940101201704{first + n:04d}", f"Orang {n}", city.division,
                      city.positions.planner)
        for n in range(count)
    ]  # fmt: skip
    run = tried(city.wati, *(f"{one.nip},sakit,17-12-2026,18-12-2026," for one in people))
    assert counts(run) == (count, 0, 0, 0)
    scope = scope_for(city.wati.user)
    with CaptureQueriesContext(
        connection,
    ) as found:
        apply_import(run, actor=city.wati.user, scope=scope, all_or_nothing=True)
    return len(found)


def test_a_long_file_costs_as_many_queries_as_a_short_one(city, plan):
    short = queries_of(city, 3, 1)
    # SQLite takes 999 values at once: rows and notices in two statements each instead of one.
    assert queries_of(city, 120, 100) <= short + 2


class TestAnnualLeave:
    """No file grants more annual leave than the law: each row answers after the rows above it."""

    def test_the_row_that_goes_beyond_is_refused_and_the_others_are_written(self, city, plan):
        Employee.objects.filter(pk=city.tono.pk).update(joined_on="2026-03-02")
        run = applied(
            city.hana,
            f"{city.sari.nip},Cuti tahunan,02-03-2026,17-03-2026,851/1",  # 12 of 18 days
            f"{city.sari.nip},Cuti tahunan,07-12-2026,15-12-2026,851/2",  # 7 more: one too many
            f"{city.sari.nip},Cuti tahunan,16-12-2026,23-12-2026,851/3",  # 6 more: the last ones
            f"{city.sari.nip},Cuti tahunan,28-12-2026,28-12-2026,851/4",
            f"{city.tono.nip},Cuti tahunan,28-12-2026,28-12-2026,851/5",
            f"{city.tono.nip},sakit,29-12-2026,29-12-2026,",
        )
        assert counts(run) == (3, 0, 0, 3)
        texts = {row["number"]: " ".join(row["faults"]) for row in run.rows if "faults" in row}
        assert "Sisa cuti tahunan 2026 adalah 6 hari kerja, sedangkan yang diminta 7" in texts[3]
        assert "Sisa cuti tahunan 2026 adalah 0 hari kerja, sedangkan yang diminta 1" in texts[5]
        assert "sesudah bekerja 1 tahun terus-menerus, mulai 2 Maret 2027" in texts[6]
        letters = Away.objects.order_by("letter_number").values_list("letter_number", flat=True)
        assert list(letters) == ["", "851/1", "851/3"]

    def test_a_correction_counts_in_place_of_what_stood(self, city, plan):
        applied(city.hana, f"{city.sari.nip},Cuti tahunan,02-03-2026,17-03-2026,851/1")
        longer = applied(city.hana, f"{city.sari.nip},Cuti tahunan,02-03-2026,25-03-2026,851/1")
        assert counts(longer) == (0, 1, 0, 0)
        beyond = applied(city.hana, f"{city.sari.nip},Cuti tahunan,02-03-2026,26-03-2026,851/1")
        assert counts(beyond) == (0, 0, 0, 1)
        assert Away.objects.get().ends_on == datetime.date(2026, 3, 25)

    def test_many_rows_ask_as_many_queries_as_few(self, city, plan):
        def asked(count, first):
            people = [
                make_employee(f"19950101201804{first + n:04d}", f"Orang {n}", city.division,
                              city.positions.planner)
                for n in range(count)
            ]  # fmt: skip
            rows = [f"{one.nip},Cuti tahunan,17-12-2026,18-12-2026,851/1" for one in people]
            with CaptureQueriesContext(connection) as found:
                assert counts(tried(city.wati, *rows)) == (count, 0, 0, 0)
            return len(found)

        assert asked(3, 1) == asked(60, 100)
