"""Days without a check-in: what was asked of whom, and what waits for whom."""

from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from attendance.models import AbsenceFinding, DayRecord
from attendance.queries.watch import decides_on, seen_by, watched_by, watches_anybody
from units.queries.tree import subtree_ids
from units.todos import Todo, capped

Outcome = AbsenceFinding.Outcome
STATES = ("ready", "waiting", "confirmed", "explained", "lapsed")


def _findings():
    return AbsenceFinding.objects.select_related("employee", "unit", "decided_by__employee")


def absence_for(scope, pk):
    """Return a finding that the account may open: its own, its people's, BKPSDM; else Http404."""
    return get_object_or_404(_findings().filter(seen_by(scope)), pk=pk)


def absences_of(employee):
    """Return a person's own findings, latest first."""
    return AbsenceFinding.objects.filter(employee=employee)


def may_be_confirmed(finding, today):
    """Say whether the person has answered or the days to answer are over."""
    return finding.answered_at is not None or today > finding.answer_due_on


def _ready(day):
    return Q(outcome=Outcome.OPEN) & (Q(answered_at__isnull=False) | Q(answer_due_on__lt=day))


def absence_list(scope, *, state="", unit_id=None):
    """Return the findings that the account looks at; `state` is one of STATES or "" for all."""
    rows = _findings().filter(watched_by(scope))
    if state == "ready":
        rows = rows.filter(_ready(scope.day))
    elif state == "waiting":
        rows = rows.filter(outcome=Outcome.OPEN).exclude(_ready(scope.day))
    elif state in STATES:
        rows = rows.filter(outcome=state)
    if unit_id is not None:
        rows = rows.filter(unit_id__in=subtree_ids([unit_id]))
    return rows.order_by("-date", "pk")


def may_decide(scope, finding):
    """Say whether the account decides on the finding, now or once the person could answer."""
    return decides_on(scope, finding.employee) and finding.outcome != Outcome.LAPSED


def days_to_ask(since, until):
    """Return the unexplained day records of which nobody was asked, or whose finding lapsed."""
    asked = AbsenceFinding.objects.filter(
        employee_id=OuterRef("employee_id"), date=OuterRef("date")
    ).exclude(outcome=Outcome.LAPSED)
    return DayRecord.objects.filter(
        date__range=(since, until), verdict=DayRecord.Verdict.UNEXPLAINED
    ).exclude(Exists(asked))


def explained_since(since):
    """Return the open and confirmed findings from a date on whose day is no longer one."""
    missing = DayRecord.objects.filter(
        employee_id=OuterRef("employee_id"),
        date=OuterRef("date"),
        verdict__in=(DayRecord.Verdict.UNEXPLAINED, DayRecord.Verdict.ABSENT),
    )
    return AbsenceFinding.objects.filter(
        date__gte=since, outcome__in=(Outcome.OPEN, Outcome.CONFIRMED)
    ).exclude(Exists(missing))


def absences_to_explain(scope, now):
    """Return a Todo for each day that the person is still asked about, earliest deadline first."""
    if scope.employee is None:
        return []
    rows = absences_of(scope.employee).filter(outcome=Outcome.OPEN, answered_at__isnull=True)
    todos = [
        Todo(
            "unexplained",
            _("Jelaskan hari tanpa presensi"),
            reverse("attendance:absence_detail", args=[one.pk]),
            _("Jelaskan"),
            detail=_("%(day)s, dijawab sampai %(due)s")
            % {
                "day": date_format(one.date, "l, j F"),
                "due": date_format(one.answer_due_on, "j F"),
            },
            about=date_format(one.date, "j F"),
            is_late=one.answer_due_on < scope.day,
            urgent=True,
        )
        for one in rows.order_by("answer_due_on", "pk")
    ]
    return capped(
        todos,
        lambda n: (
            ngettext("%(n)s hari lain belum dijelaskan", "%(n)s hari lain belum dijelaskan", n)
            % {"n": n}
        ),
        reverse("attendance:own_findings"),
    )


def absences_to_decide(scope, now):
    """Return a Todo for the days without explanation that the account can decide now."""
    if not watches_anybody(scope) or scope.is_city_hr:
        return []
    n = absence_list(scope, state="ready").order_by().count()
    if not n:
        return []
    text = ngettext(
        "%(n)s hari tanpa presensi siap diputuskan", "%(n)s hari tanpa presensi siap diputuskan", n
    )
    link = reverse("attendance:absence_list") + "?keadaan=ready"
    return [Todo("unexplained", text % {"n": n}, link, _("Putuskan"))]
