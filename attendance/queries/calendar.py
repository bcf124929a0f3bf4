"""The calendar of one unit: what the day page needs at the morning peak, and no more."""

from django.db.models import Q

from schedules.models import Holiday, WorkHours
from schedules.queries.calendar import Calendar
from units.queries.tree import path_of


def calendar_of(unit, start, end):
    """Return the Calendar of a unit alone from `start` to `end`, in four small queries.

    It knows the unit and those above it; asking it about another unit raises KeyError.
    """
    path = path_of(unit)
    in_term = Q(starts_on__lte=end) & (Q(ends_on__isnull=True) | Q(ends_on__gte=start))
    here = Q(unit__isnull=True) | Q(unit_id__in=[step.pk for step in path])
    return Calendar(
        start,
        end,
        [(step.pk, step.parent_id, step.working_week) for step in path],
        Holiday.objects.filter(here, date__range=(start, end)).order_by("pk"),
        WorkHours.objects.filter(here, in_term)
        .prefetch_related("days")
        .order_by("starts_on", "pk"),
    )
