"""Is this person where the plan says? Pure: coordinates in, a finding as a value out.

Nothing uncertain is ever accepted: a location that is missing, old, vague, impossible or
simply elsewhere ends in "review" with a code that says why. No location is taken from the
network address.
"""

import datetime
import math
from dataclasses import dataclass

ACCEPTED = "accepted"
REVIEW = "review"

OLDEST_S = 120
# A fix may be as vague as the circle it is compared with, and never asked to be better than this.
FINEST_LIMIT_M = 50
EARTH_RADIUS_M = 6_371_008.8
# Within this distance of latitude 0, longitude 0 a fix is a device's empty answer.
NULL_ISLAND_DEGREES = 0.01


@dataclass(frozen=True)
class Evidence:
    """What the phone says: degrees, metres, and the age in seconds when the server received it."""

    latitude: float | None = None
    longitude: float | None = None
    accuracy_m: float | None = None
    age_s: float | None = None
    received_at: datetime.datetime | None = None


@dataclass(frozen=True)
class Target:
    """A circle in which a check-in counts; `place_id` is None for a home."""

    latitude: float
    longitude: float
    radius_m: float
    place_id: int | None = None


@dataclass(frozen=True)
class Finding:
    """`outcome` is "accepted" or "review"; a review always has a reason code."""

    outcome: str
    reason_code: str = ""
    place_id: int | None = None
    distance_m: float | None = None

    @property
    def accepted(self):
        return self.outcome == ACCEPTED


def distance_m(latitude, longitude, other_latitude, other_longitude):
    """Return the great-circle distance between two points on earth, in metres (haversine)."""
    phi, other_phi = math.radians(latitude), math.radians(other_latitude)
    half_phi = (other_phi - phi) / 2
    half_lambda = math.radians(other_longitude - longitude) / 2
    chord = (
        math.sin(half_phi) ** 2 + math.cos(phi) * math.cos(other_phi) * math.sin(half_lambda) ** 2
    )
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(chord)))


def _is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def has_point(evidence):
    """Say whether the evidence holds a point on earth that a device could have measured."""
    return evidence is not None and _flaw_of_point(evidence) == ""


def _flaw_of_point(evidence):
    if evidence.latitude is None or evidence.longitude is None:
        return "no_location"
    if not _is_number(evidence.latitude) or not _is_number(evidence.longitude):
        return "impossible_location"
    if not -90 <= evidence.latitude <= 90 or not -180 <= evidence.longitude <= 180:
        return "impossible_location"
    if (
        abs(evidence.latitude) < NULL_ISLAND_DEGREES
        and abs(evidence.longitude) < NULL_ISLAND_DEGREES
    ):
        return "null_island"
    return ""


def _flaw_of_measurement(evidence, now):
    if evidence.accuracy_m is None:
        return "no_accuracy"
    if not _is_number(evidence.accuracy_m) or evidence.accuracy_m <= 0:
        return "impossible_accuracy"
    if evidence.age_s is None:
        return "no_age"
    if not _is_number(evidence.age_s) or evidence.age_s < 0:
        return "impossible_age"
    waited_s = (now - evidence.received_at).total_seconds() if evidence.received_at else 0
    if waited_s < 0:
        return "impossible_age"
    if evidence.age_s + waited_s > OLDEST_S:
        return "stale_location"
    return ""


def judge_location(evidence, targets, now):
    """Return the Finding of a check-in against the circles in which it may count.

    Accepted needs all of: a possible point that is not (0, 0), an accuracy above zero and no
    vaguer than the circle (or 50 m), an age of at most 120 seconds at `now`, and a point
    inside a circle. Everything else is for review; nothing raises.
    """
    if evidence is None:
        return Finding(REVIEW, "no_location")
    if flaw := _flaw_of_point(evidence):
        return Finding(REVIEW, flaw)
    measured = [
        (
            distance_m(evidence.latitude, evidence.longitude, target.latitude, target.longitude),
            target,
        )
        for target in targets
    ]
    nearest = min(measured, key=lambda pair: pair[0] - pair[1].radius_m, default=(None, None))
    if flaw := _flaw_of_measurement(evidence, now):
        return Finding(REVIEW, flaw, distance_m=nearest[0])
    away, target = nearest
    if target is None:
        return Finding(REVIEW, "no_target")
    if not away <= target.radius_m:
        return Finding(REVIEW, "elsewhere", distance_m=away)
    if evidence.accuracy_m > max(FINEST_LIMIT_M, target.radius_m):
        return Finding(REVIEW, "vague_location", distance_m=away)
    return Finding(ACCEPTED, "", target.place_id, away)
