"""A cheap mark of who is where today: it changes when an answer of the live view would."""

from django.db import connection
from django.utils import timezone

from attendance.models import CheckIn, CheckInReview, DeviceMark
from schedules.models import Assignment, Away, EmergencyTerm, FlexibleDay, RecalledDay, ShiftDay
from units.models import Posting

# Starts of a working day are multiples of this. What the mark does not look at (hours, floors,
# skills, postings) shows at the latest after as many minutes.
MINUTES = 5
# Of more units than this the whole city is looked at: cheaper to ask, renewed more often.
MOST_UNITS = 100

_REVIEWED = "check_in_id IN (SELECT id FROM attendance_checkin WHERE work_date = %sOWN)"
_SOURCES = (
    (CheckIn, "work_date = %s", 1, "id"),
    (
        CheckInReview,
        "check_in_id IN (SELECT id FROM attendance_checkin WHERE work_date = %sOWN)",
        1,
        "id",
    ),
    (DeviceMark, "work_date = %s", 1, "CASE WHEN out_at IS NULL THEN id ELSE 3 * id END"),
    (RecalledDay, "date = %s AND status <> 'cancelled'", 1, "id"),
    (EmergencyTerm, "starts_on <= %s AND ends_on >= %s", 2, "id"),
    (Away, "status = 'approved' AND starts_on <= %s AND ends_on >= %s", 2, "id"),
    (Assignment, "published AND date = %s", 1, "id"),
    (FlexibleDay, "published AND date = %s", 1, "id"),
    (ShiftDay, "date = %s", 1, "COALESCE(pattern_id, 0)"),
)
_PART = "SELECT COUNT(*), COALESCE(SUM(NUMBER), 0) FROM RECORDS WHERE "
_OWN = (
    " AND employee_id IN (SELECT employee_id FROM units_posting"
    " WHERE kind = %s AND unit_id IN (UNITS))"
)


def mark_of(unit_ids, day, now):
    """Return a text that differs after anything that moves people of the units, in one query.

    Of each kind of record of the day it holds how many there are and the sum of their numbers
    (`unit_ids` None: of the city). The same text, the same answer, for the same few minutes.
    """
    own, named = "", []
    if unit_ids is not None and len(unit_ids) <= MOST_UNITS:
        units = sorted(unit_ids) or [0]
        named = [Posting.Kind.DEFINITIVE, *units]
        own = _OWN.replace("UNITS", ", ".join(["%s"] * len(units)))
    parts, values = [], []
    for model, test, days, number in _SOURCES:
        mine = "" if model is CheckInReview else own
        part = _PART.replace("NUMBER", number).replace("RECORDS", model._meta.db_table)
        parts.append(part + test.replace("OWN", own) + mine)
        values += [day.isoformat()] * days + named
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        found = ",".join(f"{n}.{ids}" for n, ids in cursor.fetchall())
    local = timezone.localtime(now)
    return f"{day:%j}.{local.hour * 60 + local.minute - local.minute % MINUTES}:{found}"
