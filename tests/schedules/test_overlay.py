"""What lies over a published board: it shows what holds, and counts who is really on site."""

import datetime

import pytest
from django.urls import reverse

from schedules.models import Assignment, Holiday
from schedules.queries.day_reasons import day_reason
from schedules.queries.in_force import in_force
from schedules.queries.rotations import rotation_of
from schedules.queries.workplaces import places_on
from schedules.services.aways import record_away
from schedules.wall_paper import contents
from tests.schedules.office_cast import make_plan
from tests.schedules.swap_cast import THURSDAY, TUESDAY, published_plan
from units.access import scope_for
from units.models import Exclusion
from units.services.people import record_exclusion
from units.services.postings import end_employment, post_employee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

WEDNESDAY = datetime.date(2026, 12, 16)
TO_MEND = "tidak berlaku lagi menurut catatan terbaru dan perlu diperbaiki"


@pytest.fixture
def plan(city, monday):
    """Sari is at home on Thursday the 17th, Tono on Tuesday the 15th, nobody else that week."""
    return published_plan(city)


def board(as_, who, plan, city):
    return as_(who).get(reverse("schedules:plan_board", args=[plan.pk, city.division.pk]))


def shown(page, person):
    """Return {date: Cell} of a person on a board."""
    found = page.context["board"]
    row = next(one for one in found.rows if one.person == str(person.pk))
    return {day.date: cell for day, cell in zip(found.days, row.cells, strict=True)}


def on_site(page, day):
    """Return how many people the floor of the bidang finds on site on a day."""
    found = page.context["board"]
    days = [one.date for one in found.days]
    cover = found.floors[0].covers[days.index(day)]
    return cover and cover.on_site


def disciplined(city, starts_on=TUESDAY):
    return record_exclusion(
        city.sari, actor=city.wati.user, kind="discipline", reason="Pemeriksaan LHP 7",
        starts_on=starts_on,
    )  # fmt: skip


def moved(city, unit, position=None, starts_on=WEDNESDAY):
    return post_employee(
        city.sari, unit=unit, position=position or city.positions.planner, starts_on=starts_on,
        letter_number="800/1/2026", actor=city.hana.user,
    )  # fmt: skip


def test_before_anything_happens_the_plan_holds(city, plan, as_):
    page = board(as_, city.rudi, plan, city)
    assert shown(page, city.sari)[THURSDAY].status == "wfh"
    assert on_site(page, THURSDAY) == 8
    assert TO_MEND not in page.content.decode()


@pytest.mark.parametrize("who", ["rudi", "dewi", "hana", "wati", "tono", "sari"])
def test_under_an_exclusion_everybody_sees_the_office(city, plan, as_, who):
    disciplined(city)
    viewer = getattr(city, who)
    page = board(as_, viewer, plan, city)
    cell = shown(page, city.sari)[THURSDAY]
    colleague = who in ("tono", "sari")
    assert (cell.status, cell.fallen) == ("wfo", not colleague)
    assert on_site(page, THURSDAY) == 9
    html = page.content.decode()
    assert f"1 hari WFH yang terjadwal {TO_MEND}" in html
    assert ("Lihat usulan perbaikan" in html) is not colleague
    assert (", perlu diperbaiki</span></" in html) is not colleague
    for secret in ("LHP", "isiplin", "engecualian"):
        assert secret not in html.split("<main", 1)[1]
    # One mechanism: the wall, the day itself and the team say the same.
    assert day_reason(city.sari, THURSDAY).place == "wfo"
    assert city.sari.pk not in places_on(THURSDAY).home
    wall = contents(plan, plan.parts.get(), scope_for(viewer.user))
    rows = {row[0]: row[1:] for group in wall["groups"] for row in group["rows"]}
    assert set(rows["Sari Wulandari"]) == {"K"}


def test_the_superior_reads_why_the_day_fell_but_not_the_cause(city, plan, as_):
    disciplined(city)
    url = reverse("schedules:plan_cell", args=[plan.pk, city.division.pk])
    page = as_(city.rudi).get(f"{url}?person={city.sari.pk}&day={THURSDAY}").content.decode()
    assert "tidak berlaku lagi karena ada pengecualian yang tercatat" in page
    assert "LHP" not in page


def test_an_exclusion_that_ends_gives_the_day_back(city, plan, as_):
    disciplined(city)
    Exclusion.objects.update(ends_on=WEDNESDAY)
    page = board(as_, city.rudi, plan, city)
    assert shown(page, city.sari)[THURSDAY].status == "wfh"
    assert TO_MEND not in page.content.decode()


def test_a_policy_that_does_not_heed_discipline_changes_nothing(city, plan, as_):
    disciplined(city)
    type(plan.policy).objects.update(exclude_discipline=False)
    assert shown(board(as_, city.rudi, plan, city), city.sari)[THURSDAY].status == "wfh"


def test_transferred_they_are_not_available_and_not_counted(city, plan, as_):
    moved(city, city.other_division)
    page = board(as_, city.rudi, plan, city)
    cells = shown(page, city.sari)
    assert cells[TUESDAY].status == "wfo"
    assert [cells[WEDNESDAY].status, cells[THURSDAY].status] == ["away", "away"]
    assert [cells[WEDNESDAY].fallen, cells[THURSDAY].fallen] == [False, True]
    assert [on_site(page, day) for day in (TUESDAY, WEDNESDAY, THURSDAY)] == [8, 8, 8]
    assert f"1 hari WFH yang terjadwal {TO_MEND}" in page.content.decode()
    row = next(one for one in page.context["board"].rows if one.person == str(city.sari.pk))
    assert row.share is None


def test_promoted_in_the_same_unit_they_are_at_the_office_there(city, plan, as_):
    moved(city, city.division, city.positions.clerk)
    page = board(as_, city.rudi, plan, city)
    cell = shown(page, city.sari)[THURSDAY]
    assert (cell.status, cell.fallen) == ("wfo", True)
    assert on_site(page, THURSDAY) == 9


def test_who_left_is_gone_from_the_day_on(city, plan, as_):
    end_employment(city.sari, actor=city.hana.user, left_on=WEDNESDAY, reason="Pensiun")
    for who in (city.rudi, city.tono):
        page = board(as_, who, plan, city)
        cells = shown(page, city.sari)
        assert [cells[day].status for day in (TUESDAY, WEDNESDAY, THURSDAY)] == [
            "wfo", "away", "away",
        ]  # fmt: skip
        assert [on_site(page, day) for day in (TUESDAY, WEDNESDAY, THURSDAY)] == [8, 8, 8]
        assert "Pensiun" not in page.content.decode()


def test_absent_the_kind_is_for_superiors_and_the_day_is_to_be_mended(city, plan, as_):
    record_away(
        city.sari, kind="sakit", starts_on=WEDNESDAY, ends_on=THURSDAY, actor=city.hana.user
    )
    cells = shown(board(as_, city.rudi, plan, city), city.sari)
    assert (cells[WEDNESDAY].status, cells[WEDNESDAY].fallen) == ("sakit", False)
    assert (cells[THURSDAY].status, cells[THURSDAY].fallen) == ("sakit", True)
    page = board(as_, city.tono, plan, city)
    cells = shown(page, city.sari)
    assert (cells[THURSDAY].status, cells[THURSDAY].fallen) == ("away", False)
    assert on_site(page, THURSDAY) == 8


def test_a_floor_that_this_leaves_short_says_so(city, plan, as_):
    floor = plan.problem["floors"][0]
    plan.problem["floors"][0] = floor | {"on_site": 9}
    plan.save(update_fields=["problem"])
    page = board(as_, city.rudi, plan, city)
    assert '! 8 &lt; 9</span><span class="sr"> kurang dari batas minimal' in page.content.decode()
    disciplined(city)
    page = board(as_, city.rudi, plan, city)
    assert on_site(page, THURSDAY) == 9


def test_a_holiday_declared_late_leaves_no_coverage(city, plan, as_):
    Holiday.objects.create(date=THURSDAY, name="Cuti bersama", kind="joint_leave")
    page = board(as_, city.rudi, plan, city)
    assert {shown(page, one)[THURSDAY].status for one in (city.sari, city.tono)} == {"libur"}
    assert on_site(page, THURSDAY) is None
    Holiday.objects.create(
        date=THURSDAY, name="Bidang tetap bekerja", kind="called_off", unit=city.division
    )
    page = board(as_, city.rudi, plan, city)
    assert shown(page, city.sari)[THURSDAY].status == "wfh"
    assert on_site(page, THURSDAY) == 8


def test_a_draft_shows_what_is_planned(city, as_):
    plan = make_plan(city)
    home = Assignment.objects.filter(plan=plan, employee=city.sari).order_by("date").first()
    disciplined(city, starts_on=home.date)
    rotation = rotation_of(plan)
    assert rotation.is_home(str(city.sari.pk), home.date.isoformat())
    assert rotation.fallen == frozenset()


@pytest.mark.parametrize("event", ["excluded", "other_unit", "same_unit", "left_policy", "none"])
def test_it_agrees_with_what_the_database_says_of_each_day(city, plan, event):
    if event == "excluded":
        disciplined(city)
    elif event == "left_policy":
        disciplined(city)
        type(plan.policy).objects.update(exclude_discipline=False)
    elif event == "other_unit":
        moved(city, city.other_division)
    elif event == "same_unit":
        moved(city, city.division, city.positions.clerk)
    rotation = rotation_of(plan)
    held = in_force(Assignment.objects.filter(plan=plan, published=True))
    home = {(pid, day) for pid, days in rotation.home.items() for day in days}
    holding = {(pid, day) for pid, day in home if rotation.is_home(pid, day)}
    rows = held.values_list("employee_id", "date")
    assert holding == {(str(pk), day.isoformat()) for pk, day in rows}
