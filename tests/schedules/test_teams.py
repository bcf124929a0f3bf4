"""The level of teams and seksi: their head submits a slice to the bidang, which sends it back or
takes it into its own part."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from schedules.models import Plan, PlanPart, Policy, PolicyLevel, TurnReminder
from schedules.queries.rotations import rotation_of
from schedules.queries.turns import turns_of_plans, turns_waiting_for
from schedules.services.cells import change_place, undo_change
from schedules.services.chain import revise_part
from schedules.services.parts import return_part, submit_part
from schedules.services.plans import approve_plan, publish_plan
from schedules.services.policy_levels import set_level
from schedules.services.reminders import tell_due_turns
from tests.conftest import make_employee
from tests.schedules.conftest import make_policy
from tests.schedules.office_cast import draw_up, make_colleagues, make_period
from tests.schedules.test_plans import grant, state
from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused, decisions_on
from units.models import Mandate, Outbox, Position, Posting, Unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def make_team(city, code, name, head, *, first):
    """Make a team below Bidang Ekonomi with a head and three people; return (team, its head)."""
    team = Unit.objects.create(code=code, name=name, level="seksi", parent=city.division)
    lead, _made = Position.objects.get_or_create(
        code="KATIM", defaults={"name": "Ketua Tim", "kind": "fungsional"}
    )
    leader = make_employee(head[0], head[1], team, lead, is_head=True)
    make_colleagues(city, team, 3, first=first)
    return team, leader


@pytest.fixture
def team(city):
    city.team, city.lina = make_team(
        city, "BAPPELITBANGDA-EKO-T1", "Tim Data", ("198801012011012001", "Lina Kartika"), first=70
    )
    return city.team


@pytest.fixture
def policy(city):
    return make_policy(
        city.root, city.wati.user, excluded_echelons=["II.b", "III.b"], barred_weekdays=[0],
        team_level=True,
    )  # fmt: skip


def drawn_up(city):
    """A plan of one bidang: three colleagues beside the team's people."""
    make_colleagues(city, city.division, 3)
    city.hana.postings.update(starts_on=datetime.date(2026, 12, 1))
    return draw_up(city, make_period())


@pytest.fixture
def plan(city, team, policy):
    return drawn_up(city)


def part_of(plan, unit):
    return PlanPart.objects.get(plan=plan, unit=unit)


def turn_of(plan):
    plan = Plan.objects.select_related("agency", "period", "policy").get(pk=plan.pk)
    [turn] = turns_of_plans([plan], clock.today())[plan.pk]
    return turn.unit.code, {user.username for user in turn.holders}


def stand_in(city, employee, *, by, unit=None, position=None):
    unit = unit or city.division
    posting = Posting.objects.create(
        employee=employee, unit=unit, position=position or city.positions.head_of_division,
        kind=Posting.Kind.DAILY, is_head=True, letter_number="800/31",
        starts_on=datetime.date(2026, 12, 1), ends_on=datetime.date(2026, 12, 31),
    )  # fmt: skip
    Mandate.objects.create(posting=posting, appointed_by=by, appointed_at=clock.now())
    return posting


def test_from_the_team_to_the_city(plan, city):
    assert list(plan.parts.values_list("unit__code", "above__unit__code")) == [
        ("BAPPELITBANGDA-EKO", None), ("BAPPELITBANGDA-EKO-T1", "BAPPELITBANGDA-EKO"),
    ]  # fmt: skip
    slice_ = part_of(plan, city.team)
    assert turn_of(plan) == ("BAPPELITBANGDA-EKO-T1", {city.lina.user.username})
    submit_part(slice_, actor=city.lina.user)
    assert [n.recipient for n in Outbox.objects.filter(kind="teams_submitted")] == [city.rudi.user]
    assert turn_of(plan) == ("BAPPELITBANGDA-EKO", {city.rudi.user.username})
    assert Plan.objects.get(pk=plan.pk).status == "draft"
    submit_part(part_of(plan, city.division), actor=city.rudi.user)
    assert turn_of(plan) == ("BAPPELITBANGDA", {city.dewi.user.username})
    taken = decisions_on(plan).filter(act="part_submitted").latest("pk")
    assert taken.after == {"unit": "Bidang Ekonomi", "teams": ["Tim Data"]}
    approve_plan(plan, actor=city.dewi.user)
    publish_plan(plan, actor=city.wati.user)
    assert Plan.objects.get(pk=plan.pk).status == "published"


def test_the_bidang_does_not_pass_over_a_team(plan, city):
    before = state(plan)
    for user in (city.rudi.user, city.dewi.user):
        with pytest.raises(Refused, match="Masih menunggu pengajuan Tim Data"):
            submit_part(part_of(plan, city.division), actor=user)
    assert state(plan) == before


@pytest.mark.parametrize("who", ["rudi", "dewi", "hana", "sari", "wati", "yanti"])
def test_only_the_head_of_the_team_submits_its_slice(plan, city, who):
    before = state(plan)
    with pytest.raises(PermissionDenied):
        submit_part(part_of(plan, city.team), actor=getattr(city, who).user)
    assert state(plan) == before


def test_the_head_of_the_team_does_not_submit_the_bidang(plan, city):
    submit_part(part_of(plan, city.team), actor=city.lina.user)
    before = state(plan)
    with pytest.raises(PermissionDenied):
        submit_part(part_of(plan, city.division), actor=city.lina.user)
    assert state(plan) == before


def test_a_team_whose_head_left_holds_nobody_up(plan, city):
    Posting.objects.filter(employee=city.lina).update(is_head=False)
    assert turn_of(plan) == ("BAPPELITBANGDA-EKO", {city.rudi.user.username})
    submit_part(part_of(plan, city.division), actor=city.rudi.user)
    assert Plan.objects.get(pk=plan.pk).status == "submitted"


def test_the_bidang_sends_a_slice_back_with_a_reason(plan, city):
    slice_ = part_of(plan, city.team)
    submit_part(slice_, actor=city.lina.user)
    before = state(plan)
    with pytest.raises(Refused, match="Tuliskan alasan"):
        return_part(slice_, reason=" ", actor=city.rudi.user)
    for who in ("lina", "sari", "hana", "wati"):
        with pytest.raises(PermissionDenied):
            return_part(slice_, reason="Coba", actor=getattr(city, who).user)
    assert state(plan) == before
    return_part(slice_, reason="Jumat sepi", actor=city.rudi.user)
    slice_.refresh_from_db()
    assert (slice_.status, slice_.return_reason) == ("returned", "Jumat sepi")
    assert Outbox.objects.get(kind="part_returned").recipient == city.lina.user
    assert turn_of(plan) == ("BAPPELITBANGDA-EKO-T1", {city.lina.user.username})


def test_what_the_bidang_submitted_it_no_longer_sends_back_to_the_team(plan, city):
    slice_ = part_of(plan, city.team)
    submit_part(slice_, actor=city.lina.user)
    submit_part(part_of(plan, city.division), actor=city.rudi.user)
    before = state(plan)
    with pytest.raises(MovedOn):
        return_part(slice_, reason="Terlambat", actor=city.rudi.user)
    assert state(plan) == before
    return_part(part_of(plan, city.division), reason="Ulangi", actor=city.dewi.user)
    return_part(slice_, reason="Ulangi", actor=city.rudi.user)
    assert part_of(plan, city.team).status == "returned"


def test_who_submitted_the_slice_does_not_take_it_in_for_the_bidang(plan, city):
    submit_part(part_of(plan, city.team), actor=city.lina.user)
    stand_in(city, city.lina, by=city.wati.user)
    before = state(plan)
    with pytest.raises(Refused, match="Anda mengajukan bagian tim"):
        submit_part(part_of(plan, city.division), actor=city.lina.user)
    assert state(plan) == before
    assert turn_of(plan)[1] == {city.dewi.user.username}
    submit_part(part_of(plan, city.division), actor=city.dewi.user)


def test_nor_by_a_stand_in_whom_they_appointed(plan, city):
    submit_part(part_of(plan, city.team), actor=city.lina.user)
    stand_in(city, city.tono, by=city.lina.user)
    before = state(plan)
    with pytest.raises(Refused, match="Anda mengajukan bagian tim"):
        submit_part(part_of(plan, city.division), actor=city.tono.user)
    assert state(plan) == before


def test_who_submitted_the_slice_does_not_approve_the_plan(plan, city):
    submit_part(part_of(plan, city.team), actor=city.lina.user)
    submit_part(part_of(plan, city.division), actor=city.rudi.user)
    stand_in(
        city, city.lina, by=city.wati.user, unit=city.agency,
        position=city.positions.head_of_agency,
    )  # fmt: skip
    before = state(plan)
    with pytest.raises(Refused, match="Anda mengajukan"):
        approve_plan(plan, actor=city.lina.user)
    assert state(plan) == before
    grant(city.lina.user, "bkpsdm")
    with pytest.raises(Refused, match="Anda mengajukan"):
        approve_plan(plan, actor=city.lina.user)


# --- levels left out --------------------------------------------------------------------------


def test_without_the_level_there_are_no_slices_and_the_head_reads_the_team_s_days(
    city, team, policy, as_
):
    Policy.objects.update(team_level=False)
    plan = drawn_up(city)
    assert plan.parts.get().unit == city.division
    page = as_(city.lina).get(reverse("schedules:plan_board", args=[plan.pk, team.pk]))
    assert page.status_code == 200
    assert (len(page.context["board"].rows), page.context["board"].editable) == (4, False)
    detail = as_(city.lina).get(reverse("schedules:plan_detail", args=[plan.pk])).content.decode()
    assert reverse("schedules:plan_board", args=[plan.pk, team.pk]) in detail
    cell = page.context["board"].rows[0]
    answer = as_(city.lina).get(
        reverse("schedules:plan_cell", args=[plan.pk, team.pk])
        + f"?person={cell.person}&day=2026-12-08"
    )
    assert answer.status_code == 403
    submit_part(plan.parts.get(), actor=city.rudi.user)


@pytest.mark.parametrize("who", ["yanti", "umar", "sari"])
def test_others_do_not_find_the_slice(plan, city, team, as_, who):
    for plan_unit in (team, Unit.objects.get(code="DISDUKCAPIL-LOKET")):
        address = reverse("schedules:plan_board", args=[plan.pk, plan_unit.pk])
        assert as_(getattr(city, who)).get(address).status_code == 404


def test_a_unit_leaves_the_level_out_or_keeps_it(city, team, policy):
    PolicyLevel.objects.create(policy=policy, unit=city.division, level="team", reason="Tim kecil")
    plan = drawn_up(city)
    assert plan.parts.count() == 1


def test_a_unit_keeps_the_level_that_the_policy_leaves_out(city, team, policy):
    Policy.objects.update(team_level=False)
    PolicyLevel.objects.create(
        policy=policy, unit=team, level="team", kept=True, reason="Tim besar"
    )
    assert drawn_up(city).parts.count() == 2


def test_the_level_is_set_on_a_draft(city, team, policy):
    Policy.objects.update(status="draft")
    policy.refresh_from_db()
    rule = set_level(
        policy, unit=team, level="team", kept=False, reason="Tim kecil", actor=city.wati.user
    )
    assert (rule.level, rule.kept) == ("team", False)


# --- the board of a team ----------------------------------------------------------------------


def test_the_team_s_head_changes_days_of_the_team_alone_and_takes_them_back(plan, city):
    slice_ = part_of(plan, city.team)
    own = {int(one) for one in rotation_of(plan).people_of(city.team.pk)}
    assert len(own) == 4
    cell = plan.assignments.filter(employee__in=own).exclude(employee=city.lina).first()
    other = plan.assignments.exclude(employee__in=own).first()
    with pytest.raises(Refused, match="tidak ada dalam bagian ini"):
        change_place(
            slice_, employee=other.employee, day=other.date, to="wfo", reason="Uji",
            actor=city.lina.user,
        )  # fmt: skip
    count = plan.assignments.count()
    _change, decision = change_place(
        slice_, employee=cell.employee, day=cell.date, to="wfo", reason="Rapat",
        actor=city.lina.user,
    )  # fmt: skip
    assert (plan.assignments.count(), decision.unit) == (count - 1, city.team)
    undo_change(slice_, decision_pk=decision.pk, actor=city.lina.user)
    assert plan.assignments.count() == count
    submit_part(slice_, actor=city.lina.user)
    with pytest.raises(MovedOn, match="sudah diajukan"):
        change_place(
            slice_, employee=cell.employee, day=cell.date, to="wfo", reason="Rapat",
            actor=city.lina.user,
        )  # fmt: skip


def test_board_and_plan_say_what_is_to_be_done(plan, city, as_):
    address = reverse("schedules:plan_board", args=[plan.pk, city.team.pk])
    page = as_(city.lina).get(address)
    assert (page.context["may_submit"], len(page.context["board"].rows)) == (True, 4)
    answer = as_(city.lina).post(
        reverse("schedules:plan_part_submit", args=[plan.pk, city.team.pk]),
        {"seen": page.context["token"]},
        follow=True,
    )
    assert "Bagian ini diajukan." in answer.content.decode()
    seen = as_(city.rudi).get(address)
    assert (seen.context["may_return"], seen.context["may_submit"]) == (True, False)
    detail = as_(city.rudi).get(reverse("schedules:plan_detail", args=[plan.pk])).content.decode()
    assert "Tim Data" in detail


def test_more_teams_cost_no_more_queries(city, team, policy, as_, django_assert_num_queries):
    make_team(
        city, "BAPPELITBANGDA-EKO-T2", "Tim Kajian", ("198902022012012002", "Mira Astuti"), first=80
    )
    plan = drawn_up(city)
    assert plan.parts.count() == 3
    with django_assert_num_queries(8):
        assert len(turns_of_plans([plan], clock.today())[plan.pk]) == 2
    scope = scope_for(city.lina.user)
    assert [turn.unit for turn in turns_waiting_for(scope)] == [team]
    client = as_(city.lina)
    address = reverse("schedules:plan_board", args=[plan.pk, team.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as two:
        client.get(address)
    make_colleagues(city, team, 5, first=90)
    with CaptureQueriesContext(connection) as more:
        client.get(address)
    assert len(two) == len(more)


# --- later ------------------------------------------------------------------------------------


def test_reminders_go_to_the_team_and_then_to_the_bidang(plan, city, time_machine):
    time_machine.move_to("2026-12-11T02:00Z", tick=False)
    assert tell_due_turns() == 3
    assert tell_due_turns() == 0
    heard = dict(TurnReminder.objects.values_list("recipient__username", "kind"))
    assert heard == {
        city.lina.user.username: "reminder", city.rudi.user.username: "escalation",
        city.wati.user.username: "escalation",
    }  # fmt: skip


def test_a_team_opens_a_new_version_and_the_bidang_decides_on_it_again(plan, city):
    submit_part(part_of(plan, city.team), actor=city.lina.user)
    submit_part(part_of(plan, city.division), actor=city.rudi.user)
    approve_plan(plan, actor=city.dewi.user)
    publish_plan(plan, actor=city.wati.user)
    revision = revise_part(part_of(plan, city.team), reason="Lapangan", actor=city.lina.user)
    assert dict(revision.parts.values_list("unit__code", "status")) == {
        "BAPPELITBANGDA-EKO": "draft", "BAPPELITBANGDA-EKO-T1": "draft",
    }  # fmt: skip
    Plan.objects.filter(pk=revision.pk).update(status="superseded")
    again = revise_part(part_of(plan, city.division), reason="Bidang", actor=city.rudi.user)
    assert dict(again.parts.values_list("unit__code", "status")) == {
        "BAPPELITBANGDA-EKO": "draft", "BAPPELITBANGDA-EKO-T1": "submitted",
    }  # fmt: skip
