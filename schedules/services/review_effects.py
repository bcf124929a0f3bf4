"""What a granted request does: one day changed in a version of the plan, or a swap let through.

Both run inside the transaction of the answer, check every hard rule on today's facts and refuse
with its text.
"""

from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from schedules.models import Assignment, Plan, PlanPart, Swap
from schedules.queries.chain import Acknowledgement, chain_of
from schedules.queries.changes import names_of
from schedules.queries.office import office_of
from schedules.queries.reviews import day_change, takes_effect_at_once, version_in_work
from schedules.queries.rotations import rotation_of
from schedules.queries.standing import open_from
from schedules.queries.swaps import exchange_of
from schedules.reasons_text import violation_sentence
from schedules.services.plans import approvers, move_plan, put_version_in_force
from schedules.services.swap_versions import carry_into, lock_versions_in_work
from schedules.services.swaps import exchange_days
from schedules.services.versions import set_by_people, store_version
from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused, notify, record_decision
from units.languages import in_indonesian
from units.queries.people import city_accounts, posting_on


def _locked(plan):
    Plan.objects.select_for_update().only("pk").get(pk=plan.pk)
    return Plan.objects.select_related("agency", "period", "policy").get(pk=plan.pk)


def change_day(request, plan, *, actor, mandate):
    """Give the person the place asked for; return the version that holds it.

    Where no version is in work that is a new one: everything else of the plan stays, its other
    days, who submitted its parts, and open swaps, except those about the changed day, which fall
    and are told. It is published at once where the policy exempts it from BKPSDM's step, which its
    decision says, or has no such step; otherwise it waits for BKPSDM as an approved plan.

    A version in work takes the change in and goes on its way: an approval that it had is gone,
    since it did not see the change. Refused for any hard rule about the person and the day.
    """
    plan = _locked(plan)
    work = version_in_work(plan)
    if work is not None:
        return _enter(request, _locked(work), actor=actor, mandate=mandate)
    change = day_change(request, plan)
    if change is None:
        raise MovedOn(_("Hari itu sudah diubah orang lain. Permohonan belum dijawab."))
    _refuse_broken(change)
    person, day = str(request.employee_id), request.day.isoformat()
    sources = set_by_people(plan) | {(person, day): Assignment.Source.REVIEW}
    versions = Plan.objects.filter(
        agency=plan.agency, period=plan.period, working_week=plan.working_week
    )
    revision = store_version(
        agency=plan.agency,
        period=plan.period,
        working_week=plan.working_week,
        version=versions.aggregate(latest=Max("version"))["latest"] + 1,
        policy=plan.policy,
        problem=plan.problem,
        solution=plan.solution,
        actor=actor,
        base=plan,
        changes_from=open_from(plan.period),
        sources=sources,
        home=change.after.home,
    )
    _carry_parts(plan, revision)
    at_once = takes_effect_at_once(plan)
    exempt = at_once and chain_of(plan).acknowledgement != Acknowledgement.NONE
    _record(request, revision, change, actor, mandate, exempt=exempt)
    move_plan(revision, "submit")
    move_plan(revision, "approve", approved_by=actor, approved_at=clock.now())
    _carry_swaps(request, plan, revision)
    if at_once:
        put_version_in_force(
            revision, rotation_of(revision), actor=actor, mandate=mandate,
            acknowledged="exempt" if exempt else None,
        )  # fmt: skip
    else:
        submitters = set(revision.parts.values_list("submitted_by", flat=True))
        notify(
            city_accounts(clock.today(), submitters | {actor.pk}),
            kind="plan_for_city",
            link=reverse("schedules:plan_detail", args=[revision.pk]),
            plan=revision,
        )
    return revision


def _refuse_broken(change):
    if change.broken:
        raise Refused(
            " ".join([_("Tidak dapat dikabulkan: ada aturan yang dilanggar."), *change.broken])
        )


def _enter(request, work, *, actor, mandate):
    """Put the day into the version in work; return it. Its approval, where it had one, is gone."""
    change = day_change(request, work)
    if change is not None:
        _refuse_broken(change)
        cell = {"plan": work, "employee": request.employee, "date": request.day}
        if change.to == "wfh":
            Assignment.objects.create(**cell, source=Assignment.Source.REVIEW)
        else:
            Assignment.objects.filter(**cell).delete()
    before = work.status
    if change is not None and before == Plan.Status.APPROVED:
        move_plan(
            work, "send_back", approved_by=None, approved_at=None, acknowledged_by=None,
            acknowledged_at=None,
        )  # fmt: skip
        office = office_of(scope_for(actor), work)
        notify(
            approvers(office),
            kind="plan_waits",
            link=reverse("schedules:plan_detail", args=[work.pk]),
            plan=work,
        )
    _record(request, work, change, actor, mandate, act="review_entered", was=before)
    return work


def _carry_parts(plan, revision):
    """Keep who submitted each part: nobody has to submit anything again."""
    for part in plan.parts.filter(status=PlanPart.Status.SUBMITTED):
        revision.parts.filter(unit_id=part.unit_id).update(
            status=part.status, submitted_by=part.submitted_by, submitted_at=part.submitted_at
        )


@in_indonesian()
def _record(request, revision, change, actor, mandate, *, act="review_carried_out", was=None,
            exempt=False):  # fmt: skip
    """Record the version, and the changed cell as any change by hand: its reason names no cause.

    `exempt`: the policy lets it take effect without BKPSDM's step, and the decision says so.
    """
    person, day = str(request.employee_id), request.day
    posting = posting_on(request.employee, clock.today())
    record_decision(
        revision,
        act,
        actor=actor,
        unit=revision.agency,
        mandate=mandate,
        before={"status": was} if was else None,
        after={"version": revision.version, "review": request.pk}
        | ({"exempt_by_policy": "review_exempt"} if exempt else {}),
    )
    if change is None:
        return
    record_decision(
        revision,
        "place_changed",
        actor=actor,
        unit=posting.unit if posting else request.unit,
        reason=_("Permohonan peninjauan jadwal dikabulkan."),
        mandate=mandate,
        before={
            "person": person,
            "day": day,
            "place": "wfo" if change.to == "wfh" else "wfh",
        },  # fmt: skip
        after={"person": person, "day": day, "place": change.to, "costs": change.costs},
    )


def _carry_swaps(request, plan, revision):
    """Let open swaps of the older version go on in the new one; those about the day fall."""
    swaps = Swap.objects.filter(plan=plan, status__in=Swap.OPEN)
    about = Q(give_on=request.day) | Q(take_on=request.day)
    who = Q(asker=request.employee) | Q(partner=request.employee)
    for swap in swaps.filter(about, who).select_related("asker__user", "partner__user"):
        if Swap.objects.filter(pk=swap.pk, status=swap.status).update(status=Swap.Status.FALLEN):
            notify(
                [swap.asker.user, swap.partner and swap.partner.user],
                kind="swap_fallen",
                link=reverse("schedules:swap_detail", args=[swap.pk]),
                day=swap.give_on,
            )
    swaps.update(plan=revision)


def let_swap(request, plan, *, actor, mandate):
    """Carry out a swap that was refused: both days are exchanged, both people are told."""
    versions = lock_versions_in_work(plan.pk)
    plan = _locked(plan)
    swap = request.swap
    swap.plan = plan
    exchange = exchange_of(swap)
    if exchange.fallen:
        raise Refused(_("Jadwal salah satu pegawai sudah berubah, jadi tidak dapat ditukar."))
    if exchange.broken:
        names = names_of({one for broken in exchange.broken for one in broken.people[:1]})
        raise Refused(
            " ".join(
                [_("Tidak dapat dikabulkan: ada aturan yang dilanggar.")]
                + [violation_sentence(one, names) for one in exchange.broken[:3]]
            )
        )
    moved = Swap.objects.filter(pk=swap.pk, status=Swap.Status.REFUSED).update(
        status=Swap.Status.APPROVED,
        plan=plan,
        decided_by=actor,
        decided_at=clock.now(),
        decision_reason="",
    )
    if not moved:
        raise MovedOn(_("Tukar hari ini sudah berubah. Permohonan belum dijawab."))
    exchange_days(swap)
    carry_into(versions, swap)
    record_decision(
        swap,
        "swap_approved",
        actor=actor,
        unit=request.unit,
        mandate=mandate,
        before={str(swap.asker_id): swap.give_on, str(swap.partner_id): swap.take_on},
        after={
            str(swap.asker_id): swap.take_on,
            str(swap.partner_id): swap.give_on,
            "review": request.pk,
        },
    )
    notify(
        [swap.asker.user, swap.partner.user],
        kind="swap_approved",
        link=reverse("schedules:swap_detail", args=[swap.pk]),
        give=swap.give_on,
        take=swap.take_on,
    )
