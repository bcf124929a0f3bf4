"""Day records as they stand, and what a day record would be if it were made now."""

import datetime
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils import timezone

from attendance.models import AbsenceFinding, CheckIn, CheckInReview, DayRecord, WorkReport
from attendance.queries.corrections import corrections_on
from attendance.queries.outages import outages_on
from attendance.queries.taps import device_marks_on, device_wins
from attendance.verdicts import Mark, day_verdict, duty_of, wfh_validated
from attendance.work_dates import is_running
from schedules.models import Away
from schedules.queries.flexible import flexible_on
from schedules.queries.orders import EMERGENCY
from schedules.queries.shifts import shifts_on
from schedules.queries.workplaces import away_on, places_on
from units import clock


@dataclass(frozen=True)
class ComputedDay:
    """What the records say of one person's day; its fields are those of a DayRecord."""

    employee_id: int
    unit_id: int
    workplace: str
    verdict: str
    away_kind: str
    minutes_late: int
    minutes_early: int
    validated: bool | None
    shift: str
    corrected: bool


ONE_DAY = datetime.timedelta(days=1)
FIELDS = tuple(f for f in ComputedDay.__dataclass_fields__ if f != "employee_id")


def day_records(unit_ids, start, end):
    """Return the day records of the units from `start` to `end` (both included), by date.

    `unit_ids` None means the whole city. Records name the unit of that day.
    """
    rows = DayRecord.objects.filter(date__range=(start, end))
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    return rows.order_by("date", "employee_id")


def marks_on(day, employee_ids, at_home):
    """Return {employee id: {"in"/"out": (Mark, review)}} of a work date, in three queries.

    The review is True, False, or None while nobody has decided. A terminal's moment stands in for
    the phone's by the rule of `attendance.queries.taps`; at home it is for review.
    """
    reviews = dict(
        CheckInReview.objects.filter(
            check_in__work_date=day, check_in__employee_id__in=employee_ids
        ).values_list("check_in_id", "accepted")
    )
    found = {}
    rows = CheckIn.objects.filter(work_date=day, employee_id__in=employee_ids)
    times = ("server_time", "device_time", "sent_later")
    for one in rows.only("employee_id", "direction", "finding", *times):
        mark = Mark(timezone.make_naive(one.counts_at), one.finding)
        found.setdefault(one.employee_id, {})[one.direction] = (mark, reviews.get(one.pk))
    for employee_id, moments in device_marks_on(day, employee_ids).items():
        mine = found.setdefault(employee_id, {})
        counts = employee_id not in at_home
        for way, (at, _terminal) in moments.items():
            mark = Mark(timezone.make_naive(at), "accepted" if counts else "review")
            pressed, review = mine.get(way, (None, None))
            pressed_counts = pressed and (True if pressed.finding == "accepted" else review)
            if device_wins(way, pressed and pressed.at, pressed_counts, mark.at, counts):
                mine[way] = (mark, None)
    return found


def compute_days(day, people, calendar):
    """Return the ComputedDay of each person, in a dozen queries however many people there are.

    `people` are (employee id, unit id, employment) of that day. An ordinary day off without a
    name (a weekend) makes no record; a named holiday makes one. A shift is judged by the shift,
    whatever the calendar says, and makes no record while it still runs: one who may yet check out
    has not failed to.
    """
    ids = [employee_id for employee_id, _unit, _employment in people]
    places, flexible = places_on(day, ids), flexible_on(day, ids)
    away = away_on(day, ids)
    marks = marks_on(day, ids, places.home)
    shifts, corrections = shifts_on(day, ids), corrections_on(day, ids)
    outages = outage_moments(day, any(one is not None and one.next_day for one in shifts.values()))
    now = timezone.make_naive(clock.now())
    accepted = set(
        WorkReport.objects.filter(
            work_date=day, employee_id__in=ids, status=WorkReport.Status.ACCEPTED
        ).values_list("employee_id", flat=True)
    )
    confirmed = set(
        AbsenceFinding.objects.filter(
            date=day, employee_id__in=ids, outcome=AbsenceFinding.Outcome.CONFIRMED
        ).values_list("employee_id", flat=True)
    )
    computed = []
    for employee_id, unit_id, employment in people:
        shift = shifts.get(employee_id)
        if shift is not None and is_running(duty_of(day, shift), now):
            continue
        working = calendar.is_working_day(unit_id, day)
        hours = calendar.hours(unit_id, employment, day)
        if employee_id in shifts:
            hours = shift
        if shift is None and not working and not calendar.holiday_name(unit_id, day):
            continue
        workplace = "wfh" if employee_id in places.home else "wfo"
        mine = marks.get(employee_id, {})
        check_in, review_in = mine.get("in", (None, None))
        check_out, review_out = mine.get("out", (None, None))
        kind = away.get(employee_id, "")
        found = day_verdict(
            workplace,
            hours,
            check_in,
            check_out,
            kind,
            hours is None and (not working or employee_id in shifts),
            {"in": review_in, "out": review_out},
            emergency=places.order.get(employee_id) == EMERGENCY,
            outages=outages,
            window=flexible.get(employee_id) if shift is None else None,
            confirmed_absent=employee_id in confirmed,
            day=day,
            corrections=corrections.get(employee_id),
        )
        computed.append(
            ComputedDay(
                employee_id=employee_id,
                unit_id=unit_id,
                workplace=workplace,
                verdict=found.verdict,
                away_kind=kind if found.verdict == DayRecord.Verdict.AWAY else "",
                minutes_late=found.minutes_late,
                minutes_early=found.minutes_early,
                validated=wfh_validated(workplace, found.verdict, employee_id in accepted),
                shift=shift.shift if shift is not None else "",
                corrected=found.corrected,
            )
        )
    return computed


def outage_moments(day, also_next):
    """Return the outages of a day as local moments; with `also_next` those of the day after too."""
    days = (day, day + ONE_DAY) if also_next else (day,)
    return [
        (datetime.datetime.combine(one, first), datetime.datetime.combine(one, last))
        for one in days
        for first, last in outages_on(one)
    ]


def last_closed_day():
    """Return the latest date that has day records, or None."""
    return DayRecord.objects.order_by("-date").values_list("date", flat=True).first()


def first_day_with_check_ins():
    """Return the earliest work date of any check-in, or None."""
    return CheckIn.objects.order_by("work_date").values_list("work_date", flat=True).first()


def days_changed_by_absences(since, until):
    """Return {date: {employee id, ...}} of records that an absence no longer agrees with.

    Leave approved after a day was closed, or refused after it, makes that day's verdict stale.
    """
    approved = Away.objects.filter(
        employee_id=OuterRef("employee_id"),
        status=Away.Status.APPROVED,
        starts_on__lte=OuterRef("date"),
        ends_on__gte=OuterRef("date"),
    )
    records = DayRecord.objects.filter(date__range=(since, until)).exclude(
        verdict=DayRecord.Verdict.HOLIDAY
    )
    became_away = records.exclude(verdict=DayRecord.Verdict.AWAY).filter(Exists(approved))
    no_longer_away = records.filter(verdict=DayRecord.Verdict.AWAY).exclude(Exists(approved))
    stale = {}
    for rows in (became_away, no_longer_away):
        for day, employee_id in rows.values_list("date", "employee_id"):
            stale.setdefault(day, set()).add(employee_id)
    return stale


def dates_between(start, end):
    """Return every date from `start` to `end`, both included; empty when they are reversed."""
    return [start + datetime.timedelta(days=n) for n in range((end - start).days + 1)]
