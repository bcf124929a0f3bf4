"""The day records of the past: computed by the third room's own rule, written in one go."""

import datetime

from attendance.models import DayRecord
from attendance.queries.days import FIELDS, compute_days, dates_between
from attendance.services.closing import people_of
from bekasi_wfh.demo.rows import insert_rows, moment_text
from units import clock

AT_ONCE = 1000
COLUMNS = ("employee_id", "date", *FIELDS, "closed_at")


def seed_day_records(city, diary):
    """Write what `close_day` would have made of each day before today.

    A later `close_day` finds nothing to change (tested). Its look-ups of what is stored are
    left out here: an empty table holds nothing.
    """
    rows = []
    yesterday = city.days_before(1)
    for day in dates_between(city.period_starts, yesterday):
        night = clock.local(day + datetime.timedelta(days=1), datetime.time(0, 30))
        closed_at = moment_text(night.astimezone(datetime.UTC))
        people = people_of(day)
        for first in range(0, len(people), AT_ONCE):
            for one in compute_days(day, people[first : first + AT_ONCE], diary.calendar):
                rows.append(
                    (
                        one.employee_id,
                        day.isoformat(),
                        *(getattr(one, name) for name in FIELDS),
                        closed_at,
                    )
                )
    insert_rows(DayRecord, COLUMNS, rows)
