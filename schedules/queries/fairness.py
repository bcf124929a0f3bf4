"""How even a rotation is: for a colleague without names, for superiors by name.

Colleagues see the group within which shares are compared (`peers`), in parts of five people and
more (`units.small_groups`), and their own figures. Nothing here tells a balance of somebody else.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction

from schedules.models import Assignment, Away, FlexibleDay, Plan
from schedules.planning.fairness import FairShare, available, entitlement, takes_part
from schedules.queries.flexible import flexible_share_of
from schedules.queries.orders import orders_between
from schedules.queries.rotations import flexible_rotation_of, rotation_of
from units import clock
from units.queries.people import posting_on
from units.queries.tree import agency_of
from units.small_groups import safe_bins, safe_gap

MOST_PERIODS = 6


@dataclass(frozen=True)
class GroupPeriod:
    """The group of one person in one period: distributions without names, and the own days.

    `days`, `desirable` and `gap` are None for groups under five; `own` and `own_desirable` for
    who took no part. `gap` is known for the period in hand alone.
    """

    plan: Plan
    people: int
    days: list | None
    desirable: list | None
    own: int | None
    own_desirable: int | None
    gap: int | None = None


@dataclass(frozen=True)
class Working:
    """How the own fair share comes about, in days: each line of the worked example."""

    target_per_week: int
    weeks: int
    available: int
    days: int
    entitlement: Fraction
    balance: Fraction
    shortfall: Fraction
    share: FairShare


@dataclass(frozen=True)
class OwnFairness:
    """What one person reads: the period in hand, earlier ones, the sum, and the own working."""

    now: GroupPeriod
    working: Working | None
    periods: list
    total: GroupPeriod | None = None
    choices: list = field(default_factory=list)
    flexible: GroupPeriod | None = None
    flexible_share: object = None


def own_fairness(employee, day, period_id=None):
    """Return the OwnFairness of a person, or None where no published plan names them.

    Without a period: the latest one that has begun, else the next. Constant queries.
    """
    posting = posting_on(employee, day)
    if posting is None:
        return None
    person = str(employee.pk)
    plans = [
        plan
        for plan in _published(agency_of(posting.unit).pk, posting.unit.working_week)
        if any(one["id"] == person for one in plan.problem["people"])
    ]
    if not plans:
        return None
    begun = [plan for plan in plans if plan.period.starts_on <= day]
    chosen = next((plan for plan in plans if plan.period_id == period_id), None)
    chosen = chosen or (begun or plans[::-1])[0]
    had = _Had(plans, person)
    rotation = rotation_of(chosen)
    group = had.groups[chosen.pk]
    return OwnFairness(
        now=had.told(
            chosen,
            gap=safe_gap(
                rotation.shares[one].difference for one in group if one in rotation.shares
            ),
        ),
        working=_working(rotation, person),
        periods=[had.told(plan) for plan in begun],
        total=had.total(begun),
        choices=[plan.period for plan in plans],
        **_flexible(chosen, person),
    )


def _flexible(plan, person):
    """Return the flexible-hours days of the own group, where the person shares in them."""
    share = flexible_share_of(flexible_rotation_of(plan), person)
    if share is None:
        return {}
    return {"flexible": _Had([plan], person, flexible=True).told(plan), "flexible_share": share}


def _published(agency_id, working_week):
    """Return the latest published plans of one group of an agency, the latest period first."""
    plans = Plan.objects.filter(
        status=Plan.Status.PUBLISHED, agency=agency_id, working_week=working_week
    )
    return list(
        plans.defer("solution", "flexible_problem", "flexible_solution")
        .select_related("agency", "period", "policy")
        .order_by("-period__starts_on", "-pk")[:MOST_PERIODS]
    )


def _working(rotation, person):
    problem = rotation.counted[0]
    one = problem.person[person]
    if not takes_part(problem, one):
        return None
    share = rotation.shares[person]
    return Working(
        target_per_week=one.target_per_week,
        weeks=len(problem.weeks),
        available=available(problem, one),
        days=len(problem.days),
        entitlement=entitlement(problem, one),
        balance=one.balance,
        shortfall=share.ideal - share.share,
        share=share,
    )


class _Had:
    """The days that the peers of one person had in some plans, from two queries.

    Days at home, or with `flexible` flexible-hours days.

    `groups` maps a plan to the ids of the peers who shared in it. Every distribution of a plan is
    made from the same group, so that no two of them differ by one person.
    """

    def __init__(self, plans, person, *, flexible=False):
        self.person, self.flexible = person, flexible
        peers = {plan.pk: _peers(self._problem(plan), person) for plan in plans}
        ids = [int(one["id"]) for group in peers.values() for one in group]
        self._aways = defaultdict(list)
        rows = Away.objects.filter(
            employee_id__in=ids,
            status=Away.Status.APPROVED,
            starts_on__lte=max(plan.period.ends_on for plan in plans),
            ends_on__gte=min(plan.period.starts_on for plan in plans),
        )
        first = min(plan.period.starts_on for plan in plans)
        last = max(plan.period.ends_on for plan in plans)
        orders = orders_between(first, last, ids)
        # Days of an emergency are outside the rotation, and a day of a recall was not had.
        self._outside = {
            str(pk): {day.isoformat() for day in orders.emergency_days(pk, first, last)}
            for pk in orders.terms
        }
        for pk, start, end in rows.values_list("employee_id", "starts_on", "ends_on"):
            self._aways[str(pk)].append((start.isoformat(), end.isoformat()))
        self.groups = {plan.pk: self._sharing(plan, peers[plan.pk]) for plan in plans}
        self._days = defaultdict(list)
        days = FlexibleDay if flexible else Assignment
        rows = days.objects.filter(plan__in=list(peers), employee_id__in=ids)
        for plan, pk, date in rows.values_list("plan_id", "employee_id", "date"):
            if (pk, date) in orders.recalled:
                continue
            if not self._is_away(str(pk), date.isoformat()):
                self._days[plan, str(pk)].append(date.isoformat())

    def _problem(self, plan):
        return plan.flexible_problem if self.flexible else plan.problem

    def told(self, plan, *, gap=None):
        """Return the GroupPeriod of one plan."""
        return self._told(plan, self.groups[plan.pk], [plan], gap)

    def total(self, plans):
        """Return all plans together, for who shared in each; None for fewer than two plans."""
        if len(plans) < 2:
            return None
        group = set.intersection(*(self.groups[plan.pk] for plan in plans))
        return self._told(plans[0], group, plans, None)

    def _told(self, plan, group, plans, gap):
        days, wanted = dict.fromkeys(group, 0), dict.fromkeys(group, 0)
        for one_plan in plans:
            desirable = set(self._problem(one_plan).get("desirable", ()))
            for one in group:
                had = self._days[one_plan.pk, one]
                days[one] += len(had)
                wanted[one] += len(desirable.intersection(had))
        return GroupPeriod(
            plan=plan,
            people=len(group),
            days=safe_bins(days.values()),
            desirable=safe_bins(wanted.values()),
            own=days.get(self.person),
            own_desirable=wanted.get(self.person),
            gap=gap,
        )

    def _sharing(self, plan, peers):
        days = self._problem(plan)["days"]
        return {
            one["id"]
            for one in peers
            if one.get("eligible", True)
            and any(
                day not in one.get("absent", ()) and not self._is_away(one["id"], day)
                for day in days
            )
        }

    def _is_away(self, person, day):
        return day in self._outside.get(person, ()) or any(
            start <= day <= end for start, end in self._aways.get(person, ())
        )


def _peers(problem, person):
    people = problem["people"]
    peers = next(one["peers"] for one in people if one["id"] == person)
    return [one for one in people if one["peers"] == peers]


@dataclass(frozen=True)
class NamedRow:
    """One person in the list of superiors; names are added for the page alone."""

    person: str
    unit: str
    given: int
    desirable: int
    share: Fraction
    difference: Fraction
    carried: Fraction


@dataclass(frozen=True)
class UnitFairness:
    """The people of a unit and its parts in one period, by name: for those who may see names.

    `rows` have the largest selisih porsi first. `outside` counts who takes no part.
    """

    period: object
    rows: list
    outside: int
    gap: Fraction
    choices: list


def unit_fairness(unit, unit_ids, period_id=None):
    """Return the UnitFairness of the units with these ids, or None without a published plan.

    `unit` is the one asked for; its agency's plans of both working weeks count.
    """
    plans = Plan.objects.filter(status=Plan.Status.PUBLISHED, agency=agency_of(unit))
    light = plans.defer(
        "problem", "solution", "flexible_problem", "flexible_solution"
    ).select_related("period")
    latest_first = light.order_by("-period__starts_on")
    periods = list({one.period_id: one.period for one in latest_first}.values())
    if not periods:
        return None
    begun = [one for one in periods if one.starts_on <= clock.today()]
    chosen = next((one for one in periods if one.pk == period_id), None)
    chosen = chosen or (begun or periods[::-1])[0]
    inside = {str(pk) for pk in unit_ids}
    rows, outside, gap = [], 0, Fraction(0)
    for plan in plans.filter(period=chosen).select_related("agency", "period", "policy"):
        rotation = rotation_of(plan)
        problem = rotation.counted[0]
        here = {one.id for one in problem.people if one.unit in inside}
        gap = max(gap, rotation.widest_gap(here))
        for one in problem.people:
            if one.id not in here:
                continue
            if not takes_part(problem, one):
                outside += 1
                continue
            share = rotation.shares[one.id]
            wanted = problem.desirable.intersection(rotation.home.get(one.id, ())) - one.absent
            rows.append(
                NamedRow(
                    one.id,
                    one.unit,
                    share.given,
                    len(wanted),
                    share.share,
                    share.difference,
                    one.balance,
                )  # fmt: skip
            )
    rows.sort(key=lambda row: (-row.difference, int(row.person)))
    return UnitFairness(chosen, rows, outside, gap, periods[:MOST_PERIODS])
