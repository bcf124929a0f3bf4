"""Pages of outages: the list, declaring one, taking one back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from attendance.forms.outages import OutageForm, OutageWithdrawForm
from attendance.queries import outages as queries
from attendance.services.outages import declare_outage, withdraw_outage
from units.access import requires
from units.decisions import MovedOn, Refused

PER_PAGE = 50


@requires(queries.declares_outages)
@require_GET
def outage_list(request):
    page = Paginator(queries.outage_list(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "attendance/outage_list.html", {"page": page})


@requires(queries.declares_outages)
@require_http_methods(["GET", "HEAD", "POST"])
def outage_new(request):
    form = OutageForm(
        request.POST if request.method == "POST" else None,
        initial={"work_date": request.scope.day},
    )
    if form.is_bound and form.is_valid():
        try:
            declare_outage(actor=request.user, **form.cleaned_data)
        except (Refused, MovedOn) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Gangguan dicatat. Presensi pada hari itu sedang dihitung ulang.")
            )
            return redirect("attendance:outage_list")
    status = 422 if form.errors else 200
    return render(request, "attendance/outage_new.html", {"form": form}, status=status)


@requires(queries.declares_outages)
@require_http_methods(["GET", "HEAD", "POST"])
def outage_withdraw(request, pk):
    outage = get_object_or_404(queries.outage_list(), pk=pk)
    form = OutageWithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            withdraw_outage(outage, actor=request.user, **form.cleaned_data)
        except (Refused, MovedOn) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Gangguan dibatalkan. Presensi pada hari itu sedang dihitung ulang.")
            )
            return redirect("attendance:outage_list")
    context = {"form": form, "outage": outage}
    status = 422 if form.errors else 200
    return render(request, "attendance/outage_withdraw.html", context, status=status)
