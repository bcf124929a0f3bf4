"""How even the rotation is: one's own place in the group without names, a unit by name."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from schedules.queries.balances import ledgers_open_to
from schedules.queries.fairness import own_fairness, unit_fairness
from schedules.queries.grounds import ground_of
from schedules.queries.office import names_open_to
from schedules.queries.plans import agencies_visible_to
from schedules.views.my_schedule import is_employee
from units.access import requires
from units.models import Employee, Unit
from units.queries.people import posting_on
from units.queries.tree import agency_of, subtree_ids
from units.queries.units import unit_for
from units.small_groups import exact_bins

PER_PAGE = 50


def sees_names(scope):
    """Heads, unit HR and BKPSDM read the figures of their units by name."""
    return scope.is_city_hr or scope.is_head or scope.is_unit_hr


@requires(lambda scope: is_employee(scope) or sees_names(scope))
@require_GET
def fairness(request):
    """The own group without names, how it is computed, why one is at the office; units to open."""
    scope = request.scope
    context = {"units": None}
    if scope.employee is not None:
        posting = posting_on(scope.employee, scope.day)
        context |= {
            "own": own_fairness(scope.employee, scope.day, _period(request)),
            "ground": ground_of(scope.employee, posting, scope.day),
        }
    if scope.is_city_hr:
        agencies = agencies_visible_to(scope).filter(closed_on__isnull=True).order_by("code")
        context["units"] = Paginator(agencies, PER_PAGE).get_page(request.GET.get("page"))
    elif sees_names(scope):
        ids = set(scope.head_unit_ids + scope.hr_unit_ids)
        units = Unit.objects.without_tree_fields().filter(pk__in=ids).order_by("code")
        context["units"] = Paginator(units, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "schedules/fairness.html", context)


@requires(sees_names)
@require_GET
def unit_fairness_page(request, pk):
    """The people of a unit by name, the largest selisih porsi first; 404 without that right."""
    scope = request.scope
    unit = unit_for(scope, pk)
    if not names_open_to(scope, unit.pk) or agency_of(unit).level not in Unit.AGENCY_LEVELS:
        raise Http404
    found = unit_fairness(unit, subtree_ids([unit.pk]), _period(request))
    context = {"unit": unit, "found": found}
    if found is not None:
        page = Paginator(found.rows, PER_PAGE).get_page(request.GET.get("page"))
        people = Employee.objects.in_bulk([int(row.person) for row in page])
        places = Unit.objects.without_tree_fields().in_bulk({int(row.unit) for row in page})
        context |= {
            "page": page,
            "rows": [(people[int(row.person)], places[int(row.unit)], row) for row in page],
            "ledgers": ledgers_open_to(scope, [row.person for row in page]),
            "days": exact_bins(row.given for row in found.rows),
            "desirable": exact_bins(row.desirable for row in found.rows),
        }
    return render(request, "schedules/fairness_unit.html", context)


def _period(request):
    text = request.GET.get("periode", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
