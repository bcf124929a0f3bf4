"""What a day was: one verdict from plan, check-ins, hours and absences. Pure and recomputable.

Perpres 21/2023 sets the hours; Art. 8 lets the place be flexible and Art. 9 asks for the hours
all the same, which is why a day at home and one at the office are judged by one rule. Whatever
is unknown here is "review", never "present".
"""

import datetime
from dataclasses import dataclass

# After an outage everybody needs a moment to get through.
GRACE_AFTER_OUTAGE = datetime.timedelta(minutes=30)
ONE_DAY = datetime.timedelta(days=1)

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
    """The verdict of a day; whole minutes late and early, 0 where there is nothing to measure.

    `corrected` says that a corrected time counted, so that the verdict rests on a decision.
    """

    verdict: str
    minutes_late: int = 0
    minutes_early: int = 0
    corrected: bool = False


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
    late = max(mark.at - start, datetime.timedelta())
    reached = start
    for first, last in sorted(outages):
        begins = max(first, reached)
        ends = min(last + GRACE_AFTER_OUTAGE, mark.at)
        if begins < ends:
            late -= ends - begins
            reached = ends
    return _whole_minutes(late)


def _moment(day, at):
    """Return a time of the work date as a moment; a moment stays what it is."""
    return at if isinstance(at, datetime.datetime) else datetime.datetime.combine(day, at)


def duty_of(day, hours):
    """Return (start, end) of hours on a work date as naive local moments.

    Hours with `next_day` (a night shift) end on the date after the one on which they start.
    """
    start, end = (datetime.datetime.combine(day, at) for at in (hours.start, hours.end))
    return start, end + ONE_DAY if getattr(hours, "next_day", False) else end


def _span(day, hours, window, check_in):
    """Return (latest start, earliest end) as moments of a work date.

    On a flexible-hours day one starts between two times and stays as long as the hours of the day
    are, so that the end moves with the start. The window never makes a day stricter: hours that
    start later or earlier than it (Ramadan) still hold. Without a check-in that counts nobody
    knows the start: the end is that of the latest one.
    """
    start, end = duty_of(day, hours)
    if window is None:
        return start, end
    earliest = min(start, datetime.datetime.combine(day, window.start))
    latest = max(start, datetime.datetime.combine(day, window.until))
    began = latest if check_in is None else min(max(check_in.at, earliest), latest)
    return latest, began + (end - start)


def complete_at(check_in, hours, window=None, day=None):
    """Return the local moment at which the minutes of the day are complete after a check-in.

    `check_in` is a naive local moment; `hours` and `window` as in `day_verdict`; `day` is the
    work date, that of the check-in by default.
    """
    return _span(day or check_in.date(), hours, window, Mark(check_in, ""))[1]


def _hit(moment, outages):
    """Say whether a moment lies in an outage or shortly after it."""
    return any(first <= moment < last + GRACE_AFTER_OUTAGE for first, last in outages)


def _settled(mark, counts, correction, better):
    """Return (mark, whether it counts, whether the correction made it so).

    A corrected time stands in for a check-in that is missing, refused or undecided, and for one
    that counts only where it is better for the person: a correction never makes a day worse.
    """
    if correction is None or (counts is True and better(mark.at, correction) == mark.at):
        return mark, counts, False
    return Mark(correction, "accepted"), True, True


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
    day=None,
    corrections=None,
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
    `day` is the work date, by default the date of the earliest check-in; hours with `next_day`
    need it, because a night shift has check-ins of two dates. Outages may be given as moments
    too. `corrections` maps "in" and "out" to the moments that an accepted correction put there.

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
    if getattr(hours, "next_day", False) and day is None:
        return DayVerdict(REVIEW)
    corrections = corrections or {}
    check_in, came, fixed_in = _settled(
        check_in, _counts(check_in, reviews.get("in")), corrections.get("in"), min
    )
    check_out, left, fixed_out = _settled(
        check_out, _counts(check_out, reviews.get("out")), corrections.get("out"), max
    )
    fixed = fixed_in or fixed_out
    marks = [mark.at.date() for mark in (check_in, check_out) if mark is not None]
    day = day or min(marks, default=datetime.date.min)
    outages = [(_moment(day, first), _moment(day, last)) for first, last in outages]
    if came is False and left is False:
        nothing_came = check_in is None and check_out is None
        edges = duty_of(day, hours) if hours is not None else ()
        edges += (datetime.datetime.combine(day, window.until),) if window is not None else ()
        barred = any(_hit(at, outages) for at in edges)
        excused = emergency or barred
        if excused and nothing_came:
            return DayVerdict(REVIEW)
        return DayVerdict(ABSENT if confirmed_absent else UNEXPLAINED)
    if workplace not in WORKPLACES or hours is None:
        return DayVerdict(REVIEW, corrected=fixed)
    start, end = duty_of(day, hours)
    if not start < end:
        return DayVerdict(REVIEW, corrected=fixed)
    late = early = 0
    window = window if workplace == "wfo" else None
    if came:
        late = _minutes_late(check_in, _span(day, hours, window, check_in)[0], outages)
    if left:
        counted_in = check_in if came else None
        early = _whole_minutes(_span(day, hours, window, counted_in)[1] - check_out.at)
    if came is None or left is None:
        return DayVerdict(REVIEW, late, early, fixed)
    if came and left and check_in.at < check_out.at:
        return DayVerdict(PRESENT, late, early, fixed)
    if (check_in is None and _hit(start, outages)) or (check_out is None and _hit(end, outages)):
        return DayVerdict(REVIEW, late, early, fixed)
    return DayVerdict(INCOMPLETE, late, early, fixed)


def wfh_validated(workplace, verdict, report_accepted):
    """Say whether a day at home is validated; None where no work from home took place.

    True needs both an accepted daily report and a valid pair of check-ins.
    """
    if workplace != "wfh" or verdict in (HOLIDAY, AWAY):
        return None
    return verdict == PRESENT and report_accepted is True
