"""Twelve periods in a row with carried balances: how far apart do peers drift?

    python -m tests.bench.balance_periods            an agency of 400, twelve periods of four weeks
    python -m tests.bench.balance_periods --small    an agency of 90; what CI runs

Each period the real planner solves the agency with the balances that the period before left.
Absences are drawn anew: some are known when the plan is made (one in fifty lasts for the whole
period), some befall a published plan and cost the days at home that lie in them. Every period one
person in a hundred is placed anew and starts at 0. In every second division the floors are so tight
that nobody reaches the target. In half of the divisions everybody can stand in for everybody; in
the other half teams, skills and fixed weekdays stand between colleagues, up to teams of two that
must both be on site.

Proven in every period: the plan is optimal and nobody is in envy, so a peer more than one day
better off could hand a day over only at the cost of a rule or of a goal before `share`. Held by
construction: every balance lies within 5 days, so peers never differ by more than 10.

Measured over all periods and without growing, with 400 people (three seeds) and 2,000: half of the
groups stay within 2.1 days, groups in which all can stand in for all within 4.2, desirable days
within 3.5 in every group. The widest group reached 7.6 days for one period, when one of the three
with a skill of which two must be on site was on leave throughout. Without carrying, the same lives
pile up 12.4 days and 11.0 desirable days in the widest group, and go on growing.
"""

from __future__ import annotations

import argparse
import random
import sys
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from statistics import median

from schedules.planning import envious, next_balances, read_problem, solve, violations
from schedules.planning.problem import Problem
from tests.bench.synthetic import city

PERIODS, WEEKS = 12, 4
# The largest spread in days: the median group, groups in which all can stand in for all; desirable
# days in any group.
MEDIAN, OPEN, DESIRABLE = 2.5, 4.5, 4.0
NOTHING = (Fraction(0), Fraction(0))
KINDS = ("days", "desirable")


@dataclass
class Ledger:
    """Balances (days, desirable) by person, carried or not, and what has piled up in all."""

    carried: bool
    balances: dict = field(default_factory=dict)
    piled_up: dict = field(default_factory=dict)

    def start(self, person: str) -> tuple[Fraction, Fraction]:
        return self.balances.get(person, NOTHING) if self.carried else NOTHING

    def close(self, problem: Problem, home: dict) -> None:
        """Carries on as the portal does, with four decimals."""
        for person, balance in next_balances(problem, home).items():
            before, piled = self.start(person), self.piled_up.get(person, NOTHING)
            after = tuple(
                Fraction(round(outcome.carried, 4)) for outcome in (balance.days, balance.desirable)
            )
            self.balances[person] = after
            self.piled_up[person] = tuple(
                old + new - was for old, new, was in zip(piled, after, before, strict=True)
            )

    def restart(self, person: str) -> None:
        self.balances.pop(person, None)
        self.piled_up.pop(person, None)


def division_of(unit: str) -> str:
    return "/".join(unit.split("/")[:2])


def agency(size: int, seed: int) -> tuple[dict, frozenset[str]]:
    """(the lasting facts of an agency, its divisions in which all can stand in for all)."""
    source = city(size, seed, WEEKS)
    source["apart"] = []
    members: dict[str, int] = {}
    for person in source["people"]:
        person["peers"] = division_of(person["unit"])
        members[person["peers"]] = members.get(person["peers"], 0) + 1
    divisions = sorted(members)
    open_ones = frozenset(divisions[::2])
    tight = frozenset(divisions[1::4]) | frozenset(divisions[2::4])
    floors = []
    for floor in source["floors"]:
        unit = floor.get("unit") or floor["id"].split("-", 1)[1]
        if division_of(unit) in open_ones and unit not in members:
            continue
        if unit in tight:
            floor["on_site"] = ceil(0.85 * members[unit])
        floors.append(floor)
    source["floors"] = floors
    for person in source["people"]:
        if person["peers"] in open_ones:
            person["on_site"] = []
    return source, open_ones


def period_of(base: dict, number: int, absences: dict, ledger: Ledger) -> dict:
    """The problem of the period with that number, four weeks after the one before."""
    later = timedelta(weeks=WEEKS * number)
    moved = {day: (date.fromisoformat(day) + later).isoformat() for day in base["days"]}
    people = []
    for person in base["people"]:
        days, desirable = ledger.start(person["id"])
        people.append(
            person
            | {name: [moved[day] for day in person[name]] for name in ("on_site", "unwanted")}
            | {"absent": [moved[day] for day in absences[person["id"]]]}
            | {"balance": float(days), "balance_desirable": float(desirable)}
        )
    return base | {
        "period": f"{base['period']}/{number}",
        "days": [moved[day] for day in base["days"]],
        "desirable": [moved[day] for day in base["desirable"]],
        "people": people,
    }


def draw_absences(dice: random.Random, base: dict) -> tuple[dict, dict]:
    """(known when planned, as it turned out), days of the base by person."""
    days, known, lived = base["days"], {}, {}
    for person in base["people"]:
        luck, off = dice.random(), []
        if luck < 0.02:
            off = days
        elif luck < 0.30:
            start = dice.randrange(len(days))
            off = days[start : start + dice.randint(1, 5)]
        known[person["id"]] = off
        if dice.random() < 0.07:
            start = dice.randrange(len(days))
            off = sorted({*off, *days[start : start + dice.randint(1, 3)]})
        lived[person["id"]] = off
    return known, lived


def spreads(problem: Problem, values: dict, only: frozenset[str] | None = None) -> dict:
    """{kind: largest less smallest value in each peer group with two people and more}."""
    groups: dict[str, list[str]] = {}
    for person in problem.people:
        if person.id in values and (only is None or person.peers in only):
            groups.setdefault(person.peers, []).append(person.id)
    return {
        kind: [
            float(max(values[i][n] for i in ids) - min(values[i][n] for i in ids))
            for ids in groups.values()
            if len(ids) > 1
        ]
        for n, kind in enumerate(KINDS)
    }


def live(size: int, seed: int, ledger: Ledger) -> list[dict]:
    """Twelve periods; for each the spreads of balances and of what piled up, in all divisions and
    in the open ones, and whether the plan was proven and free of envy."""
    dice = random.Random(seed)
    base, open_ones = agency(size, seed)
    found = []
    for number in range(PERIODS):
        known, lived = draw_absences(dice, base)
        for person in base["people"]:
            if dice.random() < 0.01:
                ledger.restart(person["id"])
        problem = read_problem(period_of(base, number, known, ledger))
        plan = solve(problem)
        turned_out = read_problem(period_of(base, number, lived, ledger))
        home = {
            person: [day for day in days if day not in turned_out.person[person].absent]
            for person, days in plan.home.items()
        }
        ledger.close(turned_out, home)
        found.append(
            {
                "proven": plan.status == "optimal",
                "envy": len(envious(problem, plan.home)),
                "broken": len(violations(problem, plan.home)),
                "all": spreads(turned_out, ledger.balances),
                "open": spreads(turned_out, ledger.balances, open_ones),
                "piled up": spreads(turned_out, ledger.piled_up),
            }
        )
    return found


def figures(values: list[float]) -> str:
    values = sorted(values)
    ninth = values[ceil(0.9 * len(values)) - 1]
    return f"{median(values):5.2f} {ninth:5.2f} {values[-1]:5.2f}"


def main(arguments: list[str] | None = None) -> int:
    """Runs the benchmark; 1 when a bound does not hold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--size", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    size = 90 if chosen.small else chosen.size
    carried, apart = (live(size, chosen.seed, Ledger(carried=one)) for one in (True, False))
    print(f"{size} people: spread within peer groups in days (median, 90 %, largest)")
    for kind in KINDS:
        print(f"{kind:<10}{'carried':<20}{'all stand in for all':<22}{'without carrying':<20}")
        for number, (one, other) in enumerate(zip(carried, apart, strict=True), 1):
            columns = (one["all"][kind], one["open"][kind], other["piled up"][kind])
            print(f"{number:>6}    " + "   ".join(map(figures, columns)))
    failures = failures_of(carried, apart)
    for text in failures:
        print(f"  FAILED: {text}")
    print(f"{len(failures)} failures")
    return 1 if failures else 0


def failures_of(carried: list[dict], apart: list[dict]) -> list[str]:
    """What does not hold: proofs, bounds, and that carrying evens out what would pile up."""
    found = []
    for number, one in enumerate(carried, 1):
        if not one["proven"] or one["envy"] or one["broken"]:
            found.append(f"period {number} is not proven lawful and free of envy")
        if median(one["all"]["days"]) > MEDIAN or max(one["open"]["days"]) > OPEN:
            found.append(f"days drift apart in period {number}")
        if max(one["all"]["desirable"]) > DESIRABLE:
            found.append(f"desirable days drift apart in period {number}")
    for kind in KINDS:
        first, last = (median(one["all"][kind]) for one in (carried[0], carried[-1]))
        if last > first + 1:
            found.append(f"the spread of {kind} grows")
        if 2 * last > median(apart[-1]["piled up"][kind]):
            found.append(f"carrying does not halve the spread of {kind}")
    return found


if __name__ == "__main__":
    sys.exit(main())
