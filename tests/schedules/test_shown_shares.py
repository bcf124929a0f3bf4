"""Porsi wajar as people read it: where the floors leave half to everybody, half is owed to nobody.

Eight people rotate in two weeks of four open days with a sasaran of one day a week: two days each.
Eight of the nine of the bidang must be on site, so that one a day is at home: one day each.
"""

import datetime
import re
from fractions import Fraction

import pytest
from django.urls import reverse

from schedules.models import Assignment, Plan
from schedules.planning.fairness import ideal10
from schedules.queries.rotations import rotation_of
from tests.schedules.balance_cast import move
from tests.schedules.office_cast import make_plan
from tests.schedules.test_plans import published

D = datetime.date

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def words(answer):
    assert answer.status_code == 200
    return " ".join(re.sub("<[^>]*>", " ", answer.content.decode()).split())


@pytest.fixture
def in_force(city):
    published(make_plan(city, floor=8), city)
    return Plan.objects.select_related("agency", "period", "policy").get(status="published")


def test_the_ideal_is_two_and_the_porsi_wajar_one(in_force):
    rotation = rotation_of(in_force)
    for person in rotation.problem.people:
        if person.eligible:
            share = rotation.shares[person.id]
            assert ideal10(rotation.problem, person) == 20
            assert (share.ideal, share.share, share.given, share.difference) == (2, 1, 1, 0)
    assert len(rotation.shares) == 8


def test_each_page_shows_the_half_that_is_left(in_force, city, as_):
    text = words(as_(city.sari).get(reverse("schedules:my_schedule")))
    assert "Terjadwal 1 hari WFH, porsi wajar 1,0, selisih porsi 0,0." in text
    text = words(as_(city.sari).get(reverse("schedules:fairness")))
    assert "Porsi wajar" in text
    assert "Selisih porsi semuanya sama." in text
    rows = (
        as_(city.rudi)
        .get(reverse("schedules:fairness_unit", args=[city.division.pk]))
        .context["rows"]
    )
    assert {(row.given, row.share, row.difference) for _one, _place, row in rows} == {(1, 1, 0)}
    board = (
        as_(city.rudi)
        .get(reverse("schedules:plan_board", args=[in_force.pk, city.division.pk]))
        .context["board"]
    )
    shown = [row for group in board.groups for row in group.rows if row.given is not None]
    assert {(row.given, row.share, row.difference) for row in shown} == {(1, 1, 0)}
    assert len(shown) == 8


def test_who_has_less_than_the_half_is_owed_the_rest_and_the_others_had_it(in_force, city, as_):
    """One of eight days is taken back: the mean shortfall is 9/8, the porsi wajar 7/8."""
    Assignment.objects.filter(plan=in_force, employee=city.sari).delete()
    rotation = rotation_of(in_force)
    own, other = (rotation.shares[str(one.pk)] for one in (city.sari, city.tono))
    assert (own.share, own.difference) == (Fraction(7, 8), Fraction(7, 8))
    assert (other.share, other.difference) == (Fraction(7, 8), Fraction(-1, 8))
    text = words(as_(city.sari).get(reverse("schedules:my_schedule")))
    assert "Terjadwal 0 hari WFH, porsi wajar 0,9, selisih porsi +0,9." in text
    text = words(as_(city.tono).get(reverse("schedules:my_schedule")))
    assert "Terjadwal 1 hari WFH, porsi wajar 0,9, selisih porsi −0,1." in text


def test_who_is_placed_anew_leaves_the_group_on_every_page(in_force, city, as_):
    """Their days end; the seven others share the shortfall, and no page fails."""
    move(city.tono, city.other_division, D(2026, 12, 9))
    assert len(rotation_of(in_force).shares) == 7
    page = as_(city.sari).get(reverse("schedules:my_schedule"))
    [period] = page.context["periods"]
    assert period.distribution.people == 7
    for person in (city.sari, city.tono):
        assert as_(person).get(reverse("schedules:my_schedule")).status_code == 200
        assert as_(person).get(reverse("schedules:fairness")).status_code == 200
    unit = as_(city.rudi).get(reverse("schedules:fairness_unit", args=[city.division.pk]))
    rows = [row.person for _one, _place, row in unit.context["rows"]]
    assert len(rows) == 7
    assert str(city.tono.pk) not in rows
