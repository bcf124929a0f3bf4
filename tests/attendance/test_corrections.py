"""Corrections: who asks, who decides, what counts, what stays; the bulk excuse of an outage."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from attendance.models import CheckIn, Correction, DayRecord
from attendance.queries.excuses import excusable_rows
from attendance.queries.owed import owed_by
from attendance.services.closing import close_day
from attendance.services.corrections import (
    ask_correction,
    decide_correction,
    excuse_outage,
    undo_correction,
    withdraw_correction,
)
from attendance.services.outages import declare_outage, withdraw_outage
from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused, decisions_on
from units.models import Decision, Outbox

from .conftest import MONDAY, at_time

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hours")]

T = datetime.time
TUESDAY = MONDAY + datetime.timedelta(days=1)
FIELDS = ("verdict", "minutes_late", "minutes_early", "corrected")


def record(employee, day=MONDAY):
    rows = DayRecord.objects.filter(employee=employee, date=day)
    return rows.values_list(*FIELDS).first()


@pytest.fixture
def tuesday(time_machine):
    """Close Monday, on Tuesday morning."""

    def close():
        time_machine.move_to(at_time(TUESDAY, 8), tick=False)
        close_day(MONDAY)

    return close


def ask(employee, **changes):
    values = {
        "work_date": MONDAY, "kind": "forgot", "reason": "Lupa menekan", "left": T(16, 5),
        "actor": employee.user,
    }  # fmt: skip
    return ask_correction(employee, **(values | changes))


def test_a_forgotten_check_out_from_request_to_record(city, tap, tuesday):
    tap(city.sari, "in", at_time(MONDAY, 7, 20))
    tuesday()
    assert record(city.sari) == ("incomplete", 0, 0, False)
    raw = list(CheckIn.objects.values())
    asked = ask(city.sari, evidence="Saksi: Tono")
    assert record(city.sari)[0] == "incomplete"
    assert Outbox.objects.filter(recipient=city.rudi.user, kind="correction_asked").count() == 1
    decide_correction(asked, accepted=True, reason="", actor=city.rudi.user)
    assert record(city.sari) == ("present", 0, 0, True)
    assert list(CheckIn.objects.values()) == raw
    assert decisions_on(asked).get().act == "accept_correction"
    assert Outbox.objects.filter(recipient=city.sari.user, kind="correction_accepted").exists()
    assert close_day(MONDAY) == 0


def test_times_can_be_adjusted_with_a_reason_and_refused_with_one(city, tap, tuesday):
    tap(city.sari, "in", at_time(MONDAY, 7, 20))
    tuesday()
    asked = ask(city.sari)
    with pytest.raises(Refused):
        decide_correction(asked, accepted=True, reason="", actor=city.rudi.user, left=T(15))
    with pytest.raises(Refused):
        decide_correction(asked, accepted=False, reason=" ", actor=city.rudi.user)
    assert Correction.objects.get().status == "waiting"
    decide_correction(asked, accepted=True, reason="CCTV", actor=city.rudi.user, left=T(15))
    assert record(city.sari) == ("present", 0, 60, True)
    with pytest.raises(MovedOn):
        decide_correction(asked, accepted=False, reason="Tidak", actor=city.rudi.user)


def test_a_refusal_changes_nothing_and_says_why(city, tap, tuesday):
    tap(city.sari, "in", at_time(MONDAY, 7, 20))
    tuesday()
    asked = ask(city.sari)
    decide_correction(asked, accepted=False, reason="Tidak terlihat", actor=city.rudi.user)
    assert record(city.sari) == ("incomplete", 0, 0, False)
    told = Outbox.objects.get(recipient=city.sari.user, kind="correction_refused")
    assert "Tidak terlihat" in told.text


def test_nobody_decides_on_their_own_and_a_heads_own_goes_up(city, tuesday):
    tuesday()
    own = ask(city.rudi, came=T(7, 20))
    for stranger in (city.rudi, city.sari, city.yanti, city.wati):
        with pytest.raises(PermissionDenied):
            decide_correction(own, accepted=True, reason="", actor=stranger.user)
    assert record(city.rudi)[0] == "unexplained"
    assert Outbox.objects.filter(recipient=city.dewi.user, kind="correction_asked").exists()
    decide_correction(own, accepted=True, reason="", actor=city.dewi.user)
    assert record(city.rudi) == ("present", 0, 0, True)
    with pytest.raises(PermissionDenied):
        undo_correction(own, reason="Keliru", actor=city.rudi.user)


def test_asking_for_somebody_else_is_refused(city, tuesday):
    tuesday()
    with pytest.raises(PermissionDenied):
        ask(city.sari, actor=city.tono.user)
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"work_date": TUESDAY + datetime.timedelta(days=1)},
        {"work_date": TUESDAY - datetime.timedelta(days=15)},
        {"work_date": TUESDAY, "left": T(9)},
        {"left": None},
        {"reason": "  "},
        {"kind": "outage"},
        {"kind": "undo"},
    ],
)
def test_what_cannot_be_asked_for(city, tuesday, changes):
    tuesday()
    with pytest.raises(Refused):
        ask(city.sari, **changes)
    assert not Correction.objects.exists()


def test_the_term_is_a_setting(city, tuesday, settings):
    tuesday()
    settings.CORRECTION_DAYS = 0
    with pytest.raises(Refused):
        ask(city.sari)
    settings.CORRECTION_DAYS = 1
    assert ask(city.sari).status == "waiting"


def test_one_waits_at_a_time_and_can_be_taken_back(city, tuesday):
    tuesday()
    first = ask(city.sari)
    with pytest.raises(Refused):
        ask(city.sari)
    withdraw_correction(first, actor=city.sari.user)
    with pytest.raises(MovedOn):
        decide_correction(first, accepted=True, reason="", actor=city.rudi.user)
    assert ask(city.sari).status == "waiting"


def test_an_undo_is_a_later_row_and_a_later_correction_counts_again(city, tap, tuesday):
    tap(city.sari, "in", at_time(MONDAY, 7, 20))
    tuesday()
    first = ask(city.sari)
    decide_correction(first, accepted=True, reason="", actor=city.rudi.user)
    undone = undo_correction(first, reason="CCTV menunjukkan lain", actor=city.rudi.user)
    assert record(city.sari) == ("incomplete", 0, 0, False)
    first.refresh_from_db()
    assert (first.status, undone.kind) == ("accepted", "undo")
    with pytest.raises(MovedOn):
        undo_correction(first, reason="Lagi", actor=city.rudi.user)
    again = ask(city.sari, left=T(15, 30))
    decide_correction(again, accepted=True, reason="", actor=city.rudi.user)
    assert record(city.sari) == ("present", 0, 30, True)


def test_a_correction_explains_a_day_confirmed_as_absent(city, tuesday):
    from attendance.models import AbsenceFinding

    tuesday()
    AbsenceFinding.objects.create(
        employee=city.sari, unit=city.division, date=MONDAY, asked_at=clock.now(),
        answer_due_on=MONDAY, outcome="confirmed", reason="Tidak hadir",
        decided_by=city.rudi.user, decided_at=clock.now(),
    )  # fmt: skip
    close_day(MONDAY)
    assert record(city.sari)[0] == "absent"
    asked = ask(city.sari, came=T(7, 20))
    decide_correction(asked, accepted=True, reason="", actor=city.rudi.user)
    assert record(city.sari) == ("present", 0, 0, True)
    undo_correction(asked, reason="Keliru", actor=city.rudi.user)
    assert record(city.sari)[0] == "absent"


def test_hari_ini_offers_a_correction_until_one_is_asked(city, tap, tuesday):
    tap(city.sari, "in", at_time(MONDAY, 7, 20))
    tuesday()

    def offers(person):
        todos = owed_by(scope_for(person.user), clock.now())
        return [one.link for one in todos if "/koreksi/" in one.link]

    link = reverse("attendance:correction_new", args=[MONDAY])
    assert offers(city.sari) == [link]
    asked = ask(city.sari)
    assert offers(city.sari) == []
    assert reverse("attendance:correction_queue") in offers(city.rudi)
    decide_correction(asked, accepted=False, reason="Tidak", actor=city.rudi.user)
    assert offers(city.sari) == [link]


# --- an outage ----------------------------------------------------------------------------------


@pytest.fixture
def outage(city, tap, tuesday):
    """From 15.50 to 16.30 nobody could check out; Tono was away since the morning."""
    for person in (city.sari, city.rudi, city.umar):
        tap(person, "in", at_time(MONDAY, 7, 20))
    tuesday()
    made = declare_outage(
        MONDAY, starts_at=T(15, 50), ends_at=T(16, 30), reason="Listrik", actor=city.wati.user
    )
    close_day(MONDAY)
    return made


def test_a_head_accepts_the_lost_check_ins_of_its_own_people(city, outage):
    assert record(city.sari)[0] == record(city.umar)[0] == "review"
    n = excuse_outage(outage, reason="Hadir sampai sore", actor=city.rudi.user)
    assert n == 2  # Sari and Tono; never Rudi himself, never Umar of another agency
    assert record(city.sari) == ("present", 0, 0, True)
    assert record(city.rudi)[0] == record(city.umar)[0] == "review"
    row = Correction.objects.get(employee=city.sari)
    assert (row.kind, row.decided_by, row.in_at) == ("outage", city.rudi.user, None)
    act = Decision.objects.get(act="excuse_outage")
    assert (act.actor, act.after["people"]) == (city.rudi.user, 2)
    assert Outbox.objects.filter(recipient=city.sari.user, kind="outage_excused").exists()
    with pytest.raises(Refused):
        excuse_outage(outage, reason="Lagi", actor=city.rudi.user)


def test_only_who_was_chosen_and_bkpsdm_for_the_city_but_not_for_oneself(city, outage):
    excuse_outage(outage, reason="Hadir", actor=city.rudi.user, employee_ids=[city.sari.pk])
    assert record(city.tono)[0] == "review"
    everybody = {one.employee_id for one in excusable_rows(scope_for(city.wati.user), outage)}
    assert city.wati.pk not in everybody
    assert {city.tono.pk, city.rudi.pk, city.umar.pk} <= everybody
    excuse_outage(outage, reason="Gangguan seluruh kota", actor=city.wati.user)
    assert record(city.rudi) == ("present", 0, 0, True)
    # His check-in of the morning waits for a review of its own.
    assert record(city.umar) == ("review", 0, 0, True)
    assert record(city.wati)[0] == "review"


def test_an_excuse_needs_a_reason_a_right_and_an_outage_in_force(city, outage):
    with pytest.raises(Refused):
        excuse_outage(outage, reason=" ", actor=city.rudi.user)
    with pytest.raises(Refused):
        excuse_outage(outage, reason="Saya", actor=city.sari.user)
    withdraw_outage(outage, reason="Keliru", actor=city.wati.user)
    with pytest.raises(Refused):
        excuse_outage(outage, reason="Hadir", actor=city.rudi.user)
    assert not Correction.objects.exists()


# --- pages --------------------------------------------------------------------------------------


def test_the_pages_from_offer_to_undo(city, as_, tap, tuesday):
    tap(city.sari, "in", at_time(MONDAY, 7, 20))
    tuesday()
    mine = as_(city.sari.user)
    assert "7 Desember 2026" in mine.get(reverse("attendance:correction_list")).text
    new = reverse("attendance:correction_new", args=[MONDAY])
    assert "07.20" in mine.get(new).text
    wrong = mine.post(new, {"kind": "forgot", "reason": "Lupa"})
    assert (wrong.status_code, Correction.objects.count()) == (422, 0)
    mine.post(new, {"kind": "forgot", "reason": "Lupa", "left": "16:05"})
    asked = Correction.objects.get()
    head = as_(city.rudi.user)
    assert "Sari Wulandari" in head.get(reverse("attendance:correction_queue")).text
    page = reverse("attendance:correction_detail", args=[asked.pk])
    head.post(page, {"decision": "accept", "left": "16:05", "reason": ""})
    assert record(city.sari) == ("present", 0, 0, True)
    head.post(reverse("attendance:correction_undo", args=[asked.pk]), {"reason": "Keliru"})
    assert record(city.sari)[0] == "incomplete"
    assert "Pembatalan koreksi" in mine.get(page).text
    assert as_(city.yanti.user).get(page).status_code == 404


@pytest.mark.parametrize("people", [1, 3])
def test_the_queue_needs_the_same_queries(city, as_, tuesday, people, django_assert_num_queries):
    tuesday()
    for person in [city.sari, city.tono, city.hana][:people]:
        ask(person)
    client = as_(city.dewi.user)
    client.get(reverse("attendance:correction_queue"))
    with django_assert_num_queries(7):
        client.get(reverse("attendance:correction_queue"))
    client = as_(city.sari.user)
    client.get(reverse("attendance:correction_list"))
    with django_assert_num_queries(6):
        client.get(reverse("attendance:correction_list"))


def test_the_excuse_page(city, as_, outage):
    head = as_(city.rudi.user)
    url = reverse("attendance:outage_excuse", args=[outage.pk])
    text = head.get(url).text
    assert "Sari Wulandari" in text
    assert "Umar Said" not in text
    head.post(url, {"siapa": "dipilih", "pegawai": [city.sari.pk], "reason": "Hadir"})
    assert record(city.sari)[0] == "present"
    assert as_(city.sari.user).get(url).status_code == 403
