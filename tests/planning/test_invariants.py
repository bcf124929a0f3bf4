"""What holds for every problem, whatever it asks for."""

import copy
import json
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from schedules.planning import (
    Problem,
    envious,
    fair_shares,
    goal_values,
    plan_to_json,
    read_plan,
    read_problem,
    solve,
    violations,
)
from tests.planning.instances import random_problem

MODEST = settings(max_examples=40, derandomize=True, deadline=None)
SOURCES = st.builds(
    random_problem,
    st.integers(10_000, 10**9),
    st.integers(1, 9),
    st.tuples(st.integers(0, 5), st.integers(1, 5)),
)


@MODEST
@given(SOURCES)
def test_hard_rules_hold_and_values_are_those_of_the_plan(source):
    problem = read_problem(source)
    plan = solve(problem)
    assert violations(problem, plan.home) == []
    assert goal_values(problem, plan.home) == {goal.name: goal.value for goal in plan.goals}
    assert [goal.name for goal in plan.goals] == list(problem.order)
    assert all(goal.value == goal.bound for goal in plan.goals)
    assert list(plan.home) == sorted(person["id"] for person in source["people"])
    assert read_plan(plan_to_json(plan)).home == plan.home


@MODEST
@given(SOURCES)
def test_nobody_is_envious(source):
    problem = read_problem(source)
    assert envious(problem, solve(problem).home) == []


@MODEST
@given(SOURCES, st.integers(0, 10**6))
def test_the_order_of_people_and_rules_does_not_matter(source, seed):
    dice = random.Random(seed)
    shuffled = copy.deepcopy(source)
    for name in ("people", "units", "floors", "ceilings", "apart", "desirable", "published_days"):
        dice.shuffle(shuffled[name])
    for person in shuffled["people"]:
        for name in ("absent", "on_site", "at_home", "unwanted"):
            dice.shuffle(person[name])
    for rule in shuffled["floors"] + shuffled["ceilings"]:
        if "people" in rule:
            dice.shuffle(rule["people"])
    one, other = solve(read_problem(source)), solve(read_problem(shuffled))
    assert plan_to_json(one) == plan_to_json(other)


@MODEST
@given(SOURCES)
def test_planning_twice_gives_the_same_text(source):
    text = json.dumps(source)
    assert plan_to_json(solve(read_problem(text))) == plan_to_json(solve(read_problem(text)))


@MODEST
@given(SOURCES)
def test_a_problem_of_two_unconnected_halves_is_planned_as_each_alone(source):
    other = copy.deepcopy(source)
    for unit in other["units"]:
        unit["id"] += "'"
        unit["parent"] = unit["parent"] and unit["parent"] + "'"
    for person in other["people"]:
        person["id"] += "'"
        person["unit"] += "'"
        person["peers"] += "'"
    for rule in other["floors"] + other["ceilings"]:
        rule["id"] += "'"
        if "unit" in rule:
            rule["unit"] += "'"
        else:
            rule["people"] = [person + "'" for person in rule["people"]]
    other["apart"] = [[one + "'", two + "'"] for one, two in other["apart"]]
    together = copy.deepcopy(source)
    for name in ("units", "people", "floors", "ceilings", "apart"):
        together[name] = [*source[name], *other[name]]
    home = solve(read_problem(together)).home
    assert home == {**solve(read_problem(source)).home, **solve(read_problem(other)).home}


@MODEST
@given(SOURCES)
def test_differences_of_a_peer_group_add_up_to_nothing(source):
    problem: Problem = read_problem(source)
    shares = fair_shares(problem, solve(problem).home)
    totals: dict[str, object] = {}
    for person, share in shares.items():
        peers = problem.person[person].peers
        totals[peers] = totals.get(peers, 0) + share.difference
    assert set(totals.values()) <= {0}


@MODEST
@given(SOURCES)
def test_repairing_a_lawful_plan_without_a_change_keeps_it(source):
    drafted = solve(read_problem(source))
    repair = copy.deepcopy(source)
    repair["mode"] = "repair"
    repair.pop("order", None)
    repair["published_days"] = repair["days"]
    for person in repair["people"]:
        person["published"] = list(drafted.home[person["id"]])
        person["least_per_week"] = 0
    again = solve(read_problem(repair))
    assert again.home == drafted.home
    assert {goal.name: goal.value for goal in again.goals}["stability"] == 0
