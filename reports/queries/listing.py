"""The list of weeks: the latest report of the units at the top of what an account may open."""

from django.db.models import Exists, F, OuterRef

from reports.models import Report
from reports.queries.reports import reports_visible_to
from units.models import Unit


def top_units(scope):
    """Return the ids of the units whose reports stand in the list: the city, or the own units."""
    if scope.is_city_hr or scope.is_oversight:
        return set(Unit.objects.filter(parent__isnull=True).values_list("pk", flat=True))
    return set(scope.head_unit_ids) | set(scope.hr_unit_ids)


def reports_of(scope, *kinds):
    """Return the latest versions of some kinds for the account's top units, latest first.

    Each row carries `totals` and `missing` out of its figures; the figures stay in the database.
    """
    later = Report.objects.filter(
        kind=OuterRef("kind"),
        unit=OuterRef("unit"),
        starts_on=OuterRef("starts_on"),
        version__gt=OuterRef("version"),
    )
    return (
        reports_visible_to(scope)
        .filter(~Exists(later), kind__in=kinds, unit_id__in=top_units(scope))
        .select_related("unit")
        .defer("figures")
        .annotate(totals=F("figures__totals"), missing=F("figures__rosters__missing"))
        .order_by("-starts_on", "kind", "unit__code")
    )
