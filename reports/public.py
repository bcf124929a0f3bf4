"""What the public is told of people: groups of five and more, in steps of five. Pure.

Units under five people are merged as they are for the council (`reports.disclosure`). Every count
of people is then rounded to a multiple of five by itself, and whatever is shown beside it, sums
and shares alike, is worked out from the rounded counts. So no difference of two figures, of two
units or of two weeks, comes nearer to a person than the rounding does.
"""

from reports.disclosure import for_council, split
from units.small_groups import SMALLEST

STEP = SMALLEST
# A share of fewer person-days says more about the rounding than about the work.
LEAST_FOR_SHARE = 4 * STEP


def rounded(count):
    """Return a count of people or person-days as the nearest multiple of five."""
    return STEP * ((2 * count + STEP) // (2 * STEP))


def share(part, whole):
    """Return a share of rounded counts in whole percent, None where there are too few."""
    return None if whole < LEAST_FOR_SHARE else (200 * part + whole) // (2 * whole)


def public_week(figures):
    """Return what anybody may know of a week of the city, or None for a city under five people.

    A dict: starts_on, ends_on, rows (unit, home, office, validated, share, floors), totals of the
    rows, floors (days, kept, short), rosters and fairness. `floors` of a row is "kept", "short" or
    "" where none was checked.
    """
    if figures["people"] < SMALLEST:
        return None
    seen = for_council(figures)
    rows = [_row(row["unit"]["label"], row) for row in seen["units"]]
    names = ("home", "office", "validated")
    totals = {name: sum(row[name] for row in rows) for name in names}
    whole = seen["totals"]
    return {
        **seen["week"],
        "rows": rows,
        "totals": totals | {"share": share(totals["validated"], totals["home"])},
        "floors": {
            "days": whole["floor_days"],
            "kept": whole["floors_kept"],
            "short": whole["floors_short"],
        },
        "rosters": {key: seen["rosters"][key] for key in ("needed", "published")},
        "fairness": _fairness(seen["fairness"]),
    }


def _row(label, row):
    validated, rest = rounded(row["validated"]), rounded(row["not_validated"])
    floors = "short" if row["floors_short"] else "kept"
    return {
        "unit": label,
        "home": validated + rest,
        "office": rounded(row["at_office"]),
        "validated": validated,
        "share": share(validated, validated + rest),
        "floors": floors if row["floor_days"] else "",
    }


def _fairness(fairness):
    if fairness is None:
        return None
    some = fairness["envious"] and max(STEP, rounded(fairness["envious"]))
    return {
        "eligible": rounded(fairness["eligible"]),
        "envious": some,
        "largest_spread": fairness["largest_spread"],
        "jain": fairness["jain"],
    }


def public_day(rows):
    """Return where people work today as rows and totals, or None for fewer than five people.

    Given are (unit id, label, people, at home); told are dicts of unit, home and office.
    """
    parts = split(
        {
            "people": sum(people for _id, _label, people, _home in rows),
            "units": [
                {"unit": {"id": pk, "label": label}, "own": False, "people": people, "home": home}
                for pk, label, people, home in rows
            ],
        }
    )
    if parts is None:
        return None
    alone, merged = parts
    found = [_place_row(one["unit"]["label"], [one]) for one in alone]
    if merged:
        found.append(_place_row("", merged))
    totals = {name: sum(row[name] for row in found) for name in ("home", "office")}
    return {"rows": found, "totals": totals}


def _place_row(label, parts):
    home = sum(one["home"] for one in parts)
    people = sum(one["people"] for one in parts)
    return {"unit": label, "home": rounded(home), "office": rounded(people - home)}


def public_savings(savings):
    """Return the Savings of the whole city in millions of rupiah: estimate and measurement apart.

    `estimate` is (low, high), `measured` (difference, low, high), low and high None where data are
    not enough for a range; each is None where there is nothing to tell. In millions, so that no
    estimate tells the exact days that it was multiplied from.
    """
    estimate, measured = savings.estimate, savings.measured
    if measured and measured.margin is not None:
        told = tuple(map(millions, (measured.difference, measured.low, measured.high)))
    elif measured:
        told = millions(measured.difference), None, None
    else:
        told = None
    return {
        "estimate": estimate and (millions(estimate.low), millions(estimate.high)),
        "measured": told,
        "missing": len(savings.missing),
    }


def millions(rupiah):
    """Return an amount of rupiah in whole millions, half up."""
    return int((rupiah + 500_000) // 1_000_000)
