"""Opening accounts with a code, and the roles of the city: each rule broken once."""

import datetime

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from tests.conftest import PASSWORD, make_employee
from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused
from units.models import ActivationCode, Decision, Outbox, RoleGrant, User
from units.services.accounts import VALID_FOR, activate_account, issue_activation_code
from units.services.postings import end_employment
from units.services.roles import end_role, grant_role, open_account

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
NEW = "sungai-cikeas-2026"


@pytest.fixture
def fresh(city):
    """Sari as an import leaves her: an account that nobody can sign in to."""
    city.sari.user.set_unusable_password()
    city.sari.user.save()
    return city.sari


def refused(username, code, password=NEW):
    with pytest.raises(Refused) as found:
        activate_account(username, code, password)
    return str(found.value)


class TestActivationCode:
    def test_unit_hr_issues_it_and_the_person_sets_the_password(self, city, fresh):
        code, expires_at = issue_activation_code(fresh, actor=city.hana.user)
        assert expires_at == clock.now() + VALID_FOR
        kept = ActivationCode.objects.get()
        assert code.replace("-", "") not in kept.digest
        decision = Decision.objects.get(act="issue_activation_code")
        assert (decision.actor, code in str(decision.after)) == (city.hana.user, False)
        assert "Hana Pertiwi" in Outbox.objects.get(recipient=fresh.user).text
        assert activate_account(fresh.nip, f" {code.lower()} ", NEW) == fresh.user
        fresh.user.refresh_from_db()
        assert fresh.user.check_password(NEW)
        assert Decision.objects.get(act="activate_account").actor == fresh.user

    def test_it_works_once_and_the_earlier_one_not_at_all(self, city, fresh):
        first, _at = issue_activation_code(fresh, actor=city.hana.user)
        second, _at = issue_activation_code(fresh, actor=city.wati.user)
        sentence = refused(fresh.nip, first)
        activate_account(fresh.nip, second, NEW)
        assert refused(fresh.nip, second, "kata-sandi-lain-2026") == sentence
        fresh.user.refresh_from_db()
        assert fresh.user.check_password(NEW)

    def test_one_answer_for_unknown_wrong_foreign_and_expired(self, city, fresh, time_machine):
        code, expires_at = issue_activation_code(fresh, actor=city.hana.user)
        other, _at = issue_activation_code(city.tono, actor=city.hana.user)
        answers = {
            refused("190001012015032001", code),
            refused(fresh.nip, "AAAA-AAAA"),
            refused(fresh.nip, other),
            refused(fresh.nip, ""),
        }
        time_machine.move_to(expires_at, tick=False)
        answers.add(refused(fresh.nip, code))
        assert answers == {
            "NIP atau kode tidak sesuai, atau kodenya sudah dipakai atau kedaluwarsa."
        }
        assert not User.objects.get(pk=fresh.user_id).has_usable_password()

    def test_a_weak_password_leaves_the_code_valid(self, city, fresh):
        code, _at = issue_activation_code(fresh, actor=city.hana.user)
        assert "pendek" in refused(fresh.nip, code, "abc")
        assert "mirip" in refused(fresh.nip, code, fresh.nip)
        activate_account(fresh.nip, code, NEW)

    @pytest.mark.parametrize("who", ["sari", "rudi", "dewi", "bagus", "yanti"])
    def test_who_does_not_keep_the_records_issues_none(self, city, fresh, who):
        person = getattr(city, who)
        with pytest.raises(PermissionDenied):
            issue_activation_code(fresh, actor=getattr(person, "user", person))
        assert not ActivationCode.objects.exists()

    def test_offices_are_opened_by_bkpsdm_alone(self, city):
        with pytest.raises(Refused, match="dibuka oleh BKPSDM"):
            issue_activation_code(city.rudi, actor=city.hana.user)
        assert not ActivationCode.objects.exists()
        code, _at = issue_activation_code(city.rudi, actor=city.wati.user)
        activate_account(city.rudi.nip, code, NEW)
        assert city.rudi.user.authenticator_set.exists(), "the second factor stays"

    def test_nobody_issues_one_to_oneself(self, city):
        with pytest.raises(PermissionDenied):
            issue_activation_code(city.hana, actor=city.hana.user)
        assert not ActivationCode.objects.exists()

    def test_a_closed_account_gets_none_and_an_issued_one_ends(self, city, fresh, day):
        code, _at = issue_activation_code(fresh, actor=city.hana.user)
        end_employment(fresh, actor=city.wati.user, left_on=day, reason="Berhenti")
        refused(fresh.nip, code)
        fresh.refresh_from_db()
        with pytest.raises(Refused, match="akun yang terbuka"):
            issue_activation_code(fresh, actor=city.wati.user)

    def test_sessions_end_with_the_old_password(self, city, client):
        client.post(reverse("account_login"), {"login": city.sari.nip, "password": PASSWORD})
        assert client.get(reverse("units:notice_list")).status_code == 200
        code, _at = issue_activation_code(city.sari, actor=city.hana.user)
        activate_account(city.sari.nip, code, NEW)
        assert client.get(reverse("units:notice_list")).status_code == 302


class TestPages:
    def test_from_the_page_of_a_person_to_signing_in(self, city, fresh, as_, client):
        page = as_(city.hana).get(reverse("units:employee_detail", args=[fresh.pk]))
        issue = reverse("units:activation_code", args=[fresh.pk])
        assert "Belum pernah masuk." in page.content.decode()
        assert issue in page.content.decode()
        slip = client.post(issue)
        code = slip.context["code"]
        assert slip["Cache-Control"] == "private, no-store"
        client.logout()
        assert reverse("units:activate") in client.get(reverse("account_login")).content.decode()
        data = {"nip": "19900101 201503 2 001", "code": code, "password1": NEW, "password2": NEW}
        assert client.post(reverse("units:activate"), data).url == reverse("account_login")
        login = {"login": fresh.nip, "password": NEW}
        assert client.post(reverse("account_login"), login).url == "/"

    def test_guessing_is_slowed_down_by_nip(self, city, fresh, client):
        cache.clear()
        code, _at = issue_activation_code(fresh, actor=city.hana.user)
        data = {"nip": fresh.nip, "code": "AAAA-AAAA", "password1": NEW, "password2": NEW}
        statuses = [client.post(reverse("units:activate"), data).status_code for _n in range(6)]
        assert statuses == [422] * 5 + [429]
        assert client.post(reverse("units:activate"), data | {"code": code}).status_code == 429
        assert not User.objects.get(pk=fresh.user_id).has_usable_password()

    @pytest.mark.parametrize("people", [1, 3])
    def test_queries_of_the_list_of_roles(self, city, as_, people, django_assert_num_queries):
        for number in range(people):
            person = make_employee(
                f"19930101201603{number:04d}", f"Pengelola {number}", city.agency,
                city.positions.clerk,
            )  # fmt: skip
            RoleGrant.objects.create(
                user=person.user, role="unit_hr", unit=city.agency, starts_on=clock.today()
            )
        client = as_(city.wati)
        client.get(reverse("units:role_list"))
        with django_assert_num_queries(8):
            client.get(reverse("units:role_list"))


class TestRoles:
    def give(self, city, **changes):
        values = {"role": "unit_hr", "unit": city.agency, "letter_number": "800/1"} | changes
        return grant_role(city.tono.user, actor=city.wati.user, **values)

    def test_a_role_counts_at_once_and_is_told(self, city):
        self.give(city)
        assert scope_for(city.tono.user).hr_unit_ids == (city.agency.pk,)
        assert Decision.objects.get(act="grant_role").after["letter"] == "800/1"
        assert "Pengelola kepegawaian unit, Bappelitbangda" in Outbox.objects.get().text

    def test_a_role_of_the_city_has_no_unit(self, city):
        assert self.give(city, role="inspectorate").unit is None

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"unit": None}, "perangkat daerah"),
            ({"unit": "division"}, "perangkat daerah"),
            ({"letter_number": " "}, "Nomor surat"),
            ({"role": "raja"}, "tidak dikenal"),
        ],
    )
    def test_what_is_refused_changes_nothing(self, city, changes, sentence):
        before = RoleGrant.objects.count()
        if changes.get("unit"):
            changes = {"unit": city.division}
        with pytest.raises(Refused, match=sentence):
            self.give(city, **changes)
        assert (RoleGrant.objects.count(), Decision.objects.count()) == (before, 0)

    def test_a_role_already_held_and_oneself(self, city):
        self.give(city)
        with pytest.raises(Refused, match="sudah memegang"):
            self.give(city)
        with pytest.raises(Refused, match="orang lain"):
            grant_role(city.wati.user, actor=city.wati.user, role="sekda", letter_number="1")
        assert Decision.objects.count() == 1

    def test_a_closed_agency_and_a_leaver(self, city, day):
        city.service.closed_on = day
        city.service.save()
        with pytest.raises(Refused, match="dihapus"):
            self.give(city, unit=city.service)
        end_employment(city.tono, actor=city.wati.user, left_on=day, reason="Berhenti")
        city.tono.refresh_from_db()
        with pytest.raises(Refused, match="tidak terbuka"):
            self.give(city)

    def test_an_ended_role_is_gone_at_the_next_request(self, city, day, as_):
        client = as_(city.hana)
        assert client.get(reverse("units:import_list")).status_code == 200
        grant = RoleGrant.objects.get(user=city.hana.user)
        end_role(grant, actor=city.wati.user)
        assert client.get(reverse("units:import_list")).status_code == 403
        grant.refresh_from_db()
        assert grant.ends_on == day - datetime.timedelta(days=1)
        with pytest.raises(MovedOn):
            end_role(grant, actor=city.wati.user)

    def test_a_role_given_today_can_end_today(self, city):
        end_role(self.give(city), actor=city.wati.user)
        assert not scope_for(city.tono.user).is_unit_hr
        assert list(Decision.objects.values_list("act", flat=True)) == ["end_role", "grant_role"]

    def test_nobody_ends_the_own_role(self, city):
        grant = RoleGrant.objects.get(user=city.wati.user)
        with pytest.raises(Refused, match="orang lain"):
            end_role(grant, actor=city.wati.user)
        grant.refresh_from_db()
        assert grant.ends_on is None


class TestAccountWithoutNip:
    def open(self, city, **changes):
        values = {
            "name": "Komisi Satu Kota", "email": "komisi1@dprd.test", "role": "council",
            "letter_number": "172/1",
        } | changes  # fmt: skip
        username = values.pop("username", "DPRD-Komisi1")
        return open_account(username, actor=city.wati.user, **values)

    def test_it_has_its_role_and_the_way_to_a_password_by_mail(self, city, client, mailoutbox):
        user = self.open(city).user
        assert (user.username, user.get_full_name()) == ("dprd-komisi1", "Komisi Satu Kota")
        assert not user.has_usable_password()
        assert scope_for(user).roles == {"council"}
        acts = Decision.objects.order_by("pk").values_list("act", flat=True)
        assert list(acts) == ["open_account", "grant_role"]
        told = Outbox.objects.get(recipient=user, kind="account_opened")
        assert "dprd-komisi1" in told.text
        client.post(told.link, {"email": user.email})
        assert mailoutbox[-1].to == ["komisi1@dprd.test"]

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"role": "bkpsdm"}, "dengan NIP"),
            ({"role": "unit_hr"}, "dengan NIP"),
            ({"username": "199001012015032009"}, "hanya angka"),
            ({"username": "bagus"}, "sudah dipakai"),
            ({"username": "ada spasi"}, "nama pengguna"),
            ({"email": "bukan-alamat"}, "email"),
            ({"email": "WATI@bekasi.test"}, "sudah dipakai"),
            ({"letter_number": ""}, "Nomor surat"),
        ],
    )
    def test_what_is_refused_leaves_no_account(self, city, changes, sentence):
        User.objects.filter(pk=city.wati.user_id).update(email="wati@bekasi.test")
        before = User.objects.count()
        with pytest.raises(Refused, match=f"(?i){sentence}"):
            self.open(city, **changes)
        assert (User.objects.count(), Decision.objects.count()) == (before, 0)

    def test_by_the_page_and_again_after_the_role_has_ended(self, city, as_):
        client = as_(city.wati)
        data = {
            "account-name": "Komisi Satu", "account-username": "komisi-satu",
            "account-email": "k1@dprd.test", "account-role": "council",
            "account-letter_number": "172/1",
        }  # fmt: skip
        assert client.post(reverse("units:account_open"), data).status_code == 302
        user = User.objects.get(username="komisi-satu")
        end_role(user.role_grants.get(), actor=city.wati.user)
        data = {"who": "Komisi-Satu", "role": "leadership", "letter_number": "172/2"}
        assert client.post(reverse("units:role_list"), data).status_code == 302
        assert scope_for(user).roles == {"leadership"}
