"""Two languages: Indonesian unless a person chose English; papers and records stay Indonesian."""

import datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format

from bekasi_wfh.views import server_error
from reports.document import number, one_decimal, percent
from schedules.services.periods import open_period
from units.decisions import notify, record_decision
from units.forms.people import SkillForm
from units.languages import in_indonesian, language_of
from units.models import Outbox, RoleGrant, User
from units.wording import day_amount as days
from units.wording import signed_day_amount as signed_days

LANGUAGE = "/bahasa/"


def page_language(response):
    text = response.content.decode()
    return text[text.index("<html lang=") :][12:14]


def test_pages_are_indonesian_whatever_the_browser_prefers(client, city):
    response = client.get("/akun/login/", headers={"accept-language": "en-GB,en;q=0.9"})
    assert page_language(response) == response["Content-Language"] == "id"
    assert "Lupa kata sandi?" in response.content.decode()


def test_signed_out_people_choose_with_a_button_and_a_cookie(client, city):
    response = client.post(LANGUAGE, {"language": "en", "next": "/akun/login/"})
    assert (response.status_code, response["Location"]) == (302, "/akun/login/")
    assert response.cookies["language"]["samesite"] == "Lax"
    assert response.cookies["language"]["httponly"] is True
    page = client.get("/akun/login/")
    assert page_language(page) == "en"
    assert 'value="id" lang="id">Bahasa Indonesia</button>' in page.content.decode()
    client.post(LANGUAGE, {"language": "id", "next": "/akun/login/"})
    assert page_language(client.get("/akun/login/")) == "id"


def test_the_choice_of_an_account_follows_it_to_another_phone(client, as_, city):
    as_(city.sari).post(LANGUAGE, {"language": "en", "next": "/pemberitahuan/"})
    city.sari.user.refresh_from_db()
    assert city.sari.user.language == "en"
    client.cookies.clear()
    assert page_language(as_(city.sari).get("/pemberitahuan/")) == "en"
    assert page_language(as_(city.tono).get("/pemberitahuan/")) == "id"


def test_an_account_that_chose_indonesian_keeps_it_on_an_english_browser(client, as_, city):
    client.cookies["language"] = "en"
    assert page_language(as_(city.sari).get("/pemberitahuan/")) == "en"
    as_(city.sari).post(LANGUAGE, {"language": "id", "next": "/"})
    client.cookies["language"] = "en"
    assert page_language(as_(city.sari).get("/pemberitahuan/")) == "id"


@pytest.mark.parametrize("language", ["de", "", "en-us", "EN", "id; x"])
def test_other_languages_change_nothing(as_, city, language):
    response = as_(city.sari).post(LANGUAGE, {"language": language, "next": "/pemberitahuan/"})
    assert response.status_code == 302
    assert "language" not in response.cookies
    city.sari.user.refresh_from_db()
    assert city.sari.user.language == ""
    assert page_language(as_(city.sari).get("/pemberitahuan/")) == "id"


def test_a_forged_cookie_is_indonesian(client, city):
    client.cookies["language"] = "../../en"
    assert page_language(client.get("/akun/login/")) == "id"


def test_the_switch_leads_to_no_other_host(client, city):
    response = client.post(LANGUAGE, {"language": "en", "next": "https://elsewhere.example/"})
    assert response["Location"] == "/"


def test_one_request_leaves_no_language_to_the_next(client, city):
    client.cookies["language"] = "en"
    client.get("/akun/login/")
    assert translation.get_language() == "id"


def test_dates_times_and_numbers_follow_the_language():
    at = datetime.datetime(2026, 12, 10, 7, 30)
    with translation.override("id"):
        assert date_format(at, "l, j F Y H.i") == "Kamis, 10 Desember 2026 07.30"
        assert (number(20000), number(-1200), percent(1, 3)) == ("20.000", "−1.200", "33,3\u00a0%")
        assert (days(-0.2), days(-0.04), signed_days(0.2)) == ("−0,2", "0,0", "+0,2")
        assert one_decimal(1.25) == "1,2"
    with translation.override("en"):
        assert date_format(at, "l, j F Y H.i") == "Thursday, 10 December 2026 07:30"
        assert (number(20000), number(-1200), percent(1, 3)) == ("20,000", "−1,200", "33.3\u00a0%")
        assert (days(-0.2), days(-0.04), signed_days(0.2)) == ("−0.2", "0.0", "+0.2")
        assert one_decimal(1.25) == "1.2"
    assert percent(999, 1000) == "99,9\u00a0%"
    assert percent(1000, 1000) == "100\u00a0%"


def test_english_forms_read_the_day_first():
    with translation.override("en"):
        field = SkillForm.base_fields["starts_on"]
        assert field.clean("08-12-2026") == datetime.date(2026, 12, 8)
        assert field.clean("2026-12-08") == datetime.date(2026, 12, 8)


def test_notices_speak_the_language_of_who_receives_them(city):
    city.sari.user.language = "en"
    assert language_of(city.sari.user) == "en"
    for spoken in ("id", "en"):
        with translation.override(spoken):
            notify(
                [city.sari.user, city.tono.user],
                kind="plan_published",
                period=datetime.date(2026, 12, 10),
            )
    told = Outbox.objects.order_by("pk").values_list("recipient__username", "text")
    assert [(nip, text[:24]) for nip, text in told] == [
        (city.sari.nip, "The schedule of 10 Decem"),
        (city.tono.nip, "Jadwal 10 Desember 2026 "),
    ] * 2


def test_records_are_indonesian_for_who_reads_english(city):
    with translation.override("en"):
        decision = record_decision(
            city.agency, "coba", actor=city.wati.user, after={"role": RoleGrant.Role.UNIT_HR.label}
        )
        assert decision.after == {"role": "Pengelola kepegawaian unit"}
        with in_indonesian():
            assert translation.get_language() == "id"
        assert translation.get_language() == "en"


def test_a_period_is_named_in_indonesian_for_who_reads_english(city, monday):
    with translation.override("en"):
        period = open_period(datetime.date(2026, 12, 14), weeks=2, actor=city.wati.user)
    assert period.name == "14 Des 2026 – 27 Des 2026"


def test_account_mails_speak_the_language_of_who_receives_them(client, city, mailoutbox):
    User.objects.filter(pk=city.sari.user.pk).update(email="sari@example.test", language="en")
    User.objects.filter(pk=city.tono.user.pk).update(email="tono@example.test")
    client.cookies["language"] = "id"
    client.post("/akun/password/reset/", {"email": "sari@example.test"})
    client.cookies["language"] = "en"
    client.post("/akun/password/reset/", {"email": "tono@example.test"})
    english, indonesian = mailoutbox
    assert "Password Reset" in english.subject
    assert "Password" not in indonesian.subject


def test_a_fault_of_the_server_speaks_the_chosen_language(rf):
    for language, words in (("id", "Terjadi gangguan"), ("en", "Something went wrong")):
        with translation.override(language):
            page = server_error(rf.get("/")).content.decode()
        assert words in page and f'<html lang="{language}">' in page
