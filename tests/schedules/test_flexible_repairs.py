"""A plan of flexible-hours days that no longer fits: what is proposed, decided and put in force."""

import datetime

import pytest
from django.urls import reverse

from schedules.models import FlexibleDay, Plan, PlanRepair, Policy
from schedules.planning import read_plan, read_problem, violations
from schedules.queries.flexible import flexible_days_of
from schedules.queries.repairs import changes_of
from schedules.queries.rotations import rotation_of
from schedules.services import repairs
from schedules.services.aways import record_away
from schedules.services.calendar import declare_holiday
from schedules.services.cells import change_place
from schedules.services.repairs import accept_repair, recheck, reject_repair
from tests.schedules.balance_cast import move
from tests.schedules.flexible_cast import (
    WINDOW,
    make_flexible_plan,
    published_flexible,
    put_head,
    through,
)
from tests.schedules.office_cast import FIRST, LAST
from units.decisions import MovedOn
from units.models import Outbox, Position

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

D = datetime.date


def asked(plan):
    """Compare a plan with the records as the job would; return the open proposal or None."""
    Plan.objects.filter(pk=plan.pk).update(recheck_asked_at=repairs.clock.now())
    recheck(plan.pk)
    plan.refresh_from_db()
    return plan.repairs.filter(status="proposed").first()


def cells(plan):
    return {(pk, day) for pk, day in plan.flexible_days.values_list("employee_id", "date")}


def had(plan, person):
    return sorted(plan.flexible_days.filter(employee=person).values_list("date", flat=True))


def away(person, city, start, end):
    return record_away(
        person, kind="sakit", starts_on=start, ends_on=end, letter_number="1", actor=city.hana.user
    )


def changed(plan, repair):
    return {(int(pid), D.fromisoformat(day)) for pid, day in changes_of(rotation_of(plan), repair)}


def test_what_still_fits_is_left_alone(city):
    plan = published_flexible(city)
    assert asked(plan) is None
    assert plan.recheck_note == "Masih sesuai dengan catatan sekarang."


def test_an_absence_takes_the_day_and_nothing_else(city):
    """The schedule that people know comes before an even share: the day is owed, not moved."""
    plan = published_flexible(city, floor=4)
    day = had(plan, city.umar)[1]
    away(city.umar, city, day, day)
    repair = asked(plan)
    assert changed(plan, repair) == {(city.umar.pk, day)}
    assert (repair.people, repair.cells, repair.moved) == (1, 1, 0)
    problem, solution = read_problem(repair.flexible_problem), read_plan(repair.flexible_solution)
    assert violations(problem, solution.home) == []
    assert problem.mode == "repair"
    # The days at home of the agency stand in the proposal too: nothing of them moves.
    assert read_plan(repair.solution).home == {one["id"]: () for one in repair.problem["people"]}


def test_an_absence_that_breaks_the_floor_takes_a_day_from_a_colleague(city):
    plan = published_flexible(city, floor=6)
    [row] = plan.flexible_days.filter(employee=city.umar)[:1]
    given = plan.flexible_days.filter(date__gt=FIRST).exclude(employee=city.umar).first()
    other = (
        plan.flexible_days.exclude(employee=given.employee).exclude(date=given.date).first()
    ).employee
    away(other, city, given.date, given.date)
    repair = asked(plan)
    taken = {pk for pk, date in changed(plan, repair) if date == given.date}
    assert len(taken) == 1
    assert repair.moved == 1
    problem = read_problem(repair.flexible_problem)
    assert violations(problem, read_plan(repair.flexible_solution).home) == []


def test_a_late_holiday_takes_the_days_that_fall_on_it(city):
    plan = published_flexible(city, floor=4)
    day = plan.flexible_days.latest("date").date
    on_it = set(plan.flexible_days.filter(date=day).values_list("employee_id", flat=True))
    declare_holiday(
        day, name="Cuti bersama Pemilu", kind="joint_leave", legal_basis="SKB 3/2026",
        actor=city.wati.user,
    )  # fmt: skip
    assert changed(plan, asked(plan)) == {(pk, day) for pk in on_it}


def test_who_leaves_loses_the_days_ahead(city):
    plan = published_flexible(city, floor=4)
    ahead = [day for day in had(plan, city.umar) if day >= D(2026, 12, 9)]
    move(city.umar, city.division, D(2026, 12, 9))
    moved = changed(plan, asked(plan))
    assert {(city.umar.pk, day) for day in ahead} <= moved
    assert not any(pk == city.umar.pk for pk, day in moved if day not in ahead)


def test_a_grant_that_ends_takes_all_days_ahead(city):
    plan = published_flexible(city, floor=4)
    Position.objects.update(presence=Position.Presence.FOLLOWS_UNIT)
    Policy.objects.update(flexible_per_week=0)
    moved = changed(plan, asked(plan))
    assert moved == {cell for cell in cells(plan) if cell[1] > FIRST}


def test_accepted_it_is_a_version_of_its_own_with_the_hours_kept(city):
    plan = published_flexible(city, floor=4)
    day = had(plan, city.umar)[1]
    before = cells(plan)
    away(city.umar, city, day, day)
    repair = asked(plan)
    moved = changed(plan, repair)
    Policy.objects.update(flexible_until=datetime.time(10))
    revision = accept_repair(repair, actor=city.yanti.user)
    assert (revision.version, revision.status, revision.base_id) == (2, "draft", plan.pk)
    assert cells(revision) == before ^ moved
    assert revision.flexible_hash == repair.flexible_hash
    # What stays keeps the hours that people know, whatever the policy says by now.
    assert set(revision.flexible_days.values_list("starts_until", flat=True)) == {WINDOW[1]}
    assert set(flexible_days_of(city.umar, FIRST, LAST)) == set(had(plan, city.umar))
    Outbox.objects.all().delete()
    through(revision, city)
    assert set(flexible_days_of(city.umar, FIRST, LAST)) == set(had(revision, city.umar))
    told = Outbox.objects.filter(kind="plan_changed")
    assert {one.recipient for one in told} == {city.umar.user}


def test_rejected_it_is_not_proposed_again(city):
    plan = published_flexible(city, floor=4)
    day = had(plan, city.umar)[1]
    away(city.umar, city, day, day)
    reject_repair(asked(plan), reason="Diatur sendiri", actor=city.yanti.user)
    before = cells(plan)
    assert asked(plan) is None
    assert cells(plan) == before
    assert FlexibleDay.objects.filter(plan=plan, published=True).count() == len(before)


def test_a_change_by_hand_outdates_a_proposal_and_stays_where_it_was_put(city):
    plan = make_flexible_plan(city, floor=4)
    put_head(city)
    taken = had(plan, city.umar)[1]
    change_place(
        plan.parts.get(), employee=city.umar, day=taken, to="wfo", reason="Rapat",
        actor=city.hana.user,
    )  # fmt: skip
    plan = through(plan, city)
    # Nothing but stability speaks for leaving the week empty: the pin keeps it so.
    assert asked(plan) is None
    [colleague_day] = plan.flexible_days.filter(date__gt=FIRST).exclude(date=taken)[:1]
    away(colleague_day.employee, city, colleague_day.date, colleague_day.date)
    repair = asked(plan)
    assert (city.umar.pk, taken) not in changed(plan, repair)
    problem = read_problem(repair.flexible_problem)
    assert taken.isoformat() in problem.person[str(city.umar.pk)].on_site
    plan.flexible_days.filter(employee=city.umar).delete()
    with pytest.raises(MovedOn):
        accept_repair(repair, actor=city.yanti.user)
    assert Plan.objects.count() == 1


def test_only_heads_decide_and_the_page_shows_both_sides(city, as_):
    plan = published_flexible(city, floor=4)
    day = had(plan, city.umar)[1]
    away(city.umar, city, day, day)
    repair = asked(plan)
    page = reverse("schedules:plan_repair", args=[plan.pk, repair.pk])
    html = as_(city.yanti).get(page).content.decode()
    assert "Hari jam fleksibel yang berubah" in html
    assert "Umar Said tidak tersedia pada" in html
    assert "tetapi tercatat berjam fleksibel" in html
    assert "Jaminan WFH paling sedikit" not in html
    assert html.count('title="jam fleksibel"') == 1
    assert as_(city.umar).get(page).status_code in (403, 404)
    assert PlanRepair.objects.get(pk=repair.pk).status == "proposed"
