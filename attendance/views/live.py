"""Who is where now: the part of *Tim saya* and of *Kota hari ini* that renews itself.

A page carries the mark of what it shows. Its renewal sends that mark along and is answered 304
where nothing has happened since, after a few cheap queries.
"""

import hashlib
import json
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpResponseNotModified
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from attendance.queries.live import mark_of
from attendance.queries.team import people_rows, team_of, team_parts, team_postings
from units import clock
from units.access import requires
from units.models import Unit
from units.queries.authority import decides_for_anybody
from units.queries.tree import subtree_ids, unit_tree
from units.readings import one_reading

PER_PAGE = 50
FLOORS_SHOWN = 20
# word in the address -> what the parts are ordered by, most first
ORDERS = {
    "kurang": lambda row: (-row.counts.short, -row.counts.missing),
    "unit": lambda row: row.unit.label.casefold(),
    "pegawai": lambda row: -row.counts.people,
    "kantor": lambda row: -row.counts.office,
    "rumah": lambda row: -row.counts.home,
    "masuk": lambda row: -row.counts.present,
    "belum": lambda row: -row.counts.missing,
    "tidak": lambda row: -row.counts.away,
}


@dataclass(frozen=True)
class Shown:
    """What a page shows: one unit that was opened (None: all), the ids (None: the whole city).

    `roots` are the units whose parts are listed; without any, people are listed.
    """

    page: str
    unit: Unit | None
    unit_ids: frozenset | None
    roots: tuple


def sees_the_city(scope):
    """Say whether the account sees where everybody of the city is."""
    return scope.is_city_hr


def _shown(request, page, lets_see, whole):
    asked = request.GET.get("unit")
    if asked is None:
        return Shown(page, None, *whole())
    if asked not in map(str, lets_see()):
        raise Http404
    unit = get_object_or_404(Unit.objects.without_tree_fields(), pk=asked)
    if "langsung" in request.GET:
        return Shown(page, unit, frozenset([unit.pk]), ())
    return Shown(page, unit, subtree_ids([unit.pk]), (unit.pk,))


def team_shown(request):
    """Return what *Tim saya* shows; a unit outside of what the account heads does not exist."""
    scope = request.scope
    return _shown(
        request, "team", scope.head_unit_tree,
        lambda: (scope.head_unit_tree(), scope.head_unit_ids),
    )  # fmt: skip


def _city_shown(request):
    tree = unit_tree()
    roots = tuple(pk for pk, parent in tree.parent_of.items() if parent is None)
    return _shown(request, "city", lambda: tree.parent_of, lambda: (None, roots))


def mark_for(request, shown, now):
    """Return the mark of an answer: of the account, the address, and who is where."""
    scope = request.scope
    told = (scope.user.pk, get_language(), sorted(request.GET.lists()), shown.page)
    facts = (sorted(shown.unit_ids or ()), mark_of(shown.unit_ids, scope.day, now))
    return hashlib.sha256(repr((told, facts)).encode()).hexdigest()[:24]


def live_context(request, shown, mark, now):
    """Return what `_live.html` shows, with the mark that was read before it."""
    scope = request.scope
    counted = team_of(shown.unit_ids, scope.day, now)
    by_parts = counted.total.people > PER_PAGE and bool(shown.roots)
    order = request.GET.get("urut")
    order = order if order in ORDERS else "kurang"
    if by_parts:
        parts = sorted(team_parts(counted, shown.roots), key=ORDERS[order])
        page = Paginator(parts, PER_PAGE).get_page(request.GET.get("page"))
    else:
        postings = team_postings(shown.unit_ids, scope.day)
        page = Paginator(postings, PER_PAGE).get_page(request.GET.get("page"))
        rows = people_rows(page.object_list, scope.day, now)
        page.object_list = sorted(rows, key=lambda row: not row.is_missing)
    return {
        "shown": shown,
        "unit": shown.unit,
        "total": counted.total,
        "floors": counted.floors[:FLOORS_SHOWN],
        "more_floors": max(0, len(counted.floors) - FLOORS_SHOWN),
        "floors_short": len(counted.floors),
        "by_parts": by_parts,
        "order": order,
        "page": page,
        "acts": shown.page == "team",
        "now": now,
        "query": request.GET.urlencode(),
        "mark": json.dumps({"If-None-Match": f'"{mark}"'}),
    }


def _now(request, shown):
    now = clock.now()
    mark = mark_for(request, shown, now)
    if request.headers.get("If-None-Match") == f'"{mark}"':
        response = HttpResponseNotModified()
    else:
        context = live_context(request, shown, mark, now)
        response = render(request, "attendance/_live.html", context)
    response["ETag"] = f'"{mark}"'
    return response


@requires(decides_for_anybody)
@require_GET
@one_reading()
def team_now(request):
    """The renewal of *Tim saya*: who is where now, or 304."""
    return _now(request, team_shown(request))


@requires(sees_the_city)
@require_GET
@one_reading()
def city(request):
    """The city by agency, what is short first; opened down to the unit and its people."""
    now, shown = clock.now(), _city_shown(request)
    context = live_context(request, shown, mark_for(request, shown, now), now)
    return render(request, "attendance/city.html", context)


@requires(sees_the_city)
@require_GET
@one_reading()
def city_now(request):
    """The renewal of the city's page: who is where now, or 304."""
    return _now(request, _city_shown(request))
