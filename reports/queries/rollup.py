"""The weekly reports that a month or quarter is made of, read one week at a time."""

from django.db.models import Exists, OuterRef

from reports.models import Report
from reports.rollup import UnitWeek
from units.models import Unit

AT_ONCE = 50


def _latest(kind):
    later = Report.objects.filter(
        kind=OuterRef("kind"),
        unit=OuterRef("unit"),
        starts_on=OuterRef("starts_on"),
        version__gt=OuterRef("version"),
    )
    return Report.objects.filter(~Exists(later), kind=kind)


def city_versions(mondays):
    """Return {Monday: version} of the weekly reports of the city that exist for some weeks."""
    rows = _latest(Report.Kind.WEEKLY).filter(unit__parent__isnull=True, starts_on__in=mondays)
    return dict(rows.values_list("starts_on", "version"))


def units_of_week(monday):
    """Return ({unit id: UnitWeek}, breaches of the city) of the latest reports of a week."""
    rows = _latest(Report.Kind.WEEKLY).filter(starts_on=monday).order_by("pk")
    found, breaches = {}, []
    for unit, level, days, people, parts, short in rows.values_list(
        "unit_id", "unit__level", "figures__days", "figures__people", "figures__units",
        "figures__breaches",
    ).iterator(chunk_size=AT_ONCE):  # fmt: skip
        ids = [row["unit"]["id"] for row in parts if not row["own"]]
        sparse = [{key: value for key, value in row.items() if value} for row in days]
        found[unit] = UnitWeek(sparse, people, ids)
        if level == Unit.Level.CITY:
            breaches = short
    return found, breaches


def closing_lists(monday):
    """Return {unit id: fairness, rosters, plans and unreadable} of the last week of a period."""
    names = ("fairness", "rosters", "plans", "unreadable")
    rows = _latest(Report.Kind.WEEKLY).filter(starts_on=monday)
    return {
        unit: dict(zip(names, values, strict=True))
        for unit, *values in rows.values_list(
            "unit_id", *(f"figures__{name}" for name in names)
        ).iterator(chunk_size=AT_ONCE)
    }


def totals_before(kind, first):
    """Return {unit id: start, version, people and totals} of the latest reports of a period."""
    rows = _latest(kind).filter(starts_on=first)
    return {
        unit: {"starts_on": first.isoformat(), "version": version, "people": people,
               "totals": totals}
        for unit, version, people, totals in rows.values_list(
            "unit_id", "version", "figures__people", "figures__totals"
        ).iterator(chunk_size=200)
    }  # fmt: skip


def built_weeks(kind):
    """Return {first day: the weeks and versions that its latest city report was made of}."""
    rows = _latest(kind).filter(unit__parent__isnull=True)
    return dict(rows.values_list("starts_on", "sources__weeks"))


def weeks_with_reports():
    """Return the Mondays for which the city has a weekly report, oldest first."""
    rows = Report.objects.filter(kind=Report.Kind.WEEKLY, unit__parent__isnull=True)
    return sorted(set(rows.values_list("starts_on", flat=True)))
