"""Savings of a month: estimated and measured side by side, and the parameters of the estimate."""

import calendar
import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from reports.forms_savings import MonthChoice, ParameterForm
from reports.models import SavingsParameter
from reports.queries import savings as queries
from reports.queries.buildings import buildings_of_units
from reports.services.savings import add_parameter
from units.access import requires
from units.decisions import Refused

PER_PAGE = 50
FIRST_YEAR, LAST_YEAR = 2000, 2100
REASONS = {
    queries.NO_BILL: gettext_lazy("tagihan bulan ini belum ada"),
    queries.NO_BASELINE: gettext_lazy("tagihan pembandingnya belum ada"),
    queries.NO_CALENDAR: gettext_lazy("hari kerja bulan ini atau pembandingnya belum tercatat"),
}


def _month_of(text, today):
    """Return the first day of the month asked for, else of the last whole month.

    A month outside the years of bills is as one that cannot be read.
    """
    try:
        month = datetime.date.fromisoformat(f"{text}-01")
    except ValueError:
        month = None
    if month is not None and FIRST_YEAR <= month.year <= LAST_YEAR:
        return month
    return (today.replace(day=1) - datetime.timedelta(days=1)).replace(day=1)


@require_GET
@requires(queries.sees_savings)
def savings(request):
    """Show a month: BKPSDM and those over the city all buildings, heads their own."""
    return _show(request, None)


@require_POST
@requires(lambda scope: scope.is_city_hr)
def savings_parameter(request):
    """Add a parameter from a date on (BKPSDM)."""
    form = ParameterForm(request.POST, buildings=sorted(set(buildings_of_units().values())))
    if form.is_valid():
        try:
            add_parameter(**form.cleaned_data, actor=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Parameter dicatat. Yang sebelumnya tetap tersimpan."))
            return redirect("reports:savings")
    return _show(request, form, status=422)


def _show(request, form, status=200):
    scope = request.scope
    month = _month_of(request.GET.get("bulan", ""), scope.day)
    end = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    found = queries.savings_of_buildings(month, end, queries.buildings_visible_to(scope))
    if form is None and scope.is_city_hr:
        form = ParameterForm(buildings=sorted(set(buildings_of_units().values())))
    history = Paginator(SavingsParameter.objects.select_related("set_by__employee"), PER_PAGE)
    bills = [line for line in found.bills if line.measured]
    context = {
        "found": found,
        "month": month,
        "choice": MonthChoice(initial={"bulan": f"{month:%Y-%m}"}),
        "days": found.days[:PER_PAGE],
        "estimates": found.estimates[:PER_PAGE],
        "bills": bills[:PER_PAGE],
        "left_out": max(len(bills), len(found.estimates), len(found.days)) - PER_PAGE,
        "missing": [(line, REASONS[line.state]) for line in found.missing],
        "page": history.get_page(request.GET.get("page")),
        "form": form,
    }
    return render(request, "reports/savings.html", context, status=status)
