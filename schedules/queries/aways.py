"""Absences as an account may read them: kinds are for unit HR, superiors and BKPSDM alone."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from schedules.models import Away
from units.access import on_day
from units.models import Posting
from units.queries.employees import employee_for, employees, keeps_records_of


def reads_aways(scope):
    """Say whether the account has anybody whose absences it may read beside its own."""
    return scope.is_city_hr or scope.is_unit_hr or scope.is_head


def aways_visible_to(scope):
    """Return the absences of the people that the account manages today; all for BKPSDM."""
    aways = Away.objects.select_related("employee__user", "recorded_by__employee")
    if scope.is_city_hr:
        return aways
    posted = Posting.objects.filter(
        on_day(scope.day), kind=Posting.Kind.DEFINITIVE, unit_id__in=scope.managed_unit_tree()
    )
    return aways.filter(employee_id__in=posted.values("employee_id"))


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
