"""Headings of teams, desirable days, filters by figures and many floors on one board."""

import datetime

import pytest

from schedules.models import Policy
from tests.schedules.conftest import make_policy
from tests.schedules.office_cast import draw_up, make_colleagues, make_period, make_plan
from tests.schedules.test_board import a_day, board_url
from tests.schedules.test_cells import change
from units.models import Employee, Posting, Unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def plan(city, monday):
    return make_plan(city)


@pytest.fixture
def home_day(plan, city):
    """A day on which Sari is at home."""
    return a_day(plan, city.sari, at_home=True)


# --- groups, filters, figures


@pytest.fixture
def teams(city, monday):
    """Bidang Ekonomi with two teams: Sari and Tono in the first, colleagues in the second."""
    first, second = (
        Unit.objects.create(
            code=f"BAPPELITBANGDA-EKO-{n}", name=f"Tim {n}", level="seksi", parent=city.division
        )
        for n in (1, 2)
    )
    Posting.objects.filter(employee__in=[city.sari, city.tono]).update(unit=first)
    make_policy(
        city.root, city.wati.user, excluded_echelons=["II.b", "III.b"], barred_weekdays=[0],
        desirable_weekdays=[4],
    )  # fmt: skip
    make_colleagues(city, second, 3)
    city.hana.postings.update(starts_on=datetime.date(2026, 12, 1))
    return first, second, draw_up(city, make_period())


def test_people_stand_under_the_heading_of_their_team(teams, city, as_):
    first, second, plan = teams
    client = as_(city.rudi)
    page = client.get(board_url(plan, city))
    html = page.content.decode()
    board = page.context["board"]
    assert [(group.name, [row.name for row in group.rows]) for group in board.groups] == [
        ("Bidang Ekonomi", ["Rudi Hartono"]),
        ("Tim 1", ["Sari Wulandari", "Tono Prasetyo"]),
        ("Tim 2", ["Agus Prasetyo", "Bambang Suryadi", "Dian Kusumastuti"]),
    ]
    assert html.count('<th scope="rowgroup" colspan="14">') == 3
    page = client.get(board_url(plan, city, f"?unit={second.pk}"))
    assert [row.name for row in page.context["board"].rows] == [
        "Agus Prasetyo", "Bambang Suryadi", "Dian Kusumastuti",
    ]  # fmt: skip
    page = client.get(board_url(plan, city, "?unit=999999"))
    assert len(page.context["board"].rows) == 6


def test_desirable_days_stand_beside_the_share(teams, city, as_):
    _first, _second, plan = teams
    page = as_(city.rudi).get(board_url(plan, city))
    rows = {row.name: row for row in page.context["board"].rows}
    fridays = plan.assignments.filter(date__in=["2026-12-11", "2026-12-18"])
    for name, row in rows.items():
        if name == "Rudi Hartono":
            assert row.wanted is row.wanted_share is None
            continue
        assert row.wanted == fridays.filter(employee__name=name).count()
    assert sum(row.wanted for row in rows.values() if row.wanted is not None) == fridays.count()
    assert "Hari diminati" in page.content.decode()


def test_the_share_filter_goes_by_the_figure_that_is_shown(plan, city, home_day, as_):
    change(plan, city.sari, home_day, "wfo", city.rudi.user)
    client = as_(city.rudi)
    less = client.get(board_url(plan, city, "?porsi=less")).context["board"].rows
    more = client.get(board_url(plan, city, "?porsi=more")).context["board"].rows
    assert [row.name for row in less] == ["Sari Wulandari"]
    assert all(round(float(row.difference), 1) < 0 for row in more)
    assert {row.name for row in more} == {
        name for name in Employee.objects.filter(pk__in=plan.solution["people"]).values_list(
            "name", flat=True
        ) if name != "Sari Wulandari"
    }  # fmt: skip


def test_a_colleague_has_no_filter_by_figures(plan, city, as_):
    from tests.schedules.test_plans import published

    published(plan, city)
    page = as_(city.sari).get(board_url(plan, city, "?porsi=less&diubah=on"))
    html = page.content.decode()
    assert len(page.context["board"].rows) == 9
    for secret in ("porsi", "diubah", "Hari diminati"):
        assert secret not in html.split("<main", 1)[1].split("</main>")[0].replace("?porsi", "")


def test_many_floors_are_summed_up_in_one_line(city, monday, as_):
    from tests.schedules.office_cast import make_floor

    policy = make_policy(
        city.root, city.wati.user, excluded_echelons=["II.b", "III.b"], barred_weekdays=[0]
    )
    for number in range(3):
        make_floor(policy, city.division, number + 1, f"Batas {number}")
    plan = make_plan(city)
    page = as_(city.rudi).get(board_url(plan, city))
    board = page.context["board"]
    assert len(board.floors) == 4
    at_home = [plan.assignments.filter(date=day).count() for day in plan.problem["days"]]
    assert [one.spare for one in board.tightest] == [4 - home for home in at_home]
    assert {one.text for one in board.tightest} == {"Bidang tetap berjalan"}
    html = page.content.decode()
    assert html.count('<tr class="tightest">') == 1
    assert "tepat batas minimal: Bidang tetap berjalan" in html
    assert Policy.objects.count() == 1
