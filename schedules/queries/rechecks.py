"""The hard rules once more, on the city's records as they are now and not as they were solved.

Between solving and deciding somebody may fall ill, come under discipline or be transferred, and a
holiday may be declared. Each act of office therefore checks its plan against a problem made anew.
"""

from schedules.flexible_problems import FlexibleFacts
from schedules.planning import read_problem, violations
from schedules.problems import NothingToPlan, problem_for
from schedules.queries.standing import open_from


def problem_now(plan, movers=None, *, place="wfh"):
    """Return the planning problem of a plan's agency and period as the records stand now.

    Of its flexible-hours days where `place` is "flex". With `movers` (person ids) it serves to
    check the days of these people alone: see `problems_for`. Raises Refused where nobody of the
    agency may work from home any more: such a plan is drawn up again. The number of queries does
    not depend on the number of people.
    """
    if place == "flex":
        return read_problem(flexible_facts_now(plan))
    if movers is not None:
        try:
            return read_problem(facts_now(plan, movers={int(one) for one in movers}))
        except NothingToPlan:
            pass  # none of these; perhaps nobody at all, and then it is said why
    return read_problem(facts_now(plan))


def facts_now(plan, movers=None):
    """Return the source of `problem_now`: the weekly numbers are those of the first open day."""
    return problem_for(
        plan.agency,
        plan.period,
        plan.policy,
        plan.working_week,
        anchor=min(open_from(plan.period), plan.period.ends_on),
        movers=movers,
        keep=() if plan.flexible_problem is None else (plan.working_week,),
    )


def flexible_facts_now(plan):
    """Return the source of the problem of a plan's flexible-hours days; see `facts_now`.

    With nobody eligible where the policy grants such days no more: then all of them fall.
    """
    anchor = min(open_from(plan.period), plan.period.ends_on)
    facts = FlexibleFacts(plan.agency, plan.period, plan.policy, anchor=anchor)
    if not facts.days_of(plan.working_week):
        raise NothingToPlan(facts.why_nobody())
    return facts.problem(plan.working_week)


def violations_now(rotation, now=None):
    """Return every hard rule that a rotation breaks, as solved and as the records stand now.

    Days that nobody can change any more are left out. `now` is `problem_now` of its plan where
    the caller has it already. Those of its flexible-hours days are among them.
    """
    now = now or problem_now(rotation.plan, rotation.home, place=rotation.place)
    found = list(rotation.violations)
    fresh = rotation.still_to_come(violations(now, rotation.home))
    found.extend(one for one in fresh if one not in found)
    if rotation.place != "flex" and rotation.hours is not None:
        found.extend(violations_now(rotation.hours))
    return found


def with_cell_checked(rotation, now, person, day, at_home):
    """Return (rotation with the cell set, the broken rules that speak of this person and day).

    `now` need know the person as a mover alone: the others count by where they are.
    """
    after = rotation.with_cell(person, day, at_home)

    def of_cell(found):
        return [one for one in found if person in one.people and day in one.days]

    broken = of_cell(after.violations)
    fresh = of_cell(after.still_to_come(violations(now, after.home)))
    return after, broken + [one for one in fresh if one not in broken]
