"""Flexible-hours days go with their plan: stored with it, carried over, put in force with it."""

import datetime

from schedules.models import Assignment, FlexibleDay

AT_ONCE = 2000


def store_flexible_days(plan, facts):
    """Write the days of the plan's flexible solution in the caller's transaction.

    `facts` are the FlexibleFacts that the problem came from: they know the window of each unit.
    """
    if plan.flexible_solution is None:
        return
    unit_of = {person["id"]: int(person["unit"]) for person in plan.flexible_problem["people"]}
    rows = []
    for person, days in plan.flexible_solution["home"].items():
        for text in days:
            day = datetime.date.fromisoformat(text)
            start, end = facts.window_of(unit_of[person], day)
            rows.append(
                FlexibleDay(
                    plan=plan,
                    employee_id=int(person),
                    date=day,
                    starts_from=start,
                    starts_until=end,
                )
            )
    FlexibleDay.objects.bulk_create(rows, batch_size=AT_ONCE)


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
