"""The worked examples: days at home and goal values exactly as proven there."""

import json
from pathlib import Path

import pytest

from schedules.planning import (
    envious,
    goal_values,
    plan_to_json,
    read_plan,
    read_problem,
    solve,
    violations,
)

EXAMPLES = Path(__file__).parent / "examples"
NAMES = [
    "1-three-people",
    "2-floors-and-skills",
    "3-clash",
    "4-repair",
    "5-everything",
]


def example(name):
    """The problem of an example and its proven plan as a dict."""
    problem = read_problem((EXAMPLES / f"{name}.problem.json").read_bytes())
    return problem, json.loads((EXAMPLES / f"{name}.plan.json").read_text("utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_plan_is_the_proven_one(name):
    problem, proven = example(name)
    plan = json.loads(plan_to_json(solve(problem)))
    assert plan["status"] == proven["status"]
    assert plan["home"] == proven["home"]
    assert plan["goals"] == proven["goals"]
    eligible = {person.id for person in problem.people if person.eligible}
    assert plan["people"] == {one: proven["people"][one] for one in sorted(eligible)}


@pytest.mark.parametrize("name", NAMES)
def test_clashes_name_the_same_rules_people_and_days(name):
    problem, proven = example(name)
    found = [(c.rules, c.people, c.days) for c in solve(problem).clashes]
    assert found == [
        (tuple(c["rules"]), tuple(sorted(c["people"])), tuple(c["days"])) for c in proven["clashes"]
    ]


@pytest.mark.parametrize("name", NAMES)
def test_proven_plan_is_lawful_free_of_envy_and_counts_the_same(name):
    problem, proven = example(name)
    plan = read_plan(proven)
    assert violations(problem, plan.home) == []
    assert envious(problem, plan.home) == []
    assert goal_values(problem, plan.home) == {goal.name: goal.value for goal in plan.goals}


@pytest.mark.parametrize("name", NAMES)
def test_plan_survives_writing_and_reading(name):
    plan = solve(example(name)[0])
    assert read_plan(plan_to_json(plan)) == plan
