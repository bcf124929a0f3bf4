"""The first BKPSDM account: made once, by prompt or by a link that works once."""

import re

import pytest
from django.core.management import CommandError, call_command

from units.access import scope_for
from units.models import Decision, RoleGrant, User

MAKE = ("create_bkpsdm", "197510122000041001")
LINKED = {"email": "wati@bekasi.test", "mail_link": True, "portal_url": "https://wfh.test/"}


def answer(monkeypatch, *passwords):
    given = iter(passwords)
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(given))


@pytest.mark.django_db
def test_the_first_account_with_a_password(monkeypatch, client):
    answer(monkeypatch, "sungai-cikeas-2026", "sungai-cikeas-2026")
    call_command(*MAKE, email="wati@bekasi.test", letter="800/1")
    user = User.objects.get()
    assert (user.username, user.email, user.is_superuser) == (MAKE[1], "wati@bekasi.test", False)
    assert user.check_password("sungai-cikeas-2026")
    assert scope_for(user).is_city_hr
    assert Decision.objects.get().act == "grant_role"
    client.force_login(user)
    assert client.get("/mulai/").headers["Location"] == "/akun/2fa/totp/activate/"


@pytest.mark.django_db
def test_a_second_account_only_on_purpose(monkeypatch):
    call_command(*MAKE, **LINKED)
    with pytest.raises(CommandError, match="exists already"):
        call_command("create_bkpsdm", "kedua", **LINKED | {"email": "dua@bekasi.test"})
    assert (User.objects.count(), RoleGrant.objects.count()) == (1, 1)
    call_command("create_bkpsdm", "kedua", another=True, **LINKED | {"email": "dua@bekasi.test"})
    assert RoleGrant.objects.filter(role="bkpsdm").count() == 2


@pytest.mark.django_db
def test_the_mailed_link_sets_the_password_once(client, mailoutbox):
    call_command(*MAKE, **LINKED)
    (mail,) = mailoutbox
    assert mail.to == ["wati@bekasi.test"]
    path = re.search(r"https://wfh\.test(/akun/\S+)", mail.body)[1]
    assert not User.objects.get().has_usable_password()
    form = client.get(path, follow=True)
    new = {"password1": "sungai-cikeas-2026", "password2": "sungai-cikeas-2026"}
    client.post(form.redirect_chain[-1][0], new)
    assert User.objects.get().check_password("sungai-cikeas-2026")
    client.logout()
    again = client.get(path, follow=True)
    assert b'name="password1"' not in again.content


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("passwords", "message"),
    [(("satu-dua-tiga-2026", "lain-lain-2026"), "differ"), (("123", "123"), "pendek")],
)
def test_a_bad_password_makes_no_account(monkeypatch, passwords, message):
    answer(monkeypatch, *passwords)
    with pytest.raises(CommandError, match=message):
        call_command(*MAKE, email="wati@bekasi.test")
    assert User.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("changed", [{"email": "bukan-alamat"}, {"portal_url": ""}])
def test_a_bad_address_makes_no_account(changed):
    with pytest.raises(CommandError):
        call_command(*MAKE, **LINKED | changed)
    assert (User.objects.count(), RoleGrant.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_mail_that_fails_leaves_no_account(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(OSError, match="refused"):
        call_command(*MAKE, **LINKED)
    assert User.objects.count() == 0
