"""Two heads decide on one plan at the same moment, in both orders: one wins, the other is told.

Real threads with a connection each, on PostgreSQL (the second waits for the row) and on SQLite
(the second waits for the whole file: transactions begin immediately).
"""

import datetime
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from schedules.models import Plan
from schedules.queries.office import office_of
from schedules.queries.rotations import rotation_of
from schedules.services import chain, duty, parts, plans
from schedules.services.calendar import declare_holiday
from schedules.services.chain import send_back_plan
from schedules.services.parts import return_part
from schedules.services.plans import approve_plan, publish_plan
from tests.schedules.office_cast import make_plan
from tests.schedules.test_chain import second_officer
from tests.schedules.test_plans import acting_head, approved, submitted
from units.access import scope_for
from units.decisions import MovedOn, decisions_on

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("monday")]

WAIT = 20
# Long enough for the second to arrive at the lock of the first.
HEAD_START = 0.3


@pytest.fixture
def in_a_thread(tmp_path):
    """Return run(work): do the work in a thread of its own, on a connection of its own.

    The database of the tests on SQLite lives in memory, where threads cannot wait for each other:
    there the threads share a copy in a file, made by the first call.
    """
    path = tmp_path / "bersama.sqlite3"

    def on_own_connection(work):
        mine = connections["default"]
        if mine.vendor == "sqlite":
            mine.settings_dict = {**mine.settings_dict, "NAME": str(path)}
        try:
            return work()
        finally:
            mine.close()

    def run(*works):
        if connection.vendor == "sqlite" and not path.exists():
            connection.ensure_connection()
            with sqlite3.connect(path) as copy:
                connection.connection.backup(copy)
            copy.close()
        with ThreadPoolExecutor(len(works)) as pool:
            return list(pool.map(on_own_connection, works))

    return run


@pytest.fixture
def race(in_a_thread, monkeypatch):
    """Return race(first, second): pairs (actor, act). The first holds the plan when the second
    comes; return what became of each: "done" or the sentence that it was told."""

    def run(first, second):
        holds, comes = threading.Event(), threading.Event()
        really_opened = plans.opened

        def opened(plan_pk, actor):
            found = really_opened(plan_pk, actor)
            if actor == first[0]:
                holds.set()
                assert comes.wait(WAIT)
                threading.Event().wait(HEAD_START)
            return found

        for module in (plans, parts, chain):
            monkeypatch.setattr(module, "opened", opened)

        def told(act):
            try:
                act()
            except MovedOn as moved:
                return str(moved)
            return "done"

        def come_second():
            assert holds.wait(WAIT)
            comes.set()
            return told(second[1])

        return in_a_thread(lambda: told(first[1]), come_second)

    return run


def what_stands(in_a_thread, plan):
    """Return (status, acts since the submission, their mandates) as the threads left them."""

    def read():
        acts = ("plan_approved", "part_returned", "plan_published", "plan_sent_back")
        rows = decisions_on(plan).filter(act__in=acts).order_by("pk")
        return Plan.objects.get(pk=plan.pk).status, [(row.act, row.mandate) for row in rows]

    return in_a_thread(read)[0]


def shown(plan, user):
    """Return the tokens (whole plan, its one part) that a page would show to somebody now."""
    rotation, seen = rotation_of(plan), office_of(scope_for(user), plan).all_parts
    return rotation.token(seen), rotation.token(seen, plan.parts.get().unit_id)


def assert_one_won(answers):
    assert answers[0] == "done"
    assert "Tidak ada yang disimpan." in answers[1]


PLH = "Plh. Kepala Badan, surat 800/12"


@pytest.mark.parametrize(
    ("first", "status", "acts"),
    [
        ("dewi", "approved", [("plan_approved", "")]),
        ("hana", "approved", [("plan_approved", PLH)]),
    ],
)
def test_the_head_and_the_stand_in_approve(city, race, in_a_thread, first, status, acts):
    acting_head(city, city.hana)
    plan = submitted(make_plan(city), city.rudi.user)
    whole, _own = shown(plan, city.dewi.user)
    pair = [
        (user, lambda user=user: approve_plan(plan, actor=user, seen=whole))
        for user in (city.dewi.user, city.hana.user)
    ]
    assert_one_won(race(*(pair if first == "dewi" else reversed(pair))))
    assert what_stands(in_a_thread, plan) == (status, acts)


@pytest.mark.parametrize(
    ("first", "status", "acts"),
    [
        ("approve", "approved", [("plan_approved", "")]),
        ("return", "draft", [("part_returned", PLH)]),
    ],
)
def test_one_approves_while_the_other_returns(city, race, in_a_thread, first, status, acts):
    acting_head(city, city.hana)
    plan = submitted(make_plan(city), city.rudi.user)
    part = plan.parts.get()
    whole, own = shown(plan, city.dewi.user)
    pair = [
        (city.dewi.user, lambda: approve_plan(plan, actor=city.dewi.user, seen=whole)),
        (
            city.hana.user,
            lambda: return_part(part, reason="Jumat sepi", actor=city.hana.user, seen=own),
        ),
    ]
    assert_one_won(race(*(pair if first == "approve" else reversed(pair))))
    assert what_stands(in_a_thread, plan) == (status, acts)


@pytest.mark.parametrize(
    ("first", "status", "act"),
    [("publish", "published", "plan_published"), ("send back", "submitted", "plan_sent_back")],
)
def test_one_publishes_while_the_other_sends_back(city, race, in_a_thread, first, status, act):
    plan = approved(make_plan(city), city)
    other = second_officer(city).user
    pair = [
        (city.wati.user, lambda: publish_plan(plan, actor=city.wati.user)),
        (other, lambda: send_back_plan(plan, reason="Belum", actor=other)),
    ]
    assert_one_won(race(*(pair if first == "publish" else reversed(pair))))
    assert what_stands(in_a_thread, plan) == (status, [("plan_approved", ""), (act, "")])


@pytest.mark.parametrize("first", ["rudi", "dewi"])
def test_two_heads_name_the_duty_of_one_day(city, in_a_thread, monkeypatch, first):
    """Both saw an empty list; the second is told that it is not empty any more."""
    day = datetime.date(2026, 12, 16)
    declare_holiday(
        day, name="Hari Kota", kind="local", legal_basis="SE 9/2026", actor=city.wati.user
    )
    holds, comes = threading.Event(), threading.Event()
    really_named = duty.named_for

    def named(unit, date):
        if not holds.is_set():
            holds.set()
            assert comes.wait(WAIT)
            threading.Event().wait(HEAD_START)
        return really_named(unit, date)

    monkeypatch.setattr(duty, "named_for", named)
    heads = [city.rudi, city.dewi] if first == "rudi" else [city.dewi, city.rudi]
    wanted = [city.sari.pk, city.tono.pk]

    def name(head, person):
        try:
            duty.name_duty(
                city.division, date=day, people=[person], start=datetime.time(8),
                end=datetime.time(14), seen=[], actor=head.user,
            )  # fmt: skip
        except MovedOn as moved:
            return str(moved)
        return "done"

    def come_second():
        assert holds.wait(WAIT)
        comes.set()
        return name(heads[1], wanted[1])

    answers = in_a_thread(lambda: name(heads[0], wanted[0]), come_second)
    assert answers[0] == "done"
    assert "sudah diubah orang lain" in answers[1]
    assert in_a_thread(lambda: really_named(city.division, day)) == [wanted[:1]]
