"""Weekdays, caregivers and pairs: whose they are, who sees them, what the planner reads."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from schedules.models import Assignment, PairApart, Preference
from schedules.problems import problem_for
from schedules.queries.preferences import Honoured, honoured, unwanted_weekdays
from schedules.services.aways import record_away
from schedules.services.pairs import end_pair, keep_apart
from schedules.services.parts import submit_part
from schedules.services.plans import approve_plan, publish_plan
from schedules.services.preferences import (
    claim_caregiver,
    decide_caregiver,
    state_weekdays,
    withdraw_caregiver,
)
from tests.schedules.office_cast import make_colleagues, make_plan
from units.decisions import MovedOn, Refused
from units.models import Decision, Outbox

D = datetime.date
pytestmark = pytest.mark.usefixtures("monday")


def state(employee, unwanted=(), wanted=()):
    return state_weekdays(employee, unwanted=unwanted, wanted=wanted, actor=employee.user)


def claimed(city):
    return claim_caregiver(city.sari, evidence="Surat keterangan 12/2026", actor=city.sari.user)


def sari_in(city, period, policy):
    problem = problem_for(city.agency, period, policy, 5)
    return next(one for one in problem["people"] if one["id"] == str(city.sari.pk)), problem


@pytest.mark.parametrize(
    ("unwanted", "wanted", "expected"),
    [
        ([], [], set()),
        ([0, 4], [], {0, 4}),
        ([], [4], {0, 1, 2, 3, 5}),
        ([2], [3, 4], {0, 1, 2, 5}),
    ],
)
def test_days_asked_for_make_the_others_unwanted(unwanted, wanted, expected):
    row = Preference(unwanted_weekdays=unwanted, wanted_weekdays=wanted)
    assert unwanted_weekdays(row) == expected


def test_the_planner_reads_them(city, period, policy):
    state(city.sari, wanted=[4])
    person, _problem = sari_in(city, period, policy)
    assert person["unwanted"][:5] == [
        "2026-12-07", "2026-12-08", "2026-12-09", "2026-12-10", "2026-12-14",
    ]  # fmt: skip
    assert "caregiver" not in person


@pytest.mark.parametrize(
    ("unwanted", "wanted"), [([1], [1]), ([0, 1, 2, 3, 4], []), ([6], []), ([], [-1])]
)
def test_weekdays_that_contradict_are_refused_and_nothing_changes(city, unwanted, wanted):
    state(city.sari, unwanted=[2])
    with pytest.raises(Refused):
        state(city.sari, unwanted, wanted)
    assert Preference.objects.get().unwanted_weekdays == [2]


def test_nobody_states_preferences_for_another(city):
    for act in (
        lambda: state_weekdays(city.sari, unwanted=[1], wanted=[], actor=city.rudi.user),
        lambda: claim_caregiver(city.sari, evidence="x", actor=city.hana.user),
        lambda: withdraw_caregiver(city.sari, actor=city.hana.user),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert not Preference.objects.exists()


def test_a_claim_counts_only_once_unit_hr_has_confirmed_it(city, period, policy):
    claim = claimed(city)
    assert Outbox.objects.get().recipient == city.hana.user
    state(city.sari, unwanted=[1])
    assert "caregiver" not in sari_in(city, period, policy)[0]
    decide_caregiver(claim, accepted=True, reason="", until=D(2026, 12, 31), actor=city.hana.user)
    assert sari_in(city, period, policy)[0]["caregiver"] is True
    Preference.objects.update(caregiver_until=D(2026, 12, 6))
    assert "caregiver" not in sari_in(city, period, policy)[0]
    decision = Decision.objects.get(act="caregiver_confirmed")
    assert "Surat" not in str([decision.before, decision.after, decision.reason])


@pytest.mark.parametrize("who", ["sari", "rudi", "dewi", "wati", "yanti"])
def test_only_unit_hr_decides_on_a_claim(city, who):
    claim = claimed(city)
    with pytest.raises(PermissionDenied):
        decide_caregiver(claim, accepted=True, reason="", actor=getattr(city, who).user)
    claim.refresh_from_db()
    assert (claim.caregiver, claim.caregiver_asked_at is None) == (False, False)


def test_unit_hr_never_decides_on_the_own_claim(city):
    claim = claim_caregiver(city.hana, evidence="Surat 1/2026", actor=city.hana.user)
    with pytest.raises(PermissionDenied):
        decide_caregiver(claim, accepted=True, reason="", actor=city.hana.user)
    assert not Preference.objects.get().caregiver


def test_a_refusal_needs_a_reason_and_keeps_what_was_confirmed(city):
    decide_caregiver(claimed(city), accepted=True, reason="", actor=city.hana.user)
    again = claimed(city)
    with pytest.raises(Refused):
        decide_caregiver(again, accepted=False, reason=" ", actor=city.hana.user)
    decide_caregiver(again, accepted=False, reason="Surat kedaluwarsa", actor=city.hana.user)
    row = Preference.objects.get()
    assert (row.caregiver, row.caregiver_answer) == (True, "Surat kedaluwarsa")
    with pytest.raises(MovedOn):
        decide_caregiver(again, accepted=True, reason="", actor=city.hana.user)


def test_an_end_in_the_past_is_refused(city):
    with pytest.raises(Refused):
        decide_caregiver(
            claimed(city), accepted=True, reason="", until=D(2026, 12, 6), actor=city.hana.user
        )
    assert not Preference.objects.get().caregiver


def test_a_second_claim_waits_for_the_first_and_withdrawing_erases_the_evidence(city):
    claimed(city)
    with pytest.raises(MovedOn):
        claimed(city)
    with pytest.raises(Refused):
        claim_caregiver(city.tono, evidence=" ", actor=city.tono.user)
    withdraw_caregiver(city.sari, actor=city.sari.user)
    row = Preference.objects.get(employee=city.sari)
    assert (row.caregiver_asked_at, row.caregiver_evidence) == (None, "")
    with pytest.raises(MovedOn):
        withdraw_caregiver(city.sari, actor=city.sari.user)


def test_nobody_but_unit_hr_reads_the_evidence(city, as_):
    claim = claimed(city)
    assert b"Surat keterangan 12/2026" in as_(city.hana).get("/preferensi/periksa/").content
    for who in (city.rudi, city.dewi, city.wati, city.tono):
        assert as_(who).get("/preferensi/periksa/").status_code == 403
    decide_caregiver(claim, accepted=True, reason="", actor=city.hana.user)
    for who in (city.rudi, city.dewi, city.wati):
        page = as_(who).get(reverse("units:employee_detail", args=[city.sari.pk])).content.decode()
        assert "pengasuh" not in page.lower()


def test_pairs_reach_the_problem_while_in_force(city, period, policy):
    pair = keep_apart(city.tono, city.sari, reason="Dua bendahara", actor=city.rudi.user)
    ids = [str(city.sari.pk), str(city.tono.pk)]
    assert sari_in(city, period, policy)[1]["apart"] == [ids]
    told = {one.recipient for one in Outbox.objects.filter(kind="pair_apart")}
    assert told == {city.sari.user, city.tono.user}
    end_pair(pair, actor=city.hana.user)
    PairApart.objects.update(starts_on=D(2026, 11, 1), ends_on=D(2026, 12, 6))
    assert "apart" not in sari_in(city, period, policy)[1]


def test_a_pair_stands_once_in_either_order(city):
    keep_apart(city.sari, city.tono, reason="Bendahara", actor=city.rudi.user)
    with pytest.raises(Refused):
        keep_apart(city.tono, city.sari, reason="Bendahara", actor=city.hana.user)
    with pytest.raises(Refused):
        keep_apart(city.sari, city.sari, reason="x", actor=city.hana.user)
    with pytest.raises(Refused):
        keep_apart(city.sari, city.rudi, reason=" ", actor=city.hana.user)
    assert PairApart.objects.count() == 1


@pytest.mark.parametrize("who", ["sari", "yanti", "wati", "laras"])
def test_pairs_are_kept_by_their_head_or_unit_hr_alone(city, who):
    account = getattr(city, who)
    with pytest.raises(PermissionDenied):
        keep_apart(city.sari, city.tono, reason="x", actor=getattr(account, "user", account))
    assert not PairApart.objects.exists()


def test_an_ended_pair_is_not_ended_twice(city):
    pair = keep_apart(city.sari, city.tono, reason="Bendahara", actor=city.rudi.user)
    end_pair(pair, actor=city.rudi.user)
    with pytest.raises(MovedOn):
        end_pair(pair, actor=city.rudi.user)


def test_a_person_sees_how_far_they_were_honoured(city):
    state(city.sari, unwanted=[3])
    keep_apart(city.sari, city.tono, reason="Bendahara", actor=city.rudi.user)
    plan = make_plan(city)
    submit_part(plan.parts.get(), actor=city.rudi.user)
    approve_plan(plan, actor=city.dewi.user)
    publish_plan(plan, actor=city.wati.user)
    Assignment.objects.filter(plan=plan).delete()
    for person, date in ((city.sari, 9), (city.sari, 10), (city.tono, 10), (city.tono, 11)):
        Assignment.objects.create(
            plan=plan, employee=person, date=D(2026, 12, date), published=True
        )
    assert honoured(city.sari, D(2026, 12, 1), D(2026, 12, 31)) == Honoured(2, 1, 1)
    # Ill on Thursday, which was not wanted at home: that day counts on neither side any more.
    record_away(
        city.sari, kind="sakit", starts_on=D(2026, 12, 10), ends_on=D(2026, 12, 10),
        letter_number="1", actor=city.hana.user,
    )  # fmt: skip
    assert honoured(city.sari, D(2026, 12, 1), D(2026, 12, 31)) == Honoured(1, 1, 0)


def test_the_page_says_so_and_keeps_what_was_typed(city, as_):
    client = as_(city.sari)
    answer = client.post("/preferensi/", {"wanted": ["4"], "unwanted": ["4", "1"]})
    assert answer.status_code == 422
    assert "diminati dan dihindari sekaligus" in answer.content.decode()
    assert answer.context["form"]["unwanted"].value() == ["4", "1"]
    assert client.post("/preferensi/", {"wanted": ["4"]}).status_code == 302
    assert Preference.objects.get().wanted_weekdays == [4]


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_ask_the_same_queries_for_one_row_and_three(
    city, as_, count, django_assert_num_queries
):
    people = make_colleagues(city, city.division, count + 1)
    for one in people[:count]:
        claim_caregiver(one, evidence="Surat 1/2026", actor=one.user)
        keep_apart(one, people[-1], reason="Bendahara", actor=city.rudi.user)
    client = as_(city.hana)
    with django_assert_num_queries(8):
        assert len(client.get("/preferensi/periksa/").context["page"]) == count
    with django_assert_num_queries(9):
        assert len(client.get("/pasangan-terpisah/").context["page"]) == count


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("tono prasetyo", 302),
        ("199101012015031002", 302),
        ("tono", 422),
        ("Umar Said", 422),
        ("9", 422),
    ],
)
def test_a_pair_is_named_by_nip_or_by_a_name_that_is_unique(city, as_, typed, answer):
    data = {"first": "sari wulandari", "second": typed, "reason": "Saling menggantikan"}
    assert as_(city.hana).post("/pasangan-terpisah/", data).status_code == answer
    assert PairApart.objects.count() == (answer == 302)
