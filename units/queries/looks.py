"""Who looked at a person's exact data, as the person is told."""

from django.db.models import Q

from units.models import AccessLook, Posting
from units.queries.tree import unit_tree


def looks_at(employee):
    """Return the looks at a person, the latest first: by name, and those that took their units.

    A unit's look counts where the person was posted in it, or below it, on the day of the look;
    a look at the whole city counts for everybody.
    """
    tree = unit_tree()
    taken = Q(pk__in=[])
    for posting in Posting.objects.filter(employee=employee):
        above = [posting.unit_id, *tree.ancestors_of(posting.unit_id)]
        during = Q(day__gte=posting.starts_on)
        if posting.ends_on:
            during &= Q(day__lte=posting.ends_on)
        taken |= during & Q(unit_id__in=above)
        taken |= during & Q(subject="city")
    rows = AccessLook.objects.filter(Q(employee=employee) | taken)
    return rows.select_related("viewer__employee", "unit")
