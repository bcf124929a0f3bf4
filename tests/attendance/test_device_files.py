"""Log files of terminals: looked through first, applied once, first-in and last-out of a day."""

import datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from attendance.models import CheckIn, DayRecord, DeviceFile, DeviceMark, PinHolder, Punch
from attendance.queries.terminals import unknown_pins
from attendance.services.closing import close_day
from attendance.services.device_files import apply_device_file, discard_device_file
from attendance.services.device_runs import resume_files, work_on_device_file
from attendance.services.terminals import make_terminal, set_file_columns, set_pin
from tests.attendance.conftest import MONDAY, at_time
from tests.attendance.device_cast import applied, attlog, gate_of, looked_through, on
from units.decisions import MovedOn, Refused
from units.models import Decision, Outbox, RoleGrant

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + datetime.timedelta(days=1)
FULL = (("12", on(MONDAY, "07:21:09")), ("12", on(MONDAY, "12:02")), ("12", on(MONDAY, "16:04")))


@pytest.fixture
def gate(city, hours, time_machine):
    """The terminal of Bappelitbangda on the morning after Monday, which is closed already."""
    time_machine.move_to(at_time(TUESDAY, 9), tick=False)
    close_day(MONDAY)
    return gate_of(city)


def marks_of(person, day=MONDAY):
    row = DeviceMark.objects.filter(employee=person, work_date=day).first()
    if row is None:
        return None
    return tuple(
        at and at.astimezone(at_time(day, 0).tzinfo).strftime("%H:%M")
        for at in (row.in_at, row.out_at)
    )


def verdict(person, day=MONDAY):
    row = DayRecord.objects.get(employee=person, date=day)
    return row.verdict, row.minutes_late, row.minutes_early


def test_a_look_changes_nothing_and_says_what_would(city, gate):
    content = attlog(
        *FULL, ("0007", on(MONDAY, "08:00")), ("99", on(MONDAY, "07:00")),
        ("99", on(MONDAY, "16:30")), ("", on(MONDAY, "07:00")), ("12", "2026-13-40 07:00:00"),
        ("12", on(TUESDAY, "09:03")), ("12", "2026-01-05 07:00:00"),
    )  # fmt: skip
    run = looked_through(gate, content, city.hana)
    assert (run.status, run.message) == ("tried", "")
    found = run.found
    assert (found["rows"], found["new"], found["known"], found["people"]) == (6, 6, 0, 2)
    assert found["bad_rows"] == [[7, "blank_pin"], [8, "bad_time"], [9, "future"], [10, "old"]]
    assert (found["person_days"], found["closed_days"]) == (2, 1)
    assert found["days"] == [["2026-12-07", 6, 2]]
    assert unknown_pins(run) == [
        {"pin": "99", "rows": 2, "first": "2026-12-07T07:00:00", "last": "2026-12-07T16:30:00"}
    ]
    assert (Punch.objects.count(), DeviceMark.objects.count()) == (0, 0)
    assert verdict(city.sari) == ("unexplained", 0, 0)
    notice = Outbox.objects.get(kind="import_done")
    assert notice.recipient == city.hana.user
    assert notice.text == "Berkas 1_attlog.dat: Diperiksa: 6 catatan baru, 4 baris ditolak."


def test_first_in_and_last_out_count_and_leave_a_trail(city, gate):
    run = applied(
        looked_through(gate, attlog(*FULL, ("7", on(MONDAY, "08:00"))), city.hana), city.hana
    )
    assert (run.status, run.message, run.parts.count()) == ("applied", "", 0)
    assert (marks_of(city.sari), marks_of(city.tono)) == (("07:21", "16:04"), ("08:00", None))
    assert verdict(city.sari) == ("present", 0, 0)
    assert verdict(city.tono) == ("incomplete", 30, 0)
    assert verdict(city.rudi) == ("unexplained", 0, 0)
    assert run.found["outcome"] == {
        "marks": 2, "recomputed": {"2026-12-07": 2}, "own_days": 0, "elsewhere": 0,
    }  # fmt: skip
    decision = Decision.objects.get(act="apply_device_file")
    assert (decision.actor, decision.unit) == (city.hana.user, city.agency)
    assert decision.after["recomputed"] == {"2026-12-07": 2}
    assert not CheckIn.objects.exists()


def test_the_same_file_and_one_that_overlaps_it_change_nothing_twice(city, gate):
    applied(looked_through(gate, attlog(*FULL), city.hana), city.hana)
    before = [
        list(table.objects.order_by("pk").values()) for table in (Punch, DeviceMark, DayRecord)
    ]
    again = looked_through(gate, attlog(*FULL), city.wati)
    assert (again.found["new"], again.found["known"], again.found["person_days"]) == (0, 3, 0)
    again = applied(again, city.wati)
    assert again.found["outcome"]["marks"] == 0
    overlapping = attlog(FULL[1], FULL[2], ("12", on(TUESDAY, "07:29")))
    applied(looked_through(gate, overlapping, city.hana), city.hana)
    assert Punch.objects.count() == 4
    after = [
        list(table.objects.order_by("pk").values()) for table in (Punch, DeviceMark, DayRecord)
    ]
    after = [rows[: len(old)] for rows, old in zip(after, before, strict=True)]
    assert after == before
    assert marks_of(city.sari, TUESDAY) == ("07:29", None)


def test_files_in_any_order_give_the_same_day(city, gate):
    late, early = attlog(FULL[1], FULL[2]), attlog(FULL[0])
    applied(looked_through(gate, late, city.hana), city.hana)
    assert marks_of(city.sari) == ("12:02", "16:04")
    applied(looked_through(gate, early, city.hana), city.hana)
    assert (marks_of(city.sari), verdict(city.sari)) == (("07:21", "16:04"), ("present", 0, 0))


def test_two_terminals_make_one_day(city, gate):
    back = make_terminal(city.agency, name="Gerbang Belakang", actor=city.hana.user)
    set_pin(back, pin="300", digits=city.sari.nip, actor=city.hana.user)
    applied(looked_through(gate, attlog(FULL[0]), city.hana), city.hana)
    applied(looked_through(back, attlog(("300", on(MONDAY, "16:20"))), city.hana), city.hana)
    mark = DeviceMark.objects.get(employee=city.sari)
    assert (mark.in_terminal, mark.out_terminal, marks_of(city.sari)) == (
        gate, back, ("07:21", "16:20"),
    )  # fmt: skip
    assert verdict(city.sari) == ("present", 0, 0)


def test_a_phone_is_not_overwritten_and_the_better_of_both_counts(city, hours, tap, time_machine):
    tap(city.sari, "in", at_time(MONDAY, 7, 40))
    tap(city.sari, "out", at_time(MONDAY, 16, 30))
    before = list(CheckIn.objects.order_by("pk").values())
    time_machine.move_to(at_time(TUESDAY, 9), tick=False)
    close_day(MONDAY)
    assert verdict(city.sari) == ("present", 10, 0)
    gate = gate_of(city)
    applied(looked_through(gate, attlog(*FULL), city.hana), city.hana)
    assert verdict(city.sari) == ("present", 0, 0)
    assert list(CheckIn.objects.order_by("pk").values()) == before


def test_a_finger_laid_on_twice_is_no_pair(city, gate):
    rows = (("12", on(MONDAY, "07:21")), ("12", on(MONDAY, "07:22")), ("7", on(MONDAY, "16:01")))
    applied(looked_through(gate, attlog(*rows), city.hana), city.hana)
    assert (marks_of(city.sari), marks_of(city.tono)) == (("07:21", None), (None, "16:01"))
    assert (verdict(city.sari)[0], verdict(city.tono)[0]) == ("incomplete", "incomplete")


def test_a_terminal_at_the_office_is_for_review_on_a_day_at_home(city, gate, at_home):
    at_home(city.sari, MONDAY)
    applied(looked_through(gate, attlog(*FULL), city.hana), city.hana)
    assert verdict(city.sari)[0] == "review"


def test_leave_and_holidays_stay_what_they_are(city, gate, away):
    away(city.sari, MONDAY)
    applied(looked_through(gate, attlog(*FULL), city.hana), city.hana)
    assert verdict(city.sari)[0] == "away"


def test_an_unknown_pin_finds_its_person_without_the_file(city, gate):
    rows = (("99", on(MONDAY, "07:15")), ("99", on(MONDAY, "16:10")))
    run = applied(looked_through(gate, attlog(*rows), city.hana), city.hana)
    assert (run.found["outcome"]["marks"], verdict(city.rudi)[0]) == (0, "unexplained")
    set_pin(gate, pin="0099", digits=city.rudi.nip, actor=city.hana.user)
    assert unknown_pins(run) == []
    run = applied(run, city.hana)
    assert (run.found["outcome"]["marks"], verdict(city.rudi)[0]) == (1, "present")
    acts = list(
        Decision.objects.filter(subject_type="attendance.DeviceFile").values_list("act", flat=True)
    )
    assert acts == ["compute_device_file_again", "apply_device_file"]


def test_a_pin_given_to_somebody_else_counts_for_them_from_then_on(city, gate):
    set_pin(gate, pin="12", digits=city.rudi.nip, starts_on=TUESDAY, actor=city.hana.user)
    rows = (*FULL, ("12", on(TUESDAY, "07:20")))
    applied(looked_through(gate, attlog(*rows), city.hana), city.hana)
    assert (marks_of(city.sari), marks_of(city.rudi, TUESDAY)) == (
        ("07:21", "16:04"), ("07:20", None),
    )  # fmt: skip
    assert (marks_of(city.sari, TUESDAY), marks_of(city.rudi)) == (None, None)


def test_a_pin_that_was_wrong_is_taken_away_again(city, gate):
    run = applied(looked_through(gate, attlog(*FULL), city.hana), city.hana)
    set_pin(gate, pin="12", digits=city.rudi.nip, actor=city.hana.user)
    applied(run, city.hana)
    assert (marks_of(city.sari), marks_of(city.rudi)) == (None, ("07:21", "16:04"))
    assert (verdict(city.sari)[0], verdict(city.rudi)[0]) == ("unexplained", "present")


def test_nobody_applies_days_of_their_own(city, gate):
    PinHolder.objects.create(
        unit=city.agency, terminal=gate, pin="5", employee=city.hana, set_by=city.wati.user,
        set_at=at_time(MONDAY, 9),
    )  # fmt: skip
    rows = (*FULL, ("5", on(MONDAY, "07:00")), ("5", on(MONDAY, "16:30")))
    run = applied(looked_through(gate, attlog(*rows), city.hana), city.hana)
    assert (run.found["outcome"]["own_days"], marks_of(city.hana)) == (1, None)
    assert (verdict(city.hana)[0], verdict(city.sari)[0]) == ("unexplained", "present")
    run = applied(run, city.wati)
    assert verdict(city.hana)[0] == "present"
    with pytest.raises(Refused, match="PIN Anda sendiri"):
        set_pin(gate, pin="6", digits=city.hana.nip, actor=city.hana.user)
    assert not PinHolder.objects.filter(pin="6").exists()


def test_people_of_other_units_are_left_to_who_keeps_their_records(city, gate):
    with pytest.raises(Refused):
        set_pin(gate, pin="8", digits=city.umar.nip, actor=city.hana.user)
    set_pin(gate, pin="8", digits=city.umar.nip, actor=city.wati.user)
    rows = (("8", on(MONDAY, "07:00")), ("8", on(MONDAY, "16:30")))
    run = applied(looked_through(gate, attlog(*rows), city.hana), city.hana)
    assert (run.found["outcome"]["elsewhere"], marks_of(city.umar)) == (1, None)
    applied(run, city.wati)
    assert marks_of(city.umar) == ("07:00", "16:30")


def test_the_rights_are_those_of_the_moment(city, gate):
    run = looked_through(gate, attlog(*FULL), city.hana)
    apply_device_file(run, actor=city.hana.user)
    RoleGrant.objects.filter(user=city.hana.user).update(ends_on=datetime.date(2026, 1, 2))
    work_on_device_file(run.pk)
    run.refresh_from_db()
    assert (run.status, run.message) == ("tried", "Anda tidak lagi mengelola terminal ini.")
    assert (Punch.objects.count(), DeviceMark.objects.count()) == (0, 0)


def test_an_application_that_stops_half_way_is_finished_by_the_next(city, gate, monkeypatch):
    from attendance.services import device_runs

    run = looked_through(gate, attlog(*FULL), city.hana)
    apply_device_file(run, actor=city.hana.user)
    with monkeypatch.context() as broken:
        broken.setattr(device_runs, "_compute", lambda *args: 1 / 0)
        work_on_device_file(run.pk)
    run.refresh_from_db()
    assert run.message == (
        "Penerapan belum selesai. Terapkan lagi; yang sudah terbaca tidak terhitung dua kali."
    )
    assert (run.status, Punch.objects.count(), DeviceMark.objects.count()) == ("tried", 3, 0)
    applied(run, city.hana)
    assert (Punch.objects.count(), verdict(city.sari)[0]) == (3, "present")


def test_beat_catches_up_what_a_worker_left(
    city, gate, monkeypatch, django_capture_on_commit_callbacks
):
    from attendance.tasks import resume_device_files, work_on_device_file_run

    sent = []
    monkeypatch.setattr(work_on_device_file_run, "delay", sent.append)
    run = looked_through(gate, attlog(*FULL), city.hana)
    apply_device_file(run, actor=city.hana.user)
    long_ago = at_time(TUESDAY, 8)
    DeviceFile.objects.update(alive_at=long_ago, attempts=1)
    with django_capture_on_commit_callbacks(execute=True):
        assert resume_device_files() == 1
    assert sent == [run.pk]
    work_on_device_file(run.pk)
    assert verdict(city.sari)[0] == "present"
    assert resume_files() == 0


def test_a_file_given_up_stays_given_up(city, gate):
    run = looked_through(gate, attlog(*FULL), city.hana)
    discard_device_file(run, actor=city.hana.user)
    with pytest.raises(MovedOn):
        apply_device_file(run, actor=city.hana.user)
    assert (DeviceFile.objects.get().status, run.parts.count()) == ("discarded", 0)


def test_punches_are_append_only(city, gate):
    applied(looked_through(gate, attlog(*FULL), city.hana), city.hana)
    with pytest.raises(DatabaseError), transaction.atomic():
        Punch.objects.update(at=F("at") - datetime.timedelta(hours=1))
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError), transaction.atomic():
            Punch.objects.all()[:1].get().delete()
    assert Punch.objects.count() == 3


def test_a_csv_is_read_by_the_columns_of_its_unit(city, gate):
    content = (
        "﻿No.;AC-No.;Nama;Tanggal;Jam\r\n"
        "1;0012;=HYPERLINK(1);07/12/2026;07.21\r\n"
        '2;12;"Sari, W";07/12/2026;16.04\r\n'
        "3;=1+1;X;07/12/2026;16.04\r\n"
    ).encode()
    run = looked_through(gate, content, city.hana, "Desember.csv")
    assert run.status == "unreadable"
    assert run.message == (
        "Kolom PIN dan tanggal belum dikenali. Tetapkan kolomnya, lalu periksa lagi."
    )
    assert run.found["headers"] == ["NO.", "AC-NO.", "NAMA", "TANGGAL", "JAM"]
    set_file_columns(city.agency, pin="ac-no.", moment="Tanggal", time="Jam", order="dmy",
                     actor=city.hana.user)  # fmt: skip
    from attendance.services.device_files import check_device_file

    check_device_file(run, actor=city.hana.user)
    work_on_device_file(run.pk)
    run.refresh_from_db()
    assert (run.status, run.found["new"]) == ("tried", 2)
    assert run.found["bad_rows"] == [[4, "bad_pin"]]
    applied(run, city.hana)
    assert marks_of(city.sari) == ("07:21", "16:04")


def test_a_workbook_is_read_by_the_same_columns(city, gate):
    import io

    import xlsxwriter

    set_file_columns(city.agency, pin="PIN", moment="Waktu", time="", order="ymd",
                     actor=city.hana.user)  # fmt: skip
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page, moment = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    page.write_row(0, 0, ("PIN", "Waktu"))
    for row, at in enumerate(
        (datetime.datetime(2026, 12, 7, 7, 21), datetime.datetime(2026, 12, 7, 16, 4)), 1
    ):
        page.write_number(row, 0, 12)
        page.write_datetime(row, 1, at, moment)
    page.write_row(3, 0, ("12", "2026-12-07 17:00"))
    book.close()
    run = applied(looked_through(gate, out.getvalue(), city.hana, "log.xlsx"), city.hana)
    assert (run.status, marks_of(city.sari)) == ("applied", ("07:21", "17:00"))


def test_a_night_shift_is_one_work_date(city, gate, time_machine):
    from schedules.models import ShiftDay, ShiftPattern

    night = ShiftPattern.objects.create(
        unit=city.agency, code="M", name="Malam", start=datetime.time(22), end=datetime.time(6),
        next_day=True, starts_on=datetime.date(2020, 1, 1),
    )  # fmt: skip
    for day in (MONDAY, TUESDAY):
        ShiftDay.objects.create(
            employee=city.sari, date=day, pattern=night, entered_by=city.hana.user,
            entered_at=at_time(MONDAY, 9),
        )  # fmt: skip
    wednesday = TUESDAY + datetime.timedelta(days=1)
    rows = (
        ("12", on(MONDAY, "21:50")), ("12", on(TUESDAY, "06:12")), ("12", on(TUESDAY, "21:58")),
        ("12", on(wednesday, "06:03")), ("7", on(TUESDAY, "07:25")), ("7", on(TUESDAY, "16:01")),
    )  # fmt: skip
    time_machine.move_to(at_time(wednesday, 12), tick=False)
    applied(looked_through(gate, attlog(*rows), city.hana), city.hana)
    assert (marks_of(city.sari), marks_of(city.sari, TUESDAY)) == (
        ("21:50", "06:12"), ("21:58", "06:03"),
    )  # fmt: skip
    assert marks_of(city.tono, TUESDAY) == ("07:25", "16:01")
    assert (verdict(city.sari), verdict(city.sari, TUESDAY)) == (
        ("present", 0, 0), ("present", 0, 0),
    )  # fmt: skip
