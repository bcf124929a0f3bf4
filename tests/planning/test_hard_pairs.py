"""Many pairs apart in one unit, where fractions of days are worth nothing: slow to prove."""

import random

import pytest

from schedules.planning import lexicographic as descent
from schedules.planning import plan_to_json, read_problem, solve, violations
from tests.planning.exhaustive import Exhaustive

WEEK = ["2027-01-04", "2027-01-05", "2027-01-06", "2027-01-07", "2027-01-08"]


def crossed(people, pairs, seed=1, days=WEEK, **fields):
    """People of one unit with two days a week, a third of all pairs or more apart."""
    dice = random.Random(seed)
    ids = [f"p{number:02}" for number in range(people)]
    chosen = set()
    while len(chosen) < pairs:
        chosen.add(tuple(sorted(dice.sample(ids, 2))))
    return {
        "format": "bekasi-wfh/problem/1", "period": f"silang-{seed}", "mode": "draft",
        "days": list(days), "units": [{"id": "u", "parent": None, "name": ""}],
        "people": [
            {
                "id": one, "unit": "u", "peers": "g", "most_per_week": 2, "target_per_week": 2,
                "unwanted": [day for day in days if dice.random() < 0.2],
            }
            for one in ids
        ],
        "apart": [list(pair) for pair in sorted(chosen)],
        **fields,
    }  # fmt: skip


def completed(source):
    """The source with every list and figure that the exhaustive search reads."""
    left_out = {
        "desirable": [], "desirable_band": 0, "spread": False, "published_days": [],
        "floors": [], "ceilings": [],
    }  # fmt: skip
    own = {
        "absent": [], "on_site": [], "at_home": [], "published": None, "balance": 0,
        "balance_desirable": 0, "eligible": True, "caregiver": False, "least_per_week": 0,
    }  # fmt: skip
    return left_out | source | {"people": [own | one for one in source["people"]]}


@pytest.mark.parametrize("seed", range(6))
def test_pairs_in_odd_rings_are_proven_against_every_plan(seed):
    source = crossed(5, 7, seed, WEEK[:3])
    plan = solve(read_problem(source))
    best, plans = Exhaustive(completed(source)).best()
    assert [(goal.value, goal.bound) for goal in plan.goals] == [(one, one) for one in best[:-1]]
    assert {person: list(days) for person, days in plan.home.items()} in plans


def test_branch_and_bound_stops_at_the_iterations_too_and_says_how_far_it_is():
    """Without the limit the proof of `preference` takes minutes."""
    source = crossed(40, 160, limit={"iterations": 3_000})
    problem = read_problem(source)
    plan = solve(problem)
    goals = {goal.name: goal for goal in plan.goals}
    assert plan.status == "stopped"
    assert violations(problem, plan.home) == []
    assert all(
        goals[name].value == goals[name].bound for name in ("least", "target", "share", "desirable")
    )
    assert 0 < goals["preference"].bound < goals["preference"].value
    assert plan_to_json(plan) == plan_to_json(solve(read_problem(source)))


class Caller:
    """Wants no answer any more from the question number `patience` on; counts the questions."""

    def __init__(self, patience=None):
        self.patience, self.asked = patience, 0

    def __call__(self):
        self.asked += 1
        return self.patience is not None and self.asked >= self.patience


def test_a_caller_is_heard_in_the_midst_of_branch_and_bound():
    """Without being heard the caller would wait minutes for the proof of `preference`."""
    caller = Caller(patience=30)
    problem = read_problem(crossed(40, 160))
    plan = solve(problem, should_stop=caller)
    goals = {goal.name: goal for goal in plan.goals}
    assert plan.status == "stopped"
    assert violations(problem, plan.home) == []
    # Asked once before each goal, the caller gave up within the fifth and was asked no more in it.
    assert 30 <= caller.asked <= 35
    assert goals["desirable"].value == goals["desirable"].bound
    assert goals["preference"].bound < goals["preference"].value


def test_a_question_that_is_answered_no_changes_nothing():
    source = crossed(7, 12)
    caller = Caller()
    plan = solve(read_problem(source), should_stop=caller)
    assert plan_to_json(plan) == plan_to_json(solve(read_problem(source)))
    assert plan.status == "optimal"
    assert caller.asked > 9  # more often than once a goal


def test_what_the_question_raises_reaches_the_caller():
    calls = []

    def broken():
        calls.append(1)
        if len(calls) > 30:
            raise ConnectionError("no database")
        return False

    with pytest.raises(ConnectionError, match="no database"):
        solve(read_problem(crossed(40, 160)), should_stop=broken)
    assert len(calls) == 31


@pytest.mark.parametrize("wrong", ["stale", "too good", "false infeasible"])
@pytest.mark.parametrize("call", [1, 2, 3])
def test_a_wrong_answer_of_branch_and_bound_is_caught(monkeypatch, wrong, call):
    """HiGHS 1.16 has returned a stale plan as optimal and called a possible model impossible."""
    problem = read_problem(crossed(7, 12))
    right = plan_to_json(solve(problem))
    truth, calls = descent.whole.whole_optimum, []

    def lying(program, sides, cost, size, budget):
        found = truth(program, sides, cost, size, budget)
        calls.append(cost)
        if len(calls) == call and found.values is not None:
            if wrong == "stale":
                found.values[:size] = 0.0
            elif wrong == "too good":
                found.value -= 1
            else:
                found.solved, found.infeasible, found.values = False, True, None
        return found

    monkeypatch.setattr(descent.whole, "whole_optimum", lying)
    assert plan_to_json(solve(problem)) == right
    assert len(calls) >= call
