"""Planning runs as an account may see them, and the agencies for which it may ask for one."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404

from schedules.models import PlanningRun, PlanningRunItem
from units.models import Unit

Status = PlanningRunItem.Status


def agencies_to_plan(scope):
    """Return the open agencies whose rotation this account may have drawn up."""
    agencies = (
        Unit.objects.without_tree_fields()
        .filter(level__in=Unit.AGENCY_LEVELS)
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=scope.day))
        .order_by("code")
    )
    if scope.is_city_hr:
        return agencies
    return agencies.filter(pk__in=scope.head_unit_tree())


def may_plan(scope):
    """Say whether the account may have any rotation drawn up: BKPSDM, or the head of an agency.

    Reads the scope alone, for the menu of every page asks.
    """
    return scope.is_city_hr or any(
        posting.unit.level in (Unit.Level.CITY, *Unit.AGENCY_LEVELS) for posting in scope.headed
    )


def runs_visible_to(scope):
    """Return the runs an account may follow: all for BKPSDM, else those of its own agencies."""
    runs = PlanningRun.objects.select_related("period", "requested_by__employee")
    if scope.is_city_hr:
        return runs
    own = PlanningRunItem.objects.filter(agency_id__in=scope.head_unit_tree()).values("run_id")
    return runs.filter(pk__in=own)


def run_list(scope):
    """Return visible runs, latest first, with how many agencies each has and how many failed."""
    return (
        runs_visible_to(scope)
        .annotate(
            agencies=Count("items"), failed=Count("items", filter=Q(items__status=Status.FAILED))
        )
        .order_by("-pk")
    )


def run_visible_to(scope, pk):
    """Return a run, or raise Http404 where it is not visible."""
    run = runs_visible_to(scope).filter(pk=pk).first()
    if run is None:
        raise Http404
    return run


def items_of(run, scope):
    """Return the items of a run that the account may see, with their agencies."""
    items = run.items.select_related("agency")
    if scope.is_city_hr:
        return items
    return items.filter(agency_id__in=scope.head_unit_tree())


def progress_of(items):
    """Return counts by status of loaded items, with `finished`, `all` and `percent` (whole).

    An agency at work counts by the part of it that is settled.
    """
    counts = dict.fromkeys(Status.values, 0)
    for item in items:
        counts[item.status] += 1
    finished = counts[Status.DONE] + counts[Status.SKIPPED] + counts[Status.FAILED]
    part = sum(item.percent for item in items if item.status == Status.RUNNING)
    total = len(items)
    return counts | {
        "finished": finished,
        "all": total,
        "percent": (100 * finished + part) // total if total else 100,
    }


def run_to_steer(scope, pk):
    """Return a run that the account may cancel or retry; 404 unseen, 403 only seen."""
    run = run_visible_to(scope, pk)
    if scope.is_city_hr:
        return run
    agencies = set(run.items.values_list("agency_id", flat=True))
    if agencies - scope.head_unit_tree():
        raise PermissionDenied
    return run
