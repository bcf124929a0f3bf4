"""A call for a sign of life: lawful, answered by the server's clock, ruled on by people alone."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import Http404
from django.urls import reverse

from attendance import response_ladder as ladder
from attendance.models import (
    Outage,
    ResponseAnswer,
    ResponseCheck,
    ResponseExplanation,
    ResponseRuling,
    WatchRules,
)
from attendance.queries.owed import MINE, owed_by
from attendance.queries.response_checks import (
    calls_to_decide,
    calls_to_explain,
    response_check_for,
    response_checks,
    response_counts,
)
from attendance.services.response_checks import (
    answer_call,
    call_people,
    explain_call,
    rule_on_call,
)
from schedules.services.emergencies import declare_emergency
from tests.attendance.conftest import HOME, MONDAY, at_time
from tests.conftest import make_employee
from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused
from units.models import Decision, Outbox, Posting

pytestmark = pytest.mark.django_db
# Three working days after Monday.
EXPLAIN_BY = datetime.date(2026, 12, 10)
NOW = reverse("attendance:response_call_now")
NEW = reverse("attendance:response_check_new")
LIST = reverse("attendance:response_check_list")


@pytest.fixture
def morning(city, hours, at_home, time_machine):
    """Monday, 10.00: Sari and Tono work from home."""
    at_home(city.sari, MONDAY)
    for one in city.sari.assignments.all():
        one.pk, one.employee = None, city.tono
        one.save()
    time_machine.move_to(at_time(MONDAY, 10), tick=False)
    return city


def call(city, *people, by=None):
    people = people or (city.sari,)
    by = by or city.rudi
    return call_people([one.pk for one in people], note="Mohon kabar", actor=by.user)


def the_call(employee=None):
    rows = ResponseCheck.objects.all()
    return rows.get(employee=employee) if employee else rows.get()


def found(check):
    rows = ResponseCheck.objects.filter(pk=check.pk)
    from attendance.queries.response_checks import with_outcomes

    return with_outcomes(rows, clock.now()).get().found


# --- Calling ------------------------------------------------------------------------------------


def test_a_head_calls_several_people_and_each_is_told_at_once(morning):
    results = call(morning, morning.sari, morning.tono)
    assert results == [(morning.sari, ""), (morning.tono, "")]
    check = the_call(morning.sari)
    assert (check.called_at, check.due_at) == (at_time(MONDAY, 10), at_time(MONDAY, 10, 5))
    assert (check.number, check.unit, check.note) == (1, morning.division, "Mohon kabar")
    assert check.explain_by == EXPLAIN_BY
    assert Decision.objects.filter(act="call_for_response", actor=morning.rudi.user).count() == 2
    told = Outbox.objects.get(kind="response_called", recipient=morning.sari.user)
    assert told.text == (
        "Atasan memanggil Anda. Buka Hari ini dan tekan Saya di sini sebelum pukul 10.05."
    )


@pytest.mark.parametrize("who", ["sari", "tono", "hana", "wati", "yanti", "umar"])
def test_only_a_superior_calls_and_nobody_oneself(morning, who):
    with pytest.raises(PermissionDenied):
        call(morning, morning.sari, by=getattr(morning, who))
    assert not ResponseCheck.objects.exists()
    assert not Outbox.objects.exists()


def test_nobody_is_called_where_one_of_them_is_not_ones_own(morning):
    with pytest.raises(PermissionDenied):
        call(morning, morning.sari, morning.umar)
    with pytest.raises(PermissionDenied):
        call(morning, morning.rudi)
    with pytest.raises(Refused):
        call_people([], actor=morning.rudi.user)
    with pytest.raises(Refused):
        call_people(range(1, 102), actor=morning.rudi.user)
    assert not ResponseCheck.objects.exists()


def refused(city, employee=None):
    """Return why the person is not called; nothing may have changed."""
    before = ResponseCheck.objects.count()
    ((_employee, why),) = call(city, employee or city.sari)
    assert ResponseCheck.objects.count() == before
    return why


def test_who_works_at_the_office_is_not_called(morning):
    morning.sari.assignments.all().delete()
    assert refused(morning) == "tidak bekerja dari rumah hari ini"
    assert not Outbox.objects.exists()


def test_who_is_away_is_not_called_and_the_cause_is_not_told(morning, away):
    away(morning.sari, MONDAY, kind="sakit")
    assert refused(morning) == "tidak tersedia hari ini"


@pytest.mark.parametrize(("hour", "minute"), [(7, 29), (15, 56), (16, 0), (20, 0)])
def test_nobody_is_called_outside_of_the_hours(morning, time_machine, hour, minute):
    time_machine.move_to(at_time(MONDAY, hour, minute), tick=False)
    assert refused(morning).startswith("di luar jam kerja")


@pytest.mark.parametrize(("hour", "minute"), [(7, 30), (15, 55)])
def test_the_first_and_the_last_minute_of_the_hours_count(morning, time_machine, hour, minute):
    time_machine.move_to(at_time(MONDAY, hour, minute), tick=False)
    assert call(morning) == [(morning.sari, "")]


def test_without_hours_nobody_is_called(morning, hours):
    hours.delete()
    assert refused(morning).startswith("di luar jam kerja")


def test_who_has_left_is_not_called(morning, tap, home_of, time_machine):
    home_of(morning.sari)
    tap(morning.sari, "in", at_time(MONDAY, 7, 20), HOME)
    tap(morning.sari, "out", at_time(MONDAY, 9, 50), HOME)
    time_machine.move_to(at_time(MONDAY, 10), tick=False)
    assert refused(morning) == "sudah presensi pulang"


def test_nobody_is_called_in_an_emergency_or_in_an_outage(morning):
    outage(morning, (9, 0), (10, 3))
    assert refused(morning) == "gangguan sistem sedang berlangsung"
    Outage.objects.update(withdrawn_at=clock.now(), withdrawn_by=morning.wati.user)
    assert call(morning) == [(morning.sari, "")]
    declare_emergency(
        kind="flood", reason="Banjir", letter_number="1", letter_dated_on=MONDAY,
        starts_on=MONDAY, ends_on=MONDAY, units=[morning.division], employee_ids=[],
        confirmation="", actor=morning.wati.user,
    )  # fmt: skip
    assert refused(morning) == "di rumah karena keadaan darurat"


def test_without_an_account_nobody_is_called(morning):
    morning.sari.user = None
    morning.sari.save()
    assert refused(morning) == "belum memiliki akun"


def test_one_call_at_a_time_and_no_more_than_the_rules_allow(morning, time_machine):
    call(morning)
    assert refused(morning) == "panggilan sebelumnya masih berjalan"
    for number, minute in ((2, 6), (3, 12)):
        time_machine.move_to(at_time(MONDAY, 10, minute), tick=False)
        assert call(morning) == [(morning.sari, "")]
        assert ResponseCheck.objects.order_by("-pk").first().number == number
    time_machine.move_to(at_time(MONDAY, 11), tick=False)
    assert refused(morning) == "sudah dipanggil sebanyak yang diizinkan hari ini"


def test_an_answered_call_does_not_run_any_longer(morning):
    call(morning)
    answer_call(the_call(), actor=morning.sari.user)
    assert call(morning) == [(morning.sari, "")]


def test_the_rules_of_the_day_name_the_minutes_and_the_number(morning):
    rules = {"reason": "SE baru", "decided_by": morning.wati.user, "decided_at": clock.now()}
    WatchRules.objects.create(
        starts_on=MONDAY, response_minutes=10, calls_a_day=1, absence_answer_days=1, **rules
    )
    WatchRules.objects.create(
        starts_on=MONDAY + datetime.timedelta(days=1), response_minutes=2, **rules
    )
    call(morning)
    check = the_call()
    assert check.due_at == at_time(MONDAY, 10, 10)
    assert check.explain_by == MONDAY + datetime.timedelta(days=1)
    answer_call(check, actor=morning.sari.user)
    assert refused(morning) == "sudah dipanggil sebanyak yang diizinkan hari ini"


# --- Answering ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minute", "second", "state"), [(0, 1, "in_time"), (5, 0, "in_time"), (5, 1, "late")]
)
def test_the_clock_of_the_server_decides(morning, time_machine, minute, second, state):
    call(morning)
    time_machine.move_to(
        at_time(MONDAY, 10, minute) + datetime.timedelta(seconds=second), tick=False
    )
    first = answer_call(the_call(), actor=morning.sari.user)
    time_machine.shift(600)
    assert answer_call(the_call(), actor=morning.sari.user) == first
    assert ResponseAnswer.objects.count() == 1
    assert found(the_call()) == state


def test_only_the_person_answers_and_only_on_that_day(morning, time_machine):
    call(morning)
    for other in (morning.rudi, morning.tono, morning.wati):
        with pytest.raises(PermissionDenied):
            answer_call(the_call(), actor=other.user)
    time_machine.move_to(at_time(MONDAY + datetime.timedelta(days=1), 8), tick=False)
    with pytest.raises(Refused):
        answer_call(the_call(), actor=morning.sari.user)
    assert not ResponseAnswer.objects.exists()
    assert found(the_call()) == "missed"


def test_the_rows_are_append_only(morning, time_machine):
    missed(morning, time_machine)
    explain_call(the_call(), text="Rapat", actor=morning.sari.user)
    rule_on_call(the_call(), excused=True, reason="Rapat", actor=morning.rudi.user)
    later = at_time(MONDAY, 10, 4)
    call(morning)
    answer_call(ResponseCheck.objects.latest("pk"), actor=morning.sari.user)
    for rows, change in (
        (ResponseCheck.objects, {"due_at": later + datetime.timedelta(hours=3)}),
        (ResponseAnswer.objects, {"answered_at": later}),
        (ResponseExplanation.objects, {"text": "Lain"}),
        (ResponseRuling.objects, {"reason": "Lain"}),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.update(**change)


# --- Explaining and ruling ----------------------------------------------------------------------


def outage(city, start, end):
    return Outage.objects.create(
        work_date=MONDAY, starts_at=datetime.time(*start), ends_at=datetime.time(*end),
        reason="Jaringan", declared_by=city.wati.user, declared_at=clock.now(),
        asked_at=clock.now(), applied_at=clock.now(),
    )  # fmt: skip


def missed(city, time_machine, at=(10, 6)):
    call(city)
    time_machine.move_to(at_time(MONDAY, *at), tick=False)
    return ResponseCheck.objects.latest("pk")


def test_the_person_explains_once_and_the_superior_hears_it(morning, time_machine):
    check = missed(morning, time_machine)
    assert explain_call(check, text=" Sinyal hilang ", actor=morning.sari.user).text == (
        "Sinyal hilang"
    )
    told = Outbox.objects.get(kind="response_explained")
    assert told.recipient == morning.rudi.user
    with pytest.raises(MovedOn):
        explain_call(check, text="Lain", actor=morning.sari.user)
    with pytest.raises(PermissionDenied):
        explain_call(check, text="Lain", actor=morning.rudi.user)
    assert ResponseExplanation.objects.get().text == "Sinyal hilang"


def test_only_a_call_that_failed_is_explained(morning):
    call(morning)
    with pytest.raises(Refused):
        explain_call(the_call(), text="Rapat", actor=morning.sari.user)
    answer_call(the_call(), actor=morning.sari.user)
    with pytest.raises(Refused):
        explain_call(the_call(), text="Rapat", actor=morning.sari.user)
    with pytest.raises(Refused):
        rule_on_call(the_call(), excused=True, reason="Rapat", actor=morning.rudi.user)
    assert not ResponseExplanation.objects.exists()
    assert not ResponseRuling.objects.exists()


def test_without_a_reason_only_after_the_person_could_explain(morning, time_machine):
    check = missed(morning, time_machine)
    time_machine.move_to(at_time(EXPLAIN_BY, 23), tick=False)
    with pytest.raises(Refused):
        rule_on_call(check, excused=False, reason="Tidak jelas", actor=morning.rudi.user)
    assert not Decision.objects.filter(act="find_call_unexcused").exists()
    time_machine.move_to(at_time(EXPLAIN_BY + datetime.timedelta(days=1), 8), tick=False)
    ruling = rule_on_call(check, excused=False, reason="Tidak jelas", actor=morning.rudi.user)
    assert (ruling.proposed, ruling.measure) == ("none", "none")
    told = Outbox.objects.get(kind="response_unexcused")
    assert (told.recipient, told.text) == (
        morning.sari.user,
        "Panggilan tanggap 7 Desember 2026 dinyatakan tanpa alasan: Tidak jelas"
        " Tindakan: Dicatat, tanpa tindakan.",
    )


@pytest.mark.parametrize("who", ["sari", "tono", "hana", "yanti", "umar"])
def test_nobody_rules_on_the_own_call_or_on_other_peoples(morning, time_machine, who):
    check = missed(morning, time_machine)
    with pytest.raises(PermissionDenied):
        rule_on_call(check, excused=True, reason="Baik", actor=getattr(morning, who).user)
    assert not ResponseRuling.objects.exists()


def test_a_stand_in_does_not_rule_on_the_one_whose_place_is_kept(morning, time_machine):
    """Tono keeps Rudi's place for a day: he rules on Sari's call, never on one to Rudi."""
    at_home = morning.sari.assignments.get()
    at_home.pk, at_home.employee = None, morning.rudi
    at_home.save()
    call(morning, morning.rudi, by=morning.dewi)
    time_machine.move_to(at_time(MONDAY, 10, 6), tick=False)
    Posting.objects.create(
        employee=morning.tono, unit=morning.division, position=morning.positions.head_of_division,
        is_head=True, kind="plh", letter_number="1", starts_on=MONDAY, ends_on=MONDAY,
    )  # fmt: skip
    with pytest.raises(PermissionDenied):
        rule_on_call(the_call(), excused=True, reason="Baik", actor=morning.tono.user)
    with pytest.raises(PermissionDenied):
        call(morning, morning.tono, by=morning.tono)
    assert call(morning, morning.sari, by=morning.tono) == [(morning.sari, "")]


def test_each_miss_climbs_one_step_and_a_superior_may_stay_below(morning, time_machine, city):
    measures = []
    WatchRules.objects.create(
        starts_on=MONDAY, calls_a_day=9, reason="Uji", decided_by=city.wati.user,
        decided_at=clock.now(),
    )  # fmt: skip
    for number in range(5):
        time_machine.move_to(at_time(MONDAY, 10, number * 10), tick=False)
        check = missed(morning, time_machine, (10, number * 10 + 6))
        explain_call(check, text="Lupa", actor=morning.sari.user)
        proposed = ladder.proposed_measure(number + 1)
        if number == 1:
            with pytest.raises(Refused):
                rule_on_call(
                    check, excused=False, measure="written", reason="Lalai", actor=city.rudi.user
                )
        chosen = "oral" if number == 4 else proposed
        ruling = rule_on_call(
            check, excused=False, measure=chosen, reason="Lalai", actor=city.rudi.user
        )
        measures.append((ruling.proposed, ruling.measure))
    assert measures == [
        ("none", "none"),
        ("oral", "oral"),
        ("written", "written"),
        ("evaluation", "evaluation"),
        ("evaluation", "oral"),
    ]


def test_a_reason_accepted_later_takes_the_finding_back_for_good(morning, time_machine):
    check = missed(morning, time_machine)
    explain_call(check, text="Lupa", actor=morning.sari.user)
    rule_on_call(check, excused=False, reason="Lalai", actor=morning.rudi.user)
    with pytest.raises(MovedOn):
        rule_on_call(check, excused=False, reason="Lagi", actor=morning.rudi.user)
    rule_on_call(check, excused=True, reason="Ada surat", actor=morning.dewi.user)
    with pytest.raises(MovedOn):
        rule_on_call(check, excused=False, reason="Lagi", actor=morning.rudi.user)
    assert list(ResponseRuling.objects.values_list("outcome", flat=True)) == [
        "excused", "unexcused",
    ] or ResponseRuling.objects.count() == 2  # fmt: skip
    second = missed(morning, time_machine, (10, 20))
    explain_call(second, text="Lupa", actor=morning.sari.user)
    # The first does not count any longer.
    ruling = rule_on_call(second, excused=False, reason="Lalai", actor=morning.rudi.user)
    assert ruling.proposed == "none"


def test_an_outage_declared_later_excuses_by_itself(morning, time_machine):
    check = missed(morning, time_machine)
    assert found(check) == "missed"
    declared = outage(morning, (10, 4), (10, 30))
    assert found(check) == "not_counted"
    with pytest.raises(Refused):
        rule_on_call(check, excused=True, reason="Baik", actor=morning.rudi.user)
    assert calls_to_decide(scope_for(morning.rudi.user), clock.now()) == []
    declared.starts_at = datetime.time(10, 6)
    declared.save()
    assert found(check) == "missed"


def test_leave_approved_later_excuses_by_itself(morning, time_machine, away):
    check = missed(morning, time_machine)
    away(morning.sari, MONDAY, kind="sakit")
    assert found(check) == "not_counted"
    assert calls_to_explain(scope_for(morning.sari.user), clock.now()) == []


def test_a_measure_stops_counting_with_an_outage_over_its_call(morning, time_machine):
    check = missed(morning, time_machine)
    explain_call(check, text="Lupa", actor=morning.sari.user)
    rule_on_call(check, excused=False, reason="Lalai", actor=morning.rudi.user)
    outage(morning, (9, 59), (10, 1))
    second = missed(morning, time_machine, (10, 20))
    explain_call(second, text="Lupa", actor=morning.sari.user)
    ruling = rule_on_call(second, excused=False, reason="Lalai", actor=morning.rudi.user)
    assert ruling.proposed == "none"


# --- What waits, what is counted ----------------------------------------------------------------


def test_the_person_and_the_superior_are_told_what_waits(morning, time_machine):
    assert calls_to_explain in MINE
    call(morning)
    sari, rudi = scope_for(morning.sari.user), scope_for(morning.rudi.user)
    assert calls_to_explain(sari, clock.now()) == calls_to_decide(rudi, clock.now()) == []
    time_machine.move_to(at_time(MONDAY, 10, 6), tick=False)
    assert [one.text for one in calls_to_explain(sari, clock.now())] == [
        "Panggilan tanggap tidak terjawab tepat waktu"
    ]
    assert [one.text for one in owed_by(rudi, clock.now()) if "tanggap" in one.text] == [
        "1 panggilan tanggap tidak terjawab menunggu putusan"
    ]
    for other in (morning.tono, morning.hana, morning.yanti, morning.wati):
        assert calls_to_decide(scope_for(other.user), clock.now()) == []
    explain_call(the_call(), text="Rapat", actor=morning.sari.user)
    assert calls_to_explain(sari, clock.now()) == []
    rule_on_call(the_call(), excused=True, reason="Rapat", actor=morning.rudi.user)
    assert calls_to_decide(rudi, clock.now()) == []


def test_every_call_is_counted_once(morning, time_machine):
    call(morning, morning.sari, morning.tono)
    answer_call(the_call(morning.sari), actor=morning.sari.user)
    time_machine.move_to(at_time(MONDAY, 10, 10), tick=False)
    answer_call(the_call(morning.tono), actor=morning.tono.user)
    call(morning, morning.sari, morning.tono)
    units = [morning.division.pk]
    assert response_counts(units, MONDAY, MONDAY, clock.now()) == {
        "in_time": 1, "late": 1, "missed": 0, "not_counted": 0, "waiting": 2,
    }  # fmt: skip
    time_machine.move_to(at_time(MONDAY, 10, 16), tick=False)
    outage(morning, (10, 12), (10, 13))
    assert response_counts(None, MONDAY, MONDAY, clock.now()) == {
        "in_time": 1, "late": 1, "missed": 0, "not_counted": 2, "waiting": 0,
    }  # fmt: skip
    assert sum(response_counts([morning.service.pk], MONDAY, MONDAY, clock.now()).values()) == 0
    states = {state: response_checks(scope_for(morning.rudi.user), clock.now(), state=state).count()
              for state in ("", "today", "ready", "excused", "unexcused")}  # fmt: skip
    assert states == {"": 4, "today": 4, "ready": 1, "excused": 0, "unexcused": 0}


def test_only_the_person_the_superior_and_bkpsdm_see_a_call(morning):
    call(morning)
    pk = the_call().pk
    for who in (morning.sari, morning.rudi, morning.dewi, morning.wati):
        assert response_check_for(scope_for(who.user), pk, clock.now()).pk == pk
    for who in (morning.tono, morning.hana, morning.yanti, morning.umar):
        with pytest.raises(Http404):
            response_check_for(scope_for(who.user), pk, clock.now())


# --- Pages --------------------------------------------------------------------------------------


def test_hari_ini_shows_the_call_and_one_tap_answers_it(morning, as_, time_machine):
    client = as_(morning.sari)
    today = reverse("attendance:today")
    page = client.get(today).text
    assert "data-asks=" in page
    assert "sampai=2026-12-07T16%3A00%3A00%2B07%3A00" in page
    assert "Saya di sini" not in page
    call(morning)
    time_machine.move_to(at_time(MONDAY, 10, 2), tick=False)
    page = client.get(today).text
    assert "Rudi Hartono: Mohon kabar" in page
    assert 'data-left="180"' in page
    answer = client.post(
        reverse("attendance:response_check_answer", args=[the_call().pk]), follow=True
    )
    assert "Tercatat: Anda menjawab tepat waktu, pukul 10.02." in answer.text
    assert "Saya di sini" not in answer.text


@pytest.mark.parametrize(("hour", "asks"), [(6, False), (7, True), (15, True), (16, False)])
def test_the_page_asks_only_in_working_hours(morning, as_, time_machine, hour, asks):
    time_machine.move_to(at_time(MONDAY, hour), tick=False)
    assert ("data-asks" in as_(morning.sari).get(reverse("attendance:today")).text) is asks


def test_at_the_office_the_page_does_not_ask(morning, as_):
    assert "data-asks" not in as_(morning.rudi).get(reverse("attendance:today")).text


def test_the_fragment_is_cheap_and_stops_after_the_hours(
    morning, as_, time_machine, django_assert_num_queries
):
    client = as_(morning.sari)
    until = {"sampai": at_time(MONDAY, 16).isoformat()}
    client.get(NOW, until)
    with django_assert_num_queries(4):
        empty = client.get(NOW, until)
    assert (empty.status_code, empty.content.strip()) == (200, b"")
    call(morning)
    with django_assert_num_queries(4):
        asked = client.get(NOW, until)
    assert "Saya di sini" in asked.text
    assert len(asked.content) < 1200
    assert client.get(NOW, {"sampai": "kemarin"}).status_code == 200
    time_machine.move_to(at_time(MONDAY, 16, 1), tick=False)
    for moment in (until, {}, {"sampai": "2026-99-99T00:00:00+07:00"}, {"sampai": "x"}):
        assert client.get(NOW, moment).status_code == 286


def test_a_head_calls_from_the_page_and_is_told_who_was_not(morning, as_, away):
    away(morning.tono, MONDAY)
    client = as_(morning.rudi)
    page = client.get(NEW).text
    assert "Sari Wulandari" in page
    assert "Tono Prasetyo" not in page
    answer = client.post(NEW, {"pegawai": [morning.sari.pk, morning.tono.pk]}, follow=True)
    assert answer.redirect_chain == [(f"{LIST}?keadaan=today", 302)]
    assert "1 pegawai dipanggil." in answer.text
    assert "Tono Prasetyo tidak dipanggil: tidak tersedia hari ini." in answer.text
    assert "Menunggu jawaban" in answer.text
    assert "every 15s" in answer.text


def test_a_head_above_sees_ones_own_people_first_and_all_on_request(morning, as_):
    client = as_(morning.dewi)
    assert "Sari Wulandari" not in client.get(NEW).text
    assert "Sari Wulandari" in client.get(NEW, {"semua": "1"}).text


def test_explaining_and_ruling_on_the_page(morning, as_, time_machine):
    check = missed(morning, time_machine)
    detail = reverse("attendance:response_check_detail", args=[check.pk])
    assert as_(morning.sari).post(detail, {"text": ""}).status_code == 422
    assert (
        "terkirim kepada atasan"
        in as_(morning.sari).post(detail, {"text": "Rapat daring"}, follow=True).text
    )
    client = as_(morning.rudi)
    page = client.get(detail).text
    assert "Rapat daring" in page
    assert "Usulan menurut SE Mendagri 800.1.5/3349/SJ: <b>Dicatat, tanpa tindakan</b>" in page
    heavy = {"decision": "unexcused", "measure": "written", "reason": "Lalai"}
    assert client.post(detail, heavy).status_code == 422
    assert not ResponseRuling.objects.exists()
    client.post(detail, {"decision": "excused", "reason": "Rapat"})
    assert ResponseRuling.objects.get().outcome == "excused"
    own = as_(morning.sari).get(reverse("attendance:own_response_checks")).text
    assert "Beralasan" in own


def test_pages_take_the_same_queries_for_one_and_three(
    morning, as_, time_machine, django_assert_num_queries
):
    def asked(queries, page, person):
        client = as_(person)
        client.get(page)
        with django_assert_num_queries(queries):
            client.get(page)

    own = reverse("attendance:own_response_checks")
    missed(morning, time_machine)
    for more in (False, True):
        if more:
            clerk = morning.positions.clerk
            for number in range(2):
                person = make_employee(
                    f"19930101201703100{number}", f"Adi {number}", morning.division, clerk
                )
                row = morning.sari.assignments.first()
                row.pk, row.employee = None, person
                row.save()
                call(morning, person)
            time_machine.move_to(at_time(MONDAY, 10, 20), tick=False)
            call(morning)
            answer_call(ResponseCheck.objects.latest("pk"), actor=morning.sari.user)
        asked(8, LIST, morning.rudi)
        asked(6, own, morning.sari)
        asked(26, NEW, morning.rudi)


def test_the_ladder_in_numbers():
    assert [ladder.proposed_measure(n) for n in (0, 1, 2, 3, 4, 9)] == [
        "none", "none", "oral", "written", "evaluation", "evaluation",
    ]  # fmt: skip
    assert ladder.lawful_measures(3) == ("none", "oral", "written")
