"""Row "server outage": BKPSDM declares the window, lateness is excused for all it touched."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from attendance.models import CheckIn, DayRecord, Outage
from attendance.services.closing import close_day, recompute_day
from attendance.services.outages import apply_outages, declare_outage, withdraw_outage
from attendance.tasks import apply_declared_outages, close_days
from attendance.verdicts import Mark, day_verdict
from tests.attendance.conftest import (  # noqa: F401
    HOME,
    at_time,
    hours,
    tap,
)
from units.decisions import MovedOn, Refused, decisions_on
from units.models import Decision, Outbox

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hours")]

MONDAY = datetime.date(2026, 12, 7)
TUESDAY = datetime.date(2026, 12, 8)
T = datetime.time
FIRST, LAST = T(7, 20), T(8)


def at(hour, minute=0):
    return datetime.datetime.combine(MONDAY, T(hour, minute))


class Hours:
    start, end = T(7, 30), T(16)


MORNING = ((FIRST, LAST),)
EVENING = at(16)


def judged(came, left=EVENING, outages=MORNING, **over):
    """Return the verdict of a day at the office with an outage from 07.20 to 08.00."""
    marks = [Mark(moment, "accepted") if moment else None for moment in (came, left)]
    found = day_verdict("wfo", Hours, *marks, "", False, {}, outages=outages, **over)
    return found.verdict, found.minutes_late


# --- the rule -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("came", "late"),
    [
        (at(7, 25), 0),
        (at(7, 50), 0),  # while it lasted
        (at(8, 20), 0),  # in the half hour after it
        (at(8, 30), 0),
        (at(8, 45), 15),  # who came later is late by what is over the half hour
        (at(10), 90),
    ],
)
def test_lateness_inside_the_window_is_excused_and_the_rest_counts(came, late):
    assert judged(came) == ("present", late)


def test_who_was_late_before_the_outage_stays_late_by_that():
    assert judged(at(8, 10), outages=((T(8), T(8, 15)),)) == ("present", 30)
    assert judged(at(7, 55), outages=((T(8), T(8, 15)),)) == ("present", 25)
    assert judged(at(7, 45), outages=((T(6), T(7)),)) == ("present", 15)


def test_two_windows_never_excuse_a_minute_twice():
    twice = ((T(7, 20), T(8)), (T(7, 40), T(8, 10)))
    assert judged(at(9), outages=twice) == ("present", 20)
    assert judged(at(9), outages=twice[::-1]) == ("present", 20)


def test_what_is_missing_in_the_window_is_for_review_and_never_present():
    assert judged(None) == ("review", 0)
    assert judged(at(7, 20), None, outages=((T(15, 50), T(17)),)) == ("review", 0)
    assert judged(None, None) == ("review", 0)
    # an outage at another time of the day explains nothing
    assert judged(None, outages=((T(10), T(11)),)) == ("incomplete", 0)
    assert judged(None, None, outages=((T(10), T(11)),)) == ("unexplained", 0)
    assert judged(None, outages=()) == ("incomplete", 0)


# --- declaring it -------------------------------------------------------------------------------


@pytest.fixture
def late_monday(city, tap, time_machine):  # noqa: F811
    """Tono came at 08.00 and Sari at 08.50; it is Tuesday and Monday is closed."""
    tap(city.tono, "in", at_time(MONDAY, 8))
    tap(city.sari, "in", at_time(MONDAY, 8, 50))
    for person in (city.tono, city.sari):
        tap(person, "out", at_time(MONDAY, 16, 5))
    time_machine.move_to(at_time(TUESDAY, 9), tick=False)
    close_day(MONDAY)
    assert late(city.tono) == 30
    assert late(city.sari) == 80
    Outbox.objects.all().delete()
    return city


def late(person):
    return DayRecord.objects.get(employee=person, date=MONDAY).minutes_late


def declare(city, by=None, day=MONDAY, start=FIRST, end=LAST, reason="Listrik padam"):
    actor = getattr(by or city.wati, "user", by)
    return declare_outage(day, starts_at=start, ends_at=end, reason=reason, actor=actor)


def state():
    """What a denied or refused act must leave as it is."""
    return (
        list(Outage.objects.values()),
        list(DayRecord.objects.order_by("pk").values()),
        Outbox.objects.count(),
        Decision.objects.count(),
    )


def test_the_closed_day_is_judged_again_and_whom_it_touched_is_told(late_monday):
    city = late_monday
    outage = declare(city)
    assert apply_outages() > 0
    assert (late(city.tono), late(city.sari)) == (0, 20)
    outage.refresh_from_db()
    assert (outage.declared_by, outage.applied_at is not None) == (city.wati.user, True)
    decision = decisions_on(outage).get()
    assert (decision.act, decision.actor, decision.reason) == (
        "declare_outage", city.wati.user, "Listrik padam"
    )  # fmt: skip
    text = Outbox.objects.get(kind="outage_judged", recipient=city.tono.user).text
    assert text == (
        "Presensi Anda 7 Desember 2026 dihitung ulang karena gangguan sistem 07.20–08.00."
    )
    told = set(Outbox.objects.filter(kind="outage_judged").values_list("recipient", flat=True))
    changed = {city.tono.user.pk, city.sari.user.pk}
    assert changed <= told
    # the others had no check-in at all: for review now, no longer unexplained
    assert DayRecord.objects.get(employee=city.umar, date=MONDAY).verdict == "review"
    assert outage.excused == len(told)


def test_the_record_equals_its_recomputation_and_a_second_run_changes_nothing(late_monday):
    declare(late_monday)
    apply_outages()
    before = state()
    assert apply_declared_outages() == 0
    recompute_day(late_monday.tono, MONDAY)
    assert state() == before


def test_check_ins_stay_as_they_were(late_monday):
    before = list(CheckIn.objects.order_by("pk").values())
    declare(late_monday)
    apply_outages()
    assert list(CheckIn.objects.order_by("pk").values()) == before


def test_taken_back_the_day_is_as_before_and_the_row_stays(late_monday):
    city = late_monday
    outage = declare(city)
    apply_outages()
    withdraw_outage(outage, reason="Salah tanggal", actor=city.wati.user)
    apply_outages()
    assert (late(city.tono), late(city.sari)) == (30, 80)
    outage.refresh_from_db()
    assert (outage.withdrawn_by, outage.withdraw_reason) == (city.wati.user, "Salah tanggal")
    before = state()
    with pytest.raises(MovedOn):
        withdraw_outage(outage, reason="Lagi", actor=city.wati.user)
    assert state() == before
    declare(city)  # the same window may be declared again


def test_an_outage_of_today_is_judged_at_the_close_and_told_at_once(
    city, tap, time_machine  # noqa: F811
):  # fmt: skip
    tap(city.tono, "in", at_time(MONDAY, 8))
    tap(city.sari, "in", at_time(MONDAY, 7, 15))
    outage = declare(city)
    assert apply_outages() == 0
    told = Outbox.objects.filter(kind="outage_judged").values_list("recipient", flat=True)
    assert list(told) == [city.tono.user.pk]
    outage.refresh_from_db()
    assert outage.excused == 1
    tap(city.tono, "out", at_time(MONDAY, 16, 5))
    time_machine.move_to(at_time(TUESDAY, 0, 30), tick=False)
    close_days()
    assert late(city.tono) == 0


def test_a_lost_job_is_caught_up(late_monday, time_machine):
    outage = declare(late_monday)
    assert late(late_monday.tono) == 30
    time_machine.move_to(at_time(TUESDAY, 9, 10), tick=False)
    apply_declared_outages()
    outage.refresh_from_db()
    assert outage.applied_at is not None
    assert late(late_monday.tono) == 0


@pytest.mark.parametrize("who", ["sari", "rudi", "dewi", "hana", "laras", "bagus"])
def test_only_bkpsdm_declares_and_takes_back(late_monday, who):
    outage = declare(late_monday)
    before = state()
    person = getattr(late_monday, who)
    with pytest.raises(PermissionDenied):
        declare(late_monday, person, start=T(10), end=T(11))
    with pytest.raises(PermissionDenied):
        withdraw_outage(outage, reason="x", actor=getattr(person, "user", person))
    assert state() == before


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        ({"reason": " "}, "Tuliskan penyebab gangguan"),
        ({"start": T(8), "end": T(8)}, "Jam akhir harus sesudah jam mulai"),
        ({"day": datetime.date(2026, 12, 9)}, "belum dapat dicatat"),
        ({"day": datetime.date(2026, 10, 6)}, "tidak dihitung ulang lagi"),
        ({"start": T(7, 59), "end": T(9)}, "Sudah ada gangguan 07.20–08.00"),
    ],
)
def test_refused_windows_leave_nothing(late_monday, over, sentence):
    declare(late_monday)
    before = state()
    with pytest.raises(Refused, match=sentence):
        declare(late_monday, **over)
    assert state() == before


def test_the_pages_declare_and_show_who_did(late_monday, as_):
    client = as_(late_monday.wati)
    response = client.post(
        reverse("attendance:outage_new"),
        {"work_date": "2026-12-07", "starts_at": "07:20", "ends_at": "08:00",
         "reason": "<b>Listrik</b>", "excused": 99},
    )  # fmt: skip
    assert response["Location"] == reverse("attendance:outage_list")
    text = client.get(reverse("attendance:outage_list")).text
    assert "07.20–08.00" in text
    assert "Wati Lestari" in text
    assert "&lt;b&gt;Listrik&lt;/b&gt;" in text
    bad = client.post(
        reverse("attendance:outage_new"),
        {"work_date": "2026-12-07", "starts_at": "09:00", "ends_at": "08:00", "reason": "Listrik"},
    )
    assert bad.status_code == 422
    assert "Jam akhir harus sesudah jam mulai." in bad.text
    assert Outage.objects.count() == 1
