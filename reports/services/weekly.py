"""Build the weekly reports: once for the whole city, reconciled, frozen, never stored twice."""

import hashlib
import json

from django.db import transaction
from django.utils.translation import gettext as _

from reports.models import Report
from reports.queries.builds import WEEK
from reports.queries.reports import latest_versions, totals_of_weeks
from reports.queries.sources import sources_of
from reports.queries.week import SUNDAY, names_of_units, week_of
from reports.reconcile import reconcile, reconcile_tree
from reports.services.deliveries import queue_dispatches
from reports.weekly import figures_of, mean_of
from units import clock
from units.decisions import Refused
from units.models import Unit
from units.queries.tree import unit_tree

STORED_AT_ONCE = 100
WEEKS_COMPARED = 4
ALWAYS_REPORTED = (Unit.Level.CITY, *Unit.AGENCY_LEVELS)


def figures_hash(figures):
    """Return the SHA-256 of the figures in canonical JSON: equal figures, equal hash."""
    text = json.dumps(figures, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def figures_of_week(monday, *, progress=None):
    """Return {unit id: reconciled figures} of every unit with something to report.

    The city and its agencies always; parts of them where anything was counted. Raises
    DoesNotReconcile where a cut does not sum to the totals, within a report or between two.
    """
    progress = progress or (lambda *_: None)
    tree, names = unit_tree(), names_of_units()
    week = week_of(monday, tree=tree, progress=progress)
    tally = week.tallied()
    reported = [
        unit
        for unit in tree.parent_of
        if names[unit]["level"] in ALWAYS_REPORTED or any(tally.totals[unit].values())
    ]
    shown = set(reported)
    earlier = totals_of_weeks([monday - n * WEEK for n in range(1, WEEKS_COMPARED + 1)])
    last_week = (monday - WEEK).isoformat()
    found = {}
    for unit in reported:
        figures = figures_of(
            week,
            tally,
            unit,
            children=[child for child in tree.children_of[unit] if child in shown],
            subtree=set(tree.descendants_of(unit, include_self=True)),
            named=names.__getitem__,
        )
        weeks = earlier.get(unit, {})
        figures["before"], figures["mean"] = weeks.get(last_week), mean_of(weeks)
        reconcile(figures)
        found[unit] = figures
    reconcile_tree(found)
    progress(90)
    return found


def build_week(monday, *, progress=None):
    """Build the reports of every unit for the week of `monday`; return how many are new.

    Figures that equal the latest version make nothing; others make the next version and leave
    the earlier ones as they were. `progress(percent)` is told how far it is. Refused for a week
    that is not over and for a day that is no Monday.
    """
    _check(monday)
    progress = progress or (lambda *_: None)
    figures = figures_of_week(monday, progress=progress)
    return len(_store(figures, monday))


def build_weekly_report(unit, monday):
    """Build the report of one unit for the week of `monday`; return its latest version.

    The same figures as `build_week` makes, for this unit alone. Refused as there.
    """
    _check(monday)
    figures = figures_of_week(monday)
    if unit.pk in figures:
        _store({unit.pk: figures[unit.pk]}, monday)
    report = (
        Report.objects.filter(kind=Report.Kind.WEEKLY, unit=unit, starts_on=monday)
        .order_by("-version")
        .first()
    )
    if report is None:
        raise Refused(_("Tidak ada yang dapat dilaporkan bagi unit ini pada minggu itu."))
    return report


def _check(monday):
    if monday.weekday() != 0:
        raise ValueError(f"{monday} is no Monday.")
    if monday + SUNDAY >= clock.today():
        raise Refused(_("Minggu itu belum berakhir. Laporan disusun setelah hari Minggu."))


def _store(found, monday):
    sunday = monday + SUNDAY
    return store(Report.Kind.WEEKLY, found, monday, sunday, sources_of(monday, sunday))


@transaction.atomic
def store(kind, found, starts_on, ends_on, sources):
    """Store what differs from the latest version, as the next one; return the new reports.

    Each keeps the `sources` out of which it was built; sources alone make no new version. What is
    new is asked to be sent to the heads, in the same transaction.
    """
    latest = latest_versions(kind, starts_on)
    at = clock.now()
    new = []
    for unit, figures in found.items():
        digest = figures_hash(figures)
        version, known = latest.get(unit, (0, None))
        if digest != known:
            new.append(
                Report(
                    kind=kind, unit_id=unit, starts_on=starts_on, ends_on=ends_on,
                    version=version + 1, figures=figures, figures_hash=digest, sources=sources,
                    built_at=at,
                )
            )  # fmt: skip
    Report.objects.bulk_create(new, batch_size=STORED_AT_ONCE)
    if new and kind == Report.Kind.WEEKLY:
        queue_dispatches(new, unit_tree())
    return new
