"""Who is where now renews itself cheaply: 304 until somebody moves, floors that are short first."""

import datetime
import json
import re

import pytest
from django.urls import reverse

from attendance.models import CheckIn, CheckInReview
from attendance.queries.live import mark_of
from attendance.queries.team import team_of, team_parts
from schedules.models import Floor, Recall, RecalledDay
from tests.attendance.conftest import HOME, MONDAY, at_time
from tests.conftest import make_employee
from units import clock
from units.models import Outbox

pytestmark = pytest.mark.django_db
TEAM, TEAM_NOW = reverse("attendance:team"), reverse("attendance:team_now")
CITY, CITY_NOW = reverse("attendance:city"), reverse("attendance:city_now")
SIX = datetime.timedelta(minutes=6)


@pytest.fixture
def morning(city, hours, tap, at_home, home_of, away, policy, time_machine):
    """Monday, 08.00: Sari came at home, Tono is on leave, Rudi came, Dewi and Hana are missing."""
    at_home(city.sari, MONDAY)
    home_of(city.sari)
    away(city.tono, MONDAY)
    tap(city.sari, "in", at_time(MONDAY, 7, 20), HOME)
    tap(city.rudi, "in", at_time(MONDAY, 7, 25))
    time_machine.move_to(at_time(MONDAY, 8), tick=False)
    return city


def floor(city, unit, on_site, **values):
    return Floor.objects.create(
        policy=values.pop("policy"), unit=unit, text="Loket", on_site=on_site, **values
    )


def kept(client, address):
    """Return the header with which the page that was opened asks for its renewal."""
    page = client.get(address).text
    found = re.search(r'hx-headers="([^"]*)"', page).group(1)
    return json.loads(found.replace("&quot;", '"'))


def test_nothing_new_is_a_304_of_few_queries(morning, as_, django_assert_num_queries):
    client = as_(morning.rudi)
    headers = kept(client, TEAM)
    with django_assert_num_queries(6):
        answer = client.get(TEAM_NOW, headers=headers)
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["ETag"] == headers["If-None-Match"]


@pytest.mark.parametrize("more", [1, 3])
def test_a_renewal_needs_the_same_queries_for_more_people(
    morning, as_, more, django_assert_num_queries
):
    for number in range(more):
        make_employee(
            f"19950101202001{number:04}", f"Pegawai {number}", morning.division,
            morning.positions.clerk,
        )  # fmt: skip
    client = as_(morning.rudi)
    headers = kept(client, TEAM)
    with django_assert_num_queries(6):
        assert client.get(TEAM_NOW, headers=headers).status_code == 304
    with django_assert_num_queries(30):
        assert client.get(TEAM_NOW).status_code == 200


def test_the_renewal_is_the_part_of_the_page_and_nothing_more(morning, as_):
    client = as_(morning.rudi)
    page, part = client.get(TEAM).text, client.get(TEAM_NOW).text
    assert part.startswith('<div id="kini"')
    assert re.sub(r'value="\w{64}"', "", part).strip() in re.sub(r'value="\w{64}"', "", page)


def moves(city, tap, away):
    """Return what changes an answer: (name, act)."""

    def reviewed():
        record = CheckIn.objects.get(employee=city.rudi)
        CheckInReview.objects.create(
            check_in=record, accepted=False, reason="Tidak", decided_by=city.dewi.user,
            decided_at=clock.now(),
        )  # fmt: skip

    def recalled():
        recall = Recall.objects.create(
            unit=city.division, date=MONDAY, reason="Rapat", ordered_by=city.rudi.user,
            ordered_at=clock.now(),
        )  # fmt: skip
        RecalledDay.objects.create(recall=recall, employee=city.sari, date=MONDAY)

    return {
        "check-out": lambda: tap(city.rudi, "out", at_time(MONDAY, 8)),
        "review": reviewed,
        "recall": recalled,
        "leave": lambda: away(city.rudi, MONDAY),
        "leave ends": lambda: city.tono.aways.update(status="cancelled"),
        "assignment": lambda: city.sari.assignments.update(published=False),
    }


@pytest.mark.parametrize(
    "name", ["check-out", "review", "recall", "leave", "leave ends", "assignment"]
)
def test_whatever_moves_somebody_is_a_new_answer(morning, as_, tap, away, name):
    client = as_(morning.rudi)
    headers = kept(client, TEAM)
    moves(morning, tap, away)[name]()
    answer = client.get(TEAM_NOW, headers=headers)
    assert answer.status_code == 200
    assert answer["ETag"] != headers["If-None-Match"]


def test_a_move_elsewhere_is_nothing_new_and_the_clock_is(morning, as_, tap, time_machine):
    client = as_(morning.rudi)
    headers = kept(client, TEAM)
    tap(morning.umar, "in", at_time(MONDAY, 8))
    assert client.get(TEAM_NOW, headers=headers).status_code == 304
    time_machine.move_to(at_time(MONDAY, 8) + SIX, tick=False)
    assert client.get(TEAM_NOW, headers=headers).status_code == 200


def test_who_becomes_missing_shows_without_any_record(morning, as_, time_machine):
    time_machine.move_to(at_time(MONDAY, 7, 28), tick=False)
    client = as_(morning.dewi)
    headers = kept(client, TEAM)
    assert team_of([morning.agency.pk], MONDAY, clock.now()).total.later == 2
    time_machine.move_to(at_time(MONDAY, 7, 30), tick=False)
    assert client.get(TEAM_NOW, headers=headers).status_code == 200
    assert team_of([morning.agency.pk], MONDAY, clock.now()).total.missing == 2


def test_marks_of_others_and_of_other_pages_open_nothing(morning, as_):
    headers = kept(as_(morning.rudi), TEAM)
    assert as_(morning.dewi).get(TEAM_NOW, headers=headers).status_code == 200
    client = as_(morning.rudi)
    other = client.get(TEAM_NOW, {"unit": morning.division.pk}, headers=headers)
    assert other.status_code == 200
    assert client.get(TEAM_NOW, {"unit": morning.agency.pk}, headers=headers).status_code == 404
    assert as_(morning.sari).get(TEAM_NOW, headers=headers).status_code == 403


# --- Floors -----------------------------------------------------------------------------------


def test_a_floor_is_short_by_who_is_planned_elsewhere_and_by_who_is_missing(morning, policy):
    # Of Bidang Ekonomi only Rudi is at the office; Dewi and Hana should be and have not come.
    floor(morning, morning.division, 2, policy=policy)
    floor(morning, morning.agency, 3, policy=policy)
    whole = [morning.agency.pk, morning.division.pk, morning.other_division.pk]
    team = team_of(whole, MONDAY, clock.now())
    assert [(one.floor.unit.name, one.here, one.missing, one.short) for one in team.floors] == [
        ("Badan Perencanaan", 1, 2, 2),
        ("Bidang Ekonomi", 1, 0, 1),
    ]
    assert (team.total.short, team.by_unit[morning.division.pk].short) == (3, 1)


def test_a_floor_that_counts_others_too_is_not_judged_by_a_part_of_them(morning, as_, policy):
    floor(morning, morning.agency, 3, policy=policy)
    assert team_of([morning.division.pk], MONDAY, clock.now()).floors == []
    assert team_of([morning.agency.pk], MONDAY, clock.now()).floors == []
    assert "Kurang dari batas" not in as_(morning.rudi).get(TEAM).text
    assert len(team_of(None, MONDAY, clock.now()).floors) == 1


def test_floors_that_hold_and_those_of_other_days_are_silent(morning, policy):
    floor(morning, morning.division, 1, policy=policy)
    floor(morning, morning.division, 3, policy=policy, weekdays=[1])
    floor(morning, morning.division, 3, policy=policy, on_time=True)
    assert team_of([morning.division.pk], MONDAY, clock.now()).floors == []
    saturday = MONDAY + datetime.timedelta(days=5)
    floor(morning, morning.division, 3, policy=policy)
    assert team_of([morning.division.pk], saturday, at_time(saturday, 9)).floors == []


def test_the_page_names_the_floor_and_how_many_are_short(morning, as_, policy):
    floor(morning, morning.division, 2, policy=policy)
    text = as_(morning.rudi).get(TEAM).text
    assert "Kurang dari batas minimal saat ini" in text
    assert "1 di kantor dari paling sedikit 2" in text
    assert "kurang 1" in text


# --- One tap ----------------------------------------------------------------------------------


def test_recall_from_the_page_is_two_taps_and_a_reason(morning, as_):
    client = as_(morning.rudi)
    page = client.get(TEAM).text
    link = re.search(r'href="([^"]+)">Tarik ke kantor<span class="sr"> Sari', page).group(1)
    assert morning.sari.nip not in link
    form = client.get(link.replace("&amp;", "&"))
    assert re.search(rf'value="{morning.sari.pk}"[^>]*checked', form.text)
    answer = client.post(
        link.replace("&amp;", "&"), {"people": [morning.sari.pk], "reason": "Rapat mendadak"}
    )
    assert answer.status_code == 302
    one = RecalledDay.objects.get()
    assert (one.employee, one.date) == (morning.sari, MONDAY)
    assert Outbox.objects.filter(recipient=morning.sari.user).exists()
    assert "ditarik ke kantor" in client.get(TEAM_NOW).text


def test_recall_of_somebody_who_is_not_mine_finds_nobody(morning, as_):
    address = reverse("schedules:recall_new")
    asked = {"tanggal": MONDAY.isoformat(), "pegawai": morning.sari.pk}
    assert "Sari" not in as_(morning.yanti).get(address, asked).text
    data = {"people": [morning.sari.pk], "reason": "Rapat"}
    answer = as_(morning.yanti).post(f"{address}?pegawai={morning.sari.pk}&tanggal={MONDAY}", data)
    assert answer.status_code == 422
    assert not RecalledDay.objects.exists()


# --- The city ---------------------------------------------------------------------------------


def test_the_city_adds_up_to_its_agencies(morning):
    team = team_of(None, MONDAY, clock.now())
    rows = team_parts(team, [morning.root.pk])
    names = ("people", "office", "home", "away", "day_off", "present", "missing", "later", "short")
    assert [sum(getattr(row.counts, name) for row in rows) for name in names] == [
        getattr(team.total, name) for name in names
    ]
    total = team.total
    assert total.people == total.office + total.home + total.away + total.day_off == 8
    assert total.office + total.home == total.present + total.missing + total.later == 7


@pytest.fixture
def large(morning):
    """More people than one list of names holds."""
    for number in range(60):
        make_employee(
            f"19950101202001{number:04}", f"Pegawai {number}", morning.counter,
            morning.positions.clerk,
        )  # fmt: skip
    return morning


def units_in_order(text):
    return re.findall(r'<th scope="row"><a id="unit-\d+[^>]*>([^<]+)</a>', text)


def test_what_is_short_stands_first_and_headings_sort(large, as_, policy):
    client = as_(large.wati)
    # Dinas Kependudukan has far more missing, the floor of Badan Perencanaan goes before it.
    floor(large, large.division, 2, policy=policy)
    assert units_in_order(client.get(CITY).text)[0] == "Bappelitbangda"
    by_missing = client.get(CITY, {"urut": "belum"}).text
    assert units_in_order(by_missing)[0] == "Dinas Kependudukan"
    assert 'aria-sort="descending"' in by_missing
    by_name = units_in_order(client.get(CITY, {"urut": "unit"}).text)
    assert by_name == ["Badan Kepegawaian", "Bappelitbangda", "Dinas Kependudukan"]
    assert units_in_order(client.get(CITY, {"urut": "x"}).text)[0] == "Bappelitbangda"


def test_bkpsdm_opens_a_unit_and_its_people_and_acts_on_nobody(large, as_):
    client = as_(large.wati)
    text = client.get(CITY, {"unit": large.agency.pk}).text
    assert "Sari Wulandari" in text
    assert reverse("units:employee_detail", args=[large.sari.pk]) in text
    assert "Ingatkan" not in text
    assert "Tarik ke kantor" not in text
    odd = ("x", "", "²", "-1", "9" * 5000, "999999")
    assert [client.get(CITY, {"unit": unit}).status_code for unit in odd] == [404] * len(odd)


@pytest.mark.parametrize("who", ["sari", "rudi", "dewi", "hana", "bagus", "laras", "komisi"])
def test_the_city_is_for_bkpsdm(large, as_, who):
    for page in (CITY, CITY_NOW):
        assert as_(getattr(large, who)).get(page).status_code == 403


def test_the_city_renews_itself_cheaply(large, as_, tap, django_assert_num_queries):
    client = as_(large.wati)
    headers = kept(client, CITY)
    with django_assert_num_queries(7):
        assert client.get(CITY_NOW, headers=headers).status_code == 304
    tap(large.umar, "in", at_time(MONDAY, 8))
    with django_assert_num_queries(22):
        assert client.get(CITY_NOW, headers=headers).status_code == 200


def test_the_mark_needs_one_query(morning, django_assert_num_queries):
    for unit_ids in (None, frozenset(), frozenset([morning.division.pk])):
        with django_assert_num_queries(1):
            mark_of(unit_ids, MONDAY, clock.now())
