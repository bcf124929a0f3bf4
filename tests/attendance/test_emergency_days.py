"""Days of an emergency: nobody is missing because the home is under water, and a temporary place
counts once unit HR has confirmed it."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from attendance.models import CheckIn, DayRecord
from attendance.services.closing import close_day
from attendance.services.homes import propose_temporary_place
from attendance.verdicts import day_verdict
from reports.queries.week import week_of
from schedules.services.emergencies import declare_emergency
from tests.attendance.conftest import HOME, MONDAY, OFFICE, at_time
from units.decisions import Refused
from units.models import Home, Outbox
from units.services.people import confirm_home

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hours", "monday")]

SHELTER = (-6.4, 107.1)
IN, OUT = CheckIn.Direction.IN, CheckIn.Direction.OUT
WEDNESDAY = MONDAY + datetime.timedelta(days=2)


@pytest.fixture
def flood(city, monday):
    return declare_emergency(
        kind="flood", reason="Banjir", letter_number="1", letter_dated_on=MONDAY,
        starts_on=MONDAY, ends_on=WEDNESDAY, units=[city.division], employee_ids=[],
        confirmation="", actor=city.wati.user,
    )  # fmt: skip


def place(city, **over):
    values = {
        "latitude": SHELTER[0], "longitude": SHELTER[1], "starts_on": MONDAY,
        "ends_on": WEDNESDAY, "actor": city.sari.user,
    } | over  # fmt: skip
    return propose_temporary_place(city.sari, **values)


def close(time_machine):
    time_machine.move_to(at_time(MONDAY + datetime.timedelta(days=1), 1), tick=False)
    close_day(MONDAY)
    return {one.employee.name: one for one in DayRecord.objects.select_related("employee")}


def test_elsewhere_is_kept_for_review_and_says_that_it_is_an_emergency(city, flood, home_of, tap):
    home_of(city.sari)
    record = tap(city.sari, IN, at_time(MONDAY, 7, 20), SHELTER)
    assert (record.workplace, record.finding, record.review_reason) == (
        "wfh", "review", "emergency",
    )  # fmt: skip
    unregistered = tap(city.tono, IN, at_time(MONDAY, 7, 20), SHELTER)
    assert (unregistered.finding, unregistered.review_reason) == ("review", "emergency")
    assert tap(city.sari, OUT, at_time(MONDAY, 16, 5), HOME).finding == "accepted"


def test_nobody_covered_is_missing_by_itself(city, flood, tap, time_machine):
    tap(city.sari, IN, at_time(MONDAY, 7, 20), SHELTER)
    records = close(time_machine)
    assert (records["Sari Wulandari"].workplace, records["Sari Wulandari"].verdict) == (
        "wfh", "review",
    )  # fmt: skip
    assert records["Tono Prasetyo"].verdict == "review"
    assert records["Hana Pertiwi"].verdict == "unexplained"
    assert close_day(MONDAY) == 0


def test_the_verdict_of_an_emergency():
    hours = type("Hours", (), {"start": datetime.time(7), "end": datetime.time(16)})

    def verdict(**over):
        values = {"workplace": "wfh", "hours": hours, "check_in": None, "check_out": None,
                  "away": "", "holiday": False, "reviews": {}} | over  # fmt: skip
        return day_verdict(**values).verdict

    assert verdict() == "unexplained"
    assert verdict(emergency=True) == "review"
    assert verdict(emergency=True, holiday=True) == "holiday"
    assert verdict(emergency=True, away="cuti") == "away"


def test_the_week_counts_the_day_at_home(city, flood, tap, home_of, time_machine):
    home_of(city.sari)
    tap(city.sari, IN, at_time(MONDAY, 7, 20), HOME)
    tap(city.sari, OUT, at_time(MONDAY, 16, 5), HOME)
    close(time_machine)
    week = week_of(MONDAY)
    planned = sum(
        n for (_unit, date, measures), n in week.cells.items()
        if date == MONDAY.isoformat() and "planned_wfh" in measures
    )  # fmt: skip
    assert planned == 3


def test_the_pages_say_so(city, flood, as_):
    page = as_(city.sari).get("/hari-ini/").content.decode()
    assert "WFH di rumah" in page
    assert "Banjir" in page
    assert "Rencana laporan harian WFH" in page
    assert "darurat" in as_(city.rudi).get("/tim/").content.decode()


def test_a_temporary_place_counts_once_confirmed_and_the_home_stays(city, flood, home_of, tap):
    registered = home_of(city.sari)
    home = place(city)
    assert Outbox.objects.get(kind="home_waits").recipient == city.hana.user
    assert tap(city.sari, IN, at_time(MONDAY, 7, 20), SHELTER).finding == "review"
    confirm_home(home, actor=city.hana.user)
    assert tap(city.sari, OUT, at_time(MONDAY, 16, 5), SHELTER).finding == "accepted"
    registered.refresh_from_db()
    assert (registered.ends_on, registered.confirmed_at is not None) == (None, True)
    thursday = WEDNESDAY + datetime.timedelta(days=1)
    assert tap(city.sari, IN, at_time(thursday, 7, 20), OFFICE).finding == "accepted"


def test_nobody_confirms_their_own_place(city, flood):
    home = place(city)
    with pytest.raises(Refused):
        confirm_home(home, actor=city.sari.user)
    home.refresh_from_db()
    assert home.confirmed_at is None


@pytest.mark.parametrize(
    ("over", "text"),
    [
        ({"ends_on": WEDNESDAY + datetime.timedelta(days=1)}, "keadaan darurat Anda"),
        ({"starts_on": MONDAY - datetime.timedelta(days=1)}, "mulai hari ini"),
        ({"starts_on": WEDNESDAY, "ends_on": MONDAY}, "mulai hari ini"),
        ({"latitude": 0.0, "longitude": 0.0}, "tidak masuk akal"),
    ],
)
def test_what_is_refused_keeps_nothing(city, flood, over, text):
    with pytest.raises(Refused, match=text):
        place(city, **over)
    assert Home.objects.count() == 0


def test_only_for_oneself_and_only_in_an_emergency(city, flood):
    with pytest.raises(PermissionDenied):
        place(city, actor=city.hana.user)
    with pytest.raises(Refused, match="keadaan darurat Anda"):
        propose_temporary_place(
            city.hana, latitude=SHELTER[0], longitude=SHELTER[1], starts_on=MONDAY,
            ends_on=MONDAY, actor=city.hana.user,
        )  # fmt: skip
    assert Home.objects.count() == 0


def test_a_new_registered_home_leaves_the_temporary_place(city, flood, home_of):
    home_of(city.sari, confirmed=False)
    place(city)
    assert Home.objects.filter(temporary=False).count() == 1
    assert Home.objects.filter(temporary=True).count() == 1
    place(city, ends_on=MONDAY)
    assert Home.objects.get(temporary=True).ends_on == MONDAY


def test_the_form(city, flood, as_):
    client = as_(city.sari)
    assert "Simpan tempat sementara" in client.get("/rumah/").content.decode()
    url = reverse("attendance:temporary_place")
    assert client.post(url, {}).status_code == 422
    values = {"latitude": SHELTER[0], "longitude": SHELTER[1], "starts_on": MONDAY,
              "ends_on": WEDNESDAY}  # fmt: skip
    assert client.post(url, values).status_code == 302
    assert "menunggu konfirmasi" in client.get("/rumah/").content.decode()
    home = Home.objects.get()
    page = as_(city.hana).get(f"/pegawai/{city.sari.pk}/").content.decode()
    assert "Konfirmasi tempat sementara" in page
    as_(city.hana).post(reverse("units:home_confirm", args=[city.sari.pk, home.pk]))
    home.refresh_from_db()
    assert home.confirmed_by == city.hana.user
    assert "Simpan tempat sementara" not in as_(city.hana).get("/rumah/").content.decode()
