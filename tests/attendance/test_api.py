"""The API: who comes in, what goes out in which order, and what is never in it."""

import datetime

import pytest
from django.urls import reverse

from attendance.models import DayRecord
from attendance.services.closing import close_day
from attendance.services.work_reports import accept_work_report
from schedules.models import Away, Plan
from units.models import Decision, RoleGrant
from units.services.tokens import make_token, revoke_token

from .conftest import MONDAY, at_time

TUESDAY = MONDAY + datetime.timedelta(days=1)
EVERYTHING = ["reports:read", "days:read", "names:read", "absences:write"]
PERIOD = {"start": "2026-12-07", "end": "2026-12-11"}
DAYS, REPORTS = reverse("api:day_records"), reverse("api:work_reports")


@pytest.fixture
def program(client, city, monday):
    """Return a function that lets a program in and gives a function that asks as it."""

    def let_in(scopes=EVERYTHING, unit=None):
        token, secret = make_token(
            "TPP", office="BPKAD", scopes=scopes, unit=unit, actor=city.wati.user,
            expires_on=datetime.date(2027, 3, 1),
        )  # fmt: skip

        def ask(address, data=None, method="get", **headers):
            return getattr(client, method)(
                address, data, headers={"Authorization": f"Bearer {secret}", **headers},
                **({"content_type": "application/json"} if method == "post" else {}),
            )  # fmt: skip

        ask.token, ask.secret = token, secret
        return ask

    return let_in


@pytest.fixture
def closed(city, hours, full_day, time_machine, monday):
    """Monday of everybody is closed on Tuesday at 00.30, and it is 09.00."""
    full_day(city.sari, MONDAY)
    time_machine.move_to(at_time(TUESDAY, 0, 30), tick=False)
    close_day(MONDAY)
    time_machine.move_to(at_time(TUESDAY, 9), tick=False)


def names(answer):
    return [row["name"] for row in answer.json()["rows"]]


def test_day_records_go_out_with_names_for_who_may_see_them(city, closed, program):
    answer = program()(DAYS, PERIOD | {"unit": "BAPPELITBANGDA-EKO"})
    assert answer.status_code == 200
    assert sorted(names(answer)) == ["Rudi Hartono", "Sari Wulandari", "Tono Prasetyo"]
    sari = next(row for row in answer.json()["rows"] if row["name"] == "Sari Wulandari")
    record = DayRecord.objects.get(employee=city.sari)
    assert sari == {
        "id": record.pk, "date": "2026-12-07", "unit": "BAPPELITBANGDA-EKO",
        "nip": "199001012015032001", "name": "Sari Wulandari", "workplace": "wfo",
        "verdict": "present", "minutes_late": 0, "minutes_early": 0, "validated": None,
        "changed_at": "2026-12-07T17:30:00Z",
    }  # fmt: skip


def test_without_the_right_there_is_no_nip_and_no_name(city, closed, program):
    answer = program(["days:read"])(DAYS, PERIOD)
    assert {(row["nip"], row["name"]) for row in answer.json()["rows"]} == {(None, None)}
    for person in (city.sari, city.umar):
        assert person.nip not in answer.content.decode()
        assert person.name not in answer.content.decode()


def test_a_cause_of_absence_is_never_sent(city, hours, away, program, time_machine, monday):
    away(city.sari, MONDAY, kind="sakit")
    time_machine.move_to(at_time(TUESDAY, 0, 30), tick=False)
    close_day(MONDAY)
    time_machine.move_to(at_time(TUESDAY, 9), tick=False)
    answer = program()(DAYS, PERIOD | {"unit": "BAPPELITBANGDA-EKO"})
    sari = next(row for row in answer.json()["rows"] if row["name"] == "Sari Wulandari")
    assert sari["verdict"] == "away"
    assert "sakit" not in answer.content.decode()


def test_pages_go_on_by_cursor_and_new_rows_shift_nothing(city, closed, program, time_machine):
    ask = program()
    first = ask(DAYS, PERIOD | {"limit": 3}).json()
    assert (len(first["rows"]), first["more"]) == (3, True)
    DayRecord.objects.filter(pk=first["rows"][0]["id"]).delete()
    rest, cursor = [], first["next"]
    while True:
        page = ask(DAYS, PERIOD | {"limit": 3, "cursor": cursor}).json()
        rest += page["rows"]
        cursor = page["next"]
        if not page["more"]:
            break
    ids = [row["id"] for row in first["rows"] + rest]
    assert len(ids) == len(set(ids)) == 8
    assert ask(DAYS, PERIOD | {"cursor": cursor}).json() == {
        "rows": [], "next": cursor, "more": False,
    }  # fmt: skip


def test_a_day_made_again_is_sent_again(city, closed, program, away, time_machine):
    ask = program()
    cursor = ask(DAYS, PERIOD).json()["next"]
    away(city.tono, MONDAY)
    close_day(MONDAY)
    assert names(ask(DAYS, PERIOD | {"cursor": cursor})) == []
    time_machine.shift(61)
    again = ask(DAYS, PERIOD | {"cursor": cursor}).json()["rows"]
    assert [(row["name"], row["verdict"]) for row in again] == [("Tono Prasetyo", "away")]
    since = ask(DAYS, PERIOD | {"changed_since": "2026-12-08T08:00:00+07:00"})
    assert names(since) == ["Tono Prasetyo"]


def test_only_accepted_reports_go_out(city, policy, report_of, program, time_machine):
    accept_work_report(report_of(city.sari, MONDAY), actor=city.rudi.user)
    report_of(city.tono, MONDAY)
    report_of(city.rudi, MONDAY, status="draft")
    time_machine.shift(61)
    rows = program()(REPORTS, PERIOD).json()["rows"]
    assert [(row["name"], row["unit"]) for row in rows] == [
        ("Sari Wulandari", "BAPPELITBANGDA-EKO")
    ]
    assert rows[0]["items"] == [
        {"activity_number": "", "planned": "Telaah RKPD", "output": "1 telaah", "quantity": None,
         "unit_of_measure": "", "evidence_url": ""}
    ]  # fmt: skip


@pytest.mark.parametrize("people", [1, 3])
def test_a_page_costs_the_same_for_one_and_for_many(
    city, closed, program, people, django_assert_num_queries
):
    ask = program()
    with django_assert_num_queries(18):
        answer = ask(DAYS, PERIOD | {"limit": people})
    assert len(answer.json()["rows"]) == people


@pytest.mark.parametrize("code", ["DISDUKCAPIL", "1", "TIDAK-ADA"])
def test_what_lies_outside_the_reach_does_not_exist(city, closed, program, code):
    ask = program(unit=city.agency)
    answer = ask(DAYS, PERIOD | {"unit": code})
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"] == "Tidak ada unit dengan kode ini dalam jangkauan token."
    assert "Umar Said" not in names(ask(DAYS, PERIOD))
    assert len(names(ask(DAYS, PERIOD))) == 5


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"cursor": "abc"}, 400), ({"cursor": "W10"}, 400), ({"start": "2026-12-12"}, 400),
        ({"limit": "0"}, 422), ({"limit": "1001"}, 422), ({"start": "kemarin"}, 422),
        ({"changed_since": "2026-12-08T08:00:00"}, 400), ({"unit": "a\0b"}, 422),
        ({"end": "2031-12-12"}, 400),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_in_a_sentence(closed, program, wrong, status):
    answer = program()(DAYS, PERIOD | wrong)
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"].endswith(".")


def test_a_right_that_was_not_given(closed, program):
    answer = program(["reports:read"])(DAYS, PERIOD)
    assert answer.status_code == 403
    assert answer.json()["detail"] == "Token ini tidak mempunyai hak days:read."


def test_a_token_ends_when_it_is_revoked_over_or_its_maker_has_no_role(
    city, closed, program, time_machine
):
    ask, other = program(), program()
    assert ask(DAYS, PERIOD).status_code == 200
    revoke_token(ask.token, actor=city.wati.user)
    assert ask(DAYS, PERIOD).status_code == 401
    assert other(DAYS, PERIOD).status_code == 200
    RoleGrant.objects.filter(role="bkpsdm").update(ends_on=MONDAY)
    assert other(DAYS, PERIOD).status_code == 401
    RoleGrant.objects.filter(role="bkpsdm").update(ends_on=None)
    assert other(DAYS, PERIOD).status_code == 200
    time_machine.move_to(at_time(datetime.date(2027, 3, 2), 9), tick=False)
    answer = other(DAYS, PERIOD)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


def test_a_closed_account_of_the_maker_ends_its_tokens(city, closed, program):
    ask = program()
    city.wati.user.is_active = False
    city.wati.user.save()
    assert ask(DAYS, PERIOD).status_code == 401


def test_a_program_is_slowed_down_by_its_token(closed, program, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"api": "2/m/key"}
    ask, other = program(), program()
    assert [ask(DAYS, PERIOD).status_code for _ in range(3)] == [200, 200, 429]
    assert ask(DAYS, PERIOD)["Retry-After"] == "60"
    assert other(DAYS, PERIOD).status_code == 200


def test_guesses_are_slowed_down_by_address(client, city, monday, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"api_unknown": "2/m/ip"}
    guess = {"Authorization": "Bearer bwfh_tebakan"}
    answers = [client.get(DAYS, PERIOD, headers=guess).status_code for _ in range(3)]
    assert answers == [401, 401, 429]


def test_the_secret_is_shown_once_and_kept_as_a_digest(as_, city, monday):
    client = as_(city.wati)
    form = {"name": "Epkin", "office": "Diskominfo", "scopes": ["days:read"],
            "expires_on": "2027-01-31"}  # fmt: skip
    page = client.post(reverse("units:token_list"), form).content.decode()
    secret = page.partition('readonly value="')[2].partition('"')[0]
    assert secret.startswith("bwfh_")
    assert secret not in client.get(reverse("units:token_list")).content.decode()
    token = city.wati.user.api_tokens.get()
    assert secret not in str(vars(token))
    decision = Decision.objects.get(act="make_api_token")
    assert decision.after["scopes"] == ["days:read"]
    assert secret not in str(decision.after)


@pytest.mark.parametrize("extra", [0, 2])
def test_the_page_of_tokens_costs_the_same(
    as_, city, program, extra, django_assert_num_queries
):  # fmt: skip
    for _ in range(1 + extra):
        program()
    client = as_(city.wati)
    with django_assert_num_queries(8):
        assert client.get(reverse("units:token_list")).status_code == 200


def row(**changes):
    return {"nip": "199001012015032001", "kind": "Cuti tahunan", "starts_on": "2026-12-09",
            "ends_on": "2026-12-10", "letter_number": "851/12", **changes}  # fmt: skip


def send(ask, rows, key="kunci-0001"):
    return ask(reverse("api:absences"), {"rows": rows}, "post", **{"Idempotency-Key": key})


def test_absences_come_in_as_by_the_import_row_by_row(city, program):
    answer = send(program(), [row(), row(nip="199101012015031002", letter_number="")])
    assert answer.status_code == 200, answer.content
    good, bad = answer.json()["rows"]
    assert (good["row"], good["outcome"], good["faults"]) == (1, "added", [])
    assert (bad["row"], bad["outcome"]) == (2, "refused")
    assert bad["faults"] == [
        "NOMOR SURAT: harus diisi; hanya sakit yang boleh menyusulkan suratnya"
    ]
    away = Away.objects.get()
    assert (away.employee, away.status, away.leave_type) == (city.sari, "approved", "tahunan")
    assert Decision.objects.get(act="apply_import").actor == city.wati.user


def test_the_same_key_records_once_and_gets_the_same_answer(city, program):
    ask = program()
    first, second = send(ask, [row()]).json(), send(ask, [row()]).json()
    assert (first["repeated"], second["repeated"]) == (False, True)
    assert first["rows"] == second["rows"]
    assert Away.objects.count() == 1
    other = send(ask, [row(ends_on="2026-12-11")])
    assert other.status_code == 409
    assert Away.objects.get().ends_on == datetime.date(2026, 12, 10)
    assert send(program(), [row()]).json()["rows"][0]["outcome"] == "unchanged"


def test_a_program_of_one_unit_records_nobody_of_another(city, program):
    answer = send(program(unit=city.service), [row()])
    assert answer.json()["rows"][0]["outcome"] == "refused"
    assert not Away.objects.exists()
    assert send(program(["days:read"]), [row()]).status_code == 403


def test_a_formula_stays_text(city, program):
    answer = send(program(), [row(letter_number="=1+1")])
    assert answer.json()["rows"][0]["outcome"] == "added"
    assert Away.objects.get().letter_number == "=1+1"


def test_no_draft_is_in_anything(city, closed, at_home, program):
    at_home(city.sari, TUESDAY)
    Plan.objects.update(status="draft", published_at=None)
    ask = program()
    for address in (DAYS, REPORTS):
        assert ask(address, PERIOD | {"start": "2026-12-08"}).json()["rows"] == []


def test_the_description_is_published_and_the_page_asks_nobody_else(client, city, monday):
    schema = client.get(reverse("api:openapi-json")).json()
    assert sorted(schema["paths"]) == [
        "/api/v1/ketidakhadiran", "/api/v1/laporan-harian", "/api/v1/laporan-mingguan",
        "/api/v1/laporan-mingguan/angka", "/api/v1/laporan-mingguan/kamus",
        "/api/v1/nomor-kegiatan", "/api/v1/rekap-harian",
    ]  # fmt: skip
    page = client.get(reverse("attendance:api_docs")).content.decode()
    for path in schema["paths"]:
        assert path in page
    assert "cdn" not in page
    assert "<script>" not in page
