"""One scope per account, read on the day."""

import datetime

import pytest

from units.access import people_visible_to, scope_for, units_visible_to
from units.models import Posting, RoleGrant


def names(queryset):
    return sorted(person.name.split()[0] for person in queryset)


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("sari", ["Sari"]),
        ("rudi", ["Rudi", "Sari", "Tono"]),
        ("dewi", ["Dewi", "Hana", "Rudi", "Sari", "Tono"]),
        ("hana", ["Dewi", "Hana", "Rudi", "Sari", "Tono"]),
        ("yanti", ["Umar", "Yanti"]),
        ("wati", ["Dewi", "Hana", "Rudi", "Sari", "Tono", "Umar", "Wati", "Yanti"]),
        ("bagus", []),
        ("laras", []),
        ("komisi", []),
    ],
)
def test_people_by_name(city, monday, who, sees):
    person = getattr(city, who)
    assert names(people_visible_to(scope_for(getattr(person, "user", person)))) == sees


def test_units_an_employee_may_open_are_the_path_to_the_root(city, monday):
    codes = units_visible_to(scope_for(city.sari.user)).values_list("code", flat=True)
    assert sorted(codes) == ["1", "BAPPELITBANGDA", "BAPPELITBANGDA-EKO"]


def test_rights_end_with_the_posting_that_gave_them(city, monday):
    Posting.objects.filter(employee=city.rudi).update(ends_on=monday - datetime.timedelta(days=1))
    scope = scope_for(city.rudi.user)
    assert not scope.is_head
    assert names(people_visible_to(scope)) == ["Rudi"]


def test_an_acting_head_has_the_rights_of_the_unit_within_the_dates_alone(city, monday):
    Posting.objects.create(
        employee=city.tono, unit=city.division, position=city.positions.head_of_division,
        kind="plh", is_head=True, letter_number="800/1/2026",
        starts_on=monday, ends_on=monday,
    )  # fmt: skip
    scope = scope_for(city.tono.user)
    assert scope.heads(city.division)
    assert not scope.heads(city.agency)
    assert scope.mandate_for(city.division) == "Plh. Kepala Bidang, surat 800/1/2026"
    after = scope_for(city.tono.user, monday + datetime.timedelta(days=1))
    assert not after.heads(city.division)


def test_a_role_counts_within_its_term_alone(city, monday):
    RoleGrant.objects.filter(role="bkpsdm").update(ends_on=monday)
    assert scope_for(city.wati.user).is_city_hr
    assert not scope_for(city.wati.user, monday + datetime.timedelta(days=1)).is_city_hr


def test_who_left_sees_nothing(city, monday):
    city.sari.left_on = monday
    city.sari.save()
    assert names(people_visible_to(scope_for(city.sari.user))) == []


def test_the_scope_costs_two_queries_and_one_per_root(city, monday, django_assert_num_queries):
    with django_assert_num_queries(1):
        scope = scope_for(city.rudi.user)
    with django_assert_num_queries(2):
        assert len(people_visible_to(scope)) == 3
