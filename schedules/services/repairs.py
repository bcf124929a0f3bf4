"""Repairs: a plan that no longer fits is compared, mended on paper, and changed by its heads alone.

The job writes proposals; accepting one makes a new version that goes through the same submission,
approval and publication as any other. Whatever changed in between refuses the acceptance.
"""

import datetime
import json
import logging
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from schedules.flexible_problems import FlexibleFacts
from schedules.models import Plan, PlanPart, PlanRepair, ReviewRequest
from schedules.planning import plan_to_json, read_problem
from schedules.planning.lifecycle import is_complete
from schedules.problems import problem_hash
from schedules.queries.office import office_of
from schedules.queries.policies import policy_for
from schedules.queries.repair_documents import difference_document, signs_of
from schedules.queries.repair_problems import (
    changed_cells,
    home_to_compare,
    repair_problem,
    still_fits,
)
from schedules.queries.repairs import (
    changes_of,
    hashes_of,
    is_current,
    may_decide_repair,
    parts_changed,
)
from schedules.queries.rotations import rotation_of
from schedules.queries.standing import is_standing, open_from, standing_plans
from schedules.services.flexible import store_flexible_days
from schedules.services.plans import approvers, move_plan, opened
from schedules.services.rechecks import send_rechecks
from schedules.services.solving import solve_checked
from schedules.services.versions import set_by_people, store_version
from units import clock
from units.decisions import MovedOn, Refused, notify, record_decision
from units.languages import in_indonesian
from units.queries.people import head_accounts

log = logging.getLogger(__name__)

Status = PlanRepair.Status
EVERY = datetime.timedelta(hours=1)
LOST_AFTER = datetime.timedelta(minutes=15)


def recheck_due_plans():
    """Ask for a recheck of each standing plan once an hour; return how many jobs were sent.

    So that what other rooms write (transfers, leavers, discipline, skills) is found without a
    call from there. A request whose job was lost is sent again after a quarter of an hour.
    """
    now = clock.now()
    due = standing_plans().filter(
        Q(recheck_asked_at__lt=now - LOST_AFTER)
        | Q(recheck_asked_at__isnull=True)
        & (Q(rechecked_at__isnull=True) | Q(rechecked_at__lt=now - EVERY))
    )
    with transaction.atomic():
        pks = list(due.values_list("pk", flat=True))
        Plan.objects.filter(pk__in=pks).update(recheck_asked_at=now)
        send_rechecks(pks)
    return len(pks)


@in_indonesian()
def recheck(plan_pk):
    """Compare a standing plan with the records; where it no longer fits, propose a repair.

    Does nothing for a plan that nobody asked about. An open proposal that still answers the same
    problem stays; another one is out of date. What was rejected is not proposed again. Heads are
    told of what they were not told before, and of a published plan only where somebody at work
    has to move. Whatever
    goes wrong is kept as a sentence on the plan, and asked again with the next hour.
    """
    taken = Plan.objects.filter(pk=plan_pk, recheck_asked_at__isnull=False).update(
        recheck_asked_at=None, rechecked_at=clock.now(), recheck_note=_("Sedang diperiksa.")
    )
    plan = standing_plans().filter(pk=plan_pk).first() if taken else None
    if plan is None:
        return
    try:
        note = _propose(plan)
    except Refused as refusal:
        note = str(refusal)
    except Exception:
        log.exception("recheck of plan %s failed", plan_pk)
        note = _("Pemeriksaan gagal; tidak ada yang berubah. Akan diperiksa lagi dalam satu jam.")
    Plan.objects.filter(pk=plan_pk).update(recheck_note=note[:300])


def _propose(plan):
    parts = list(plan.parts.select_related("unit").order_by("unit__code"))
    rotation = rotation_of(plan)
    token = rotation.token(parts)
    first = open_from(plan.period).isoformat()
    mended = [_Mended(rotation, first)]
    if rotation.hours is not None:
        mended.append(_Mended(rotation.hours, first))
    hashes = tuple(one.hash for one in mended)
    standing = plan.repairs.filter(status=Status.PROPOSED).first()
    if standing and (hashes_of(standing), standing.token) == (hashes, token):
        return _("Usulan perbaikan menunggu putusan.")
    changes = sorted({cell for one in mended for cell in one.changes})
    if not changes:
        _outdate(plan)
        return _("Masih sesuai dengan catatan sekarang.")
    if _was_rejected(plan, rotation, changes):
        return _("Usulan yang sama sudah ditolak; papannya perlu diperbaiki dengan tangan.")
    known = set(changes_of(rotation, standing)) if standing else set()
    moved = sum(one.moved for one in mended)
    difference = {
        "signs": signs_of(plan, parts),
        "open_from": mended[0].open_from,
        **{one.place: one.difference() for one in mended},
    }
    with transaction.atomic():
        Plan.objects.select_for_update().only("pk").get(pk=plan.pk)
        _outdate(plan)
        try:
            with transaction.atomic():
                repair = PlanRepair.objects.create(
                    plan=plan,
                    **_documents(mended),
                    difference=difference,
                    token=token,
                    changes_from=first,
                    people=len({person for person, _day in changes}),
                    cells=len(changes),
                    moved=moved,
                    proposed_at=clock.now(),
                )
        except IntegrityError:
            return _("Usulan perbaikan menunggu putusan.")
        if not set(changes) <= known and (moved or plan.status != Plan.Status.PUBLISHED):
            _tell_heads(repair, parts, rotation, changes)
    return _("Usulan perbaikan menunggu putusan.")


class _Mended:
    """A rotation of days at home or of flexible-hours days, mended on paper."""

    def __init__(self, rotation, first):
        self._rotation, self.place = rotation, rotation.place
        self.source = repair_problem(rotation)
        self.hash = problem_hash(self.source)
        self._problem, self._first = read_problem(self.source), first
        self._before = home_to_compare(rotation, self._problem, first)

    @cached_property
    def solution(self):
        return solve_checked(self.source)

    @cached_property
    def changes(self):
        """The cells that differ; nothing is solved where the rotation still fits."""
        if still_fits(self._problem, self._before):
            return []
        return changed_cells(self._before, self.solution.home, self._first)

    @property
    def open_from(self):
        """The first working day that is open, or None."""
        return next((day for day in self._problem.days if day >= self._first), None)

    def difference(self):
        """Return what the page shows of it."""
        return difference_document(self._rotation, self._problem, self.solution, self._first)

    @property
    def moved(self):
        return sum(1 for cell in self.changes if _is_at_work(self._problem, *cell))


def _documents(mended):
    """Return the planner's documents as fields of a PlanRepair."""
    found = {}
    for name, prefix, one in zip(("problem", "flexible"), ("", "flexible_"), mended, strict=False):
        found[f"{name}_hash"] = one.hash
        found[f"{prefix}problem"] = one.source
        found[f"{prefix}solution"] = json.loads(plan_to_json(one.solution))
    return found


def _is_at_work(problem, person, day):
    """Say whether a changed day is one on which the person works: other days fall by themselves."""
    return (
        person in problem.person
        and day in problem.week_of
        and day not in problem.person[person].absent
    )


def _tell_heads(repair, parts, rotation, changes):
    """Tell the heads of the agency and of the changed parts; days that only fall need no hurry."""
    plan, today = repair.plan, clock.today()
    touched = {int(rotation.slices[pid]) for pid, _day in changes if pid in rotation.slices}
    heads = {
        user
        for unit in (plan.agency, *(p.unit for p in parts if p.unit_id in touched))
        for user in head_accounts(unit, today)
    }
    notify(
        heads,
        kind="repair_proposed",
        link=reverse("schedules:plan_repair", args=[plan.pk, repair.pk]),
        plan=plan,
    )


def _outdate(plan):
    plan.repairs.filter(status=Status.PROPOSED).update(
        status=Status.OUTDATED,
        problem={},
        solution={},
        flexible_problem=None,
        flexible_solution=None,
        difference=None,
    )


def _was_rejected(plan, rotation, changes):
    """Say whether a rejected proposal held all these changes already."""
    for repair in plan.repairs.filter(status=Status.REJECTED):
        if set(changes) <= set(changes_of(rotation, repair)):
            return True
    return False


@transaction.atomic
def accept_repair(repair, *, actor):
    """Make a proposal the next version of its plan; return that draft.

    By the head of the agency or of every changed part. Parts without a change keep their
    submission; the changed ones are submitted anew, then the plan is approved and published as
    always. A published version stays in force until then. Refused where the plan or the records
    changed since the proposal was made: nothing is lost, and a new proposal can be asked for.
    """
    plan, office, rotation = opened(repair.plan_id, actor)
    if not may_decide_repair(office, parts_changed(rotation, repair)):
        raise PermissionDenied
    now = clock.now()
    moved = PlanRepair.objects.filter(pk=repair.pk, status=Status.PROPOSED).update(
        status=Status.ACCEPTED, decided_by=actor, decided_at=now
    )
    if not moved:
        _decided_already(repair)
    if not is_current(repair, rotation, office.all_parts):
        raise MovedOn(
            _(
                "Rencana atau catatan pegawai berubah sejak usulan ini disusun. Tidak ada yang"
                " diubah dan tidak ada yang hilang. Minta usulan baru, lalu putuskan."
            )
        )
    changes = changes_of(rotation, repair)
    if plan.status == Plan.Status.DRAFT:
        move_plan(plan, "draw_up_again")
    elif plan.status != Plan.Status.PUBLISHED:
        move_plan(plan, "revise")
    versions = Plan.objects.filter(
        agency=plan.agency, period=plan.period, working_week=plan.working_week
    )
    first = repair.changes_from
    policy = policy_for(plan.agency, min(first, plan.period.ends_on)) or plan.policy
    revision = store_version(
        agency=plan.agency,
        period=plan.period,
        working_week=plan.working_week,
        version=versions.aggregate(latest=Max("version"))["latest"] + 1,
        policy=policy,
        problem=repair.problem,
        solution=repair.solution,
        actor=actor,
        base=plan,
        changes_from=first,
        sources=set_by_people(plan),
        flexible=_mended_hours(repair),
    )
    if repair.flexible_problem:
        store_flexible_days(revision, FlexibleFacts(plan.agency, plan.period, policy), base=plan)
    changed_people = {person for person, _day in changes}
    _carry_submissions(revision, office.all_parts, rotation, changed_people)
    PlanRepair.objects.filter(pk=repair.pk).update(revision=revision)
    ReviewRequest.objects.filter(revision=plan).exclude(
        revision__status=Plan.Status.PUBLISHED
    ).update(revision=revision)
    record_decision(
        revision,
        "plan_revised",
        actor=actor,
        unit=plan.agency,
        mandate=office.scope.mandate_for(plan.agency),
        before={"version": plan.version, "problem": plan.problem_hash},
        after={
            "version": revision.version,
            "problem": revision.problem_hash,
            "repair": repair.pk,
            "people": len(changed_people),
            "cells": len(changes),
        },
    )
    _ask_for_what_comes_next(revision, office.scope)
    return revision


@transaction.atomic
def reject_repair(repair, *, reason, actor):
    """Turn a proposal down with a reason: the plan stays as it is and is mended by hand."""
    plan, office, rotation = opened(repair.plan_id, actor)
    if not may_decide_repair(office, parts_changed(rotation, repair)):
        raise PermissionDenied
    if not reason.strip():
        raise Refused(_("Tuliskan alasan penolakan. Usulan ini belum ditolak."))
    moved = PlanRepair.objects.filter(pk=repair.pk, status=Status.PROPOSED).update(
        status=Status.REJECTED, decided_by=actor, decided_at=clock.now(), reason=reason.strip()
    )
    if not moved:
        _decided_already(repair)
    record_decision(
        plan,
        "repair_rejected",
        actor=actor,
        unit=plan.agency,
        reason=reason.strip(),
        mandate=office.scope.mandate_for(plan.agency),
        after={"repair": repair.pk},
    )


@transaction.atomic
def ask_recheck(plan, *, actor):
    """Ask that one plan be compared with the records now. Refused for a version that is past."""
    if not is_standing(plan):
        raise Refused(_("Versi ini tidak berlaku lagi atau belum diajukan, jadi tidak diperiksa."))
    Plan.objects.filter(pk=plan.pk).update(recheck_asked_at=clock.now())
    record_decision(plan, "recheck_asked", actor=actor, unit=plan.agency)
    send_rechecks([plan.pk])


def _mended_hours(repair):
    """Return the planner's two documents of the flexible-hours days of a proposal, or None."""
    return repair.flexible_problem and (repair.flexible_problem, repair.flexible_solution)


def _decided_already(repair):
    repair.refresh_from_db(fields=["status"])
    raise MovedOn(
        _("Usulan ini sudah berstatus “%(status)s”. Tidak ada yang diubah.")
        % {"status": repair.get_status_display()}
    )


def _carry_submissions(revision, parts, rotation, changed_people):
    """Keep the submission of each part without a change: nobody has to decide on it again."""
    for part in parts:
        touched = not changed_people.isdisjoint(rotation.people_of(part.unit_id))
        if part.status == PlanPart.Status.SUBMITTED and not touched:
            revision.parts.filter(unit_id=part.unit_id).update(
                status=part.status,
                submitted_by=part.submitted_by,
                submitted_at=part.submitted_at,
            )


def _ask_for_what_comes_next(revision, scope):
    """Tell the heads of the changed parts; with none left to submit the plan waits at once."""
    office = office_of(scope, revision)
    open_parts = [part for part in office.all_parts if part.status != PlanPart.Status.SUBMITTED]
    if is_complete([part.status for part in office.parts]):
        move_plan(revision, "submit")
        notify(
            approvers(office),
            kind="plan_waits",
            link=reverse("schedules:plan_detail", args=[revision.pk]),
            plan=revision,
        )
    for part in open_parts:
        notify(
            head_accounts(part.unit, clock.today()),
            kind="part_revised",
            link=reverse("schedules:plan_board", args=[revision.pk, part.unit_id]),
            unit=part.unit,
        )
