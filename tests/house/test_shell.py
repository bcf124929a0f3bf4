"""The shell stands: migrations, health, sign-in by default, headers."""

import pytest


def test_healthz_answers_without_signing_in(client, db):
    response = client.get("/healthz", headers={"host": "anything.example"})
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_pages_ask_to_sign_in(client):
    response = client.get("/pemberitahuan/")
    assert response.status_code == 302
    assert response.url == "/akun/login/?next=/pemberitahuan/"


def test_no_inline_script_or_style_is_allowed(client, db):
    response = client.get("/akun/login/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    assert "geolocation=()" in response["Permissions-Policy"]
