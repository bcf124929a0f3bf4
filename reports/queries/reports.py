"""Reports as an account may see them: its own subtree, or the city; the council less than that."""

from django.http import Http404

from reports.disclosure import openable
from reports.models import Report, WeekBuild
from units.access import units_visible_to
from units.models import RoleGrant
from units.queries.tree import path_of

Role = RoleGrant.Role
SEES_SMALL_GROUPS = {Role.CITY_HR, Role.SECRETARY, Role.LEADERSHIP, Role.INSPECTORATE}


def weekly():
    """Return the weekly reports."""
    return Report.objects.filter(kind=Report.Kind.WEEKLY)


def latest_versions(monday):
    """Return {unit id: (version, hash)} of the latest reports of a week, in one query."""
    rows = weekly().filter(starts_on=monday).order_by("version")
    return {
        unit: (version, digest)
        for unit, version, digest in rows.values_list("unit_id", "version", "figures_hash")
    }


def totals_of_week(monday):
    """Return {unit id: start, version, people and totals} of the latest reports of a week."""
    rows = (
        weekly()
        .filter(starts_on=monday)
        .order_by("version")
        .values_list("unit_id", "version", "figures__people", "figures__totals")
    )
    return {
        unit: {
            "starts_on": monday.isoformat(),
            "version": version,
            "people": people,
            "totals": totals,
        }
        for unit, version, people, totals in rows.iterator(chunk_size=200)
    }


def may_read_reports(scope):
    """Say whether the account reads reports at all: heads, unit HR and the roles of the city."""
    return scope.is_staff_role


def only_large_groups(scope):
    """Say whether groups under five are merged for the account: the council, as no other role."""
    return Role.COUNCIL in scope.roles and not (
        scope.roles & SEES_SMALL_GROUPS or scope.managed_unit_tree()
    )


def reported_units(scope):
    """Return the ids of the units whose reports the account may open, or None for all.

    A head and unit HR: what they manage, and nothing above it. A unit that one may see for its
    name is not one whose figures one may read.
    """
    if scope.is_city_hr or scope.is_oversight:
        return None
    return scope.managed_unit_tree()


def reports_visible_to(scope):
    """Return the weekly reports that the account may open, before small groups are merged."""
    if not may_read_reports(scope):
        return Report.objects.none()
    ids = reported_units(scope)
    reports = weekly().filter(unit__in=units_visible_to(scope).values("pk"))
    return reports if ids is None else reports.filter(unit_id__in=ids)


def report_for(scope, pk):
    """Return the report with its unit, or raise Http404 where the account may not open it."""
    report = reports_visible_to(scope).filter(pk=pk).select_related("unit").first()
    if report is None or (only_large_groups(scope) and not _disclosed(report)):
        raise Http404
    return report


def _disclosed(report):
    """Say whether the council may open a report: the latest version of a unit shown by itself.

    Every report on the way down from the city must show the next unit as a row of its own:
    what is merged above cannot be read below.
    """
    path = [unit.pk for unit in path_of(report.unit)]
    rows = (
        weekly()
        .filter(starts_on=report.starts_on, unit_id__in=path)
        .order_by("version")
        .only("unit_id", "version", "figures")
    )
    latest = {one.unit_id: one for one in rows}
    if latest[report.unit_id].pk != report.pk:
        return False
    for above, below in zip(path, path[1:], strict=False):
        if above not in latest or below not in openable(latest[above].figures):
            return False
    return openable(report.figures) is not None


def week_before_is_disclosed(report):
    """Say whether the council may open the very report that stands as the week before.

    Not where a later version replaced it, which would tell one person's correction, nor where
    the unit was merged that week, which would tell the rest of the merged row.
    """
    before = report.figures["before"]
    if before is None:
        return False
    stored = (
        weekly()
        .filter(unit=report.unit, starts_on=before["starts_on"], version=before["version"])
        .select_related("unit")
        .first()
    )
    return stored is not None and _disclosed(stored)


def report_of(scope, unit_id, monday):
    """Return the latest visible report of a unit for a week, or None."""
    return (
        reports_visible_to(scope)
        .filter(unit_id=unit_id, starts_on=monday)
        .order_by("-version")
        .first()
    )


def previous_version(report):
    """Return the version before this one, or None."""
    return (
        weekly()
        .filter(unit_id=report.unit_id, starts_on=report.starts_on, version__lt=report.version)
        .order_by("-version")
        .first()
    )


def later_version(report):
    """Return the latest version where this one is not it, or None."""
    return (
        weekly()
        .filter(unit_id=report.unit_id, starts_on=report.starts_on, version__gt=report.version)
        .order_by("-version")
        .only("pk", "version")
        .first()
    )


def children_reports(scope, report):
    """Return {unit id: report id} of the latest reports of the parts, for the same week."""
    ids = [row["unit"]["id"] for row in report.figures["units"] if not row["own"]]
    rows = (
        reports_visible_to(scope)
        .filter(starts_on=report.starts_on, unit_id__in=ids)
        .order_by("version")
        .values_list("unit_id", "pk")
    )
    return dict(rows)


def shown_alone(report):
    """Return the ids of the parts of a report that the council may open."""
    return openable(report.figures) or set()


def unfinished_builds():
    """Return the weeks that are being built, wait, or failed."""
    return WeekBuild.objects.exclude(status=WeekBuild.Status.DONE)
