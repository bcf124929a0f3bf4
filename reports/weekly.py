"""The figures of a week: pure counting, and the proof that every cut sums to the same totals.

A person-day is one day record. Every measure is a whole number that adds up over units and over
days; `figures` keeps the totals, the cut by day and the cut by unit, each counted on its own, so
that `reconcile` has something to find. Nothing here knows a name.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

FORMAT = "bekasi-wfh/weekly/1"

WORKED = ("present", "incomplete", "review", "unexplained", "absent")
AWAY = {"cuti": "leave", "sakit": "sick", "dinas_luar": "travel"}
AWAY_MEASURES = ("leave", "sick", "travel", "away_other")
REPORTS = {"accepted": "reports_accepted", "returned": "reports_returned"}

MEASURES = (
    "person_days", "planned_wfh", "planned_wfo",
    *WORKED, *AWAY_MEASURES, "holiday", "unrecorded",
    "at_home", "at_office", "present_home", "present_office",
    "late", "late_minutes",
    "validated", "not_validated",
    "reports_accepted", "reports_returned", "reports_waiting", "reports_missing", "filed_late",
    "floor_days", "floors_kept", "floors_short",
)  # fmt: skip

# whole measure -> the parts that must add up to it, in every row of every cut
PARTITIONS = {
    "by plan": ("person_days", ("planned_wfh", "planned_wfo", "holiday")),
    "by status": ("person_days", (*WORKED, *AWAY_MEASURES, "holiday")),
    "by workplace": ("person_days", ("at_home", "at_office", *AWAY_MEASURES, "holiday")),
    "present by workplace": ("present", ("present_home", "present_office")),
    "validation": ("at_home", ("validated", "not_validated")),
    "daily reports": (
        "at_home",
        ("reports_accepted", "reports_returned", "reports_waiting", "reports_missing"),
    ),
    "floors": ("floor_days", ("floors_kept", "floors_short")),
}


class DoesNotReconcile(Exception):
    """A cell of a report is not the sum that it must be; the report is not stored."""

    def __init__(self, cell, expected, found):
        super().__init__(f"{cell}: expected {expected}, found {found}")
        self.cell, self.expected, self.found = cell, expected, found


@lru_cache(maxsize=4096)
def measures_of(verdict, away_kind, workplace, planned_home, validated, report, filed_late):
    """Return the measures to which one person-day adds one each.

    `report` is the state of the daily WFH report ("" where there is none). What is not validated
    in so many words is not validated; an unknown verdict or workplace raises ValueError.
    """
    if workplace not in ("wfh", "wfo"):
        raise ValueError(f"unknown workplace {workplace!r}")
    if verdict == "holiday":
        return ("person_days", "holiday")
    found = ["person_days", "planned_wfh" if planned_home else "planned_wfo"]
    if verdict == "away":
        return (*found, AWAY.get(away_kind, "away_other"))
    if verdict not in WORKED:
        raise ValueError(f"unknown verdict {verdict!r}")
    home = workplace == "wfh"
    found += [verdict, "at_home" if home else "at_office"]
    if verdict == "present":
        found.append("present_home" if home else "present_office")
    if home:
        found.append("validated" if validated is True else "not_validated")
        filed = report in ("submitted", "returned", "accepted")
        found.append(
            REPORTS.get(report, "reports_waiting" if report == "submitted" else "reports_missing")
        )
        if filed and filed_late:
            found.append("filed_late")
    return tuple(found)


def measures_off(measures):
    """Say whether the measures are those of a day off or an absence: nobody is late on those."""
    return "at_home" not in measures and "at_office" not in measures


@dataclass
class Week:
    """Everything counted about one week: by unit and day, floors, fairness and rosters.

    `parent_of` maps unit ids to parents. Counts go to the unit of the record; `figures_of` adds
    up the subtree.
    """

    starts_on: str
    ends_on: str
    dates: list
    parent_of: dict
    cells: Counter = field(default_factory=Counter)  # (unit, date, measures) -> person-days
    amounts: Counter = field(default_factory=Counter)  # (unit, date, measure) -> amount
    unit_of_person: dict = field(default_factory=dict)  # person -> (last date, unit)
    breaches: list = field(default_factory=list)
    fairness: list = field(default_factory=list)  # (unit, peer group, eligible, envious)
    spread_of: dict = field(default_factory=dict)  # peer group -> days between best and worst off
    plans: list = field(default_factory=list)
    unreadable: list = field(default_factory=list)
    rosters: dict = field(default_factory=dict)  # agency -> whether its plan is published

    def add_person_day(self, person, unit, date, measures, minutes_late):
        """Count one day record; a person belongs to the unit of the latest day of the week."""
        self.cells[unit, date, measures] += 1
        if minutes_late and not measures_off(measures):
            self.amounts[unit, date, "late"] += 1
            self.amounts[unit, date, "late_minutes"] += minutes_late
        known = self.unit_of_person.get(person)
        if known is None or known[0] < date:
            self.unit_of_person[person] = (date, unit)

    def add_floor_day(self, unit, date, text, on_site, needed):
        """Count one floor on one day, and keep it by name where too few were on site."""
        self.amounts[unit, date, "floor_days"] += 1
        if on_site >= needed:
            self.amounts[unit, date, "floors_kept"] += 1
            return
        self.amounts[unit, date, "floors_short"] += 1
        self.breaches.append(
            {"unit_id": unit, "date": date, "text": text, "needed": needed, "on_site": on_site}
        )

    def tallied(self):
        """Return the Tally of all units and everything below them."""
        tally = Tally(self.parent_of)
        for (unit, date, measures), count in self.cells.items():
            for measure in measures:
                tally.add(unit, date, measure, count)
        for (unit, date, measure), amount in self.amounts.items():
            tally.add(unit, date, measure, amount)
        for _date, unit in self.unit_of_person.values():
            tally.add_person(unit)
        return tally


class Tally:
    """Sums of the subtrees: `totals`, `days` and `own` are counted apart from one another."""

    def __init__(self, parent_of):
        self.parent_of = parent_of
        self.totals = defaultdict(Counter)
        self.days = defaultdict(Counter)
        self.own = defaultdict(Counter)
        self.people = Counter()
        self.own_people = Counter()
        self._paths = {}

    def path(self, unit):
        """Return the unit and everything above it."""
        if unit not in self._paths:
            path = [unit]
            while (parent := self.parent_of[path[-1]]) is not None:
                path.append(parent)
            self._paths[unit] = tuple(path)
        return self._paths[unit]

    def add(self, unit, date, measure, amount):
        self.own[unit][measure] += amount
        for node in self.path(unit):
            self.totals[node][measure] += amount
            self.days[node, date][measure] += amount

    def add_person(self, unit):
        self.own_people[unit] += 1
        for node in self.path(unit):
            self.people[node] += 1


def row_of(counter):
    """Return every measure of a counter as a plain dict, zeros included."""
    return {measure: counter[measure] for measure in MEASURES}


def known_measures(figures):
    """Return stored figures with a zero for each measure that was not counted when they were made.

    A report is frozen; one that is older than a measure has none of it.
    """
    none = dict.fromkeys(MEASURES, 0)
    before = figures["before"]
    return {
        **figures,
        "totals": none | figures["totals"],
        "days": [none | row for row in figures["days"]],
        "units": [none | row for row in figures["units"]],
        "before": before and {**before, "totals": none | before["totals"]},
    }


def figures_of(week, tally, node, *, children, subtree, named):
    """Return the figures of one unit, ready for JSON.

    `children` are the ids of the parts to show as rows, `subtree` the set of ids below and
    including the unit, `named(id)` its frozen names. `before` is left to the caller.
    """
    rows = [
        {"unit": named(child), "own": False, "people": tally.people[child]}
        | row_of(tally.totals[child])
        for child in children
    ]
    if tally.own_people[node] or any(tally.own[node].values()):
        rows.append(
            {"unit": named(node), "own": True, "people": tally.own_people[node]}
            | row_of(tally.own[node])
        )
    agencies = {unit: ready for unit, ready in week.rosters.items() if unit in subtree}
    missing = [unit for unit, ready in agencies.items() if not ready]
    breaches = sorted(
        (breach for breach in week.breaches if breach["unit_id"] in subtree),
        key=lambda one: (one["date"], one["unit_id"], one["text"]),
    )
    return {
        "format": FORMAT,
        "unit": named(node),
        "week": {"starts_on": week.starts_on, "ends_on": week.ends_on},
        "people": tally.people[node],
        "totals": row_of(tally.totals[node]),
        "days": [{"date": date} | row_of(tally.days[node, date]) for date in week.dates],
        "units": rows,
        "breaches": [
            {"unit": named(one["unit_id"])}
            | {key: one[key] for key in ("date", "text", "needed", "on_site")}
            for one in breaches
        ],
        "fairness": fairness_of(week, subtree),
        "rosters": {
            "needed": len(agencies),
            "published": len(agencies) - len(missing),
            "missing": [named(unit) for unit in missing],
        },
        "plans": [
            {key: plan[key] for key in ("agency", "version", "policy", "working_week")}
            for plan in week.plans
            if plan["unit_id"] in subtree or node in tally.path(plan["unit_id"])
        ],
        "unreadable": [named(unit) for unit in week.unreadable if unit in subtree],
        "before": None,
    }


def fairness_of(week, subtree):
    """Return how equal the published plans are for the people of a subtree.

    `largest_spread` is the most days between the best and the worst off colleague of one peer
    group, in selisih porsi; None where nobody is in rotation.
    """
    rows = [row for row in week.fairness if row[0] in subtree]
    groups = {row[1] for row in rows}
    return {
        "eligible": sum(row[2] for row in rows),
        "envious": sum(row[3] for row in rows),
        "groups": len(groups),
        "largest_spread": max((week.spread_of[group] for group in groups), default=None),
    }


def reconcile(figures):
    """Prove that every cut of the figures sums to the totals.

    Raises DoesNotReconcile with the first cell that does not: by day, by unit, by plan, by
    status, by workplace, validation, daily reports, floors with the breaches named, rosters.
    """
    totals = figures["totals"]
    for measure in MEASURES:
        for cut in ("days", "units"):
            _same(f"{cut}.{measure}", totals[measure], sum(row[measure] for row in figures[cut]))
    for label, row in _rows(figures):
        for name, (whole, parts) in PARTITIONS.items():
            _same(f"{label}.{whole} {name}", row[whole], sum(row[part] for part in parts))
        filed = row["reports_accepted"] + row["reports_returned"] + row["reports_waiting"]
        if row["filed_late"] > filed:
            raise DoesNotReconcile(f"{label}.filed_late", f"at most {filed}", row["filed_late"])
        worked = row["at_home"] + row["at_office"]
        if row["late"] > worked:
            raise DoesNotReconcile(f"{label}.late", f"at most {worked}", row["late"])
        negative = next((key for key in MEASURES if row[key] < 0), None)
        if negative:
            raise DoesNotReconcile(f"{label}.{negative}", "0 or more", row[negative])
    _same("units.people", figures["people"], sum(row["people"] for row in figures["units"]))
    _same("breaches", totals["floors_short"], len(figures["breaches"]))
    rosters = figures["rosters"]
    _same("rosters.needed", rosters["needed"], rosters["published"] + len(rosters["missing"]))


def reconcile_tree(all_figures):
    """Prove that each unit's report equals its row in the report above: city = agencies = units.

    `all_figures` maps unit ids to figures. Raises DoesNotReconcile naming unit and measure.
    """
    for figures in all_figures.values():
        for row in figures["units"]:
            child = all_figures.get(row["unit"]["id"])
            if row["own"] or child is None:
                continue
            for measure in MEASURES:
                _same(
                    f"units[{row['unit']['code']}].{measure}",
                    child["totals"][measure],
                    row[measure],
                )


def _rows(figures):
    yield "totals", figures["totals"]
    for row in figures["days"]:
        yield f"days[{row['date']}]", row
    for row in figures["units"]:
        yield f"units[{row['unit']['code']}]", row


def _same(cell, expected, found):
    if expected != found:
        raise DoesNotReconcile(cell, expected, found)
