"""Which building the people of a unit work in."""

from units.models import Place
from units.queries.tree import unit_tree


def buildings_of_units():
    """Return {unit id: name of its building}, in two queries; units without a place are left out.

    A building is what open places of work name as theirs, else the place's own name. A unit has
    the first place of its own, else that of the nearest unit above.
    """
    own = {}
    rows = Place.objects.filter(closed_on__isnull=True).order_by("-pk")
    for unit, name, building in rows.values_list("unit_id", "name", "building"):
        own[unit] = building or name
    tree, found = unit_tree(), {}
    for unit in tree.parent_of:
        for step in tree.ancestors_of(unit, include_self=True):
            if step in own:
                found[unit] = own[step]
                break
    return found
