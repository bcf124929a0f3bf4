"""The reports as other programs fetch them, within the reach of their token."""

from django.db.models import Exists, OuterRef

from reports.models import Report
from reports.queries.reports import weekly
from units.models import Unit


def latest_reports(reach, start, end, most):
    """Return the latest versions whose week starts within the days, the first `most` of them.

    `reach` are the unit ids, None for the whole city. The figures stay in the database.
    """
    later = Report.objects.filter(
        kind=OuterRef("kind"),
        unit=OuterRef("unit"),
        starts_on=OuterRef("starts_on"),
        version__gt=OuterRef("version"),
    )
    rows = weekly().filter(~Exists(later), starts_on__range=(start, end))
    if reach is not None:
        rows = rows.filter(unit_id__in=reach)
    rows = rows.select_related("unit").defer("figures", "sources")
    return list(rows.order_by("starts_on", "unit__code")[:most])


def report_with_figures(own_unit, reach, code, monday):
    """Return the latest report of a unit for the week of a Monday, or None.

    Without a code it is that of the token's own unit, else of the city. A unit outside `reach`
    (ids, None for all) is as one that does not exist.
    """
    rows = weekly().filter(starts_on=monday).select_related("unit")
    if code:
        rows = rows.filter(unit__code=code)
    elif own_unit is not None:
        rows = rows.filter(unit=own_unit)
    else:
        rows = rows.filter(unit__in=Unit.objects.filter(parent__isnull=True).values("pk"))
    if reach is not None:
        rows = rows.filter(unit_id__in=reach)
    return rows.order_by("-version").first()
