"""Emergency mode: whom an account may switch, what it would do, and who sees which emergency."""

import hashlib
import json
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from schedules.models import Emergency, EmergencyTerm, EmergencyWork
from schedules.queries.floors import floors_left_short
from schedules.queries.orders import dates_between, orders_between
from schedules.queries.workplaces import people_on_days
from units.access import on_day
from units.models import Posting, Unit
from units.queries.authority import decides_for_anybody, postings_decided_by
from units.queries.people import postings_on
from units.queries.tree import unit_tree


def switches_emergency(scope):
    """Say whether the account may switch anybody to emergency mode: BKPSDM, or who decides."""
    return scope.is_city_hr or decides_for_anybody(scope)


def reads_emergencies(scope):
    """Say whether the account has a list of emergencies: who may switch, and unit HR."""
    return switches_emergency(scope) or scope.is_unit_hr


def units_to_switch(scope):
    """Return the open units that the account may switch: all for BKPSDM, else those it heads."""
    units = Unit.objects.without_tree_fields().filter(closed_on__isnull=True)
    if not scope.is_city_hr:
        units = units.filter(pk__in=scope.head_unit_tree())
    return units.order_by("code")


def postings_to_switch(scope):
    """Return today's postings of the people whom the account may switch; never its own.

    BKPSDM switches everybody, a head the people for whom it decides.
    """
    if not scope.is_city_hr:
        return postings_decided_by(scope)
    postings = postings_on(scope.day).exclude(employee__user_id=scope.user.pk)
    if scope.employee is not None:
        postings = postings.exclude(employee_id=scope.employee.pk)
    return postings


def people_to_switch(scope, unit_ids, employee_ids=()):
    """Return the employee ids in the units and below that the account may switch, and the others.

    `employee_ids` are single people beside the units; those whom it may not switch are left out.
    """
    tree = unit_tree()
    inside = {one for pk in unit_ids for one in tree.descendants_of(pk, include_self=True)}
    found = postings_to_switch(scope).filter(
        Q(unit_id__in=inside) | Q(employee_id__in=list(employee_ids))
    )
    return set(found.order_by().values_list("employee_id", flat=True))


@dataclass(frozen=True)
class Preview:
    """What an emergency would do: people covered, working days, recalls that stay, floors short."""

    people: frozenset
    days: list
    recalled: int
    short: list


def preview_of(employee_ids, start, end):
    """Return the Preview of an emergency for people from `start` to `end`, changing nothing."""
    span = dates_between(start, end)
    works = people_on_days(employee_ids, span)
    days = [day for day in span if works[day]]
    recalled = len(orders_between(start, end, employee_ids).recalled)
    return Preview(frozenset(employee_ids), days, recalled, floors_left_short(employee_ids, days))


def token_of(preview):
    """Return a short text that changes with what an emergency would do: a form carries it."""
    seen = [
        sorted(preview.people),
        [day.isoformat() for day in preview.days],
        [(one.day.isoformat(), one.unit_id, one.text, one.on_site) for one in preview.short],
    ]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:24]


def people_of_nips(scope, nips):
    """Return (employee ids, NIPs that are nobody's whom the account may switch)."""
    found = dict(
        postings_to_switch(scope)
        .filter(employee__nip__in=nips)
        .values_list("employee__nip", "employee_id")
    )
    return list(found.values()), [nip for nip in nips if nip not in found]


def emergencies_visible_to(scope):
    """Return the emergencies that concern people whom the account sees by name; all for BKPSDM."""
    unfinished = EmergencyWork.objects.filter(emergency=OuterRef("pk"), finished_at=None)
    emergencies = Emergency.objects.select_related("declared_by__employee").annotate(
        is_at_work=Exists(unfinished)
    )
    if scope.is_city_hr:
        return emergencies
    managed = Posting.objects.filter(
        on_day(scope.day), kind=Posting.Kind.DEFINITIVE, unit_id__in=scope.managed_unit_tree()
    )
    mine = EmergencyTerm.objects.filter(
        emergency=OuterRef("pk"), employee_id__in=managed.values("employee_id")
    )
    return emergencies.filter(Exists(mine) | Q(declared_by_id=scope.user.pk))


def emergency_for(scope, pk):
    """Return an emergency that the account may open; Http404 otherwise."""
    found = emergencies_visible_to(scope).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def terms_of(scope, emergency):
    """Return the EmergencyTerms whose people the account sees by name, by name."""
    terms = emergency.terms.select_related("employee").order_by("employee__name", "pk")
    if scope.is_city_hr:
        return terms
    managed = Posting.objects.filter(
        on_day(scope.day), kind=Posting.Kind.DEFINITIVE, unit_id__in=scope.managed_unit_tree()
    )
    return terms.filter(employee_id__in=managed.values("employee_id"))


def may_change(scope, emergency):
    """Say whether the account may extend, end or cancel: BKPSDM, or who decides for all of it."""
    if scope.is_city_hr:
        return True
    if not decides_for_anybody(scope):
        return False
    mine = postings_decided_by(scope).values("employee_id")
    return not emergency.terms.exclude(employee_id__in=mine).exists() and (
        emergency.terms.exists() or emergency.declared_by_id == scope.user.pk
    )


def work_left(emergency):
    """Return the EmergencyWork of an emergency that is not done yet, the oldest, or None."""
    works = EmergencyWork.objects.filter(emergency=emergency, finished_at=None)
    return works.order_by("pk").first()


def agencies_of(emergency):
    """Return the agencies whose people an emergency covers, by code."""
    tree = unit_tree()
    units = (
        postings_on(emergency.starts_on)
        .filter(employee_id__in=emergency.terms.values("employee_id"))
        .order_by()
        .values_list("unit_id", flat=True)
        .distinct()
    )
    ids = {tree.agency_of(pk) for pk in units}
    return list(Unit.objects.without_tree_fields().filter(pk__in=ids).order_by("code"))
