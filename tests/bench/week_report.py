"""How long a week's reports take: `python -m tests.bench.week_report [--small]`.

Seeds a city of 20,000 people into a fresh SQLite file (about 700 units, one published plan for
each back-office agency, seven day records a person, daily reports), then builds the week for the
city, all agencies and all their parts in a process of its own, twice. To be reached on two shared
cores: 60 s and 400 MB, and 300 ms to open the page of the city. With `--small` 1,000 people and
no clock: at most 36 reading queries for the week and 12 for the page at either size, and nothing
new the second time.
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
MONDAY = datetime.date(2026, 11, 2)
SECONDS, MEGABYTES, QUERIES = 60, 400, 36
PAGE_MILLISECONDS, PAGE_QUERIES = 300, 12
AGENCIES, PARTS, TEAMS = 46, 5, 2
FULL, SMALL = 20_000, 1_000


def seed(people):
    """Fill the database: the same city for the same number of people."""
    from django.utils import timezone

    from attendance.models import DayRecord, WorkReport
    from schedules.models import Assignment, Floor, Period, Plan, Policy
    from units.models import Classification, Employee, Position, Posting, Unit, User

    rng = random.Random(20261102)  # noqa: S311 (a repeatable city, no secret)
    at = timezone.make_aware(datetime.datetime.combine(MONDAY, datetime.time(8)))
    user = User.objects.create(username="bkpsdm")
    root = Unit.objects.create(code="1", name="Kota", level="kota")
    agencies, leaves, agency_of_leaf = [], [], {}
    for a in range(AGENCIES):
        agency = Unit.objects.create(code=f"A{a:02}", name=f"Dinas {a}", level="opd", parent=root)
        agencies.append(agency)
        for p in range(PARTS):
            part = Unit.objects.create(
                code=f"A{a:02}-{p}", name=f"Bidang {p}", level="bidang", parent=agency
            )
            for t in range(TEAMS):
                leaf = Unit.objects.create(
                    code=f"A{a:02}-{p}-{t}", name=f"Tim {t}", level="seksi", parent=part
                )
                leaves.append(leaf)
                agency_of_leaf[leaf.pk] = agency
    for number, agency in enumerate(agencies):
        office = number % 3 != 2
        Classification.objects.create(
            unit=agency, service_class="back_office" if office else "service_facing",
            doable_off_site=office, no_special_equipment=office, uses_ict=office,
            little_face_to_face=office, no_constant_supervision=office, reason="a",
            legal_basis="b", starts_on=MONDAY, decided_by=user, decided_at=at,
        )  # fmt: skip
    position = Position.objects.create(code="P", name="Pelaksana", kind="pelaksana")
    employees = Employee.objects.bulk_create(
        (Employee(nip=f"{n:018}", name=f"Pegawai {n}", employment="pns",
                  joined_on=MONDAY) for n in range(people)),
        batch_size=1000,
    )  # fmt: skip
    unit_of = {one.pk: leaves[n % len(leaves)] for n, one in enumerate(employees)}
    Posting.objects.bulk_create(
        (Posting(employee_id=pk, unit=unit, position=position, starts_on=MONDAY)
         for pk, unit in unit_of.items()),
        batch_size=1000,
    )  # fmt: skip
    policy = Policy.objects.create(
        name="Rotasi", unit=root, version=1, status="in_force", legal_basis="b",
        starts_on=MONDAY, created_by=user, created_at=at,
    )  # fmt: skip
    period = Period.objects.create(
        name="Periode", starts_on=MONDAY, ends_on=MONDAY + datetime.timedelta(days=27)
    )
    days = [MONDAY + datetime.timedelta(days=7 * w + d) for w in range(4) for d in range(5)]
    members = {}
    for pk, unit in unit_of.items():
        members.setdefault(agency_of_leaf[unit.pk].pk, []).append(pk)
    home = set()
    for number, agency in enumerate(agencies):
        if number % 3 == 2:
            continue
        parts = Unit.objects.filter(parent=agency)
        floors = [
            Floor.objects.create(policy=policy, unit=part, text=f"{part} ≥ 10", on_site=10)
            for part in parts
        ]
        tree = list(Unit.objects.descendants(agency, include_self=True))
        problem = {
            "format": "bekasi-wfh/problem/1", "period": "2026-11", "mode": "draft",
            "days": [day.isoformat() for day in days],
            "units": [{"id": str(one.pk), "name": one.name,
                       "parent": None if one.pk == agency.pk else str(one.parent_id)}
                      for one in tree],
            "people": [{"id": str(pk), "unit": str(unit_of[pk].pk),
                        "peers": str(unit_of[pk].parent_id), "most_per_week": 2,
                        "target_per_week": 1} for pk in members[agency.pk]],
            "floors": [{"id": f"floor-{floor.pk}", "text": floor.text, "days": None,
                        "unit": str(floor.unit_id), "on_site": floor.on_site}
                       for floor in floors],
        }  # fmt: skip
        plan = Plan.objects.create(
            agency=agency, period=period, policy=policy, status="published", problem=problem,
            problem_hash="x", solution={}, created_by=user, created_at=at, published_at=at,
        )  # fmt: skip
        rows = []
        for n, pk in enumerate(members[agency.pk]):
            for w in range(4):
                day = days[5 * w + (n + w) % 5]
                rows.append(Assignment(plan=plan, employee_id=pk, date=day, published=True))
                home.add((pk, day))
        Assignment.objects.bulk_create(rows, batch_size=1000)
    records, reports = [], []
    for pk, unit in unit_of.items():
        for n in range(7):
            day = MONDAY + datetime.timedelta(days=n)
            at_home, draw = (pk, day) in home, rng.random()
            verdict, kind = "present", ""
            if n > 4:
                verdict, at_home = "holiday", False
            elif draw < 0.04:
                verdict, kind = "away", ("cuti", "sakit", "dinas_luar")[int(draw * 75)]
            elif draw < 0.07:
                verdict = ("incomplete", "review", "unexplained")[int((draw - 0.04) * 100)]
            filed = at_home and verdict == "present"
            records.append(DayRecord(
                employee_id=pk, unit=unit, date=day, workplace="wfh" if at_home else "wfo",
                verdict=verdict, away_kind=kind, closed_at=at,
                minutes_late=rng.randrange(1, 40) if draw > 0.95 and verdict == "present" else 0,
                validated=(draw > 0.2) if at_home else None,
            ))  # fmt: skip
            if filed:
                status = "accepted" if draw > 0.2 else "submitted"
                reports.append(WorkReport(
                    employee_id=pk, work_date=day, status=status, submitted_at=at,
                    decided_by=user if draw > 0.2 else None, decided_at=at if draw > 0.2 else None,
                ))  # fmt: skip
    DayRecord.objects.bulk_create(records, batch_size=1000)
    WorkReport.objects.bulk_create(reports, batch_size=1000)


def build(people):
    """Build the week twice; print seconds, queries, reports and the largest memory."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from reports.models import Report
    from reports.services.weekly import build_week

    for attempt in ("first", "again"):
        started = time.monotonic()
        with CaptureQueriesContext(connection) as queries:
            new = build_week(MONDAY)
        seconds = time.monotonic() - started
        reads = sum(1 for one in queries if one["sql"].lstrip().startswith("SELECT"))
        print(f"{attempt}: {seconds:.1f} s, {new} new reports, {reads} reading queries")
        if reads > QUERIES:
            raise SystemExit(f"more than {QUERIES} reading queries")
        if seconds > SECONDS and people == FULL:
            raise SystemExit(f"slower than {SECONDS} s")
    if new:
        raise SystemExit("the second build made new versions")
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = sum(len(str(f)) for f in Report.objects.values_list("figures", flat=True).iterator())
    print(f"largest memory {megabytes:.0f} MB; figures {size / 1e6:.1f} MB a week")
    if megabytes > MEGABYTES and people == FULL:
        raise SystemExit(f"more than {MEGABYTES} MB")


def open_pages(people):
    """Open list, city, PDF and spreadsheet as leadership; print milliseconds and queries."""
    from allauth.mfa.models import Authenticator
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from reports.models import Report
    from units.models import RoleGrant, User

    user = User.objects.create(username="pimpinan")
    RoleGrant.objects.create(user=user, role=RoleGrant.Role.LEADERSHIP, starts_on=MONDAY)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    city = f"/laporan/{Report.objects.get(unit__parent=None).pk}/"
    for path in ("/laporan/", city, f"{city}pdf/", f"{city}xlsx/"):
        client.get(path)  # templates and fonts are read once
        with CaptureQueriesContext(connection) as queries:
            started = time.monotonic()
            answer = client.get(path)
            milliseconds = (time.monotonic() - started) * 1000
        print(f"{path}: {answer.status_code}, {milliseconds:.0f} ms, {len(queries)} queries")
        if answer.status_code != 200 or len(queries) > PAGE_QUERIES:
            raise SystemExit(f"{path} was not opened within {PAGE_QUERIES} queries")
        if milliseconds > PAGE_MILLISECONDS and people == FULL and path == city:
            raise SystemExit(f"slower than {PAGE_MILLISECONDS} ms")


def main():
    people = str(SMALL if "--small" in sys.argv else FULL)
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {"BEKASI_ENV": "test", "VAR_DIR": folder}
        env.pop("DATABASE_URL", None)
        manage = [sys.executable, str(ROOT / "manage.py"), "migrate", "-v0"]
        subprocess.run(manage, env=env, check=True)
        for step in ("seed", "build"):
            started = time.monotonic()
            done = subprocess.run([sys.executable, __file__, f"--{step}", people], env=env)
            if done.returncode:
                raise SystemExit(done.returncode)
            print(f"{step}: {time.monotonic() - started:.1f} s in all")


if __name__ == "__main__":
    if sys.argv[1:2] in (["--seed"], ["--build"]):
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bekasi_wfh.settings")
        django.setup()
        if sys.argv[1] == "--seed":
            seed(int(sys.argv[2]))
        else:
            build(int(sys.argv[2]))
            open_pages(int(sys.argv[2]))
    else:
        main()
