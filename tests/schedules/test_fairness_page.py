"""The fairness page: a group without names, the own working, why somebody is at the office."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from schedules.charts import bars
from schedules.models import Assignment, Away
from schedules.queries.fairness import own_fairness
from schedules.queries.grounds import ground_of
from tests.schedules.balance_cast import brought_in
from tests.schedules.office_cast import FIRST, LAST, draw_up, make_period, make_plan
from tests.schedules.test_plans import published
from units.models import Exclusion
from units.queries.people import posting_on
from units.services.classification import set_position_presence
from units.small_groups import Bin

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

PAGE, UNIT = reverse("schedules:fairness"), "schedules:fairness_unit"
NAMES = ("Tono", "Agus", "Bambang", "Dian", "Eko", "Fajar", "Maya")


def page(client, **query):
    return client.get(PAGE, query).content.decode()


def unit_page(client, unit, **query):
    return client.get(reverse(UNIT, args=[unit.pk]), query)


def words(html):
    return " ".join(re.sub("<.*?>", " ", html).split())


def city_name(city, who):
    return getattr(getattr(city, who), "name", "")


def take_a_day_from(plan, person):
    """Somebody changes one cell after publication: one colleague has a day less than all."""
    row = Assignment.objects.filter(plan=plan, employee=person).order_by("date").first()
    day = row.date
    row.delete()
    return day


def test_everybody_equal_is_told_as_such_and_the_own_place_is_marked(city, as_):
    published(make_plan(city), city)
    html = page(as_(city.sari))
    assert "Kelompok Anda: 8 pegawai yang ikut pembagian." in html
    assert "Selisih porsi semuanya sama." in html
    assert html.count("Anda di sini") == 2
    found = own_fairness(city.sari, FIRST)
    assert (found.now.days, found.now.own, found.now.gap) == ([Bin(2, 2, 8)], 2, 0)
    assert [name for name in NAMES if re.search(rf"\b{name}\b", html)] == []


def test_all_equal_but_one_reveals_nobody_on_any_page(city, as_):
    plan = published(make_plan(city), city)
    take_a_day_from(plan, city.tono)
    found = own_fairness(city.sari, FIRST)
    assert found.now.days == [Bin(1, 2, 8)]
    assert found.now.gap == 1
    for address in (PAGE, reverse("schedules:my_schedule")):
        text = words(as_(city.sari).get(address).content.decode())
        assert "1–2 hari" in text
        assert "1 hari 1" not in text
        assert "Tono" not in text


def test_the_odd_one_out_learns_no_more_than_the_others(city):
    """Whoever has one day less must not be able to subtract themselves from the whole."""
    plan = published(make_plan(city), city)
    take_a_day_from(plan, city.tono)
    assert own_fairness(city.tono, FIRST).now.days == [Bin(1, 2, 8)]


def test_a_group_under_five_is_not_shown(city, as_):
    published(make_plan(city, colleagues=2, floor=0), city)
    html = page(as_(city.sari))
    assert "Kelompok Anda kurang dari lima pegawai" in html
    assert '<svg class="bars"' not in html
    assert own_fairness(city.sari, FIRST).now.days is None


def test_an_absence_entered_later_leaves_the_same_group_on_every_page(city, as_):
    """Two counts of the same thing that differ by one person would tell of that person."""
    published(make_plan(city), city)
    Away.objects.create(
        employee=city.tono, kind="cuti", starts_on=FIRST, ends_on=LAST,
        recorded_by=city.hana.user, recorded_at=timezone.now(),
    )  # fmt: skip
    assert own_fairness(city.sari, FIRST).now.people == 7
    assert (
        "Kelompok Anda: 7 pegawai"
        in as_(city.sari).get(reverse("schedules:my_schedule")).content.decode()
    )


def test_the_working_adds_up_with_the_own_figures(city, as_):
    brought_in(city.sari, "0.5")
    published(make_plan(city), city)
    text = words(page(as_(city.sari)))
    assert "1 hari seminggu selama 2 pekan; Anda tersedia 10 dari 10 hari kerja 2,00" in text
    assert "Selisih dari periode sebelumnya + kurang, − lebih +0,5" in text
    one = own_fairness(city.sari, FIRST).working
    assert (one.entitlement, one.balance, float(one.share.ideal)) == (2, 0.5, 2.5)
    assert one.share.share == one.share.ideal - one.shortfall
    assert one.share.difference == one.share.share - one.share.given


def test_a_draft_is_not_shown(city, as_):
    make_plan(city)
    assert "Belum ada rencana yang terbit" in page(as_(city.sari))
    assert own_fairness(city.sari, FIRST) is None


def test_earlier_periods_stand_below_each_other_and_can_be_opened(city, as_, time_machine):
    first = published(make_plan(city), city)
    later = make_period(
        name="Januari 2027", starts_on=datetime.date(2026, 12, 21),
        ends_on=datetime.date(2027, 1, 3),
    )  # fmt: skip
    second = published(draw_up(city, later), city)
    assert own_fairness(city.sari, FIRST).now.plan == first
    time_machine.move_to(datetime.datetime(2026, 12, 22, 2, tzinfo=datetime.UTC), tick=False)
    found = own_fairness(city.sari, datetime.date(2026, 12, 22))
    assert found.now.plan == second
    assert [one.plan for one in found.periods] == [second, first]
    assert (found.total.people, found.total.own) == (8, sum(one.own for one in found.periods))
    html = page(as_(city.sari), periode=first.period_id)
    assert "Dari periode ke periode" in html
    assert f"periode={later.pk}" in html
    assert own_fairness(city.sari, later.starts_on, first.period_id).now.plan == first


@pytest.mark.parametrize("bad", ["x", "-1", "²", "9" * 30])
def test_an_odd_period_shows_the_usual_one(city, as_, bad):
    published(make_plan(city), city)
    assert "Kelompok Anda: 8 pegawai" in page(as_(city.sari), periode=bad)


@pytest.mark.parametrize("who", ["rudi", "dewi", "hana", "wati"])
def test_superiors_unit_hr_and_bkpsdm_read_names(city, as_, who):
    plan = published(make_plan(city), city)
    take_a_day_from(plan, city.tono)
    answer = unit_page(as_(getattr(city, who)), city.division)
    text = words(answer.content.decode())
    assert "8 pegawai ikut pembagian" in text
    # Porsi wajar is 2 less the mean shortfall of an eighth of a day.
    assert "Tono Prasetyo 1 " in text
    assert text.index("Tono Prasetyo") < text.index("Sari Wulandari")


@pytest.mark.parametrize("who", ["sari", "tono", "umar", "yanti", "laras", "bagus", "komisi"])
def test_nobody_else_reads_a_name_there(city, as_, who):
    published(make_plan(city), city)
    answer = unit_page(as_(getattr(city, who)), city.division)
    assert answer.status_code in (403, 404)
    own = city_name(city, who)
    others = [name for name in ("Sari", "Tono", "Agus") if not own.startswith(name)]
    assert not any(name in answer.content.decode() for name in others)


def test_a_head_reads_the_own_units_alone(city, as_):
    published(make_plan(city), city)
    assert unit_page(as_(city.rudi), city.agency).status_code == 404
    assert unit_page(as_(city.wati), city.root).status_code == 404
    html = page(as_(city.rudi))
    assert reverse(UNIT, args=[city.division.pk]) in html
    assert reverse(UNIT, args=[city.agency.pk]) not in html
    assert reverse(UNIT, args=[city.agency.pk]) in page(as_(city.wati))


@pytest.mark.parametrize("colleagues", [6, 70])
def test_pages_need_the_same_queries_whatever_the_people(
    city, as_, colleagues, django_assert_num_queries
):
    published(make_plan(city, colleagues=colleagues), city)
    client = as_(city.sari)
    with django_assert_num_queries(18):
        page(client)
    client = as_(city.rudi)
    with django_assert_num_queries(17):
        html = unit_page(client, city.division).content.decode()
    assert html.count('<th scope="row"><a') == min(50, colleagues + 2)


def ground(person, day=FIRST):
    return ground_of(person, posting_on(person, day), day)


def test_a_service_facing_unit_names_its_decision(city, policy, as_):
    found = ground(city.umar)
    assert (found.rule, found.reason, found.legal_basis, found.decided_by, found.starts_on) == (
        "unit_class", "Penilaian awal", "PermenPANRB 4/2025", "Wati Lestari",
        datetime.date(2020, 1, 1),
    )  # fmt: skip
    assert [answer for _label, answer in found.criteria] == [False] * 5
    text = words(page(as_(city.umar)))
    assert "Dinas Kependudukan ditetapkan sebagai pelayanan langsung." in text
    assert "Dasar hukum PermenPANRB 4/2025 Ditetapkan oleh Wati Lestari" in text


def test_a_position_names_who_decided_it_and_when(city, policy, as_):
    set_position_presence(
        city.positions.clerk, actor=city.wati.user, presence="on_site", reason="Menjaga loket"
    )
    found = ground(city.tono)
    assert (found.rule, found.decided_by, found.decided_on) == (
        "position_on_site", "Wati Lestari", FIRST,
    )  # fmt: skip
    assert "Menjaga loket" in page(as_(city.tono))
    assert ground(city.sari) is None


def test_a_rule_of_the_policy_names_the_policy_and_its_basis(city, policy):
    policy.excluded_echelons = ["III.b"]
    policy.save()
    found = ground(city.rudi)
    assert (found.rule, found.reason, found.legal_basis, found.decided_by) == (
        "excluded_echelon", "Aturan dalam kebijakan Kebijakan WFH versi 1.",
        "PermenPANRB 4/2025", "Wati Lestari",
    )  # fmt: skip


def test_what_is_recorded_of_a_person_is_told_to_that_person_alone(city, as_):
    Exclusion.objects.create(
        employee=city.tono, kind="discipline", reason="Sedang diperiksa", starts_on=FIRST,
        recorded_by=city.wati.user,
    )  # fmt: skip
    published(make_plan(city), city)
    assert "Sedang diperiksa" in page(as_(city.tono))
    assert "Sedang diperiksa" not in page(as_(city.sari))
    assert "Sedang diperiksa" not in page(as_(city.rudi))


def test_who_is_outside_the_rotation_sees_the_group_without_a_mark(city, as_):
    published(make_plan(city), city)
    text = words(page(as_(city.rudi)))
    assert "Kelompok Anda: 8 pegawai" in text
    assert "Anda di sini" not in text
    assert "Anda tidak ikut pembagian pada periode ini" in text


def test_who_has_no_posting_gets_a_sentence(city, as_):
    city.sari.postings.all().delete()
    assert "Anda belum mempunyai penempatan definitif" in page(as_(city.sari))


def test_the_chart_marks_the_own_bar_and_escapes_labels():
    svg = bars([("2 hari", 3, False), ("<b>", 6, True), ("4 hari", 0, False)])
    assert svg.count("<rect") == 3
    assert svg.count("<circle") == 1
    assert "&lt;b&gt;" in svg
    assert 'width="0"' in svg
    assert bars([]) == bars([("2 hari", 0, True)]) == ""
