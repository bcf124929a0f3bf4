"""Repairs: each thing that makes a plan not fit, and what a proposal may move."""

import json
import subprocess
import sys

import pytest

from schedules.models import Assignment, Floor, Plan, PlanRepair
from schedules.planning import plan_to_json, read_plan, read_problem, violations
from schedules.problems import canonical
from schedules.queries.standing import standing_plans
from schedules.services import repairs, solving
from schedules.services.calendar import declare_holiday
from schedules.services.cells import change_place
from schedules.services.parts import submit_part
from schedules.services.plans import approve_plan
from schedules.services.repairs import accept_repair
from tests.schedules.office_cast import make_plan
from tests.schedules.repair_cast import (
    LAST_FRIDAY,
    THURSDAY,
    D,
    asked,
    at_home,
    away,
    moved,
    named,
    new_floor,
    on_site,
    published_plan,
    through,
)
from units.models import Employee, Exclusion
from units.services.postings import end_employment, post_employee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def plan(city, monday):
    return published_plan(city)


def test_a_plan_that_fits_is_left_alone(plan):
    assert asked(plan) is None
    assert plan.recheck_note == "Masih sesuai dengan catatan sekarang."
    assert plan.recheck_asked_at is None
    assert not PlanRepair.objects.exists()


def test_one_ill_person_at_the_office_brings_one_colleague_in(plan, city):
    """Nine belong to the bidang, four are at home and five must be on site: none to spare."""
    home = {person.name for person in at_home(plan, LAST_FRIDAY)}
    assert len(home) == 4
    away(named("Agus Prasetyo"), city, LAST_FRIDAY, LAST_FRIDAY)
    ((name, day),) = moved(plan, asked(plan))
    assert name in home
    assert day == "2026-12-18"


def test_only_the_ill_persons_own_day_changes_where_the_floor_still_holds(plan, city):
    Floor.objects.update(on_site=1)
    ill = at_home(plan, THURSDAY)[0]
    away(ill, city, THURSDAY, D(2026, 12, 11))
    repair = asked(plan)
    own = plan.assignments.filter(employee=ill, date__range=(THURSDAY, D(2026, 12, 11)))
    assert moved(plan, repair) == {(ill.name, row.date.isoformat()) for row in own}
    assert (repair.people, repair.cells) == (1, own.count())


def test_an_absence_on_an_office_day_that_hurts_nobody_needs_no_repair(plan, city):
    Floor.objects.update(on_site=1)
    person = on_site(plan, THURSDAY, city)[0]
    away(person, city, THURSDAY, THURSDAY)
    assert asked(plan) is None


def test_a_changed_floor_holds_from_its_day_on_and_moves_nothing_before(plan, city):
    new_floor(plan, city, 8)
    plan.refresh_from_db()
    assert plan.recheck_asked_at is not None
    repair = asked(plan)
    changed = moved(plan, repair)
    assert changed
    assert min(day for _name, day in changed) >= "2026-12-10"
    solution = read_plan(repair.solution)
    for day in plan.problem["days"]:
        at = sum(day in days for days in solution.home.values())
        assert at == len(at_home(plan, day)) if day < "2026-12-10" else at <= 1


def test_who_left_and_who_was_transferred_lose_their_days_here(plan, city):
    leaver, mover = at_home(plan, D(2026, 12, 17))
    end_employment(leaver, left_on=D(2026, 12, 14), reason="Pensiun", actor=city.hana.user)
    post_employee(
        mover, unit=city.counter, position=city.positions.clerk, starts_on=D(2026, 12, 14),
        letter_number="1", actor=city.wati.user,
    )  # fmt: skip
    repair = asked(plan)
    changed = moved(plan, repair)
    assert (leaver.name, "2026-12-17") in changed
    assert (mover.name, "2026-12-17") in changed
    assert min(day for _name, day in changed) >= "2026-12-14"


def test_who_comes_under_discipline_loses_the_days_still_to_come(plan, city):
    person = at_home(plan, THURSDAY)[0]
    Exclusion.objects.create(
        employee=person, kind="discipline", reason="Pemeriksaan", starts_on=D(2026, 12, 8),
        recorded_by=city.wati.user,
    )  # fmt: skip
    repair = asked(plan)
    ahead = plan.assignments.filter(employee=person, date__gte=D(2026, 12, 8))
    assert {d for name, d in moved(plan, repair) if name == person.name} == {
        row.date.isoformat() for row in ahead
    }


def test_a_holiday_declared_late_voids_its_day_for_everybody(plan, city):
    home = at_home(plan, THURSDAY)
    declare_holiday(
        THURSDAY, name="Cuti bersama", kind="joint_leave", legal_basis="SKB", actor=city.wati.user
    )
    repair = asked(plan)
    assert moved(plan, repair) == {(person.name, "2026-12-10") for person in home}


@pytest.mark.parametrize("status", ["submitted", "approved"])
def test_a_plan_in_approval_is_repaired_too(city, status):
    plan = make_plan(city, floor=1)
    submit_part(plan.parts.get(), actor=city.rudi.user)
    if status == "approved":
        approve_plan(plan, actor=city.dewi.user)
    ill = at_home(plan, THURSDAY)[0]
    away(ill, city, THURSDAY, THURSDAY)
    repair = asked(plan)
    assert moved(plan, repair) == {(ill.name, "2026-12-10")}
    revision = accept_repair(repair, actor=city.rudi.user)
    plan.refresh_from_db()
    assert (plan.status, revision.status, revision.version) == ("superseded", "draft", 2)


def test_a_first_draft_is_not_compared(city):
    plan = make_plan(city, floor=1)
    away(at_home(plan, THURSDAY)[0], city, THURSDAY, THURSDAY)
    assert asked(plan) is None
    assert plan.recheck_note == "Sedang diperiksa." or plan.recheck_note == ""
    assert not standing_plans().exists()


# --- what a proposal may move -----------------------------------------------------------------


def test_a_repair_is_lawful_and_the_same_on_the_command_line(plan, city, tmp_path):
    for person in on_site(plan, THURSDAY, city)[:2]:
        away(person, city, THURSDAY, D(2026, 12, 14))
    repair = asked(plan)
    problem, solution = read_problem(repair.problem), read_plan(repair.solution)
    assert problem.mode == "repair"
    assert violations(problem, solution.home) == []
    (tmp_path / "problem.json").write_text(canonical(repair.problem), encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "schedules.planning", "problem.json", "plan.json"],
        cwd=tmp_path, check=True, env={"PYTHONPATH": str(repairs.__file__).split("/schedules/")[0]},
    )  # fmt: skip
    portal = plan_to_json(solving.solve_checked(repair.problem)) + "\n"
    assert (tmp_path / "plan.json").read_text(encoding="utf-8") == portal
    assert json.loads(portal) == repair.solution


def test_past_days_and_today_never_change(plan, city, time_machine):
    time_machine.move_to("2026-12-10T02:00Z", tick=False)
    before = {
        (pk, d.isoformat()) for pk, d in plan.assignments.values_list("employee", "date")
        if d <= THURSDAY
    }  # fmt: skip
    Floor.objects.update(on_site=1)
    for person in Employee.objects.filter(pk__in=[int(pk) for pk in plan.solution["people"]])[:4]:
        away(person, city, D(2026, 12, 7), D(2026, 12, 16))
    repair = asked(plan)
    assert repair.changes_from == D(2026, 12, 11)
    assert min(day for _name, day in moved(plan, repair)) >= "2026-12-11"
    through(accept_repair(repair, actor=city.rudi.user), city)
    in_force = Assignment.objects.filter(published=True, date__lte=THURSDAY)
    assert {(pk, d.isoformat()) for pk, d in in_force.values_list("employee", "date")} == before


def test_cells_set_by_hand_stay_through_one_repair_after_the_other(city):
    plan = make_plan(city, floor=5)
    keeper, guest = named("Agus Prasetyo"), named("Sari Wulandari")
    part = plan.parts.get()
    change_place(
        part, employee=keeper, day=D(2026, 12, 17), to="wfo", reason="Rapat", actor=city.rudi.user
    )
    change_place(
        part, employee=guest, day=D(2026, 12, 16), to="wfh", reason="Janji", actor=city.rudi.user
    )
    through(plan, city)
    for floor in (7, 8):
        new_floor(plan, city, floor)
        revision = accept_repair(asked(plan), actor=city.rudi.user)
        solution = read_plan(revision.solution)
        assert "2026-12-17" not in solution.home[str(keeper.pk)]
        assert "2026-12-16" in solution.home[str(guest.pk)]
        Plan.objects.filter(pk=plan.pk).update(status="superseded")
        Plan.objects.filter(pk=revision.pk).update(
            status="published", published_at="2026-12-07T03:00Z"
        )
        plan = Plan.objects.select_related("agency", "period", "policy").get(pk=revision.pk)


def test_a_cell_set_by_hand_gives_way_to_an_absence_alone(city):
    plan = make_plan(city, floor=1)
    guest = on_site(plan, D(2026, 12, 16), city)[-1]
    plan.assignments.filter(employee=guest).delete()
    change_place(
        plan.parts.get(), employee=guest, day=D(2026, 12, 16), to="wfh", reason="Janji",
        actor=city.rudi.user,
    )  # fmt: skip
    through(plan, city)
    away(guest, city, D(2026, 12, 16), D(2026, 12, 16))
    repair = asked(plan)
    assert (guest.name, "2026-12-16") in moved(plan, repair)
