"""What a day was: one verdict from plan, check-ins, hours and absences. Pure and recomputable.

Perpres 21/2023 sets the hours; Art. 8 lets the place be flexible and Art. 9 asks for the hours
all the same, which is why a day at home and one at the office are judged by one rule. Whatever
is unknown here is "review", never "present".
"""

import datetime
from dataclasses import dataclass

# After an outage everybody needs a moment to get through.
GRACE_AFTER_OUTAGE = datetime.timedelta(minutes=30)

PRESENT = "present"
INCOMPLETE = "incomplete"
REVIEW = "review"
UNEXPLAINED = "unexplained"
ABSENT = "absent"
AWAY = "away"
HOLIDAY = "holiday"

WORKPLACES = ("wfo", "wfh")


@dataclass(frozen=True)
class Mark:
    """One check-in: naive local time by the server's clock, and what was found of its place."""

    at: datetime.datetime
    finding: str


@dataclass(frozen=True)
class DayVerdict:
    """The verdict of a day; whole minutes late and early, 0 where there is nothing to measure."""

    verdict: str
    minutes_late: int = 0
    minutes_early: int = 0


def _counts(mark, review):
    """Return True, False or None: the mark counts, does not, or waits for a person."""
    if mark is None:
        return False
    if mark.finding == "accepted":
        return True
    if mark.finding == "review" and review is True:
        return True
    if mark.finding == "review" and review is False:
        return False
    return None


def _whole_minutes(span):
    return max(0, int(span.total_seconds() // 60))


def _minutes_late(mark, start, outages):
    """Return the whole minutes from a start to the check-in, those of an outage left out."""
    day = mark.at.date()
    late = max(mark.at - start, datetime.timedelta())
    reached = start
    for first, last in sorted(outages):
        begins = max(datetime.datetime.combine(day, first), reached)
        ends = min(datetime.datetime.combine(day, last) + GRACE_AFTER_OUTAGE, mark.at)
        if begins < ends:
            late -= ends - begins
            reached = ends
    return _whole_minutes(late)


def _span(mark, hours, window, check_in):
    """Return (latest start, earliest end) as moments of the day of a mark.

    On a flexible-hours day one starts between two times and stays as long as the hours of the day
    are, so that the end moves with the start. The window never makes a day stricter: hours that
    start later or earlier than it (Ramadan) still hold. Without a check-in that counts nobody
    knows the start: the end is that of the latest one.
    """
    day = mark.at.date()
    start, end = (datetime.datetime.combine(day, at) for at in (hours.start, hours.end))
    if window is None:
        return start, end
    earliest = min(start, datetime.datetime.combine(day, window.start))
    latest = max(start, datetime.datetime.combine(day, window.until))
    began = latest if check_in is None else min(max(check_in.at, earliest), latest)
    return latest, began + (end - start)


def complete_at(check_in, hours, window=None):
    """Return the local moment at which the minutes of the day are complete after a check-in.

    `check_in` is a naive local moment; `hours` and `window` as in `day_verdict`.
    """
    mark = Mark(check_in, "")
    return _span(mark, hours, window, mark)[1]


def _hit(at, outages):
    """Say whether a time of the day lies in an outage or shortly after it."""
    day = datetime.date.min
    moment = datetime.datetime.combine(day, at)
    return any(
        first <= at and moment < datetime.datetime.combine(day, last) + GRACE_AFTER_OUTAGE
        for first, last in outages
    )


def day_verdict(
    workplace,
    hours,
    check_in,
    check_out,
    away,
    holiday,
    reviews,
    *,
    emergency=False,
    outages=(),
    window=None,
    confirmed_absent=False,
):
    """Return the DayVerdict of one person on one day.

    `workplace` is "wfo" or "wfh" by the published plan; `hours` has `start` and `end` as local
    times, or is None where none are set; `check_in` and `check_out` are Marks or None; `away` is
    the kind of an approved absence or ""; `holiday` is true on a day off; `reviews` maps "in"
    and "out" to what the superior decided on a check-in under review (True, False; absent while
    undecided); `emergency` is true where an emergency covers the person on the day; `outages` are
    (start, end) local times in which the portal could not be reached. `window` has `start` and
    `until` on a flexible-hours day at the office: late only after its end, early where the minutes
    of the day are not complete. It is None on all others. `confirmed_absent` is true once the
    superior has confirmed, after the person could answer, that the day has no explanation.

    A day off stays one and an absence stays one, whatever was pressed. A check-in that was not
    accepted counts as none. A check-out before the check-in makes no pair. In an emergency a
    day without any check-in is for review: nobody is missing because the home is under water.
    Minutes of an outage, with half an hour after it, are not late; where it covered the start or
    the end of the hours, a check-in missing there is for review and not the person's fault.
    A confirmation speaks only of a day that would be unexplained: what explains it comes first,
    also where that is known later.
    """
    if holiday:
        return DayVerdict(HOLIDAY)
    if away:
        return DayVerdict(AWAY)
    came = _counts(check_in, reviews.get("in"))
    left = _counts(check_out, reviews.get("out"))
    if came is False and left is False:
        nothing_came = check_in is None and check_out is None
        edges = (hours.start, hours.end) if hours is not None else ()
        edges += (window.until,) if window is not None else ()
        barred = any(_hit(at, outages) for at in edges)
        excused = emergency or barred
        if excused and nothing_came:
            return DayVerdict(REVIEW)
        return DayVerdict(ABSENT if confirmed_absent else UNEXPLAINED)
    if workplace not in WORKPLACES or hours is None or not hours.start < hours.end:
        return DayVerdict(REVIEW)
    late = early = 0
    window = window if workplace == "wfo" else None
    if came:
        late = _minutes_late(check_in, _span(check_in, hours, window, check_in)[0], outages)
    if left:
        counted_in = check_in if came else None
        early = _whole_minutes(_span(check_out, hours, window, counted_in)[1] - check_out.at)
    if came is None or left is None:
        return DayVerdict(REVIEW, late, early)
    if came and left and check_in.at < check_out.at:
        return DayVerdict(PRESENT, late, early)
    if (check_in is None and _hit(hours.start, outages)) or (
        check_out is None and _hit(hours.end, outages)
    ):
        return DayVerdict(REVIEW, late, early)
    return DayVerdict(INCOMPLETE, late, early)


def wfh_validated(workplace, verdict, report_accepted):
    """Say whether a day at home is validated; None where no work from home took place.

    True needs both an accepted daily report and a valid pair of check-ins.
    """
    if workplace != "wfh" or verdict in (HOLIDAY, AWAY):
        return None
    return verdict == PRESENT and report_accepted is True
