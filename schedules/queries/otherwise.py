"""If one cell had been decided the other way: worked out when asked, from the stored documents.

The version that decided the cell answers: its problem and its solution belong together, so that
what would have to give is exact. The outcome is kept in the cache by the hash of the problem and
the cell; nothing is written to the records.
"""

import dataclasses
from dataclasses import dataclass

from django.core.cache import cache

from schedules.models import Assignment, Plan
from schedules.planning import counterfactual
from schedules.planning.problem import Limit

# Simplex iterations and branch nodes for one answer: no more than some seconds of work.
MOST_WORK = Limit(iterations=60_000, nodes=400)
KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Otherwise:
    """What the other value of a cell would take; see `schedules.planning.Counterfactual`.

    `rule` is the code of the reason where a rule decides the cell by itself (`possible` false).
    `payers` are (person id, amount) of the goal that worsens, `moves` the cells of the other plan
    that differ: (person id, ISO date, at home then).
    """

    possible: bool
    proven: bool
    goal: str | None
    worse: int
    rule: str
    payers: tuple
    moves: tuple

    def net_days(self):
        """Return {person id: days at home more or fewer} of everybody whose days would move."""
        net = {}
        for person, _day, at_home in self.moves:
            net[person] = net.get(person, 0) + (1 if at_home else -1)
        return net

    def losers(self):
        """Return the ids of who would pay: by the goal, or by days where only the draw decides."""
        if self.goal == "lot":
            return [person for person, days in self.net_days().items() if days < 0]
        return [person for person, _amount in self.payers]


def deciding_version(plan, person, day):
    """Return the version of a plan that answers for a cell. `day` is a date.

    A repair answers for every day that it could move, as it weighs what people know already; days
    before it, and what other versions took over, belong to the version before. The version comes
    with its documents.
    """
    while plan.base_id is not None:
        if day >= plan.changes_from and plan.problem["mode"] == "repair":
            return plan
        rows = Assignment.objects.filter(plan__in=[plan.pk, plan.base_id], employee=int(person))
        places = set(rows.filter(date=day).values_list("plan_id", flat=True))
        if day >= plan.changes_from and len(places) == 1:
            return plan
        base = Plan.objects.select_related("agency", "period").get(pk=plan.base_id)
        if not _plans(base, person, day):
            return plan
        plan = base
    return plan


def _plans(plan, person, day):
    return day.isoformat() in plan.problem["days"] and any(
        one["id"] == person for one in plan.problem["people"]
    )


def kept_otherwise(plan, person, day):
    """Return the Otherwise of a cell that was worked out before, or None; `day` is ISO text."""
    found = cache.get(_key(plan, person, day))
    return None if found is None else Otherwise(**found)


def work_out_otherwise(rotation, person, day):
    """Work out the Otherwise of a cell of a rotation's solution and keep it; `day` is ISO text.

    Only the person's component is planned again, within MOST_WORK: `proven` false says that it
    was not enough.
    """
    problem = rotation.solved
    limited = dataclasses.replace(problem, limit=_smaller(problem.limit), known={})
    found = counterfactual(limited, rotation.solution, person, day)
    otherwise = Otherwise(
        possible=found.possible,
        proven=found.proven,
        goal=found.goal,
        worse=found.worse,
        rule=found.reason.code,
        payers=found.payers,
        moves=found.moves,
    )
    cache.set(_key(rotation.plan, person, day), dataclasses.asdict(otherwise), KEPT_SECONDS)
    return otherwise


def _key(plan, person, day):
    return f"otherwise:{plan.problem_hash}:{person}:{day}"


def _smaller(limit):
    """Return the problem's own limit where it is the smaller one."""
    return Limit(
        *(
            most if own is None else min(own, most)
            for own, most in (
                (limit.iterations, MOST_WORK.iterations),
                (limit.nodes, MOST_WORK.nodes),
            )
        )
    )
