"""Flexible-hours days go with their plan: stored with it, changed by hand, carried over, put in
force with it."""

import datetime

from schedules.models import Assignment, FlexibleDay
from schedules.queries.policies import policy_for
from units.models import Unit

AT_ONCE = 2000


def store_flexible_days(plan, facts, *, base=None):
    """Write the days of the plan's flexible solution in the caller's transaction.

    `facts` are the FlexibleFacts that the problem came from: they know the window of each unit.
    A day that the version `base` had already keeps the window that it had there.
    """
    if plan.flexible_solution is None:
        return
    had = {}
    if base is not None:
        rows = base.flexible_days.values_list("employee_id", "date", "starts_from", "starts_until")
        had = {(pk, day): (start, end) for pk, day, start, end in rows}
    unit_of = {person["id"]: int(person["unit"]) for person in plan.flexible_problem["people"]}
    rows = []
    for person, days in plan.flexible_solution["home"].items():
        for text in days:
            day = datetime.date.fromisoformat(text)
            window = had.get((int(person), day)) or facts.window_of(unit_of[person], day)
            rows.append(
                FlexibleDay(
                    plan=plan,
                    employee_id=int(person),
                    date=day,
                    starts_from=window[0],
                    starts_until=window[1],
                )
            )
    FlexibleDay.objects.bulk_create(rows, batch_size=AT_ONCE)


def set_flexible_day(rotation, employee, day, *, given):
    """Make a day of a draft one of the person's flexible-hours days, or one no more.

    `rotation` is that of the flexible-hours days; rules and rights are the caller's. A new day
    has the window that the policy of the unit has on it. Returns False where it was so already.
    """
    rows = FlexibleDay.objects.filter(plan=rotation.plan, employee=employee, date=day)
    if not given:
        return rows.filter(published=False).delete()[0] == 1
    unit = Unit.objects.get(pk=int(rotation.problem.person[str(employee.pk)].unit))
    policy = policy_for(unit, day)
    window = {"starts_from": policy.flexible_from, "starts_until": policy.flexible_until}
    _row, made = rows.get_or_create(
        plan=rotation.plan, employee=employee, date=day, defaults=window
    )
    return made


def copy_flexible_days(base, plan):
    """Give a version made from another one the flexible-hours days of that one."""
    FlexibleDay.objects.bulk_create(
        (
            FlexibleDay(
                plan=plan,
                employee_id=day.employee_id,
                date=day.date,
                starts_from=day.starts_from,
                starts_until=day.starts_until,
            )
            for day in base.flexible_days.order_by("pk")
        ),
        batch_size=AT_ONCE,
    )


def put_flexible_days_in_force(plan, since):
    """Publish the plan's flexible-hours days from a day on, in the caller's transaction.

    A day that another published plan already gives a person stays with that plan, and so does a
    day at home of the same person: one place of work and one rule for the hours a day.
    """
    ahead = plan.flexible_days.filter(date__gte=since)
    people = ahead.values("employee")
    taken = set(
        FlexibleDay.objects.filter(
            published=True, date__gte=since, employee__in=people
        ).values_list("employee_id", "date")
    )
    taken.update(
        Assignment.objects.filter(published=True, date__gte=since, employee__in=people).values_list(
            "employee_id", "date"
        )
    )
    left_out = [
        pk
        for pk, employee, date in ahead.values_list("pk", "employee_id", "date")
        if (employee, date) in taken
    ]
    ahead.exclude(pk__in=left_out).update(published=True)
