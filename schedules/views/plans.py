"""Pages of the office: the list of plans, one plan, and the acts upon it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from schedules.forms.plans import ApproveForm, PlanFilterForm, ReturnForm
from schedules.models import Plan, PlanPart
from schedules.queries.letters import units_to_write
from schedules.queries.office import names_open_to, office_of
from schedules.queries.plan_page import (
    broken_rows,
    clash_rows,
    goal_rows,
    part_rows,
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
from schedules.services.plans import (
    approve_plan,
    needs_acceptance,
    publish_plan,
    return_part,
    submit_part,
)
from units.access import Role, requires
from units.decisions import MovedOn, Refused

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
        initial={"periode": str(period.pk) if period else "", "status": status, "cari": search},
        periods=all_periods,
        statuses=[(NONE_YET, _("Belum disusun")), *STATUSES],
    )
    page = Paginator(
        agency_rows(scope, period, status=status, search=search) if period else [], PER_PAGE
    ).get_page(request.GET.get("page"))
    plans = plans_of([agency.pk for agency in page], period) if period else {}
    rows = [
        (
            agency,
            [
                (one, TONES[one.plan.status], _waiting(scope, one))
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
        "filtered": bool(status or search),
        "may_plan": may_plan(scope),
    }
    return render(request, "schedules/plan_list.html", context)


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
    context = {
        "plan": plan,
        "tone": TONES[plan.status],
        "office": office,
        "facts": rotation.facts(),
        "goals": goal_rows(rotation),
        "clashes": clash_rows(rotation, request.scope),
        "short_days": sorted(rotation.short_days()),
        "broken": broken_rows(rotation, request.scope),
        "parts": [
            (row, TONES[row.part.status], office.opens_board(row.part))
            for row in part_rows(rotation, office)
        ],
        "turn": turn_of(office, [decision for _words, decision in trail]),
        "trail": trail,
        "needs_acceptance": needs_acceptance(rotation),
        "token": rotation.token(office.parts),
        "repair": open_repair_of(plan),
        "standing": is_standing(plan),
        "approve_form": approve_form or ApproveForm(),
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
            messages.success(request, _("Rencana disetujui. Langkah berikutnya adalah penerbitan."))
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
