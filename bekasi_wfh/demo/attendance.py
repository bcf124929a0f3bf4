"""Check-ins since the period began, as phones would have sent them, with the day records."""

import datetime
import math
from dataclasses import dataclass

from attendance.models import CheckIn, DayRecord, PlaceEvidence
from attendance.places import distance_m
from attendance.verdicts import Mark, day_verdict, wfh_validated
from bekasi_wfh.demo.diary import OFFSET
from bekasi_wfh.demo.reviews import Review, decide_reviews
from bekasi_wfh.demo.rows import insert_rows, moment_text, reset_sequences, uuid_text
from schedules.models import FlexibleDay
from schedules.queries.flexible import Window

CHECK_IN_COLUMNS = (
    "id", "employee_id", "work_date", "direction", "workplace", "server_time", "device_time",
    "finding", "review_reason", "place_id", "key",
)  # fmt: skip
EVIDENCE_COLUMNS = (
    "check_in_id", "latitude", "longitude", "accuracy_m", "age_s", "distance_m",
)  # fmt: skip
DAY_COLUMNS = (
    "employee_id", "date", "unit_id", "workplace", "verdict", "away_kind", "minutes_late",
    "minutes_early", "validated", "closed_at",
)  # fmt: skip
VALIDATED = DAY_COLUMNS.index("validated")
METRE = 1 / 111_320
# What goes wrong with a location, as often as it stands here.
FLAWS = (
    ("elsewhere",) * 5 + ("stale_location",) * 3 + ("vague_location",) * 3 + ("no_location",) * 2
)


@dataclass(frozen=True, slots=True)
class Habit:
    """How somebody checks in: the chance to be late, and a point that never changes."""

    late: float
    frozen: tuple | None


def draw_habit(rng):
    """Return a Habit: three in a hundred are often late, four in a thousand have a frozen point."""
    late = 0.3 if rng.random() < 0.03 else 0.035
    frozen = None
    if rng.random() < 0.004:
        frozen = (round(rng.uniform(-20, 20), 1), round(rng.uniform(-20, 20), 1), 5.0)
    return Habit(late, frozen)


class CheckIns:
    """Draws the taps of every day and keeps them as plain rows."""

    def __init__(self, city):
        self.city = city
        self.rng = city.draw("check-ins")
        self.rows, self.evidence, self.reviews = [], [], []
        self._place_of_unit = {place.unit_id: place for place in city.places}

    def live(self, day, habit):
        """Draw in and out of a working day; return (Mark or None, Mark or None, reviews)."""
        chance = self.rng.random
        luck, frame, reviews = chance(), day.frame, {}
        if luck < 0.006:
            return None, None, reviews
        if frame.is_today and (luck < 0.12 or day.employee.id in self.city.special):
            return None, None, reviews
        came = left = None
        if luck >= 0.010:
            late = chance() < habit.late
            seconds = int(chance() * 2300) if late else -int((chance() + chance()) * 1300)
            came = self._tap(day, "in", frame.start, seconds, habit, reviews)
        if luck <= 0.982 and not frame.is_today:
            early = chance() < 0.02
            seconds = -int(chance() * 1800) if early else int((chance() * chance()) * 4800)
            left = self._tap(day, "out", frame.end, seconds, habit, reviews)
        return came, left, reviews

    def _tap(self, day, direction, at, seconds, habit, reviews):
        rng = self.rng
        moment = at + datetime.timedelta(seconds=seconds)
        server_time = moment_text(moment)
        target, place_id, reason = self._target(day)
        if not reason and rng.random() < (0.03 if day.workplace == "wfh" else 0.006):
            reason = rng.choice(FLAWS)
        finding = "review" if reason else "accepted"
        kept = "emergency" if day.emergency and reason in ("no_home", "elsewhere") else reason
        pk = len(self.rows) + 1
        self.rows.append(
            (
                pk, day.employee.id, day.frame.text, direction, day.workplace, server_time,
                server_time, finding, kept, None if reason else place_id,
                uuid_text(rng.getrandbits(128)),
            )
        )  # fmt: skip
        if target and reason != "no_location":
            *measured, away = self._measure(target, reason, habit)
            # Without a confirmed home there is nothing to measure the distance to.
            self.evidence.append((pk, *measured, None if reason == "no_home" else away))
        if reason:
            review = Review.drawn(self.city, rng, pk, day, direction, moment, kept)
            self.reviews.append(review)
            reviews[direction] = review.accepted
        return Mark(moment + OFFSET, finding)

    def _target(self, day):
        """Return (point, place id, why it needs a review)."""
        if day.workplace == "wfh":
            home = self.city.home_of.get(day.employee.id)
            if home is None or not home[2]:
                return home[:2] if home else None, None, "no_home"
            return home[:2], None, ""
        place = self._office(day.unit)
        return (place.latitude, place.longitude), place.id, ""

    def _office(self, unit):
        place = self._place_of_unit.get(unit.id)
        if place is None:
            place = self._office(self.city.units[unit.parent_id - 1])
            self._place_of_unit[unit.id] = place
        return place

    def _measure(self, target, reason, habit):
        """Return latitude, longitude, accuracy, age and distance of one measurement."""
        chance = self.rng.random
        accuracy, age = round(4 + 34 * chance(), 1), round(0.2 + 25 * chance(), 1)
        if habit.frozen is not None and not reason:
            north, east, accuracy = habit.frozen
        else:
            reach = 600 + 8400 * chance() if reason == "elsewhere" else 60 * chance()
            angle = math.tau * chance()
            north, east = reach * math.sin(angle), reach * math.cos(angle)
        if reason == "vague_location":
            accuracy = round(350 + 1450 * chance(), 1)
        elif reason == "stale_location":
            age = round(200 + 5200 * chance(), 1)
        latitude = round(target[0] + north * METRE, 6)
        longitude = round(target[1] + east * METRE, 6)
        return (
            latitude,
            longitude,
            accuracy,
            age,
            round(distance_m(latitude, longitude, *target), 1),
        )


class Records:
    """The day records of the past, by the third room's own rules (`attendance.verdicts`).

    They are what `close_day` makes of the same rows: a later close changes nothing (tested).
    """

    def __init__(self):
        self.rows = []
        self._at_home = {}
        rows = FlexibleDay.objects.filter(published=True)
        self._windows = {
            (pk, date): Window(start, until)
            for pk, date, start, until in rows.values_list(
                "employee_id", "date", "starts_from", "starts_until"
            )
        }

    def keep(self, day, came, left, reviews):
        frame = day.frame
        if frame.is_today:
            return
        found = day_verdict(
            day.workplace,
            frame.hours,
            came,
            left,
            day.away,
            frame.hours is None,
            reviews,
            emergency=day.emergency,
            window=self._windows.get((day.employee.id, frame.date)),
        )
        if day.workplace == "wfh":
            self._at_home[day.employee.id, frame.date] = len(self.rows)
        self.rows.append(
            [
                day.employee.id, frame.text, day.unit.id, day.workplace, found.verdict,
                day.away if found.verdict == "away" else "", found.minutes_late,
                found.minutes_early, None, frame.closed_at,
            ]
        )  # fmt: skip

    def write(self, accepted):
        """Store the records; `accepted` holds (employee id, date) of accepted daily reports."""
        for key, index in self._at_home.items():
            row = self.rows[index]
            row[VALIDATED] = wfh_validated("wfh", row[4], key in accepted)
        insert_rows(DayRecord, DAY_COLUMNS, self.rows)


def seed_check_ins(city, diary, chain):
    """Write check-ins, evidence and reviews; return (Records, working days at home)."""
    habits = city.draw("habits")
    taps, records, at_home = CheckIns(city), Records(), []
    for employee in city.employees:
        habit = draw_habit(habits)
        for day in diary.days_of(employee):
            marks = (None, None, {})
            if day.frame.hours is not None and not day.away:
                marks = taps.live(day, habit)
                if day.workplace == "wfh":
                    at_home.append(day)
            records.keep(day, *marks)
    insert_rows(CheckIn, CHECK_IN_COLUMNS, taps.rows)
    insert_rows(PlaceEvidence, EVIDENCE_COLUMNS, taps.evidence)
    reset_sequences([CheckIn])
    decide_reviews(city, taps.reviews, chain)
    return records, at_home
