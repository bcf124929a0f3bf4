"""Signing in: NIP or e-mail, a second factor for staff roles, one answer for all failures."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache

from tests.conftest import PASSWORD, make_user
from units.models import RoleGrant

LOGIN = "/akun/login/"


@pytest.fixture(autouse=True)
def _no_counts_from_other_tests(db):
    cache.clear()


def sign_in(client, login, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": login, "password": password, **more})


def test_an_employee_signs_in_with_nip_with_or_without_spaces(client, city):
    response = sign_in(client, "19900101 201503 2 001")
    assert (response.status_code, response.url) == (302, "/")


def test_an_employee_signs_in_with_email(client, city):
    city.sari.user.email = "sari@example.test"
    city.sari.user.save()
    assert sign_in(client, "Sari@example.test").status_code == 302


@pytest.mark.parametrize("login", ["199001012015032001", "199001012015032999"])
def test_wrong_password_and_unknown_account_get_the_same_answer(client, city, login):
    response = sign_in(client, login, "bukan-kata-sandi")
    assert response.status_code == 200
    assert (
        response.context["form"].non_field_errors()
        == ["Nama pengguna dan/atau kata sandi yang Anda masukkan salah."]
        or len(response.context["form"].non_field_errors()) == 1
    )
    assert "_auth_user_id" not in client.session


def test_guessing_is_slowed_down_by_account(client, city):
    for _ in range(5):
        sign_in(client, "199001012015032001", "salah")
    response = sign_in(client, "199001012015032001")
    assert response.status_code in (200, 429)
    assert "_auth_user_id" not in client.session


def test_a_head_without_second_factor_is_sent_to_set_it_up(client, city):
    Authenticator.objects.filter(user=city.rudi.user).delete()
    sign_in(client, city.rudi.nip)
    response = client.get("/pemberitahuan/")
    assert (response.status_code, response.url) == (302, "/akun/2fa/totp/activate/")
    assert client.get(response.url).status_code == 200


def test_a_role_granted_later_asks_for_the_second_factor_at_the_next_request(client, city):
    client.force_login(city.sari.user)
    assert client.get("/pemberitahuan/").status_code == 200
    RoleGrant.objects.create(user=city.sari.user, role="bkpsdm", starts_on="2026-01-01")
    assert client.get("/pemberitahuan/").status_code == 302


def test_the_second_factor_is_asked_and_a_code_works_once(client, city):
    Authenticator.objects.filter(user=city.rudi.user).delete()
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(city.rudi.user, secret)
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    for wrong in ("", "000000" if code != "000000" else "111111"):
        sign_in(client, city.rudi.nip)
        client.post("/akun/2fa/authenticate/", {"code": wrong})
        assert "_auth_user_id" not in client.session
    assert client.post("/akun/2fa/authenticate/", {"code": code}).status_code == 302
    assert client.session["_auth_user_id"] == str(city.rudi.user.pk)
    client.logout()
    sign_in(client, city.rudi.nip)
    client.post("/akun/2fa/authenticate/", {"code": code})
    assert "_auth_user_id" not in client.session


def test_secrets_of_the_second_factor_are_kept_encrypted(city):
    Authenticator.objects.filter(user=city.rudi.user).delete()
    TOTP.activate(city.rudi.user, "JBSWY3DPEHPK3PXP")
    stored = Authenticator.objects.get(user=city.rudi.user).data["secret"]
    assert "JBSWY3DPEHPK3PXP" not in stored


def test_the_session_key_rotates_at_sign_in(client, city):
    client.get(LOGIN)
    session = client.session
    session["fixed"] = "by an attacker"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    sign_in(client, city.sari.nip)
    assert client.session.session_key != before


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_next_stays_on_the_host(client, city, target):
    response = sign_in(client, city.sari.nip, next=target)
    assert response.url == "/"
    response = client.post("/bahasa/", {"language": "en", "next": target})
    assert response.url == "/"


def test_nobody_signs_up(client, db):
    from units.models import User

    client.post(
        "/akun/signup/",
        {"username": "orang", "password1": PASSWORD, "password2": PASSWORD, "email": "a@b.test"},
    )
    assert User.objects.count() == 0


def test_a_disabled_account_is_out_at_the_next_request(client, city):
    client.force_login(city.sari.user)
    assert client.get("/pemberitahuan/").status_code == 200
    city.sari.user.is_active = False
    city.sari.user.save()
    assert client.get("/pemberitahuan/").status_code == 302


def test_a_reset_link_of_one_account_does_not_open_another(client, city, mailoutbox):
    import re

    city.sari.user.email = "sari@example.test"
    city.sari.user.save()
    make_user("lain", email="lain@example.test")
    client.post("/akun/password/reset/", {"email": "sari@example.test"})
    link = re.search(r"/akun/password/reset/key/(\w+)-(\S+?)/", mailoutbox[0].body)
    uid, key = link.groups()
    other = f"/akun/password/reset/key/{int(uid, 36) + 1}-{key}/"
    assert b'name="password1"' not in client.get(other, follow=True).content
    assert b'name="password1"' in client.get(link.group(0), follow=True).content


def test_the_recovery_codes_show_right_after_the_second_factor_is_set_up(
    client, city, monday, time_machine
):
    Authenticator.objects.filter(user=city.rudi.user).delete()
    sign_in(client, city.rudi.nip)
    secret = client.get("/akun/2fa/totp/activate/").context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    page = client.post("/akun/2fa/totp/activate/", {"code": code}, follow=True)
    assert page.redirect_chain == [("/akun/2fa/recovery-codes/", 302)]
    assert len(page.context["unused_codes"]) == 10
    html = page.content.decode()
    assert [code for code in page.context["unused_codes"] if f"<li>{code}</li>" not in html] == []
    assert '<a class="btn" href="/">Sudah disimpan, lanjutkan</a>' in html
    time_machine.shift(301)
    assert "reauthenticate" in client.get("/akun/2fa/recovery-codes/").url
