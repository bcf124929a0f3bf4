"""What differs between two versions of a report, cell by cell."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.definitions import FIGURES
from reports.tables import Column, Table
from reports.weekly import known_measures


@dataclass(frozen=True)
class Cell:
    """One figure that differs: in which cut and row it stands, and what it was and is."""

    where: str
    label: str
    before: object
    after: object


def cell_differences(report, previous, *, day_name):
    """Return the Cells that differ between two versions: totals, days, units, lists, fairness.

    A day or unit that stands in one of them alone counts with nought in the other. `day_name`
    writes an ISO date in words.
    """
    old, new = known_measures(previous.figures), known_measures(report.figures)
    whole = _("Seluruhnya")
    found = []
    if old["people"] != new["people"]:
        found.append(Cell(whole, _("Pegawai"), old["people"], new["people"]))
    found += _of_rows(whole, old["totals"], new["totals"])
    for name, before, after in _lists(old, new):
        if before != after:
            found.append(Cell(whole, name, before, after))
    days = _paired(old["days"], new["days"], lambda row: row["date"])
    for date, before, after in days:
        found += _of_rows(day_name(date), before, after)
    units = _paired(old["units"], new["units"], lambda row: (row["unit"]["id"], row["own"]))
    for (_unit, own), before, after in units:
        label = (after or before)["unit"]["label"]
        where = _("Langsung pada %(unit)s") % {"unit": label} if own else label
        was, now = before.get("people", 0), after.get("people", 0)
        if was != now:
            found.append(Cell(where, _("Pegawai"), was, now))
        found += _of_rows(where, before, after)
    return found


def _paired(old, new, key):
    """Yield (key, old row, new row) in the order of the rows; {} where one is missing."""
    before, after = ({key(row): row for row in rows} for rows in (old, new))
    for one in dict.fromkeys([*after, *before]):
        yield one, before.get(one, {}), after.get(one, {})


def _of_rows(where, old, new):
    return [
        Cell(where, str(one.label), old.get(one.key, 0), new.get(one.key, 0))
        for one in FIGURES
        if old.get(one.key, 0) != new.get(one.key, 0)
    ]


def _lists(old, new):
    """Yield (name, before, after) of what is no measure: evenness, breaches, rosters, plans."""
    was, now = old["fairness"], new["fairness"]
    for key, name in (
        ("eligible", _("Pegawai dalam rotasi")),
        ("envious", _("Kesenjangan yang masih dapat diratakan")),
        ("largest_spread", _("Rentang selisih porsi terbesar")),
        ("desirable_spread", _("Rentang hari diminati terbesar")),
        ("jain", _("Indeks Jain")),
    ):
        yield name, was[key], now[key]
    yield (
        _("Rencana rotasi terbit"),
        old["rosters"]["published"],
        new["rosters"]["published"],
    )
    plans = [
        {f"{plan['agency']} v{plan['version']}" for plan in one["plans"]} for one in (old, new)
    ]
    alone = [", ".join(sorted(plans[n] - plans[1 - n])) or "–" for n in (0, 1)]
    yield _("Versi rencana"), *alone


def changes_table(cells, version):
    """Return Cells as a table that sets a version beside the one before."""
    columns = [
        Column("where", _("Bagian"), is_number=False),
        Column("label", _("Angka"), is_number=False),
        Column("before", _("Versi %(version)s") % {"version": version - 1}),
        Column("after", _("Versi %(version)s") % {"version": version}),
    ]
    rows = [
        [one.where, one.label, *("–" if v is None else v for v in (one.before, one.after))]
        for one in cells
    ]
    return Table("changes", _("Yang berbeda dari versi sebelumnya"), columns, rows)
