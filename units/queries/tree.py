"""The shape of the city: agencies, subtrees and places."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Func, TextField

from units.models import Place, Unit
from units.readings import read_once


@dataclass(frozen=True)
class UnitTree:
    """All units of the city as plain ids, for bulk work without further queries.

    `parent_of` maps a unit id to the id of its parent (None for the root), `children_of` a unit
    id to the ids of its children in the order of their codes, `level_of` to its level.
    """

    parent_of: dict
    children_of: dict
    level_of: dict

    def ancestors_of(self, unit_id, *, include_self=False):
        """Return the ids above a unit, nearest first. A loop in the tree raises RuntimeError."""
        path = [unit_id]
        while (parent := self.parent_of[path[-1]]) is not None:
            if parent in path:
                raise RuntimeError(f"Unit {unit_id} stands in a loop of parents.")
            path.append(parent)
        return path if include_self else path[1:]

    def descendants_of(self, unit_id, *, include_self=False):
        """Return the ids below a unit, parents before their children."""
        found = [unit_id]
        seen = {unit_id}
        for current in found:
            for child in self.children_of.get(current, ()):
                if child not in seen:
                    seen.add(child)
                    found.append(child)
        return found if include_self else found[1:]

    def top_down(self):
        """Return all ids, parents before their children. Units in a loop are left out."""
        roots = (pk for pk, parent in self.parent_of.items() if parent is None)
        return [pk for root in roots for pk in self.descendants_of(root, include_self=True)]

    def agency_of(self, unit_id):
        """Return the id of the nearest agency or district at or above a unit.

        A unit above every agency answers for itself.
        """
        for candidate in self.ancestors_of(unit_id, include_self=True):
            if self.level_of[candidate] in Unit.AGENCY_LEVELS:
                return candidate
        return unit_id


@read_once
def unit_tree():
    """Return the whole tree, closed units included, in one query."""
    rows = list(
        Unit.objects.without_tree_fields().order_by("code").values_list("pk", "parent_id", "level")
    )
    children = {pk: [] for pk, _, _ in rows}
    for pk, parent, _ in rows:
        if parent is not None:
            children[parent].append(pk)
    return UnitTree(
        parent_of={pk: parent for pk, parent, _ in rows},
        children_of=children,
        level_of={pk: level for pk, _, level in rows},
    )


# Climbs the indexed parent key: the tree's own ancestors() would build the whole tree first.
_CLIMB = """
    WITH RECURSIVE path (id, parent_id, height) AS (
        SELECT id, parent_id, 0 FROM units_unit WHERE id = %s
        UNION ALL
        SELECT u.id, u.parent_id, path.height + 1
        FROM units_unit u JOIN path ON u.id = path.parent_id
        WHERE path.height < %s
    )
    SELECT u.* FROM units_unit u JOIN path ON path.id = u.id ORDER BY path.height DESC
"""
_DEEPEST = 40

# UNION (not UNION ALL) ends by itself should the tree ever hold a loop.
_DESCEND = """
    WITH RECURSIVE subtree (id) AS (
        SELECT id FROM units_unit WHERE id IN (%roots%)
        UNION
        SELECT u.id FROM units_unit u JOIN subtree ON u.parent_id = subtree.id
    )
    SELECT id FROM subtree
"""


def subtree_ids(roots):
    """Return the ids of the given units and everything below them, in one query (none for none)."""
    return _subtree(tuple(roots))


@read_once
def _subtree(roots):
    if not roots:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(_DESCEND.replace("%roots%", ", ".join(["%s"] * len(roots))), roots)
        return frozenset(row[0] for row in cursor.fetchall())


def path_of(unit):
    """Return the units from the root down to a unit, itself last, in one query.

    A loop in the tree raises RuntimeError.
    """
    path = list(Unit.objects.raw(_CLIMB, [unit.pk, _DEEPEST]))
    if len(path) > _DEEPEST:
        raise RuntimeError(f"Unit {unit.pk} stands in a loop of parents.")
    return path


class NearestPlaces(Func):
    """What `places_of` returns for the unit of an expression, as JSON beside the other columns.

    A text: a list of [latitude, longitude, radius in metres, id], empty without any place.
    """

    output_field = TextField()
    template = """(
        WITH RECURSIVE path (id, parent_id, height) AS (
            SELECT id, parent_id, 0 FROM units_unit WHERE id = %(expressions)s
            UNION ALL
            SELECT u.id, u.parent_id, path.height + 1
            FROM units_unit u JOIN path ON u.id = path.parent_id
            WHERE path.height < %(deepest)s
        ), places AS (
            SELECT p.latitude, p.longitude, p.radius_m, p.id, path.height
            FROM units_place p JOIN path ON path.id = p.unit_id WHERE p.closed_on IS NULL
        )
        SELECT %(listed)s FROM places WHERE height = (SELECT min(height) FROM places)
    )"""
    _ROW = "latitude, longitude, radius_m, id"

    def as_sqlite(self, compiler, connection):
        return self.as_sql(
            compiler,
            connection,
            deepest=_DEEPEST,
            listed=f"json_group_array(json_array({self._ROW}))",
        )

    def as_postgresql(self, compiler, connection):
        listed = f"coalesce(json_agg(json_build_array({self._ROW})), '[]')::text"
        return self.as_sql(compiler, connection, deepest=_DEEPEST, listed=listed)


def agency_of(unit):
    """Return the nearest agency or district at or above a unit; above all of them the unit."""
    for candidate in reversed(path_of(unit)):
        if candidate.level in Unit.AGENCY_LEVELS:
            return candidate
    return unit


def places_of(unit):
    """Return the open places of a unit, or those of its nearest ancestor that has any."""
    path = [step.pk for step in path_of(unit)]
    open_places = Place.objects.filter(unit_id__in=path, closed_on__isnull=True)
    by_unit = {}
    for place in open_places.select_related("unit"):
        by_unit.setdefault(place.unit_id, []).append(place)
    for unit_id in reversed(path):
        if unit_id in by_unit:
            return by_unit[unit_id]
    return []
