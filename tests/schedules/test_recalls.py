"""Recalls: by who decides, with a reason, from today on; the day is at the office everywhere."""

import datetime
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from schedules.models import Assignment, EmergencyTerm, Recall, RecalledDay, Swap
from schedules.planning.order_moves import RECALL_MOVES, emergency_move, recall_move
from schedules.queries.board import board_of
from schedules.queries.day_reasons import day_reason
from schedules.queries.feeds import calendar_of
from schedules.queries.letters import lines_for
from schedules.queries.my_schedule import schedule_of
from schedules.queries.orders import orders_between
from schedules.queries.rotations import rotation_of
from schedules.queries.swaps import days_to_give, days_to_take
from schedules.queries.workplaces import home_days, wfh_on, workplace_of
from schedules.services.recalls import acknowledge_recall, cancel_recall, recall_people
from tests.schedules.balance_cast import away
from tests.schedules.swap_cast import THURSDAY, TUESDAY, offered, published_plan
from units.decisions import MovedOn, Refused, decisions_on
from units.models import Outbox, Posting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

REASON = "Rapat anggaran dengan DPRD"


@pytest.fixture
def plan(city, monday):
    return published_plan(city)


def recall(city, *people, day=THURSDAY, reason=REASON, actor=None):
    return recall_people(
        [one.pk for one in people or (city.sari,)],
        date=day,
        reason=reason,
        actor=(actor or city.rudi).user,
    )


def state():
    return (
        sorted(Recall.objects.values_list()),
        sorted(RecalledDay.objects.values_list()),
        Outbox.objects.count(),
        sorted(Assignment.objects.values_list()),
    )


def cell(plan, city, person, day, detailed=True):
    board = board_of(
        rotation_of(plan), SimpleNamespace(unit_id=city.division.pk, status="submitted"), {},
        detailed=detailed, editable=False,
    )  # fmt: skip
    row = next(row for row in board.rows if row.person == str(person.pk))
    return row.cells[[one.date for one in board.days].index(day)]


def test_the_recalled_day_is_at_the_office_on_every_page(plan, city, as_):
    before = list(Assignment.objects.values_list())
    assert workplace_of(city.sari, THURSDAY) == "wfh"
    found = recall(city)
    assert workplace_of(city.sari, THURSDAY) == "wfo"
    assert wfh_on(THURSDAY, [city.sari.pk]) == set()
    reason = day_reason(city.sari, THURSDAY)
    assert (reason.place, reason.rule) == ("wfo", "recall")
    assert reason.text == f"Ditarik ke kantor oleh Rudi Hartono, 7 Desember 2026: {REASON}"
    assert not reason.may_ask
    shown = cell(plan, city, city.sari, THURSDAY)
    assert (shown.status, shown.order, shown.changed) == ("wfo", "recall", True)
    assert f"{THURSDAY:%Y%m%d}-{city.sari.pk}@" not in calendar_of(city.sari).decode()
    assert home_days([city.sari.pk], THURSDAY, THURSDAY) == {}
    assert city.sari.pk not in {line.employee.pk for line in lines_for(plan, plan.agency)}
    assert list(Assignment.objects.values_list()) == before
    page = as_(city.sari).get(reverse("schedules:my_day", args=[THURSDAY.isoformat()]))
    assert REASON in page.content.decode()
    assert found.ordered_by == city.rudi.user
    assert found.unit == city.division


def test_colleagues_see_that_a_cell_was_recalled_and_not_why(plan, city, as_):
    recall(city)
    assert cell(plan, city, city.sari, THURSDAY, detailed=False).order == "recall"
    part = plan.parts.get()
    page = as_(city.tono).get(reverse("schedules:plan_board", args=[plan.pk, part.unit_id]))
    text = page.content.decode()
    assert page.status_code == 200
    assert "ditarik ke kantor" in text
    assert REASON not in text


def test_the_superior_reads_on_the_board_why_a_cell_was_recalled(plan, city, as_):
    recall(city)
    url = reverse("schedules:plan_cell", args=[plan.pk, city.division.pk])
    page = as_(city.rudi).get(f"{url}?person={city.sari.pk}&day={THURSDAY}").content.decode()
    assert f"Ditarik ke kantor oleh Rudi Hartono, 7 Desember 2026: {REASON}" in page


def test_the_person_is_told_at_once_and_the_act_is_recorded(plan, city):
    found = recall(city)
    notice = Outbox.objects.get(kind="recalled")
    assert notice.recipient == city.sari.user
    assert REASON in notice.text
    assert notice.link == "/jadwal/2026-12-17/"
    decision = decisions_on(found)[0]
    assert (decision.act, decision.actor, decision.reason) == (
        "people_recalled", city.rudi.user, REASON,
    )  # fmt: skip
    assert decision.after == {
        "place": "wfo", "date": "2026-12-17", "people": [city.sari.pk],
    }  # fmt: skip


def test_a_stand_in_recalls_with_the_mandate(plan, city):
    city.rudi.postings.update(ends_on=datetime.date(2026, 12, 6))
    Posting.objects.create(
        employee=city.hana, unit=city.division, position=city.positions.head_of_division,
        kind="plh", is_head=True, letter_number="800/1", starts_on=datetime.date(2026, 12, 7),
        ends_on=datetime.date(2026, 12, 8),
    )  # fmt: skip
    found = recall(city, actor=city.hana)
    assert found.mandate == "Plh. Kepala Bidang, surat 800/1"
    assert decisions_on(found)[0].mandate == "Plh. Kepala Bidang, surat 800/1"


def test_several_at_once_are_one_act(plan, city):
    Assignment.objects.create(plan=plan, employee=city.tono, date=THURSDAY, published=True)
    found = recall(city, city.sari, city.tono)
    assert set(found.people.values_list("employee_id", flat=True)) == {city.sari.pk, city.tono.pk}
    assert Outbox.objects.filter(kind="recalled").count() == 2
    assert decisions_on(found).count() == 1


def test_queries_do_not_grow_with_people(plan, city, django_assert_num_queries):
    Assignment.objects.create(plan=plan, employee=city.tono, date=THURSDAY, published=True)
    with django_assert_num_queries(24):
        first = recall(city)
    cancel_recall(first, reason="Keliru", actor=city.rudi.user)
    with django_assert_num_queries(24):
        recall(city, city.sari, city.tono)


@pytest.mark.parametrize("who", ["sari", "tono", "hana", "wati", "yanti", "umar"])
def test_only_who_decides_for_the_person_recalls(plan, city, who):
    before = state()
    with pytest.raises(PermissionDenied):
        recall(city, actor=getattr(city, who))
    assert state() == before


def test_nobody_recalls_themselves(plan, city):
    Assignment.objects.create(plan=plan, employee=city.rudi, date=THURSDAY, published=True)
    before = state()
    with pytest.raises(PermissionDenied):
        recall(city, city.rudi)
    with pytest.raises(PermissionDenied):
        recall(city, city.sari, city.rudi)
    assert state() == before
    assert recall(city, city.rudi, actor=city.dewi).people.count() == 1


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"reason": " "}, "alasan penarikan"),
        ({"day": datetime.date(2026, 12, 6)}, "sudah lewat"),
        ({"day": TUESDAY}, "Tidak bekerja dari rumah"),
        ({"day": datetime.date(2026, 12, 25)}, "Tidak bekerja dari rumah"),
    ],
)
def test_what_is_refused_changes_nothing(plan, city, change, text):
    before = state()
    with pytest.raises(Refused, match=text):
        recall(city, city.sari, **change)
    assert state() == before


def test_one_who_is_not_at_home_refuses_all(plan, city):
    before = state()
    with pytest.raises(Refused, match="Tono Prasetyo"):
        recall(city, city.sari, city.tono)
    assert state() == before


def test_nobody_chosen_is_refused(plan, city):
    with pytest.raises(Refused, match="paling sedikit satu"):
        recall_people([], date=THURSDAY, reason=REASON, actor=city.rudi.user)


def test_who_is_away_is_not_recalled(plan, city):
    away(city, city.sari, THURSDAY)
    with pytest.raises(Refused, match="Sari Wulandari"):
        recall(city)


def test_recalled_twice_is_refused(plan, city):
    recall(city)
    before = state()
    with pytest.raises(Refused, match="Tidak bekerja dari rumah"):
        recall(city)
    assert state() == before
    row = RecalledDay.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        RecalledDay.objects.create(recall=row.recall, employee=row.employee, date=row.date)


def test_the_person_acknowledges_once(plan, city):
    one = recall(city).people.get()
    with pytest.raises(PermissionDenied):
        acknowledge_recall(one, actor=city.tono.user)
    with pytest.raises(PermissionDenied):
        acknowledge_recall(one, actor=city.rudi.user)
    one.refresh_from_db()
    assert one.status == "waiting"
    acknowledge_recall(one, actor=city.sari.user)
    one.refresh_from_db()
    assert one.status == "acknowledged"
    at = one.acknowledged_at
    acknowledge_recall(one, actor=city.sari.user)
    one.refresh_from_db()
    assert one.acknowledged_at == at
    assert decisions_on(one.recall).filter(act="recall_acknowledged").count() == 1


def test_a_cancelled_recall_is_not_acknowledged(plan, city):
    found = recall(city)
    one = found.people.get()
    cancel_recall(found, reason="Rapat ditunda", actor=city.rudi.user)
    with pytest.raises(MovedOn, match="Dibatalkan"):
        acknowledge_recall(one, actor=city.sari.user)


def test_a_day_that_is_over_is_not_acknowledged(plan, city, time_machine):
    one = recall(city).people.get()
    time_machine.move_to(datetime.datetime(2026, 12, 18, 2, tzinfo=datetime.UTC))
    with pytest.raises(Refused, match="sudah lewat"):
        acknowledge_recall(one, actor=city.sari.user)
    one.refresh_from_db()
    assert one.status == "waiting"


def test_cancelling_restores_the_day(plan, city):
    found = recall(city)
    assert cancel_recall(found, reason="Rapat ditunda", actor=city.rudi.user) == 1
    assert workplace_of(city.sari, THURSDAY) == "wfh"
    assert day_reason(city.sari, THURSDAY).rule != "recall"
    assert f"{THURSDAY:%Y%m%d}-{city.sari.pk}@" in calendar_of(city.sari).decode()
    assert Outbox.objects.get(kind="recall_cancelled").recipient == city.sari.user
    with pytest.raises(MovedOn):
        cancel_recall(found, reason="Lagi", actor=city.rudi.user)
    recall(city)
    assert workplace_of(city.sari, THURSDAY) == "wfo"


def test_one_of_several_is_taken_back(plan, city):
    Assignment.objects.create(plan=plan, employee=city.tono, date=THURSDAY, published=True)
    found = recall(city, city.sari, city.tono)
    cancel_recall(found, reason="Cukup satu", actor=city.rudi.user, employee_ids=[city.tono.pk])
    assert wfh_on(THURSDAY, [city.sari.pk, city.tono.pk]) == {city.tono.pk}


@pytest.mark.parametrize("who", ["sari", "hana", "wati", "yanti"])
def test_others_do_not_cancel(plan, city, who):
    found = recall(city)
    before = state()
    with pytest.raises(PermissionDenied):
        cancel_recall(found, reason="x", actor=getattr(city, who).user)
    assert state() == before


def test_cancelling_needs_a_reason_and_a_day_to_come(plan, city, time_machine):
    found = recall(city)
    before = state()
    with pytest.raises(Refused, match="alasan pembatalan"):
        cancel_recall(found, reason=" ", actor=city.rudi.user)
    time_machine.move_to(datetime.datetime(2026, 12, 18, 2, tzinfo=datetime.UTC))
    with pytest.raises(Refused, match="sudah lewat"):
        cancel_recall(found, reason="Terlambat", actor=city.rudi.user)
    assert state() == before


def test_open_swaps_of_the_day_fall_at_once_and_new_ones_are_not_offered(plan, city):
    swap = offered(city, plan)
    recall(city)
    swap.refresh_from_db()
    assert swap.status == Swap.Status.FALLEN
    rotation = rotation_of(plan)
    day = datetime.date(2026, 12, 7)
    assert THURSDAY.isoformat() not in days_to_give(rotation, city.sari, day)
    assert THURSDAY.isoformat() not in days_to_take(rotation, city.sari, day)


def test_the_share_shown_is_one_day_less(plan, city):
    person = str(city.sari.pk)
    before = rotation_of(plan).shares[person].given
    recall(city)
    assert rotation_of(plan).shares[person].given == before - 1
    schedule = schedule_of(city.sari, datetime.date(2026, 12, 7))[0]
    assert schedule.share.given == before - 1


def test_coverage_counts_the_recalled_as_on_site(plan, city):
    rotation = rotation_of(plan)
    rule = rotation.floors_of()[0]
    before = rotation.coverage(rule)[THURSDAY.isoformat()].on_site
    recall(city)
    after = rotation_of(plan).coverage(rule)[THURSDAY.isoformat()].on_site
    assert after == before + 1


def test_a_recall_goes_before_an_emergency(plan, city):
    from schedules.models import Emergency
    from units import clock

    emergency = Emergency.objects.create(
        kind="flood", reason="Banjir", letter_number="1", letter_dated_on=TUESDAY,
        starts_on=TUESDAY, ends_on=THURSDAY, head_count=1, declared_by=city.wati.user,
        declared_at=clock.now(), changed_at=clock.now(),
    )  # fmt: skip
    EmergencyTerm.objects.create(
        emergency=emergency, employee=city.sari, starts_on=TUESDAY, ends_on=THURSDAY
    )
    assert workplace_of(city.sari, TUESDAY) == "wfh"
    found = recall(city, day=TUESDAY)
    assert workplace_of(city.sari, TUESDAY) == "wfo"
    orders = orders_between(TUESDAY, THURSDAY, [city.sari.pk])
    assert orders.of(city.sari.pk, TUESDAY) == "recall"
    assert orders.of(city.sari.pk, THURSDAY) == "emergency"
    cancel_recall(found, reason="Cukup", actor=city.rudi.user)
    assert workplace_of(city.sari, TUESDAY) == "wfh"


def test_lawful_moves_of_a_recall():
    today = datetime.date(2026, 12, 7)
    states = ("waiting", "acknowledged", "cancelled")
    lawful = {
        (name, one)
        for name in RECALL_MOVES
        for one in states
        if recall_move(name, one, today, today)
    }
    assert lawful == {
        ("acknowledge", "waiting"), ("cancel", "waiting"), ("cancel", "acknowledged"),
    }  # fmt: skip
    yesterday = datetime.date(2026, 12, 6)
    assert all(
        recall_move(name, one, yesterday, today) is None
        for name in (*RECALL_MOVES, "unknown")
        for one in states
    )


def test_lawful_moves_of_an_emergency():
    def move(new_last, *, first=7, last=10, today=8, status="in_force"):
        day = lambda n: n and datetime.date(2026, 12, n)  # noqa: E731
        return emergency_move(status, day(first), day(last), day(new_last), day(today))

    assert move(12) == "extend"
    assert move(9) == "end"
    assert move(8) == "end"
    assert move(7) is None
    assert move(10) is None
    assert move(12, today=11) is None
    assert move(None) is None
    assert move(None, today=6) == "cancel"
    assert move(6, first=7, today=5) is None
    assert move(12, status="cancelled") is None
    assert move(None, today=6, status="cancelled") is None
