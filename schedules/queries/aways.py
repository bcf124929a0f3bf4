"""Absences as an account may read them: kinds are for unit HR, superiors and BKPSDM alone."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from schedules.models import Away
from schedules.queries.workplaces import home_days, working_days_of
from units.access import on_day
from units.models import Posting
from units.queries.authority import decides_for_anybody, postings_decided_by
from units.queries.employees import employee_for, employees, is_self, keeps_records_of
from units.queries.people import may_decide_for

LOOKS_AT = datetime.timedelta(days=91)


def reads_aways(scope):
    """Say whether the account has anybody whose absences it may read beside its own."""
    return scope.is_city_hr or scope.is_unit_hr or decides_for_anybody(scope)


def aways_visible_to(scope):
    """Return the absences of whom the account decides for or keeps the records; all for BKPSDM.

    A stand-in does not read those of the head whose place they keep.
    """
    aways = Away.objects.select_related("employee__user", "recorded_by__employee")
    if scope.is_city_hr:
        return aways
    kept = Posting.objects.filter(
        on_day(scope.day), kind=Posting.Kind.DEFINITIVE, unit_id__in=scope.hr_unit_tree()
    )
    below = postings_decided_by(scope)
    return aways.filter(
        Q(employee_id__in=kept.values("employee_id"))
        | Q(employee_id__in=below.values("employee_id"))
    )


def away_list(scope, *, search="", past=False):
    """Return approved absences for the list: those not over, earliest first, or the past ones."""
    found = aways_visible_to(scope).filter(status=Away.Status.APPROVED)
    for word in search.split():
        found = found.filter(Q(employee__name__icontains=word) | Q(employee__nip__startswith=word))
    if past:
        return found.filter(ends_on__lt=scope.day).order_by("-ends_on", "employee__name", "pk")
    return found.filter(ends_on__gte=scope.day).order_by("starts_on", "employee__name", "pk")


def people_to_record(scope, search, most):
    """Return at most so many people found by name or NIP whose absences the account records."""
    if not search or not (scope.is_city_hr or scope.is_unit_hr):
        return []
    found = employees(scope, search=search).exclude(user=scope.user)
    if not scope.is_city_hr:
        posted = Posting.objects.filter(
            on_day(scope.day), kind=Posting.Kind.DEFINITIVE, unit_id__in=scope.hr_unit_tree()
        )
        found = found.filter(pk__in=posted.values("employee_id"))
    return list(found[:most])


def employee_to_record(scope, pk):
    """Return an employee whose absences the account records; 404 unseen, 403 only seen."""
    employee = employee_for(scope, pk)
    if not keeps_records_of(scope, employee):
        raise PermissionDenied
    return employee


def away_to_withdraw(scope, pk):
    """Return an absence that the account may take back; 404 unseen, 403 only seen."""
    away = aways_visible_to(scope).filter(pk=pk).first()
    if away is None:
        raise Http404
    if not keeps_records_of(scope, away.employee):
        raise PermissionDenied
    return away


def has_requests(scope):
    """Say whether the account can ask for an absence: it belongs to somebody who works here."""
    return scope.employee is not None


def requests_of(employee):
    """Return the absences of a person, requested and recorded ones, latest first."""
    return Away.objects.filter(employee=employee).order_by("-starts_on", "-pk")


def requests_to_decide(scope):
    """Return the requests that wait for this account, earliest day first; none its own."""
    mine = postings_decided_by(scope).values("employee_id")
    return (
        Away.objects.filter(status=Away.Status.REQUESTED, employee_id__in=mine)
        .select_related("employee")
        .order_by("starts_on", "pk")
    )


def request_for(scope, pk):
    """Return an absence for its page: the person, who decides, unit HR, BKPSDM; else Http404."""
    away = (
        Away.objects.filter(pk=pk)
        .select_related("employee__user", "recorded_by__employee", "decided_by__employee")
        .first()
    )
    if away is None:
        raise Http404
    employee = away.employee
    if is_self(scope, employee) or may_decide_for(scope, employee):
        return away
    if keeps_records_of(scope, employee):
        return away
    raise Http404


def request_to_decide(scope, pk):
    """Return a request for a decision: 404 unseen, 403 for those who only read it."""
    away = request_for(scope, pk)
    if not may_decide_for(scope, away.employee):
        raise PermissionDenied
    return away


def own_request(scope, pk):
    """Return one's own request; 404 unseen, 403 for those who only read it."""
    away = request_for(scope, pk)
    if not is_self(scope, away.employee):
        raise PermissionDenied
    return away


def days_touched(away):
    """Return (working days, days at home) of the person within an absence, as they stand now.

    The longest look is 92 days: more is told by the dates.
    """
    last = min(away.ends_on, away.starts_on + LOOKS_AT)
    working = working_days_of(away.employee, away.starts_on, last)
    home = home_days([away.employee_id], away.starts_on, last).get(away.employee_id, ())
    return working, [row.date for row in home]
