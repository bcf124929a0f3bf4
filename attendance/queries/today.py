"""The page of the day: where I work, what my check-ins are worth, what I still owe."""

import datetime
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from attendance.models import WorkReport
from attendance.queries.calendar import calendar_of
from attendance.queries.check_ins import check_ins_of
from attendance.queries.taps import Tap, device_marks_on, taps_of
from attendance.queries.work_dates import current_work_date
from attendance.queries.work_reports import OPEN_TO_AUTHOR
from attendance.verdicts import duty_of
from schedules.models import Assignment, Away, RecalledDay
from schedules.queries.flexible import flexible_days_of
from schedules.queries.in_force import in_force
from schedules.queries.orders import own_orders
from schedules.queries.shifts import shifts_of
from units.queries.people import posting_on
from units.todos import Todo, capped

OWED_REACHES_BACK_DAYS = 14
# A week of the strip on either side, and the last month for days at home that were a day off.
SHIFTS_REACH = datetime.timedelta(days=31)
RECALLS_AHEAD = datetime.timedelta(days=60)


@dataclass(frozen=True)
class WeekDay:
    """A day of the strip; `status` is one that the portal has a letter for."""

    date: datetime.date
    status: str
    is_today: bool


@dataclass(frozen=True)
class Today:
    """Everything that the day page shows about its person, read once.

    `recalled` is the RecalledDay of today, `emergency` the Emergency that keeps the person at
    home; `to_acknowledge` the recalls of today and later that wait for the person. `both_places`
    says that the place was changed after the check-in, so that one may leave from either; `pressed`
    are the directions that a phone has recorded. `todos`
    are the home and the daily reports that are owed; `attendance.queries.owed` knows the others.
    """

    day: datetime.date
    status: str
    holiday_name: str
    workplace: str
    hours: object
    window: object
    is_working: bool
    tap_in: Tap | None
    tap_out: Tap | None
    week: list
    wfh_days_this_month: int
    todos: list
    recalled: object = None
    emergency: object = None
    to_acknowledge: list = field(default_factory=list)
    both_places: bool = False
    pressed: frozenset = frozenset()

    def may_press(self, direction):
        """Say whether a check-in by phone still has a meaning: "in" or "out", none pressed yet.

        A terminal's coming that is for review leaves the phone its say, and so does a leaving
        before the hours are over: the last punch read in so far need not be the last.
        """
        tap = self.tap_in if direction == "in" else self.tap_out
        if tap is None or direction in self.pressed:
            return tap is None
        if direction == "in" or not tap.counts:
            return not tap.counts
        return bool(self.hours) and timezone.make_naive(tap.at) < duty_of(self.day, self.hours)[1]

    @property
    def shift_ends_on(self):
        """The date on which a night shift ends, None where the hours end on their own date."""
        return self.day + datetime.timedelta(days=1) if self.hours and self.hours.next_day else None


def _status(day, unit_id, calendar, at_home, away, flexible, shifts):
    if day in shifts:
        if shifts[day] is None:
            return "libur"
    elif not calendar.is_working_day(unit_id, day):
        return "libur"
    for start, end, kind in away:
        if start <= day <= end:
            return kind
    if day in at_home:
        return "wfh"
    return "flex" if day in flexible and day not in shifts else "wfo"


def _month_end(day):
    return (day.replace(day=28) + datetime.timedelta(days=4)).replace(day=1) - datetime.timedelta(
        days=1
    )


def today_of(scope, now):
    """Return the Today of the account's employee, or None where it has no posting on the day.

    Its day is the work date: after midnight in a night shift, the date on which that began.
    Constant queries: nothing here grows with the number of people, and nothing needs more than
    the database.
    """
    employee, day = scope.employee, scope.day
    posting = posting_on(employee, day) if employee else None
    if posting is None:
        return None
    shifts = shifts_of(employee, day - SHIFTS_REACH, day + SHIFTS_REACH)
    day = current_work_date(employee, now, shifts)
    monday = day - datetime.timedelta(days=day.weekday())
    sunday = monday + datetime.timedelta(days=6)
    since = min(monday, day.replace(day=1), day - datetime.timedelta(days=OWED_REACHES_BACK_DAYS))
    until = max(sunday, _month_end(day))
    calendar = calendar_of(posting.unit, since, until)
    planned = set(
        in_force(
            Assignment.objects.filter(employee=employee, published=True, date__range=(since, until))
        ).values_list("date", flat=True)
    )
    orders = own_orders(employee, since, until + RECALLS_AHEAD)
    at_home = orders.in_force(planned, since, until)
    away = list(
        Away.objects.filter(
            employee=employee,
            status=Away.Status.APPROVED,
            starts_on__lte=until,
            ends_on__gte=since,
        ).values_list("starts_on", "ends_on", "kind")
    )
    flexible = flexible_days_of(employee, monday, sunday)
    check_ins = check_ins_of(employee, day)
    moments = device_marks_on(day, [employee.pk]).get(employee.pk, {})
    taps = taps_of(check_ins, moments, day in at_home)
    status_on = {
        date: _status(date, posting.unit_id, calendar, at_home, away, flexible, shifts)
        for date in sorted(at_home | {monday + datetime.timedelta(days=n) for n in range(7)})
    }
    strip = 6 if posting.unit.working_week == 6 else 5
    if any(monday <= date <= sunday for date in shifts):
        strip = 7
    return Today(
        day=day,
        status=status_on[day],
        holiday_name=calendar.holiday_name(posting.unit_id, day),
        workplace="wfh" if day in at_home else "wfo",
        hours=shifts[day]
        if day in shifts
        else calendar.hours(posting.unit_id, employee.employment, day),
        window=flexible.get(day) if status_on[day] == "flex" else None,
        is_working=status_on[day] in ("wfh", "wfo", "flex"),
        tap_in=taps.get("in"),
        tap_out=taps.get("out"),
        week=[
            WeekDay(date, status_on[date], date == day)
            for date in (monday + datetime.timedelta(days=n) for n in range(strip))
        ],
        wfh_days_this_month=sum(
            1
            for date, status in status_on.items()
            if status == "wfh"
            and date in planned
            and (date.year, date.month) == (day.year, day.month)
        ),
        todos=[*_home_owed(employee, day, at_home), *_reports_owed(employee, day, status_on)],
        recalled=orders.recalls.get(day),
        emergency=orders.emergency_on(day) if status_on[day] == "wfh" else None,
        to_acknowledge=[
            one
            for date, one in sorted(orders.recalls.items())
            if date >= day and one.status == RecalledDay.Status.WAITING
        ],
        pressed=frozenset(check_ins),
        both_places="in" in check_ins
        and check_ins["in"].workplace != ("wfh" if day in at_home else "wfo"),
    )


def _home_owed(employee, day, at_home):
    """Return a Todo where a day at home lies ahead and no home is in force or waits for unit HR."""
    if not any(date >= day for date in at_home):
        return []
    if employee.homes.filter(ends_on__isnull=True).exists():
        return []
    return [
        Todo(
            "review",
            _("Titik rumah belum ditetapkan"),
            reverse("attendance:home"),
            _("Tetapkan"),
            detail=_("tanpa itu, presensi WFH ditinjau atasan"),
        )
    ]


def _report_owed(date, status, is_today):
    returned = status == WorkReport.Status.RETURNED
    text = _("Laporan harian WFH belum dikirim")
    if returned:
        text = _("Laporan harian WFH dikembalikan")
    elif is_today and not status:
        text = _("Rencana laporan harian WFH")
    return Todo(
        "review" if returned else "wfh",
        text,
        reverse("attendance:work_report", args=[date]),
        _("Perbaiki") if returned else _("Isi"),
        detail=date_format(date, "l, j F"),
        about=date_format(date, "j F"),
    )


def _reports_owed(employee, day, status_on):
    """Return Todos of WFH days up to today whose report is not sent, latest first."""
    since = day - datetime.timedelta(days=OWED_REACHES_BACK_DAYS)
    statuses = dict(
        WorkReport.objects.filter(employee=employee, work_date__range=(since, day)).values_list(
            "work_date", "status"
        )
    )
    owed = [
        _report_owed(date, statuses.get(date, ""), date == day)
        for date in sorted(status_on, reverse=True)
        if since <= date <= day
        and status_on[date] == "wfh"
        and statuses.get(date, "") in ("", *OPEN_TO_AUTHOR)
    ]
    return capped(owed, _more_reports, reverse("attendance:work_report_list"))


def _more_reports(n):
    return ngettext("%(n)s laporan lagi", "%(n)s laporan lagi", n) % {"n": n}
