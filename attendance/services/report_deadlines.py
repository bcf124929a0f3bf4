"""The deadline of an examination: the superior is reminded, then the next level may decide.

A report is never accepted by time.
"""

from django.db import transaction
from django.urls import reverse

from attendance.models import WorkReport
from attendance.queries.report_deadlines import levels_above, reports_to_follow_up
from units import clock
from units.decisions import notify


def follow_up_reports():
    """Remind superiors of reports due today and tell the next level of overdue ones.

    Returns (reports reminded of, reports passed on). Whatever was missed is caught up; running
    again, or two at once, tells nobody twice. The author hears that the report was passed on.
    """
    day = clock.today()
    waiting = list(reports_to_follow_up(day))
    levels = levels_above({report.employee_id for report in waiting}, day)
    due, late = {}, {}
    for report in waiting:
        superiors, above = levels[report.employee_id]
        if report.due_on < day and report.escalated_at is None:
            late.setdefault((tuple(superiors), tuple(above)), []).append(report)
        elif report.due_on >= day:
            due.setdefault(tuple(superiors), []).append(report)
    reminded = sum(_remind(reports, users, day) for users, reports in due.items())
    passed = sum(_pass_on(found, who, above) for (who, above), found in late.items())
    return reminded, passed


def _claim(reports, name):
    """Return those reports of which `name` is set now, by this call and no other."""
    rows = WorkReport.objects.filter(
        pk__in=[report.pk for report in reports],
        status=WorkReport.Status.SUBMITTED,
        **{f"{name}__isnull": True},
    )
    ids = set(rows.select_for_update().values_list("pk", flat=True))
    WorkReport.objects.filter(pk__in=ids).update(**{name: clock.now()})
    return [report for report in reports if report.pk in ids]


@transaction.atomic
def _remind(reports, users, day):
    mine = _claim(reports, "reminded_at")
    if mine:
        notify(
            users,
            kind="work_reports_due",
            link=reverse("attendance:work_report_review"),
            n=str(len(mine)),
            day=day,
        )
    return len(mine)


@transaction.atomic
def _pass_on(reports, superiors, above):
    mine = _claim(reports, "escalated_at")
    if not mine:
        return 0
    for users, kind in ((above, "work_reports_escalated"), (superiors, "work_reports_overdue")):
        notify(users, kind=kind, link=reverse("attendance:work_report_review"), n=str(len(mine)))
    for report in mine:
        notify(
            [report.employee.user],
            kind="work_report_passed_on",
            link=reverse("attendance:work_report", args=[report.work_date]),
            day=report.work_date,
        )
    return len(mine)
