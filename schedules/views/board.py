"""The board of a bidang: people by days, coverage below, shares beside."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from schedules.forms.plans import BoardFilterForm, ReturnForm
from schedules.models import Plan
from schedules.queries.board import EVERYBODY, board_of, named_on_board, units_of
from schedules.queries.duty import duties_between, duty_words
from schedules.queries.office import office_of
from schedules.queries.plans import board_plan_for
from schedules.queries.rotations import rotation_of
from schedules.services.plans import part_in
from schedules.views.plans import TONES
from schedules.wall_paper import wall_pdf


@require_GET
def plan_board(request, pk, unit_pk):
    plan, part = board_plan_for(request.scope, pk, unit_pk)
    office = office_of(request.scope, plan)
    part = part_in(office, part.pk) if part.pk else part
    if not office.opens_board(part):
        raise PermissionDenied
    detailed = office.sees_names(part)
    rotation = rotation_of(plan)
    people = rotation.people_of(part.unit_id)
    asked = BoardFilterForm(
        request.GET, units=units_of(rotation.problem, people), detailed=detailed
    )
    shown = asked.shown
    board = board_of(
        rotation,
        part,
        named_on_board(rotation, people, request.scope),
        detailed=detailed,
        editable=office.may_change(part),
        explains=office.leads_part(part),
        shown=shown,
    )
    context = {
        "plan": plan,
        "part": part,
        "tone": TONES[part.status] if plan.status == Plan.Status.DRAFT else TONES[plan.status],
        "office": office,
        "board": board,
        "facts": rotation.facts(people) if detailed else None,
        "filter": asked,
        "filtered": shown != EVERYBODY,
        "may_submit": detailed and office.may_submit(part),
        "may_return": office.may_return(part),
        "may_approve": office.may_approve,
        "duties": duty_words(
            duties_between(plan.period.starts_on, plan.period.ends_on, [int(p) for p in people])
        ),
        "token": rotation.token(office.all_parts, part.unit_id),
        "return_form": ReturnForm(),
    }
    return render(request, "schedules/board.html", context)


@require_GET
def plan_wall(request, pk, unit_pk):
    """Give the published roster of a part as a paper for the wall; drafts are never printed."""
    plan, part = board_plan_for(request.scope, pk, unit_pk)
    office = office_of(request.scope, plan)
    part = part_in(office, part.pk) if part.pk else part
    if not office.opens_board(part):
        raise PermissionDenied
    if plan.status != Plan.Status.PUBLISHED:
        raise Http404
    response = HttpResponse(wall_pdf(plan, part, request.scope), content_type="application/pdf")
    name = f"dinding-{slugify(part.unit.code)}-{plan.period.starts_on}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
