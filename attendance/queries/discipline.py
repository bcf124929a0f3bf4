"""Standings of PP 94/2021 from day records, and the warnings that wait for somebody."""

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from attendance.discipline import since_of, standing_of
from attendance.models import AbsenceFinding, DayRecord, DisciplineWarning
from attendance.queries.watch import seen_by, watched_by, watches_anybody
from units.models import Employee
from units.queries.tree import subtree_ids
from units.todos import Todo

Status = DisciplineWarning.Status


def standings(employee_ids, year):
    """Return {employee id: Standing} of a calendar year, in one query."""
    found = {pk: [] for pk in employee_ids}
    rows = DayRecord.objects.filter(
        employee_id__in=list(found), date__gte=since_of(year), date__year__lte=year
    )
    for pk, date, verdict in rows.values_list("employee_id", "date", "verdict"):
        found[pk].append((date, verdict))
    return {pk: standing_of(days, year) for pk, days in found.items()}


def people_to_watch(year):
    """Return the ids of who has a day of the year confirmed, or a warning that has not lapsed."""
    absent = DayRecord.objects.filter(verdict=DayRecord.Verdict.ABSENT, date__year=year)
    warned = DisciplineWarning.objects.filter(year=year).exclude(status=Status.LAPSED)
    return sorted(
        set(absent.values_list("employee_id", flat=True))
        | set(warned.values_list("employee_id", flat=True))
    )


def _warnings():
    return DisciplineWarning.objects.select_related("employee", "unit", "acknowledged_by__employee")


STATES = ("open", "acknowledged", "lapsed")


def warning_list(scope, *, state="", unit_id=None):
    """Return the warnings about the people of the account, latest first."""
    rows = _warnings().filter(watched_by(scope))
    if state in STATES:
        rows = rows.filter(status=state)
    if unit_id is not None:
        rows = rows.filter(unit_id__in=subtree_ids([unit_id]))
    return rows


def warning_for(scope, pk):
    """Return a warning that the account may open, else Http404."""
    return get_object_or_404(_warnings().filter(seen_by(scope)), pk=pk)


def warnings_of(employee):
    """Return a person's own warnings, latest first."""
    return _warnings().filter(employee=employee)


def watched_person(scope, pk):
    """Return an employee whose standing the account may see: own, its people's, BKPSDM."""
    warned = DisciplineWarning.objects.filter(seen_by(scope)).values("employee_id")
    found = AbsenceFinding.objects.filter(seen_by(scope)).values("employee_id")
    return get_object_or_404(Employee, Q(pk__in=warned) | Q(pk__in=found), pk=pk)


def confirmed_days(employee, standing):
    """Return the findings behind the days of a standing: who confirmed each, when and why."""
    dates = {*standing.days, *standing.run}
    return (
        AbsenceFinding.objects.filter(employee=employee, date__in=dates)
        .select_related("decided_by__employee", "unit")
        .order_by("date")
    )


def warnings_to_acknowledge(scope, now):
    """Return a Todo for the warnings that the superior has not acknowledged."""
    if not watches_anybody(scope) or scope.is_city_hr:
        return []
    n = warning_list(scope, state="open").order_by().count()
    if not n:
        return []
    text = ngettext(
        "%(n)s peringatan disiplin belum ditindaklanjuti",
        "%(n)s peringatan disiplin belum ditindaklanjuti",
        n,
    )
    link = reverse("attendance:warning_list") + "?keadaan=open"
    return [Todo("absent", text % {"n": n}, link, _("Tindak lanjuti"), urgent=True)]
