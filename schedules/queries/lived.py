"""A published plan as it was lived: who took part, who was available, which days at home count.

Everything here is read from dated records as they stand now, so that the same question asked
later gives the same answer unless a record was corrected.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass, replace

from django.db.models import F

from schedules.eligibility import waiting_until
from schedules.models import Assignment, Away, FlexibleDay, Period, Plan
from schedules.planning import Problem, read_problem
from schedules.queries.orders import orders_between
from units.models import Exclusion, Position, Posting

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Lived:
    """The problem with absences as they turned out, and the days at home that counted, by id.

    Who took no part for the whole period is not eligible in this problem: they keep their
    balance (or start again at 0) and do not weigh in the mean of their group.
    """

    problem: Problem
    home: dict


def plans_in_force():
    """Return the published plans, without those published only after their period was over."""
    return Plan.objects.filter(
        status=Plan.Status.PUBLISHED, published_at__date__lte=F("period__ends_on")
    )


def newly_placed(period):
    """Return the ids of employees whose definitive posting began after the period's first day.

    Up to the first day of the period that follows. They start at 0 there: new, transferred and
    promoted alike (PermenPANRB 4/2025, Art. 25 calls all of them new).
    """
    after = Period.objects.filter(starts_on__gt=period.starts_on).order_by("starts_on").first()
    until = after.starts_on if after else period.ends_on + ONE_DAY
    return set(
        Posting.objects.filter(
            kind=Posting.Kind.DEFINITIVE, starts_on__gt=period.starts_on, starts_on__lte=until
        ).values_list("employee_id", flat=True)
    )


def days_as_lived(plan, calendar, newcomers, *, left_out=frozenset()):
    """Return the Lived of a published plan, in six queries.

    Days at home that count are those published when they were lived, whichever version of the
    plan gave them, less what the person did not have of them. Such a day, and any day on which
    the person was not available, is a day of: approved absence, a holiday declared late, an
    exclusion, the waiting period after a posting. Somebody placed anew in the period
    (`newcomers`, see `newly_placed`), or gone before its end, takes no part; nor does who is
    in `left_out`.

    A day at home from which a superior recalled the person was not had, and so is owed. Days of
    an emergency are outside the rotation for those whom it covered: charged to nobody.
    """
    return _as_lived(plan, read_problem(plan.problem), Assignment, calendar, newcomers, left_out)


def flexible_days_as_lived(plan, calendar, newcomers, *, left_out=frozenset()):
    """Return the Lived of the flexible-hours days of a plan; see `days_as_lived`."""
    problem = read_problem(plan.flexible_problem)
    return _as_lived(plan, problem, FlexibleDay, calendar, newcomers, left_out)


def _as_lived(plan, problem, days_in_force, calendar, newcomers, left_out):
    start, end = plan.period.starts_on, plan.period.ends_on
    ids = [int(person.id) for person in problem.people if person.eligible]
    postings = {
        posting.employee_id: posting
        for posting in Posting.objects.filter(
            employee_id__in=ids, kind=Posting.Kind.DEFINITIVE, starts_on__lte=start
        )
        .exclude(ends_on__lt=end)
        .select_related("position")
    }
    waiting = {
        pk: posting
        for pk, posting in postings.items()
        # A position that is always on site keeps its flexible-hours days from the first day on.
        if days_in_force is Assignment or posting.position.presence != Position.Presence.ON_SITE
    }
    unavailable = _unavailable(plan, ids, waiting)
    closed = {
        unit: _closed_days(calendar, unit, problem.days)
        for unit in {person.unit for person in problem.people if person.eligible}
    }
    orders = orders_between(start, end, ids)
    people, absent = [], {}
    for person in problem.people:
        pk = int(person.id)
        if person.eligible:
            posting = postings.get(pk)
            stayed = posting and str(posting.unit_id) == person.unit and pk not in newcomers
            off = closed[person.unit] | _days_within(problem.days, unavailable[pk])
            if pk in orders.terms:
                covered = {day.isoformat() for day in orders.emergency_days(pk, start, end)}
                off |= covered & problem.week_of.keys()
            absent[pk] = off
            person = replace(person, eligible=bool(stayed and pk not in left_out), absent=off)
        people.append(person)
    home = defaultdict(list)
    rows = days_in_force.objects.filter(
        employee_id__in=ids, published=True, date__range=(start, end)
    ).order_by("date")
    for pk, date in rows.values_list("employee_id", "date"):
        day = date.isoformat()
        if (pk, date) in orders.recalled:
            continue
        if day in problem.week_of and day not in absent[pk]:
            home[str(pk)].append(day)
    return Lived(replace(problem, people=tuple(people), known={}), dict(home))


def _unavailable(plan, ids, postings):
    """Return {employee id: [(first ISO date, last ISO date)]} of terms outside the rotation."""
    start, end = plan.period.starts_on, plan.period.ends_on
    found = defaultdict(list)
    aways = Away.objects.filter(
        employee_id__in=ids, status=Away.Status.APPROVED, starts_on__lte=end, ends_on__gte=start
    )
    exclusions = Exclusion.objects.filter(employee_id__in=ids, starts_on__lte=end).exclude(
        ends_on__lt=start
    )
    if not plan.policy.exclude_discipline:
        exclusions = exclusions.exclude(kind=Exclusion.Kind.DISCIPLINE)
    for rows in (aways, exclusions):
        for pk, first, last in rows.values_list("employee_id", "starts_on", "ends_on"):
            found[pk].append((first.isoformat(), (last or end).isoformat()))
    for pk, posting in postings.items():
        until = waiting_until(posting, plan.policy)
        if until is not None and until >= start:
            found[pk].append((start.isoformat(), until.isoformat()))
    return found


def _days_within(days, terms):
    return frozenset(day for first, last in terms for day in days if first <= day <= last)


def _closed_days(calendar, unit, days):
    open_days = calendar.working_days(int(unit), calendar.start, calendar.end)
    return frozenset(days) - {day.isoformat() for day in open_days}
