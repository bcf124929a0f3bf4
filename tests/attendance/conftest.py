"""What this room's tests need beside the cast: hours, a published plan, taps at a time of day."""

import datetime
import uuid

import pytest
from django.utils import timezone

from attendance.models import CheckIn, WorkReport, WorkReportItem
from attendance.places import Evidence
from attendance.services.check_ins import check_in
from schedules.models import Assignment, Away, Period, Plan, Policy, WorkHours, WorkHoursDay
from units.models import Home

MONDAY = datetime.date(2026, 12, 7)
OFFICE = (-6.2383, 106.9756)
HOME = (-6.3, 107.0)


def at_time(day, hour, minute=0):
    """Return a moment in Bekasi."""
    return datetime.datetime.combine(
        day, datetime.time(hour, minute), timezone.get_default_timezone()
    )


@pytest.fixture
def hours(db):
    """07.30 to 16.00 from Monday to Friday for the whole city."""
    row = WorkHours.objects.create(
        name="Jam kerja", working_week=5, legal_basis="Perpres 21/2023",
        starts_on=datetime.date(2020, 1, 1),
    )  # fmt: skip
    for weekday in range(5):
        WorkHoursDay.objects.create(
            hours=row, weekday=weekday, start=datetime.time(7, 30), end=datetime.time(16)
        )
    return row


@pytest.fixture
def policy(city):
    return Policy.objects.create(
        name="Kebijakan", unit=city.root, version=1, status="in_force", legal_basis="SE",
        starts_on=datetime.date(2026, 1, 1), created_by=city.wati.user,
        created_at=timezone.now(), report_due_days=2,
    )  # fmt: skip


@pytest.fixture
def at_home(city, policy):
    """Return a function that publishes days at home for a person."""
    period = Period.objects.create(
        name="Periode 12", starts_on=MONDAY, ends_on=MONDAY + datetime.timedelta(days=27)
    )
    plan = Plan.objects.create(
        agency=city.agency, period=period, policy=policy, status="published", problem={},
        problem_hash="-", solution={}, created_by=city.wati.user, created_at=timezone.now(),
        approved_by=city.dewi.user, approved_at=timezone.now(), published_at=timezone.now(),
    )  # fmt: skip

    def publish(employee, *days):
        for day in days:
            Assignment.objects.create(plan=plan, employee=employee, date=day, published=True)

    return publish


@pytest.fixture
def away(city):
    def record(employee, start, end=None, kind="cuti", status="approved"):
        return Away.objects.create(
            employee=employee, kind=kind, starts_on=start, ends_on=end or start, status=status,
            recorded_by=city.hana.user, recorded_at=timezone.now(),
        )  # fmt: skip

    return record


@pytest.fixture
def home_of(city):
    def record(employee, point=HOME, confirmed=True):
        return Home.objects.create(
            employee=employee, latitude=point[0], longitude=point[1], set_at=timezone.now(),
            confirmed_by=city.hana.user if confirmed else None,
            confirmed_at=timezone.now() if confirmed else None,
            starts_on=datetime.date(2026, 1, 1),
        )  # fmt: skip

    return record


def evidence(point=OFFICE, accuracy=18.0, age=2.0):
    return Evidence(point[0], point[1], accuracy, age)


@pytest.fixture
def tap(time_machine):
    """Return a function that checks a person in or out at a time of day."""

    def press(employee, direction, moment, where=OFFICE, **changes):
        time_machine.move_to(moment, tick=False)
        values = {
            "direction": direction,
            "key": uuid.uuid4(),
            "evidence": evidence(where) if where else None,
            "device_time": moment,
            "actor": employee.user,
            **changes,
        }
        return check_in(employee, **values)

    return press


@pytest.fixture
def full_day(tap):
    """Return a function that checks a person in at 07.20 and out at 16.05."""

    def press(employee, day, where=OFFICE):
        tap(employee, CheckIn.Direction.IN, at_time(day, 7, 20), where)
        tap(employee, CheckIn.Direction.OUT, at_time(day, 16, 5), where)

    return press


@pytest.fixture
def report_of(db):
    """Return a function that makes a report in a state, with one item."""

    def make(employee, day, status="submitted", **values):
        if status != "draft":
            values.setdefault("submitted_at", at_time(day, 16))
            values.setdefault("due_on", day + datetime.timedelta(days=2))
        report = WorkReport.objects.create(
            employee=employee, work_date=day, status=status, **values
        )
        WorkReportItem.objects.create(report=report, planned="Telaah RKPD", output="1 telaah")
        return report

    return make
