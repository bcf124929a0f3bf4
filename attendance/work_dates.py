"""To which work date a check-in belongs. Pure: a night shift belongs to the date it starts on."""

import datetime

# So long before its start one may check in for a shift.
ENTRY_OPENS = datetime.timedelta(hours=2)
# So long after its end one may still check out; only then is the day closed.
LEAVING_GRACE = datetime.timedelta(hours=4)


def work_date(direction, now, duties, came=()):
    """Return the date among `duties` to which a check-in made now belongs, else that of `now`.

    `direction` is "in" or "out"; `now` a naive local moment; `duties` maps dates to (start, end)
    as naive local moments; `came` are the dates that have a check-in "in" already.

    Checking in is for the latest duty that has opened and is not over. Checking out is for the
    latest duty under way that was checked in for; where none was, for the one that began first:
    that is the one that is ending.
    """
    if direction == "in":
        begun = [
            (start, day) for day, (start, end) in duties.items() if start - ENTRY_OPENS <= now < end
        ]
        return max(begun)[1] if begun else now.date()
    under_way = sorted(
        (start, day)
        for day, (start, end) in duties.items()
        if start - ENTRY_OPENS <= now < end + LEAVING_GRACE
    )
    if not under_way:
        return now.date()
    entered = [day for _start, day in under_way if day in came]
    return entered[-1] if entered else under_way[0][1]


def is_running(duty, now):
    """Say whether one may still check out of a duty (start, end): its day is not over yet."""
    return now < duty[1] + LEAVING_GRACE
