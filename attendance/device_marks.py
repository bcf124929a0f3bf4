"""First-in and last-out from the punches of a terminal. Pure: a terminal knows no direction.

The keys that people press beside their finger are wrong too often to be believed, so that the
first punch of a work date is the coming and the last one the leaving.
"""

import datetime
from typing import NamedTuple

from attendance.work_dates import work_date

# Punches closer together are one visit to the terminal: the finger was laid on it twice.
ONE_VISIT = datetime.timedelta(minutes=30)


class Seen(NamedTuple):
    """A punch as a naive local moment, and the number of its terminal."""

    at: datetime.datetime
    terminal: int


def date_of(at, duties):
    """Return the work date of a punch whose direction is unknown.

    `duties` as for `attendance.work_dates.work_date`: where the punch may be the leaving of one
    duty and the coming to another, the edge that is nearer decides, the leaving on a tie.
    """
    coming, leaving = work_date("in", at, duties), work_date("out", at, duties)
    if coming == leaving or coming not in duties:
        return leaving
    if leaving not in duties:
        return coming
    late, early = abs(at - duties[leaving][1]), abs(at - duties[coming][0])
    return leaving if late <= early else coming


def first_and_last(seen, duty):
    """Return (the coming, the leaving) among the Seen of a work date; either may be None.

    A single visit is the coming where it is nearer to the start of the duty than to its end, else
    the leaving; without a duty it is the coming.
    """
    if not seen:
        return None, None
    first, last = min(seen), max(seen)
    if last.at - first.at >= ONE_VISIT:
        return first, last
    if duty is None or abs(first.at - duty[0]) <= abs(duty[1] - last.at):
        return first, None
    return None, last
