"""Work that runs out: lawful plans, honest bounds, the same answer every time."""

import json

import pytest

from schedules.planning import goal_values, plan_to_json, read_problem, solve, violations
from tests.planning.test_examples import EXAMPLES, NAMES


def limited(name, **limit):
    source = json.loads((EXAMPLES / f"{name}.problem.json").read_text("utf-8"))
    source["limit"] = limit
    return read_problem(source)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("iterations", [0, 1, 20, 100, 300])
def test_a_stopped_plan_is_lawful_with_bounds_below_the_proven_values(name, iterations):
    problem = limited(name, iterations=iterations, nodes=0)
    plan = solve(problem)
    proven = json.loads((EXAMPLES / f"{name}.plan.json").read_text("utf-8"))
    assert violations(problem, plan.home) == []
    assert goal_values(problem, plan.home) == {goal.name: goal.value for goal in plan.goals}
    best = tuple(goal["value"] for goal in proven["goals"])
    assert tuple(goal.value for goal in plan.goals) >= best
    for goal in plan.goals:
        assert goal.bound <= goal.value
    reached = [goal.value == goal.bound for goal in plan.goals]
    for goal, value in zip(plan.goals, best, strict=True):
        if goal.value != value:
            break
    assert goal.bound <= value
    assert (plan.status == "optimal") == all(reached)
    assert plan_to_json(solve(limited(name, iterations=iterations, nodes=0))) == plan_to_json(plan)


def test_a_limit_that_is_not_reached_changes_nothing():
    problem = limited("5-everything", iterations=10**6, nodes=10**6)
    proven = json.loads((EXAMPLES / "5-everything.plan.json").read_text("utf-8"))
    plan = solve(problem)
    assert plan.status == "optimal"
    assert {person: list(days) for person, days in plan.home.items()} == proven["home"]


def test_the_caller_can_stop_and_is_told_the_progress():
    problem = limited("2-floors-and-skills")
    seen = []
    plan = solve(problem, progress=lambda done, total: seen.append((done, total)))
    assert plan.status == "optimal"
    assert seen[-1][0] == seen[-1][1] == len(seen)
    stopped = solve(problem, should_stop=lambda: True)
    assert stopped.status == "stopped"
    assert violations(problem, stopped.home) == []


@pytest.mark.parametrize("name", ["2-floors-and-skills", "5-everything"])
def test_the_number_of_workers_does_not_change_the_plan(name):
    source = json.loads((EXAMPLES / f"{name}.problem.json").read_text("utf-8"))
    source["floors"] = [rule for rule in source["floors"] if "people" in rule]
    source["apart"] = []
    problem = read_problem(source)
    alone = solve(problem)
    seen = []
    shared = solve(problem, workers=2, progress=lambda done, total: seen.append((done, total)))
    assert plan_to_json(shared) == plan_to_json(alone)
    assert len(seen) > 1


def test_workers_stop_when_the_caller_asks():
    problem = limited("5-everything")
    stopped = solve(problem, workers=2, should_stop=lambda: True)
    assert violations(problem, stopped.home) == []
