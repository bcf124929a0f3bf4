"""A solver that answers wrongly is caught by counting again, and the component solved afresh."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from schedules.planning import goal_values, lexicographic, solve, violations
from tests.planning.test_command_line import ROOT
from tests.planning.test_examples import EXAMPLES, NAMES, example


class LyingOnce:
    """Answers like the solver, except that one call gets another point under the same value."""

    def __init__(self, truth, call, lie):
        self.truth, self.call, self.lie = truth, call, lie
        self.calls = 0

    def __call__(self, *arguments):
        answer = self.truth(*arguments)
        self.calls += 1
        if self.calls == self.call and answer.values is not None:
            return self.lie(answer)
        return answer


def stale(answer):
    """Everybody on site, sold as the optimum that was just found."""
    return replace(answer, values=np.zeros_like(answer.values))


def unlawful(answer):
    """Everybody at home every day."""
    return replace(answer, values=np.ones_like(answer.values))


def false_infeasible(answer):
    return replace(answer, solved=False, infeasible=True, values=None)


def too_good(answer):
    return replace(answer, value=answer.value - 1)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("call", [1, 2, 3, 5])
@pytest.mark.parametrize("lie", [stale, unlawful, false_infeasible, too_good])
def test_one_wrong_answer_does_not_change_the_plan(monkeypatch, name, call, lie):
    problem, proven = example(name)
    liar = LyingOnce(lexicographic.linear.solve_linear, call, lie)
    monkeypatch.setattr(lexicographic.linear, "solve_linear", liar)
    plan = solve(problem)
    assert liar.calls >= 1
    assert {person: list(days) for person, days in plan.home.items()} == proven["home"]
    assert plan.status == "optimal"


def test_a_solver_that_always_lies_proves_nothing_but_breaks_no_rule(monkeypatch):
    problem, _ = example("5-everything")
    for module, name in (
        (lexicographic.linear, "solve_linear"),
        (lexicographic.whole, "whole_optimum"),
    ):
        truth = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *given, truth=truth: too_good(truth(*given)))
    plan = solve(problem)
    assert plan.status == "stopped"
    assert violations(problem, plan.home) == []
    assert goal_values(problem, plan.home) == {goal.name: goal.value for goal in plan.goals}


def test_another_number_of_threads_settled_before_does_not_leave_the_plan_unsolved():
    program = (
        "import sys, highspy\n"
        "other = highspy._Highs()\n"
        "other.setOptionValue('output_flag', False)\n"
        "other.setOptionValue('threads', 2)\n"
        "other.addVar(0, 1)\n"
        "other.run()\n"
        "from schedules.planning.__main__ import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    source = EXAMPLES / "5-everything.problem.json"
    done = subprocess.run([sys.executable, "-c", program, source, "/dev/null"], cwd=ROOT)
    assert done.returncode == 0
