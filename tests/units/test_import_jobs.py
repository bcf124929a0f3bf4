"""Long imports: a worker checks and writes them, once, and beat catches up what it left."""

import datetime

import pytest
from django.urls import reverse

from units import clock
from units.access import scope_for
from units.decisions import MovedOn
from units.models import Decision, Employee, ImportRun, Outbox, RoleGrant, Unit
from units.services import import_jobs, imports
from units.services.import_jobs import resume_imports, work_on_import
from units.services.imports import discard_import

from .test_imports import NEW, SARI

MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def sent(monkeypatch):
    """Every file is a long one, and a worker of a test takes from this list of run numbers."""
    from units.tasks import work_on_import_run

    numbers = []
    monkeypatch.setattr(imports, "AT_ONCE_BYTES", 0)
    monkeypatch.setattr(work_on_import_run, "delay", numbers.append)
    return numbers


@pytest.fixture
def waiting(monday, city, table, tried, sent, django_capture_on_commit_callbacks):
    """A long file of BKPSDM with one new person and one bad row, on its way to a worker."""
    with django_capture_on_commit_callbacks(execute=True):
        return tried("employees", city.wati, table("employees", NEW, SARI | {"NIP": "1"}))


@pytest.fixture
def checked(waiting):
    """The same file after a worker checked it."""
    work_on_import(waiting.pk)
    waiting.refresh_from_db()
    return waiting


def is_there():
    return Employee.objects.filter(nip=NEW["NIP"]).exists()


def test_a_worker_checks_what_was_uploaded_and_tells_the_uploader(city, waiting, sent):
    assert (waiting.status, waiting.rows, sent) == ("checking", [], [waiting.pk])
    work_on_import(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.added, waiting.refused) == ("tried", 1, 1)
    assert [row["outcome"] for row in waiting.rows] == ["added", "refused"]
    assert (waiting.rows_all, waiting.attempts, is_there()) == (2, 1, False)
    notice = Outbox.objects.get(kind="import_done")
    assert notice.recipient == city.wati.user
    assert notice.text == "Berkas uji.xlsx: Diperiksa: 1 baru, 0 berubah, 1 ditolak."


def test_a_worker_applies_once_what_was_asked_for(city, checked, applied, sent,
                                                  django_capture_on_commit_callbacks):  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        run = applied(checked, city.wati)
    assert (run.status, is_there(), sent) == ("applying", False, [run.pk, run.pk])
    with pytest.raises(MovedOn):
        applied(checked, city.wati)
    with pytest.raises(MovedOn):
        discard_import(checked, actor=city.wati.user)
    work_on_import(run.pk)
    work_on_import(run.pk)
    run.refresh_from_db()
    assert (run.status, run.added, run.refused, is_there()) == ("applied", 1, 1, True)
    assert Decision.objects.get(act="apply_import").actor == city.wati.user
    assert Outbox.objects.filter(kind="import_done").count() == 2


def test_all_or_nothing_comes_back_with_a_sentence(city, checked, applied):
    run = applied(checked, city.wati, all_or_nothing=True)
    work_on_import(run.pk)
    run.refresh_from_db()
    sentence = "1 baris ditolak, sehingga tidak ada baris yang diterapkan."
    assert (run.status, run.message, is_there()) == ("tried", sentence, False)
    run = applied(run, city.wati)
    work_on_import(run.pk)
    run.refresh_from_db()
    assert (run.status, run.message, is_there()) == ("applied", "", True)


def test_an_unreadable_file_says_why(city, tried, sent):
    run = tried("employees", city.wati, b"NIP;NAMA\n1;2")
    work_on_import(run.pk)
    run.refresh_from_db()
    assert run.status == "unreadable"
    assert run.message.startswith("Kolom ini tidak ada dalam berkas: JENIS PEGAWAI")
    discard_import(run, actor=city.wati.user)
    run.refresh_from_db()
    assert (run.status, bytes(run.content)) == ("discarded", b"")


def test_the_rights_are_those_of_the_moment(city, table, tried, applied, sent):
    run = tried("employees", city.hana, table("employees", SARI | {"NAMA": "Sari W."}))
    work_on_import(run.pk)
    run = applied(ImportRun.objects.get(pk=run.pk), city.hana)
    RoleGrant.objects.filter(user=city.hana.user).update(ends_on=datetime.date(2026, 1, 2))
    work_on_import(run.pk)
    run.refresh_from_db()
    assert (run.status, run.message) == ("tried", "Anda tidak berhak mengimpor jenis ini.")
    city.sari.refresh_from_db()
    assert city.sari.name == "Sari Wulandari"


def test_a_check_that_was_given_up_stays_given_up(city, waiting):
    ImportRun.objects.filter(pk=waiting.pk).update(alive_at=clock.now(), attempts=1)
    discard_import(waiting, actor=city.wati.user)
    work_on_import(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.rows) == ("discarded", [])


def test_a_crash_changes_nothing_and_can_be_tried_again(city, checked, applied, monkeypatch):
    def break_down(outcomes, *, actor):
        Unit.objects.filter(pk=city.division.pk).update(name="Rusak")
        raise MemoryError

    applied(checked, city.wati)
    with monkeypatch.context() as patched:
        patched.setitem(imports.WRITERS, "employees", break_down)
        work_on_import(checked.pk)
    checked.refresh_from_db()
    assert checked.status == "tried"
    # The file is still there: nobody is sent to upload it again.
    assert checked.message == (
        "Penerapan gagal dan tidak ada yang tersimpan. Berkasnya masih ada; terapkan lagi."
    )
    city.division.refresh_from_db()
    assert city.division.name != "Rusak"
    assert not Decision.objects.filter(act="apply_import").exists()
    applied(checked, city.wati)
    work_on_import(checked.pk)
    assert is_there()


def test_a_silent_worker_is_followed_by_another_and_cannot_write_after_it(
    city, checked, applied, sent, time_machine, monkeypatch
):
    run = applied(checked, city.wati)
    write, late = import_jobs.write_import, []

    def silent(taken, *, scope):
        late.append(taken)
        raise MovedOn

    monkeypatch.setattr(import_jobs, "write_import", silent)
    work_on_import(run.pk)
    ImportRun.objects.filter(pk=run.pk).update(status="applying", message="")
    assert resume_imports() == 0
    time_machine.shift(11 * MINUTE)
    assert resume_imports() == 1
    monkeypatch.setattr(import_jobs, "write_import", write)
    work_on_import(run.pk)
    run.refresh_from_db()
    assert (run.status, run.attempts) == ("applied", 3)
    with pytest.raises(MovedOn):
        write(late[0], scope=scope_for(city.wati.user))
    assert Decision.objects.filter(act="apply_import").count() == 1


def test_a_lost_message_is_sent_again(waiting, sent, time_machine,
                                      django_capture_on_commit_callbacks):  # fmt: skip
    sent.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert resume_imports() == 0
        time_machine.shift(3 * MINUTE)
        assert resume_imports() == 1
    assert sent == [waiting.pk]


@pytest.mark.parametrize(("status", "back"), [("checking", "unreadable"), ("applying", "tried")])
def test_after_three_silent_workers_the_run_is_given_back(
    city, waiting, time_machine, status, back
):
    ImportRun.objects.filter(pk=waiting.pk).update(
        status=status, applied_by=city.wati.user, attempts=3, alive_at=clock.now()
    )
    time_machine.shift(11 * MINUTE)
    assert resume_imports() == 0
    waiting.refresh_from_db()
    assert (waiting.status, waiting.message[:24]) == (back, "Pekerja berhenti 3 kali;")


def test_the_page_follows_the_work(city, waiting, client, django_assert_num_queries):
    client.force_login(city.wati.user)
    page = client.get(reverse("units:import_detail", args=[waiting.pk])).content.decode()
    assert "Berkas panjang; menunggu giliran diperiksa." in page
    assert "every 2s" in page
    ImportRun.objects.filter(pk=waiting.pk).update(rows_all=20000, rows_done=4300)
    progress = reverse("units:import_progress", args=[waiting.pk])
    with django_assert_num_queries(6):
        part = client.get(progress)
    assert "4.300 dari 20.000 baris diperiksa." in part.content.decode()
    assert "HX-Refresh" not in part
    work_on_import(waiting.pk)
    done = client.get(progress)
    assert done["HX-Refresh"] == "true"
    assert "every 2s" not in done.content.decode()
    client.post(reverse("units:import_apply", args=[waiting.pk]), {"how": "good"})
    page = client.get(reverse("units:import_detail", args=[waiting.pk])).content.decode()
    assert "Sedang diterapkan" in page
    assert "Batalkan impor" not in page
