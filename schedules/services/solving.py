"""Solving one problem for the portal: never stored unless it stands a second check."""

from schedules.planning import goal_values, read_problem, solve, violations


class Cancelled(Exception):
    """Somebody cancelled the work while it was being solved."""


class Unlawful(Exception):
    """The solver's plan did not stand the second check; it is not stored."""


def solve_checked(source, *, should_stop=None, progress=None):
    """Return the planner's Plan of a problem source, checked by code that the solver shares not.

    Raises Cancelled where `should_stop` said yes, Unlawful for a broken rule or a goal that is
    not what the days say.
    """
    problem = read_problem(source)
    asked = _remembered(should_stop)
    plan = solve(problem, should_stop=asked, progress=progress)
    if asked.stopped:
        raise Cancelled
    broken = violations(problem, plan.home)
    if broken:
        raise Unlawful("; ".join(one.text for one in broken[:5]))
    values = goal_values(problem, plan.home)
    if any(values[goal.name] != goal.value for goal in plan.goals):
        raise Unlawful("the goals of the plan are not those of its days")
    return plan


def _remembered(should_stop):
    """Return a question that keeps its first yes in `stopped`."""

    def asked():
        asked.stopped = asked.stopped or bool(should_stop and should_stop())
        return asked.stopped

    asked.stopped = False
    return asked
