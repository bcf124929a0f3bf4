"""What the tests of balances share: a published week of Bidang Ekonomi and what befalls it."""

import datetime
import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

from django.db import connection, connections
from django.db.models import Sum
from django.utils import timezone

from schedules.models import Assignment, Away, BalanceEntry, Period, Plan
from schedules.problems import problem_for, problem_hash
from units.models import Posting

D = datetime.date


def at(day, hour=9):
    """Return the aware moment of a full hour on a local date."""
    return datetime.datetime.combine(day, datetime.time(hour), timezone.get_default_timezone())


def by_two_workers(work):
    """Do the same work twice at the same time and return both answers, the lesser first.

    Real threads where the database has them; one after the other on SQLite.
    """
    if connection.vendor != "postgresql":
        return sorted([work(), work()])
    together = threading.Barrier(2, timeout=20)

    def one_of_them(_number):
        try:
            together.wait()
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(one_of_them, range(2)))


def make_week(monday, name):
    return Period.objects.create(
        name=name, starts_on=monday, ends_on=monday + datetime.timedelta(days=6)
    )


def make_published(city, policy, period):
    """A published plan in Bidang Ekonomi, with days at home in its first week alone.

    Sari has Tuesday and Thursday, Tono Wednesday, Rudi none.
    """
    problem = problem_for(city.agency, period, policy, 5)
    plan = Plan.objects.create(
        agency=city.agency, period=period, policy=policy, problem=problem, status="published",
        problem_hash=problem_hash(problem), solution={}, created_by=city.wati.user,
        created_at=timezone.now(), published_at=at(period.starts_on - datetime.timedelta(days=6)),
    )  # fmt: skip
    for person, weekday in ((city.sari, 1), (city.sari, 3), (city.tono, 2)):
        day = period.starts_on + datetime.timedelta(days=weekday)
        Assignment.objects.create(plan=plan, employee=person, date=day, published=True)
    return plan


def days_of(person, kind="days"):
    """Return the balance of a person; SQLite adds in binary, so the sum is rounded again."""
    rows = BalanceEntry.objects.filter(employee=person, kind=kind)
    return (rows.aggregate(n=Sum("amount"))["n"] or Decimal(0)).quantize(Decimal("0.0001"))


def brought_in(person, amount, kind="days"):
    """A row from before the first published plan, in the books of a closed period."""
    earlier, _made = Period.objects.get_or_create(
        name="Lama", starts_on=D(2026, 11, 30), ends_on=D(2026, 12, 6),
        defaults={"closed_at": timezone.now()},
    )  # fmt: skip
    return BalanceEntry.objects.create(
        employee=person, period=earlier, kind=kind, amount=amount,
        reason="Dibawa dari daftar gilir sebelumnya", created_at=timezone.now(),
    )  # fmt: skip


def move(person, unit, day):
    """Give a person a new posting from a day on, as a letter would."""
    last = Posting.objects.filter(employee=person).order_by("starts_on").last()
    Posting.objects.filter(pk=last.pk).update(ends_on=day - datetime.timedelta(days=1))
    return Posting.objects.create(employee=person, unit=unit, position=last.position, starts_on=day)


def away(city, person, first, last=None, **over):
    return Away.objects.create(
        **{"employee": person, "kind": "sakit", "starts_on": first, "ends_on": last or first,
           "recorded_by": city.hana.user, "recorded_at": timezone.now()} | over
    )  # fmt: skip
