"""The last level of the chain, and the way back: BKPSDM takes note, sends back; a head revises.

No act here is made by time: the jobs of the chain only tell people.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from schedules.models import Plan, PlanPart
from schedules.queries.rechecks import violations_now
from schedules.queries.review_line import answered_reviews_in
from schedules.queries.standing import IN_WORK, open_from
from schedules.services.plans import (
    approvers,
    move_plan,
    opened,
    part_in,
    refuse_broken,
    require_unchanged,
    tell_moved_on,
)
from schedules.services.versions import set_by_people, store_version
from units import clock
from units.decisions import MovedOn, Refused, notify, record_decision
from units.queries.people import city_accounts, head_accounts


@transaction.atomic
def acknowledge_plan(plan, *, actor, seen=None):
    """Take note of an approved plan for the city, where the chain has a step of its own for it.

    By BKPSDM, never by who submitted or approved. Every hard rule is checked on today's facts.
    The agency's heads and BKPSDM are told that it may be published.
    """
    plan, office, rotation = opened(plan.pk, actor)
    _require_note_taker(office)
    if not office.waits_for_the_city:
        tell_moved_on(plan)
    require_unchanged(seen, rotation.token(office.all_parts))
    refuse_broken(violations_now(rotation))
    now = clock.now()
    move_plan(plan, "acknowledge", acknowledged_by=actor, acknowledged_at=now)
    record_decision(
        plan,
        "plan_acknowledged",
        actor=actor,
        unit=plan.agency,
        mandate=office.scope.mandate_for(plan.agency),
        before={"acknowledged": False},
        after={"acknowledged": True},
    )
    day = office.scope.day
    notify(
        {*head_accounts(plan.agency, day), *city_accounts(day, {actor.pk})},
        kind="plan_acknowledged",
        link=reverse("schedules:plan_detail", args=[plan.pk]),
        plan=plan,
    )
    return plan


@transaction.atomic
def send_back_plan(plan, *, reason, actor, seen=None):
    """Send an approved plan back to who approves, with a reason; the approval is gone.

    By BKPSDM, never by who submitted or approved. The approver may approve anew or return a part.
    """
    plan, office, rotation = opened(plan.pk, actor)
    _require_note_taker(office)
    if plan.status != Plan.Status.APPROVED:
        tell_moved_on(plan)
    if not office.may_send_back:
        raise PermissionDenied
    if answered_reviews_in(plan, whole=True):
        raise Refused(
            _(
                "Versi ini dibuat oleh permohonan peninjauan yang dikabulkan. Yang sudah memutus"
                " sebelumnya tidak memutus lagi, jadi versi ini tidak dikembalikan."
            )
        )
    reason = reason.strip()
    if not reason:
        raise Refused(_("Tuliskan alasan pengembalian. Rencana belum dikembalikan."))
    require_unchanged(seen, rotation.token(office.all_parts))
    move_plan(
        plan,
        "send_back",
        approved_by=None,
        approved_at=None,
        acknowledged_by=None,
        acknowledged_at=None,
        sent_back_reason=reason,
    )
    record_decision(
        plan,
        "plan_sent_back",
        actor=actor,
        unit=plan.agency,
        reason=reason,
        mandate=office.scope.mandate_for(plan.agency),
        before={"status": Plan.Status.APPROVED, "approved_by": plan.approved_by_id},
        after={"status": Plan.Status.SUBMITTED},
    )
    notify(
        approvers(office),
        kind="plan_sent_back",
        link=reverse("schedules:plan_detail", args=[plan.pk]),
        plan=plan,
        reason=reason,
    )
    return plan


def _require_note_taker(office):
    if not office.scope.is_city_hr:
        raise PermissionDenied
    if office.scope.user.pk in office.hands:
        raise Refused(
            _(
                "Anda mengajukan atau menyetujui rencana ini, jadi pengetahuan BKPSDM ada pada"
                " pejabat BKPSDM lain. Tidak ada yang disimpan."
            )
        )


@transaction.atomic
def revise_part(part, *, reason, actor):
    """Open a new version of a published plan in which one part may be changed; return it.

    By who has the part in hand. The published version stays in force until the new one is
    submitted, approved and published in its turn; the other parts keep their submission. Days up
    to today stay as they are. Refused without a reason, for a period that is over, and while
    another version is in work.
    """
    plan, office, rotation = opened(part.plan_id, actor)
    part = part_in(office, part.pk)
    if not office.leads_part(part):
        raise PermissionDenied
    if plan.status != Plan.Status.PUBLISHED:
        tell_moved_on(plan)
    reason = reason.strip()
    if not reason:
        raise Refused(_("Tuliskan mengapa rencana yang sudah terbit perlu diubah."))
    first = open_from(plan.period)
    if first > plan.period.ends_on:
        raise Refused(_("Periode ini tidak lagi mempunyai hari yang dapat diubah."))
    versions = Plan.objects.filter(
        agency=plan.agency, period=plan.period, working_week=plan.working_week
    )
    latest = versions.aggregate(latest=Max("version"))["latest"]
    if versions.filter(status__in=IN_WORK).exists():
        raise MovedOn(_("Versi yang lebih baru sedang dikerjakan. Lanjutkan versi itu."))
    revision = store_version(
        agency=plan.agency,
        period=plan.period,
        working_week=plan.working_week,
        version=latest + 1,
        policy=plan.policy,
        problem=plan.problem,
        solution=plan.solution | {"home": _home_of(rotation)},
        actor=actor,
        base=plan,
        changes_from=first,
        sources=set_by_people(plan),
    )
    reopened = {part.pk, part.above_id}
    for other in office.all_parts:
        if other.pk not in reopened and other.status == PlanPart.Status.SUBMITTED:
            revision.parts.filter(unit_id=other.unit_id).update(
                status=other.status,
                submitted_by=other.submitted_by,
                submitted_at=other.submitted_at,
            )
    record_decision(
        revision,
        "part_reopened",
        actor=actor,
        unit=part.unit,
        reason=reason,
        mandate=office.scope.mandate_for(part.unit),
        before={"version": plan.version},
        after={"version": revision.version, "unit": part.unit.name, "from": first},
    )
    return revision


@transaction.atomic
def discard_revision(plan, *, actor):
    """Give up a version in work that revises a published one; what is published stays in force.

    By the head of the agency, or by who opened the version.
    """
    plan, office, _rotation = opened(plan.pk, actor)
    if not (office.leads_agency or plan.created_by_id == actor.pk):
        raise PermissionDenied
    published = Plan.objects.filter(pk=plan.base_id, status=Plan.Status.PUBLISHED).exists()
    if plan.status != Plan.Status.DRAFT:
        tell_moved_on(plan)
    if answered_reviews_in(plan):
        raise Refused(
            _(
                "Versi ini memuat permohonan peninjauan yang sudah dikabulkan, jadi tidak dapat"
                " dibatalkan. Lanjutkan sampai terbit."
            )
        )
    if not published:
        raise Refused(_("Hanya versi baru dari rencana yang terbit yang dapat dibatalkan."))
    move_plan(plan, "draw_up_again")
    record_decision(
        plan,
        "revision_discarded",
        actor=actor,
        unit=plan.agency,
        mandate=office.scope.mandate_for(plan.agency),
        before={"status": Plan.Status.DRAFT},
        after={"status": Plan.Status.SUPERSEDED},
    )
    return plan


def _home_of(rotation):
    return {person: sorted(days) for person, days in sorted(rotation.home.items())}
