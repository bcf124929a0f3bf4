"""A person's own schedule: published days, the reason of each, their share beside the group's."""

import datetime
from dataclasses import dataclass
from fractions import Fraction

from schedules.models import Plan
from schedules.planning.fairness import takes_part
from schedules.queries.calendar import Calendar
from schedules.queries.day_reasons import Reasons, published_plans_of
from schedules.queries.flexible import flexible_share_of
from schedules.queries.rotations import rotation_of
from units.queries.people import posting_on
from units.small_groups import safe_bins, safe_gap

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Distribution:
    """How many of the peers have how many days at home, in parts of five people and more.

    `gap` is the largest difference of selisih porsi, rounded up to whole days.
    """

    people: int
    parts: list
    gap: int


@dataclass(frozen=True)
class PeriodSchedule:
    """One published period for one person: weeks of DayReason, the own share, the group's.

    `share` is None for who takes no part in the rotation; `carried` is the balance that the plan
    started with; `distribution` is None for groups under five people.
    `changes` are the own days that this version changed, as pairs of the status before and the
    DayReason of now. `flexible` is the FlexibleShare of who works at the office alone, or None.
    """

    plan: Plan
    weeks: list
    share: object
    carried: Fraction
    distribution: Distribution | None
    target_per_week: int
    most: int
    changes: list
    flexible: object = None


def schedule_of(employee, day):
    """Return the PeriodSchedules of a person that are not over on a day, earliest first.

    Only published plans count: a draft is never seen here.
    """
    person = str(employee.pk)
    found = []
    for plan in published_plans_of(employee, day):
        rotation = rotation_of(plan)
        if person in rotation.problem.person:
            found.append(_period_schedule(employee, person, rotation))
    return found


def _period_schedule(employee, person, rotation):
    period = rotation.plan.period
    posting = posting_on(employee, min(max(period.starts_on, employee.joined_on), period.ends_on))
    unit_id = posting.unit_id if posting else rotation.plan.agency_id
    calendar = Calendar.load(period.starts_on, period.ends_on)
    reasons = Reasons(employee, rotation, calendar, unit_id, period.starts_on, period.ends_on)
    weeks, day = [], period.starts_on
    while day <= period.ends_on:
        week = [day + n * ONE_DAY for n in range(7)]
        weeks.append([reasons.on(one) for one in week if reasons.is_shown(one)])
        day += 7 * ONE_DAY
    return PeriodSchedule(
        plan=rotation.plan,
        weeks=weeks,
        share=rotation.shares.get(person),
        carried=rotation.problem.person[person].balance,
        distribution=_distribution(rotation, person),
        target_per_week=rotation.problem.person[person].target_per_week,
        most=rotation.problem.person[person].most_per_week * len(rotation.problem.weeks),
        changes=[
            ("wfh" if date in reasons.before else "wfo", reasons.on(date))
            for date in sorted(reasons.changed)
        ],
        flexible=None
        if person in rotation.shares
        else flexible_share_of(reasons.flexible_rotation, person),
    )


def _distribution(rotation, person):
    if person not in rotation.shares:
        return None
    problem = rotation.counted[0]
    peers = problem.person[person].peers
    group = [
        rotation.shares[one.id]
        for one in problem.people
        if one.peers == peers and takes_part(problem, one)
    ]
    parts = safe_bins(share.given for share in group)
    if parts is None:
        return None
    return Distribution(
        people=len(group), parts=parts, gap=safe_gap(share.difference for share in group)
    )
