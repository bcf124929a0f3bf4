"""How good and how quick the planner is on synthetic cities, beside a greedy rota and CP-SAT.

    python -m tests.bench.planner_cities --small        a minute; fails on ratios and rules only
    python -m tests.bench.planner_cities                the sizes that a city needs
    python -m tests.bench.planner_cities --cp-sat       adds CP-SAT (needs ortools)

Absolute CPU seconds and memory are printed and never judged: they depend on the machine.
"""

from __future__ import annotations

import argparse
import copy
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable

from schedules.planning import (
    Plan,
    counterfactual,
    envious,
    goal_values,
    plan_to_json,
    read_problem,
    solve,
    violations,
)
from schedules.planning.problem import Problem
from tests.bench.greedy import greedy
from tests.bench.synthetic import city, dense_agency

CITY_SIZES = (1_000, 5_000, 13_000, 50_000)
SMALL_CITY, SMALL_DENSE = 400, 120
TIMES_FASTER_THAN_CP_SAT = 20
MOST_OTHERS_IN_REPAIR = 3


class Verdict:
    """Collects what did not hold; the benchmark fails when anything is left in it."""

    def __init__(self) -> None:
        self.failures: list[str] = []

    def expect(self, holds: bool, text: str) -> None:
        """Notes `text` unless it holds."""
        if not holds:
            self.failures.append(text)
            print(f"  FAILED: {text}")


def timed(work: Callable[[], object]) -> tuple[object, float, float]:
    """(result, CPU seconds, seconds) of this process and its children."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    start, cpu = time.perf_counter(), time.process_time()
    result = work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = time.process_time() - cpu
    cpu += after.ru_utime + after.ru_stime - children.ru_utime - children.ru_stime
    return result, cpu, time.perf_counter() - start


def megabytes() -> float:
    """Peak memory of the largest process so far."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(kind).ru_maxrss for kind in kinds) / 1024


def measure(name: str, source: dict, verdict: Verdict, workers: int) -> tuple[Problem, Plan, float]:
    """Plans one problem, prints figures, checks rules, envy and the comparison with the greedy."""
    problem = read_problem(source)
    plan, cpu, seconds = timed(lambda: solve(problem, workers=workers))
    print(f"{name}: {plan.status}, {cpu:.1f} CPU s, {seconds:.1f} s, {megabytes():.0f} MB")
    for goal in plan.goals:
        gap = "" if goal.value == goal.bound else f" (bound {goal.bound})"
        print(f"  {goal.name:<11}{goal.value:>12}{gap}")
    verdict.expect(plan.status == "optimal", f"{name}: every goal is proven")
    verdict.expect(not violations(problem, plan.home), f"{name}: no hard rule is broken")
    verdict.expect(not envious(problem, plan.home), f"{name}: nobody is envious")
    _beside_greedy(name, problem, plan, verdict)
    return problem, plan, cpu


def _beside_greedy(name: str, problem: Problem, plan: Plan, verdict: Verdict) -> None:
    home, cpu, _ = timed(lambda: greedy(problem))
    values = goal_values(problem, home)
    ours = {goal.name: goal.value for goal in plan.goals}
    print(
        f"  greedy: {cpu:.1f} CPU s, share {_ratio(values['share'], ours['share'])} x,"
        f" desirable {_ratio(values['desirable'], ours['desirable'])} x,"
        f" {len(envious(problem, home))} in envy"
    )
    verdict.expect(not violations(problem, home), f"{name}: the greedy is lawful")
    for root in (unit.id for unit in problem.units if unit.parent is None):
        people = frozenset(problem.subtree[root])
        best = tuple(goal_values(problem, plan.home, people).values())
        verdict.expect(
            best <= tuple(goal_values(problem, home, people).values()),
            f"{name}: agency {root} is at least as good as the greedy",
        )
    if len(problem.people) >= SMALL_CITY and name.startswith("city"):
        verdict.expect(
            2 * ours["desirable"] <= values["desirable"],
            f"{name}: desirable at most half the greedy's",
        )


def _ratio(theirs: int, ours: int) -> str:
    return f"{theirs / ours:.2f}" if ours else f"{theirs}/0"


def repair(source: dict, plan: Plan, verdict: Verdict, cases: int) -> None:
    """One person falls ill for three days in a published plan: who else changes, how quickly."""
    dice = random.Random(7)
    published = {**copy.deepcopy(source), "mode": "repair", "published_days": source["days"]}
    for person in published["people"]:
        person["published"] = list(plan.home[person["id"]])
    changed, took = [], []
    for _ in range(cases):
        ill = copy.copy(dice.choice(published["people"]))
        start = dice.randrange(len(source["days"]) - 3)
        days = source["days"][start : start + 3]
        ill["absent"] = sorted({*ill["absent"], *days})
        people = [ill if one["id"] == ill["id"] else one for one in published["people"]]
        problem = read_problem({**published, "people": people})
        repaired, _, seconds = timed(lambda problem=problem: solve(problem))
        took.append(seconds)
        changed.append(
            sum(1 for one in plan.home if one != ill["id"] and repaired.home[one] != plan.home[one])
        )
    worst = sorted(changed)[round(0.95 * (cases - 1))]
    print(
        f"  repair: {worst} others change at the 95th percentile,"
        f" {statistics.median(took):.2f} s median, {max(took):.2f} s worst"
    )
    verdict.expect(worst <= MOST_OTHERS_IN_REPAIR, "repair: few others change")


def explain(problem: Problem, plan: Plan, verdict: Verdict, cells: int) -> None:
    """Reasons with their counterfactuals for some cells."""
    dice = random.Random(11)
    took = []
    for _ in range(cells):
        person, day = dice.choice(problem.people).id, dice.choice(problem.days)
        found, _, seconds = timed(lambda p=person, d=day: counterfactual(problem, plan, p, d))
        took.append(seconds)
        verdict.expect(found.proven, f"reason: {person} {day} is proven")
    took.sort()
    print(
        f"  reasons: {statistics.median(took):.2f} s median,"
        f" {took[round(0.95 * (cells - 1))]:.2f} s at the 95th percentile"
    )


def beside_cp_sat(source: dict, verdict: Verdict, seconds: float) -> None:
    """The same algebra with CP-SAT: values where it proves them, and the ratio of CPU seconds."""
    from tests.bench.cpsat import cp_sat

    problem = read_problem(source)
    plan, cpu, _ = timed(lambda: solve(problem))
    (values, left_open), theirs, _ = timed(lambda: cp_sat(problem, seconds))
    print(
        f"CP-SAT, {len(problem.people)} people: {theirs:.1f} CPU s, this planner {cpu:.1f},"
        f" {theirs / cpu:.0f} x, {left_open} components left open"
    )
    verdict.expect(theirs >= TIMES_FASTER_THAN_CP_SAT * cpu, "CP-SAT takes 20 times the work")
    if not left_open:
        ours = {goal.name: goal.value for goal in plan.goals}
        first = next((name for name in ours if ours[name] != values[name]), None)
        verdict.expect(
            first is None or first == "preference", f"CP-SAT agrees on every goal ({first})"
        )


def main(arguments: list[str] | None = None) -> int:
    """Runs the benchmark; 1 when a ratio or a rule does not hold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--cp-sat", action="store_true")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--sizes", type=int, nargs="*", default=CITY_SIZES)
    parser.add_argument("--dense", type=int, default=2_000)
    parser.add_argument("--agency", type=int, default=400)
    chosen = parser.parse_args(arguments)
    verdict = Verdict()
    sizes = (SMALL_CITY,) if chosen.small else chosen.sizes
    for size in sizes:
        measure(f"city of {size}", city(size), verdict, chosen.workers)
    dense = SMALL_DENSE if chosen.small else chosen.dense
    if dense:
        measure(f"dense agency of {dense}", dense_agency(dense), verdict, 1)
    agency = SMALL_DENSE if chosen.small else chosen.agency
    if agency:
        source = city(agency, seed=5)
        problem, plan, _ = measure(f"agency of {agency}", source, verdict, 1)
        repair(source, plan, verdict, 10 if chosen.small else 40)
        explain(problem, plan, verdict, 20 if chosen.small else 100)
        first = plan_to_json(plan)
        verdict.expect(first == plan_to_json(solve(problem, workers=2)), "workers change nothing")
    if chosen.cp_sat:
        beside_cp_sat(city(SMALL_CITY if chosen.small else 2_650), verdict, 60)
    print(f"{len(verdict.failures)} failures")
    return 1 if verdict.failures else 0


if __name__ == "__main__":
    sys.exit(main())
