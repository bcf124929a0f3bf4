"""Repairs: who decides on a proposal, and what becomes of it."""

import pytest
from django.core.exceptions import PermissionDenied

from schedules.models import Assignment, Away, PlanRepair
from schedules.queries.standing import standing_plans
from schedules.services.aways import withdraw_away
from schedules.services.parts import submit_part
from schedules.services.plans import approve_plan, publish_plan
from schedules.services.repairs import accept_repair, reject_repair
from tests.schedules.office_cast import make_colleagues, make_plan
from tests.schedules.repair_cast import (
    LAST_FRIDAY,
    THURSDAY,
    D,
    asked,
    at_home,
    away,
    moved,
    named,
    on_site,
    plan,
    proposal,
    state,
    through,
)
from units.decisions import MovedOn, Refused
from units.models import Outbox, RoleGrant

__all__ = ["plan", "proposal"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


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
