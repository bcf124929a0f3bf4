"""The books of balances: late corrections, what the next plan starts with, and the rebuilding."""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from schedules.models import Assignment, BalanceEntry, Holiday
from schedules.problems import problem_for
from schedules.queries.balances import differences
from schedules.queries.rotations import rotation_of
from schedules.services.balances import close_period, correct_closed_periods
from schedules.tasks import keep_balances
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
from tests.schedules.office_cast import make_plan
from tests.schedules.test_plans import published
from units.models import Decision

FIRST, SECOND, THIRD = D(2026, 12, 7), D(2026, 12, 14), D(2026, 12, 21)


@pytest.fixture
def weeks(city, policy, time_machine):
    """The first week is closed, the second runs with a published plan, the third lies ahead.

    The first left −1 to Sari, 0 to Tono and +1 to Rudi.
    """
    weeks = [make_week(*one) for one in ((FIRST, "I"), (SECOND, "II"), (THIRD, "III"))]
    make_published(city, policy, weeks[0])
    make_published(city, policy, weeks[1])
    time_machine.move_to(at(D(2026, 12, 16)), tick=False)
    close_period(weeks[0], actor=None)
    return weeks


def rebuild(*arguments):
    said = StringIO()
    call_command("rebuild_balances", *arguments, stdout=said)
    return said.getvalue()


def rows(person):
    return list(
        BalanceEntry.objects.filter(employee=person, kind="days")
        .order_by("pk")
        .values_list("period__name", "about__name", "number", "amount", "reason")
    )


def balance_in_plan(city, policy, period, person):
    problem = problem_for(city.agency, period, policy, 5)
    found = next(one for one in problem["people"] if one["id"] == str(person.pk))
    return found.get("balance", 0)


# --- Corrections ------------------------------------------------------------------------------


def test_leave_approved_after_the_close_is_a_correcting_row_in_the_open_books(city, weeks):
    away(city, city.sari, D(2026, 12, 8))
    before = rows(city.sari)
    # 0.8 due and 1 lived: −0.2 instead of −1, and the mean of 0.2667 instead of 0
    assert correct_closed_periods(actor=None) == 3
    assert rows(city.sari) == [
        *before,
        (
            "II", "I", 1, Decimal("0.5333"),
            "Koreksi periode I menurut catatan terbaru: porsi 0,80, terhitung 1 hari,"
            " rata-rata kelompok 0,27",
        ),
    ]  # fmt: skip
    assert (days_of(city.sari), days_of(city.rudi)) == (Decimal("-0.4667"), Decimal("0.7333"))
    assert Decision.objects.get(act="correct_balances").after == {"people": 3, "books": "II"}


def test_correcting_again_writes_nothing_until_something_else_changes(city, weeks):
    leave = away(city, city.sari, D(2026, 12, 8))
    correct_closed_periods(actor=None)
    count = BalanceEntry.objects.count()
    assert correct_closed_periods(actor=None) == 0
    assert BalanceEntry.objects.count() == count
    type(leave).objects.update(status="refused")
    assert correct_closed_periods(actor=None) == 3
    assert days_of(city.sari) == Decimal("-1")
    assert [row[2] for row in rows(city.sari)] == [0, 1, 2]


def test_a_correction_is_there_once_for_the_database_too(city, weeks):
    away(city, city.sari, D(2026, 12, 8))
    correct_closed_periods(actor=None)
    again = BalanceEntry.objects.filter(number=1).first()
    again.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_two_workers_correct_once(city, weeks):
    away(city, city.sari, D(2026, 12, 8))
    assert by_two_workers(lambda: correct_closed_periods(actor=None)) == [0, 3]
    assert BalanceEntry.objects.filter(about__isnull=False).count() == 3


def test_closed_books_stay_as_they_are(city, policy, weeks, time_machine):
    """What a plan started with can still be read after a correction of the time before."""
    at_start = balance_in_plan(city, policy, weeks[1], city.sari)
    away(city, city.sari, D(2026, 12, 8))
    correct_closed_periods(actor=None)
    assert balance_in_plan(city, policy, weeks[1], city.sari) == at_start == -1


def test_without_open_books_a_correction_stands_in_the_last(city, weeks, time_machine):
    time_machine.move_to(at(D(2026, 12, 28)), tick=False)
    keep_balances()
    away(city, city.sari, D(2026, 12, 8))
    correct_closed_periods(actor=None)
    assert [row[:2] for row in rows(city.sari)] == [("I", None), ("II", None), ("III", "I")]


def test_a_holiday_declared_after_the_close(city, weeks):
    Holiday.objects.create(date=D(2026, 12, 10), name="Libur susulan", kind="local")
    correct_closed_periods(actor=None)
    assert (days_of(city.sari), days_of(city.tono), days_of(city.rudi)) == (
        Decimal("-0.3333"), Decimal("-0.3333"), Decimal("0.6667")
    )  # fmt: skip


def test_a_transfer_entered_after_the_close(city, weeks):
    move(city.sari, city.other_division, D(2026, 12, 10))
    correct_closed_periods(actor=None)
    assert days_of(city.sari) == 0
    assert rows(city.sari)[-1] == (
        "II", "I", 1, Decimal("1.0000"),
        "Koreksi periode I: ternyata tidak ikut pembagian pada periode itu",
    )  # fmt: skip
    assert (days_of(city.tono), days_of(city.rudi)) == (Decimal("-0.5"), Decimal("0.5"))


def test_a_transfer_entered_late_takes_off_what_was_carried(city, policy, weeks, time_machine):
    time_machine.move_to(at(D(2026, 12, 21)), tick=False)
    keep_balances()
    assert days_of(city.rudi) == Decimal("2")
    move(city.rudi, city.other_division, D(2026, 12, 16))
    correct_closed_periods(actor=None)
    assert days_of(city.rudi) == 0
    assert rows(city.rudi)[-1][3:] == (
        Decimal("-2.0000"),
        "Koreksi periode II: ternyata ada penempatan baru, jadi mulai lagi dari 0",
    )


def test_a_correction_reaches_what_was_held_at_five_days(city, policy, weeks, time_machine):
    """Rudi came with 4.5: only 0.5 of the first week was kept, and nothing of the second."""
    brought_in(city.rudi, "4.5")
    brought_in(city.sari, "-4.5")
    assert correct_closed_periods(actor=None) == 2
    time_machine.move_to(at(D(2026, 12, 21)), tick=False)
    keep_balances()
    assert (days_of(city.sari), days_of(city.rudi)) == (Decimal("-5"), Decimal("5"))
    away(city, city.rudi, FIRST, D(2026, 12, 13), kind="cuti")
    correct_closed_periods(actor=None)
    assert [row[:2] for row in rows(city.rudi)] == [
        ("I", None), ("Lama", None), ("II", "I"), ("II", None), ("III", "I"), ("III", "II"),
    ]  # fmt: skip
    # first week: −2.75, 2.75 and 4.5 as it was; second: −3.75, 2.75, 5.5 less their mean of 1.5
    assert (days_of(city.sari), days_of(city.tono), days_of(city.rudi)) == (
        Decimal("-5"), Decimal("1.25"), Decimal("4")
    )  # fmt: skip
    assert differences() == []


def test_what_was_brought_in_stays_and_counts(city, weeks):
    brought_in(city.sari, "2.5")
    correct_closed_periods(actor=None)
    # 2.5 − 1 beside 0 and +1: the mean of 0.8333 is taken off
    assert days_of(city.sari) == Decimal("0.6667")
    assert BalanceEntry.objects.filter(employee=city.sari, amount="2.5").exists()
    assert rebuild("--check").startswith("Equal")


def test_a_request_for_leave_changes_nothing(city, weeks):
    away(city, city.sari, D(2026, 12, 8), status="requested")
    assert correct_closed_periods(actor=None) == 0


# --- The nightly job --------------------------------------------------------------------------


def test_the_job_catches_up_in_order_and_does_everything_once(city, weeks, time_machine):
    time_machine.move_to(at(D(2026, 12, 28), 0), tick=False)
    away(city, city.sari, D(2026, 12, 8))
    assert keep_balances() == {"closed": ["II", "III"], "corrected": 3}
    assert keep_balances() == {"closed": [], "corrected": 0}
    assert rebuild("--check").startswith("Equal: the books of 3 closed periods")


def test_records_of_more_than_a_year_ago_wait_for_the_command(city, weeks, time_machine):
    time_machine.move_to(at(D(2027, 12, 15)), tick=False)
    keep_balances()
    away(city, city.sari, D(2026, 12, 8))
    assert keep_balances() == {"closed": [], "corrected": 0}
    with pytest.raises(CommandError, match="Different: 3 balances"):
        rebuild("--check")
    assert "3 correcting rows" in rebuild()


def test_beat_runs_the_job():
    from django.conf import settings

    from bekasi_wfh.celery import app

    entry = settings.CELERY_BEAT_SCHEDULE["keep-balances"]
    assert app.tasks[entry["task"]].name == keep_balances.name


def test_what_the_plan_showed_is_what_the_close_writes(city, time_machine):
    """Selisih porsi on the board and in the ledger are one figure, up to the tenth of the ideal."""
    time_machine.move_to(at(FIRST), tick=False)
    brought = {
        str(person.pk): brought_in(person, amount).amount
        for person, amount in ((city.sari, Decimal("4.3")), (city.tono, Decimal("-1.7")))
    }
    plan = published(make_plan(city, colleagues=7, floor=6), city)
    shown = rotation_of(plan).shares
    time_machine.move_to(at(D(2026, 12, 21)), tick=False)
    assert close_period(plan.period, actor=None) == 2 * len(shown)
    for pid, share in shown.items():
        stored = BalanceEntry.objects.get(employee_id=pid, kind="days", period=plan.period).amount
        stored += brought.get(pid, 0)
        assert float(stored) == pytest.approx(float(share.difference), abs=0.05)
    assert len({share.difference for share in shown.values()}) > 1


# --- Rebuilding -------------------------------------------------------------------------------


def test_check_says_equal_or_names_what_is_different_and_writes_nothing(city, weeks):
    assert rebuild("--check") == "Equal: the books of 1 closed periods follow from history.\n"
    wrong = BalanceEntry.objects.create(
        employee=city.sari, period=weeks[1], about=weeks[0], number=1, kind="days",
        amount="0.25", reason="salah", created_at=timezone.now(),
    )  # fmt: skip
    count = BalanceEntry.objects.count()
    said = StringIO()
    with pytest.raises(CommandError, match="Different: 1 balances"):
        call_command("rebuild_balances", "--check", stdout=said)
    assert said.getvalue() == f"I: employee {city.sari.pk}, days: -0.2500 days\n"
    assert BalanceEntry.objects.count() == count
    assert "1 correcting rows written" in rebuild()
    assert rebuild("--check").startswith("Equal")
    assert BalanceEntry.objects.filter(pk=wrong.pk).exists()


def test_nothing_to_compare_is_equal(db):
    assert rebuild("--check") == "Equal: the books of 0 closed periods follow from history.\n"


# --- What the next plan starts with -----------------------------------------------------------


def test_a_plan_made_before_the_close_starts_with_the_provisional_balance(city, policy, weeks):
    """Two weeks of −1 for Sari as published; Thursday of the second is still ahead."""
    assert balance_in_plan(city, policy, weeks[2], city.sari) == -2
    assert balance_in_plan(city, policy, weeks[2], city.rudi) == 2
    assert days_of(city.sari) == Decimal("-1")


def test_the_provisional_balance_follows_what_is_known_so_far(city, policy, weeks):
    away(city, city.sari, D(2026, 12, 15))
    assert balance_in_plan(city, policy, weeks[2], city.sari) == pytest.approx(-1.4667)
    move(city.sari, city.other_division, D(2026, 12, 17))
    assert balance_in_plan(city, policy, weeks[2], city.sari) == 0


def test_the_close_starts_from_the_books_and_the_next_plan_carries_the_rest(
    city, policy, weeks, time_machine
):
    """The third week was planned with −2; the second turned out otherwise; nothing is lost."""
    make_published(city, policy, weeks[2])
    away(city, city.sari, D(2026, 12, 15))
    time_machine.move_to(at(D(2026, 12, 28)), tick=False)
    keep_balances()
    assert [row[3] for row in rows(city.sari)] == [
        Decimal("-1"), Decimal("-0.4667"), Decimal("-1")
    ]  # fmt: skip


def test_a_period_without_a_published_plan_adds_nothing(city, policy, weeks):
    Assignment.objects.filter(date__gte=SECOND).delete()
    weeks[1].plans.update(status="approved", published_at=None)
    assert balance_in_plan(city, policy, weeks[2], city.sari) == -1


def test_provisional_figures_are_held_within_five_days(city, policy, weeks):
    brought_in(city.rudi, "4.5")
    assert balance_in_plan(city, policy, weeks[2], city.rudi) == 5


def test_plans_of_another_agency_are_not_read(city, policy, weeks):
    weeks[1].plans.update(agency=city.service)
    assert balance_in_plan(city, policy, weeks[2], city.sari) == -1
