"""Closing a period: what each person lacked, less what the whole group lacked, once."""

import datetime
from decimal import Decimal

import pytest
from django.db.models import Sum
from django.utils import timezone

from schedules.models import Assignment, Away, BalanceEntry, Holiday, Period, Plan
from schedules.problems import problem_for, problem_hash
from schedules.services.balances import close_period
from units.decisions import Refused
from units.models import Decision

D = datetime.date


@pytest.fixture
def week(db):
    return Period.objects.create(name="Pekan 50", starts_on=D(2026, 12, 7), ends_on=D(2026, 12, 13))


@pytest.fixture
def published(city, policy, week):
    """A published week in Bidang Ekonomi: Sari has two days at home, Tono one, Rudi none."""
    problem = problem_for(city.agency, week, policy, 5)
    plan = Plan.objects.create(
        agency=city.agency, period=week, policy=policy, problem=problem, status="published",
        problem_hash=problem_hash(problem), solution={}, created_by=city.wati.user,
        created_at=timezone.now(),
    )  # fmt: skip
    for person, day in ((city.sari, 8), (city.sari, 10), (city.tono, 9)):
        Assignment.objects.create(plan=plan, employee=person, date=D(2026, 12, day), published=True)
    return plan


@pytest.fixture
def afterwards(time_machine):
    time_machine.move_to(
        datetime.datetime(2026, 12, 14, 9, tzinfo=timezone.get_default_timezone()), tick=False
    )


def days_of(person):
    return BalanceEntry.objects.filter(employee=person, kind="days").aggregate(n=Sum("amount"))["n"]


def test_a_group_owes_itself_nothing(city, week, published, afterwards):
    assert close_period(week, actor=city.wati.user) == 10
    assert (days_of(city.sari), days_of(city.tono), days_of(city.rudi)) == (
        Decimal("-1"), Decimal("0"), Decimal("1")
    )  # fmt: skip
    entry = BalanceEntry.objects.filter(employee=city.sari, kind="days").get()
    assert (entry.reason, entry.period) == ("Penutupan periode Pekan 50", week)
    assert Decision.objects.get(act="close_period").after == {"people": 5}


def test_closing_twice_changes_nothing(city, week, published, afterwards):
    close_period(week, actor=city.wati.user)
    before = list(BalanceEntry.objects.values_list("pk", "amount"))
    assert close_period(week, actor=city.wati.user) == 0
    assert list(BalanceEntry.objects.values_list("pk", "amount")) == before


def test_a_period_under_way_is_not_closed(city, week, published, monday):
    with pytest.raises(Refused, match="belum berakhir"):
        close_period(week, actor=city.wati.user)
    assert not BalanceEntry.objects.exists()


def test_a_day_at_home_spent_ill_does_not_count_and_lowers_the_entitlement(
    city, week, published, afterwards
):
    Away.objects.create(
        employee=city.sari, kind="sakit", starts_on=D(2026, 12, 8), ends_on=D(2026, 12, 8),
        recorded_by=city.hana.user, recorded_at=timezone.now(),
    )  # fmt: skip
    close_period(week, actor=city.wati.user)
    # 0.8 due and 1 lived is -0.2; Tono 0, Rudi +1; the mean of 0.8 / 3 is taken off.
    assert days_of(city.sari) == Decimal("-0.4667")
    assert days_of(city.rudi) == Decimal("0.7333")


def test_a_late_holiday_takes_its_day_from_everyone(city, week, published, afterwards):
    Holiday.objects.create(date=D(2026, 12, 10), name="Libur mendadak", kind="local")
    close_period(week, actor=city.wati.user)
    # the whole week is still worth one day; Sari lived one, Tono one, Rudi none.
    assert days_of(city.sari) == days_of(city.tono) == Decimal("-0.3333")
    assert days_of(city.rudi) == Decimal("0.6667")


def test_the_balance_is_held_within_five_days(city, week, published, afterwards):
    earlier = Period.objects.create(name="Lama", starts_on=D(2026, 11, 30), ends_on=D(2026, 12, 6))
    BalanceEntry.objects.create(
        employee=city.rudi, period=earlier, kind="days", amount="4.5", reason="uji",
        created_at=timezone.now(),
    )  # fmt: skip
    close_period(week, actor=city.wati.user)
    assert days_of(city.rudi) == Decimal("5")


def test_a_draft_leaves_no_balance(city, week, published, afterwards):
    Plan.objects.update(status="draft")
    assert close_period(week, actor=city.wati.user) == 0
    assert not BalanceEntry.objects.exists()
