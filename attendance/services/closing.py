"""The close of the day: one record per person and date, made again whenever something changes."""

import datetime

from django.db import transaction

from attendance.models import DayRecord
from attendance.queries.days import (
    FIELDS,
    compute_days,
    dates_between,
    days_changed_by_absences,
    first_day_with_check_ins,
    last_closed_day,
)
from schedules.queries.calendar import Calendar
from units import clock
from units.queries.people import postings_on
from units.services.webhooks import announce_days_closed

AT_ONCE = 1000
# How far back leave that is approved late still changes a closed day by itself.
ABSENCES_REACH_BACK_DAYS = 62


def people_of(day, employee_ids=None):
    """Return (employee id, unit id, employment) of who is posted on the day, by employee id."""
    postings = postings_on(day).order_by("employee_id", "starts_on", "pk").select_related(None)
    if employee_ids is not None:
        postings = postings.filter(employee_id__in=list(employee_ids))
    rows = postings.values_list("employee_id", "unit_id", "employee__employment")
    # A later posting of the same person replaces the earlier one.
    return list({row[0]: row for row in rows}.values())


def close_day(day, employee_ids=None):
    """Make a past day's records equal to what is known now; return how many changed.

    Everybody posted on that day, or only those given. Idempotent: a second run changes nothing.
    Constant queries and one transaction per 1,000 people, so that check-ins never wait long; the
    programs that asked for it are told in the same transaction.
    Raises ValueError for today and later: that day is not over.
    """
    if day >= clock.today():
        raise ValueError(f"{day} is not over yet.")
    people = people_of(day, employee_ids)
    calendar = Calendar.load(day, day)
    changed = 0
    for first in range(0, len(people), AT_ONCE):
        changed += _close_some(day, people[first : first + AT_ONCE], calendar)
    return changed


@transaction.atomic
def _close_some(day, people, calendar):
    ids = [employee_id for employee_id, _unit, _employment in people]
    stored = {
        row[0]: row[1:]
        for row in DayRecord.objects.filter(date=day, employee_id__in=ids).values_list(
            "employee_id", *FIELDS
        )
    }
    computed = compute_days(day, people, calendar)
    at = clock.now()
    different = [
        DayRecord(
            employee_id=one.employee_id,
            date=day,
            closed_at=at,
            **{name: getattr(one, name) for name in FIELDS},
        )
        for one in computed
        if stored.get(one.employee_id) != tuple(getattr(one, name) for name in FIELDS)
    ]
    DayRecord.objects.bulk_create(
        different,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["employee", "date"],
        update_fields=[*FIELDS, "closed_at"],
    )
    no_longer = set(stored) - {one.employee_id for one in computed}
    if no_longer:
        DayRecord.objects.filter(date=day, employee_id__in=no_longer).delete()
    changed = len(different) + len(no_longer)
    if changed:
        announce_days_closed(day, changed)
    return changed


def recompute_day(employee, day):
    """Make one person's record of a day again; today and later are left to the nightly close."""
    if day < clock.today():
        close_day(day, [employee.pk])


def close_missed_days():
    """Close every day since the last one closed, up to yesterday; return {iso date: changes}.

    The last closed day is closed again (its run may have stopped half-way), and so are the days
    of people whose leave was decided after the close. A city without any record starts at its
    first check-in, or yesterday.
    """
    yesterday = clock.today() - datetime.timedelta(days=1)
    start = last_closed_day() or first_day_with_check_ins() or yesterday
    changes = {day.isoformat(): close_day(day) for day in dates_between(start, yesterday)}
    reach = yesterday - datetime.timedelta(days=ABSENCES_REACH_BACK_DAYS)
    for day, employee_ids in sorted(days_changed_by_absences(reach, yesterday).items()):
        changes[day.isoformat()] = changes.get(day.isoformat(), 0) + close_day(day, employee_ids)
    return changes
