"""Terminals, their files and activity numbers: BKPSDM, and unit HR for its own units."""

from attendance.models import DeviceFile, DeviceFilePart, Terminal
from tests.matrix import Row, everybody
from units import clock

KEEPERS = everybody(403, unit_hr=200, city_hr=200)
ACTS = everybody(403, unit_hr=302, city_hr=302)
ELSEWHERE = everybody(403, unit_hr=404, city_hr=200)
ACTS_ELSEWHERE = everybody(403, unit_hr=404, city_hr=302)
NO_GET = everybody(403, unit_hr=405, city_hr=405)


def terminal(unit="agency"):
    """Return a function that makes a terminal of a unit of the cast."""

    def make(city):
        row = Terminal.objects.create(
            unit=getattr(city, unit), name="Gerbang", made_by=city.wati.user, made_at=clock.now()
        )
        return {"pk": row.pk}

    return make


def file(status="tried", unit="agency"):
    """Return a function that makes a file of such a terminal."""

    def make(city):
        row = DeviceFile.objects.create(
            terminal_id=terminal(unit)(city)["pk"], status=status, file_name="1_attlog.dat",
            size=38, uploaded_by=city.wati.user, uploaded_at=clock.now(),
            found={"rows": 1, "bad": 0, "people": 0, "person_days": 0},
        )  # fmt: skip
        DeviceFilePart.objects.create(file=row, number=0, data=b"1\t2026-12-07 07:00:00\t0\n")
        return {"pk": row.pk}

    return make


def on_both(name, data=lambda city: {}, make=terminal, note=""):
    """Return the rows of a POST address, for a terminal of the own agency and for another's."""
    return [
        Row(f"attendance:{name}", ACTS, make(), "post", data=data, note=note),
        Row(f"attendance:{name}", ACTS_ELSEWHERE, make(unit="service"), "post", data=data,
            note="elsewhere"),
        Row(f"attendance:{name}", NO_GET, make(), note="never by GET"),
    ]  # fmt: skip


def new_terminal(city):
    return {"unit": city.agency.pk, "name": "Gerbang Timur"}


COLUMNS = {"pin": "PIN", "moment": "Waktu", "time": "", "order": "ymd"}
ROWS = [
    Row("attendance:activity_list", KEEPERS),
    Row("attendance:terminal_list", KEEPERS),
    Row("attendance:terminal_new", KEEPERS),
    Row("attendance:terminal_new", ACTS, method="post", data=new_terminal),
    Row("attendance:terminal_detail", KEEPERS, terminal()),
    Row("attendance:terminal_detail", ELSEWHERE, terminal("service"), note="elsewhere"),
    Row("attendance:terminal_columns", KEEPERS, terminal()),
    Row("attendance:terminal_columns", ELSEWHERE, terminal("service"), note="elsewhere"),
    Row("attendance:terminal_columns", ACTS, terminal(), "post", data=lambda city: COLUMNS),
    Row(
        "attendance:terminal_columns",
        ACTS_ELSEWHERE,
        terminal("service"),
        "post",
        data=lambda city: COLUMNS,
        note="elsewhere",
    ),
    *on_both("terminal_pin", lambda city: {"pin": "12", "nip": city.sari.nip}),
    Row(
        "attendance:device_file_new",
        everybody(403, unit_hr=422, city_hr=422),
        terminal(),
        "post",
        note="no file",
    ),
    Row(
        "attendance:device_file_new",
        everybody(403, unit_hr=404, city_hr=422),
        terminal("service"),
        "post",
        note="elsewhere",
    ),
    Row("attendance:device_file_new", NO_GET, terminal(), note="never by GET"),
    Row("attendance:device_file_detail", KEEPERS, file()),
    Row("attendance:device_file_detail", ELSEWHERE, file(unit="service"), note="elsewhere"),
    Row("attendance:device_file_progress", KEEPERS, file()),
    Row("attendance:device_file_progress", ELSEWHERE, file(unit="service"), note="elsewhere"),
    *on_both("device_file_apply", make=file),
    *on_both("device_file_check", make=file),
    *on_both("device_file_discard", make=file),
]
