"""Flexible-hours days where people meet them: schedule, board, feed, fairness, balance."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from schedules.models import BalanceEntry, Holiday
from schedules.queries.balances import balances_before, differences
from schedules.queries.day_reasons import day_reason
from schedules.queries.feeds import calendar_of
from schedules.queries.flexible import Window, flexible_days_of, flexible_on
from schedules.queries.my_schedule import schedule_of
from schedules.services.balances import close_period, correct_closed_periods
from tests.schedules.balance_cast import at, away, days_of, move
from tests.schedules.flexible_cast import WINDOW, make_flexible_plan, published_flexible
from tests.schedules.office_cast import FIRST, LAST, make_period
from units.queries.tree import subtree_ids

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
ONE_DAY = datetime.timedelta(days=1)


def days_of_umar(city):
    return sorted(flexible_days_of(city.umar, FIRST, LAST))


def test_the_day_says_its_hours_and_its_reason(city, as_):
    published_flexible(city)
    day = days_of_umar(city)[0]
    why = day_reason(city.umar, day)
    assert (why.place, why.rule, why.may_ask) == ("flex", "flexible", False)
    assert why.text.startswith(
        "Jam fleksibel: masuk antara 07.00 dan 09.00, jam kerja hari itu tetap dipenuhi. "
    )
    page = as_(city.umar).get(reverse("schedules:my_day", args=[day.isoformat()]))
    assert "masuk antara 07.00 dan 09.00" in page.content.decode()


def test_the_own_schedule_counts_them_beside_the_fair_share(city, as_):
    published_flexible(city)
    [period] = schedule_of(city.umar, FIRST)
    assert period.share is None
    assert (period.flexible.given, period.flexible.share, period.flexible.difference) == (2, 2, 0)
    assert [why.place for week in period.weeks for why in week].count("flex") == 2
    html = as_(city.umar).get(reverse("schedules:my_schedule")).content.decode()
    assert "Terjadwal <b>2 hari</b> jam fleksibel, porsi wajar 2,0, selisih porsi 0,0." in html
    assert 'title="jam fleksibel"' in html
    assert "ditetapkan sebagai pelayanan langsung" in html
    assert "Agus" not in html


def test_a_draft_is_never_visible(city):
    plan = make_flexible_plan(city)
    assert plan.flexible_days.filter(employee=city.umar).exists()
    assert days_of_umar(city) == []
    assert flexible_on(plan.flexible_days.first().date) == {}
    assert schedule_of(city.umar, FIRST) == []
    assert b"fleksibel" not in calendar_of(city.umar)


def test_the_board_shows_letter_and_word(city, as_):
    plan = published_flexible(city)
    board = reverse("schedules:plan_board", args=[plan.pk, city.counter.pk])
    for who in (city.yanti, city.umar):
        html = as_(who).get(board).content.decode()
        assert html.count('class="F">F<span class="sr"> jam fleksibel</span>') == 14
        assert 'title="jam fleksibel"' in html


def test_the_calendar_has_them_with_their_hours(city):
    published_flexible(city)
    text = calendar_of(city.umar).decode()
    assert text.count("SUMMARY:Jam fleksibel") == 2
    assert "Masuk antara 07.00 dan 09.00. Alasan" in text.replace("\r\n ", "")
    Holiday.objects.create(date=days_of_umar(city)[0], name="Hari Kota", kind="local")
    assert calendar_of(city.umar).decode().count("SUMMARY:Jam fleksibel") == 1


def test_flexible_on_names_the_window(city):
    published_flexible(city)
    day = days_of_umar(city)[0]
    assert flexible_on(day)[city.umar.pk] == Window(*WINDOW)
    assert flexible_on(day, [city.sari.pk]) == {}


def close(city, plan, time_machine):
    time_machine.move_to(at(LAST + ONE_DAY), tick=False)
    close_period(plan.period, actor=city.wati.user)


def test_their_balance_is_a_kind_of_its_own(city, time_machine):
    plan = published_flexible(city)
    plan.flexible_days.filter(employee=city.umar).first().delete()
    close(city, plan, time_machine)
    # Seven share: two days each, one less for Umar; the mean lack of a seventh is nobody's debt.
    assert days_of(city.umar, "flexible") == Decimal("0.8571")
    assert days_of(city.umar) == days_of(city.umar, "desirable") == 0
    rows = BalanceEntry.objects.filter(kind="flexible")
    assert rows.count() == 7
    assert abs(sum(row.amount for row in rows)) < Decimal("0.001")
    assert not BalanceEntry.objects.exclude(kind="flexible").exists()


def test_the_books_rebuilt_from_history_are_equal(city, time_machine):
    plan = published_flexible(city)
    plan.flexible_days.filter(employee=city.umar).first().delete()
    close(city, plan, time_machine)
    assert differences() == []
    away(city, city.umar, FIRST + ONE_DAY, FIRST + 4 * ONE_DAY)
    assert correct_closed_periods(actor=None) > 0
    assert differences() == []


def test_the_next_plan_starts_with_what_is_owed(city, time_machine):
    plan = published_flexible(city)
    plan.flexible_days.filter(employee=city.umar).first().delete()
    period = make_period(name="Nanti", starts_on=LAST + ONE_DAY, ends_on=LAST + 14 * ONE_DAY)
    before = balances_before(period, city.service, subtree_ids([city.service.pk]))
    assert before[city.umar.pk, "flexible"] == Decimal("0.8571")
    close(city, plan, time_machine)
    after = balances_before(period, city.service, subtree_ids([city.service.pk]))
    assert after[city.umar.pk, "flexible"] == Decimal("0.8571")


def test_who_is_placed_anew_starts_again_at_0(city, time_machine):
    plan = published_flexible(city)
    plan.flexible_days.filter(employee=city.umar).first().delete()
    close(city, plan, time_machine)
    later = make_period(name="Nanti", starts_on=LAST + ONE_DAY, ends_on=LAST + 14 * ONE_DAY)
    move(city.umar, city.division, LAST + 3 * ONE_DAY)
    time_machine.move_to(at(later.ends_on + ONE_DAY), tick=False)
    close_period(later, actor=city.wati.user)
    assert days_of(city.umar, "flexible") == 0


def test_the_ledger_names_the_kind_only_where_there_is_one(city, as_, time_machine):
    plan = published_flexible(city)
    close(city, plan, time_machine)
    client = as_(city.umar)
    ledger = reverse("schedules:balance_ledger", args=[city.umar.pk])
    assert "Hari jam fleksibel" in client.get(ledger).content.decode()
    ledger = reverse("schedules:balance_ledger", args=[city.sari.pk])
    assert "fleksibel" not in as_(city.sari).get(ledger).content.decode()


def test_the_fairness_page_shows_how_they_are_spread_without_names(city, as_):
    published_flexible(city)
    html = as_(city.umar).get(reverse("schedules:fairness")).content.decode()
    assert "Hari jam fleksibel" in html
    assert "Kelompok Anda: 7 pegawai yang ikut pembagian jam fleksibel." in html
    assert "Agus" not in html


def test_a_small_group_of_them_is_not_shown(city, as_):
    published_flexible(city, colleagues=2, floor=0)
    html = as_(city.umar).get(reverse("schedules:fairness")).content.decode()
    assert "Kelompok Anda kurang dari lima pegawai" in html
    assert "Kelompok Anda: 3" not in html
