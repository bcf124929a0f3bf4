"""Repairs: each thing that makes a plan not fit, what a proposal may move, and who decides."""

import datetime
import json
import subprocess
import sys

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from schedules.models import Assignment, Away, Floor, Holiday, Plan, PlanRepair, Policy
from schedules.planning import plan_to_json, read_plan, read_problem, violations
from schedules.problems import canonical
from schedules.queries.office import office_of
from schedules.queries.repair_page import difference_of
from schedules.queries.repairs import changes_of, repair_queue
from schedules.queries.rotations import rotation_of
from schedules.queries.standing import standing_plans
from schedules.services import repairs, solving
from schedules.services.aways import record_away, withdraw_away
from schedules.services.calendar import declare_holiday
from schedules.services.cells import change_place
from schedules.services.plans import approve_plan, publish_plan, submit_part
from schedules.services.policies import add_floor, new_policy_version, put_policy_in_force
from schedules.services.repairs import accept_repair, recheck, recheck_due_plans, reject_repair
from tests.conftest import make_employee
from tests.schedules.office_cast import make_colleagues, make_plan
from units.access import scope_for
from units.decisions import MovedOn, Refused, decisions_on
from units.models import Employee, Exclusion, Outbox, RoleGrant
from units.services.postings import end_employment, post_employee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

D = datetime.date


@pytest.fixture
def plan(city, monday):
    """A published plan of Bidang Ekonomi, eight people rotating, at least five on site."""
    return through(make_plan(city), city)


def through(plan, city):
    """Submit, approve and publish a plan of one part."""
    for part in plan.parts.exclude(status="submitted"):
        submit_part(part, actor=city.rudi.user)
    approve_plan(plan, actor=city.dewi.user)
    publish_plan(plan, actor=city.wati.user)
    plan.refresh_from_db()
    return plan


def asked(plan):
    """Compare a plan with the records as the job would; return the open proposal or None."""
    Plan.objects.filter(pk=plan.pk).update(recheck_asked_at=repairs.clock.now())
    recheck(plan.pk)
    plan.refresh_from_db()
    return plan.repairs.filter(status="proposed").first()


def at_home(plan, day):
    """Return the people of a plan at home on a day."""
    return list(
        Employee.objects.filter(assignments__plan=plan, assignments__date=day).order_by("pk")
    )


def on_site(plan, day, city):
    """Return the eligible colleagues of a plan who come in on a day."""
    home = {person.pk for person in at_home(plan, day)}
    ids = [int(pk) for pk in plan.solution["people"] if int(pk) not in home]
    return list(Employee.objects.filter(pk__in=ids).order_by("pk"))


def away(employee, city, start, end, kind="sakit"):
    return record_away(
        employee,
        kind=kind,
        starts_on=start,
        ends_on=end,
        letter_number="800/1",
        actor=city.hana.user,
    )


def moved(plan, repair):
    """Return {(name, date)} of the changed cells."""
    rotation = rotation_of(plan)
    names = dict(Employee.objects.values_list("pk", "name"))
    return {(names[int(pid)], day) for pid, day in changes_of(rotation, repair)}


def state(plan):
    """What a refused act must leave as it is."""
    return (
        list(Plan.objects.order_by("pk").values_list("pk", "status", "version")),
        sorted(Assignment.objects.values_list("plan", "employee", "date", "published")),
        list(PlanRepair.objects.order_by("pk").values_list("pk", "status")),
        decisions_on(plan).count(),
        Outbox.objects.count(),
    )


# --- what makes a plan not fit ----------------------------------------------------------------

THURSDAY = D(2026, 12, 10)
LAST_FRIDAY = D(2026, 12, 18)


def named(name):
    return Employee.objects.get(name=name)


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


def new_floor(plan, city, on_site):
    """Put a new version of the city's policy in force with another floor."""
    draft = new_policy_version(plan.policy, actor=city.wati.user)
    Policy.objects.filter(pk=draft.pk).update(starts_on=THURSDAY, legal_basis="SE 9")
    draft.refresh_from_db()
    draft.floors.all().delete()
    add_floor(draft, unit=city.division, text="Loket", on_site=on_site, actor=city.wati.user)
    return put_policy_in_force(draft, actor=city.wati.user)


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


# --- who decides ------------------------------------------------------------------------------


@pytest.fixture
def proposal(plan, city):
    """One colleague is ill on a day at home: exactly that day changes."""
    Floor.objects.update(on_site=1)
    ill = at_home(plan, THURSDAY)[0]
    away(ill, city, THURSDAY, THURSDAY)
    return asked(plan)


def told():
    return {notice.recipient for notice in Outbox.objects.filter(kind="repair_proposed")}


def test_heads_are_told_where_somebody_at_work_has_to_move(plan, city, time_machine):
    away(named("Agus Prasetyo"), city, LAST_FRIDAY, LAST_FRIDAY)
    repair = asked(plan)
    assert (repair.cells, repair.moved) == (1, 1)
    assert told() == {city.dewi.user, city.rudi.user}
    time_machine.move_to("2026-12-08T02:00Z", tick=False)
    newer = asked(plan)
    assert newer != repair
    assert Outbox.objects.filter(kind="repair_proposed").count() == 2


def test_days_that_fall_by_themselves_need_no_hurry(proposal, plan):
    assert (proposal.cells, proposal.moved) == (1, 0)
    assert told() == set()


def test_a_plan_in_approval_needs_its_repair_whatever_falls(city):
    plan = make_plan(city, floor=1)
    submit_part(plan.parts.get(), actor=city.rudi.user)
    away(named("Dian Kusumastuti"), city, THURSDAY, THURSDAY)
    assert asked(plan).moved == 0
    assert told() == {city.dewi.user, city.rudi.user}


@pytest.mark.parametrize("who", ["rudi", "dewi"])
def test_accepting_makes_a_version_that_goes_the_usual_way(plan, proposal, city, who):
    revision = accept_repair(proposal, actor=getattr(city, who).user)
    plan.refresh_from_db()
    proposal.refresh_from_db()
    assert (plan.status, revision.status, revision.version) == ("published", "draft", 2)
    assert (revision.base, revision.changes_from) == (plan, D(2026, 12, 8))
    assert (proposal.status, proposal.revision) == ("accepted", revision)
    assert not revision.assignments.filter(published=True).exists()
    assert plan.assignments.filter(published=True).count() == 16
    Outbox.objects.all().delete()
    through(revision, city)
    plan.refresh_from_db()
    assert (plan.status, revision.status) == ("superseded", "published")
    assert Assignment.objects.filter(published=True, date=THURSDAY).count() == 2
    told = Outbox.objects.filter(kind="plan_changed").values_list("recipient__employee", flat=True)
    assert list(told) == [Away.objects.get().employee_id]


def test_a_part_without_a_change_keeps_its_submission(city):
    make_colleagues(city, city.other_division, 3, first=60)
    plan = make_plan(city, floor=1)
    submit_part(plan.parts.get(unit=city.division), actor=city.rudi.user)
    submit_part(plan.parts.get(unit=city.other_division), actor=city.dewi.user)
    RoleGrant.objects.create(user=city.laras, role="sekda", starts_on="2026-01-01")
    approve_plan(plan, actor=city.laras)
    publish_plan(plan, actor=city.wati.user)
    inside = {int(p["id"]) for p in plan.problem["people"] if p["unit"] == str(city.division.pk)}
    ill = next(person for person in at_home(plan, THURSDAY) if person.pk in inside)
    away(ill, city, THURSDAY, THURSDAY)
    revision = accept_repair(asked(plan), actor=city.rudi.user)
    assert dict(revision.parts.values_list("unit", "status")) == {
        city.division.pk: "draft", city.other_division.pk: "submitted",
    }  # fmt: skip
    assert revision.parts.get(unit=city.other_division).submitted_by == city.dewi.user


@pytest.mark.parametrize("who", ["hana", "wati", "sari", "yanti", "umar"])
def test_others_neither_accept_nor_reject(plan, proposal, city, who):
    before = state(plan)
    for act in (
        lambda user: accept_repair(proposal, actor=user),
        lambda user: reject_repair(proposal, reason="Tidak", actor=user),
    ):
        with pytest.raises(PermissionDenied):
            act(getattr(city, who).user)
    assert state(plan) == before


def test_the_head_of_another_bidang_does_not_decide(plan, proposal, city):
    other = make_colleagues(city, city.other_division, 1, first=50)[0]
    other.postings.update(is_head=True)
    before = state(plan)
    with pytest.raises(PermissionDenied):
        accept_repair(proposal, actor=other.user)
    assert state(plan) == before


def test_a_rejection_needs_a_reason_and_is_not_proposed_again(plan, proposal, city):
    before = state(plan)
    with pytest.raises(Refused, match="Tuliskan alasan"):
        reject_repair(proposal, reason=" ", actor=city.dewi.user)
    assert state(plan) == before
    reject_repair(proposal, reason="Diatur lewat penarikan", actor=city.dewi.user)
    assert asked(plan) is None
    assert plan.recheck_note.startswith("Usulan yang sama sudah ditolak")
    second = on_site(plan, D(2026, 12, 15), city)[0]
    own = plan.assignments.filter(employee=second, date__gte=D(2026, 12, 8)).first()
    away(second, city, own.date, own.date)
    assert asked(plan) is not None


def test_what_changed_since_refuses_the_acceptance_and_loses_nothing(plan, proposal, city):
    other = named("Eko Saputra")
    away(other, city, D(2026, 12, 16), D(2026, 12, 16))
    before = state(plan)
    with pytest.raises(MovedOn, match="berubah sejak usulan ini disusun"):
        accept_repair(proposal, actor=city.dewi.user)
    assert state(plan) == before
    newer = asked(plan)
    proposal.refresh_from_db()
    assert (proposal.status, proposal.problem) == ("outdated", {})
    assert (other.name, "2026-12-16") in moved(plan, newer)
    accept_repair(newer, actor=city.dewi.user)


def test_the_next_day_asks_for_a_new_proposal(plan, proposal, city, time_machine):
    time_machine.move_to("2026-12-08T02:00Z", tick=False)
    before = state(plan)
    with pytest.raises(MovedOn):
        accept_repair(proposal, actor=city.dewi.user)
    assert state(plan) == before
    assert asked(plan).changes_from == D(2026, 12, 9)


def test_the_second_of_two_heads_is_told(plan, proposal, city):
    accept_repair(proposal, actor=city.rudi.user)
    before = state(plan)
    with pytest.raises(MovedOn, match="Diterima"):
        accept_repair(PlanRepair.objects.get(pk=proposal.pk), actor=city.dewi.user)
    with pytest.raises(MovedOn, match="Diterima"):
        reject_repair(PlanRepair.objects.get(pk=proposal.pk), reason="x", actor=city.dewi.user)
    assert state(plan) == before


def test_an_absence_taken_back_takes_the_proposal_back(plan, proposal, city):
    withdraw_away(Away.objects.get(), reason="Salah orang", actor=city.hana.user)
    assert asked(plan) is None
    proposal.refresh_from_db()
    assert proposal.status == "outdated"


def test_a_second_look_leaves_the_proposal_as_it_is(plan, proposal):
    assert asked(plan) == proposal
    assert PlanRepair.objects.count() == 1


def test_the_revision_in_work_is_what_stands(plan, proposal, city):
    revision = accept_repair(proposal, actor=city.rudi.user)
    assert list(standing_plans()) == [revision]
    other = named("Eko Saputra")
    away(other, city, D(2026, 12, 16), D(2026, 12, 16))
    repair = asked(revision)
    assert moved(revision, repair) == {(other.name, "2026-12-16")}
    third = accept_repair(repair, actor=city.rudi.user)
    revision.refresh_from_db()
    assert (revision.status, third.version, third.base) == ("superseded", 3, revision)
    through(third, city)
    assert Assignment.objects.filter(plan=third, published=True).count() == 14


# --- the jobs ---------------------------------------------------------------------------------


def test_recording_an_absence_asks_for_the_plans_of_its_days_alone(plan, city):
    ill = at_home(plan, THURSDAY)[0]
    away(ill, city, D(2027, 1, 4), D(2027, 1, 5))
    plan.refresh_from_db()
    assert plan.recheck_asked_at is None
    away(ill, city, THURSDAY, THURSDAY)
    plan.refresh_from_db()
    assert plan.recheck_asked_at is not None


def test_the_hourly_look_finds_what_other_rooms_wrote(
    plan, city, eager, time_machine, django_capture_on_commit_callbacks
):
    person = at_home(plan, THURSDAY)[0]
    with django_capture_on_commit_callbacks(execute=True):
        assert recheck_due_plans() == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert recheck_due_plans() == 0
    Employee.objects.filter(pk=person.pk).update(left_on=D(2026, 12, 9))
    time_machine.move_to("2026-12-07T03:05Z", tick=False)
    with django_capture_on_commit_callbacks(execute=True):
        assert recheck_due_plans() == 1
    assert PlanRepair.objects.get().status == "proposed"


def test_a_lost_job_is_sent_again(plan, city, time_machine):
    Plan.objects.filter(pk=plan.pk).update(recheck_asked_at=repairs.clock.now())
    assert recheck_due_plans() == 0
    time_machine.move_to("2026-12-07T02:16Z", tick=False)
    assert recheck_due_plans() == 1


def test_a_failed_look_says_so_and_changes_nothing(plan, city, monkeypatch, caplog):
    away(at_home(plan, THURSDAY)[0], city, THURSDAY, THURSDAY)

    def broken(source):
        raise ZeroDivisionError

    monkeypatch.setattr(repairs, "solve_checked", broken)
    assert asked(plan) is None
    assert plan.recheck_note.startswith("Pemeriksaan gagal")
    assert "ZeroDivisionError" in caplog.text


def test_a_late_city_wide_holiday_fills_the_queue_of_each_agency(
    plan, city, eager, as_, django_capture_on_commit_callbacks
):
    """Three agencies with a published plan, one of them without anybody at home that day."""
    twins = []
    for unit in (city.service, city.personnel):
        twin = Plan.objects.get(pk=plan.pk)
        twin.pk, twin.agency = None, unit
        twin.save()
        twins.append(twin)
    with django_capture_on_commit_callbacks(execute=True):
        declare_holiday(
            THURSDAY, name="Cuti bersama", kind="joint_leave", legal_basis="SKB",
            actor=city.wati.user,
        )  # fmt: skip
    assert Holiday.objects.count() == 1
    assert [r.plan_id for r in repair_queue(scope_for(city.wati.user))] == [plan.pk]
    for twin in twins:
        twin.refresh_from_db()
        assert twin.recheck_asked_at is None
        assert twin.recheck_note
    page = as_(city.wati).get(reverse("schedules:repair_list")).content.decode()
    assert "1 usulan menunggu putusan" in page
    assert "Bappelitbangda" in page


# --- the pages --------------------------------------------------------------------------------


def page_of(client, repair):
    return client.get(reverse("schedules:plan_repair", args=[repair.plan_id, repair.pk]))


def test_the_page_shows_before_and_after_and_why(plan, city, as_):
    Floor.objects.update(on_site=6)
    ill = on_site(plan, THURSDAY, city)[0]
    away(ill, city, THURSDAY, THURSDAY)
    repair = asked(plan)
    difference = difference_of(
        repair, rotation_of(plan), office_of(scope_for(city.dewi.user), plan)
    )
    (person,) = [one for one in difference.people if any(c.date == THURSDAY for c in one.cells)]
    (cell,) = [one for one in person.cells if one.date == THURSDAY]
    assert (cell.before, cell.after) == ("wfh", "wfo")
    assert cell.reason.startswith("Batas minimal di kantor “Bidang tetap berjalan”")
    (floor,) = [one for one in difference.floors if one.date == THURSDAY]
    assert (floor.before.state, floor.after.state) == ("short", "exact")
    assert (difference.losing, difference.gaining, difference.hidden) == (
        len(difference.people), 0, 0,
    )  # fmt: skip
    page = page_of(as_(city.dewi), repair).content.decode()
    assert person.name in page
    assert "Terima usulan" in page


def test_kinds_of_absence_are_not_shown_to_the_head_of_another_bidang(plan, proposal, city, as_):
    other = make_employee(
        "199301012016030050", "Nia Kurnia", city.other_division, city.positions.head_of_division,
        is_head=True,
    )  # fmt: skip
    ill = Away.objects.get().employee
    page = page_of(as_(other), proposal)
    text = page.content.decode()
    assert page.status_code == 200
    assert ill.name not in text
    assert "sakit" not in text
    assert "1 pegawai lain" in text
    assert "Terima usulan" not in text
    assert "sakit" in page_of(as_(city.hana), proposal).content.decode()


def test_accepting_through_the_page_takes_no_other_field(plan, proposal, city, as_):
    url = reverse("schedules:repair_accept", args=[plan.pk, proposal.pk])
    as_(city.rudi).post(url, {"status": "published", "version": 9})
    revision = Plan.objects.get(version=2)
    assert revision.status == "draft"


def test_a_stale_proposal_offers_a_new_one(plan, proposal, city, as_):
    away(named("Eko Saputra"), city, D(2026, 12, 16), D(2026, 12, 16))
    client = as_(city.dewi)
    text = page_of(client, proposal).content.decode()
    assert "tidak dapat diterima lagi" in text
    assert "Terima usulan" not in text
    url = reverse("schedules:repair_accept", args=[plan.pk, proposal.pk])
    assert "Minta usulan baru" in client.post(url, follow=True).content.decode()
    assert Plan.objects.count() == 1
    client.post(reverse("schedules:plan_recheck", args=[plan.pk]))
    recheck(plan.pk)
    assert "Buka usulan yang baru" in page_of(client, proposal).content.decode()


def test_employees_see_their_own_changed_days_alone(plan, proposal, city, as_):
    ill = Away.objects.get().employee
    through(accept_repair(proposal, actor=city.rudi.user), city)
    page = as_(ill).get(reverse("schedules:my_schedule"))
    (period,) = page.context["periods"]
    assert [(before, why.date, why.place) for before, why in period.changes] == [
        ("wfh", THURSDAY, "sakit")
    ]
    colleague = named("Eko Saputra")
    page = as_(colleague).get(reverse("schedules:my_schedule"))
    (period,) = page.context["periods"]
    assert period.changes == []
    assert "Hari Anda yang berubah" not in page.content.decode()
    assert ill.name not in page.content.decode()


def test_unchanged_days_keep_the_reason_of_the_version_that_decided_them(plan, proposal, city, as_):
    colleague = on_site(plan, D(2026, 12, 15), city)[0]
    before = {
        why.date: why.text
        for week in as_(colleague).get(reverse("schedules:my_schedule")).context["periods"][0].weeks
        for why in week
    }
    through(accept_repair(proposal, actor=city.rudi.user), city)
    after = {
        why.date: why.text
        for week in as_(colleague).get(reverse("schedules:my_schedule")).context["periods"][0].weeks
        for why in week
    }
    assert after == before
