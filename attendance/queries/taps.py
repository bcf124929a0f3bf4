"""What a check-in is worth on a page, whether it came from a phone or from a terminal.

The rule of both: a check-in by phone that counts stands beside the terminal's, and the better one
counts for the person: the earliest coming and the latest leaving. One by phone that waits for the
superior or was refused gives way to a terminal at the office. A terminal speaks of the office: on
a day at home it is for review.
"""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from attendance.models import CheckIn, DeviceMark
from attendance.wording import review_reason

BETTER = {"in": min, "out": max}


@dataclass(frozen=True)
class Tap:
    """What one check-in is worth: `state` is accepted, review, confirmed or refused.

    `source` is the name of the terminal, "" for a phone and for a kiosk (`at_kiosk`).
    """

    at: datetime.datetime
    state: str
    reason: str
    source: str = ""
    at_kiosk: bool = False

    @property
    def counts(self):
        """Whether it counts already."""
        return self.state in ("accepted", "confirmed")


def tap_of(record):
    """Return the Tap that a CheckIn (with its review loaded) is worth, or None."""
    if record is None:
        return None
    if record.finding == CheckIn.Finding.ACCEPTED:
        return Tap(record.counts_at, "accepted", "", at_kiosk=record.kiosk_id is not None)
    review = getattr(record, "review", None)
    if review is None:
        return Tap(record.counts_at, "review", review_reason(record.review_reason))
    return Tap(record.counts_at, "confirmed" if review.accepted else "refused", review.reason)


def device_wins(direction, pressed_at, pressed_counts, device_at, device_counts):
    """Say whether the terminal's moment stands in for the phone's; None stands for no moment.

    `pressed_counts` is True, False (refused) or None (undecided).
    """
    if device_at is None:
        return False
    if pressed_at is None:
        return True
    if pressed_counts:
        return device_counts and BETTER[direction](pressed_at, device_at) == device_at
    return device_counts or pressed_counts is False


def device_marks_on(day, employee_ids):
    """Return {employee id: {"in"/"out": (moment, terminal)}} of a work date, in one query."""
    rows = DeviceMark.objects.filter(work_date=day, employee_id__in=employee_ids)
    found = {}
    for pk, came, came_by, left, left_by in rows.values_list(
        "employee_id", "in_at", "in_terminal__name", "out_at", "out_terminal__name"
    ):
        moments = {"in": (came, came_by), "out": (left, left_by)}
        found[pk] = {way: one for way, one in moments.items() if one[0] is not None}
    return found


def taps_on(day, employee_ids, at_home=()):
    """Return {employee id: {"in"/"out": Tap}} of a work date, from phones and terminals.

    Two queries. `at_home` are those who work at home on the day.
    """
    records = {}
    rows = CheckIn.objects.filter(work_date=day, employee_id__in=employee_ids)
    for record in rows.select_related("review"):
        records.setdefault(record.employee_id, {})[record.direction] = record
    devices = device_marks_on(day, employee_ids)
    return {
        pk: taps_of(records.get(pk, {}), devices.get(pk, {}), pk in at_home)
        for pk in {*records, *devices}
    }


def taps_of(records, moments, at_home):
    """Return {"in"/"out": Tap} of one person: CheckIns and terminals' moments by direction."""
    taps = {way: tap_of(record) for way, record in records.items()}
    for way, (at, name) in moments.items():
        taps[way] = _better(way, taps.get(way), _device_tap(at, name, at_home))
    return taps


def _device_tap(at, name, at_home):
    if at_home:
        return Tap(at, "review", _("Terminal di kantor pada hari WFH."), name)
    return Tap(at, "accepted", "", name)


def _better(way, pressed, device):
    if pressed is None:
        return device
    counts = True if pressed.counts else (None if pressed.state == "review" else False)
    wins = device_wins(way, pressed.at, counts, device.at, device.counts)
    return device if wins else pressed
