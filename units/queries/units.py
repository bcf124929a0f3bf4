"""The units that an account may open, as pages show them."""

from dataclasses import dataclass

from django.db.models import Count
from django.http import Http404

from units.access import units_visible_to
from units.models import Classification, Position, RoleGrant, Unit
from units.queries.classification import effective_classifications
from units.queries.people import head_postings_on, postings_on
from units.queries.tree import subtree_ids, unit_tree

UNDECIDED = "undecided"
SMALL = 5
BACK_OFFICE = Classification.ServiceClass.BACK_OFFICE


@dataclass(frozen=True)
class UnitRow:
    """A unit in a list: its depth below the first shown, class in force and where it is from."""

    unit: Unit
    effective: object
    depth: int
    path: str
    parts: int


def unit_for(scope, pk):
    """Return a unit that the account may open; Http404 where it may not or there is none."""
    unit = units_visible_to(scope).filter(pk=pk).select_related("parent").first()
    if unit is None:
        raise Http404
    return unit


def unit_rows(scope, *, search="", service_class="", agency=None):
    """Return UnitRows in tree order, in at most four queries.

    Without search, class or agency: the agencies (or what the account sees of the city). With
    an agency: its whole subtree. `service_class` is one of the classes or UNDECIDED.
    """
    tree = unit_tree()
    effective = effective_classifications(scope.day, tree)
    units = {unit.pk: unit for unit in units_visible_to(scope).filter(closed_on__isnull=True)}
    filtered = bool(search or service_class)
    wanted = set(units)
    if agency is not None:
        wanted &= set(tree.descendants_of(agency, include_self=True)) if agency in units else set()
    elif not filtered:
        wanted = {pk for pk in wanted if units[pk].level in Unit.AGENCY_LEVELS} or wanted
    if search:
        text = search.casefold()
        wanted = {pk for pk in wanted if _matches(units[pk], text)}
    if service_class:
        wanted = {
            pk for pk in wanted if (effective[pk].service_class or UNDECIDED) == service_class
        }
    rows = []
    for root in (pk for pk, parent in tree.parent_of.items() if parent is None):
        for pk in _in_tree_order(tree, root):
            if pk in wanted:
                above = tree.ancestors_of(pk)
                rows.append(
                    UnitRow(
                        unit=units[pk],
                        effective=effective[pk],
                        depth=sum(1 for up in above if up in wanted) if agency else 0,
                        path=" › ".join(
                            units[up].label for up in reversed(above[:-1]) if up in units
                        ),
                        parts=len(tree.descendants_of(pk)),
                    )
                )
    return rows


def _matches(unit, text):
    return any(text in value.casefold() for value in (unit.name, unit.short_name, unit.code))


def _in_tree_order(tree, root):
    """Yield ids so that each unit is followed by its own parts."""
    stack = [root]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(tree.children_of[current]))


def unit_choices(scope):
    """Return (id, name) of the agencies an account may open, for a filter."""
    agencies = units_visible_to(scope).filter(level__in=Unit.AGENCY_LEVELS, closed_on__isnull=True)
    return [(unit.pk, unit.label) for unit in agencies.order_by("name")]


@dataclass(frozen=True)
class Presence:
    """How many people of a subtree may work from home by class, must be on site, or wait for a
    decision. None stands for a small number that the account may not see."""

    total: int | None
    may_wfh: int | None
    on_site: int | None
    undecided: int | None


def presence_counts(unit, day, *, small_shown):
    """Count people of a unit and its parts by what class and position say, in four queries."""
    ids = subtree_ids([unit.pk])
    effective = effective_classifications(day)
    groups = (
        postings_on(day, ids)
        .order_by()
        .values("unit_id", "position__presence")
        .annotate(people=Count("employee_id"))
    )
    counts = {"may_wfh": 0, "on_site": 0, "undecided": 0}
    for group in groups:
        presence = group["position__presence"]
        if presence == Position.Presence.MAY_WFH:
            kind = "may_wfh"
        elif presence == Position.Presence.ON_SITE:
            kind = "on_site"
        else:
            service_class = effective[group["unit_id"]].service_class
            kind = "may_wfh" if service_class == BACK_OFFICE else "on_site"
            kind = kind if service_class else "undecided"
        counts[kind] += group["people"]
    total = sum(counts.values())
    if not small_shown and any(0 < number < SMALL for number in counts.values()):
        counts = dict.fromkeys(counts)
        total = total if total >= SMALL else None
    return Presence(total=total, **counts)


def names_shown(scope, unit):
    """Say whether an account sees the people of a unit by name."""
    return scope.is_city_hr or unit.pk in scope.managed_unit_tree()


def head_shown(scope):
    """Say whether an account sees who heads a unit: not oversight that sees no names."""
    nameless = {RoleGrant.Role.COUNCIL, RoleGrant.Role.INSPECTORATE}
    return scope.is_city_hr or scope.employee is not None or not scope.roles & nameless


def heads_of(unit, day):
    """Return the postings that lead a unit on a day: acting before definitive."""
    return head_postings_on(day, [unit.pk]).get(unit.pk, [])


def child_rows(scope, unit, effective):
    """Return (unit, Effective) of the open units right below that the account may open."""
    children = units_visible_to(scope).filter(parent=unit, closed_on__isnull=True)
    return [(child, effective[child.pk]) for child in children.order_by("code")]


def units_to_post_in(scope):
    """Return [(agency, [(pk, name), ...]), ...] of the open units to place people in.

    BKPSDM places in every unit, unit HR in the units whose records it keeps; in two queries.
    """
    tree = unit_tree()
    units = Unit.objects.without_tree_fields().filter(closed_on__isnull=True).order_by("code")
    if not scope.is_city_hr:
        units = units.filter(pk__in=scope.hr_unit_tree())
    by_pk = {unit.pk: unit for unit in units}
    groups = {}
    for unit in by_pk.values():
        agency = by_pk.get(tree.agency_of(unit.pk))
        groups.setdefault(agency.label if agency else unit.label, []).append((unit.pk, unit.name))
    return list(groups.items())
