"""Pages of terminals: from an empty list to a file that was applied, and who sees none of it."""

import pytest
from django.urls import reverse

from attendance.models import DeviceFile, DeviceMark, PinHolder, Punch, Terminal
from attendance.services.closing import close_day
from attendance.services.device_runs import work_on_device_file
from tests.attendance.conftest import MONDAY, at_time
from tests.attendance.device_cast import applied, attlog, gate_of, looked_through, on, upload_of
from units import clock

pytestmark = pytest.mark.django_db
LOG = (("12", on(MONDAY, "07:21")), ("12", on(MONDAY, "16:04")), ("99", on(MONDAY, "07:00")))


@pytest.fixture
def tuesday(city, hours, time_machine):
    """The morning after Monday, which is closed already."""
    time_machine.move_to(at_time(MONDAY, 9) + clock.ONE_DAY, tick=False)
    close_day(MONDAY)


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_unit_hr_goes_from_nothing_to_a_day_that_counts(city, tuesday, as_):
    hana = as_(city.hana)
    assert "Belum ada terminal" in text_of(hana.get(reverse("attendance:terminal_list")))
    new = {"unit": city.agency.pk, "name": "Gerbang Depan"}
    hana.post(reverse("attendance:terminal_new"), new)
    gate = Terminal.objects.get()
    page = reverse("attendance:terminal_detail", args=[gate.pk])
    pin = {"pin": "0012", "nip": city.sari.nip}
    assert hana.post(reverse("attendance:terminal_pin", args=[gate.pk]), pin)["Location"] == page
    upload = {"file": upload_of(attlog(*LOG))}
    answer = hana.post(reverse("attendance:device_file_new", args=[gate.pk]), upload)
    run = DeviceFile.objects.get()
    detail = reverse("attendance:device_file_detail", args=[run.pk])
    assert answer["Location"] == detail
    assert "Sedang diperiksa" in text_of(hana.get(detail))
    work_on_device_file(run.pk)
    shown = text_of(hana.get(detail))
    assert "<b>1</b> <span>hari pegawai akan dihitung, 1 tanggal" in shown
    assert "1 tanggal sudah ditutup dan dihitung ulang" in shown
    assert "PIN yang belum dikenal" in shown
    own = {"pin": "99", "nip": city.tono.nip, "berkas": run.pk}
    assert hana.post(reverse("attendance:terminal_pin", args=[gate.pk]), own)["Location"] == detail
    assert "PIN yang belum dikenal" not in text_of(hana.get(detail))
    hana.post(reverse("attendance:device_file_apply", args=[run.pk]))
    work_on_device_file(run.pk)
    shown = text_of(hana.get(detail))
    assert "2 rekap yang sudah ditutup dihitung ulang" in shown
    assert "Hana Pertiwi" in shown
    assert DeviceMark.objects.count() == 2


def test_what_was_typed_stays_where_a_pin_is_refused(city, tuesday, as_):
    gate = gate_of(city)
    pin = {"pin": "55", "nip": city.umar.nip}
    answer = as_(city.hana).post(reverse("attendance:terminal_pin", args=[gate.pk]), pin)
    assert answer.status_code == 422
    shown = text_of(answer)
    assert "Tidak ada pegawai dengan NIP ini pada unit yang Anda kelola." in shown
    assert f'value="{city.umar.nip}"' in shown
    assert not PinHolder.objects.filter(pin="55").exists()


def test_the_source_is_shown_where_the_check_in_is(city, tuesday, as_, time_machine):
    gate = gate_of(city)
    today = clock.today()
    rows = (("12", on(today, "07:21")),)
    applied(looked_through(gate, attlog(*rows), city.hana), city.hana)
    shown = text_of(as_(city.sari).get(reverse("attendance:today")))
    assert "Masuk 07.21</b> · terminal Gerbang Depan" in shown
    assert "Belum presensi masuk" not in shown
    shown = text_of(as_(city.rudi).get(reverse("attendance:team")))
    assert "07.21 <small>Gerbang Depan</small>" in shown
    new = reverse("attendance:correction_new", args=[today])
    assert "tercatat pukul 07.21. (Gerbang Depan)" in text_of(as_(city.sari).get(new))
    held = text_of(as_(city.sari).get(reverse("attendance:own_data")))
    assert "presensi terminal" in held.lower()


def test_odd_names_and_cells_come_out_inert(city, tuesday, as_):
    gate = gate_of(city)
    content = b"<script>alert(1)</script>;Waktu\n12;07/12/2026 07:00\n"
    run = looked_through(gate, content, city.hana, '"><img src=x>.csv')
    shown = text_of(as_(city.hana).get(reverse("attendance:device_file_detail", args=[run.pk])))
    assert "<SCRIPT>" not in shown
    assert "<img" not in shown
    assert "&lt;SCRIPT&gt;ALERT(1)&lt;/SCRIPT&gt;" in shown


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 not a zip", b"%PDF-1.7 x", b"", b"\x1f\x8b\x08\0"]
)
def test_files_that_are_no_log_are_refused_with_a_sentence(city, tuesday, content):
    run = looked_through(gate_of(city), content, city.hana)
    assert run.status == "unreadable"
    assert run.message.endswith(".")
    assert Punch.objects.count() == 0


def test_a_packed_bomb_is_refused_before_it_is_unpacked(city, tuesday, settings):
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b" " * (21 * 1024 * 1024))
    settings.SPREADSHEET_MAX_BYTES = 1024 * 1024
    run = looked_through(gate_of(city), out.getvalue(), city.hana, "bom.xlsx")
    assert (run.status, run.message) == (
        "unreadable", "Isi berkas terlalu besar setelah dibuka. Salin datanya ke berkas baru.",
    )  # fmt: skip


def test_too_many_rows_and_bytes_are_refused(city, tuesday, settings, as_):
    gate = gate_of(city)
    settings.DEVICE_FILE_MAX_ROWS = 2
    run = looked_through(gate, attlog(*LOG), city.hana)
    assert run.message == "Berkas berisi lebih dari 2 baris. Bagi menjadi beberapa berkas."
    settings.DEVICE_FILE_MAX_BYTES = 10
    upload = {"file": upload_of(attlog(*LOG))}
    answer = as_(city.hana).post(reverse("attendance:device_file_new", args=[gate.pk]), upload)
    assert (answer.status_code, DeviceFile.objects.count()) == (422, 1)


def test_pins_come_from_a_spreadsheet(city, monday):
    from units.access import scope_for
    from units.services.imports import apply_import, try_import

    Terminal.objects.create(
        unit=city.agency, name="Gerbang", made_by=city.hana.user, made_at=clock.now()
    )
    rows = [
        f"{city.agency.code};gerbang;0012;{city.sari.nip};",
        f"{city.agency.code};;305;{city.rudi.nip};2026-12-01",
        f"{city.agency.code};Lain;5;{city.sari.nip};",
        f"{city.service.code};;5;{city.sari.nip};",
        f"{city.agency.code};;6;{city.hana.nip};",
        f"{city.agency.code};;0;{city.sari.nip};",
    ]
    content = "\n".join(["KODE UNIT;TERMINAL;PIN;NIP;MULAI", *rows]).encode()
    scope = scope_for(city.hana.user)
    run = try_import(
        "pins", actor=city.hana.user, scope=scope, content=content, file_name="pin.csv"
    )
    assert [row["outcome"] for row in run.rows] == ["added"] * 2 + ["refused"] * 4
    apply_import(run, actor=city.hana.user, scope=scope, all_or_nothing=False)
    found = set(PinHolder.objects.values_list("terminal__name", "pin", "employee__name"))
    assert found == {("Gerbang", "12", "Sari Wulandari"), (None, "305", "Rudi Hartono")}
    again = try_import(
        "pins", actor=city.hana.user, scope=scope, content=content, file_name="pin.csv"
    )
    assert [row["outcome"] for row in again.rows] == ["unchanged"] * 2 + ["refused"] * 4
    other = f"KODE UNIT;TERMINAL;PIN;NIP\n{city.agency.code};GERBANG;12;{city.tono.nip}\n".encode()
    run = try_import("pins", actor=city.hana.user, scope=scope, content=other, file_name="pin.csv")
    assert (run.changed, run.refused) == (1, 0)
    apply_import(run, actor=city.hana.user, scope=scope, all_or_nothing=True)
    assert PinHolder.objects.get(pin="12").employee == city.tono


def test_a_terminal_does_not_take_the_phone_its_say(city, tuesday, as_, at_home, time_machine):
    gate = gate_of(city)
    today, page = clock.today(), reverse("attendance:today")
    rows = [(pin, on(today, at)) for pin in ("12", "7") for at in ("07:21", "12:01")]
    time_machine.move_to(at_time(today, 12, 30), tick=False)
    applied(looked_through(gate, attlog(*rows), city.hana), city.hana)
    # At the office the coming counts; who went out at noon may still leave by phone.
    assert 'data-tap="masuk"><input' not in as_(city.sari).get(page).text
    time_machine.move_to(at_time(today, 15, 30), tick=False)
    shown = as_(city.sari).get(page).text
    assert 'data-tap="pulang"><input' in shown
    assert "Presensi hari ini lengkap." not in shown
    # On a day at home the terminal is for review, and the phone is asked for both.
    at_home(city.tono, today)
    assert 'data-tap="masuk"><input' in as_(city.tono).get(page).text
    # After the hours the leaving is the terminal's.
    time_machine.move_to(at_time(today, 16, 30), tick=False)
    late = attlog(("12", on(today, "16:04")))
    applied(looked_through(gate, late, city.hana), city.hana)
    shown = as_(city.sari).get(page).text
    assert "Presensi hari ini lengkap." in shown
    assert 'data-tap="pulang"><input' not in shown
