"""How long the month's day-by-day spreadsheet takes: `python -m tests.bench.month_workbook`.

20,000 people in 700 units with a day record on each of the 30 days of November 2026, written by
`reports.month_workbook` in a process of its own. To be reached on two shared cores: 30 s and
200 MB; a comparable system: 178 s, 920 MB and 209,000 queries for 13,000 people. With `--small`
1,000 people and no clock: the queries grow by one for 500 people and with nothing else.
"""

import datetime
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
FIRST, LAST = datetime.date(2026, 11, 1), datetime.date(2026, 11, 30)
SECONDS, MEGABYTES, QUERIES = 30, 200, 5
FULL, SMALL, UNITS, AT_ONCE = 20_000, 1_000, 700, 500


def seed(people):
    """Fill the database: the same city for the same number of people."""
    from django.utils import timezone

    from attendance.models import DayRecord
    from units.models import Employee, Position, Posting, Unit

    rng = random.Random(20261101)  # noqa: S311 (a repeatable city, no secret)
    at = timezone.make_aware(datetime.datetime.combine(LAST, datetime.time(8)))
    root = Unit.objects.create(code="1", name="Kota", level="kota")
    units = [
        Unit.objects.create(code=f"A{n:03}", name=f"Dinas {n}", level="opd", parent=root)
        for n in range(UNITS)
    ]
    position = Position.objects.create(code="P", name="Pelaksana", kind="pelaksana")
    employees = Employee.objects.bulk_create(
        (Employee(nip=f"{n:018}", name=f"Pegawai {n}", employment="pns", joined_on=FIRST)
         for n in range(people)),
        batch_size=1000,
    )  # fmt: skip
    unit_of = {one.pk: units[n % UNITS] for n, one in enumerate(employees)}
    Posting.objects.bulk_create(
        (Posting(employee_id=pk, unit=unit, position=position, starts_on=FIRST)
         for pk, unit in unit_of.items()),
        batch_size=1000,
    )  # fmt: skip
    for n in range((LAST - FIRST).days + 1):
        day = FIRST + datetime.timedelta(days=n)
        records = []
        for pk, unit in unit_of.items():
            draw = rng.random()
            home = draw > 0.8
            verdict, kind = "present", ""
            if day.weekday() > 4:
                verdict = "holiday"
            elif draw < 0.04:
                verdict, kind = "away", ("cuti", "sakit", "dinas_luar")[int(draw * 75)]
            elif draw < 0.07:
                verdict = ("incomplete", "review", "unexplained")[int((draw - 0.04) * 100)]
            records.append(DayRecord(
                employee_id=pk, unit=unit, date=day, workplace="wfh" if home else "wfo",
                verdict=verdict, away_kind=kind, closed_at=at, validated=home or None,
                minutes_late=int(draw * 100) if verdict == "present" and draw < 0.1 else 0,
            ))  # fmt: skip
        DayRecord.objects.bulk_create(records, batch_size=1000)


def write(people):
    """Write the workbook; print seconds, queries, size and the largest memory."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from reports.month_workbook import write_month
    from units.models import Unit

    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        started = time.monotonic()
        with CaptureQueriesContext(connection) as queries:
            root = Unit.objects.get(parent=None)
            count = write_month(file.name, FIRST, LAST, root, None, causes=True)
        seconds = time.monotonic() - started
        size = os.path.getsize(file.name) / 1e6
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} people, 30 days: {seconds:.1f} s, {len(queries)} queries, {size:.1f} MB file,"
          f" largest memory {megabytes:.0f} MB")  # fmt: skip
    if count != people:
        raise SystemExit(f"{count} of {people} people")
    most = QUERIES + 1 + people // AT_ONCE
    if len(queries) > most:
        raise SystemExit(f"more than {most} queries")
    if people == FULL and (seconds > SECONDS or megabytes > MEGABYTES):
        raise SystemExit(f"more than {SECONDS} s or {MEGABYTES} MB")


def main():
    people = str(SMALL if "--small" in sys.argv else FULL)
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {"BEKASI_ENV": "test", "VAR_DIR": folder}
        env.pop("DATABASE_URL", None)
        manage = [sys.executable, str(ROOT / "manage.py"), "migrate", "-v0"]
        subprocess.run(manage, env=env, check=True)
        for step in ("seed", "write"):
            done = subprocess.run([sys.executable, __file__, f"--{step}", people], env=env)
            if done.returncode:
                raise SystemExit(done.returncode)


if __name__ == "__main__":
    if sys.argv[1:2] in (["--seed"], ["--write"]):
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bekasi_wfh.settings")
        django.setup()
        (seed if sys.argv[1] == "--seed" else write)(int(sys.argv[2]))
    else:
        main()
