"""“Mengapa bukan saya”: what would have to give if one day had been decided the other way."""

import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from schedules.otherwise_text import Told, told_to_head, told_to_person, with_order_told
from schedules.planning import reason
from schedules.queries.day_reasons import day_reason_and_rotation
from schedules.queries.office import office_of
from schedules.queries.otherwise import (
    deciding_version,
    kept_otherwise,
    work_out_otherwise,
)
from schedules.queries.plans import board_plan_for
from schedules.queries.rotations import rotation_of
from schedules.queries.versions import pins_of
from schedules.reasons_text import reason_sentence
from schedules.services.plans import part_in
from schedules.views.cells import cell_of
from schedules.views.my_schedule import is_employee
from units.access import people_visible_to, requires
from units.limits import within_limit

TOO_MANY = 429


@require_GET
@requires(is_employee)
def my_otherwise(request, day):
    employee, person = request.scope.employee, str(request.scope.employee.pk)
    try:
        date = datetime.date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    why, current = day_reason_and_rotation(employee, date)
    if why.place not in ("wfh", "wfo") or current is None or day not in current.problem.week_of:
        raise Http404
    rotation = _rotation_that_decided(current, person, date)
    told, status = _told(
        request,
        rotation,
        person,
        day,
        lambda found: told_to_person(found, person, _people_of_part(rotation), rotation.slices),
    )
    context = {"why": why, "told": told, "at_home": why.place == "wfh"}
    return render(request, "schedules/my_schedule_otherwise.html", context, status=status)


@require_GET
def cell_otherwise(request, pk, unit_pk):
    plan, part = board_plan_for(request.scope, pk, unit_pk)
    office = office_of(request.scope, plan)
    part = part_in(office, part.pk) if part.pk else part
    if not office.leads_part(part):
        raise PermissionDenied
    current = rotation_of(plan)
    employee, date = cell_of(request, current, part)
    person, day = str(employee.pk), date.isoformat()
    at_home = day in current.home.get(person, ())
    rotation = _rotation_that_decided(current, person, date)
    told, status = _told(
        request,
        rotation,
        person,
        day,
        lambda found: told_to_head(found, _names(request.scope, found)),
    )
    why = reason(rotation.problem, rotation.current, person, day)
    context = {
        "plan": plan,
        "part": part,
        "employee": employee,
        "day": date,
        "place": "wfh" if at_home else "wfo",
        "why": reason_sentence(why, rotation.problem, at_home=at_home),
        "told": told,
        "at_home": at_home,
    }
    return render(request, "schedules/board_cell_otherwise.html", context, status=status)


def _rotation_that_decided(current, person, date):
    """Return the Rotation that answers for a cell: the one at hand, or of an earlier version."""
    version = deciding_version(current.plan, person, date)
    return current if version.pk == current.plan.pk else rotation_of(version)


def _told(request, rotation, person, day, tell):
    """Return (Told, status): kept answers at once, new ones within the limit of the account."""
    if (person, day) in pins_of(rotation) or (person, day) in rotation.changed:
        return Told(
            _("Hari ini diubah pengelola atau ditukar, jadi bukan perencana yang memilihnya."),
            [],
            [],
        ), 200  # fmt: skip
    found = kept_otherwise(rotation.plan, person, day)
    if found is None:
        if not within_limit(request, "why_not_me"):
            return Told(
                _(
                    "Anda sudah banyak bertanya dalam waktu singkat. Tunggu satu menit, lalu coba"
                    " lagi."
                ),
                [],
                [],
            ), TOO_MANY  # fmt: skip
        found = work_out_otherwise(rotation, person, day)
    return with_order_told(tell(found), rotation.solved), 200


def _people_of_part(rotation):
    """Return how many people take part in the rotation in each part, by unit id."""
    counted = {}
    for person in rotation.solution.people:
        unit = rotation.slices.get(person)
        counted[unit] = counted.get(unit, 0) + 1
    return counted


def _names(scope, found):
    ids = {int(one) for one, _day, _home in found.moves} | {int(one) for one in found.losers()}
    rows = people_visible_to(scope).filter(pk__in=ids)
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}
