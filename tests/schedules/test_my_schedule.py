"""A person's own schedule: published days alone, each with its reason; nothing about others."""

import datetime

import pytest
from django.urls import reverse

from schedules.models import Away, Holiday
from schedules.queries.day_reasons import day_reason
from schedules.queries.my_schedule import schedule_of
from schedules.services.cells import change_place
from tests.schedules.office_cast import FIRST, make_plan
from tests.schedules.test_board import a_day, ill
from tests.schedules.test_plans import approved, published
from units.models import Exclusion
from units.small_groups import Bin

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

PAGE = "schedules:my_schedule"


@pytest.fixture
def plan(city, monday):
    return make_plan(city)


def test_nothing_published_means_the_office_and_says_why(city, as_):
    page = as_(city.sari).get(reverse(PAGE)).content.decode()
    assert "Belum ada rencana rotasi yang terbit untuk hari itu" in page
    assert "WFO (kantor)" in page


def test_a_draft_is_never_visible(plan, city, as_):
    approved(plan, city)
    assert schedule_of(city.sari, FIRST) == []
    day = a_day(plan, city.sari, at_home=True)
    why = day_reason(city.sari, day)
    assert (why.place, why.rule) == ("wfo", "no_plan")
    page = as_(city.sari).get(reverse(PAGE)).content.decode()
    assert "Belum ada rencana" in page
    assert "porsi wajar" not in page


def test_published_weeks_show_place_reason_and_share(plan, city, as_):
    published(plan, city)
    [period] = schedule_of(city.sari, FIRST)
    assert [len(week) for week in period.weeks] == [5, 5]
    places = [why.place for week in period.weeks for why in week]
    assert places.count("wfh") == 2
    assert (period.share.given, float(period.share.share), float(period.share.difference)) == (
        2, 2.0, 0.0,
    )  # fmt: skip
    assert period.distribution.people == 8
    assert (period.distribution.parts, period.distribution.gap) == ([Bin(2, 2, 8)], 0)
    monday = period.weeks[0][0]
    assert (monday.rule, monday.text) == ("on_site", "Hari itu wajib di kantor menurut kebijakan.")
    html = as_(city.sari).get(reverse(PAGE)).content.decode()
    assert "Terjadwal <b>2 hari</b> WFH, porsi wajar 2,0, selisih porsi 0,0." in html
    assert "Tono" not in html
    assert "Agus" not in html


def test_small_groups_are_not_shown(city, as_, monday):
    published(make_plan(city, colleagues=2, floor=0), city)
    [period] = schedule_of(city.sari, FIRST)
    assert period.distribution is None
    html = as_(city.sari).get(reverse(PAGE)).content.decode()
    assert "Kelompok Anda kurang dari lima pegawai" in html


def test_a_group_of_five_is_shown(city, monday):
    published(make_plan(city, colleagues=3, floor=0), city)
    [period] = schedule_of(city.sari, FIRST)
    assert period.distribution.people == 5


def test_own_absences_and_holidays_by_name(plan, city):
    published(plan, city)
    Holiday.objects.create(date=datetime.date(2026, 12, 16), name="Hari Kota", kind="local")
    Away.objects.create(
        employee=city.sari, kind="dinas_luar", starts_on="2026-12-17", ends_on="2026-12-18",
        recorded_by=city.hana.user, recorded_at="2026-12-07T02:00Z",
    )  # fmt: skip
    holiday = day_reason(city.sari, datetime.date(2026, 12, 16))
    assert (holiday.place, holiday.text) == ("libur", "Hari Kota")
    away = day_reason(city.sari, datetime.date(2026, 12, 17))
    assert (away.place, away.text) == (
        "dinas_luar", "Dinas luar, 17 Desember sampai 18 Desember.",
    )  # fmt: skip
    assert day_reason(city.sari, datetime.date(2026, 12, 19)).rule == "holiday"


def test_a_day_changed_by_hand_tells_the_reason_given(plan, city):
    day = a_day(plan, city.sari, at_home=True)
    change_place(
        plan.parts.get(), employee=city.sari, day=day, to="wfo", reason="Menerima tamu",
        actor=city.rudi.user,
    )  # fmt: skip
    published(plan, city)
    why = day_reason(city.sari, day)
    assert (why.place, why.rule, str(why)) == ("wfo", "hand", "Diubah pengelola: Menerima tamu")


def test_who_takes_no_part_reads_their_own_reason(plan, city, as_):
    published(plan, city)
    why = day_reason(city.rudi, datetime.date(2026, 12, 9))
    assert why.rule == "not_eligible"
    assert why.text == (
        "Tidak termasuk pembagian WFH. Kebijakan mengecualikan pejabat eselon III.b."
    )
    html = as_(city.rudi).get(reverse(PAGE)).content.decode()
    assert why.text in html
    assert "porsi wajar" not in html


def test_the_reason_of_an_exclusion_is_told_to_the_person_alone(city, as_, monday):
    Exclusion.objects.create(
        employee=city.sari, kind="discipline", reason="Surat 800/7",
        starts_on="2026-12-01", recorded_by=city.wati.user,
    )  # fmt: skip
    plan = published(make_plan(city), city)
    assert "800/7" in day_reason(city.sari, datetime.date(2026, 12, 9)).text
    assert "800/7" not in str(plan.problem)
    board = reverse("schedules:plan_board", args=[plan.pk, city.division.pk])
    for who in (city.tono, city.rudi, city.hana):
        assert "800/7" not in as_(who).get(board).content.decode()


def test_illness_of_a_colleague_changes_no_word_of_mine(plan, city):
    published(plan, city)
    before = schedule_of(city.sari, FIRST)[0].weeks
    ill(city, city.tono, datetime.date(2026, 12, 8))
    texts = [why.text for week in schedule_of(city.sari, FIRST)[0].weeks for why in week]
    assert not any("sakit" in text.lower() or "Tono" in text for text in texts)
    assert [[d.place for d in w] for w in before] == [
        [d.place for d in w] for w in schedule_of(city.sari, FIRST)[0].weeks
    ]


def test_the_page_of_one_day(plan, city, as_):
    published(plan, city)
    client = as_(city.sari)
    html = client.get(reverse("schedules:my_day", args=["2026-12-14"])).content.decode()
    assert "Hari itu wajib di kantor menurut kebijakan." in html
    assert client.get(reverse("schedules:my_day", args=["2026-13-01"])).status_code == 404
    assert client.get(reverse("schedules:my_day", args=["kemarin"])).status_code == 404


@pytest.mark.parametrize("colleagues", [3, 9])
def test_the_page_needs_the_same_queries_whatever_the_group(
    city, as_, colleagues, django_assert_num_queries
):
    published(make_plan(city, colleagues=colleagues, floor=0), city)
    client = as_(city.sari)
    with django_assert_num_queries(19):
        assert client.get(reverse(PAGE)).status_code == 200
