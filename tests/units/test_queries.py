"""The reads that every other room builds on: tree, classification, heads and superiors."""

import datetime

import pytest
from django.utils import timezone

from tests.conftest import make_employee
from units.access import scope_for
from units.models import Classification, Place, Posting, RoleGrant, Unit
from units.queries.classification import (
    UNDECIDED,
    effective_classification,
    effective_classifications,
)
from units.queries.people import (
    head_accounts,
    may_decide_for,
    posting_on,
    postings_on,
    superiors_of,
)
from units.queries.tree import agency_of, places_of, subtree_ids, unit_tree

pytestmark = pytest.mark.django_db


def decide(city, unit, service_class, starts_on):
    yes = service_class == "back_office"
    return Classification.objects.create(
        unit=unit, service_class=service_class, doable_off_site=yes, no_special_equipment=yes,
        uses_ict=yes, little_face_to_face=yes, no_constant_supervision=yes,
        reason="Uji", legal_basis="PermenPANRB 4/2025", starts_on=starts_on,
        decided_by=city.wati.user, decided_at=timezone.now(),
    )  # fmt: skip


def act_for(employee, unit, position, day, kind="plh"):
    return Posting.objects.create(
        employee=employee, unit=unit, position=position, kind=kind, is_head=True,
        letter_number="800/1", starts_on=day, ends_on=day,
    )  # fmt: skip


class TestTree:
    def test_loads_in_one_query_however_large(self, city, django_assert_num_queries):
        with django_assert_num_queries(1):
            tree = unit_tree()
        assert tree.parent_of[city.division.pk] == city.agency.pk
        assert tree.parent_of[city.root.pk] is None
        assert tree.children_of[city.agency.pk] == [city.division.pk, city.other_division.pk]
        assert tree.ancestors_of(city.division.pk) == [city.agency.pk, city.root.pk]
        assert tree.descendants_of(city.agency.pk) == [city.division.pk, city.other_division.pk]
        assert tree.descendants_of(city.counter.pk, include_self=True) == [city.counter.pk]

    def test_subtrees_of_several_roots_in_one_query(self, city, django_assert_num_queries):
        with django_assert_num_queries(1):
            found = subtree_ids([city.agency.pk, city.counter.pk])
        assert found == {
            city.agency.pk, city.division.pk, city.other_division.pk, city.counter.pk,
        }  # fmt: skip
        with django_assert_num_queries(0):
            assert subtree_ids([]) == frozenset()

    def test_agency_is_the_nearest_at_or_above(self, city, django_assert_num_queries):
        tree = unit_tree()
        assert tree.agency_of(city.division.pk) == city.agency.pk
        assert tree.agency_of(city.agency.pk) == city.agency.pk
        assert tree.agency_of(city.root.pk) == city.root.pk
        with django_assert_num_queries(1):
            assert agency_of(city.division) == city.agency
        assert agency_of(city.root) == city.root

    def test_a_loop_raises_instead_of_turning_forever(self, city):
        Unit.objects.filter(pk=city.agency.pk).update(parent=city.division, level="bidang")
        with pytest.raises(RuntimeError, match="loop"):
            unit_tree().ancestors_of(city.division.pk)
        with pytest.raises(RuntimeError, match="loop"):
            agency_of(city.other_division)

    def test_places_come_from_the_nearest_unit_that_has_an_open_one(
        self, city, django_assert_num_queries
    ):
        with django_assert_num_queries(2):
            assert places_of(city.division) == [city.office]
        own = Place.objects.create(
            unit=city.division, name="Lantai 3", latitude=-6.2, longitude=106.9
        )
        assert places_of(city.division) == [own]
        Place.objects.filter(pk=own.pk).update(closed_on=datetime.date(2026, 1, 1))
        assert places_of(city.division) == [city.office]
        assert places_of(city.counter) == []


class TestClassification:
    def test_a_part_inherits_and_its_own_decision_wins(self, city, day):
        assert effective_classification(city.division, day).source == city.agency
        own = decide(city, city.division, "service_facing", day)
        effective = effective_classification(city.division, day)
        assert (effective.service_class, effective.source, effective.classification) == (
            "service_facing", city.division, own,
        )  # fmt: skip
        before = effective_classification(city.division, day - datetime.timedelta(days=1))
        assert (before.service_class, before.source) == ("back_office", city.agency)

    def test_undecided_up_to_the_root_is_none(self, city, day):
        assert effective_classification(city.personnel, day) == UNDECIDED
        assert effective_classifications(day)[city.personnel.pk].service_class is None

    def test_before_the_first_decision_nothing_is_decided(self, city):
        assert effective_classification(city.agency, datetime.date(2019, 12, 31)) == UNDECIDED

    @pytest.mark.parametrize("extra", [1, 3])
    def test_all_units_in_two_queries(self, city, day, extra, django_assert_num_queries):
        for number in range(extra):
            part = Unit.objects.create(
                code=f"X{number}", name="Seksi", level="seksi", parent=city.division
            )
            decide(city, part, "service_facing", day)
        with django_assert_num_queries(2):
            found = effective_classifications(day)
        assert len(found) == 7 + extra
        assert found[city.division.pk].service_class == "back_office"
        assert found[city.counter.pk].source == city.service
        assert found[part.pk].service_class == "service_facing"
        assert {pk: effective_classification(Unit.objects.get(pk=pk), day) for pk in found} == found


class TestPostings:
    def test_posting_of_the_day_is_the_definitive_one(self, city, day, django_assert_num_queries):
        act_for(city.sari, city.division, city.positions.head_of_division, day)
        with django_assert_num_queries(1):
            posting = posting_on(city.sari, day)
            assert (posting.unit.name, posting.position.name) == ("Bidang Ekonomi", "Perencana")
        assert posting_on(city.sari, datetime.date(2019, 12, 31)) is None

    def test_ended_postings_and_other_units_do_not_count(self, city, day):
        Posting.objects.filter(employee=city.tono).update(ends_on=day - datetime.timedelta(days=1))
        names = sorted(p.employee.name for p in postings_on(day, [city.division.pk]))
        assert names == ["Rudi Hartono", "Sari Wulandari"]
        assert postings_on(day).count() == 7
        assert postings_on(day, []).count() == 0


class TestSuperiors:
    def test_the_head_of_the_unit_decides(self, city, day, django_assert_num_queries):
        with django_assert_num_queries(3):
            assert superiors_of(city.sari, day) == [city.rudi.user]
        assert head_accounts(city.division, day) == [city.rudi.user]

    def test_a_unit_without_a_head_looks_up(self, city, day):
        Posting.objects.filter(employee=city.rudi).update(is_head=False)
        assert head_accounts(city.division, day) == []
        assert superiors_of(city.sari, day) == [city.dewi.user]

    def test_an_acting_head_stands_in(self, city, day):
        act_for(city.tono, city.division, city.positions.head_of_division, day)
        assert head_accounts(city.division, day) == [city.tono.user]
        assert superiors_of(city.sari, day) == [city.tono.user]

    def test_a_stand_in_never_decides_for_the_head_or_for_oneself(self, city, day):
        act_for(city.tono, city.division, city.positions.head_of_division, day)
        assert superiors_of(city.rudi, day) == [city.dewi.user]
        assert superiors_of(city.tono, day) == [city.dewi.user]
        scope = scope_for(city.tono.user, day)
        assert may_decide_for(scope, city.sari)
        assert not may_decide_for(scope, city.rudi)
        assert not may_decide_for(scope, city.tono)

    def test_the_mandate_ends_with_its_day(self, city, day):
        act_for(city.tono, city.division, city.positions.head_of_division, day)
        later = day + datetime.timedelta(days=1)
        assert superiors_of(city.sari, later) == [city.rudi.user]
        assert not may_decide_for(scope_for(city.tono.user, later), city.sari)

    def test_the_secretary_decides_for_heads_of_agencies(self, city, day):
        assert superiors_of(city.dewi, day) == []
        RoleGrant.objects.create(user=city.laras, role="sekda", starts_on=datetime.date(2020, 1, 1))
        assert superiors_of(city.dewi, day) == [city.laras]
        scope = scope_for(city.laras, day)
        assert may_decide_for(scope, city.dewi)
        assert not may_decide_for(scope, city.sari)

    def test_deactivated_heads_do_not_decide(self, city, day):
        city.rudi.user.is_active = False
        city.rudi.user.save()
        assert superiors_of(city.sari, day) == [city.dewi.user]
        assert not may_decide_for(scope_for(city.rudi.user, day), city.sari)

    def test_heads_decide_below_and_nowhere_else(self, city, day):
        dewi, rudi, yanti = (scope_for(p.user, day) for p in (city.dewi, city.rudi, city.yanti))
        assert may_decide_for(dewi, city.sari)
        assert may_decide_for(dewi, city.rudi)
        assert may_decide_for(rudi, city.sari)
        assert not may_decide_for(rudi, city.rudi)
        assert not may_decide_for(rudi, city.dewi)
        assert not may_decide_for(yanti, city.sari)
        assert not may_decide_for(scope_for(city.wati.user, day), city.sari)

    def test_nobody_decides_for_somebody_without_a_posting(self, city, day):
        stranger = make_employee(
            "199501012020121001", "Tanpa Unit", city.division, city.positions.clerk
        )
        Posting.objects.filter(employee=stranger).delete()
        assert superiors_of(stranger, day) == []
        assert not may_decide_for(scope_for(city.rudi.user, day), stranger)
