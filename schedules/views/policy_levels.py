"""Pages on which BKPSDM says which units have other levels in the approval chain."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from schedules.forms.policy_levels import LevelForm
from schedules.queries.policies import policy_visible_to
from schedules.services.policy_levels import remove_level, set_level
from units.decisions import MovedOn, Refused


def _policy_to_write(request, pk):
    policy = policy_visible_to(request.scope, pk)
    if not request.scope.is_city_hr:
        raise PermissionDenied
    return policy


@require_http_methods(["GET", "POST"])
def level_new(request, pk):
    """Add one override to a draft."""
    policy = _policy_to_write(request, pk)
    form = LevelForm(request.POST if request.method == "POST" else None, policy=policy)
    if request.method == "POST" and form.is_valid():
        try:
            set_level(policy, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Jenjang unit itu tercatat."))
            return redirect("schedules:policy_detail", pk)
    return render(
        request,
        "schedules/policy_level.html",
        {"form": form, "policy": policy},
        status=422 if form.errors else 200,
    )


@require_POST
def level_remove(request, pk, rule_pk):
    """Take one override off a draft."""
    policy = _policy_to_write(request, pk)
    rule = get_object_or_404(policy.level_rules.select_related("unit", "policy"), pk=rule_pk)
    try:
        remove_level(rule, actor=request.user)
    except (Refused, MovedOn) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Unit itu mengikuti jenjang kebijakan lagi."))
    return redirect("schedules:policy_detail", pk)
