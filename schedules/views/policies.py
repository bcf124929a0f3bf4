"""Pages of policies and periods. BKPSDM writes; who may open the unit reads what is in force."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from schedules.forms.policies import (
    FloorForm,
    NewPolicyForm,
    PeriodForm,
    PolicyForm,
    PutInForceForm,
    SubmitByForm,
)
from schedules.models import Policy
from schedules.queries.periods import next_start
from schedules.queries.periods import period_list as all_periods
from schedules.queries.policies import floors_of, policy_visible_to
from schedules.queries.policies import policy_list as visible_policies
from schedules.queries.policy_rules import contradictions, warnings
from schedules.queries.policy_text import floor_sentence, level_sentence, sentences
from schedules.services.periods import open_period, set_submit_by
from schedules.services.policies import (
    add_floor,
    change_policy,
    discard_policy,
    draft_policy,
    new_policy_version,
    put_policy_in_force,
    remove_floor,
)
from units import clock
from units.access import requires
from units.decisions import MovedOn, Refused, decisions_on

PER_PAGE = 50
TONES = {
    Policy.Status.DRAFT: "wait",
    Policy.Status.IN_FORCE: "good",
    Policy.Status.SUPERSEDED: "",
}
READ_AND_WRITE = require_http_methods(["GET", "HEAD", "POST"])


def is_city_hr(scope):
    """BKPSDM writes policies and opens periods."""
    return scope.is_city_hr


@require_GET
def policy_list(request):
    page = Paginator(visible_policies(request.scope), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(policy, TONES[policy.status]) for policy in page]
    context = {"page": page, "rows": rows, "today": clock.today()}
    return render(request, "schedules/policy_list.html", context)


@READ_AND_WRITE
@requires(is_city_hr)
def policy_new(request):
    form = NewPolicyForm(request.POST or None, initial={"starts_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            policy = draft_policy(form.cleaned_data["unit"], form.values(), actor=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Konsep disimpan. Tambahkan batas minimal di kantor."))
            return redirect("schedules:policy_detail", policy.pk)
    return render(request, "schedules/policy_form.html", {"form": form, "policy": None})


@require_GET
def policy_detail(request, pk):
    policy = policy_visible_to(request.scope, pk)
    floors = list(floors_of(policy))
    is_draft = policy.status == Policy.Status.DRAFT
    context = {
        "policy": policy,
        "tone": TONES[policy.status],
        "sentences": sentences(policy),
        "floors": [(floor, floor_sentence(floor)) for floor in floors],
        "levels": [
            (rule, level_sentence(rule)) for rule in policy.level_rules.select_related("unit")
        ],
        "warnings": warnings(policy, floors, max(policy.starts_on, clock.today())),
        "is_draft": is_draft,
        "may_edit": is_draft and request.scope.is_city_hr,
        "decisions": decisions_on(policy)[:20] if request.scope.is_city_hr else [],
        "today": clock.today(),
    }
    if context["may_edit"]:
        context["contradictions"] = contradictions(policy)
        context["force_form"] = PutInForceForm()
    return render(request, "schedules/policy_detail.html", context)


@READ_AND_WRITE
def policy_edit(request, pk):
    policy = _policy_to_write(request, pk)
    form = PolicyForm(request.POST or None, instance=policy)
    if request.method == "POST" and form.is_valid():
        try:
            change_policy(policy, form.values(), actor=request.user)
        except (Refused, MovedOn) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Konsep kebijakan disimpan."))
            return redirect("schedules:policy_detail", pk)
    return render(request, "schedules/policy_form.html", {"form": form, "policy": policy})


@require_POST
def policy_put_in_force(request, pk):
    policy = _policy_to_write(request, pk)
    form = PutInForceForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return _act(
        request,
        pk,
        lambda: put_policy_in_force(policy, actor=request.user, reason=reason),
        _("Kebijakan diberlakukan. Rencana yang disusun sesudah ini mengikutinya."),
    )


@require_POST
def policy_new_version(request, pk):
    policy = _policy_to_write(request, pk)
    copy = new_policy_version(policy, actor=request.user)
    messages.success(request, _("Versi %(n)s disalin sebagai konsep.") % {"n": copy.version})
    return redirect("schedules:policy_detail", copy.pk)


@require_POST
def policy_discard(request, pk):
    policy = _policy_to_write(request, pk)
    try:
        discard_policy(policy, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("schedules:policy_detail", pk)
    messages.success(request, _("Konsep dibuang. Kebijakan yang berlaku tidak berubah."))
    return redirect("schedules:policy_list")


@READ_AND_WRITE
def floor_new(request, pk):
    policy = _policy_to_write(request, pk)
    form = FloorForm(request.POST or None, policy=policy)
    if request.method == "POST" and form.is_valid():
        try:
            add_floor(policy, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Batas minimal ditambahkan."))
            return redirect("schedules:policy_detail", pk)
    return render(request, "schedules/policy_floor.html", {"form": form, "policy": policy})


@require_POST
def floor_remove(request, pk, floor_pk):
    policy = _policy_to_write(request, pk)
    floor = get_object_or_404(policy.floors, pk=floor_pk)
    return _act(
        request, pk, lambda: remove_floor(floor, actor=request.user), _("Batas minimal dihapus.")
    )


@READ_AND_WRITE
@requires(is_city_hr)
def period_list(request):
    form = PeriodForm(request.POST or None, initial={"starts_on": next_start()})
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            period = open_period(values.pop("starts_on"), actor=request.user, **values)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Periode “%(name)s” dibuka.") % {"name": period.name})
            return redirect("schedules:period_list")
    return _period_page(request, form, SubmitByForm())


@require_POST
@requires(is_city_hr)
def period_due(request):
    """Set the date by which the plans of a period are due."""
    form = SubmitByForm(request.POST)
    if form.is_valid():
        try:
            period = set_submit_by(actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Batas pengajuan “%(name)s” tercatat.") % {"name": period.name}
            )
            return redirect("schedules:period_list")
    return _period_page(request, PeriodForm(initial={"starts_on": next_start()}), form)


def _period_page(request, form, due_form):
    page = Paginator(all_periods(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "form": form, "due_form": due_form, "today": clock.today()}
    return render(request, "schedules/period_list.html", context)


def _policy_to_write(request, pk):
    """The policy for BKPSDM; 404 where it is not visible, 403 where it is only to be read."""
    policy = policy_visible_to(request.scope, pk)
    if not request.scope.is_city_hr:
        raise PermissionDenied
    return policy


def _act(request, pk, act, done):
    try:
        act()
    except (Refused, MovedOn) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("schedules:policy_detail", pk)
