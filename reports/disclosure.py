"""What the council sees: groups of five and more, also against subtraction.

The rule: units with fewer than five people are not shown alone; they are merged into one row. If
the merged row still has fewer than five people, the smallest unit left joins it, and so on until
it has five. A unit inside the merged row has no page of its own for the council (nor have the
units below it), so that a total less the rows shown is again a group of five or more.

Causes of absence are shown together as one figure. Calls, indications and discipline warnings (a
few people each, about their conduct) are shown for the whole city alone and not by day. Breaches
name the units that are shown and not how many were on site, fairness is shown for the city as a
whole, and earlier versions of a report, which would tell one person's correction, are not shown
at all. A week before is shown only where its own report may be opened: a unit shown alone now and
merged then would tell what was merged; the mean of earlier weeks only where each of them may be.
Months and quarters are shown for the city as a whole and not by unit: less the weeks that are
shown they would tell a week that is not.
"""

from reports.measures import AWAY_MEASURES, CONDUCT, MEASURES
from units.small_groups import SMALLEST

MERGED_ID = 0
MERGED_LABEL = "Unit kecil (digabung)"
HIDDEN_MEASURES = AWAY_MEASURES


def split(figures):
    """Return (rows shown alone, rows to merge), or None where the whole is a small group."""
    if figures["people"] < SMALLEST:
        return None
    if "kind" in figures:
        return [], figures["units"]
    rows = sorted(figures["units"], key=lambda row: row["people"])
    merged = [row for row in rows if row["people"] < SMALLEST]
    shown = rows[len(merged) :]
    while merged and shown and sum(row["people"] for row in merged) < SMALLEST:
        merged.append(shown.pop(0))
    ids = {_key(row) for row in merged}
    return (
        [row for row in figures["units"] if _key(row) not in ids],
        [row for row in figures["units"] if _key(row) in ids],
    )


def _key(row):
    return row["unit"]["id"], row["own"]


def openable(figures):
    """Return the ids of the parts that have a page of their own, or None for a small whole."""
    parts = split(figures)
    return None if parts is None else {row["unit"]["id"] for row in parts[0] if not row["own"]}


def for_council(figures):
    """Return the figures with small units merged and causes of absence together.

    Every cut still sums to the same totals. Raises ValueError for a group under five people.
    """
    parts = split(figures)
    if parts is None:
        raise ValueError("A group under five people is not shown to the council.")
    shown, merged = parts
    rows = list(shown)
    if merged:
        unit = {
            "id": MERGED_ID,
            "code": "",
            "name": MERGED_LABEL,
            "label": MERGED_LABEL,
            "level": "",
        }
        rows.append(
            {"unit": unit, "own": True, "people": sum(row["people"] for row in merged)}
            | {measure: sum(row[measure] for row in merged) for measure in MEASURES}
        )
    named = {row["unit"]["id"] for row in shown if not row["own"]}
    whole_city = figures["unit"]["level"] == "kota"
    totals = _causes_together if whole_city else _shown_row
    return {
        **figures,
        "merged": len(merged),
        "units": [_shown_row(row) for row in rows],
        "days": [_shown_row(row) for row in figures["days"]],
        "totals": totals(figures["totals"]),
        "before": _earlier(figures["before"], totals),
        "mean": _earlier(figures.get("mean"), totals),
        "fairness": _fairness(figures),
        "breaches": [
            {**breach, "on_site": None}
            for breach in figures["breaches"]
            if breach["unit"]["id"] in named
        ],
    }


def _earlier(earlier, totals):
    """Return an earlier week, or the sum of some, as the week itself is shown; None for few."""
    if earlier is None:
        return None
    if min([week["people"] for week in earlier.get("weeks", [earlier])]) < SMALLEST:
        return None
    return {**earlier, "totals": totals(earlier["totals"])}


def _shown_row(row):
    """Return a row without what is told for the whole city alone."""
    return {key: value for key, value in _causes_together(row).items() if key not in CONDUCT}


def _fairness(figures):
    fairness = figures["fairness"]
    whole_city = figures["unit"]["level"] == "kota"
    return fairness if whole_city and fairness["eligible"] >= SMALLEST else None


def _causes_together(row):
    together = {"away_other": sum(row[measure] for measure in AWAY_MEASURES)}
    return {**row, "leave": 0, "sick": 0, "travel": 0, **together}
