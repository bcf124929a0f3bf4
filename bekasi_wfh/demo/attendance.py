"""Check-ins since the period began, as phones would have sent them, and the superiors' reviews."""

import datetime
import math
from collections import defaultdict
from dataclasses import dataclass

from attendance.models import CheckIn, CheckInReview, PlaceEvidence
from attendance.places import distance_m
from bekasi_wfh.demo.rows import insert_rows, moment_text, reset_sequences, uuid_text
from schedules.models import Assignment, Away
from schedules.queries.calendar import Calendar

CHECK_IN_COLUMNS = (
    "id", "employee_id", "work_date", "direction", "workplace", "server_time", "device_time",
    "finding", "review_reason", "place_id", "key",
)  # fmt: skip
EVIDENCE_COLUMNS = (
    "check_in_id", "latitude", "longitude", "accuracy_m", "age_s", "distance_m",
)  # fmt: skip
METRE = 1 / 111_320
# What goes wrong with a location, and how often among what goes wrong.
FLAWS = {"elsewhere": 5, "stale_location": 3, "vague_location": 3, "no_location": 2}
CALENDAR_REACH = datetime.timedelta(days=60)


@dataclass
class Day:
    """One person's working day: where by the plan, in which unit, between which hours."""

    employee: object
    unit: object
    date: datetime.date
    workplace: str
    hours: object


class Diary:
    """Who worked where on each day of the period so far."""

    def __init__(self, city):
        self.city = city
        self.start = city.period_starts
        self.calendar = Calendar.load(self.start, city.today + CALENDAR_REACH)
        self.at_home = set(
            Assignment.objects.filter(published=True).values_list("employee_id", "date")
        )
        self._away = defaultdict(list)
        approved = Away.objects.filter(status="approved").order_by("pk")
        for employee_id, first, last in approved.values_list("employee_id", "starts_on", "ends_on"):
            self._away[employee_id].append((first, last))
        self._hours = {}
        self._dates = [
            self.start + datetime.timedelta(days=n)
            for n in range((city.today - self.start).days + 1)
        ]

    def days_of(self, employee):
        """Return the days on which the employee was to work, today included."""
        found = []
        for date in self._dates:
            unit = self.city.unit_on(employee, date)
            if unit is None or any(a <= date <= b for a, b in self._away.get(employee.pk, ())):
                continue
            hours = self._hours_on(unit, employee.employment, date)
            if hours is not None:
                at_home = (employee.pk, date) in self.at_home
                found.append(Day(employee, unit, date, "wfh" if at_home else "wfo", hours))
        return found

    def _hours_on(self, unit, employment, date):
        key = (unit.pk, employment, date)
        if key not in self._hours:
            self._hours[key] = self.calendar.hours(unit.pk, employment, date)
        return self._hours[key]


class CheckIns:
    """Draws the taps of every day and keeps them as plain rows."""

    def __init__(self, city):
        self.city = city
        self.rng = city.draw("check-ins")
        self.rows, self.evidence, self.reviews = [], [], []
        self._place_of_unit = {place.unit_id: place for place in city.places}

    def live(self, day, habit):
        """Draw in and out of a day; return True where both were recorded without a flaw."""
        rng, today = self.rng, self.city.today
        luck = rng.random()
        is_today = day.date == today
        if luck < 0.006 or (is_today and (luck < 0.12 or day.employee.pk in self.city.special)):
            return False
        late = rng.random() < habit.late
        minutes = rng.randint(1, 38) if late else -max(0, min(45, int(rng.gauss(14, 8))))
        came = luck >= 0.010 and self._tap(day, "in", day.hours.start, minutes, habit)
        if is_today or luck > 0.982:
            return False
        early = rng.random() < 0.02
        minutes = -rng.randint(1, 30) if early else max(0, min(95, int(rng.gauss(16, 14))))
        return self._tap(day, "out", day.hours.end, minutes, habit) and came

    def _tap(self, day, direction, at, minutes, habit):
        rng = self.rng
        moment = _utc(day.date, at) + datetime.timedelta(
            minutes=minutes, seconds=rng.randint(0, 59)
        )
        target, place_id, reason = self._target(day)
        if not reason and rng.random() < (0.03 if day.workplace == "wfh" else 0.006):
            reason = rng.choices(list(FLAWS), weights=list(FLAWS.values()))[0]
        pk = len(self.rows) + 1
        device = moment_text(moment - datetime.timedelta(seconds=rng.randint(0, 4)))
        self.rows.append(
            (
                pk, day.employee.pk, day.date.isoformat(), direction, day.workplace,
                moment_text(moment), device, "review" if reason else "accepted", reason,
                None if reason else place_id, uuid_text(rng.getrandbits(128)),
            )
        )  # fmt: skip
        if target and reason != "no_location":
            self.evidence.append((pk, *self._measure(target, reason, habit)))
        if reason:
            self.reviews.append((pk, day, direction, moment, reason))
        return not reason

    def _target(self, day):
        """Return (point, place id, why it needs a review)."""
        if day.workplace == "wfh":
            home = self.city.home_of.get(day.employee.pk)
            if home is None or not home[2]:
                return home[:2] if home else None, None, "no_home"
            return home[:2], None, ""
        place = self._office(day.unit)
        return (place.latitude, place.longitude), place.pk, ""

    def _office(self, unit):
        while unit.pk not in self._place_of_unit:
            unit = self.city.units[unit.parent_id - 1]
        return self._place_of_unit[unit.pk]

    def _measure(self, target, reason, habit):
        """Return latitude, longitude, accuracy, age and distance of one measurement."""
        rng = self.rng
        accuracy, age = round(rng.uniform(4, 38), 1), round(rng.uniform(0.2, 25), 1)
        if habit.frozen is not None and not reason:
            north, east, accuracy = habit.frozen
        else:
            reach = rng.uniform(0, 60) if reason != "elsewhere" else rng.uniform(600, 9000)
            angle = rng.uniform(0, math.tau)
            north, east = reach * math.sin(angle), reach * math.cos(angle)
        if reason == "vague_location":
            accuracy = round(rng.uniform(350, 1800), 1)
        elif reason == "stale_location":
            age = round(rng.uniform(200, 5400), 1)
        latitude = round(target[0] + north * METRE, 6)
        longitude = round(target[1] + east * METRE, 6)
        away = round(distance_m(latitude, longitude, *target), 1)
        return latitude, longitude, accuracy, age, away


@dataclass(frozen=True)
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


def seed_check_ins(city, diary, chain):
    """Write check-ins, evidence and reviews; return {(employee id, date): recorded in full}."""
    habits = city.draw("habits")
    taps = CheckIns(city)
    lived = {}
    for employee in city.employees:
        habit = draw_habit(habits)
        for day in diary.days_of(employee):
            full = taps.live(day, habit)
            if day.workplace == "wfh":
                lived[employee.pk, day.date] = (day, full)
    insert_rows(CheckIn, CHECK_IN_COLUMNS, taps.rows)
    insert_rows(PlaceEvidence, EVIDENCE_COLUMNS, taps.evidence)
    reset_sequences([CheckIn])
    _review(city, taps.reviews, chain)
    return lived


def _review(city, waiting, chain):
    """Let superiors decide on most check-ins kept for review; those of today wait."""
    rng = city.draw("reviews")
    rows = []
    for pk, day, direction, moment, reason in waiting:
        accepted = rng.random() < 0.93
        if day.date >= city.days_before(1) or rng.random() > 0.78:
            continue
        boss = city.superior_of(day.employee, day.unit)
        at = _office_hour(city, moment, rng)
        record = CheckIn(
            pk=pk, employee=day.employee, work_date=day.date, direction=direction, finding="review"
        )
        text = "Diterima, pegawai menjelaskan kepada atasan." if accepted else REFUSALS[reason]
        rows.append(
            CheckInReview(
                check_in=record, accepted=accepted, reason=text, decided_by=boss, decided_at=at
            )
        )
        chain.add(
            record,
            "accept_check_in" if accepted else "refuse_check_in",
            actor=boss,
            at=at,
            unit=day.unit,
            reason=text,
            before={"finding": "review", "review_reason": reason},
            after={"accepted": accepted},
        )
    CheckInReview.objects.bulk_create(rows, batch_size=500)


REFUSALS = {
    "elsewhere": "Lokasi jauh dari tempat kerja dan tidak dijelaskan.",
    "stale_location": "Lokasi bukan lokasi saat presensi.",
    "vague_location": "Lokasi terlalu kasar untuk diperiksa.",
    "no_location": "Tidak ada lokasi dan tidak ada keterangan.",
    "no_home": "Rumah belum dikonfirmasi; lengkapi dahulu.",
}


def _office_hour(city, moment, rng):
    """Return a moment on a later day at the office, before today is over."""
    date = min(clock_date(moment) + datetime.timedelta(days=1), city.today)
    return _utc(date, datetime.time(8, 5)) + datetime.timedelta(minutes=rng.randint(0, 80))


def clock_date(moment):
    """Return the local date of a UTC moment."""
    return (moment + OFFSET).date()


OFFSET = datetime.timedelta(hours=7)


def _utc(date, at):
    """Return the UTC moment of a local time; Asia/Jakarta has no daylight saving."""
    return datetime.datetime.combine(date, at, datetime.UTC) - OFFSET
