"""The public page: without names, in steps of five, nothing of a draft, light and cacheable."""

import copy
import csv
import gzip
import io
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from reports.measures import MEASURES
from reports.public import public_day, public_week, rounded, share
from reports.queries.city_day import city_day
from reports.services.weekly import build_week
from schedules.models import Assignment, Away, Floor, Holiday
from tests.reports.conftest import MON, TUE, WEEK
from units.models import Classification, Employee

PAGE = reverse("reports:public")
MOST_BYTES = 40_000


def test_counts_go_to_the_nearest_five_and_shares_come_from_those():
    assert [rounded(n) for n in (0, 2, 3, 5, 7, 8, 12, 13, 1_002)] == [
        0, 0, 5, 5, 5, 10, 10, 15, 1_000,
    ]  # fmt: skip
    assert [share(15, 20), share(0, 20), share(20, 20), share(10, 15)] == [75, 0, 100, None]


def week_of(*cells):
    """Return the figures of a city whose units have (people, validated, not validated, office)."""
    units = [
        {"unit": {"id": n, "label": f"U{n}"}, "own": False, "people": people}
        | dict.fromkeys(MEASURES, 0)
        | {"validated": done, "not_validated": rest, "at_home": done + rest, "at_office": office,
           "floor_days": 5, "floors_short": n % 2}
        for n, (people, done, rest, office) in enumerate(cells, start=1)
    ]  # fmt: skip
    totals = {measure: sum(row[measure] for row in units) for measure in MEASURES}
    return {
        "unit": {"id": 99, "level": "kota"},
        "week": {"starts_on": "2026-11-30", "ends_on": "2026-12-06"},
        "people": sum(row["people"] for row in units),
        "totals": totals,
        "days": [],
        "units": units,
        "breaches": [],
        "fairness": {"eligible": 23, "envious": 1, "largest_spread": 0.5, "jain": 0.98},
        "rosters": {"needed": 3, "published": 2, "missing": []},
        "before": None,
        "mean": None,
    }


def test_a_week_by_hand():
    # Two people and three people are one row; 31 + 9 days at home are shown as 30 + 10.
    seen = public_week(week_of((40, 31, 9, 152), (2, 1, 0, 8), (3, 2, 1, 11)))
    assert seen["rows"] == [
        {"unit": "U1", "home": 40, "office": 150, "validated": 30, "share": 75, "floors": "short"},
        {"unit": "Unit kecil (digabung)", "home": 5, "office": 20, "validated": 5, "share": None,
         "floors": "short"},
    ]  # fmt: skip
    assert seen["totals"] == {"home": 45, "office": 170, "validated": 35, "share": 78}
    # One person who could be helped is not nobody, and not shown as one.
    assert seen["fairness"]["envious"] == 5
    assert public_week(week_of((4, 1, 1, 1))) is None


UNITS = st.lists(st.tuples(st.integers(1, 40), *[st.integers(0, 60)] * 3), min_size=1, max_size=8)


@given(UNITS, st.data())
def test_subtracting_finds_nobody(cells, data):
    """Whatever is published is the same, to the byte, for every city that rounds to it.

    So no sum or difference of rows, totals, units or weeks tells the counts of one step apart.
    """
    figures = week_of(*cells)
    seen = public_week(figures)
    if seen is None:
        assert figures["people"] < 5
        return
    counts = [row[name] for row in seen["rows"] for name in ("home", "office", "validated")]
    assert all(count % 5 == 0 for count in counts)
    for name in ("home", "office", "validated"):
        assert seen["totals"][name] == sum(row[name] for row in seen["rows"])
    row = data.draw(st.sampled_from([row for row in figures["units"] if row["people"] >= 5] or [0]))
    if not row or not any(shown["unit"] == row["unit"]["label"] for shown in seen["rows"]):
        return
    other = copy.deepcopy(figures)
    twin = next(one for one in other["units"] if one["unit"] == row["unit"])
    measure = data.draw(st.sampled_from(["validated", "not_validated", "at_office"]))
    step = rounded(row[measure])
    moved = data.draw(st.integers(max(0, step - 2), step + 2))
    for whole in (twin, other["totals"]):
        whole[measure] += moved - row[measure]
    twin["people"] += data.draw(st.integers(0, 3))
    other["people"] += twin["people"] - row["people"]
    assert json.dumps(public_week(other)) == json.dumps(seen)


def test_where_people_work_merges_small_units():
    told = public_day([(1, "Dinas A", 30, 8), (2, "Dinas B", 3, 3), (3, "Dinas C", 2, 1)])
    assert told["rows"] == [
        {"unit": "Dinas A", "home": 10, "office": 20},
        {"unit": "", "home": 5, "office": 0},
    ]
    assert told["totals"] == {"home": 15, "office": 20}
    assert public_day([(1, "Dinas A", 4, 1)]) is None
    assert public_day([]) is None


def _serves(unit, city):
    Classification.objects.create(
        unit=unit, service_class="service_facing", reason="Loket", legal_basis="SE",
        starts_on=MON, decided_by=city.wati.user, decided_at=city.wati.user.date_joined,
        doable_off_site=False, no_special_equipment=False, uses_ict=True,
        little_face_to_face=False, no_constant_supervision=True,
    )  # fmt: skip


def _states(day):
    cache.clear()
    return {service.name: service.state for service in city_day(day).services}


@pytest.mark.django_db
def test_a_service_is_open_kept_short_or_closed(city, policy):
    Classification.objects.all().delete()
    _serves(city.service, city)
    assert _states(TUE) == {city.service.name: "open"}
    Floor.objects.create(policy=policy, unit=city.counter, text="Loket ≥ 1", on_site=1)
    assert _states(TUE) == {city.service.name: "kept"}
    Away.objects.create(
        employee=city.umar, kind="cuti", starts_on=TUE, ends_on=TUE,
        recorded_by=city.wati.user, recorded_at=city.wati.user.date_joined,
    )  # fmt: skip
    assert _states(TUE) == {city.service.name: "short"}  # nobody is there at all
    assert _states(MON) == {city.service.name: "kept"}
    Holiday.objects.create(date=MON, name="Libur", kind="national", legal_basis="SKB")
    assert _states(MON) == {city.service.name: "closed"}


@pytest.mark.django_db
def test_nothing_of_a_draft_and_nobody_by_name(city, week):
    build_week(WEEK)
    before = Client().get(PAGE).content.decode()
    cache.clear()
    week.plan.status = "draft"
    week.plan.version, week.plan.pk = 2, None
    week.plan.save()
    Assignment.objects.bulk_create(
        Assignment(plan=week.plan, employee=person, date=date, published=False)
        for person in Employee.objects.all()
        for date in (MON, WEEK.replace(day=7, month=12))
    )
    after = Client().get(PAGE).content.decode()
    assert after == before
    assert "Unit kecil (digabung)" in after
    for person in Employee.objects.all():
        assert person.name not in after
        assert person.nip not in after


@pytest.mark.django_db
def test_page_csv_and_json_say_the_same(city, week):
    build_week(WEEK)
    text = Client().get(reverse("reports:public_csv")).getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    answer = Client().get(reverse("reports:public_json")).json()
    assert rows == [
        {name: "" if cell is None else str(cell) for name, cell in row.items()}
        for row in answer["data"]
    ]
    assert {row["ukuran"] for row in rows} <= answer["kamus"].keys()
    assert set(rows[0]) <= answer["kamus"].keys()
    city_of_week = {
        row["ukuran"]: row["nilai"]
        for row in rows
        if row["bagian"] == "mingguan" and not row["unit"]
    }
    # By hand: 3 days at home are 0 or 5 by their parts (1 and 2), 34 at the office are 35.
    assert city_of_week["di_rumah"] == "0"
    assert city_of_week["di_kantor"] == "35"
    assert (city_of_week["batas_minimal_diperiksa"], city_of_week["batas_minimal_terpenuhi"]) == (
        "5", "4",
    )  # fmt: skip
    page = Client().get(PAGE).content.decode()
    assert "<b>4 / 5</b>" in page
    assert "Tanpa hari di rumah: Unit kecil (digabung)." in page


def test_savings_are_told_in_millions_and_apart():
    from types import SimpleNamespace

    from reports.public import public_savings
    from reports.savings import Estimate, Measured

    told = public_savings(
        SimpleNamespace(
            estimate=Estimate(12_400_000, 31_500_000),
            measured=Measured(100_000_000, 93_400_000, 2_000_000.0),
            missing=[1, 2],
        )
    )
    assert told == {"estimate": (12, 32), "measured": (7, 5, 9), "missing": 2}
    nothing = SimpleNamespace(estimate=None, measured=None, missing=[])
    assert public_savings(nothing) == {"estimate": None, "measured": None, "missing": 0}
    few = SimpleNamespace(estimate=None, measured=Measured(9_000_000, 2_000_000, None), missing=[])
    assert public_savings(few)["measured"] == (7, None, None)


@pytest.mark.django_db
def test_it_is_kept_by_caches_and_asks_nothing_twice(city, week, as_, django_assert_num_queries):
    build_week(WEEK)
    answer = Client().get(PAGE)
    assert answer["Cache-Control"] == "public, max-age=300"
    assert not answer.cookies
    again = Client().get(PAGE, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    with django_assert_num_queries(3):  # what was worked out (twice), and the latest week
        Client().get(PAGE)
    mine = as_(city.sari).get(PAGE)
    assert mine["Cache-Control"] == "private, max-age=300"
    assert Client().post(PAGE).status_code == 405


@pytest.mark.django_db
def test_it_is_light_with_a_hundred_services(city, policy):
    from units.models import Unit

    for number in range(100):
        unit = Unit.objects.create(
            code=f"KEL{number}", name=f"Kelurahan Nama Panjang Sekali {number}",
            level="kelurahan", parent=city.service,
        )  # fmt: skip
        _serves(unit, city)
    answer = Client().get(PAGE, headers={"accept-encoding": "gzip"})
    assert answer.content.startswith(b"\x1f\x8b")
    page = gzip.decompress(answer.content).decode()
    assert "<script" not in page
    assert page.count("Kelurahan Nama Panjang Sekali") == 100
    styles = [Path(settings.BASE_DIR, f"static/css/{name}.css") for name in ("portal", "reports")]
    sent = len(answer.content) + sum(len(gzip.compress(one.read_bytes())) for one in styles)
    assert sent + len(Path(settings.BASE_DIR, "static/icon.svg").read_bytes()) < MOST_BYTES
