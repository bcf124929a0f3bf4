"""Pages of duty (piket) on days off: what lies ahead of the units that one heads, and one day."""

import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from schedules.forms.duty import DutyForm
from schedules.queries.calendar import Calendar
from schedules.queries.duty import candidates, days_off_ahead, floors_beside, named_for
from schedules.services.duty import name_duty
from units import clock
from units.access import requires
from units.decisions import MovedOn, Refused
from units.models import Unit

PER_PAGE = 50
USUAL = (datetime.time(7, 30), datetime.time(16))


def heads_units(scope):
    """Say whether the account heads any unit."""
    return scope.is_head


@require_GET
@requires(heads_units)
def duty_list(request):
    rows = days_off_ahead(request.scope.head_unit_ids, clock.today())
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "schedules/duty_list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(heads_units)
def duty_day(request, unit_pk, date):
    if unit_pk not in request.scope.head_unit_tree():
        raise Http404
    unit = get_object_or_404(Unit.objects.without_tree_fields(), pk=unit_pk)
    try:
        day = datetime.date.fromisoformat(date)
    except ValueError as error:
        raise Http404 from error
    holiday = Calendar.load(day, day).holiday(unit.pk, day)
    if holiday is None:
        raise Http404
    postings, away = candidates(unit, day)
    named = named_for(unit, day)
    form = DutyForm(
        request.POST if request.method == "POST" else None,
        postings=postings,
        away=away,
        initial={
            "people": named,
            "start": USUAL[0],
            "end": USUAL[1],
            "seen": ",".join(map(str, named)) or "-",
        },
    )
    if form.is_bound and form.is_valid():
        try:
            name_duty(unit, date=day, actor=request.user, **form.cleaned_data)
        except (Refused, MovedOn) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Piket disimpan dan pegawainya diberi tahu."))
            return redirect("schedules:duty_list")
    context = {
        "unit": unit,
        "day": day,
        "holiday": holiday,
        "form": form,
        "floors": floors_beside(unit, day, named, postings),
        "open": day >= clock.today(),
    }
    status = 422 if form.errors else 200
    return render(request, "schedules/duty_day.html", context, status=status)
