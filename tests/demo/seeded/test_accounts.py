"""Demo accounts and their codes are shown in a demo, and nowhere else."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.core.management import CommandError, call_command
from django.urls import reverse

from bekasi_wfh.demo.accounts import ROLES, current_code, demo_accounts
from units import clock
from units.models import DemoCity, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_demo(seeded, settings, monkeypatch):
    """Let the process be a demo for one test."""
    settings.DEMO = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    monkeypatch.setattr(clock, "_demo_day", (0.0, None))
    return seeded


def account(name):
    return User.objects.get(email=f"{name}@demo.example")


def sign_in(client, name):
    return client.post(
        reverse("account_login"),
        {"login": f"{name}@demo.example", "password": "peragaan-bekasi"},
        follow=True,
    )


def test_sign_in_page_lists_the_accounts(in_demo, client):
    page = client.get(reverse("account_login")).content.decode()
    assert "peragaan-bekasi" in page
    for role in ROLES:
        assert role.email in page
        assert str(role.label) in page


def test_sign_in_page_lists_nothing_outside_a_demo(seeded, client):
    page = client.get(reverse("account_login")).content.decode()
    assert "demo.example" not in page
    assert "peragaan" not in page.lower()
    assert demo_accounts() == []


def test_the_code_is_shown_and_opens_the_account(in_demo, client, time_machine):
    time_machine.move_to("2026-11-24T02:00:00+00:00", tick=False)
    page = sign_in(client, "bkpsdm")
    assert page.redirect_chain[-1][0] == reverse("mfa_authenticate")
    code = current_code(account("bkpsdm"))
    assert len(code) == 7
    assert f"Peragaan: kode Anda saat ini <b>{code}</b>" in page.content.decode()
    answer = client.post(reverse("mfa_authenticate"), {"code": code.replace(" ", "")})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(account("bkpsdm").pk)


def test_no_code_is_shown_outside_a_demo(seeded, client, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    page = sign_in(client, "bkpsdm")
    assert page.redirect_chain[-1][0] == reverse("mfa_authenticate")
    assert "kode Anda saat ini" not in page.content.decode()
    assert current_code(account("bkpsdm")) == ""


def test_production_shows_nothing_even_with_demo_data(seeded, settings):
    settings.BEKASI_ENV, settings.PRODUCTION, settings.DEMO = "production", True, False
    assert current_code(account("bkpsdm")) == ""
    assert demo_accounts() == []


def test_no_code_without_the_demo_city(in_demo):
    DemoCity.objects.all().delete()
    assert current_code(account("bkpsdm")) == ""
    assert demo_accounts() == []


def test_no_code_for_an_account_that_is_no_demo_account(in_demo):
    other = User.objects.filter(email="").first()
    Authenticator.objects.create(
        user=other,
        type=Authenticator.Type.TOTP,
        data=Authenticator.objects.get(user=account("bkpsdm")).data,
    )
    assert current_code(other) == ""
    assert current_code(None) == ""
    assert current_code(account("pegawai")) == ""


def test_an_employee_signs_in_with_the_password_alone(in_demo, client):
    sign_in(client, "pegawai")
    assert client.session["_auth_user_id"] == str(account("pegawai").pk)


def test_every_staff_account_has_its_own_secret_kept_encrypted(seeded):
    factors = Authenticator.objects.filter(type=Authenticator.Type.TOTP)
    secrets = {decrypt(factor.data["secret"]) for factor in factors}
    assert len(secrets) == len(factors) == sum(role.staff for role in ROLES)
    assert not [f for f in factors if f.data["secret"] in secrets]


def test_demo_code_prints_the_code(in_demo, time_machine):
    time_machine.move_to("2026-11-24T02:00:00+00:00", tick=False)
    out = StringIO()
    call_command("demo_code", "sekda", stdout=out)
    assert out.getvalue().strip() == current_code(account("sekda"))


def test_demo_code_refuses_outside_a_demo(seeded):
    with pytest.raises(CommandError, match="no demo account"):
        call_command("demo_code", "sekda", stdout=StringIO())
