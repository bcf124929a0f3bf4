"""Build the monthly reports (SE Mendagri 800.1.5/3349/SJ) and the quarterly ones (council)."""

import logging

from reports.models import Report
from reports.queries.rollup import (
    built_weeks,
    city_versions,
    closing_lists,
    totals_before,
    units_of_week,
    weeks_with_reports,
)
from reports.queries.sources import sources_of
from reports.queries.week import names_of_units
from reports.reconcile import reconcile, reconcile_tree
from reports.rollup import MONTHS_IN, ONE_DAY, Rollup, last_day, mondays_of, start_of
from reports.services.weekly import ALWAYS_REPORTED, store
from reports.weekly import figures_of
from units import clock
from units.queries.tree import unit_tree

log = logging.getLogger(__name__)
FORMAT = "bekasi-wfh/period/1"


def figures_of_period(kind, first):
    """Return {unit id: reconciled figures} of a month or quarter out of its weekly reports.

    Only weeks that have a report are in it; `missing` names the others. Raises DoesNotReconcile
    as for a week.
    """
    tree, names = unit_tree(), names_of_units()
    mondays = mondays_of(kind, first)
    versions = city_versions(mondays)
    used = [monday for monday in mondays if monday in versions]
    rollup = Rollup(kind, first, tree.parent_of)
    for monday in used:
        units, breaches = units_of_week(monday)
        rollup.add_week(units, breaches)
    closing = closing_lists(used[-1]) if used else {}
    before = totals_before(kind, start_of(kind, first - ONE_DAY))
    reported = [
        unit
        for unit in tree.parent_of
        if names[unit]["level"] in ALWAYS_REPORTED or any(rollup.tally.totals[unit].values())
    ]
    shown, found = set(reported), {}
    for unit in reported:
        figures = figures_of(
            rollup.week,
            rollup.tally,
            unit,
            children=[child for child in tree.children_of[unit] if child in shown],
            subtree=set(tree.descendants_of(unit, include_self=True)),
            named=names.__getitem__,
        )
        for row, (_start, end) in zip(figures["days"], rollup.parts, strict=True):
            row["until"] = end.isoformat()
        figures |= closing.get(unit, {}) | {
            "format": FORMAT,
            "kind": kind,
            "missing": [monday.isoformat() for monday in mondays if monday not in versions],
            "before": before.get(unit),
        }
        reconcile(figures)
        found[unit] = figures
    reconcile_tree(found)
    return found


def build_period(kind, first):
    """Build the reports of every unit for a month or quarter; return how many are new.

    Figures that equal the latest version make nothing, others the next version. The weeks with
    their versions stand in the sources; where a week was built anew and the figures of the city
    are the same, they are noted on its latest report, so that it is not due for ever.
    """
    last = last_day(kind, first)
    sources = sources_of(first, last) | {"weeks": _weeks(city_versions(mondays_of(kind, first)))}
    new = store(kind, figures_of_period(kind, first), first, last, sources)
    note_sources(kind, first, sources)
    return len(new)


def note_sources(kind, first, sources):
    """Keep on the latest report of the city out of which versions of weeks it is still right."""
    rows = Report.objects.filter(kind=kind, starts_on=first, unit__parent__isnull=True)
    latest = rows.order_by("-version").values_list("pk", flat=True).first()
    Report.objects.filter(pk=latest).update(sources=sources)


def _weeks(versions):
    return [
        {"starts_on": monday.isoformat(), "version": versions[monday]}
        for monday in sorted(versions)
    ]


def due_periods(today):
    """Return the (kind, first day) to build, oldest first.

    Due is a month or quarter that is over and whose weeks since the first one all have a report,
    if it has none yet or a week of it was built anew since.
    """
    weeks = weeks_with_reports()
    due = []
    for kind in MONTHS_IN if weeks else ():
        built = built_weeks(kind)
        first = start_of(kind, weeks[0])
        while (last := last_day(kind, first)) < today:
            needed = [monday for monday in mondays_of(kind, first) if monday >= weeks[0]]
            versions = city_versions(needed)
            now = _weeks(versions)
            if len(now) == len(needed) and built.get(first) != now:
                due.append((kind, first))
            first = last + ONE_DAY
    return sorted(due, key=lambda one: (one[1], one[0]))


def build_due_periods():
    """Build every due month and quarter; return {what: "done: n new" or "failed: why"}."""
    answers = {}
    for kind, first in due_periods(clock.today()):
        name = f"{Report.Kind(kind).value} {first.isoformat()}"
        try:
            answers[name] = f"done: {build_period(kind, first)} new"
        except Exception as error:
            log.exception("the %s report of %s was not built", kind, first)
            answers[name] = f"failed: {type(error).__name__}: {error}"[:300]
    return answers
