"""Closing a period: what each person lacked, less what the whole group lacked, once."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from schedules.models import Assignment, Away, BalanceEntry, Holiday, Period, Plan, Policy
from schedules.services.balances import close_due_periods, close_period
from tests.conftest import make_employee
from tests.schedules.balance_cast import (
    D,
    at,
    away,
    brought_in,
    by_two_workers,
    days_of,
    make_published,
    make_week,
    move,
)
from tests.schedules.office_cast import make_colleagues
from units.decisions import Refused
from units.models import Decision, Exclusion, Posting
from units.services.postings import end_employment


@pytest.fixture
def week(db):
    return make_week(D(2026, 12, 7), "Pekan 50")


@pytest.fixture
def published(city, policy, week):
    return make_published(city, policy, week)


@pytest.fixture
def afterwards(time_machine):
    time_machine.move_to(at(D(2026, 12, 14)), tick=False)


def test_a_group_owes_itself_nothing(city, week, published, afterwards):
    assert close_period(week, actor=city.wati.user) == 10
    assert (days_of(city.sari), days_of(city.tono), days_of(city.rudi)) == (
        Decimal("-1"), Decimal("0"), Decimal("1")
    )  # fmt: skip
    entry = BalanceEntry.objects.filter(employee=city.sari, kind="days").get()
    assert (entry.period, entry.reason) == (
        week,
        "Penutupan periode Pekan 50: porsi 1,00, terhitung 2 hari, rata-rata kelompok 0,00",
    )
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
    away(city, city.sari, D(2026, 12, 8))
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
    brought_in(city.rudi, "4.5")
    brought_in(city.sari, "-4.5")
    close_period(week, actor=city.wati.user)
    assert (days_of(city.sari), days_of(city.rudi)) == (Decimal("-5"), Decimal("5"))


def test_a_draft_leaves_no_balance(city, week, published, afterwards):
    Plan.objects.update(status="draft")
    assert close_period(week, actor=city.wati.user) == 0
    assert not BalanceEntry.objects.exists()


def test_a_plan_published_after_its_period_was_never_in_force(city, week, published, afterwards):
    Plan.objects.update(published_at=timezone.now())
    assert close_period(week, actor=city.wati.user) == 0
    assert not BalanceEntry.objects.exists()


def test_desirable_days_are_carried_likewise(city, policy, week, afterwards):
    Policy.objects.update(desirable_weekdays=[0, 4])
    policy.refresh_from_db()
    make_published(city, policy, week)
    Assignment.objects.filter(employee=city.sari, date=D(2026, 12, 8)).update(date=D(2026, 12, 11))
    close_period(week, actor=city.wati.user)
    assert (days_of(city.sari, "desirable"), days_of(city.rudi, "desirable")) == (
        Decimal("-0.6667"), Decimal("0.3333")
    )  # fmt: skip


def test_days_of_an_older_version_count_until_it_was_replaced(city, week, published, afterwards):
    """Tuesday was lived under version 1; version 2 took Sari's Thursday away."""
    Plan.objects.filter(pk=published.pk).update(status="superseded")
    Assignment.objects.filter(employee=city.sari, date=D(2026, 12, 10)).update(published=False)
    Plan.objects.create(
        agency=city.agency, period=week, policy=published.policy, problem=published.problem,
        version=2, status="published", problem_hash=published.problem_hash, solution={},
        created_by=city.wati.user, created_at=timezone.now(),
        published_at=at(D(2026, 12, 9)),
    )  # fmt: skip
    close_period(week, actor=city.wati.user)
    # one day each for Sari and Tono, none for Rudi
    assert (days_of(city.sari), days_of(city.rudi)) == (Decimal("-0.3333"), Decimal("0.6667"))


def test_leave_withdrawn_after_planning_is_not_held_against_anybody(city, policy, week, afterwards):
    leave = away(city, city.sari, D(2026, 12, 7), D(2026, 12, 9), kind="cuti")
    plan = make_published(city, policy, week)
    Away.objects.filter(pk=leave.pk).update(status="refused")
    assert "absent" in next(one for one in plan.problem["people"] if one["id"] == str(city.sari.pk))
    close_period(week, actor=city.wati.user)
    assert days_of(city.sari) == Decimal("-1")


def test_who_is_away_throughout_keeps_the_balance_and_weighs_in_nobodys(
    city, week, published, afterwards
):
    brought_in(city.rudi, "1.5")
    away(city, city.rudi, D(2026, 12, 7), D(2026, 12, 13), kind="cuti")
    assert close_period(week, actor=city.wati.user) == 8
    assert days_of(city.rudi) == Decimal("1.5")
    assert (days_of(city.sari), days_of(city.tono)) == (Decimal("-0.5"), Decimal("0.5"))


def test_who_was_transferred_starts_again_at_0_and_weighs_in_nobodys(
    city, week, published, afterwards
):
    brought_in(city.sari, "2")
    brought_in(city.sari, "-1", "desirable")
    move(city.sari, city.other_division, D(2026, 12, 10))
    close_period(week, actor=city.wati.user)
    assert (days_of(city.sari), days_of(city.sari, "desirable")) == (0, 0)
    assert set(
        BalanceEntry.objects.filter(employee=city.sari, period=week).values_list(
            "reason", flat=True
        )
    ) == {"Penempatan baru dalam periode Pekan 50: mulai lagi dari 0"}
    assert (days_of(city.tono), days_of(city.rudi)) == (Decimal("-0.5"), Decimal("0.5"))


@pytest.mark.parametrize("day", [8, 14])
def test_a_promotion_in_the_same_unit_starts_again_at_0(city, week, published, afterwards, day):
    """On any day after the period's first, up to the first day of the next one."""
    brought_in(city.tono, "2")
    move(city.tono, city.division, D(2026, 12, day))
    close_period(week, actor=city.wati.user)
    assert days_of(city.tono) == 0


def test_a_posting_from_the_first_day_of_the_period_takes_part(city, policy, week, afterwards):
    Policy.objects.update(waiting_days=0)
    move(city.tono, city.other_division, D(2026, 12, 7))
    make_published(city, policy, week)
    close_period(week, actor=city.wati.user)
    # alone in the other division: what the whole group lacked is nobody's debt
    assert days_of(city.tono) == 0
    assert (days_of(city.sari), days_of(city.rudi)) == (Decimal("-1"), Decimal("1"))


def test_who_joins_within_the_period_has_no_row_and_who_left_keeps_theirs(
    city, week, published, afterwards
):
    new = make_employee("199901012026121001", "Baru Sekali", city.division, city.positions.clerk)
    Posting.objects.filter(employee=new).update(starts_on=D(2026, 12, 9))
    brought_in(city.sari, "2")
    end_employment(city.sari, actor=city.wati.user, left_on=D(2026, 12, 11), reason="Pensiun")
    close_period(week, actor=city.wati.user)
    assert not BalanceEntry.objects.filter(employee=new).exists()
    assert days_of(city.sari) == Decimal("2")
    assert (days_of(city.tono), days_of(city.rudi)) == (Decimal("-0.5"), Decimal("0.5"))


def test_days_outside_the_rotation_give_no_share(city, week, published, afterwards):
    """Under discipline from Thursday: three days are left, and Thursday at home was not had."""
    Exclusion.objects.create(
        employee=city.sari, kind="discipline", reason="Surat 800/7", starts_on=D(2026, 12, 10),
        recorded_by=city.wati.user,
    )  # fmt: skip
    close_period(week, actor=city.wati.user)
    # 0.6 due and 1 lived is -0.4; Tono 0, Rudi +1; the mean is 0.2
    assert (days_of(city.sari), days_of(city.rudi)) == (Decimal("-0.6"), Decimal("0.8"))
    reason = BalanceEntry.objects.filter(employee=city.sari, kind="days").get().reason
    assert "disiplin" not in reason.lower()


def test_the_waiting_period_gives_no_share(city, policy, week, published, afterwards):
    Policy.objects.update(waiting_days=30)
    Posting.objects.filter(employee=city.tono).update(starts_on=D(2026, 11, 10))
    close_period(week, actor=city.wati.user)
    # waits until 9 December: 0.4 of a day is due, and Wednesday at home was not had
    assert days_of(city.tono) == Decimal("0.2667")


def test_periods_are_closed_in_their_order(city, week, published, afterwards):
    earlier = make_week(D(2026, 11, 30), "Lama")
    with pytest.raises(Refused, match="sebelumnya belum ditutup"):
        close_period(week, actor=city.wati.user)
    assert not BalanceEntry.objects.exists()
    assert close_due_periods() == ["Lama", "Pekan 50"]
    assert close_due_periods() == []
    earlier.refresh_from_db()
    assert earlier.closed_at == timezone.now()
    assert BalanceEntry.objects.count() == 10


def test_the_database_refuses_to_change_a_row(city, week, published, afterwards):
    close_period(week, actor=city.wati.user)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        BalanceEntry.objects.update(amount=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        again = BalanceEntry.objects.filter(employee=city.sari).first()
        again.pk = None
        again.save(force_insert=True)
    assert days_of(city.sari) == Decimal("-1")


@pytest.mark.parametrize("more", [1, 3])
def test_closing_needs_the_same_queries_whatever_the_people(
    city, policy, week, afterwards, more, django_assert_num_queries
):
    for one in make_colleagues(city, city.other_division, more):
        away(city, one, D(2026, 12, 8))
    make_published(city, policy, week)
    with django_assert_num_queries(24):
        assert close_period(week, actor=None) == 2 * (5 + more)


@pytest.mark.django_db(transaction=True)
def test_two_workers_close_a_period_once(city, week, published, afterwards):
    found = by_two_workers(lambda: close_period(Period.objects.get(pk=week.pk), actor=None))
    assert found == [0, 10]
    assert BalanceEntry.objects.count() == 10
    assert Decision.objects.filter(act="close_period").count() == 1
