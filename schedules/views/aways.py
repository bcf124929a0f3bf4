"""Pages of absences: the list, the form for one person, and taking one back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from schedules.forms.aways import AwayForm
from schedules.forms.calendar import WithdrawForm
from schedules.models import Away
from schedules.queries.aways import (
    away_list as visible_aways,
)
from schedules.queries.aways import (
    away_to_withdraw,
    employee_to_record,
    people_to_record,
    reads_aways,
)
from schedules.services.aways import record_away, withdraw_away
from units.access import requires
from units.decisions import MovedOn, Refused

PER_PAGE = 50
FOUND_AT_MOST = 12


@require_GET
@requires(reads_aways)
def away_list(request):
    scope = request.scope
    search = " ".join(request.GET.get("cari", "").split())[:80]
    past = request.GET.get("lampau") == "1"
    people = people_to_record(scope, search, FOUND_AT_MOST + 1)
    context = {
        "page": Paginator(visible_aways(scope, search=search, past=past), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "search": search,
        "past": past,
        "people": people[:FOUND_AT_MOST],
        "more_people": len(people) > FOUND_AT_MOST,
        "records": scope.is_city_hr or scope.is_unit_hr,
    }
    return render(request, "schedules/away_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def away_new(request, employee_pk):
    employee = employee_to_record(request.scope, employee_pk)
    form = AwayForm(request.POST if request.method == "POST" else None, employee=employee)
    if form.is_bound and form.is_valid():
        try:
            record_away(employee, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("Ketidakhadiran dicatat. Rencana yang terkena sedang diperiksa ulang."),
            )
            return redirect("schedules:away_list")
    return render(request, "schedules/away_new.html", {"form": form, "employee": employee})


@require_http_methods(["GET", "HEAD", "POST"])
def away_withdraw(request, pk):
    away = away_to_withdraw(request.scope, pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            withdraw_away(away, actor=request.user, **form.cleaned_data)
        except (Refused, MovedOn) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Catatan dibatalkan. Rencana yang terkena sedang diperiksa ulang.")
            )
            return redirect("schedules:away_list")
    context = {"form": form, "away": away, "open": away.status == Away.Status.APPROVED}
    return render(request, "schedules/away_withdraw.html", context)
