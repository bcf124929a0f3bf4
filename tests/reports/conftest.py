"""A week lived by the small city, with every figure known by hand.

30 November to 6 December 2026, seen on Monday 7 December. Eight people, five working days. The
published rotation of Bappelitbangda: Sari at home on Tuesday and Thursday, Tono on Wednesday; at
least two of the three of Bidang Ekonomi on site. Rudi travels on Thursday, so that one is left.
"""

import datetime
from types import SimpleNamespace

import pytest
from django.utils import timezone

from attendance.models import DayRecord, WorkReport
from schedules.models import Assignment, Away, Floor, Period, Plan, Policy

WEEK = datetime.date(2026, 11, 30)
MON, TUE, WED, THU, FRI, SAT, SUN = (WEEK + datetime.timedelta(days=n) for n in range(7))
PEOPLE = ("dewi", "rudi", "sari", "tono", "hana", "yanti", "umar", "wati")


def at(day, hour=17):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


def unit_of(city, name):
    return {
        "dewi": city.agency, "hana": city.agency, "rudi": city.division, "sari": city.division,
        "tono": city.division, "yanti": city.service, "umar": city.counter,
        "wati": city.personnel,
    }[name]  # fmt: skip


def record(city, name, day, **changes):
    values = {"workplace": "wfo", "verdict": "holiday" if day >= SAT else "present"} | changes
    return DayRecord(
        employee=getattr(city, name), unit=unit_of(city, name), date=day,
        closed_at=at(day + datetime.timedelta(days=1), 1), **values,
    )  # fmt: skip


def problem_of(city, floor):
    people = [
        {"id": str(getattr(city, name).pk), "unit": str(city.division.pk), "peers": "ekonomi",
         "eligible": name != "rudi", "because": "" if name != "rudi" else "Eselon III.",
         "most_per_week": 2, "target_per_week": 1}
        for name in ("rudi", "sari", "tono")
    ]  # fmt: skip
    return {
        "format": "bekasi-wfh/problem/1",
        "period": "2026-49",
        "mode": "draft",
        "days": [day.isoformat() for day in (MON, TUE, WED, THU, FRI)],
        "units": [
            {"id": str(city.agency.pk), "parent": None, "name": "Bappelitbangda"},
            {"id": str(city.division.pk), "parent": str(city.agency.pk), "name": "Ekonomi"},
        ],
        "people": people,
        "floors": [
            {"id": f"floor-{floor.pk}", "text": floor.text, "unit": str(city.division.pk),
             "days": None, "on_site": floor.on_site}
        ],
    }  # fmt: skip


@pytest.fixture
def policy(city):
    return Policy.objects.create(
        name="Rotasi", unit=city.root, version=1, status="in_force", legal_basis="Perwal",
        starts_on=datetime.date(2026, 1, 1), created_by=city.wati.user,
        created_at=timezone.now(), in_force_at=timezone.now(),
    )  # fmt: skip


@pytest.fixture
def plan(city, policy):
    floor = Floor.objects.create(
        policy=policy, unit=city.division, text="Bidang Ekonomi ≥ 2", on_site=2
    )
    period = Period.objects.create(name="Pekan 49", starts_on=WEEK, ends_on=SUN)
    plan = Plan.objects.create(
        agency=city.agency, period=period, policy=policy, status="published",
        problem=problem_of(city, floor), problem_hash="x", solution={},
        created_by=city.wati.user, created_at=timezone.now(), published_at=timezone.now(),
    )  # fmt: skip
    Assignment.objects.bulk_create(
        Assignment(plan=plan, employee=person, date=day, published=True)
        for person, day in ((city.sari, TUE), (city.sari, THU), (city.tono, WED))
    )
    return plan


@pytest.fixture
def week(city, plan, monday):
    """Live the week: records, absences and daily reports."""
    changed = {
        ("sari", TUE): {"workplace": "wfh", "validated": True},
        ("sari", THU): {"workplace": "wfh", "validated": False},
        ("tono", WED): {"workplace": "wfh", "verdict": "unexplained", "validated": False},
        ("rudi", THU): {"verdict": "away", "away_kind": "dinas_luar"},
        ("hana", MON): {"verdict": "away", "away_kind": "sakit"},
        ("wati", FRI): {"verdict": "away", "away_kind": "cuti"},
        ("dewi", FRI): {"verdict": "incomplete"},
        ("yanti", WED): {"verdict": "review"},
        ("umar", MON): {"minutes_late": 12},
        ("umar", TUE): {"minutes_late": 30},
    }
    DayRecord.objects.bulk_create(
        record(city, name, WEEK + datetime.timedelta(days=n), **changed.get(
            (name, WEEK + datetime.timedelta(days=n)), {}
        ))
        for name in PEOPLE
        for n in range(7)
    )  # fmt: skip
    Away.objects.create(
        employee=city.rudi, kind="dinas_luar", starts_on=THU, ends_on=THU,
        recorded_by=city.wati.user, recorded_at=timezone.now(),
    )  # fmt: skip
    WorkReport.objects.create(
        employee=city.sari, work_date=TUE, status="accepted", submitted_at=at(TUE),
        decided_by=city.rudi.user, decided_at=at(WED),
    )  # fmt: skip
    WorkReport.objects.create(
        employee=city.sari, work_date=THU, status="submitted", submitted_at=at(FRI, 8)
    )
    return SimpleNamespace(monday=WEEK, plan=plan)
