"""Requests for absence: my own and the form, the queue of the head, the page of one request."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from schedules.forms.aways import AwayDecisionForm, AwayRequestForm
from schedules.models import Away
from schedules.queries.aways import (
    days_touched,
    has_requests,
    own_request,
    request_for,
    request_to_decide,
    requests_of,
    requests_to_decide,
)
from schedules.queries.leave import annual_leave_of
from schedules.services.away_requests import decide_away, request_away, withdraw_request
from units.access import requires
from units.decisions import MovedOn, Refused
from units.queries.authority import decides_for_anybody
from units.queries.employees import is_self
from units.queries.people import may_decide_for, superiors_of

PER_PAGE = 50
TONES = {
    Away.Status.REQUESTED: "wait",
    Away.Status.APPROVED: "good",
    Away.Status.REFUSED: "bad",
}


@requires(has_requests)
@require_GET
def away_requests(request):
    """The own absences, asked for or recorded, with what became of them."""
    page = Paginator(requests_of(request.scope.employee), PER_PAGE).get_page(
        request.GET.get("page")
    )
    rows = [(away, TONES.get(away.status, "")) for away in page]
    return render(request, "schedules/away_requests.html", {"page": page, "rows": rows})


@requires(has_requests)
@require_http_methods(["GET", "HEAD", "POST"])
def away_request_new(request):
    """Ask for leave, sick leave or official travel."""
    employee = request.scope.employee
    form = AwayRequestForm(request.POST if request.method == "POST" else None, employee=employee)
    if form.is_bound and form.is_valid():
        try:
            away = request_away(employee, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Permohonan terkirim. Jadwal belum berubah sampai atasan memutuskan.")
            )
            return redirect("schedules:away_request_detail", pk=away.pk)
    context = {
        "form": form,
        "deciders": superiors_of(employee, request.scope.day),
        "annual": [leave for leave, _asked in annual_leave_of(employee, request.scope.day)],
    }
    return render(
        request, "schedules/away_request_new.html", context, status=422 if form.errors else 200
    )


@requires(decides_for_anybody)
@require_GET
def away_queue(request):
    """The requests that wait for this account, the earliest day first."""
    page = Paginator(requests_to_decide(request.scope), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "schedules/away_queue.html", {"page": page})


@require_GET
def away_request_detail(request, pk):
    return _show(request, request_for(request.scope, pk), AwayDecisionForm())


def _annual(away):
    """Return the AnnualLeave of each year that a request for annual leave touches."""
    if away.leave_type != Away.LeaveType.ANNUAL:
        return []
    return [leave for leave, _asked in annual_leave_of(away.employee, away.starts_on, away.ends_on)]


def _show(request, away, form, status=200):
    scope = request.scope
    waits = away.status == Away.Status.REQUESTED
    working, home = days_touched(away) if waits else ((), ())
    context = {
        "away": away,
        "tone": TONES.get(away.status, ""),
        "form": form,
        "waits": waits,
        "working": working,
        "home": home,
        "annual": _annual(away) if waits else [],
        "is_own": is_self(scope, away.employee),
        "may_decide": waits and may_decide_for(scope, away.employee),
        "deciders": superiors_of(away.employee, scope.day) if waits else [],
    }
    return render(request, "schedules/away_request_detail.html", context, status=status)


@require_POST
def away_request_withdraw(request, pk):
    """Take back one's own request before the decision."""
    away = own_request(request.scope, pk)
    try:
        withdraw_request(away, actor=request.user)
    except MovedOn as moved:
        messages.error(request, str(moved))
        return redirect("schedules:away_request_detail", pk=pk)
    messages.success(request, _("Permohonan ditarik. Tidak ada jadwal yang berubah."))
    return redirect("schedules:away_requests")


@require_POST
def away_request_decide(request, pk):
    """Approve or refuse a request as who decides for the person."""
    away = request_to_decide(request.scope, pk)
    form = AwayDecisionForm(request.POST)
    if form.is_valid():
        accepted = form.cleaned_data["decision"] == "accept"
        try:
            decide_away(
                away, accepted=accepted, reason=form.cleaned_data["reason"], actor=request.user
            )
        except (Refused, MovedOn) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("Disetujui. Rencana yang terkena sedang diperiksa ulang.")
                if accepted
                else _("Ditolak. Pegawai sudah diberi tahu alasannya."),
            )
            return redirect("schedules:away_queue")
    return _show(request, request_for(request.scope, pk), form, status=422)
