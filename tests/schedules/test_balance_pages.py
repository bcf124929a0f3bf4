"""The ledger of balances on the page: every row with its reason, and nothing for colleagues."""

import re

import pytest
from django.urls import reverse

from schedules.queries.balances import ledger_of
from schedules.services.balances import close_period, correct_closed_periods
from tests.schedules.balance_cast import D, at, away, brought_in, make_published, make_week
from tests.schedules.office_cast import make_plan
from tests.schedules.test_plans import published
from units.models import RoleGrant

PAGE = "schedules:balance_ledger"


@pytest.fixture
def closed(city, policy, time_machine):
    """A week that took 1.5 from Sari, corrected by 0.5333 for a day of illness."""
    week = make_week(D(2026, 12, 7), "Pekan 50")
    make_published(city, policy, week)
    time_machine.move_to(at(D(2026, 12, 7)), tick=False)
    brought_in(city.sari, "1.5")
    time_machine.move_to(at(D(2026, 12, 14)), tick=False)
    close_period(week, actor=city.wati.user)
    away(city, city.sari, D(2026, 12, 8))
    correct_closed_periods(actor=None)
    return week


def page(client, person, **query):
    return client.get(reverse(PAGE, args=[person.pk]), query)


def items(html):
    """Return the rows of the first list as texts."""
    rows = re.findall(r"<li>(.*?)</li>", html.split('<ul class="plain">')[1].split("</ul>")[0])
    return [" ".join(re.sub("<.*?>", " ", row).split()) for row in rows]


def test_each_row_has_its_reason_and_the_balance_after_it(city, closed, as_):
    html = page(as_(city.sari), city.sari).content.decode()
    assert items(html) == [
        "+0,5 · menjadi +0,5 Koreksi periode Pekan 50 menurut catatan terbaru: porsi 0,80,"
        " terhitung 1 hari, rata-rata kelompok 0,77 dicatat 14 Desember 2026",
        "−1,5 · menjadi 0,0 Penutupan periode Pekan 50: porsi 1,00, terhitung 2 hari,"
        " rata-rata kelompok 0,50 dicatat 14 Desember 2026",
        "+1,5 · menjadi +1,5 Dibawa dari daftar gilir sebelumnya dicatat 7 Desember 2026",
    ]
    assert "Hari WFH: +0,5" in html
    assert "Hari WFH yang diminati: 0,0" in html
    assert [float(row.after) for row in ledger_of(city.sari) if row.entry.kind == "days"] == [
        0.5333, 0.0, 1.5
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["sari", "rudi", "dewi", "hana", "wati"])
def test_the_person_superiors_unit_hr_and_bkpsdm_read_it(city, closed, as_, who):
    assert page(as_(getattr(city, who)), city.sari).status_code == 200


@pytest.mark.parametrize("who", ["tono", "umar", "yanti", "laras", "bagus", "komisi"])
def test_for_all_others_it_does_not_exist(city, closed, as_, who):
    answer = page(as_(getattr(city, who)), city.sari)
    assert answer.status_code == 404
    assert "Sari" not in answer.content.decode()


def test_nothing_yet(city, as_, monday):
    html = page(as_(city.sari), city.sari).content.decode()
    assert "Selisih porsi mulai dari 0" in html
    assert "dicatat" not in html


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_needs_the_same_queries_whatever_the_rows(
    city, as_, rows, monday, django_assert_num_queries
):
    for kind in ("days", "desirable")[: rows - 1] + ("days",) * (rows == 1):
        brought_in(city.sari, "1", kind)
    if rows == 3:
        week = make_week(D(2026, 12, 14), "Lain")
        city.sari.balance_entries.create(
            period=week, kind="days", amount=1, reason="uji", created_at=at(D(2026, 12, 7))
        )
    client = as_(city.sari)
    with django_assert_num_queries(5):
        html = page(client, city.sari).content.decode()
    assert html.count("dicatat ") == rows


def test_the_own_schedule_leads_there_and_says_what_was_carried(city, as_, monday):
    brought_in(city.sari, "0.5")
    published(make_plan(city), city)
    html = as_(city.sari).get(reverse("schedules:my_schedule")).content.decode()
    assert reverse(PAGE, args=[city.sari.pk]) in html
    assert "Sudah termasuk +0,5 hari yang dibawa dari periode sebelumnya." in html
    other = as_(city.tono).get(reverse("schedules:my_schedule")).content.decode()
    assert "Sudah termasuk" not in other


def test_the_board_leads_there_for_those_who_may_open_it(city, as_, monday):
    plan = published(make_plan(city), city)
    board = reverse("schedules:plan_board", args=[plan.pk, city.division.pk])
    ledger = reverse(PAGE, args=[city.sari.pk])
    for who in (city.rudi, city.dewi, city.hana, city.wati):
        assert ledger in as_(who).get(board).content.decode()
    for who in (city.sari, city.tono):
        assert "selisih-porsi" not in as_(who).get(board).content.decode()


def test_the_sekda_decides_one_level_up_without_a_ledger_that_is_not_theirs(city, as_, monday):
    plan = make_plan(city)
    RoleGrant.objects.create(user=city.laras, role="sekda", starts_on=D(2026, 1, 1))
    plan.parts.update(
        status="submitted", submitted_by=city.dewi.user, submitted_at=at(D(2026, 12, 7))
    )
    plan.status = "submitted"
    plan.save(update_fields=["status"])
    board = reverse("schedules:plan_board", args=[plan.pk, city.division.pk])
    html = as_(city.laras).get(board).content.decode()
    assert "terjadwal / porsi wajar" in html
    assert "selisih-porsi" not in html
