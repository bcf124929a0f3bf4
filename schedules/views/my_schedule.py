"""The employee's own pages: the weeks of the published period, and the reason of one day."""

import datetime

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from schedules.queries.day_reasons import day_reason
from schedules.queries.my_schedule import schedule_of
from schedules.queries.reviews import latest_review, may_be_reviewed
from units import clock
from units.access import requires


def is_employee(scope):
    """Own schedules belong to employees; accounts without one have none."""
    return scope.employee is not None


@require_GET
@requires(is_employee)
def my_schedule(request):
    employee, today = request.scope.employee, clock.today()
    periods = schedule_of(employee, today)
    context = {"periods": periods, "today": today}
    if not periods:
        context["why"] = day_reason(employee, today)
    return render(request, "schedules/my_schedule.html", context)


@require_GET
@requires(is_employee)
def my_day(request, day):
    try:
        date = datetime.date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    why, today = day_reason(request.scope.employee, date), clock.today()
    context = {
        "why": why,
        "today": today,
        "review": latest_review(request.scope.employee, date),
        "may_ask_review": date > today and may_be_reviewed(why),
    }
    return render(request, "schedules/my_schedule_day.html", context)
