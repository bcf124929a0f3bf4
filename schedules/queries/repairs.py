"""Proposals that mend plans: which ones an account sees, and on which it decides."""

from django.db.models import Q
from django.http import Http404

from schedules.models import PlanRepair
from schedules.planning import read_plan
from schedules.problems import problem_hash
from schedules.queries.plans import plans_visible_to
from schedules.queries.repair_problems import changed_cells, repair_problem
from schedules.queries.standing import is_standing, standing_plans
from units.decisions import Refused

_OWN = ("problem", "solution", "flexible_problem", "flexible_solution")
# Megabytes in a large agency, and none of them on a page.
_DOCUMENTS = (
    *_OWN,
    *(f"plan__{name}" for name in _OWN),
    *(f"revision__{name}" for name in _OWN),
)


def repairs_visible_to(scope):
    """Return the proposals of the plans that an account handles, with plan, agency and period."""
    return (
        PlanRepair.objects.filter(plan__in=plans_visible_to(scope))
        .select_related(
            "plan__agency", "plan__period", "plan__policy", "decided_by__employee", "revision"
        )
        .defer(*_DOCUMENTS)
    )


def repair_queue(scope):
    """Return the proposals that wait for a decision: first those that move somebody at work."""
    return (
        repairs_visible_to(scope)
        .filter(status=PlanRepair.Status.PROPOSED)
        .defer(*_DOCUMENTS, "difference")
        .annotate(only_falls=Q(moved=0))
        .order_by("only_falls", "proposed_at", "pk")
    )


def waiting_for_recheck(scope):
    """Return how many standing plans of the account wait to be compared with the records."""
    return (
        standing_plans()
        .filter(pk__in=plans_visible_to(scope), recheck_asked_at__isnull=False)
        .count()
    )


def repair_visible_to(scope, plan_pk, pk):
    """Return a proposal of a plan that the account handles, or raise Http404."""
    repair = repairs_visible_to(scope).filter(pk=pk, plan_id=plan_pk).first()
    if repair is None:
        raise Http404
    return repair


def open_repair_of(plan):
    """Return the proposal that waits for a plan, without its documents, or None."""
    return plan.repairs.filter(status=PlanRepair.Status.PROPOSED).defer(*_OWN, "difference").first()


def changes_of(rotation, repair):
    """Return the sorted (person id, ISO date) pairs that a proposal changes.

    Days at home and flexible-hours days.
    """
    first = repair.changes_from.isoformat()
    found = changed_cells(rotation.home, read_plan(repair.solution).home, first)
    if repair.flexible_solution:
        mended = read_plan(repair.flexible_solution).home
        found = sorted({*found, *changed_cells(rotation.hours.home, mended, first)})
    return found


def hashes_of(repair):
    """Return the hashes of the problems that a proposal answers."""
    return tuple(one for one in (repair.problem_hash, repair.flexible_hash) if one)


def parts_changed(rotation, repair):
    """Return the unit ids of the parts that a proposal changes; None for who is in none now."""
    people = {person for person, _day in changes_of(rotation, repair)}
    return {int(unit) if unit else None for unit in map(rotation.slices.get, people)}


def may_decide_repair(office, touched):
    """Say whether the account decides on a proposal: the agency's head, or of every changed part.

    `touched` are the unit ids of these parts. Only the head of the agency where a change touches
    somebody whose part is gone.
    """
    if office.leads_agency:
        return True
    led = {part.unit_id for part in office.parts if office.leads_part(part)}
    return bool(touched) and touched <= led


def is_current(repair, rotation, parts):
    """Say whether a proposal still answers the plan and the records as they stand now."""
    if not is_standing(rotation.plan) or repair.token != rotation.token(parts):
        return False
    try:
        sources = [repair_problem(one) for one in (rotation, rotation.hours) if one is not None]
        return tuple(problem_hash(one) for one in sources) == hashes_of(repair)
    except Refused:
        return False
