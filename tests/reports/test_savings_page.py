"""The page of savings: what BKPSDM sees and adds, what a head sees, and what is said of gaps."""

import datetime

import pytest
from django.urls import reverse

from reports.models import SavingsParameter
from tests.reports.savings_cast import BUILDING, YEAR, bill, holidays, parameter

pytestmark = pytest.mark.usefixtures("monday")
URL = reverse("reports:savings")
DECEMBER = {"bulan": "2026-12"}


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.mark.usefixtures("week")
def test_estimate_and_measurement_stand_side_by_side_with_their_sources(city, as_):
    holidays()
    parameter(city)
    parameter(city, "bbm_pribadi", 15_000, 25_000)
    bill(YEAR, 12, 10_500_000)
    bill(2026, 12, 8_000_000)
    text = text_of(as_(city.wati).get(URL, DECEMBER))
    assert "Rp 2.000 sampai Rp 3.500" in text
    assert "Kajian BKPSDM (contoh)" in text
    assert "BBM pribadi pegawai: Rp 15.000 sampai Rp 25.000. Ini bukan penghematan kota" in text
    assert "Selisih Rp +3.000.000" in text
    assert "belum cukup data" in text
    assert "17.000" not in text and "3.002.000" not in text


@pytest.mark.usefixtures("week")
def test_a_head_sees_the_own_building_alone(city, as_):
    bill(2026, 12, 8_000_000)
    bill(2026, 12, 7_000_000, building="Gedung Lain")
    assert f"{BUILDING}, Listrik: tagihan pembandingnya belum ada" in text_of(
        as_(city.rudi).get(URL, DECEMBER)
    )
    for person, seen in ((city.rudi, False), (city.yanti, False), (city.wati, True)):
        assert ("Gedung Lain" in text_of(as_(person).get(URL, DECEMBER))) is seen
    assert BUILDING not in text_of(as_(city.yanti).get(URL, DECEMBER))


@pytest.mark.parametrize("month", ["0001-01", "1999-12", "2101-01", "9999-12", "x", ""])
def test_a_month_of_no_bills_is_the_last_whole_one(city, as_, month):
    bill(2026, 11, 8_000_000)
    answer = as_(city.wati).get(URL, {"bulan": month})
    assert answer.status_code == 200
    assert answer.context["month"] == datetime.date(2026, 11, 1)


def test_bkpsdm_adds_a_parameter_and_input_is_kept_where_it_is_refused(city, as_):
    data = {
        "building": "", "kind": "air", "low": 900, "high": 500, "source": "Kajian uji",
        "starts_on": "2026-12-01",
    }  # fmt: skip
    refused = as_(city.wati).post(reverse("reports:savings_parameter"), data)
    assert refused.status_code == 422
    assert "Kajian uji" in text_of(refused)
    assert SavingsParameter.objects.count() == 0
    assert (
        as_(city.wati)
        .post(reverse("reports:savings_parameter"), data | {"high": 1_500})
        .status_code
        == 302
    )
    row = SavingsParameter.objects.get()
    assert (row.low, row.high, row.starts_on) == (900, 1_500, datetime.date(2026, 12, 1))


def test_a_month_that_is_none_shows_the_last_whole_month(city, as_):
    assert "November 2026" in text_of(as_(city.wati).get(URL, {"bulan": "2026-99"}))


def test_the_page_asks_a_constant_number_of_queries(city, as_, django_assert_num_queries):
    holidays()
    for number in (1, 30):
        for n in range(number):
            for year in (YEAR, 2026):
                bill(year, 12, 1_000_000, building=f"Gedung {number}-{n}")
        client = as_(city.wati)
        with django_assert_num_queries(QUERIES):
            client.get(URL, DECEMBER)


QUERIES = 19
