"""What a granted request does: one day changed in a new version of the plan, or a swap let through.

Both run inside the transaction of the answer, check every hard rule on today's facts and refuse
with its text.
"""

from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from schedules.models import Assignment, Plan, PlanPart, Swap
from schedules.queries.changes import change_of, names_of
from schedules.queries.rotations import rotation_of
from schedules.queries.standing import IN_WORK, open_from
from schedules.queries.swaps import exchange_of
from schedules.reasons_text import violation_sentence
from schedules.services.plans import move_plan, put_version_in_force
from schedules.services.swaps import exchange_days
from schedules.services.versions import set_by_people, store_version
from units import clock
from units.decisions import MovedOn, Refused, notify, record_decision
from units.languages import in_indonesian
from units.queries.people import posting_on


def _locked(plan):
    Plan.objects.select_for_update().only("pk").get(pk=plan.pk)
    return Plan.objects.select_related("agency", "period", "policy").get(pk=plan.pk)


def change_day(request, plan, *, actor, mandate):
    """Give the person the place asked for in a new version, published at once; return it.

    Everything else of the plan stays: its other days, who submitted its parts, and open swaps,
    except those about the changed day, which fall and are told. Refused while another version is
    in work, and for any hard rule about the person and the day.
    """
    plan = _locked(plan)
    _refuse_version_in_work(plan)
    rotation = rotation_of(plan)
    person, day = str(request.employee_id), request.day.isoformat()
    change = change_of(rotation, person, day)
    if change.to != request.asked_place:
        raise MovedOn(_("Hari itu sudah diubah orang lain. Permohonan belum dijawab."))
    if change.broken:
        raise Refused(
            " ".join([_("Tidak dapat dikabulkan: ada aturan yang dilanggar."), *change.broken])
        )
    after = rotation.with_cell(person, day, change.to == "wfh")
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
        home=after.home,
    )
    _carry_parts(plan, revision)
    _record(request, revision, change, actor, mandate)
    move_plan(revision, "submit")
    move_plan(revision, "approve", approved_by=actor, approved_at=clock.now())
    put_version_in_force(revision, rotation_of(revision), actor=actor, mandate=mandate)
    _carry_swaps(request, plan, revision)
    return revision


def _refuse_version_in_work(plan):
    if Plan.objects.filter(
        agency=plan.agency_id,
        period=plan.period_id,
        working_week=plan.working_week,
        status__in=IN_WORK,
    ).exists():
        raise Refused(
            _(
                "Versi baru rencana ini sedang dikerjakan. Permohonan dapat dikabulkan setelah"
                " versi itu terbit atau digantikan."
            )
        )


def _carry_parts(plan, revision):
    """Keep who submitted each part: nobody has to submit anything again."""
    for part in plan.parts.filter(status=PlanPart.Status.SUBMITTED):
        revision.parts.filter(unit_id=part.unit_id).update(
            status=part.status, submitted_by=part.submitted_by, submitted_at=part.submitted_at
        )


@in_indonesian()
def _record(request, revision, change, actor, mandate):
    """Record the version, and the changed cell as any change by hand: its reason names no cause."""
    person, day = str(request.employee_id), request.day
    was = "wfo" if change.to == "wfh" else "wfh"
    posting = posting_on(request.employee, clock.today())
    record_decision(
        revision,
        "review_carried_out",
        actor=actor,
        unit=revision.agency,
        mandate=mandate,
        after={"version": revision.version, "review": request.pk},
    )
    record_decision(
        revision,
        "place_changed",
        actor=actor,
        unit=posting.unit if posting else request.unit,
        reason=_("Permohonan peninjauan jadwal dikabulkan."),
        mandate=mandate,
        before={"person": person, "day": day, "place": was},
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
