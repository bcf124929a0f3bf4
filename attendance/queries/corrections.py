"""Corrections: what counts on a day, a person's own, and those that wait for a superior."""

import datetime

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from attendance.models import Correction, DayRecord
from attendance.queries.work_reports import decided_by
from units.access import Role, people_visible_to
from units.models import PrivateFile
from units.queries.authority import decides_for_anybody
from units.queries.people import may_decide_for
from units.todos import Todo, capped

Kind, Status = Correction.Kind, Correction.Status
MISSING = (DayRecord.Verdict.INCOMPLETE, DayRecord.Verdict.UNEXPLAINED)


def corrections_on(day, employee_ids):
    """Return {employee id: {"in"/"out": naive local moment}} that count on a work date, one query.

    The later decision takes the place of the earlier; one that undoes leaves nothing.
    """
    found = {}
    rows = Correction.objects.filter(
        work_date=day, employee_id__in=employee_ids, status=Status.ACCEPTED
    ).order_by("decided_at", "pk")
    for employee_id, kind, in_at, out_at in rows.values_list(
        "employee_id", "kind", "in_at", "out_at"
    ):
        mine = found.setdefault(employee_id, {})
        if kind == Kind.UNDO:
            mine.clear()
        for direction, at in (("in", in_at), ("out", out_at)):
            if at is not None:
                mine[direction] = timezone.make_naive(at)
    return {employee_id: mine for employee_id, mine in found.items() if mine}


def _with_names(rows):
    return rows.select_related(
        "employee", "decided_by__employee", "asked_by__employee", "outage", "evidence_file"
    )


def corrections_of(employee):
    """Return a person's corrections, latest work date first."""
    return _with_names(Correction.objects.filter(employee=employee))


def corrections_visible_to(scope):
    """Return the corrections of the people whom the account may see by name."""
    return _with_names(_visible(scope))


def _visible(scope):
    visible = Correction.objects.filter(employee__in=people_visible_to(scope))
    if Role.SECRETARY in scope.roles:
        visible = visible | Correction.objects.filter(decided_by(scope))
    return visible


def may_decide_correction(scope, correction):
    """Say whether the account may decide on a correction, in whatever state it is."""
    if may_decide_for(scope, correction.employee):
        return True
    if Role.SECRETARY not in scope.roles:
        return False
    return Correction.objects.filter(decided_by(scope), pk=correction.pk).exists()


def correction_file_for(scope, pk):
    """Return the PrivateFile of a correction that the account may read; else Http404."""
    readable = _visible(scope)
    return get_object_or_404(
        PrivateFile.objects.filter(pk__in=readable.values("evidence_file")), pk=pk
    )


def corrections_to_decide(scope):
    """Return the waiting corrections of the people for whom the account decides, oldest first."""
    return _with_names(
        Correction.objects.filter(decided_by(scope), status=Status.WAITING)
    ).order_by("asked_at", "pk")


def first_day_to_correct(today):
    """Return the earliest work date that a person may still ask to correct."""
    return today - datetime.timedelta(days=settings.CORRECTION_DAYS)


def days_to_correct(employee, today):
    """Return the DayRecords of a person that lack a check-in, may still be corrected and have no
    correction that waits or counts, latest first."""
    rows = DayRecord.objects.filter(
        employee=employee,
        verdict__in=MISSING,
        date__range=(first_day_to_correct(today), today),
    )
    asked = Correction.objects.filter(
        employee=employee, status__in=(Status.WAITING, Status.ACCEPTED)
    )
    return rows.exclude(date__in=asked.values("work_date")).order_by("-date")


def corrections_owed(scope, now):
    """Return Todos of closed days with half a pair that may still be corrected.

    Days without any check-in are asked about by `absences_to_explain`.
    """
    if scope.employee is None:
        return []
    days = days_to_correct(scope.employee, scope.day).filter(verdict=DayRecord.Verdict.INCOMPLETE)
    return capped(
        [
            Todo(
                "review",
                _("Presensi tidak lengkap"),
                reverse("attendance:correction_new", args=[date]),
                _("Ajukan koreksi"),
                detail=date_format(date, "l, j F"),
                about=date_format(date, "j F"),
            )
            for date in days.values_list("date", flat=True)
        ],
        _more_days,
        reverse("attendance:correction_list"),
    )


def _more_days(n):
    return ngettext("%(n)s hari lagi", "%(n)s hari lagi", n) % {"n": n}


def corrections_waiting(scope, now):
    """Return the Todo of the corrections that wait for the account, or none."""
    if not decides_for_anybody(scope):
        return []
    waiting = corrections_to_decide(scope).order_by().count()
    if not waiting:
        return []
    text = ngettext(
        "%(n)s koreksi presensi menunggu", "%(n)s koreksi presensi menunggu", waiting
    ) % {"n": waiting}
    return [Todo("review", text, reverse("attendance:correction_queue"), _("Periksa"))]
