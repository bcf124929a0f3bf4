"""Acts of office in this room: each rule broken once, and nothing changed by a denied act."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from tests.conftest import make_employee
from units.access import scope_for
from units.decisions import MovedOn, Refused
from units.models import (
    Classification,
    Decision,
    Exclusion,
    Home,
    Outbox,
    Posting,
    RoleGrant,
    Skill,
)
from units.queries.classification import effective_classification
from units.services.classification import classify_unit, set_position_presence
from units.services.mandates import appoint_acting_head
from units.services.people import add_skill, confirm_home, end_skill, record_exclusion
from units.services.postings import (
    deactivate_departed,
    end_employment,
    post_employee,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
DAY = datetime.timedelta(days=1)
NAMES = [name for name, _label in Classification.CRITERIA]
ALL_YES = dict.fromkeys(NAMES, True)
ALL_NO = dict.fromkeys(NAMES, False)


def classify(city, day, **changes):
    fields = {
        "service_class": "back_office", "answers": ALL_YES, "reason": "Tanpa loket",
        "legal_basis": "PermenPANRB 4/2025", "starts_on": day,
    }  # fmt: skip
    return classify_unit(city.division, actor=city.wati.user, **(fields | changes))


class TestClassification:
    def test_a_decision_applies_from_its_day_and_is_told(self, city, day):
        made = classify(city, day, service_class="service_facing", answers=ALL_NO)
        effective = effective_classification(city.division, day)
        assert (effective.classification, effective.source) == (made, city.division)
        decision = Decision.objects.get(act="classify_unit")
        assert (decision.actor, decision.reason) == (city.wati.user, "Tanpa loket")
        assert set(Outbox.objects.values_list("recipient__username", flat=True)) == {
            city.rudi.nip, city.hana.nip,
        }  # fmt: skip

    @pytest.mark.parametrize("name", NAMES)
    def test_back_office_needs_all_five(self, city, day, name):
        with pytest.raises(Refused, match="kelima kriteria"):
            classify(city, day, answers=ALL_YES | {name: False})
        assert Classification.objects.filter(unit=city.division).count() == 0

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"service_class": "service_facing"}, "tidak ada alasan"),
            ({"answers": {}}, "harus dijawab"),
            ({"answers": ALL_YES | {"uses_ict": None}}, "harus dijawab"),
            ({"reason": "  "}, "Alasan dan dasar hukum"),
            ({"legal_basis": ""}, "Alasan dan dasar hukum"),
        ],
    )
    def test_contradictions_and_gaps_are_refused(self, city, day, changes, sentence):
        with pytest.raises(Refused, match=sentence):
            classify(city, day, **changes)
        assert not Decision.objects.exists()

    def test_only_the_first_may_lie_in_the_past_and_each_day_has_one(self, city, day):
        classify(city, day - DAY)
        with pytest.raises(Refused, match="berlaku surut"):
            classify(city, day - DAY)
        classify(city, day)
        with pytest.raises(Refused, match="mulai tanggal itu"):
            classify(city, day)
        assert Classification.objects.filter(unit=city.division).count() == 2

    def test_the_form_asks_for_every_answer(self, city, as_, day):
        client = as_(city.wati)
        address = f"/unit/{city.division.pk}/klasifikasi/"
        data = {
            "service_class": "back_office", "reason": "x", "legal_basis": "y",
            "starts_on": day.isoformat(), "decided_by": city.sari.user.pk,
            **dict.fromkeys(NAMES, "True"),
        }  # fmt: skip
        missing = {k: v for k, v in data.items() if k != "uses_ict"}
        answer = client.post(address, missing)
        assert answer.status_code == 422
        assert "Jawab “ya” atau “tidak”." in answer.content.decode()
        assert client.post(address, data).status_code == 302
        assert Classification.objects.get(unit=city.division).decided_by == city.wati.user

    def test_a_position_becomes_an_exception_with_a_reason(self, city):
        planner = city.positions.planner
        with pytest.raises(Refused, match="alasannya"):
            set_position_presence(planner, actor=city.wati.user, presence="may_wfh", reason=" ")
        set_position_presence(planner, actor=city.wati.user, presence="on_site", reason="Loket")
        planner.refresh_from_db()
        assert (planner.presence, planner.presence_reason) == ("on_site", "Loket")
        stale = type(planner)(pk=planner.pk, presence="follows_unit")
        with pytest.raises(MovedOn):
            set_position_presence(stale, actor=city.wati.user, presence="may_wfh", reason="x")


class TestPostings:
    def test_a_posting_follows_another(self, city, day):
        posting = post_employee(
            city.sari, actor=city.wati.user, unit=city.counter, position=city.positions.clerk,
            starts_on=day,
        )  # fmt: skip
        old = Posting.objects.get(employee=city.sari, unit=city.division)
        assert (old.ends_on, posting.ends_on) == (day - DAY, None)
        assert Decision.objects.get(act="post_employee").after["unit"] == "DISDUKCAPIL-LOKET"
        assert scope_for(city.rudi.user).heads(city.division)

    @pytest.mark.parametrize("days", [0, -1])
    def test_no_posting_before_the_one_that_stands(self, city, days):
        with pytest.raises(Refused, match="sesudah tanggal mulai"):
            post_employee(
                city.sari, actor=city.wati.user, unit=city.counter,
                position=city.positions.clerk, starts_on=datetime.date(2020, 1, 1) + days * DAY,
            )  # fmt: skip
        assert Posting.objects.filter(employee=city.sari).count() == 1

    def test_a_second_definitive_head_is_refused(self, city, day):
        with pytest.raises(Refused, match="sudah dikepalai Rudi Hartono"):
            post_employee(
                city.sari, actor=city.wati.user, unit=city.division,
                position=city.positions.head_of_division, is_head=True, starts_on=day,
            )  # fmt: skip

    def test_a_transferred_head_loses_the_unit_at_the_next_request(self, city, day, as_):
        client = as_(city.rudi)
        address = f"/pegawai/{city.sari.pk}/"
        assert client.get(address).status_code == 200
        post_employee(
            city.rudi, actor=city.wati.user, unit=city.counter, position=city.positions.clerk,
            starts_on=day,
        )  # fmt: skip
        assert client.get(address).status_code == 404

    @pytest.mark.parametrize(
        "second",
        [
            {"kind": "definitif"},
            {"kind": "definitif", "ends_on": datetime.date(2026, 12, 8)},
            {"kind": "plh", "is_head": True, "ends_on": datetime.date(2026, 12, 8)},
        ],
    )
    def test_the_database_refuses_overlaps(self, city, day, second):
        """Definitive postings of one person, acting heads of one unit, on one day."""
        common = {
            "unit": city.division, "position": city.positions.clerk, "letter_number": "1",
        }  # fmt: skip
        Posting.objects.create(
            employee=city.tono, kind="plt", is_head=True, starts_on=day, ends_on=day + DAY, **common
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            Posting.objects.create(employee=city.sari, starts_on=day, **common, **second)


class TestActingHeads:
    def appoint(self, city, day, **changes):
        fields = {
            "actor": city.dewi.user, "employee": city.tono, "kind": "plh",
            "position": city.positions.head_of_division, "letter_number": "800/9",
            "starts_on": day, "ends_on": day + 2 * DAY,
        }  # fmt: skip
        return appoint_acting_head(city.division, **(fields | changes))

    def test_acts_from_that_minute_until_the_end(self, city, day):
        self.appoint(city, day)
        assert scope_for(city.tono.user).heads(city.division)
        assert not scope_for(city.tono.user, day + 3 * DAY).heads(city.division)

    def test_one_per_unit_and_day(self, city, day):
        self.appoint(city, day)
        with pytest.raises(Refused, match="sudah dikepalai Tono"):
            self.appoint(city, day, employee=city.sari, starts_on=day + 2 * DAY)
        self.appoint(city, day, employee=city.sari, starts_on=day + 3 * DAY, ends_on=day + 3 * DAY)
        assert Posting.objects.filter(kind="plh").count() == 2

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"letter_number": " "}, "Nomor surat"),
            ({"ends_on": None}, "Tanggal akhir"),
            ({"starts_on": datetime.date(2026, 12, 6)}, "berlaku surut"),
            ({"kind": "definitif"}, "Plt. atau Plh."),
        ],
    )
    def test_gaps_are_refused(self, city, day, changes, sentence):
        with pytest.raises(Refused, match=sentence):
            self.appoint(city, day, **changes)
        assert Posting.objects.exclude(kind="definitif").count() == 0

    def test_nobody_appoints_oneself_or_the_head(self, city, day):
        with pytest.raises(Refused, match="diri sendiri"):
            self.appoint(city, day, actor=city.tono.user)
        with pytest.raises(Refused, match="sudah kepala"):
            self.appoint(city, day, employee=city.rudi)

    def test_a_head_appoints_below_from_the_own_people_only(self, city, day, as_):
        data = {
            "nip": city.umar.nip, "kind": "plh", "letter_number": "1",
            "starts_on": day.isoformat(), "ends_on": day.isoformat(),
        }  # fmt: skip
        address = f"/unit/{city.division.pk}/pelaksana/"
        assert as_(city.dewi).post(address, data).status_code == 422
        assert as_(city.dewi).post(address, data | {"nip": city.tono.nip}).status_code == 302
        assert as_(city.rudi).post(address, data).status_code == 403
        assert Posting.objects.get(kind="plh").employee == city.tono


class TestLeaving:
    def test_a_future_end_keeps_the_account_until_that_day(self, city, day, time_machine):
        end_employment(city.sari, actor=city.hana.user, left_on=day + DAY, reason="Pensiun")
        city.sari.user.refresh_from_db()
        assert city.sari.user.is_active
        assert deactivate_departed() == 0
        time_machine.move_to(datetime.datetime(2026, 12, 8, 3, tzinfo=datetime.UTC))
        assert (deactivate_departed(), deactivate_departed()) == (1, 0)
        city.sari.user.refresh_from_db()
        assert not city.sari.user.is_active

    def test_roles_end_and_it_happens_once(self, city, day):
        end_employment(city.hana, actor=city.wati.user, left_on=day, reason="Pindah")
        assert RoleGrant.objects.get(user=city.hana.user).ends_on == day - DAY
        with pytest.raises(MovedOn):
            end_employment(city.hana, actor=city.wati.user, left_on=day, reason="Lagi")

    def test_not_oneself_and_not_before_joining(self, city, day):
        with pytest.raises(Refused, match="Anda sendiri"):
            end_employment(city.wati, actor=city.wati.user, left_on=day, reason="x")
        with pytest.raises(Refused, match="mendahului"):
            end_employment(
                city.sari, actor=city.wati.user, left_on=datetime.date(2014, 1, 1), reason="x"
            )
        city.sari.refresh_from_db()
        assert city.sari.left_on is None


class TestRecords:
    def home(self, city):
        return Home.objects.create(
            employee=city.sari, latitude=-6.123456, longitude=106.654321,
            set_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
            starts_on=datetime.date(2026, 1, 1),
        )  # fmt: skip

    def test_only_the_person_and_unit_hr_see_a_home(self, city, as_):
        self.home(city)
        address = f"/pegawai/{city.sari.pk}/"
        for person, seen in (
            (city.sari, True), (city.hana, True), (city.wati, False), (city.rudi, False),
            (city.dewi, False),
        ):  # fmt: skip
            page = as_(person).get(address).content.decode()
            assert ("6.123456" in page or "6,123456" in page) is seen

    def test_a_confirmation_replaces_the_home_before_and_names_no_point(self, city, day):
        first = self.home(city)
        confirm_home(first, actor=city.hana.user)
        second = self.home(city)
        confirm_home(second, actor=city.hana.user)
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.ends_on, second.ends_on, second.confirmed_by) == (day, None, city.hana.user)
        assert "6.12" not in str(list(Decision.objects.values_list("after", flat=True)))
        with pytest.raises(MovedOn):
            confirm_home(second, actor=city.hana.user)
        with pytest.raises(Refused):
            confirm_home(self.home(city), actor=city.sari.user)

    def test_discipline_is_for_the_person_superior_and_bkpsdm(self, city, as_, day):
        record_exclusion(
            city.sari, actor=city.wati.user, kind="discipline", reason="Rahasia 123",
            starts_on=day,
        )  # fmt: skip
        address = f"/pegawai/{city.sari.pk}/"
        for person, seen in (
            (city.sari, True), (city.rudi, True), (city.wati, True), (city.hana, False),
        ):  # fmt: skip
            page = as_(person).get(address).content.decode()
            assert ("Rahasia 123" in page) is seen
            assert ("Hukuman disiplin atau prosesnya</b>" in page) is seen
        assert "Rahasia" not in str(list(Decision.objects.values_list("after", "reason")))

    def test_unit_hr_cannot_record_discipline_nor_people_their_own_case(self, city, as_, day):
        data = {"kind": "discipline", "reason": "x", "starts_on": day.isoformat()}
        address = f"/pegawai/{city.sari.pk}/pengecualian/"
        assert as_(city.hana).post(address, data).status_code == 422
        assert as_(city.sari).post(address, data | {"kind": "other"}).status_code == 422
        assert Exclusion.objects.count() == 0
        assert as_(city.sari).post(address, data | {"kind": "own_choice"}).status_code == 302

    def test_skills_are_held_once_and_end_once(self, city, day):
        skill = Skill.objects.create(code="LOKET", name="Petugas loket")
        held = add_skill(city.sari, actor=city.hana.user, skill=skill, starts_on=day)
        with pytest.raises(Refused, match="sudah tercatat"):
            add_skill(city.sari, actor=city.hana.user, skill=skill, starts_on=day + DAY)
        with pytest.raises(Refused, match="mendahului"):
            end_skill(held, actor=city.hana.user, ends_on=day - DAY)
        end_skill(held, actor=city.hana.user, ends_on=day)
        with pytest.raises(MovedOn):
            end_skill(held, actor=city.hana.user, ends_on=day)


class TestPages:
    @pytest.mark.parametrize("extra", [1, 3])
    def test_lists_take_the_same_queries_however_long(
        self, city, as_, extra, django_assert_num_queries
    ):
        for number in range(extra):
            make_employee(
                f"19930101201503100{number + 1}", f"Pegawai {number}", city.division,
                city.positions.clerk,
            )  # fmt: skip
        client = as_(city.wati)
        client.get("/pegawai/")
        with django_assert_num_queries(9):
            client.get("/pegawai/")
        with django_assert_num_queries(9):
            client.get("/unit/")

    def test_search_by_name_and_by_start_of_nip(self, city, as_):
        client = as_(city.wati)
        assert "Sari Wulandari" in client.get("/pegawai/?q=wulan+sari").content.decode()
        page = client.get("/pegawai/?q=19920101+2016").content.decode()
        assert "Umar Said" in page
        assert "Sari Wulandari" not in page
        assert "Umar" not in as_(city.hana).get("/pegawai/?q=umar").content.decode()

    def test_undecided_units_are_listed_as_such(self, city, as_):
        page = as_(city.wati).get("/unit/?kelas=undecided").content.decode()
        assert "Badan Kepegawaian" in page
        assert f"/unit/{city.service.pk}/" not in page

    def test_the_council_sees_no_names_and_no_small_groups(self, city, as_):
        page = as_(city.komisi).get(f"/unit/{city.division.pk}/").content.decode()
        for name in ("Rudi", "Sari", "Wati"):
            assert name not in page
        assert "Rincian di bawah 5 pegawai ditutup." in page
