"""A month of a city of 20,000 lived again: the same day records, bit for bit, and seconds.

    BEKASI_ENV=test python -m tests.bench.replay_month [--small | people]

Seeded and self-contained: a temporary SQLite file, invented people, October 2026. Units of five
and six days, other hours from the middle of the month (from 06.30, as in Ramadan), a Friday that
ends later, a holiday, a hospital in three shifts, days at home, flexible hours, leave, check-ins
that are late, missing, doubtful or reviewed, an outage, accepted corrections. Every day is closed
in order; then all records are thrown away, the rules of November are put in force, people are
transferred, and the days are closed again from the last to the first. It prints both hashes,
seconds and memory; it fails when the hashes differ, when a third close changes anything, or when
a kind of day is missing from the month. Seconds are printed only.
"""

import datetime
import hashlib
import random
import resource
import sys
import tempfile
import time
import uuid
from collections import Counter

from tests.bench.fresh import prepare

SMALL = 600 if "--small" in sys.argv else 20_000
PEOPLE = next((int(text) for text in sys.argv[1:] if text.isdecimal()), SMALL)
START, END = datetime.date(2026, 10, 1), datetime.date(2026, 10, 31)
NEW_HOURS, HOLIDAY, OUTAGE = (datetime.date(2026, 10, day) for day in (15, 12, 20))
T, ONE_DAY = datetime.time, datetime.timedelta(days=1)
SHIFTS = (("P", T(7), T(14), False), ("S", T(14), T(21), False), ("M", T(21), T(7), True))
DAYS = [START + ONE_DAY * n for n in range((END - START).days + 1)]


def _hours(week, starts_on, start, end, friday, ends_on=None):
    from schedules.models import WorkHours, WorkHoursDay

    row = WorkHours.objects.create(
        name="Jam kerja", working_week=week, legal_basis="Perpres 21/2023", starts_on=starts_on,
        ends_on=ends_on,
    )  # fmt: skip
    for weekday in range(week):
        close = friday if weekday == 4 else end
        WorkHoursDay.objects.create(hours=row, weekday=weekday, start=start, end=close)


class Month:
    """The city, and what happened in it; every draw comes from one seed."""

    def __init__(self):
        from units.models import Employee, Position, Posting, Unit, User

        self.chance = random.Random(21_2023)
        since = datetime.date(2020, 1, 1)
        self.actor = User.objects.create_user("bench")
        root = Unit.objects.create(code="1", name="Kota", level="kota")
        self.units = [
            Unit.objects.create(
                code=f"A{n}", name=f"Dinas {n}", level="opd", parent=root,
                working_week=6 if n % 5 == 0 else 5,
            )
            for n in range(45)
        ]  # fmt: skip
        self.root, self.hospital = root, self.units[-1]
        for week, end, friday in ((5, T(16), T(16, 30)), (6, T(14), T(14, 30))):
            _hours(week, since, T(7, 30), end, friday, NEW_HOURS - ONE_DAY)
            _hours(week, NEW_HOURS, T(6, 30), T(14), T(14, 30))
        clerk = Position.objects.create(code="P", name="Pelaksana", kind="pelaksana")
        self.people = Employee.objects.bulk_create(
            (
                Employee(nip=f"{n:018d}", name=f"Pegawai {n}", employment="pns", joined_on=since)
                for n in range(PEOPLE)
            ),
            batch_size=1000,
        )
        self.unit_of = {one.pk: self.chance.choice(self.units) for one in self.people}
        Posting.objects.bulk_create(
            (
                Posting(employee=one, unit=self.unit_of[one.pk], position=clerk, starts_on=since)
                for one in self.people
            ),
            batch_size=1000,
        )
        self._plan()
        for day in DAYS:
            self._live(day)

    def _plan(self):
        from schedules.models import Holiday, Period, Plan, Policy, ShiftPattern

        at = datetime.datetime(2026, 9, 20, tzinfo=datetime.UTC)
        policy = Policy.objects.create(
            name="K", unit=self.root, version=1, status="in_force", legal_basis="-",
            starts_on=datetime.date(2026, 1, 1), created_by=self.actor, created_at=at,
        )  # fmt: skip
        period = Period.objects.create(
            name="P", starts_on=datetime.date(2026, 9, 28), ends_on=datetime.date(2026, 11, 1)
        )
        self.plan = Plan.objects.create(
            agency=self.units[0], period=period, policy=policy, status="published", problem={},
            problem_hash="-", solution={}, created_by=self.actor, created_at=at,
        )  # fmt: skip
        Holiday.objects.create(date=HOLIDAY, name="Hari Kota", kind="local")
        self.patterns = [
            ShiftPattern.objects.create(
                unit=self.hospital, code=code, name=code, start=start, end=end, next_day=next_day,
                starts_on=datetime.date(2026, 1, 1),
            )
            for code, start, end, next_day in SHIFTS
        ]  # fmt: skip

    def _live(self, day):
        from attendance.models import CheckIn, CheckInReview, Correction, Outage, WorkReport
        from schedules.models import Assignment, Away, FlexibleDay, ShiftDay

        draw, at = self.chance.random, self._at(day, T(17))
        homes, flexible, aways, shifts, taps, fixes, reports = [], [], [], [], [], [], []
        for one in self.people:
            luck, start, end = draw(), T(7, 30), T(16)
            if self.unit_of[one.pk] == self.hospital:
                pattern = self.chance.choice([*self.patterns, None])
                shifts.append(ShiftDay(employee=one, date=day, pattern=pattern,
                                       entered_by=self.actor, entered_at=at))  # fmt: skip
                if pattern is None:
                    continue
                start, end = pattern.start, pattern.end
            elif luck < 0.15:
                homes.append(Assignment(plan=self.plan, employee=one, date=day, published=True))
                if draw() < 0.9:
                    reports.append(WorkReport(employee=one, work_date=day, status="accepted",
                                              decided_by=self.actor, decided_at=at))  # fmt: skip
            elif luck < 0.2:
                flexible.append(FlexibleDay(plan=self.plan, employee=one, date=day, published=True,
                                            starts_from=T(7), starts_until=T(9)))  # fmt: skip
            elif luck < 0.23:
                kind = self.chance.choice(Away.Kind.values)
                aways.append(Away(employee=one, kind=kind, starts_on=day, ends_on=day,
                                  recorded_by=self.actor, recorded_at=at))  # fmt: skip
                continue
            if draw() < 0.02:
                continue
            for way, moment in (("in", self._at(day, start)), ("out", self._at(day, end))):
                if way == "out" and end <= start:
                    moment += ONE_DAY
                if draw() < 0.03:
                    if draw() < 0.5:
                        fixes.append(Correction(
                            employee=one, work_date=day, kind="forgot", reason="Lupa",
                            asked_by=self.actor, asked_at=at, status="accepted",
                            decided_by=self.actor, decided_at=at, decision_reason="Ada saksi",
                            **{f"claimed_{way}": moment, f"{way}_at": moment},
                        ))  # fmt: skip
                    continue
                moment += datetime.timedelta(seconds=int(self.chance.gauss(-300, 900)))
                doubtful = draw() < 0.03
                taps.append(CheckIn(
                    employee=one, work_date=day, direction=way, workplace="wfo",
                    server_time=moment, finding="review" if doubtful else "accepted",
                    review_reason="elsewhere" if doubtful else "",
                    key=uuid.UUID(int=self.chance.getrandbits(128)),
                ))  # fmt: skip
        for rows in (homes, flexible, aways, shifts, taps, fixes, reports):
            if rows:
                type(rows[0]).objects.bulk_create(rows, batch_size=1000)
        CheckInReview.objects.bulk_create(
            (
                CheckInReview(check_in=tap, accepted=draw() < 0.7, reason="Uji",
                              decided_by=self.actor, decided_at=at)
                for tap in taps
                if tap.finding == "review" and draw() < 0.8
            ),
            batch_size=1000,
        )  # fmt: skip
        if day == OUTAGE:
            Outage.objects.create(
                work_date=day, starts_at=T(6), ends_at=T(8), reason="Peladen mati",
                declared_by=self.actor, declared_at=at, asked_at=at, applied_at=at,
            )  # fmt: skip

    @staticmethod
    def _at(day, moment):
        from units import clock

        return clock.local(day, moment)

    def november(self):
        """Put other rules in force after the month, and move people: the month must not care."""
        from schedules.models import Holiday
        from units.models import Posting

        for week in (5, 6):
            _hours(week, END + ONE_DAY, T(9), T(17), T(17))
        Holiday.objects.create(date=END + ONE_DAY * 3, name="Hari lain", kind="local")
        moved = [one.pk for one in self.people[::7]]
        for first in range(0, len(moved), 500):
            some = Posting.objects.filter(employee_id__in=moved[first : first + 500])
            copies = [
                Posting(employee_id=one.employee_id, unit=self.units[0],
                        position_id=one.position_id, starts_on=END + ONE_DAY)
                for one in some
            ]  # fmt: skip
            some.update(ends_on=END)
            Posting.objects.bulk_create(copies)


def closed(days):
    """Close the days; return (records changed, seconds, hash of all records)."""
    from attendance.models import DayRecord
    from attendance.queries.days import FIELDS
    from attendance.services.closing import close_day

    began = time.perf_counter()
    changed = sum(close_day(day) for day in days)
    took = time.perf_counter() - began
    found = hashlib.sha256()
    rows = DayRecord.objects.order_by("date", "employee_id").values_list(
        "date", "employee_id", *FIELDS
    )
    for row in rows.iterator(chunk_size=2000):
        found.update(repr(row).encode())
    return changed, took, found.hexdigest()


def main():
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        month = Month()
        from django.db import connection

        from attendance.models import DayRecord

        first = closed(DAYS)
        verdicts = Counter(DayRecord.objects.order_by().values_list("verdict", flat=True))
        shifts = DayRecord.objects.exclude(shift="").count()
        DayRecord.objects.all().delete()
        month.november()
        second = closed(reversed(DAYS))
        third = closed(DAYS)
        for label, (changed, took, found) in zip(
            ("in order", "again, backwards, under November's rules", "once more"),
            (first, second, third),
            strict=True,
        ):
            print(f"{label}: {changed} records in {took:.1f} s, {found[:16]}")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{PEOPLE} people, {len(DAYS)} days, peak memory with seeding {peak:.0f} MB")
        print(f"verdicts {dict(sorted(verdicts.items()))}, {shifts} of shifts")
        wrong = []
        if not first[2] == second[2] == third[2] or first[0] != second[0]:
            wrong.append("The month lived again is another month.")
        if third[0]:
            wrong.append(f"A close that had nothing to do changed {third[0]} records.")
        if len(verdicts) < 5 or not shifts:
            wrong.append("The month lacks kinds of days.")
        connection.close()
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
