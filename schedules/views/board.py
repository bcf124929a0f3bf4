"""The board of a bidang and the form of one of its cells."""

import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from schedules.forms.plans import BoardFilterForm, CellForm, ReturnForm
from schedules.models import Plan
from schedules.planning import reason
from schedules.queries.balances import ledgers_open_to
from schedules.queries.board import board_of
from schedules.queries.changes import change_of
from schedules.queries.office import office_of
from schedules.queries.plans import board_plan_for
from schedules.queries.rotations import rotation_of
from schedules.reasons_text import reason_sentence
from schedules.services.cells import change_place
from schedules.services.plans import part_in
from schedules.views.plans import TONES
from units import clock
from units.decisions import MovedOn, Refused
from units.models import Employee


@require_GET
def plan_board(request, pk, unit_pk):
    plan, part = board_plan_for(request.scope, pk, unit_pk)
    office = office_of(request.scope, plan)
    part = part_in(office, part.pk)
    if not office.opens_board(part):
        raise PermissionDenied
    detailed = office.sees_names(part)
    rotation = rotation_of(plan)
    search = request.GET.get("nama", "").strip()
    only_changed = detailed and "diubah" in request.GET
    people = rotation.people_of(part.unit_id)
    board = board_of(
        rotation,
        part,
        detailed=detailed,
        editable=office.may_change(part),
        explains=office.leads_part(part),
        search=search,
        only_changed=only_changed,
        ledgers=ledgers_open_to(request.scope, people) if detailed else frozenset(),
    )
    context = {
        "plan": plan,
        "part": part,
        "tone": TONES[part.status] if plan.status == Plan.Status.DRAFT else TONES[plan.status],
        "office": office,
        "board": board,
        "facts": rotation.facts(people) if detailed else None,
        "filter": BoardFilterForm(initial={"nama": search, "diubah": only_changed}),
        "filtered": bool(search or only_changed),
        "may_submit": detailed and office.may_submit(part),
        "may_return": office.may_return(part),
        "may_approve": office.may_approve,
        "token": rotation.token(office.parts, part.unit_id),
        "return_form": ReturnForm(),
    }
    return render(request, "schedules/board.html", context)


@require_http_methods(["GET", "POST"])
def plan_cell(request, pk, unit_pk):
    plan, part = board_plan_for(request.scope, pk, unit_pk)
    office = office_of(request.scope, plan)
    part = part_in(office, part.pk)
    if not office.leads_part(part):
        raise PermissionDenied
    rotation = rotation_of(plan)
    employee, day = cell_of(request, rotation, part)
    form = CellForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            change_place(part, employee=employee, day=day, actor=request.user, **form.cleaned_data)
        except MovedOn as moved:
            messages.warning(request, str(moved))
            return redirect("schedules:plan_board", pk=pk, unit_pk=unit_pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Lokasi kerja %(name)s diubah.") % {"name": employee.name})
            return redirect("schedules:plan_board", pk=pk, unit_pk=unit_pk)
    person, date = str(employee.pk), day.isoformat()
    try:
        change = change_of(rotation, person, date)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("schedules:plan_board", pk=pk, unit_pk=unit_pk)
    at_home = date in rotation.home.get(person, ())
    why = reason(rotation.problem, rotation.current, person, date)
    context = {
        "plan": plan,
        "part": part,
        "employee": employee,
        "day": day,
        "place": "wfh" if at_home else "wfo",
        "why": reason_sentence(why, rotation.problem, at_home=at_home),
        "change": change,
        "form": form,
        "open": office.may_change(part) and day >= clock.today(),
    }
    name = "_board_cell.html" if request.htmx else "board_cell.html"
    return render(request, f"schedules/{name}", context)


def cell_of(request, rotation, part):
    """Return (employee, day) named by the address; Http404 for whoever is not of the part."""
    person, date = request.GET.get("person", ""), request.GET.get("day", "")
    if person not in rotation.people_of(part.unit_id) or date not in rotation.problem.week_of:
        raise Http404
    employee = Employee.objects.filter(pk=int(person)).first()
    if employee is None:
        raise Http404
    return employee, datetime.date.fromisoformat(date)
