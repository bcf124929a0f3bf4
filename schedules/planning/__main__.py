"""The planner on the command line.

    python -m schedules.planning [--workers N] problem.json plan.json
    python -m schedules.planning --explain PERSON DATE problem.json plan.json

The first writes the plan and leaves with 0 when every goal is proven, 3 when it stopped before the
proof; the second prints the reason for one cell as JSON. Malformed input leaves with 2 and one line
on standard error.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from .counterfactual import counterfactual
from .plan import plan_to_json, read_plan
from .problem import MalformedProblem
from .reading import read_problem
from .solver import solve

PROVEN, MALFORMED, STOPPED = 0, 2, 3


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m schedules.planning")
    parser.add_argument("--explain", nargs=2, metavar=("PERSON", "DATE"))
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("problem", type=Path)
    parser.add_argument("plan", type=Path)
    chosen = parser.parse_args(arguments)
    try:
        if chosen.explain:
            return _explain(chosen.problem, chosen.plan, *chosen.explain)
        return _plan(chosen.problem, chosen.plan, chosen.workers)
    except (MalformedProblem, OSError) as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        return MALFORMED


def _plan(problem_path: Path, plan_path: Path, workers: int) -> int:
    plan = solve(read_problem(problem_path.read_bytes()), workers=workers)
    plan_path.write_text(plan_to_json(plan) + "\n", encoding="utf-8")
    return PROVEN if plan.status == "optimal" else STOPPED


def _explain(problem_path: Path, plan_path: Path, person: str, date: str) -> int:
    problem = read_problem(problem_path.read_bytes())
    plan = read_plan(plan_path.read_bytes(), problem)
    if person not in problem.person:
        raise MalformedProblem("PERSON", person, "tidak dikenal")
    if date not in problem.week_of:
        raise MalformedProblem("DATE", date, "di luar days")
    found = counterfactual(problem, plan, person, date)
    shown = {
        "person": person,
        "day": date,
        "at_home": date in plan.home[person],
        **asdict(found.reason),
        "counterfactual": {
            "possible": found.possible,
            "proven": found.proven,
            "goal": found.goal,
            "worse": found.worse,
            "payers": dict(found.payers),
        },
    }
    # JSON is UTF-8, also where the terminal is not.
    sys.stdout.buffer.write(json.dumps(shown, ensure_ascii=False).encode() + b"\n")
    return PROVEN


if __name__ == "__main__":
    sys.exit(main())
