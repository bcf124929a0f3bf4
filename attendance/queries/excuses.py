"""Whose check-in an outage made impossible, so that it may be accepted in bulk."""

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from attendance.models import CheckIn, Correction, DayRecord, Outage
from attendance.queries.taps import device_marks_on
from attendance.verdicts import GRACE_AFTER_OUTAGE, duty_of
from schedules.queries.calendar import Calendar
from schedules.queries.shifts import shifts_on
from units import clock
from units.models import Employee
from units.queries.authority import decides_for_anybody, postings_decided_by
from units.queries.people import postings_on
from units.todos import Todo

# So long after an outage its missing check-ins are brought before who may accept them.
REMINDED_FOR = datetime.timedelta(days=7)
OPEN = (DayRecord.Verdict.REVIEW, DayRecord.Verdict.INCOMPLETE)


@dataclass(frozen=True)
class ExcusableDay:
    """One person whose check-in is missing under an outage; what would count in its place.

    `in_at` and `out_at` are aware moments or None where nothing is missing; `came` says that the
    other half of the pair is there.
    """

    employee_id: int
    in_at: datetime.datetime | None
    out_at: datetime.datetime | None
    came: bool


def excuses_outages(scope):
    """Say whether the account may accept anybody's missing check-in: a head, the Sekda, BKPSDM."""
    return scope.is_city_hr or decides_for_anybody(scope)


def excusable_days(scope, outage):
    """Return the ExcusableDay of each person for whom the account may accept it, by person.

    Closed days under review or incomplete whose missing check-in fell into the outage, without a
    correction that counts; never the account's own. In nine queries for a whole city.
    """
    day = outage.work_date
    rows = DayRecord.objects.filter(date=day, verdict__in=OPEN, corrected=False)
    if not scope.is_city_hr:
        rows = rows.filter(employee_id__in=postings_decided_by(scope).values("employee_id"))
    if scope.employee is not None:
        rows = rows.exclude(employee_id=scope.employee.pk)
    ids = set(rows.values_list("employee_id", flat=True))
    if not ids:
        return []
    ids -= set(
        Correction.objects.filter(
            work_date=day, status__in=(Correction.Status.ACCEPTED, Correction.Status.WAITING)
        ).values_list("employee_id", flat=True)
    )
    taps = {}
    there = CheckIn.objects.filter(work_date=day, employee_id__in=rows.values("employee_id"))
    for employee_id, direction in there.values_list("employee_id", "direction"):
        taps.setdefault(employee_id, set()).add(direction)
    for employee_id, moments in device_marks_on(day, rows.values("employee_id")).items():
        taps.setdefault(employee_id, set()).update(moments)
    calendar, shifts = Calendar.load(day, day), shifts_on(day)
    postings = (
        postings_on(day)
        .filter(employee_id__in=rows.values("employee_id"))
        .select_related(None)
        .order_by("employee_id", "pk")
    )
    first = datetime.datetime.combine(day, outage.starts_at)
    last = datetime.datetime.combine(day, outage.ends_at) + GRACE_AFTER_OUTAGE
    found = {}
    for employee_id, unit_id, employment in postings.values_list(
        "employee_id", "unit_id", "employee__employment"
    ):
        if employee_id not in ids:
            continue
        hours = shifts.get(employee_id) or calendar.hours(unit_id, employment, day)
        if hours is None:
            continue
        start, end = duty_of(day, hours)
        mine = taps.get(employee_id, set())
        missing = {"in": start, "out": end}
        lost = {way: at for way, at in missing.items() if way not in mine and first <= at < last}
        if not lost:
            continue
        if not mine:
            # Nothing came through at all: the pair is accepted or left as a whole.
            lost = missing
        found[employee_id] = ExcusableDay(employee_id, _aware(lost.get("in")),
                                          _aware(lost.get("out")), bool(mine))  # fmt: skip
    return [found[pk] for pk in sorted(found)]


def _aware(moment):
    return clock.local(moment.date(), moment.time()) if moment is not None else None


def people_of_page(days):
    """Return [(ExcusableDay, Employee)] of one page of days, in one query."""
    people = Employee.objects.in_bulk([day.employee_id for day in days])
    return [(day, people[day.employee_id]) for day in days]


def excuses_waiting(scope, now):
    """Return a Todo for the latest outage under which check-ins of the account's people are lost.

    One query where there was no outage of late.
    """
    if not decides_for_anybody(scope):
        return []
    recent = Outage.objects.filter(
        withdrawn_at__isnull=True, work_date__range=(scope.day - REMINDED_FOR, scope.day)
    )
    outage = recent.order_by("-work_date", "-starts_at").first()
    n = len(excusable_days(scope, outage)) if outage else 0
    if not n:
        return []
    text = ngettext(
        "%(n)s presensi hilang karena gangguan sistem",
        "%(n)s presensi hilang karena gangguan sistem",
        n,
    )
    link = reverse("attendance:outage_excuse", args=[outage.pk])
    detail = date_format(outage.work_date, "l, j F")
    return [Todo("review", text % {"n": n}, link, _("Periksa"), detail=detail)]
