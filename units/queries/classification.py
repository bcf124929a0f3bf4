"""Which class of presence applies to a unit on a day, and whose decision says so."""

from dataclasses import dataclass

from units.models import Classification, Unit
from units.queries.tree import path_of, unit_tree


@dataclass(frozen=True)
class Effective:
    """The class in force for a unit: its own decision, or that of its nearest ancestor.

    All three are None where nothing is decided up to the root: everyone works at the office.
    """

    service_class: str | None = None
    source: Unit | None = None
    classification: Classification | None = None


UNDECIDED = Effective()


def _effective(classification):
    return Effective(classification.service_class, classification.unit, classification)


def _latest(day, **only):
    """Return the latest decision up to a day by unit id, in one query."""
    decided = Classification.objects.filter(starts_on__lte=day, **only)
    rows = decided.select_related("unit").order_by("starts_on")
    return {row.unit_id: row for row in rows}


def effective_classifications(day, tree=None):
    """Return the Effective class of every unit by id, in two queries (one with a tree given)."""
    tree = tree or unit_tree()
    decided = _latest(day)
    found = {}
    for root in (pk for pk, parent in tree.parent_of.items() if parent is None):
        for pk in tree.descendants_of(root, include_self=True):
            own = decided.get(pk)
            inherited = found.get(tree.parent_of[pk], UNDECIDED)
            found[pk] = _effective(own) if own else inherited
    return found


def effective_classification(unit, day):
    """Return the Effective class of one unit, in two queries."""
    path = [step.pk for step in path_of(unit)]
    decided = _latest(day, unit_id__in=path)
    for pk in reversed(path):
        if pk in decided:
            return _effective(decided[pk])
    return UNDECIDED


def classification_history(unit):
    """Return the unit's own decisions, latest first, with who decided."""
    return unit.classifications.select_related("decided_by", "decided_by__employee")
