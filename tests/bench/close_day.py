"""How long the close of one day takes for a city of 20,000, and how much memory.

    BEKASI_ENV=test python -m tests.bench.close_day [--small | people]

Seeded and self-contained: a temporary SQLite file, invented people, one Monday. Prints the
first close, the second (which changes nothing) and the peak memory of the process. Seconds and
megabytes are printed only: it fails when somebody lacks a record, when the second close changes
one, or when 1,000 people need more reads than ten, or 2,000 more than twice the queries. (SQLite
takes the records of 1,000 people in several statements for its limit on variables.)
"""

import datetime
import random
import resource
import sys
import tempfile
import time
import uuid

from tests.bench.fresh import prepare

SMALL = 2_500 if "--small" in sys.argv else 20_000
PEOPLE = next((int(text) for text in sys.argv[1:] if text.isdecimal()), SMALL)
MONDAY = datetime.date(2026, 11, 16)
UNITS = 700


def seed():
    """Make units, people, hours, taps (nine in ten came), homes days, leave and reports."""
    from django.utils import timezone

    from attendance.models import CheckIn, WorkReport
    from schedules.models import (
        Assignment,
        Away,
        Period,
        Plan,
        Policy,
        WorkHours,
        WorkHoursDay,
    )
    from units.models import Employee, Position, Posting, Unit, User

    chance = random.Random(20_000)
    now = timezone.now()
    start = datetime.date(2020, 1, 1)
    root = Unit.objects.create(code="1", name="Kota", level="kota")
    agencies = [
        Unit.objects.create(code=f"A{n}", name=f"Dinas {n}", level="opd", parent=root)
        for n in range(45)
    ]
    units = Unit.objects.bulk_create(
        Unit(code=f"B{n}", name=f"Bidang {n}", level="bidang", parent=agencies[n % 45])
        for n in range(UNITS)
    )
    clerk = Position.objects.create(code="P", name="Pelaksana", kind="pelaksana")
    actor = User.objects.create_user("bench")
    people = Employee.objects.bulk_create(
        (
            Employee(nip=f"{n:018d}", name=f"Pegawai {n}", employment="pns", joined_on=start)
            for n in range(PEOPLE)
        ),
        batch_size=1000,
    )
    Posting.objects.bulk_create(
        (
            Posting(employee=one, unit=chance.choice(units), position=clerk, starts_on=start)
            for one in people
        ),
        batch_size=1000,
    )
    hours = WorkHours.objects.create(
        name="Jam kerja", working_week=5, legal_basis="Perpres 21/2023", starts_on=start
    )
    for weekday in range(5):
        WorkHoursDay.objects.create(
            hours=hours, weekday=weekday, start=datetime.time(7, 30), end=datetime.time(16)
        )
    policy = Policy.objects.create(
        name="K", unit=root, version=1, status="in_force", legal_basis="-", starts_on=start,
        created_by=actor, created_at=now,
    )  # fmt: skip
    period = Period.objects.create(
        name="P", starts_on=MONDAY, ends_on=MONDAY + datetime.timedelta(days=27)
    )
    plan = Plan.objects.create(
        agency=agencies[0], period=period, policy=policy, status="published", problem={},
        problem_hash="-", solution={}, created_by=actor, created_at=now,
    )  # fmt: skip
    at_home = [one for one in people if chance.random() < 0.2]
    Assignment.objects.bulk_create(
        (Assignment(plan=plan, employee=one, date=MONDAY, published=True) for one in at_home),
        batch_size=1000,
    )
    Away.objects.bulk_create(
        Away(
            employee=one, kind="cuti", starts_on=MONDAY, ends_on=MONDAY, recorded_by=actor,
            recorded_at=now,
        )
        for one in people
        if chance.random() < 0.04
    )  # fmt: skip
    WorkReport.objects.bulk_create(
        (
            WorkReport(
                employee=one, work_date=MONDAY, status="accepted", decided_by=actor, decided_at=now
            )
            for one in at_home
        ),
        batch_size=1000,
    )
    taps = []
    for one in people:
        for direction, hour, minute in (("in", 7, chance.randrange(60)), ("out", 16, 5)):
            if chance.random() < 0.9:
                doubtful = chance.random() < 0.05
                taps.append(
                    CheckIn(
                        employee=one, work_date=MONDAY, direction=direction, workplace="wfo",
                        server_time=timezone.make_aware(
                            datetime.datetime.combine(MONDAY, datetime.time(hour, minute))
                        ),
                        finding="review" if doubtful else "accepted",
                        review_reason="elsewhere" if doubtful else "",
                        key=uuid.UUID(int=chance.getrandbits(128)),
                    )
                )  # fmt: skip
    CheckIn.objects.bulk_create(taps, batch_size=1000)


def queries_of(people):
    """Return (reads, queries) of a close that writes the records of these people anew."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from attendance.models import DayRecord
    from attendance.services.closing import close_day

    DayRecord.objects.filter(employee_id__in=people).delete()
    with CaptureQueriesContext(connection) as captured:
        changed = close_day(MONDAY, people)
    if changed != len(people):
        sys.exit(f"{len(people)} people got {changed} records.")
    reads = sum(1 for query in captured if query["sql"].startswith("SELECT"))
    return reads, len(captured)


def main():
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        seed()
        from django.db import connection

        from attendance.models import DayRecord
        from attendance.services.closing import close_day

        for label, expected in (("first close", PEOPLE), ("second close", 0)):
            began = time.perf_counter()
            changed = close_day(MONDAY)
            print(f"{label}: {changed} records in {time.perf_counter() - began:.1f} s")
            if changed != expected:
                sys.exit(f"{label} changed {changed} records instead of {expected}.")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"people: {PEOPLE}, peak memory with seeding: {peak:.0f} MB")
        ids = list(DayRecord.objects.order_by("employee_id").values_list("employee_id", flat=True))
        few, thousand, twice = (queries_of(ids[:number]) for number in (10, 1000, 2000))
        print(f"(reads, queries): {few} for 10 people, {thousand} for 1,000, {twice} for 2,000")
        if thousand[0] != few[0] or twice[0] > 2 * thousand[0] or twice[1] > 2 * thousand[1]:
            sys.exit("The queries of a close grow with people.")
        connection.close()


if __name__ == "__main__":
    main()
