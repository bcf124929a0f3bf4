"""Which published days at home still hold for the person, asked of the database itself.

Somebody who comes under discipline, or is excluded for another reason, works at the office from
that day on; somebody placed anew has left the plan that was made for the place before. Nobody has
to change the plan for that: the repair that follows only tidies it up.
"""

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from schedules.models import Policy
from units.models import Exclusion, Posting


def exclusions_heeded(heeds_discipline):
    """Return the exclusions that keep people at the office; `heeds_discipline` is a condition."""
    return Exclusion.objects.filter(~Q(kind=Exclusion.Kind.DISCIPLINE) | heeds_discipline)


def with_fate(rows):
    """Annotate Assignment rows with `excluded` and `placed_anew`: why a day no longer holds.

    Excluded: an exclusion that the plan's policy heeds is in force on the date. Placed anew: the
    definitive posting of the date began after the first day for which this version was made.
    """
    heeds_discipline = Exists(
        Policy.objects.filter(pk=OuterRef(OuterRef("plan__policy")), exclude_discipline=True)
    )
    exclusions = exclusions_heeded(heeds_discipline).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef("date")),
        employee=OuterRef("employee"),
        starts_on__lte=OuterRef("date"),
    )
    postings = Posting.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef("date")),
        employee=OuterRef("employee"),
        kind=Posting.Kind.DEFINITIVE,
        starts_on__lte=OuterRef("date"),
        starts_on__gt=Coalesce(OuterRef("plan__changes_from"), OuterRef("plan__period__starts_on")),
    )
    return rows.annotate(excluded=Exists(exclusions), placed_anew=Exists(postings))


def in_force(rows):
    """Return the Assignment rows that still hold for their people (see `with_fate`)."""
    return with_fate(rows).filter(excluded=False, placed_anew=False)
