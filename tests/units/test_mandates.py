"""Mandates: who appoints whom, from when to when, how the holder signs, and the early end."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from tests.conftest import make_employee
from units.access import scope_for
from units.decisions import MovedOn, Refused, decisions_on
from units.models import Mandate, Outbox, Posting, RoleGrant, Unit
from units.queries.authority import may_appoint, stand_ins_for
from units.services.mandates import appoint_acting_head, end_acting_head

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
DAY = datetime.timedelta(days=1)


def appoint(city, unit, actor, employee, day=datetime.date(2026, 12, 7), **changes):
    fields = {
        "kind": "plh", "position": city.positions.head_of_agency, "letter_number": "800/12",
        "starts_on": day, "ends_on": day + 2 * DAY,
    }  # fmt: skip
    return appoint_acting_head(unit, actor=actor, employee=employee, **(fields | changes))


def nothing_happened():
    return not Posting.objects.exclude(kind="definitif").exists() and not Mandate.objects.exists()


def test_it_holds_from_that_minute_and_says_who_appointed_when(city, day):
    assert not scope_for(city.hana.user).heads(city.agency)
    posting = appoint(city, city.agency, city.wati.user, city.hana)
    scope = scope_for(city.hana.user)
    assert scope.heads(city.agency)
    assert scope.mandate_for(city.agency) == "Plh. Kepala Badan, surat 800/12"
    mandate = posting.mandate
    assert (mandate.appointed_by, mandate.signing) == (city.wati.user, "own")
    assert {n.recipient for n in Outbox.objects.filter(kind="acting_head")} == {city.hana.user}
    assert decisions_on(city.agency).get().after["letter_number"] == "800/12"


def test_it_holds_within_its_unit_and_its_days_alone(city, day):
    appoint(city, city.division, city.dewi.user, city.tono, position=city.positions.clerk)
    scope = scope_for(city.tono.user)
    assert (scope.heads(city.division), scope.heads(city.agency)) == (True, False)
    assert not scope_for(city.tono.user, day + 3 * DAY).is_head
    assert not scope_for(city.tono.user, day - DAY).is_head


@pytest.mark.parametrize("who", ["dewi", "rudi", "hana", "sari", "yanti", "umar", "laras"])
def test_neither_the_absent_head_nor_others_appoint_for_an_agency(city, who):
    person = getattr(city, who)
    with pytest.raises(PermissionDenied):
        appoint(city, city.agency, getattr(person, "user", person), city.tono)
    assert nothing_happened()


def test_the_sekda_appoints_for_an_agency_and_not_for_a_bidang(city):
    RoleGrant.objects.create(user=city.laras, role="sekda", starts_on="2026-01-01")
    with pytest.raises(PermissionDenied):
        appoint(city, city.division, city.laras, city.tono)
    appoint(city, city.agency, city.laras, city.hana)
    assert scope_for(city.hana.user).heads(city.agency)


def test_nobody_picks_who_decides_on_the_own_affairs(city):
    """Staff of BKPSDM do not appoint its head, nor a head with that role the own stand-in."""
    chief = make_employee(
        "197201011997031001", "Joko Susilo", city.personnel, city.positions.head_of_agency,
        is_head=True,
    )  # fmt: skip
    assert not may_appoint(scope_for(city.wati.user), city.personnel)
    with pytest.raises(PermissionDenied):
        appoint(city, city.personnel, city.wati.user, city.umar)
    RoleGrant.objects.create(user=city.rudi.user, role="bkpsdm", starts_on="2026-01-01")
    for unit in (city.division, city.agency, city.root):
        with pytest.raises(PermissionDenied):
            appoint(city, unit, city.rudi.user, city.tono)
    assert nothing_happened()
    assert may_appoint(scope_for(city.rudi.user), city.service)
    assert may_appoint(scope_for(chief.user), Unit(pk=0, parent_id=city.personnel.pk))


def test_who_holds_a_mandate_appoints_no_other_over_it(city):
    """Rudi acts in another agency with the role of BKPSDM: he picks no head above himself."""
    RoleGrant.objects.create(user=city.rudi.user, role="bkpsdm", starts_on="2026-01-01")
    appoint(city, city.counter, city.wati.user, city.rudi)
    with pytest.raises(PermissionDenied):
        appoint(city, city.service, city.rudi.user, city.umar)


def test_a_right_is_read_at_the_time_of_the_act(city):
    RoleGrant.objects.filter(role="bkpsdm").update(ends_on="2026-12-06")
    with pytest.raises(PermissionDenied):
        appoint(city, city.agency, city.wati.user, city.hana)
    assert nothing_happened()


class TestSigning:
    def test_on_behalf_names_the_own_office(self, city):
        appoint(city, city.agency, city.wati.user, city.rudi, signing="an")
        scope = scope_for(city.rudi.user)
        assert scope.mandate_for(city.agency) == "a.n. Kepala Badan, Kepala Bidang, surat 800/12"
        assert scope.mandate_for(city.division) == "", "the own post is no mandate"
        assert scope.mandate_for(city.other_division).startswith("a.n. Kepala Badan")

    def test_for_the_named_is_for_two_levels_below(self, city):
        section = Unit.objects.create(
            code="BAPPELITBANGDA-EKO-1", name="Tim Data", level="seksi", parent=city.division
        )
        maya = make_employee(
            "198801012011012001", "Maya Lestari", section, city.positions.planner, is_head=True
        )
        appoint(city, city.agency, city.wati.user, maya, signing="ub")
        assert scope_for(maya.user).mandate_for(city.agency) == (
            "a.n. Kepala Badan, u.b. Perencana, surat 800/12"
        )

    @pytest.mark.parametrize(
        ("who", "signing", "sentence"),
        [
            ("hana", "an", "memimpin bagian"), ("umar", "an", "memimpin bagian"),
            ("yanti", "ub", "memimpin bagian"), ("rudi", "ub", "dua tingkat"),
            ("rudi", "apa saja", "cara menandatangani"),
        ],
    )  # fmt: skip
    def test_who_holds_no_such_office_is_refused(self, city, who, signing, sentence):
        with pytest.raises(Refused, match=sentence):
            appoint(city, city.agency, city.wati.user, getattr(city, who), signing=signing)
        assert nothing_happened()


class TestEarlyEnd:
    def test_rights_end_at_once_even_on_the_first_day(self, city, day):
        posting = appoint(city, city.agency, city.wati.user, city.hana)
        posting = end_acting_head(posting, actor=city.wati.user)
        assert not scope_for(city.hana.user).is_head
        posting.mandate.refresh_from_db()
        assert (posting.mandate.ended_by, posting.is_head) == (city.wati.user, False)
        with pytest.raises(MovedOn):
            end_acting_head(posting, actor=city.wati.user)
        appoint(city, city.agency, city.wati.user, city.tono)
        assert scope_for(city.tono.user).heads(city.agency)

    def test_yesterdays_rights_stay_in_history(self, city, day, time_machine):
        posting = appoint(city, city.agency, city.wati.user, city.hana)
        time_machine.move_to("2026-12-08T02:00Z", tick=False)
        posting = end_acting_head(posting, actor=city.dewi.user)
        assert posting.ends_on == datetime.date(2026, 12, 7)
        assert not scope_for(city.hana.user).is_head
        assert scope_for(city.hana.user, day).heads(city.agency)

    @pytest.mark.parametrize("who", ["hana", "rudi", "sari", "yanti"])
    def test_others_do_not_end_it(self, city, who):
        posting = appoint(city, city.agency, city.wati.user, city.hana)
        with pytest.raises(PermissionDenied):
            end_acting_head(posting, actor=getattr(city, who).user)
        assert scope_for(city.hana.user).heads(city.agency)

    def test_a_definitive_head_is_not_ended_so(self, city):
        with pytest.raises(MovedOn):
            end_acting_head(city.dewi.postings.get(), actor=city.wati.user)
        assert scope_for(city.dewi.user).heads(city.agency)


class TestForm:
    def address(self, city):
        return f"/unit/{city.agency.pk}/pelaksana/"

    def data(self, day, **changes):
        fields = {
            "kind": "plh", "letter_number": "800/12", "starts_on": day.isoformat(),
            "ends_on": day.isoformat(), "signing": "own",
        }  # fmt: skip
        return fields | changes

    def test_the_nearest_are_offered_first_and_the_head_is_not(self, city, day):
        names = [one.employee.name for one in stand_ins_for(city.agency, day)]
        assert names == ["Rudi Hartono", "Hana Pertiwi", "Yanti Kusuma"]

    def test_one_choice_is_enough(self, city, day, as_):
        page = as_(city.wati).post(self.address(city), self.data(day, person=city.rudi.pk))
        assert page.status_code == 302
        assert Posting.objects.get(kind="plh").employee == city.rudi

    def test_somebody_else_is_named_by_number(self, city, day, as_):
        page = as_(city.wati).post(self.address(city), self.data(day, nip=city.umar.nip))
        assert page.status_code == 302
        assert Posting.objects.get(kind="plh").employee == city.umar

    def test_two_or_none_or_somebody_not_offered_is_refused(self, city, day, as_):
        for who in (
            {"person": city.rudi.pk, "nip": city.umar.nip}, {}, {"person": city.umar.pk},
            {"nip": "123"},
        ):  # fmt: skip
            page = as_(city.wati).post(self.address(city), self.data(day, **who))
            assert page.status_code == 422
        assert nothing_happened()

    def test_what_else_is_sent_changes_nothing(self, city, day, as_):
        as_(city.wati).post(
            self.address(city),
            self.data(
                day, person=city.rudi.pk, appointed_by=city.dewi.pk, unit=city.root.pk,
                actor=city.dewi.user.pk, is_head="",
            ),
        )  # fmt: skip
        posting = Posting.objects.get(kind="plh")
        assert (posting.unit, posting.is_head, posting.mandate.appointed_by) == (
            city.agency, True, city.wati.user,
        )  # fmt: skip
