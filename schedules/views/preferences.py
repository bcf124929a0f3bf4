"""Preferences: one's own page, the claims that unit HR examines, and pairs kept apart."""

import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from schedules.forms.preferences import CaregiverForm, ClaimDecisionForm, PairForm, WeekdaysForm
from schedules.queries import preferences as queries
from schedules.services.pairs import end_pair, keep_apart
from schedules.services.preferences import (
    claim_caregiver,
    decide_caregiver,
    state_weekdays,
    withdraw_caregiver,
)
from schedules.views.my_schedule import is_employee
from units.access import requires
from units.decisions import MovedOn, Refused

PER_PAGE = 50
LOOKS_BACK = datetime.timedelta(weeks=12)
LOOKS_AHEAD = datetime.timedelta(weeks=8)


def _page(request, status=200, **forms):
    employee, today = request.scope.employee, request.scope.day
    preference = queries.preference_of(employee)
    context = {
        "preference": preference,
        "is_caregiver": preference.is_caregiver_on(today),
        "pairs": queries.pairs_of(employee, today),
        "honoured": queries.honoured(employee, today - LOOKS_BACK, today + LOOKS_AHEAD),
        "form": WeekdaysForm(
            initial={
                "wanted": preference.wanted_weekdays,
                "unwanted": preference.unwanted_weekdays,
            }
        ),
        "caregiver_form": CaregiverForm(),
        **forms,
    }
    return render(request, "schedules/preferences.html", context, status=status)


@requires(is_employee)
@require_http_methods(["GET", "POST"])
def preferences(request):
    """My weekdays and my caregiver status, and how far they were honoured."""
    if request.method == "GET":
        return _page(request)
    form = WeekdaysForm(request.POST)
    if form.is_valid():
        try:
            state_weekdays(request.scope.employee, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Preferensi tersimpan. Berlaku mulai rencana berikutnya."))
            return redirect("schedules:preferences")
    return _page(request, status=422, form=form)


@requires(is_employee)
@require_POST
def caregiver_claim(request):
    form = CaregiverForm(request.POST)
    if form.is_valid():
        try:
            claim_caregiver(request.scope.employee, actor=request.user, **form.cleaned_data)
        except (Refused, MovedOn) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Permohonan terkirim kepada pengelola kepegawaian unit Anda.")
            )
            return redirect("schedules:preferences")
    return _page(request, status=422, caregiver_form=form)


@requires(is_employee)
@require_POST
def caregiver_withdraw(request):
    try:
        withdraw_caregiver(request.scope.employee, actor=request.user)
    except MovedOn as moved:
        messages.warning(request, str(moved))
    else:
        messages.success(request, _("Status pengasuh ditarik dan buktinya dihapus."))
    return redirect("schedules:preferences")


@requires(lambda scope: scope.is_unit_hr)
@require_GET
def preference_review(request):
    """The caregiver claims that wait for me, oldest first."""
    page = Paginator(queries.claims_to_examine(request.scope), PER_PAGE).get_page(
        request.GET.get("page")
    )
    rows = [(claim, ClaimDecisionForm(auto_id=f"claim-{claim.pk}-%s")) for claim in page]
    return render(request, "schedules/preference_review.html", {"page": page, "rows": rows})


@requires(lambda scope: scope.is_unit_hr)
@require_POST
def caregiver_decide(request, pk):
    claim = queries.claim_for(request.scope, pk)
    form = ClaimDecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Keputusan tidak terbaca. Tidak ada yang berubah."))
        return redirect("schedules:preference_review")
    data = form.cleaned_data
    accepted = data["decision"] == "accept"
    try:
        decide_caregiver(
            claim, accepted=accepted, reason=data["reason"], until=data["until"], actor=request.user
        )
    except (Refused, MovedOn) as refusal:
        messages.error(request, str(refusal))
    else:
        text = _("Status pengasuh %s dikonfirmasi.") if accepted else _("Permohonan %s ditolak.")
        messages.success(request, text % claim.employee.name)
    return redirect("schedules:preference_review")


@requires(queries.keeps_pairs)
@require_http_methods(["GET", "POST"])
def pair_list(request):
    """The pairs that I keep apart, and a form for one more."""
    scope = request.scope
    posted = request.POST if request.method == "POST" else None
    form = PairForm(posted, people=queries.people_of_pairs(scope))
    if form.is_bound and form.is_valid():
        try:
            pair = keep_apart(actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%s dicatat sebagai pasangan terpisah.") % pair)
            return redirect("schedules:pair_list")
    page = Paginator(queries.pairs_visible_to(scope), PER_PAGE).get_page(request.GET.get("page"))
    status = 422 if form.errors else 200
    return render(request, "schedules/pair_list.html", {"form": form, "page": page}, status=status)


@requires(queries.keeps_pairs)
@require_POST
def pair_end(request, pk):
    pair = queries.pair_for(request.scope, pk)
    try:
        end_pair(pair, actor=request.user)
    except MovedOn as moved:
        messages.warning(request, str(moved))
    else:
        messages.success(request, _("%s tidak lagi dipisahkan mulai rencana berikutnya.") % pair)
    return redirect("schedules:pair_list")
