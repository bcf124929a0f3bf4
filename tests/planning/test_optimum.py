"""The planner against the best of all plans, on problems small enough to try them all."""

import pytest

from schedules.planning import read_problem, solve, violations
from tests.planning.exhaustive import Exhaustive
from tests.planning.instances import random_problem

SHAPES = [(3, (3, 3)), (4, (3, 1)), (2, (5, 3)), (5, (3, 0)), (1, (5, 5)), (4, (2, 2))]


@pytest.mark.parametrize("seed", range(240))
def test_every_goal_is_the_least_of_all_plans(seed):
    people, days = SHAPES[seed % len(SHAPES)]
    source = random_problem(seed, people, days)
    problem = read_problem(source)
    plan = solve(problem)
    best, plans = Exhaustive(source).best()
    assert plan.status == "optimal"
    assert [goal.value for goal in plan.goals] == list(best[:-1])
    assert [goal.bound for goal in plan.goals] == list(best[:-1])
    assert {person: list(days) for person, days in plan.home.items()} in plans
    assert violations(problem, plan.home) == []
