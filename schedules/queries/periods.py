"""Periods for lists and choices; everyone who is signed in may read them."""

import datetime

from django.db.models import Count, Max, Q

from schedules.models import Period, Plan
from units import clock


def period_list():
    """Return the periods, latest first, with how many agencies have a plan in work or published."""
    live = ~Q(plans__status=Plan.Status.SUPERSEDED)
    return Period.objects.annotate(
        planned=Count("plans__agency", filter=live, distinct=True),
        published=Count(
            "plans__agency", filter=Q(plans__status=Plan.Status.PUBLISHED), distinct=True
        ),
    ).order_by("-starts_on")


def open_periods():
    """Return the periods that are not over, the next one first."""
    return Period.objects.filter(ends_on__gte=clock.today()).order_by("starts_on")


def periods_ahead():
    """Return the periods that have not begun, the next one first."""
    return Period.objects.filter(starts_on__gt=clock.today()).order_by("starts_on")


def next_start():
    """Return the Monday on which the next period could start."""
    latest = Period.objects.aggregate(end=Max("ends_on"))["end"]
    today = clock.today()
    monday = today + datetime.timedelta(days=(7 - today.weekday()) % 7)
    return max(monday, latest + datetime.timedelta(days=1)) if latest else monday
