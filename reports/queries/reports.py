"""Reports as an account may see them: its own subtree, or the city; the council less than that."""

from datetime import date

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


def latest_versions(kind, starts_on):
    """Return {unit id: (version, hash)} of the latest reports of a period, in one query."""
    rows = Report.objects.filter(kind=kind, starts_on=starts_on).order_by("version")
    return {
        unit: (version, digest)
        for unit, version, digest in rows.values_list("unit_id", "version", "figures_hash")
    }


def totals_of_weeks(mondays):
    """Return {unit id: {ISO Monday: start, version, people and totals}} of the latest reports."""
    rows = (
        weekly()
        .filter(starts_on__in=mondays)
        .order_by("version")
        .values_list("unit_id", "starts_on", "version", "figures__people", "figures__totals")
    )
    found = {}
    for unit, monday, version, people, totals in rows.iterator(chunk_size=200):
        found.setdefault(unit, {})[monday.isoformat()] = {
            "starts_on": monday.isoformat(),
            "version": version,
            "people": people,
            "totals": totals,
        }
    return found


def may_read_reports(scope):
    """Say whether the account reads reports at all: heads, unit HR and the roles of the city."""
    return scope.is_staff_role


def may_read_summary(scope):
    """Say whether the account reads the leadership's page: BKPSDM, the Sekda and the leadership."""
    return scope.is_city_hr or bool(scope.roles & {Role.SECRETARY, Role.LEADERSHIP})


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
    """Return the reports of all kinds that the account may open, before groups are merged."""
    if not may_read_reports(scope):
        return Report.objects.none()
    ids = reported_units(scope)
    reports = Report.objects.filter(unit__in=units_visible_to(scope).values("pk"))
    return reports if ids is None else reports.filter(unit_id__in=ids)


def report_for(scope, pk):
    """Return the report with its unit, or raise Http404 where the account may not open it."""
    report = reports_visible_to(scope).filter(pk=pk).select_related("unit").first()
    if report is None or (only_large_groups(scope) and not _disclosed(report)):
        raise Http404
    return report


def _disclosed(report):
    """Say whether the council may open a report: the latest version of a unit shown by itself."""
    return bool(disclosed(report.kind, report.unit, {report.starts_on: report.version}))


def disclosed(kind, unit, versions):
    """Return the starts of `versions` ({start: version}) that the council may open of a unit.

    Not where a later version replaced it, which would tell one person's correction. Every report
    on the way down from the city must show the next unit as a row of its own: what is merged
    above cannot be read below. Two queries for any number of periods.
    """
    path = [step.pk for step in path_of(unit)]
    rows = (
        Report.objects.filter(kind=kind, starts_on__in=versions, unit_id__in=path)
        .order_by("version")
        .only("unit_id", "starts_on", "version", "figures")
    )
    latest = {}
    for one in rows:
        latest.setdefault(one.starts_on, {})[one.unit_id] = one
    return {
        monday
        for monday, version in versions.items()
        if _shown_on_the_way(latest.get(monday, {}), path, version)
    }


def _shown_on_the_way(latest, path, version):
    own = latest.get(path[-1])
    if own is None or own.version != version:
        return False
    for above, below in zip(path, path[1:], strict=False):
        if above not in latest or below not in (openable(latest[above].figures) or ()):
            return False
    return openable(own.figures) is not None


def without_undisclosed(report, figures):
    """Return figures without the earlier weeks that the council may not open by themselves.

    The mean of some weeks is left out as a whole where one of them is.
    """
    before, mean = figures["before"], figures["mean"]
    weeks = [*(mean["weeks"] if mean else ()), *([before] if before else ())]
    versions = {date.fromisoformat(one["starts_on"]): one["version"] for one in weeks}
    shown = disclosed(report.kind, report.unit, versions) if versions else set()
    keep = {monday.isoformat() for monday in shown}
    return {
        **figures,
        "before": before if before and before["starts_on"] in keep else None,
        "mean": mean if mean and all(one["starts_on"] in keep for one in mean["weeks"]) else None,
    }


def report_above(scope, report):
    """Return the latest visible report of the unit above for the same period, or None."""
    return (
        reports_visible_to(scope)
        .filter(unit_id=report.unit.parent_id, kind=report.kind, starts_on=report.starts_on)
        .order_by("-version")
        .first()
    )


def same_period(report):
    """Return all versions of a report."""
    return Report.objects.filter(
        kind=report.kind, unit_id=report.unit_id, starts_on=report.starts_on
    )


def previous_version(report):
    """Return the version before this one, or None."""
    return same_period(report).filter(version__lt=report.version).order_by("-version").first()


def later_version(report):
    """Return the latest version where this one is not it, or None."""
    return (
        same_period(report)
        .filter(version__gt=report.version)
        .order_by("-version")
        .only("pk", "version")
        .first()
    )


def children_reports(scope, report):
    """Return {unit id: report id} of the latest reports of the parts, for the same week."""
    ids = [row["unit"]["id"] for row in report.figures["units"] if not row["own"]]
    rows = (
        reports_visible_to(scope)
        .filter(kind=report.kind, starts_on=report.starts_on, unit_id__in=ids)
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
