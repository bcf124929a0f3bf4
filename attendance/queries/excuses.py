"""Whose check-in an outage made impossible, so that it may be accepted in bulk."""

import datetime
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from attendance.models import CheckIn, Correction, DayRecord, DeviceMark, Outage
from attendance.queries.taps import device_marks_on
from attendance.verdicts import GRACE_AFTER_OUTAGE, duty_of
from schedules.models import ShiftDay, ShiftPattern
from schedules.queries.calendar import Calendar
from schedules.queries.shifts import hours_of_shift, shifts_on
from units import clock
from units.models import Employee
from units.queries.authority import decides_for_anybody, postings_decided_by
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

    employee: Employee
    in_at: datetime.datetime | None
    out_at: datetime.datetime | None
    came: bool

    @property
    def employee_id(self):
        """The number of the person."""
        return self.employee.pk


def excuses_outages(scope):
    """Say whether the account may accept anybody's missing check-in: a head, the Sekda, BKPSDM."""
    return scope.is_city_hr or decides_for_anybody(scope)


def excusable_rows(scope, outage):
    """Return the DayRecords of the people for whom the account may accept it, by person.

    Closed days under review or incomplete whose missing check-in fell into the outage, without a
    correction that counts or waits; never the account's own. Which hours begin or end in the outage
    is found once for all units and shifts, the rest by the database, so that a page costs a page.
    """
    day = outage.work_date
    rows = DayRecord.objects.filter(date=day, verdict__in=OPEN, corrected=False)
    if not scope.is_city_hr:
        rows = rows.filter(employee_id__in=postings_decided_by(scope).values("employee_id"))
    if scope.employee is not None:
        rows = rows.exclude(employee_id=scope.employee.pk)
    mine = {"employee_id": OuterRef("employee_id"), "work_date": day}
    settled = Correction.objects.filter(
        **mine, status__in=(Correction.Status.ACCEPTED, Correction.Status.WAITING)
    )
    rows = rows.exclude(Exists(settled))
    edges = _edges_in(outage, rows)
    lost = [
        Q(edge) & ~Q(Exists(CheckIn.objects.filter(**mine, direction=way)))
        & ~Q(Exists(DeviceMark.objects.filter(**mine, **{f"{way}_at__isnull": False})))
        for way, edge in edges.items()
    ]  # fmt: skip
    return rows.filter(lost[0] | lost[1]).order_by("employee_id")


def _window(outage):
    first = datetime.datetime.combine(outage.work_date, outage.starts_at)
    last = datetime.datetime.combine(outage.work_date, outage.ends_at) + GRACE_AFTER_OUTAGE
    return first, last


def _edges_in(outage, rows):
    """Return {"in"/"out": Q} on DayRecords whose hours begin, or end, in an outage."""
    day, (first, last) = outage.work_date, _window(outage)
    on_shift = ShiftDay.objects.filter(employee_id=OuterRef("employee_id"), date=day)
    patterns = ShiftPattern.objects.filter(
        pk__in=ShiftDay.objects.filter(date=day, pattern__isnull=False).values("pattern")
    )
    calendar = Calendar.load(day, day)
    ordinary = rows.order_by().values_list("unit_id", "employee__employment").distinct()
    hours = {("shift", one.pk): hours_of_shift(one) for one in patterns}
    hours |= {pair: calendar.hours(*pair, day) for pair in ordinary}
    edges = {}
    for place, way in enumerate(("in", "out")):
        hit = [
            key
            for key, one in hours.items()
            if one is not None and first <= duty_of(day, one)[place] < last
        ]
        shifts = [key for kind, key in hit if kind == "shift"]
        units = {}
        for unit, employment in (pair for pair in hit if pair[0] != "shift"):
            units.setdefault(employment, []).append(unit)
        usual = Q(pk__in=[])
        for employment, ids in units.items():
            usual |= Q(employee__employment=employment, unit_id__in=ids)
        usual &= ~Q(Exists(on_shift.filter(pattern__isnull=False)))
        edges[way] = usual | Q(Exists(on_shift.filter(pattern__in=shifts)))
    return edges


def excusable_days(rows, outage):
    """Return the ExcusableDay of each of some `excusable_rows`: what would count for them.

    In eight queries, however many they are.
    """
    day, (first, last) = outage.work_date, _window(outage)
    found = {row.employee_id: row for row in rows.select_related("employee")}
    taps = {}
    there = CheckIn.objects.filter(work_date=day, employee_id__in=found)
    for employee_id, direction in there.values_list("employee_id", "direction"):
        taps.setdefault(employee_id, set()).add(direction)
    for employee_id, moments in device_marks_on(day, found).items():
        taps.setdefault(employee_id, set()).update(moments)
    calendar, shifts = Calendar.load(day, day), shifts_on(day, found)
    days = []
    for employee_id, row in found.items():
        hours = shifts.get(employee_id) or calendar.hours(row.unit_id, row.employee.employment, day)
        if hours is None:
            continue
        missing = dict(zip(("in", "out"), duty_of(day, hours), strict=True))
        mine = taps.get(employee_id, set())
        lost = {way: at for way, at in missing.items() if way not in mine and first <= at < last}
        if not lost:
            continue
        if not mine:
            # Nothing came through at all: the pair is accepted or left as a whole.
            lost = missing
        days.append(ExcusableDay(row.employee, _aware(lost.get("in")), _aware(lost.get("out")),
                                 bool(mine)))  # fmt: skip
    return days


def _aware(moment):
    return clock.local(moment.date(), moment.time()) if moment is not None else None


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
    n = excusable_rows(scope, outage).count() if outage else 0
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
