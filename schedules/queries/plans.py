"""Plans that an account may open, and the list of agencies with what stands for a period."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.http import Http404

from schedules.models import Period, Plan, PlanPart
from units.access import Role
from units.models import Unit
from units.queries.tree import path_of, unit_tree

NONE_YET = "none"


def agencies_visible_to(scope):
    """Return the agencies whose plans an account handles: all, or those of its units.

    BKPSDM and the Sekda see the city; heads and unit HR the agencies below and around the
    units that they lead or keep.
    """
    agencies = Unit.objects.without_tree_fields().filter(level__in=Unit.AGENCY_LEVELS)
    if scope.is_city_hr or Role.SECRETARY in scope.roles:
        return agencies
    own = scope.head_unit_ids + scope.hr_unit_ids
    if not own:
        return agencies.none()
    tree = unit_tree()
    around = {tree.agency_of(unit_id) for unit_id in own}
    return agencies.filter(pk__in=around | set(scope.managed_unit_tree()))


def plans_visible_to(scope):
    """Return the plans that an account handles, in any state."""
    return Plan.objects.filter(agency__in=agencies_visible_to(scope))


def plan_for(scope, pk):
    """Return a plan that the account handles, with agency, period and policy.

    Raises Http404 where there is none to see; PermissionDenied for the colleague of a published
    plan, who sees the board of the own bidang and the own schedule instead.
    """
    plan = (
        Plan.objects.filter(pk=pk)
        .select_related("agency", "period", "policy", "approved_by__employee")
        .first()
    )
    if plan is None:
        raise Http404
    if agencies_visible_to(scope).filter(pk=plan.agency_id).exists():
        return plan
    if plan.status == Plan.Status.PUBLISHED and _own_agency_id(scope) == plan.agency_id:
        raise PermissionDenied
    raise Http404


def board_plan_for(scope, pk, unit_pk, *, documents=True):
    """Return (plan, part) whose board the account may open in some way.

    Without `documents` the plan comes without the planner's, for who reads it again under lock.
    That is who handles the plan, and for a published plan a colleague of the same bidang.
    Raises Http404 where there is no such part to see, PermissionDenied for another bidang.
    """
    part = PlanPart.objects.filter(plan_id=pk, unit_id=unit_pk).select_related(
        "unit", "plan__agency", "plan__period", "plan__policy", "submitted_by__employee"
    )
    if not documents:
        part = part.defer("plan__problem", "plan__solution")
    part = part.first() or slice_for(scope, pk, unit_pk)
    plan = part.plan
    # Whoever sees the people of the part handles its agency: no need to look around for it.
    if scope.is_city_hr or part.unit_id in scope.managed_unit_tree():
        return plan, part
    if agencies_visible_to(scope).filter(pk=plan.agency_id).exists():
        return plan, part
    if plan.status != Plan.Status.PUBLISHED or _own_agency_id(scope) != plan.agency_id:
        raise Http404
    if not is_own_part(scope, part):
        raise PermissionDenied
    return plan, part


def slice_for(scope, pk, unit_pk):
    """Return the slice of a unit below a bidang that is no level of the chain: to be read.

    A PlanPart without a row, in the state of its bidang's part. Raises Http404 for everybody who
    does not manage the people of the unit, and for a unit outside the parts.
    """
    if not (scope.is_city_hr or unit_pk in scope.managed_unit_tree()):
        raise Http404
    path = [unit.pk for unit in path_of(Unit(pk=unit_pk))]
    part = (
        PlanPart.objects.filter(plan_id=pk, above=None, unit_id__in=path[:-1])
        .exclude(unit_id=F("plan__agency_id"))
        .select_related("plan__agency", "plan__period", "plan__policy")
        .first()
    )
    if part is None:
        raise Http404
    return PlanPart(
        plan=part.plan, unit=Unit.objects.get(pk=unit_pk), above=part, status=part.status
    )


def is_own_part(scope, part):
    """Say whether the account's own unit lies in the part (the agency's part: itself alone)."""
    if scope.own_unit_id is None:
        return False
    if part.unit_id == part.plan.agency_id:
        return scope.own_unit_id == part.unit_id
    return part.unit_id in {unit.pk for unit in scope.own_path()}


def _own_agency_id(scope):
    agencies = [unit.pk for unit in scope.own_path() if unit.level in Unit.AGENCY_LEVELS]
    return agencies[-1] if agencies else scope.own_unit_id


def periods():
    """Return all periods, latest first."""
    return Period.objects.all()


def period_to_show(day, name=""):
    """Return the period of that primary key, else the one in work: the nearest not yet over.

    None where no period exists.
    """
    if name.isdigit():
        chosen = Period.objects.filter(pk=name).first()
        if chosen:
            return chosen
    ahead = Period.objects.filter(ends_on__gte=day).order_by("starts_on").first()
    return ahead or Period.objects.first()


def agency_rows(scope, period, *, status="", search=""):
    """Return the agencies for the list, to be paged; `status` is a Plan status or "none"."""
    agencies = agencies_visible_to(scope).filter(closed_on__isnull=True).order_by("code")
    if search:
        agencies = agencies.filter(Q(name__icontains=search) | Q(short_name__icontains=search))
    if status in Plan.Status.values or status == NONE_YET:
        live = Plan.objects.filter(agency=OuterRef("pk"), period=period).exclude(
            status=Plan.Status.SUPERSEDED
        )
        agencies = agencies.filter(
            ~Exists(live) if status == NONE_YET else Exists(live.filter(status=status))
        )
    return agencies


@dataclass(frozen=True)
class ListedPlan:
    """A plan in the list: its parts counted, and the bidang that have not submitted."""

    plan: Plan
    submitted: int
    all_parts: int
    waiting_for: list


def plans_of(agencies, period):
    """Return {agency id: [ListedPlan]} without superseded versions, in two queries."""
    rows = (
        Plan.objects.filter(agency__in=agencies, period=period)
        .exclude(status=Plan.Status.SUPERSEDED)
        .select_related("agency", "period", "policy")
        .defer("problem", "solution")
        .order_by("agency_id", "working_week", "-version")
        .prefetch_related(
            Prefetch("parts", PlanPart.objects.select_related("unit").order_by("unit__code"))
        )
    )
    found = {}
    for plan in rows:
        parts = [part for part in plan.parts.all() if not part.above_id]
        missing = [p.unit for p in parts if p.status != PlanPart.Status.SUBMITTED]
        found.setdefault(plan.agency_id, []).append(
            ListedPlan(plan, len(parts) - len(missing), len(parts), missing)
        )
    return found
