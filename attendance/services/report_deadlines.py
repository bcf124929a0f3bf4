"""The deadline of a decision: the superior is reminded, then the next level may decide.

One way for daily reports and for corrections. Nothing is ever decided by time.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse

from attendance.models import Correction, WorkReport
from attendance.queries.report_deadlines import levels_above, to_follow_up
from attendance.queries.work_reports import due_date
from units import clock
from units.decisions import notify
from units.queries.people import posting_on


@dataclass(frozen=True)
class Queue:
    """What waits for a superior: which rows, the kinds of its notices, and where they lead."""

    model: type
    waiting: str
    due: str
    overdue: str
    escalated: str
    passed_on: str
    page: str
    own_link: Callable


REPORTS = Queue(
    WorkReport,
    WorkReport.Status.SUBMITTED,
    "work_reports_due",
    "work_reports_overdue",
    "work_reports_escalated",
    "work_report_passed_on",
    "attendance:work_report_review",
    lambda report: reverse("attendance:work_report", args=[report.work_date]),
)
CORRECTIONS = Queue(
    Correction,
    Correction.Status.WAITING,
    "corrections_due",
    "corrections_overdue",
    "corrections_escalated",
    "correction_passed_on",
    "attendance:correction_queue",
    lambda correction: reverse("attendance:correction_detail", args=[correction.pk]),
)


def follow_up_reports():
    """Remind superiors of reports due today and tell the next level of overdue ones.

    Returns (reports reminded of, reports passed on). Whatever was missed is caught up; running
    again, or two at once, tells nobody twice. The author hears that the report was passed on.
    """
    return _follow_up(REPORTS)


def follow_up_corrections():
    """Do the same for corrections that wait; one from before there were deadlines gets its own."""
    without = Correction.objects.filter(status=Correction.Status.WAITING, due_on=None)
    for correction in without.select_related("employee"):
        asked_on = clock.local_date(correction.asked_at)
        posting = posting_on(correction.employee, asked_on)
        if posting is not None:
            without.filter(pk=correction.pk).update(due_on=due_date(posting.unit, asked_on))
    return _follow_up(CORRECTIONS)


def _follow_up(queue):
    day = clock.today()
    waiting = list(to_follow_up(queue.model, queue.waiting, day))
    levels = levels_above({one.employee_id for one in waiting}, day)
    due, late = {}, {}
    for one in waiting:
        superiors, above = levels[one.employee_id]
        if one.due_on < day and one.escalated_at is None:
            late.setdefault((tuple(superiors), tuple(above)), []).append(one)
        elif one.due_on >= day:
            due.setdefault(tuple(superiors), []).append(one)
    reminded = sum(_remind(queue, rows, users, day) for users, rows in due.items())
    passed = sum(_pass_on(queue, rows, who, above) for (who, above), rows in late.items())
    return reminded, passed


def _claim(queue, rows, name):
    """Return those rows of which `name` is set now, by this call and no other."""
    free = queue.model.objects.filter(
        pk__in=[one.pk for one in rows], status=queue.waiting, **{f"{name}__isnull": True}
    )
    ids = set(free.select_for_update().values_list("pk", flat=True))
    queue.model.objects.filter(pk__in=ids).update(**{name: clock.now()})
    return [one for one in rows if one.pk in ids]


@transaction.atomic
def _remind(queue, rows, users, day):
    mine = _claim(queue, rows, "reminded_at")
    if mine:
        notify(users, kind=queue.due, link=reverse(queue.page), n=str(len(mine)), day=day)
    return len(mine)


@transaction.atomic
def _pass_on(queue, rows, superiors, above):
    mine = _claim(queue, rows, "escalated_at")
    if not mine:
        return 0
    for users, kind in ((above, queue.escalated), (superiors, queue.overdue)):
        notify(users, kind=kind, link=reverse(queue.page), n=str(len(mine)))
    for one in mine:
        notify(
            [one.employee.user], kind=queue.passed_on, link=queue.own_link(one), day=one.work_date
        )
    return len(mine)
