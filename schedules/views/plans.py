"""Pages of the office: the list of plans, one plan, and the acts upon it."""

import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from schedules.forms.plans import ApproveForm, PlanFilterForm, ReturnForm
from schedules.models import Plan, PlanPart
from schedules.queries.due import is_overdue, without_plan
from schedules.queries.letters import units_to_write
from schedules.queries.office import names_open_to, office_of
from schedules.queries.plan_page import (
    broken_rows,
    clash_rows,
    goal_rows,
    hours_facts,
    listed_turn,
    own_slices,
    part_rows,
    stop_of,
    trail_of,
    turn_of,
)
from schedules.queries.plans import (
    NONE_YET,
    agency_rows,
    board_plan_for,
    period_to_show,
    periods,
    plan_for,
    plans_of,
)
from schedules.queries.repairs import open_repair_of
from schedules.queries.rotations import rotation_of
from schedules.queries.runs import may_plan
from schedules.queries.standing import is_standing
from schedules.queries.turns import plans_in_work, turns_of, turns_of_plans
from schedules.queries.version_changes import changes_against_published
from schedules.services.due import remind_owing
from schedules.services.parts import return_part, submit_part
from schedules.services.plans import approve_plan, needs_acceptance, publish_plan
from schedules.services.reminders import remind_all
from units.access import Role, requires
from units.decisions import MovedOn, Refused
from units.queries.authority import may_appoint

PER_PAGE = 50
STATUSES = [
    (value, label) for value, label in Plan.Status.choices if value != Plan.Status.SUPERSEDED
]
TONES = {
    Plan.Status.DRAFT: "info",
    Plan.Status.SUBMITTED: "wait",
    Plan.Status.APPROVED: "good",
    Plan.Status.PUBLISHED: "good",
    Plan.Status.SUPERSEDED: "",
    PlanPart.Status.RETURNED: "bad",
}


def handles_plans(scope):
    """Heads, unit HR, BKPSDM and the Sekda work with plans."""
    return scope.is_head or scope.is_unit_hr or scope.is_city_hr or Role.SECRETARY in scope.roles


@require_GET
@requires(handles_plans)
def plan_list(request):
    scope = request.scope
    all_periods = list(periods())
    period = period_to_show(scope.day, request.GET.get("periode", ""))
    status = request.GET.get("status", "")
    search = request.GET.get("cari", "").strip()
    form = PlanFilterForm(
        initial={
            "periode": str(period.pk) if period else "",
            "status": status,
            "cari": search,
            "terlambat": bool(request.GET.get("terlambat")),
        },
        periods=all_periods,
        statuses=[(NONE_YET, _("Belum disusun")), *STATUSES],
    )
    late = bool(request.GET.get("terlambat"))
    page = Paginator(
        _agencies(scope, period, status, search, late) if period else [], PER_PAGE
    ).get_page(request.GET.get("page"))
    plans = plans_of([agency.pk for agency in page], period) if period else {}
    turns = turns_of_plans([one.plan for found in plans.values() for one in found], scope.day)
    rows = [
        (
            agency,
            [
                (
                    one,
                    TONES[one.plan.status],
                    _waiting(scope, one),
                    listed_turn(turns.get(one.plan.pk, ())),
                )
                for one in plans.get(agency.pk, [])
            ],
        )
        for agency in page
    ]
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "period": period,
        "overdue": period is not None and is_overdue(period, scope.day),
        "filtered": bool(status or search or late),
        "may_plan": may_plan(scope),
        "chosen": {"periode": period.pk if period else "", "status": status, "cari": search}
        | ({"terlambat": "on"} if late else {}),
    }
    return render(request, "schedules/plan_list.html", context)


def _agencies(scope, period, status, search, late):
    """Return the agencies of the list; `late` keeps those whose plan is late, or still missing."""
    agencies = agency_rows(scope, period, status=status, search=search)
    if not late:
        return agencies
    found = turns_of_plans(plans_in_work(scope.day).filter(period=period), scope.day)
    owners = {t.plan.agency_id for turns in found.values() for t in turns if t.is_late}
    if is_overdue(period, scope.day):
        owners.update(without_plan(agencies, period).values_list("pk", flat=True))
    return agencies.filter(pk__in=owners)


@require_POST
@requires(lambda scope: scope.is_city_hr)
def plan_remind(request):
    """BKPSDM reminds everybody whose turn the filtered list shows, or whose plan is missing."""
    scope, sent = request.scope, request.POST
    period = period_to_show(scope.day, sent.get("periode", ""))
    if period is None:
        raise Http404
    chosen = {name: sent.get(name, "")[:80] for name in ("status", "cari", "terlambat")}
    late = bool(chosen["terlambat"])
    agencies = _agencies(scope, period, chosen["status"], chosen["cari"].strip(), late)
    plans = plans_in_work(scope.day).filter(period=period, agency__in=agencies)
    found = turns_of_plans(plans, scope.day)
    turns = [t for one in found.values() for t in one if t.is_late or not late]
    told, left = remind_all(turns, period=period, actor=request.user)
    heard = {user.pk for turn in turns for user in turn.holders}
    more, more_left = remind_owing(
        without_plan(agencies, period), period=period, actor=request.user, besides=heard
    )
    told, left = told + more, left + more_left
    text = ngettext("%(n)s pejabat diingatkan.", "%(n)s pejabat diingatkan.", told) % {"n": told}
    if left:
        text += " " + ngettext(
            "%(n)s sudah diingatkan hari ini.", "%(n)s sudah diingatkan hari ini.", left
        ) % {"n": left}
    messages.success(request, text)
    query = {"periode": period.pk} | {name: value for name, value in chosen.items() if value}
    return redirect(f"{reverse('schedules:plan_list')}?{urlencode(query)}")


def _waiting(scope, listed):
    """Return [(unit, whether the account may open its board)] of who has not submitted."""
    return [(unit, names_open_to(scope, unit.pk)) for unit in listed.waiting_for]


@require_GET
def plan_detail(request, pk):
    return _plan_page(request, plan_for(request.scope, pk))


def _plan_page(request, plan, approve_form=None, status=200):
    rotation = rotation_of(plan)
    office = office_of(request.scope, plan)
    trail = trail_of(plan, request.scope)
    turns = turns_of([office], request.scope.day)[plan.pk]
    standing = is_standing(plan)
    context = {
        "plan": plan,
        "tone": TONES[plan.status],
        "office": office,
        "facts": rotation.facts(),
        "goals": goal_rows(rotation),
        "stop": stop_of(rotation),
        "hours": hours_facts(rotation),
        "clashes": clash_rows(rotation, request.scope),
        "short_days": [datetime.date.fromisoformat(day) for day in sorted(rotation.short_days())],
        "broken": broken_rows(rotation, request.scope),
        "parts": [
            (row, TONES[row.part.status], office.opens_board(row.part))
            for row in part_rows(rotation, office, turns)
        ],
        "slices": own_slices(office, rotation),
        "turn": turn_of(office, turns),
        "appoints": [turn.unit for turn in turns if may_appoint(request.scope, turn.unit)],
        "changes": changes_against_published(plan, office, rotation),
        "may_discard": plan.status == Plan.Status.DRAFT
        and plan.base_id
        and (office.leads_agency or plan.created_by_id == request.user.pk),
        "may_revise": [part for part in office.all_parts if office.leads_part(part)]
        if standing and plan.status == Plan.Status.PUBLISHED
        else [],
        "trail": trail,
        "needs_acceptance": needs_acceptance(rotation),
        "token": rotation.token(office.all_parts),
        "repair": open_repair_of(plan),
        "standing": standing,
        "approve_form": approve_form or ApproveForm(),
        "reason_form": ReturnForm(prefix="balik"),
        "writes_letters": plan.status == Plan.Status.PUBLISHED
        and units_to_write(request.scope, plan, office.parts),
    }
    return render(request, "schedules/plan_detail.html", context, status=status)


@require_POST
def plan_approve(request, pk):
    plan = plan_for(request.scope, pk)
    form = ApproveForm(request.POST)
    if form.is_valid():
        try:
            approve_plan(
                plan,
                actor=request.user,
                acceptance=form.cleaned_data["acceptance"],
                seen=request.POST.get("seen", ""),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except MovedOn as moved:
            messages.warning(request, str(moved))
            return redirect("schedules:plan_detail", pk=pk)
        else:
            messages.success(request, _("Rencana disetujui. Langkah berikutnya ada pada BKPSDM."))
            return redirect("schedules:plan_detail", pk=pk)
    plan.refresh_from_db()
    return _plan_page(request, plan, approve_form=form)


@require_POST
def plan_publish(request, pk):
    plan = plan_for(request.scope, pk)
    try:
        publish_plan(plan, actor=request.user, seen=request.POST.get("seen", ""))
    except (Refused, MovedOn) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Rencana diterbitkan. Semua pegawai di dalamnya diberi tahu."))
    return redirect("schedules:plan_detail", pk=pk)


@require_POST
def plan_part_submit(request, pk, unit_pk):
    _plan, part = board_plan_for(request.scope, pk, unit_pk)
    try:
        submit_part(part, actor=request.user, seen=request.POST.get("seen", ""))
    except (Refused, MovedOn) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Bagian ini diajukan."))
    return redirect("schedules:plan_board", pk=pk, unit_pk=unit_pk)


@require_POST
def plan_part_return(request, pk, unit_pk):
    _plan, part = board_plan_for(request.scope, pk, unit_pk)
    form = ReturnForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        return_part(part, reason=reason, actor=request.user, seen=request.POST.get("seen", ""))
    except (Refused, MovedOn) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Bagian ini dikembalikan dengan alasan Anda."))
    return redirect("schedules:plan_board", pk=pk, unit_pk=unit_pk)
