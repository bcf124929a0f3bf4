"""The last level of the chain and the way back: take note, send back, revise, give a version up."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from schedules.forms.plans import ReturnForm, ReviseForm
from schedules.queries.office import office_of
from schedules.queries.plans import board_plan_for, plan_for
from schedules.services.chain import (
    acknowledge_plan,
    discard_revision,
    revise_part,
    send_back_plan,
)
from units.decisions import MovedOn, Refused


@require_POST
def plan_acknowledge(request, pk):
    plan = plan_for(request.scope, pk)
    try:
        acknowledge_plan(plan, actor=request.user, seen=request.POST.get("seen", ""))
    except (Refused, MovedOn) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Rencana diketahui BKPSDM dan dapat diterbitkan."))
    return redirect("schedules:plan_detail", pk=pk)


@require_POST
def plan_send_back(request, pk):
    plan = plan_for(request.scope, pk)
    form = ReturnForm(request.POST, prefix="balik")
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        send_back_plan(plan, reason=reason, actor=request.user, seen=request.POST.get("seen", ""))
    except (Refused, MovedOn) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Rencana dikembalikan kepada yang menyetujui."))
    return redirect("schedules:plan_detail", pk=pk)


@require_POST
def plan_discard(request, pk):
    plan = plan_for(request.scope, pk)
    try:
        discard_revision(plan, actor=request.user)
    except (Refused, MovedOn) as refusal:
        messages.error(request, str(refusal))
        return redirect("schedules:plan_detail", pk=pk)
    messages.success(request, _("Versi baru dibatalkan. Rencana yang terbit tetap berlaku."))
    return redirect("schedules:plan_detail", pk=plan.base_id)


@require_http_methods(["GET", "POST"])
def plan_part_revise(request, pk, unit_pk):
    """Open a new version of a published plan to change one part of it."""
    plan, part = board_plan_for(request.scope, pk, unit_pk)
    if not office_of(request.scope, plan).leads_part(part):
        raise PermissionDenied
    form = ReviseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            revision = revise_part(part, reason=form.cleaned_data["reason"], actor=request.user)
        except (Refused, MovedOn) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("Versi baru dibuka. Ubah papannya, lalu ajukan. Yang terbit tetap berlaku."),
            )
            return redirect("schedules:plan_board", pk=revision.pk, unit_pk=unit_pk)
    return render(
        request,
        "schedules/plan_revise.html",
        {"plan": plan, "part": part, "form": form},
        status=422 if form.errors else 200,
    )
