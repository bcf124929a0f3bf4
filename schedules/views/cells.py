"""One cell of a board: its reason, its form, the change and the way back.

With htmx the form stands in a dialog over the board, and the answer renews what reads differently:
rows, coverage, figures. Without it each is a page of its own.
"""

import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from schedules.forms.plans import BoardFilterForm, CellForm, UndoForm
from schedules.planning import reason
from schedules.queries.board import named_on_board, units_of
from schedules.queries.cells import (
    cell_change_in,
    cell_decisions,
    fallen_sentence,
    rows_to_renew,
    undoable_by,
)
from schedules.queries.changes import change_of
from schedules.queries.day_reasons import order_sentence
from schedules.queries.office import office_of
from schedules.queries.plans import board_plan_for
from schedules.queries.rotations import rotation_of
from schedules.queries.versions import CHANGED
from schedules.reasons_text import sentence_of
from schedules.services.cells import change_place, undo_change
from schedules.services.plans import part_in
from units import clock
from units.decisions import MovedOn, Refused
from units.models import Employee


@require_http_methods(["GET", "POST"])
def plan_cell(request, pk, unit_pk):
    posted = request.method == "POST"
    office, part = _led_part(request, pk, unit_pk, documents=not posted)
    employee, day = _named_cell(request)
    form = CellForm(request.POST if posted else None)
    moved = ""
    if form.is_bound and form.is_valid():
        try:
            change, decision = change_place(
                part, employee=employee, day=day, actor=request.user, **form.cleaned_data
            )
        except MovedOn as error:
            moved = str(error)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = _("Lokasi kerja %(name)s diubah.") % {"name": employee.name}
            return _changed(request, office, part, change, decision, said)
    if posted:
        office, part = _led_part(request, pk, unit_pk)
    return _cell_page(request, office, part, employee, day, form, moved=moved)


@require_POST
def plan_cell_undo(request, pk, unit_pk):
    office, part = _led_part(request, pk, unit_pk, documents=False)
    form = UndoForm(request.POST)
    changed = cell_change_in(part, form.cleaned_data["decision"]) if form.is_valid() else None
    if changed is None:
        raise Http404
    employee = Employee.objects.get(pk=int(changed.after["person"]))
    try:
        change, decision = undo_change(part, decision_pk=changed.pk, actor=request.user)
    except (MovedOn, Refused) as error:
        office, part = _led_part(request, pk, unit_pk)
        return _cell_page(
            request, office, part, employee,
            datetime.date.fromisoformat(changed.after["day"]), CellForm(), moved=str(error),
        )  # fmt: skip
    said = _("Perubahan %(name)s diurungkan.") % {"name": employee.name}
    return _changed(request, office, part, change, decision, said)


def _led_part(request, pk, unit_pk, *, documents=True):
    """Return (office, part) of a board whose cells the account may open, as they stand now."""
    plan, part = board_plan_for(request.scope, pk, unit_pk, documents=documents)
    office = office_of(request.scope, plan)
    part = part_in(office, part.pk) if part.pk else part
    if not office.leads_part(part):
        raise PermissionDenied
    return office, part


def cell_of(request, rotation, part):
    """Return (employee, day) named by the address; Http404 for whoever is not of the part."""
    employee, day = _named_cell(request)
    _require_in_part(rotation, part, employee, day)
    return employee, day


def _named_cell(request):
    person, date = request.GET.get("person", ""), request.GET.get("day", "")
    try:
        day = datetime.date.fromisoformat(date)
    except ValueError as error:
        raise Http404 from error
    employee = Employee.objects.filter(pk=int(person)).first() if person.isdecimal() else None
    if employee is None:
        raise Http404
    return employee, day


def _require_in_part(rotation, part, employee, day):
    person = str(employee.pk)
    if (
        person not in rotation.people_of(part.unit_id)
        or day.isoformat() not in rotation.sharing(person).problem.week_of
    ):
        raise Http404


def _cell_page(request, office, part, employee, day, form, *, moved=""):
    """Show a cell as it stands now, with what was typed before; `moved` says what came between."""
    plan, rotation = office.plan, rotation_of(office.plan)
    _require_in_part(rotation, part, employee, day)
    person, date = str(employee.pk), day.isoformat()
    refused, change = "", None
    try:
        change = change_of(rotation, person, date)
    except Refused as refusal:
        refused = str(refusal)
        if not request.htmx:
            messages.error(request, refused)
            return redirect("schedules:plan_board", pk=plan.pk, unit_pk=part.unit_id)
    shared = rotation.sharing(person)
    given = shared.is_home(person, date)
    why = reason(shared.problem, shared.current, person, date)
    ordered = order_sentence(employee, day) if (person, date) in rotation.orders else ""
    ordered = ordered or fallen_sentence(rotation, person, date)
    decisions = cell_decisions(plan, person, date)
    own = office.scope.employee == employee
    open_now = office.may_change(part) and day >= clock.today() and not own
    context = {
        "plan": plan,
        "part": part,
        "employee": employee,
        "day": day,
        "place": shared.place if given else "wfo",
        "of_hours": shared.place == "flex",
        "why": ordered or sentence_of(shared, why, given=given),
        "change": change,
        "form": form,
        "moved": moved,
        "refused": refused,
        "own": own,
        "open": open_now,
        "latest": decisions[0] if decisions else None,
        "seen": decisions[0].pk if decisions else 0,
        "undoable": undoable_by(request.user, decisions) if open_now else None,
    }
    if not request.htmx:
        return render(request, "schedules/board_cell.html", context)
    context |= _renewed(request, office, part, rotation, rotation, person)
    return render(request, "schedules/_board_cell_dialog.html", context)


def _changed(request, office, part, change, decision, said):
    """Answer a change that is done: the parts of the board that now read differently, or itself."""
    board = reverse("schedules:plan_board", args=[part.plan_id, part.unit_id])
    person = decision.after["person"]
    if not request.htmx:
        messages.success(request, said)
        return redirect(f"{board}#p{person}")
    context = {
        "plan": office.plan,
        "part": part,
        "said": said,
        "day": datetime.date.fromisoformat(decision.after["day"]),
        "place": decision.after["place"],
        "change": change,
        "decision": decision,
        "undoable": decision.act == CHANGED,
    } | _renewed(request, office, part, change.before, change.after, person)
    return render(request, "schedules/_board_changed.html", context)


def _renewed(request, office, part, before, after, person):
    """Return what the page that asks has to show anew; empty where nothing reads differently.

    The page names the state that it shows (`papan`) and its filter (`saring`).
    """
    asked = request.POST if request.method == "POST" else request.GET
    stale = asked.get("papan") != before.token(office.all_parts, part.unit_id)
    if before is after and not stale:
        return {}
    people = after.people_of(part.unit_id)
    shown = BoardFilterForm(
        QueryDict(asked.get("saring", "")), units=units_of(after.problem, people), detailed=True
    ).shown
    named = named_on_board(after, people, request.scope)
    board, rows = rows_to_renew(before, after, part, named, person=person, shown=shown, stale=stale)
    return {
        "board": board,
        "renewed": rows,
        "facts": after.facts(people),
        "token": after.token(office.all_parts, part.unit_id),
        "may_submit": office.may_submit(part),
        "others_too": stale and before is not after,
    }
