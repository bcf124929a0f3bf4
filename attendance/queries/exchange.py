"""What goes out to Epkin, Lapkin and the TPP application: in the order in which it changed.

Both lists are read by keyset: a page starts after the moment and the number of the last row of
the page before, so that rows that come in meanwhile shift nothing. A record that is made again
gets a new moment and comes once more at the end.
"""

import base64
import binascii
import datetime
import json

from django.db.models import OuterRef, Prefetch, Q, Subquery

from attendance.models import DayRecord, WorkReport, WorkReportItem
from units import clock
from units.models import Posting

# What was written a moment ago waits: another transaction may still end with an earlier moment.
SETTLED_AFTER = datetime.timedelta(seconds=60)


def encoded(moment, pk):
    """Return where a page ended as an opaque text."""
    content = json.dumps([moment.astimezone(datetime.UTC).isoformat(), pk])
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def decoded(cursor):
    """Return (moment, number) of such a text; ValueError where it is none."""
    try:
        content = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        moment, pk = json.loads(content)
        moment = datetime.datetime.fromisoformat(moment)
        if moment.tzinfo is None or type(pk) is not int or not 0 <= pk < 2**63:
            raise ValueError
        return moment.astimezone(datetime.UTC), pk
    except (ValueError, TypeError, OverflowError, RecursionError, binascii.Error) as error:
        raise ValueError("not a cursor of this list") from error


def days_out(unit_ids, start, end, *, since=None, cursor=None):
    """Return the day records from `start` to `end` in the order of their change.

    `unit_ids` None is the whole city; records name the unit of that day. `since` leaves out what
    has not changed since a moment, `cursor` what stands at or before (moment, number).
    """
    rows = DayRecord.objects.filter(date__range=(start, end)).select_related("employee", "unit")
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    # A day is closed after it is over: nothing about `start` is older than its end.
    return _in_order(rows, "closed_at", start + clock.ONE_DAY, since, cursor)


def reports_out(unit_ids, start, end, *, since=None, cursor=None):
    """Return the accepted daily reports with their items; arguments as for `days_out`.

    `unit_code` is that of the unit in which the person was posted on the day.
    """
    there = Posting.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef("work_date")),
        employee_id=OuterRef("employee_id"),
        kind=Posting.Kind.DEFINITIVE,
        starts_on__lte=OuterRef("work_date"),
    ).order_by("-starts_on", "-pk")
    rows = (
        WorkReport.objects.filter(status=WorkReport.Status.ACCEPTED, work_date__range=(start, end))
        .annotate(unit_of_day=Subquery(there.values("unit_id")[:1]),
                  unit_code=Subquery(there.values("unit__code")[:1]))
        .select_related("employee")
        .prefetch_related(Prefetch("items", WorkReportItem.objects.order_by("pk")))
    )  # fmt: skip
    if unit_ids is not None:
        rows = rows.filter(unit_of_day__in=unit_ids)
    return _in_order(rows, "decided_at", start, since, cursor)


def _in_order(rows, moment, not_before, since, cursor):
    rows = rows.filter(
        **{
            f"{moment}__gte": clock.local(not_before, datetime.time.min),
            f"{moment}__lte": clock.now() - SETTLED_AFTER,
        }
    )
    if since is not None:
        rows = rows.filter(**{f"{moment}__gte": since})
    if cursor is not None:
        at, pk = cursor
        rows = rows.filter(
            Q(**{f"{moment}__gt": at}) | Q(**{moment: at, "pk__gt": pk}),
            **{f"{moment}__gte": at},
        )
    return rows.order_by(moment, "pk")
