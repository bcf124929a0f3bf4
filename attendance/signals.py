"""What check-ins show that a person should look at. Pure: taps in, findings as values out.

Each detector looks for one thing that a working phone in an honest hand does not do, and says in
numbers what it saw. None of them is proof: a phone may be broken, a place may be measured by its
wifi, a family may share a phone. That is why nothing here judges a day.
"""

import datetime
import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field, fields

from attendance.places import distance_m

SAME_POINT = "same_point"
ACCURACY = "accuracy"
TRAVEL = "travel"
SHARED_DEVICE = "shared_device"
TWO_PLACES = "two_places"
CLOCK = "clock"

# A phone that rounds to fewer decimals stands still on a grid of a hundred metres.
FEWEST_DECIMALS = 4
# No phone measures better than this, nor is a measurement this vague a place at all.
FINEST_ACCURACY_M = 1.0
VAGUEST_ACCURACY_M = 100_000.0
# A clock that is simply wrong is wrong by the same amount each time.
CLOCK_STEADY_S = 120
MOST_EXAMPLES = 10


@dataclass(frozen=True, slots=True)
class Tap:
    """One check-in: moments in seconds since the epoch, None where the phone said nothing.

    `skew_s` is the device's clock minus the server's.
    """

    person: int
    day: datetime.date
    direction: str
    workplace: str
    at: float
    latitude: float | None = None
    longitude: float | None = None
    accuracy_m: float | None = None
    skew_s: float | None = None
    device: str = ""

    @property
    def has_point(self):
        return self.latitude is not None


@dataclass(frozen=True, slots=True)
class Second:
    """A tap of the same person from another device while the first one stood."""

    person: int
    day: datetime.date
    apart_s: float
    distance_m: float
    accuracy_m: float


@dataclass(frozen=True)
class Thresholds:
    """From how much on something is an indication; the names are those of the city's rules."""

    repeats: int = 4
    repeat_percent: int = 50
    accuracy_days: int = 2
    speed_kmh: int = 250
    travel_km: int = 5
    device_people: int = 3
    device_days: int = 2
    apart_minutes: int = 15
    apart_m: int = 1000
    clock_minutes: int = 10
    clock_days: int = 5

    @classmethod
    def of(cls, rules):
        """Return the thresholds out of any object that has them as attributes."""
        return cls(**{one.name: getattr(rules, one.name) for one in fields(cls)})


@dataclass(frozen=True)
class Sign:
    """What was seen: kind, the subject that keeps it apart from others, people, days, numbers."""

    kind: str
    subject: str
    people: tuple
    days: tuple
    evidence: dict = field(compare=False)


def _decimals(number):
    """Return how many decimals a coordinate has, as it was sent."""
    text = repr(float(number))
    if "e" in text:
        return 17
    whole, _dot, rest = text.partition(".")
    return 0 if rest == "0" else len(rest)


def _is_fine(tap):
    return max(_decimals(tap.latitude), _decimals(tap.longitude)) >= FEWEST_DECIMALS


def same_point(taps, limits):
    """Return Signs where one exact measurement (point and accuracy) comes back on other days.

    A measurement varies by metres even on a phone that lies still; the same one again and again,
    to the last decimal, is a fixed or a replayed point. Counted for home and office apart, since
    one of them may be faked alone. Points rounded to a coarse grid say nothing and are left out.
    """
    signs = []
    for workplace in ("wfo", "wfh"):
        mine = [t for t in taps if t.workplace == workplace and t.has_point]
        fine = [t for t in mine if _is_fine(t)]
        first_seen, repeated, counts = {}, [], Counter()
        for tap in sorted(fine, key=lambda t: t.at):
            key = (tap.latitude, tap.longitude, tap.accuracy_m)
            counts[key] += 1
            if first_seen.setdefault(key, tap.day) != tap.day:
                repeated.append(tap)
        enough = len(repeated) >= limits.repeats
        if enough and 100 * len(repeated) >= limits.repeat_percent * len(mine):
            often = [n for n in counts.values() if n > 1]
            signs.append(
                Sign(
                    SAME_POINT,
                    f"{taps[0].person}:{workplace}",
                    (taps[0].person,),
                    tuple(sorted({t.day for t in repeated})),
                    {
                        "workplace": workplace,
                        "repeated": len(repeated),
                        "taps": len(mine),
                        "points": len(often),
                        "most": max(often),
                    },
                )
            )
    return signs


def accuracy(taps, limits):
    """Return a Sign where the phone claims an accuracy that no phone has, on several days."""
    odd = [
        t
        for t in taps
        if t.accuracy_m is not None and not FINEST_ACCURACY_M <= t.accuracy_m <= VAGUEST_ACCURACY_M
    ]
    days = tuple(sorted({t.day for t in odd}))
    if len(days) < limits.accuracy_days:
        return []
    claimed = sorted({round(t.accuracy_m, 3) for t in odd})
    evidence = {"taps": len(odd), "least_m": claimed[0], "most_m": claimed[-1]}
    return [Sign(ACCURACY, str(taps[0].person), (taps[0].person,), days, evidence)]


def _apart(one, other):
    """Return how far two taps were apart at least, in metres: both accuracies taken off."""
    far = distance_m(one.latitude, one.longitude, other.latitude, other.longitude)
    return max(0.0, far - (one.accuracy_m or 0) - (other.accuracy_m or 0))


def _jumps(taps, limits):
    """Return [(tap, earlier tap, metres, seconds)] of moves faster than the limit, in order."""
    found = []
    ordered = sorted((t for t in taps if t.has_point), key=lambda t: t.at)
    for earlier, tap in zip(ordered, ordered[1:], strict=False):
        metres, seconds = _apart(earlier, tap), tap.at - earlier.at
        if metres >= 1000 * limits.travel_km and metres * 3.6 > limits.speed_kmh * seconds:
            found.append((tap, earlier, metres, seconds))
    return found


def _examples(jumps):
    return [
        {
            "day": tap.day.isoformat(),
            "km": math.floor(metres / 100) / 10,
            "minutes": math.ceil(seconds / 60),
        }
        for tap, _earlier, metres, seconds in jumps[:MOST_EXAMPLES]
    ]


def travel(taps, limits):
    """Return a Sign where a person was in two places with too little time to go between them."""
    jumps = _jumps(taps, limits)
    if not jumps:
        return []
    days = tuple(sorted({tap.day for tap, *_rest in jumps}))
    evidence = {"jumps": len(jumps), "examples": _examples(jumps)}
    return [Sign(TRAVEL, str(taps[0].person), (taps[0].person,), days, evidence)]


def two_places(seconds, limits):
    """Return a Sign where a second device of a person tapped elsewhere at the same time."""
    far = [
        one
        for one in seconds
        if one.apart_s <= 60 * limits.apart_minutes
        and one.distance_m - one.accuracy_m >= limits.apart_m
    ]
    if not far:
        return []
    days = tuple(sorted({one.day for one in far}))
    examples = [
        {
            "day": one.day.isoformat(),
            "km": math.floor((one.distance_m - one.accuracy_m) / 100) / 10,
            "minutes": math.ceil(one.apart_s / 60),
        }
        for one in far[:MOST_EXAMPLES]
    ]
    evidence = {"times": len(far), "examples": examples}
    return [Sign(TWO_PLACES, str(far[0].person), (far[0].person,), days, evidence)]


def clock(taps, limits):
    """Return a Sign where a device's clock is steadily wrong, or ahead, on several days.

    A check-in that waited for the network arrives later than it was pressed, by another time
    each day: a clock behind counts only where it is behind by the same amount. Nothing waits
    into the future: a clock ahead always counts.
    """
    limit = 60 * limits.clock_minutes
    behind = [t for t in taps if t.skew_s is not None and t.skew_s < -limit]
    ahead = [t for t in taps if t.skew_s is not None and t.skew_s > limit]
    middle = sorted(t.skew_s for t in behind)[len(behind) // 2] if behind else 0
    steady = [t for t in behind if abs(t.skew_s - middle) <= CLOCK_STEADY_S]
    odd = max(ahead, steady, key=lambda some: len({t.day for t in some}))
    days = tuple(sorted({t.day for t in odd}))
    if len(days) < limits.clock_days:
        return []
    skews = sorted(t.skew_s for t in odd)
    evidence = {
        "taps": len(odd),
        "minutes": round(skews[len(skews) // 2] / 60),
        "least": round(skews[0] / 60),
        "most": round(skews[-1] / 60),
    }
    return [Sign(CLOCK, str(taps[0].person), (taps[0].person,), days, evidence)]


def shared_device(device, taps, limits):
    """Return a Sign where one device taps for several people on several days, or jumps between two.

    A couple or a driver with one phone stays below the number of people; a phone that is at one
    person's office and minutes later at another's home does not exist, whoever they are.
    """
    people_on = defaultdict(set)
    for tap in taps:
        people_on[tap.day].add(tap.person)
    crowded = {day for day, people in people_on.items() if len(people) >= limits.device_people}
    jumps = [jump for jump in _jumps(taps, limits) if jump[0].person != jump[1].person]
    crowded_enough = len(crowded) >= limits.device_days
    if not crowded_enough and not jumps:
        return []
    days = (crowded if crowded_enough else set()) | {tap.day for tap, *_rest in jumps}
    people = {tap.person for tap in taps if tap.day in days}
    evidence = {
        "people": len(people),
        "most_a_day": max(len(people_on[day]) for day in days),
        "taps": sum(1 for tap in taps if tap.day in days),
        "jumps": len(jumps),
        "examples": _examples(jumps),
    }
    return [Sign(SHARED_DEVICE, device, tuple(sorted(people)), tuple(sorted(days)), evidence)]


def signs_of_person(taps, seconds, limits):
    """Return every Sign that one person's taps and second taps of a month give."""
    found = two_places(seconds, limits)
    if taps:
        for detector in (same_point, accuracy, travel, clock):
            found += detector(taps, limits)
    return found
