"""The figures of a week: pure counting in one pass, by unit and day.

A person-day is one day record. Every measure is a whole number that adds up over units and over
days; `figures_of` keeps the totals, the cut by day and the cut by unit, each counted on its own,
so that `reports.reconcile` has something to find. Nothing here knows a name.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from reports.evenness import CLASSES, fairness_of
from reports.measures import MEASURES, measures_off

FORMAT = "bekasi-wfh/weekly/2"
KNOWN = frozenset(MEASURES)


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
    fairness: list = field(default_factory=list)  # Evenness of a unit in a peer group
    spread_of: dict = field(default_factory=dict)  # peer group -> days between best and worst off
    desirable_spread_of: dict = field(default_factory=dict)  # the same of desirable days
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

    def add_amount(self, unit, date, measure, amount):
        """Count what a section found; ValueError for a measure that the report does not know.

        What belongs to a day outside the week is not of this week.
        """
        if measure not in KNOWN:
            raise ValueError(f"unknown measure {measure!r}")
        if date in self.dates:
            self.amounts[unit, date, measure] += amount

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


def mean_of(weeks):
    """Return what the mean of some weeks is made of, or None for no week: the weeks and their sums.

    `weeks` maps ISO Mondays to start, version, people and totals. Sums stay whole numbers; who
    shows the mean divides by the number of weeks.
    """
    if not weeks:
        return None
    rows = [weeks[monday] for monday in sorted(weeks)]
    return {
        "weeks": [{key: row[key] for key in ("starts_on", "version", "people")} for row in rows],
        "people": sum(row["people"] for row in rows),
        "totals": {
            measure: sum(row["totals"].get(measure, 0) for row in rows) for measure in MEASURES
        },
    }


def known_measures(figures):
    """Return stored figures with a zero for each measure that was not counted when they were made.

    A report is frozen; one that is older than a measure has none of it.
    """
    none = dict.fromkeys(MEASURES, 0)
    before, mean = figures["before"], figures.get("mean")
    unknown = {"desirable_spread": None, "jain": None, "classes": [0] * (len(CLASSES) + 1)}
    return {
        **figures,
        "totals": none | figures["totals"],
        "days": [none | row for row in figures["days"]],
        "units": [none | row for row in figures["units"]],
        "fairness": unknown | figures["fairness"],
        "before": before and {**before, "totals": none | before["totals"]},
        "mean": mean and {**mean, "totals": none | mean["totals"]},
    }


def figures_of(week, tally, node, *, children, subtree, named):
    """Return the figures of one unit, ready for JSON.

    `children` are the ids of the parts to show as rows, `subtree` the set of ids below and
    including the unit, `named(id)` its frozen names. `before` and `mean` are left to the caller.
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
        "fairness": fairness_of(
            [row for row in week.fairness if row.unit in subtree],
            week.spread_of,
            week.desirable_spread_of,
        ),
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
        "mean": None,
    }
