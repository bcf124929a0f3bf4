"""Submitting the parts of a plan and sending them back: the levels below the agency's approval.

A team's slice goes to its bidang, the bidang's part to who approves; with the last part the plan
waits for approval.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from schedules.models import Plan, PlanPart
from schedules.planning.lifecycle import is_complete, part_move
from schedules.queries.office import office_of
from schedules.queries.rechecks import violations_now
from schedules.services.plans import (
    approvers,
    move_plan,
    opened,
    part_in,
    refuse_broken,
    require_unchanged,
    tell_moved_on,
)
from units import clock
from units.decisions import Refused, notify, record_decision
from units.queries.people import head_accounts


def _move_part(part, name, **changes):
    move = part_move(name)
    rows = PlanPart.objects.filter(pk=part.pk, status__in=move.sources).update(
        status=move.target, turn_since=clock.now(), **changes
    )
    if rows != 1:
        tell_moved_on(part)
    part.status = move.target


@transaction.atomic
def submit_part(part, *, actor, seen=None):
    """Submit the part of a bidang; with the last part the plan waits for approval.

    By the head of the bidang or of the agency, or by unit HR where the chain leaves the bidang
    out; the slice of a team by its head, to the bidang. Refused where a hard rule about its people
    is broken on today's facts, while a team with a head has not submitted its slice, and for who
    submitted such a slice: submitting the part takes the slices of its teams as they are. `seen`
    is the token that the page showed. Notices go to who has the next move.
    """
    plan, office, rotation = opened(part.plan_id, actor)
    part = part_in(office, part.pk)
    if not office.leads_part(part):
        raise PermissionDenied
    if not office.may_change(part):
        tell_moved_on(_what_moved_on(plan, office, part))
    _refuse_teams(office, part)
    require_unchanged(seen, rotation.token(office.all_parts, part.unit_id))
    people = rotation.people_of(part.unit_id)
    refuse_broken([v for v in violations_now(rotation) if not people.isdisjoint(v.people)])
    _move_part(
        part,
        "submit",
        submitted_by=actor,
        submitted_at=clock.now(),
        return_reason="",
    )
    part.submitted_by = actor
    mandate = office.scope.mandate_for(part.unit)
    record_decision(
        plan,
        "part_submitted",
        actor=actor,
        unit=part.unit,
        mandate=mandate,
        after={"unit": part.unit.name} | _teams_taken(office, part),
    )
    if part.above_id:
        _pass_on_to_bidang(office, part)
    elif is_complete([one.status for one in office.parts]):
        move_plan(plan, "submit")
        record_decision(
            plan,
            "plan_submitted",
            actor=actor,
            unit=plan.agency,
            mandate=mandate,
            before={"status": Plan.Status.DRAFT},
            after={"status": Plan.Status.SUBMITTED},
        )
        notify(
            approvers(office_of(office.scope, plan)),
            kind="plan_waits",
            link=reverse("schedules:plan_detail", args=[plan.pk]),
            plan=plan,
        )
    return part


def _what_moved_on(plan, office, part):
    """Return the record that stands in the way: the plan, the part above a team, or the part."""
    if plan.status != Plan.Status.DRAFT:
        return plan
    if part.above_id and part.status != PlanPart.Status.SUBMITTED:
        return office.part_above(part)
    return part


def _refuse_teams(office, part):
    awaited = office.awaited_teams(part)
    if awaited:
        names = ", ".join(team.unit.label for team in awaited)
        raise Refused(
            _("Masih menunggu pengajuan %(teams)s. Bagian ini belum diajukan.") % {"teams": names}
        )
    if office.is_hand_below(part):
        raise Refused(
            _(
                "Anda mengajukan bagian tim di dalamnya, jadi bagian bidang ini diajukan pejabat"
                " lain. Tidak ada yang disimpan."
            )
        )


def _teams_taken(office, part):
    teams = [
        team.unit.name for team in office.teams_of(part) if team.status == PlanPart.Status.SUBMITTED
    ]
    return {"teams": teams} if teams else {}


def _pass_on_to_bidang(office, team):
    """With the last slice the turn is the bidang's, from now on; its heads are told."""
    above = office.part_above(team)
    if office.awaited_teams(above):
        return
    PlanPart.objects.filter(pk=above.pk).update(turn_since=clock.now())
    notify(
        head_accounts(above.unit, office.scope.day),
        kind="teams_submitted",
        link=reverse("schedules:plan_board", args=[above.plan_id, above.unit_id]),
        unit=above.unit,
    )


@transaction.atomic
def return_part(part, *, reason, actor, seen=None):
    """Send a submitted part back with a reason; a plan that waited goes back to draft.

    By who approves, or the head of the agency; the slice of a team by who has its bidang's part
    in hand. Refused without a reason. Who submitted it is told.
    """
    plan, office, rotation = opened(part.plan_id, actor)
    part = part_in(office, part.pk)
    if not _decides_on(office, part):
        raise PermissionDenied
    if not reason.strip():
        raise Refused(_("Tuliskan alasan pengembalian. Bagian ini belum dikembalikan."))
    if not office.may_return(part):
        tell_moved_on(_what_kept_it(plan, office, part))
    require_unchanged(seen, rotation.token(office.all_parts, part.unit_id))
    submitted_by = part.submitted_by
    _move_part(
        part,
        "return",
        return_reason=reason.strip(),
        submitted_by=None,
        submitted_at=None,
    )
    if plan.status == Plan.Status.SUBMITTED:
        move_plan(plan, "return")
    record_decision(
        plan,
        "part_returned",
        actor=actor,
        unit=part.unit,
        reason=reason.strip(),
        mandate=office.scope.mandate_for(
            office.part_above(part).unit if part.above_id else plan.agency
        ),
        after={"unit": part.unit.name},
    )
    notify(
        [submitted_by],
        kind="part_returned",
        link=reverse("schedules:plan_board", args=[plan.pk, part.unit_id]),
        unit=part.unit,
        reason=reason,
    )
    return part


def _decides_on(office, part):
    if part.above_id:
        return office.leads_part(office.part_above(part))
    return office.is_approver or office.leads_agency


def _what_kept_it(plan, office, part):
    if part.above_id and part.status == PlanPart.Status.SUBMITTED:
        return office.part_above(part) if plan.status == Plan.Status.DRAFT else plan
    return plan if plan.status == Plan.Status.APPROVED else part
