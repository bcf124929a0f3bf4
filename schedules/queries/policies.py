"""Which policy applies to a unit on a day, and which policies an account may read."""

import datetime

from django.db.models import Count
from django.http import Http404

from schedules.models import Policy
from units.access import on_day, units_visible_to
from units.queries.tree import path_of, unit_tree

ONE_DAY = datetime.timedelta(days=1)
DECIDED = (Policy.Status.IN_FORCE, Policy.Status.SUPERSEDED)


class Policies:
    """The policies that apply to all units on one day; make it with `policies_by_day`."""

    def __init__(self, tree, by_unit):
        self._tree = tree
        self._by_unit = by_unit

    def for_unit(self, unit_id):
        """Return the Policy of the unit or of its nearest ancestor with one, or None."""
        for level in self._tree.ancestors_of(unit_id, include_self=True):
            if level in self._by_unit:
                return self._by_unit[level]
        return None

    def own_of(self, unit_id):
        """Return the Policy written for this very unit, or None."""
        return self._by_unit.get(unit_id)


def policies_by_day(start, end, tree=None, *, also=None):
    """Return {first day: Policies} for `start` and for each later day of a change up to `end`.

    The latest version put in force rules each unit; one that was superseded later still rules
    the days before. `also` puts a draft in the place of its unit's policy, for simulations. Two
    queries (one with a tree given).
    """
    tree = tree or unit_tree()
    rows = list(
        Policy.objects.filter(status__in=DECIDED, starts_on__lte=end)
        .exclude(ends_on__lt=start)
        .order_by("version")
        .select_related("unit")
    )
    days = {start}
    days.update(row.starts_on for row in rows if row.starts_on > start)
    days.update(
        row.ends_on + ONE_DAY for row in rows if row.ends_on is not None and row.ends_on < end
    )
    found = {}
    for day in sorted(days):
        by_unit = {
            row.unit_id: row
            for row in rows
            if row.starts_on <= day and (row.ends_on is None or row.ends_on >= day)
        }
        if also is not None:
            by_unit[also.unit_id] = also
        found[day] = Policies(tree, by_unit)
    return found


def policy_for(unit, day):
    """Return the Policy in force for the unit on the day (the nearest unit's), or None."""
    path = [step.pk for step in path_of(unit)]
    rows = Policy.objects.filter(on_day(day), status__in=DECIDED, unit_id__in=path)
    by_unit = {row.unit_id: row for row in rows.select_related("unit").order_by("version")}
    return next((by_unit[pk] for pk in reversed(path) if pk in by_unit), None)


def policies_visible_to(scope):
    """Return the policies an account may read: over units it may open; drafts BKPSDM alone."""
    policies = Policy.objects.select_related("unit")
    if scope.is_city_hr:
        return policies
    units = units_visible_to(scope).values("pk")
    return policies.filter(status__in=DECIDED, unit_id__in=units)


def policy_list(scope, *, unit_id=None):
    """Return visible policies for the list, with the number of their floors, latest first."""
    policies = policies_visible_to(scope).annotate(floor_count=Count("floors"))
    if unit_id is not None:
        policies = policies.filter(unit_id=unit_id)
    return policies.order_by("-starts_on", "unit__code", "-version")


def policy_visible_to(scope, pk):
    """Return one policy with its unit and authors, or raise Http404 where it is not visible."""
    policy = policies_visible_to(scope).select_related("created_by").filter(pk=pk).first()
    if policy is None:
        raise Http404
    return policy


def floors_of(policy):
    """Return the floors of a policy with unit, skill and position, in the order of their units."""
    return policy.floors.select_related("unit", "skill", "position").order_by("unit__code", "pk")
