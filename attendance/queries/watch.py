"""Who watches over whom, and by which thresholds on a day."""

import datetime

from django.db.models import Q

from attendance.models import WatchRules
from schedules.queries.calendar import Calendar
from units.queries.authority import decides_for_anybody, postings_decided_by
from units.queries.people import may_decide_for

SEARCH_DAYS = 62


def rules_on(day):
    """Return the thresholds in force on a day; those of the portal itself where none were set."""
    found = WatchRules.objects.filter(starts_on__lte=day).order_by("-starts_on").first()
    return found or WatchRules()


def watch_rules():
    """Return the thresholds ever set, latest first."""
    return WatchRules.objects.select_related("decided_by__employee")


def watches_anybody(scope):
    """Say whether the account looks at other people's findings: superiors and BKPSDM."""
    return scope.is_city_hr or decides_for_anybody(scope)


def sets_watch_rules(scope):
    """Say whether the account sets the thresholds: BKPSDM."""
    return scope.is_city_hr


def watched_by(scope):
    """Return a Q on `employee` for findings that the account looks at as superior or BKPSDM.

    Discipline is for the person, the superior and BKPSDM alone: unit HR is not among them.
    """
    if scope.is_city_hr:
        return ~Q(employee__user_id=scope.user.pk)
    if not decides_for_anybody(scope):
        return Q(pk__in=[])
    return Q(employee_id__in=postings_decided_by(scope).values("employee_id"))


def seen_by(scope):
    """Return a Q for findings that the account may open: also its own."""
    own = Q(employee_id=scope.employee.pk) if scope.employee else Q(pk__in=[])
    return watched_by(scope) | own


def is_own(scope, employee):
    return employee.user_id == scope.user.pk


def decides_on(scope, employee):
    """Say whether the account decides on a finding about a person: superior, BKPSDM; never own."""
    if is_own(scope, employee):
        return False
    return scope.is_city_hr or may_decide_for(scope, employee)


def _later(day, days):
    return day + datetime.timedelta(days=days)


def due_dates(day, working_days, unit_ids):
    """Return {unit id: the last of so many working days after a day}, in four queries."""
    calendar = Calendar.load(day, _later(day, SEARCH_DAYS))
    found = {}
    for unit_id in unit_ids:
        ahead = calendar.working_days(unit_id, _later(day, 1), _later(day, SEARCH_DAYS))
        found[unit_id] = ahead[min(working_days, len(ahead)) - 1] if ahead and working_days else day
    return found


def working_days_before(day, working_days, unit_ids):
    """Return {unit id: the date that lies so many working days before a day}, in four queries."""
    calendar = Calendar.load(_later(day, -SEARCH_DAYS), day)
    found = {}
    for unit_id in unit_ids:
        behind = calendar.working_days(unit_id, _later(day, -SEARCH_DAYS), _later(day, -1))
        found[unit_id] = behind[-working_days] if len(behind) >= working_days else None
    return found
