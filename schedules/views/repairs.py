"""Pages of repairs: the queue, one proposal with its difference, and what heads do about it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from schedules.forms.plans import RejectForm
from schedules.models import PlanRepair
from schedules.queries.office import office_of
from schedules.queries.plans import plan_for
from schedules.queries.repair_documents import PLACES, is_as_proposed, parts_touched
from schedules.queries.repair_page import difference_of
from schedules.queries.repairs import (
    may_decide_repair,
    open_repair_of,
    repair_queue,
    repair_visible_to,
    waiting_for_recheck,
)
from schedules.services.repairs import accept_repair, ask_recheck, reject_repair
from schedules.views.plans import handles_plans
from units.access import requires
from units.decisions import MovedOn, Refused

PER_PAGE = 50
TONES = {
    PlanRepair.Status.PROPOSED: "wait",
    PlanRepair.Status.ACCEPTED: "good",
    PlanRepair.Status.REJECTED: "bad",
    PlanRepair.Status.OUTDATED: "",
}


@require_GET
@requires(handles_plans)
def repair_list(request):
    context = {
        "page": Paginator(repair_queue(request.scope), PER_PAGE).get_page(request.GET.get("page")),
        "waiting": waiting_for_recheck(request.scope),
    }
    return render(request, "schedules/repair_list.html", context)


@require_GET
def plan_repair(request, pk, repair_pk):
    return _page(request, repair_visible_to(request.scope, pk, repair_pk))


def _page(request, repair, reject_form=None):
    plan = repair.plan
    office = office_of(request.scope, plan)
    proposed = repair.status == PlanRepair.Status.PROPOSED
    current = proposed and bool(repair.difference) and is_as_proposed(repair, office.all_parts)
    number = request.GET.get("page")
    difference, hours = (difference_of(repair, office, place, number) for place in PLACES)
    context = {
        "repair": repair,
        "plan": plan,
        "tone": TONES[repair.status],
        "difference": difference,
        "hours": hours,
        "proven": all(one.proven for one in (difference, hours) if one),
        "stale": proposed and not current,
        "decides": current and may_decide_repair(office, parts_touched(repair.difference)),
        "compared_again": current and plan.recheck_asked_at is not None,
        "newest": open_repair_of(plan),
        "reject_form": reject_form or RejectForm(),
    }
    return render(request, "schedules/plan_repair.html", context)


@require_POST
def repair_accept(request, pk, repair_pk):
    repair = repair_visible_to(request.scope, pk, repair_pk)
    try:
        revision = accept_repair(repair, actor=request.user)
    except (Refused, MovedOn) as refusal:
        messages.error(request, str(refusal))
        return redirect("schedules:plan_repair", pk=pk, repair_pk=repair_pk)
    messages.success(
        request,
        _("Versi %(version)s dibuat. Bagian yang berubah diajukan, lalu rencana disetujui.")
        % {"version": revision.version},
    )
    return redirect("schedules:plan_detail", pk=revision.pk)


@require_POST
def repair_reject(request, pk, repair_pk):
    repair = repair_visible_to(request.scope, pk, repair_pk)
    form = RejectForm(request.POST)
    if form.is_valid():
        try:
            reject_repair(repair, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except MovedOn as moved:
            messages.error(request, str(moved))
            return redirect("schedules:plan_repair", pk=pk, repair_pk=repair_pk)
        else:
            messages.success(request, _("Usulan ditolak. Rencana tetap seperti semula."))
            return redirect("schedules:plan_detail", pk=pk)
    return _page(request, repair, form)


@require_POST
def plan_recheck(request, pk):
    """Heads, unit HR and BKPSDM of a plan may have it compared with the records at any time."""
    plan = plan_for(request.scope, pk)
    if not handles_plans(request.scope):
        raise PermissionDenied
    try:
        ask_recheck(plan, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Rencana sedang diperiksa. Muat ulang halaman ini sebentar."))
    return redirect("schedules:plan_detail", pk=pk)
