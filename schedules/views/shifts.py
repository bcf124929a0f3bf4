"""Pages of shifts: the patterns of the units that an account keeps, and a new one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from schedules.forms.shifts import ShiftForm
from schedules.queries.shifts import pattern_list
from schedules.services.shifts import set_shift
from units import clock
from units.access import requires
from units.decisions import Refused

PER_PAGE = 50


def keeps_shifts(scope):
    """Say whether the account keeps the shifts of any unit."""
    return scope.is_city_hr or scope.is_unit_hr or scope.is_head


def _units(scope):
    return None if scope.is_city_hr else scope.managed_unit_tree()


@requires(keeps_shifts)
@require_GET
def shift_list(request):
    rows = pattern_list(_units(request.scope))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "today": clock.today(),
        "imports": request.scope.is_city_hr or request.scope.is_unit_hr,
    }
    return render(request, "schedules/shift_list.html", context)


@requires(keeps_shifts)
@require_http_methods(["GET", "HEAD", "POST"])
def shift_new(request):
    form = ShiftForm(
        request.POST if request.method == "POST" else None,
        unit_ids=_units(request.scope),
        initial={"starts_on": clock.today(), "break_minutes": 0},
    )
    if form.is_bound and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            set_shift(values.pop("unit"), actor=request.user, **values)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Sif disimpan."))
            return redirect("schedules:shift_list")
    status = 422 if form.errors else 200
    return render(request, "schedules/shift_new.html", {"form": form}, status=status)
