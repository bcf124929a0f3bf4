"""Swaps: what an exchange would break, with whom it is possible, and who sees which swap."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from django.http import Http404

from schedules.models import Plan, Swap, SwapOffer
from schedules.planning import violations
from schedules.queries.calendar import Calendar
from schedules.queries.rechecks import problem_now
from schedules.queries.rotations import rotation_of
from units import clock
from units.models import Employee
from units.queries.authority import postings_decided_by
from units.queries.people import may_decide_for, postings_on


@dataclass(frozen=True)
class Exchange:
    """What a swap does: broken rules, and selisih porsi of both before and after, in days.

    `fallen` says that the two days are no longer what they were when the swap was asked for.
    """

    broken: list
    asker: tuple
    partner: tuple
    fallen: bool


def exchanged(rotation, asker, partner, give, take):
    """Return the rotation with the days of two person ids exchanged; nothing is stored."""
    after = rotation.with_cell(asker, give, False).with_cell(asker, take, True)
    return after.with_cell(partner, take, False).with_cell(partner, give, True)


def stands(rotation, asker, partner, give, take):
    """Say whether the asker is at home on `give` alone and the partner on `take` alone.

    By the plan, and without an order over any of these days.
    """
    if any((one, day) in rotation.orders for one in (asker, partner) for day in (give, take)):
        return False
    mine, theirs = rotation.home.get(asker, ()), rotation.home.get(partner, ())
    return give in mine and take not in mine and take in theirs and give not in theirs


def broken_by(problem, home, people, days):
    """Return the hard rules that speak of any of the people on any of the days.

    Rules about persons are asked of these people alone and rules about days of these days alone,
    so that many possible exchanges are checked quickly.
    """
    of_people = replace(
        problem,
        people=tuple(problem.person[one] for one in people),
        floors=(),
        ceilings=(),
        apart=(),
        known={},
    )
    of_days = replace(
        problem,
        days=tuple(day for day in problem.days if day in days),
        people=tuple(replace(one, most_per_week=len(problem.days)) for one in problem.people),
        known={},
    )
    found = violations(of_people, {one: home.get(one, ()) for one in people})
    on_days = {person: [day for day in at_home if day in days] for person, at_home in home.items()}
    found += [one for one in violations(of_days, on_days) if one not in found]
    return [one for one in found if set(one.people) & set(people)]


def on_days_off(swaps):
    """Return the ids of the swaps with a day that is no longer worked by one of the two.

    A holiday declared late takes the day from both. Five queries however many swaps.
    """
    swaps = list(swaps)
    if not swaps:
        return set()
    days = [day for swap in swaps for day in (swap.give_on, swap.take_on)]
    calendar = Calendar.load(min(days), max(days))
    people = {pk for swap in swaps for pk in (swap.asker_id, swap.partner_id) if pk}
    rows = postings_on(clock.today()).select_related(None).filter(employee_id__in=people)
    units = dict(rows.values_list("employee_id", "unit_id"))
    return {
        swap.pk
        for swap in swaps
        for pk in (swap.asker_id, swap.partner_id)
        for day in (swap.give_on, swap.take_on)
        if pk in units and not calendar.is_working_day(units[pk], day)
    }


def exchange_of(swap, rotation=None):
    """Return the Exchange of a swap with its partner on today's facts."""
    rotation = rotation or rotation_of(swap.plan)
    ids = str(swap.asker_id), str(swap.partner_id)
    days = swap.give_on.isoformat(), swap.take_on.isoformat()
    after = exchanged(rotation, *ids, *days)
    home = {person: at_home for person, at_home in after.home.items() if at_home}
    now = problem_now(swap.plan)
    if not set(ids) <= now.person.keys():
        return Exchange([], (None, None), (None, None), fallen=True)
    broken = broken_by(rotation.problem, home, ids, days)
    broken += [one for one in broken_by(now, home, ids, days) if one not in broken]
    differences = [
        tuple(
            one.shares[person].difference if person in one.shares else None
            for one in (rotation, after)
        )
        for person in ids
    ]
    fallen = swap.plan.status != Plan.Status.PUBLISHED or not stands(rotation, *ids, *days)
    fallen = fallen or bool(on_days_off([swap]))
    return Exchange(broken, *differences, fallen)


def colleagues_for(rotation, employee, give, take):
    """Return the ids of the peers with whom an exchange of two ISO dates breaks no rule.

    They are at home on `take` and at the office on `give`, and have an account to consent with.
    """
    asker = str(employee.pk)
    now = problem_now(rotation.plan)
    if asker not in rotation.problem.person or asker not in now.person:
        return []
    days = (date.fromisoformat(one) for one in (give, take))
    if on_days_off([Swap(asker=employee, **dict(zip(("give_on", "take_on"), days, strict=True)))]):
        return []
    peers = rotation.problem.person[asker].peers
    found = []
    for person in rotation.problem.people:
        if person.id == asker or person.peers != peers or person.id not in now.person:
            continue
        if not stands(rotation, asker, person.id, give, take):
            continue
        after = exchanged(rotation, asker, person.id, give, take)
        home = {one: days for one, days in after.home.items() if days}
        both, days = (asker, person.id), (give, take)
        if not broken_by(rotation.problem, home, both, days) and not broken_by(
            now, home, both, days
        ):
            found.append(int(person.id))
    reachable = Employee.objects.filter(pk__in=found, user__is_active=True, left_on__isnull=True)
    return list(reachable.order_by("name", "pk").values_list("pk", flat=True))


def days_to_give(rotation, employee, today):
    """Return the published days at home of an employee after today, as ISO dates.

    Days under an order (recall, emergency) cannot be given.
    """
    person = str(employee.pk)
    return [
        day
        for day in rotation.home.get(person, ())
        if day > today.isoformat() and (person, day) not in rotation.orders
    ]


def days_to_take(rotation, employee, today):
    """Return the days after today on which the employee could be at home but is not."""
    person = rotation.problem.person.get(str(employee.pk))
    if person is None or not person.eligible:
        return []
    taken = set(rotation.home.get(person.id, ())) | person.absent | person.on_site
    taken |= {day for one, day in rotation.orders if one == person.id}
    return [day for day in rotation.problem.days if day > today.isoformat() and day not in taken]


def _swaps():
    return Swap.objects.select_related("asker", "partner")


def swaps_of(employee):
    """Return the swaps that an employee asked for or took, latest first."""
    return _swaps().filter(Q(asker=employee) | Q(partner=employee))


def offers_to(employee):
    """Return the open swaps offered to an employee who has not declined, earliest day first."""
    mine = SwapOffer.objects.filter(
        swap=OuterRef("pk"), colleague=employee, declined_at__isnull=True
    )
    return _swaps().filter(Exists(mine), status=Swap.Status.OFFERED).order_by("expires_on", "pk")


def swaps_to_decide(scope):
    """Return the taken swaps on which this account decides: for both people, none its own."""
    mine = postings_decided_by(scope).values("employee_id")
    return (
        _swaps()
        .filter(status=Swap.Status.TAKEN, asker__in=Subquery(mine), partner__in=Subquery(mine))
        .order_by("expires_on", "pk")
    )


def decides_on(scope, swap):
    """Say whether the account decides for both people of a taken swap."""
    return (
        swap.partner_id is not None
        and may_decide_for(scope, swap.asker)
        and may_decide_for(scope, swap.partner)
    )


def swap_for(scope, pk):
    """Return a swap that the account may open: asker, partner, offered to, or who decides.

    Raises Http404 for everybody else, colleagues included.
    """
    swap = (
        _swaps()
        .filter(pk=pk)
        .select_related("plan__agency", "plan__period", "plan__policy", "decided_by__employee")
        .prefetch_related(
            Prefetch("offers", queryset=SwapOffer.objects.select_related("colleague"))
        )
        .first()
    )
    if swap is None:
        raise Http404
    me = scope.employee.pk if scope.employee else None
    offered = any(one.colleague_id == me for one in swap.offers.all())
    if me is not None and (me in (swap.asker_id, swap.partner_id) or offered):
        return swap
    if may_decide_for(scope, swap.asker):
        return swap
    raise Http404
