"""Flexible-hours days changed by hand: each rule checked, the cost said, and the way back."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from schedules.models import FlexibleDay
from schedules.queries.changes import change_of
from schedules.queries.day_reasons import day_reason
from schedules.queries.flexible import flexible_days_of
from schedules.queries.plan_page import goal_rows
from schedules.queries.rotations import rotation_of
from schedules.services.aways import record_away
from schedules.services.cells import change_place, undo_change
from schedules.services.chain import revise_part
from schedules.services.parts import submit_part
from tests.schedules.flexible_cast import WINDOW, make_flexible_plan, put_head, through
from tests.schedules.office_cast import FIRST, LAST
from units.decisions import MovedOn, Refused, decisions_on
from units.models import Outbox

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

ONE_DAY = datetime.timedelta(days=1)
REASON = "Rapat pagi bidang"


@pytest.fixture
def plan(city):
    """The draft of Disdukcapil; Hana stands in as head of the counter. Seven people, at least
    four of them start at the usual hour."""
    made = make_flexible_plan(city, floor=4)
    put_head(city)
    return made


def had(plan, person):
    return sorted(plan.flexible_days.filter(employee=person).values_list("date", flat=True))


def set_to(plan, city, day, to, *, who=None, actor=None):
    return change_place(
        plan.parts.get(),
        employee=who or city.umar,
        day=day,
        to=to,
        reason=REASON,
        actor=actor or city.hana.user,
    )


def test_taking_one_says_what_it_costs_and_is_recorded(city, plan):
    day = had(plan, city.umar)[0]
    change = change_of(rotation_of(plan), str(city.umar.pk), day.isoformat())
    assert (change.to, change.broken, change.evenness_falls) == ("wfo", [], True)
    assert change.share == (0, pytest.approx(0.857, abs=0.001))
    assert [str(one) for one in change.costs] == [
        "Sasaran jam fleksibel seminggu: 0 → 1 (hari yang belum terpenuhi)",
        "Pemerataan porsi wajar jam fleksibel: 0 → 100"
        " (jumlah kuadrat selisih, dalam sepersepuluh hari)",
    ]
    _change, decision = set_to(plan, city, day, "wfo")
    assert day not in had(plan, city.umar)
    assert (decision.act, decision.reason, decision.before["place"], decision.after["place"]) == (
        "place_changed", REASON, "flex", "wfo",
    )  # fmt: skip
    rotation = rotation_of(plan)
    assert rotation.hours.changed == {(str(city.umar.pk), day.isoformat())}
    assert rotation.changed == frozenset()


def test_giving_one_has_the_hours_of_the_policy_and_can_be_undone(city, plan):
    day = had(plan, city.umar)[0]
    set_to(plan, city, day, "wfo")
    _change, decision = set_to(plan, city, day, "flex")
    row = FlexibleDay.objects.get(plan=plan, employee=city.umar, date=day)
    assert ((row.starts_from, row.starts_until), row.published) == (WINDOW, False)
    undo_change(plan.parts.get(), decision_pk=decision.pk, actor=city.hana.user)
    assert day not in had(plan, city.umar)
    assert not plan.assignments.filter(employee=city.umar).exists()


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        ("most", "Umar Said berjam fleksibel 2 hari dalam satu pekan"),
        ("apel", "Umar Said wajib masuk pada jam biasa pada 14 Des."),
        ("absent", "Umar Said tidak tersedia pada"),
        ("floor", "orang masuk pada jam biasa pada"),
    ],
)
def test_every_rule_refuses_with_its_text(city, plan, broken, sentence):
    given = had(plan, city.umar)[0]
    week = [FIRST + n * ONE_DAY for n in range(5)]
    day = next(day for day in week[1:] if day != given)
    if broken == "apel":
        day = FIRST + 7 * ONE_DAY
    else:
        set_to(plan, city, given, "wfo")
    if broken == "most":
        set_to(plan, city, given, "flex")
    if broken == "absent":
        record_away(
            city.umar, kind="sakit", starts_on=day, ends_on=day, letter_number="1",
            actor=city.hana.user,
        )  # fmt: skip
    if broken == "floor":
        plan.policy.floors.filter(on_time=True).update(on_site=7)
    before = list(plan.flexible_days.values_list("employee", "date"))
    decided = decisions_on(plan).count()
    with pytest.raises(Refused) as refused:
        set_to(plan, city, day, "flex")
    assert sentence in str(refused.value)
    assert list(plan.flexible_days.values_list("employee", "date")) == before
    assert decisions_on(plan).count() == decided


def test_nobody_else_and_nobody_twice(city, plan):
    day = had(plan, city.umar)[0]
    for actor in (city.umar.user, city.rudi.user):
        with pytest.raises(PermissionDenied):
            set_to(plan, city, day, "wfo", actor=actor)
    set_to(plan, city, day, "wfo")
    with pytest.raises(MovedOn):
        set_to(plan, city, day, "wfo")
    with pytest.raises(MovedOn):
        set_to(plan, city, day, "wfh")
    submit_part(plan.parts.get(), actor=city.hana.user)
    with pytest.raises(MovedOn):
        set_to(plan, city, day, "flex")
    assert day not in had(plan, city.umar)


def test_a_part_with_a_broken_rule_of_flexible_days_is_not_submitted(city, plan):
    plan.policy.floors.filter(on_time=True).update(on_site=7)
    with pytest.raises(Refused) as refused:
        submit_part(plan.parts.get(), actor=city.hana.user)
    assert "hanya 5 orang masuk pada jam biasa" in str(refused.value)
    assert plan.parts.get().status == "draft"


def test_the_page_of_a_cell_speaks_of_hours(city, plan, as_):
    day = had(plan, city.umar)[0]
    page = reverse("schedules:plan_cell", args=[plan.pk, city.counter.pk])
    page += f"?person={city.umar.pk}&day={day.isoformat()}"
    client = as_(city.hana)
    html = client.get(page).content.decode()
    assert "Bila masuk pada jam biasa" in html
    assert "Jadikan jam biasa" in html
    assert "WFH (rumah)" not in html
    assert "Bagaimana bila" not in html
    client.post(page, {"to": "wfo", "reason": REASON, "seen": "0"})
    assert day not in had(plan, city.umar)
    html = client.get(page).content.decode()
    assert "Jadikan jam fleksibel" in html
    assert REASON in html


def test_the_board_marks_the_change_and_tells_share_and_floor(city, plan, as_):
    day = had(plan, city.umar)[0]
    set_to(plan, city, day, "wfo")
    board = reverse("schedules:plan_board", args=[plan.pk, city.counter.pk])
    html = as_(city.hana).get(board).content.decode()
    assert "Jam fleksibel 1 hari, porsi wajar 1,9." in html
    assert html.count("Jam fleksibel 2 hari, porsi wajar 1,9.") == 6
    assert "Loket buka pada jamnya" in html


def test_the_plan_page_shows_goals_and_their_proof(city, plan, as_):
    page = reverse("schedules:plan_detail", args=[plan.pk])
    html = as_(city.yanti).get(page).content.decode()
    assert "7 pegawai yang selalu bekerja di kantor berbagi 14 hari jam fleksibel" in html
    assert plan.flexible_hash in html
    goals = goal_rows(rotation_of(plan).hours)
    assert [str(goal.name) for goal in goals] == [
        "Sasaran jam fleksibel seminggu",
        "Pemerataan porsi wajar jam fleksibel",
        "Ketetapan jadwal yang sudah diterbitkan",
        "Hari jam fleksibel tidak berurutan",
        "Undian terbuka bila semua setara",
    ]
    assert all(goal.proven for goal in goals)
    set_to(plan, city, had(plan, city.umar)[0], "wfo")
    share = goal_rows(rotation_of(plan).hours)[1]
    assert (share.value, share.bound, share.proven) == (100, 0, False)


def test_the_person_reads_the_reason_of_the_head(city, plan):
    first, second = had(plan, city.umar)
    set_to(plan, city, first, "wfo")
    set_to(plan, city, second, "wfo")
    set_to(plan, city, second, "flex")
    through(plan, city)
    taken, kept = day_reason(city.umar, first), day_reason(city.umar, second)
    assert (taken.place, taken.rule) == ("wfo", "hand")
    assert taken.text == "Diubah pengelola menjadi jam biasa: Rapat pagi bidang"
    assert kept.place == "flex"


def test_a_new_version_names_the_changed_days(city, plan, as_):
    through(plan, city)
    day = had(plan, city.umar)[1]
    revision = revise_part(plan.parts.get(), actor=city.hana.user, reason="Rapat")
    set_to(revision, city, day, "wfo")
    html = (
        as_(city.yanti).get(reverse("schedules:plan_detail", args=[revision.pk])).content.decode()
    )
    assert "jam fleksibel → jam biasa" in html
    before = set(flexible_days_of(city.umar, FIRST, LAST))
    through(revision, city)
    assert before - set(flexible_days_of(city.umar, FIRST, LAST)) == {day}
    told = {one.recipient for one in Outbox.objects.filter(kind="plan_changed")}
    assert told == {city.umar.user}
