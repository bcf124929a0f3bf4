"""Daily WFH reports: one's own, and those that wait for a superior."""

import datetime

from django.db.models import Prefetch, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from attendance.models import WorkReport, WorkReportItem
from schedules.models import Assignment, Policy
from schedules.queries.calendar import Calendar
from schedules.queries.in_force import in_force
from schedules.queries.orders import orders_between
from schedules.queries.workplaces import away_on, workplace_of
from units import clock
from units.access import Role, on_day, people_visible_to
from units.models import Posting, PrivateFile, Unit
from units.queries.authority import decides_for_anybody, postings_decided_by, postings_led_by
from units.queries.people import may_decide_for, posting_on
from units.queries.tree import path_of
from units.todos import Todo

Status = WorkReport.Status
ITEMS = Prefetch("items", WorkReportItem.objects.select_related("evidence_file"))
OPEN_TO_AUTHOR = (Status.DRAFT, Status.RETURNED)
# Where no policy speaks for the unit.
DUE_DAYS_WITHOUT_POLICY = 2
DUE_SEARCH_DAYS = 60


def work_report_of(employee, day):
    """Return the report of a person and date with its items, or None."""
    return (
        WorkReport.objects.filter(employee=employee, work_date=day)
        .select_related("decided_by", "decided_by__employee")
        .prefetch_related(ITEMS)
        .first()
    )


def is_wfh_day(employee, day):
    """Say whether a daily report belongs to the date: at home by the plan, working, available."""
    posting = posting_on(employee, day)
    return (
        posting is not None
        and workplace_of(employee, day) == "wfh"
        and not away_on(day, [employee.pk])
        and Calendar.load(day, day).is_working_day(posting.unit_id, day)
    )


def work_reports_of(employee):
    """Return a person's reports, latest first."""
    return WorkReport.objects.filter(employee=employee).order_by("-work_date")


def days_without_report(employee, since, until):
    """Return the WFH dates of a person without a submitted report, ascending, as (date, status).

    Status is "" where nothing was begun, else "draft" or "returned". Days off and days of
    approved absence are left out.
    """
    posting = posting_on(employee, until)
    if posting is None:
        return []
    rows = Assignment.objects.filter(employee=employee, published=True, date__range=(since, until))
    planned = in_force(rows).values_list("date", flat=True)
    orders = orders_between(since, until, [employee.pk])
    at_home = orders.in_force(employee.pk, planned, since, until)
    statuses = dict(
        WorkReport.objects.filter(employee=employee, work_date__range=(since, until)).values_list(
            "work_date", "status"
        )
    )
    calendar = Calendar.load(since, until)
    absent = [
        (away.starts_on, away.ends_on)
        for away in employee.aways.filter(
            status="approved", starts_on__lte=until, ends_on__gte=since
        )
    ]
    return [
        (day, statuses.get(day, ""))
        for day in sorted(at_home)
        if statuses.get(day, "") in ("", *OPEN_TO_AUTHOR)
        and calendar.is_working_day(posting.unit_id, day)
        and not any(start <= day <= end for start, end in absent)
    ]


def decided_by(scope):
    """Return a Q for the reports, or corrections, that the account may decide on.

    For the Sekda also those past their deadline that wait for the head of an agency, above whom
    nobody else stands.
    """
    rule = Q(employee_id__in=postings_decided_by(scope).values("employee_id"))
    if Role.SECRETARY in scope.roles:
        below_agency_heads = Posting.objects.filter(
            on_day(scope.day),
            Q(is_head=False, unit__level__in=Unit.AGENCY_LEVELS)
            | Q(is_head=True, unit__parent__level__in=Unit.AGENCY_LEVELS),
            kind=Posting.Kind.DEFINITIVE,
        ).exclude(employee__user_id=scope.user.pk)
        rule |= Q(
            escalated_at__isnull=False, employee_id__in=below_agency_heads.values("employee_id")
        )
    return rule


def may_decide_report(scope, report):
    """Say whether the account may decide on a report, in whatever state it is."""
    if may_decide_for(scope, report.employee):
        return True
    if Role.SECRETARY not in scope.roles:
        return False
    return WorkReport.objects.filter(decided_by(scope), pk=report.pk).exists()


def reports_decided_today(scope, at_most):
    """Return the reports on which the account itself decided today, latest first."""
    start = clock.local(scope.day, datetime.time())
    return (
        WorkReport.objects.filter(decided_by=scope.user, decided_at__gte=start)
        .select_related("employee")
        .order_by("-decided_at")[:at_most]
    )


def _due_from(scope):
    """Return a Q for the reports that are the account's to examine: of whom it leads directly,
    and those past their deadline that were passed on from below."""
    direct = Q(employee_id__in=postings_led_by(scope).values("employee_id"))
    return direct | Q(escalated_at__isnull=False)


def work_reports_to_examine(scope, everybody=False):
    """Return the submitted reports that are the account's to examine, oldest due first.

    With `everybody` all on which it may decide, also where another superior stands between.
    """
    rule = decided_by(scope) if everybody else decided_by(scope) & _due_from(scope)
    return (
        WorkReport.objects.filter(rule, status=Status.SUBMITTED)
        .select_related("employee")
        .prefetch_related(ITEMS)
        .order_by("due_on", "work_date", "pk")
    )


def work_reports_visible_to(scope):
    """Return the reports whose authors the account may see by name; drafts only to the author."""
    visible = WorkReport.objects.filter(employee__in=people_visible_to(scope))
    shown = visible.exclude(status=Status.DRAFT)
    if scope.employee is not None:
        shown = shown | visible.filter(employee_id=scope.employee.pk)
    if Role.SECRETARY in scope.roles:
        shown = shown | WorkReport.objects.filter(decided_by(scope)).exclude(status=Status.DRAFT)
    return shown.select_related("employee", "decided_by", "decided_by__employee").prefetch_related(
        ITEMS
    )


def evidence_file_for(scope, pk):
    """Return the PrivateFile of an item whose report the account may read; else Http404."""
    readable = WorkReportItem.objects.filter(
        report__in=work_reports_visible_to(scope).select_related(None).prefetch_related(None)
    )
    return get_object_or_404(
        PrivateFile.objects.filter(pk__in=readable.values("evidence_file")), pk=pk
    )


def report_due_days(unit, day):
    """Return how many working days the superior has, by the nearest policy in force."""
    path = [step.pk for step in path_of(unit)]
    found = dict(
        Policy.objects.filter(on_day(day), status=Policy.Status.IN_FORCE, unit_id__in=path)
        .order_by("starts_on", "version")
        .values_list("unit_id", "report_due_days")
    )
    for unit_id in reversed(path):
        if unit_id in found:
            return found[unit_id]
    return DUE_DAYS_WITHOUT_POLICY


def due_date(unit, submitted_on):
    """Return the last working day on which the superior may examine in time."""
    count = report_due_days(unit, submitted_on)
    if count == 0:
        return submitted_on
    start = submitted_on + datetime.timedelta(days=1)
    end = submitted_on + datetime.timedelta(days=DUE_SEARCH_DAYS)
    days = Calendar.load(start, end).working_days(unit.pk, start, end)
    return days[min(count, len(days)) - 1] if days else end


def work_reports_waiting(scope, now):
    """Return a Todo for the daily reports that wait for the account's examination."""
    n = work_reports_to_examine(scope).order_by().count() if decides_for_anybody(scope) else 0
    if not n:
        return []
    text = ngettext(
        "%(n)s laporan harian menunggu diperiksa", "%(n)s laporan harian menunggu diperiksa", n
    )
    return [Todo("wfh", text % {"n": n}, reverse("attendance:work_report_review"), _("Periksa"))]
