"""Acts of office on a plan: approve it, publish it.

Each act reads the rights of the account anew, checks the rules on today's facts, moves the state
with a conditional update and records a decision. Who comes second is told so.
"""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from schedules.models import Assignment, Plan, Policy
from schedules.planning.lifecycle import plan_move
from schedules.queries.chain import chain_of
from schedules.queries.changes import names_of
from schedules.queries.office import ONE_LEVEL_UP, office_of
from schedules.queries.rechecks import violations_now
from schedules.queries.rotations import rotation_of
from schedules.reasons_text import days_words, violation_sentence
from schedules.services.flexible import put_flexible_days_in_force
from units import clock
from units.access import on_day, scope_for
from units.decisions import MovedOn, Refused, notify, notify_each, record_decision
from units.models import RoleGrant, User
from units.queries.people import city_accounts
from units.services.webhooks import announce

SHOWN = 3


def opened(plan_pk, actor):
    """Lock a plan for the transaction; return (plan, office, rotation) as they stand now."""
    Plan.objects.select_for_update().only("pk").get(pk=plan_pk)
    plan = Plan.objects.select_related("agency", "period", "policy").get(pk=plan_pk)
    return plan, office_of(scope_for(actor), plan), rotation_of(plan)


def part_in(office, part_pk):
    """Return the part (or slice of a team) of the office's plan as it stands now."""
    return next(part for part in office.all_parts if part.pk == part_pk)


def require_unchanged(seen, token):
    """Refuse an act on something other than what was shown; None: nothing was shown."""
    if seen is not None and seen != token:
        raise MovedOn(
            _(
                "Rencana ini berubah sejak Anda membukanya. Tidak ada yang disimpan."
                " Periksa isinya sekarang, lalu ulangi."
            )
        )


def tell_moved_on(record):
    """Tell the second of two people what the record (a plan or a part) has become."""
    record.refresh_from_db(fields=["status"])
    raise MovedOn(
        _("Seseorang lebih dahulu: statusnya sekarang %(status)s. Tidak ada yang disimpan.")
        % {"status": record.get_status_display()}
    )


def move_plan(plan, name, **changes):
    """Make a lawful move of a plan by a conditional update; MovedOn where it is not lawful now."""
    move = plan_move(name)
    rows = Plan.objects.filter(pk=plan.pk, status__in=move.sources).update(
        status=move.target, turn_since=clock.now(), **changes
    )
    if rows != 1:
        tell_moved_on(plan)
    before, plan.status = plan.status, move.target
    return before


def refuse_broken(violations):
    """Refuse an act while hard rules are broken, with the first of them in words."""
    if not violations:
        return
    shown = violations[:SHOWN]
    names = names_of({person for one in shown for person in one.people[:1]})
    text = " ".join(violation_sentence(one, names) for one in shown)
    if len(violations) > SHOWN:
        text += " " + _("Dan %(count)s pelanggaran lain.") % {"count": len(violations) - SHOWN}
    raise Refused(_("Ada aturan yang dilanggar, jadi tidak ada yang disimpan. ") + text)


def approvers(office):
    """Return the accounts that may approve the plan: its agency's heads, else one level up."""
    free = [head.employee.user for head in office.free_heads]
    if office.goes_one_level_up or not free:
        held = RoleGrant.objects.filter(on_day(office.scope.day), role__in=ONE_LEVEL_UP)
        free = User.objects.filter(pk__in=held.values("user_id"), is_active=True).exclude(
            pk__in=office.submitters
        )
    return list(free)


def needs_acceptance(rotation):
    """Say whether the plan has what no arrangement can avoid: clashes, or a floor not met."""
    return bool(rotation.solution.clashes or rotation.short_days())


@transaction.atomic
def approve_plan(plan, *, actor, acceptance="", seen=None):
    """Approve a plan that is submitted in all its parts.

    By the head of the agency, or one level up where that head submitted a part; never by who
    submitted one. Refused for any broken hard rule (an avoidable one cannot be approved) and,
    where something is unavoidable, without a written acceptance, which is recorded by name.
    """
    plan, office, rotation = opened(plan.pk, actor)
    if office.submitted_any:
        raise Refused(
            _(
                "Anda mengajukan bagian dari rencana ini, jadi tidak dapat menyetujuinya."
                " Persetujuan ada pada pejabat lain."
            )
        )
    if not office.is_approver:
        raise PermissionDenied
    if not office.may_approve:
        tell_moved_on(plan)
    require_unchanged(seen, rotation.token(office.all_parts))
    refuse_broken(violations_now(rotation))
    acceptance = acceptance.strip()
    unavoidable = needs_acceptance(rotation)
    if unavoidable and not acceptance:
        raise Refused(
            _(
                "Ada batas yang tidak dapat dipenuhi dengan cara apa pun. Tuliskan pernyataan"
                " penerimaan atas nama Anda. Rencana belum disetujui."
            )
        )
    now = clock.now()
    move_plan(plan, "approve", approved_by=actor, approved_at=now, sent_back_reason="")
    record_decision(
        plan,
        "plan_approved",
        actor=actor,
        unit=plan.agency,
        reason=acceptance if unavoidable else "",
        mandate=office.scope.mandate_for(plan.agency),
        before={"status": Plan.Status.SUBMITTED},
        after={
            "status": Plan.Status.APPROVED,
            "problem_hash": plan.problem_hash,
            "unavoidable": [clash.text for clash in rotation.solution.clashes],
            "short_days": sorted(rotation.short_days()),
        },
    )
    link = reverse("schedules:plan_detail", args=[plan.pk])
    notify([p.submitted_by for p in office.parts], kind="plan_approved", link=link, plan=plan)
    if office.chain.acknowledgement != Policy.Acknowledgement.NONE:
        hands = {*office.submitters, actor.pk}
        notify(city_accounts(office.scope.day, hands), kind="plan_for_city", link=link, plan=plan)
    return plan


@transaction.atomic
def publish_plan(plan, *, actor, seen=None):
    """Publish an approved plan: from today on its days at home are in force.

    By BKPSDM, which takes note of the plan by it; where the chain has a step of its own for that
    or none, also by the head of the agency. Who takes note neither submitted nor approved. Days
    already past never change: they keep what was in
    force then; so does today where a repair left it as it was. An older published version of the
    same agency, period and working week is superseded. A day that another published plan already
    gives a person stays with that plan. All employees of the plan are told; of a newer version
    only those whose days change. Refused where a hard rule is broken on today's facts.
    """
    plan, office, rotation = opened(plan.pk, actor)
    if not (office.scope.is_city_hr or office.leads_agency):
        raise PermissionDenied
    if plan.status != Plan.Status.APPROVED:
        tell_moved_on(plan)
    if office.waits_for_the_city:
        raise Refused(_("BKPSDM belum mengetahui rencana ini, jadi belum dapat diterbitkan."))
    if not office.is_publisher:
        if not office.scope.is_city_hr:
            raise PermissionDenied
        raise Refused(
            _(
                "Anda mengajukan atau menyetujui rencana ini, jadi penerbitan ada pada pejabat"
                " BKPSDM lain. Rencana belum diterbitkan."
            )
        )
    require_unchanged(seen, rotation.token(office.all_parts))
    refuse_broken(violations_now(rotation))
    mandate = office.scope.mandate_for(plan.agency)
    put_version_in_force(plan, rotation, actor=actor, mandate=mandate)
    return plan


def put_version_in_force(plan, rotation, *, actor, mandate, acknowledged=None):
    """Publish an approved version in the caller's transaction; rights and rules are the caller's.

    What happens to days, the older version and the people told is said at `publish_plan`. The
    decision says how BKPSDM took note: as the chain has it, or `acknowledged` where given.
    """
    now = clock.now()
    since = max(clock.today(), plan.changes_from or clock.today())
    older = Plan.objects.filter(
        agency=plan.agency,
        period=plan.period,
        working_week=plan.working_week,
        status=Plan.Status.PUBLISHED,
    ).first()
    if older:
        move_plan(older, "supersede")
        lost = _days_ahead(older, since)
        older.assignments.filter(date__gte=since).update(published=False)
        older.flexible_days.filter(date__gte=since).update(published=False)
        record_decision(
            older, "plan_superseded", actor=actor, unit=plan.agency, mandate=mandate,
            after={"version": plan.version},
        )  # fmt: skip
    move_plan(plan, "publish", published_at=now)
    left_out = _put_in_force(plan, since)
    put_flexible_days_in_force(plan, since)
    record_decision(
        plan,
        "plan_published",
        actor=actor,
        unit=plan.agency,
        mandate=mandate,
        before={"status": Plan.Status.APPROVED},
        after={
            "status": Plan.Status.PUBLISHED,
            "from": since,
            "left_with_other_plans": left_out,
            "acknowledged": acknowledged or chain_of(plan).acknowledgement,
        },
    )
    announce(
        "plan.published",
        plan=plan.pk,
        agency=plan.agency.code,
        version=plan.version,
        start=plan.period.starts_on.isoformat(),
        end=plan.period.ends_on.isoformat(),
    )
    accounts = User.objects.filter(is_active=True)
    link = reverse("schedules:my_schedule")
    if older:
        moved = {}
        for employee, date in sorted(lost ^ _days_ahead(plan, since)):
            moved.setdefault(employee, []).append(date)
        concerned = accounts.filter(employee__in=moved).select_related("employee")
        notify_each(
            {
                user: {"period": plan.period, "days": partial(days_words, moved[user.employee.pk])}
                for user in concerned
            },
            kind="plan_changed",
            link=link,
        )
    else:
        people = [int(person.id) for person in rotation.problem.people]
        concerned = accounts.filter(employee__in=people)
        notify(concerned, kind="plan_published", link=link, period=plan.period)


def _days_ahead(plan, since):
    """Return the (employee id, date) pairs that a plan has in force from a day on.

    Days at home and flexible-hours days.
    """
    kinds = (plan.assignments, plan.flexible_days)
    rows = [kind.filter(date__gte=since, published=True) for kind in kinds]
    return {found for one in rows for found in one.values_list("employee_id", "date")}


def _put_in_force(plan, since):
    """Publish the plan's days from a day on in bulk; return how many stay with other plans."""
    ahead = plan.assignments.filter(date__gte=since)
    taken = set(
        Assignment.objects.filter(
            published=True,
            date__range=(max(since, plan.period.starts_on), plan.period.ends_on),
            employee__in=ahead.values("employee"),
        ).values_list("employee_id", "date")
    )
    left_out = [
        pk for pk, employee, date in ahead.values_list("pk", "employee_id", "date")
        if (employee, date) in taken
    ]  # fmt: skip
    try:
        with transaction.atomic():
            ahead.exclude(pk__in=left_out).update(published=True)
    except IntegrityError as error:
        raise MovedOn(
            _("Rencana lain untuk pegawai yang sama terbit pada saat yang sama. Ulangi penerbitan.")
        ) from error
    return len(left_out)
