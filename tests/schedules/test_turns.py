"""Whose turn it is and since when, on every page that says so; reminders and escalation by age."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from schedules.models import Plan, Policy, PolicyLevel, TurnReminder
from schedules.queries.turns import turns_of_plans, turns_waiting_for
from schedules.services.parts import return_part
from schedules.services.reminders import remind_all, tell_due_turns
from tests.schedules.office_cast import make_colleagues, make_plan
from tests.schedules.test_chain import second_officer
from tests.schedules.test_plans import acting_head, approved, grant, published, state, submitted
from units import clock
from units.access import scope_for
from units.models import Decision, Outbox, Posting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def plan(city, monday):
    return make_plan(city)


def turns(plan):
    plan = Plan.objects.select_related("agency", "period", "policy").get(pk=plan.pk)
    return turns_of_plans([plan], clock.today()).get(plan.pk, [])


def the_turn(plan):
    """The one turn as (stage, unit code, user names of its holders)."""
    [turn] = turns(plan)
    return turn.stage, turn.unit.code, {user.username for user in turn.holders}


def heard(kind):
    return {(n.recipient.username) for n in Outbox.objects.filter(kind=kind)}


def nip(*people):
    return {one.user.username for one in people}


def later(time_machine, day, hour=9):
    time_machine.move_to(
        datetime.datetime(2026, 12, day, hour - 7, tzinfo=datetime.UTC), tick=False
    )


def test_the_turn_goes_from_level_to_level(plan, city):
    assert the_turn(plan) == ("submit", "BAPPELITBANGDA-EKO", nip(city.rudi))
    submitted(plan, city.rudi.user)
    assert the_turn(plan) == ("approve", "BAPPELITBANGDA", nip(city.dewi))
    return_part(plan.parts.get(), reason="Jumat sepi", actor=city.dewi.user)
    assert the_turn(plan) == ("submit", "BAPPELITBANGDA-EKO", nip(city.rudi))
    approved(plan, city)
    assert the_turn(plan) == ("publish", "BAPPELITBANGDA", nip(city.wati))
    Policy.objects.filter(pk=plan.policy_id).update(acknowledgement="step")
    assert the_turn(plan) == ("acknowledge", "BAPPELITBANGDA", nip(city.wati))
    Policy.objects.filter(pk=plan.policy_id).update(acknowledgement="none")
    assert the_turn(plan) == ("publish", "BAPPELITBANGDA", nip(city.wati, city.dewi))


def test_a_published_plan_waits_for_nobody(plan, city):
    published(plan, city)
    assert turns(plan) == []


def test_the_turn_is_that_of_the_stand_in(plan, city):
    acting_head(city, city.hana)
    submitted(plan, city.rudi.user)
    assert the_turn(plan)[2] == nip(city.hana)


def test_what_the_head_submitted_waits_one_level_up(plan, city):
    grant(city.laras, "sekda")
    submitted(plan, city.dewi.user)
    assert the_turn(plan)[2] == nip(city.wati) | {"laras"}


def test_where_the_bidang_is_left_out_it_waits_for_unit_hr(plan, city):
    PolicyLevel.objects.create(
        policy=plan.policy, unit=city.division, level="division", reason="Tanpa kepala"
    )
    assert the_turn(plan)[2] == nip(city.hana)


def test_a_bidang_without_a_head_waits_for_the_head_of_the_agency(plan, city):
    Posting.objects.filter(employee=city.rudi).update(ends_on="2026-12-06")
    assert the_turn(plan)[2] == nip(city.dewi)


def test_since_when_follows_the_last_move(plan, city, time_machine):
    later(time_machine, 8)
    submitted(plan, city.rudi.user)
    assert clock.now() == turns(plan)[0].since
    later(time_machine, 10)
    return_part(plan.parts.get(), reason="Jumat sepi", actor=city.dewi.user)
    assert clock.now() == turns(plan)[0].since
    later(time_machine, 14)
    assert turns(plan)[0].waited == 2, "working days: Friday and Monday"


# --- by age -----------------------------------------------------------------------------------


def test_nothing_is_sent_before_its_age(plan, city, time_machine):
    later(time_machine, 8)
    assert (tell_due_turns(), TurnReminder.objects.count()) == (0, 0)


def test_the_holder_is_reminded_once_and_the_next_level_told_once(plan, city, time_machine):
    later(time_machine, 9)
    before = state(plan)[:3]
    assert (tell_due_turns(), tell_due_turns()) == (1, 0)
    assert (heard("turn_reminded"), heard("turn_escalated")) == (nip(city.rudi), set())
    later(time_machine, 11)
    assert (tell_due_turns(), tell_due_turns()) == (2, 0)
    assert heard("turn_escalated") == nip(city.dewi, city.wati)
    assert TurnReminder.objects.count() == 3
    assert state(plan)[:3] == before, "a reminder decides nothing"


def test_a_missed_run_is_caught_up_by_the_next(plan, city, time_machine):
    later(time_machine, 17)
    assert tell_due_turns() == 3
    assert heard("turn_reminded") == nip(city.rudi)
    assert heard("turn_escalated") == nip(city.dewi, city.wati)


def test_a_late_approval_goes_to_the_sekda_and_is_never_made_by_time(plan, city, time_machine):
    grant(city.laras, "sekda")
    submitted(plan, city.rudi.user)
    for day in (9, 11, 14, 18):
        later(time_machine, day)
        tell_due_turns()
    assert heard("turn_reminded") == nip(city.dewi)
    assert heard("turn_escalated") == nip(city.wati) | {"laras"}
    assert Plan.objects.get(pk=plan.pk).status == "submitted"
    assert TurnReminder.objects.count() == 3


def test_who_takes_over_is_reminded_too(plan, city, time_machine):
    submitted(plan, city.rudi.user)
    later(time_machine, 9)
    tell_due_turns()
    acting_head(city, city.hana)
    assert tell_due_turns() == 1
    assert heard("turn_reminded") == nip(city.dewi, city.hana)


def test_a_turn_that_came_back_starts_anew(plan, city, time_machine):
    later(time_machine, 9)
    tell_due_turns()
    submitted(plan, city.rudi.user)
    return_part(plan.parts.get(), reason="Jumat sepi", actor=city.dewi.user)
    assert tell_due_turns() == 0
    later(time_machine, 11)
    assert tell_due_turns() == 1
    assert Outbox.objects.filter(kind="turn_reminded").count() == 2


def test_ages_are_those_of_the_policy(plan, city, time_machine):
    Policy.objects.filter(pk=plan.policy_id).update(remind_after_days=1, escalate_after_days=2)
    later(time_machine, 8)
    assert tell_due_turns() == 1
    later(time_machine, 9)
    assert tell_due_turns() == 2


def test_a_period_that_is_over_reminds_nobody(plan, city, time_machine):
    later(time_machine, 21)
    assert tell_due_turns() == 0


def test_the_database_keeps_one_notice_per_turn_and_one_by_hand_a_day(plan, city):
    row = {
        "recipient": city.rudi.user, "plan": plan, "unit": city.division, "stage": "submit",
        "since": clock.now(), "sent_on": clock.today(), "sent_at": clock.now(),
    }  # fmt: skip
    by_hand = {"kind": "by_hand", "sent_by": city.wati.user}
    for more in ({"kind": "reminder"}, {"kind": "escalation"}, by_hand):
        TurnReminder.objects.create(**row, **more)
        with pytest.raises(IntegrityError), transaction.atomic():
            TurnReminder.objects.create(**row, **more)
    with pytest.raises(IntegrityError), transaction.atomic():
        TurnReminder.objects.create(**row | {"recipient": city.dewi.user}, kind="by_hand")


# --- by hand ----------------------------------------------------------------------------------


def test_bkpsdm_reminds_all_at_most_once_a_day(plan, city, time_machine):
    def remind():
        return remind_all(turns(plan), period=plan.period, actor=city.wati.user)

    assert (remind(), remind()) == ((1, 0), (0, 1))
    assert heard("turn_reminded") == nip(city.rudi)
    assert Decision.objects.get(act="turns_reminded").after == {"accounts": 1}
    later(time_machine, 8)
    assert remind() == (1, 0)
    later(time_machine, 9)
    tell_due_turns()
    assert remind() == (0, 1), "the job was there first today"


@pytest.mark.parametrize("who", ["dewi", "rudi", "hana", "sari"])
def test_others_remind_nobody(plan, city, who):
    with pytest.raises(PermissionDenied):
        remind_all(turns(plan), period=plan.period, actor=getattr(city, who).user)
    assert not TurnReminder.objects.exists()


def test_one_does_not_remind_oneself(plan, city):
    approved(plan, city)
    other = second_officer(city)
    assert remind_all(turns(plan), period=plan.period, actor=city.wati.user) == (1, 0)
    assert heard("turn_reminded") == nip(other)


def test_the_button_reminds_those_whom_the_filter_shows(plan, city, as_):
    client = as_(city.wati)
    page = client.get(reverse("schedules:plan_list"))
    assert "Ingatkan semua" in page.content.decode()
    data = {"periode": plan.period_id, "status": "submitted"}
    client.post(reverse("schedules:plan_remind"), data)
    assert not TurnReminder.objects.exists()
    answer = client.post(reverse("schedules:plan_remind"), data | {"status": "draft"}, follow=True)
    assert "1 pejabat diingatkan." in answer.content.decode()
    assert heard("turn_reminded") == nip(city.rudi)


# --- on the pages -----------------------------------------------------------------------------


def test_list_page_and_plan_say_whose_turn_it_is_and_since_when(plan, city, as_, time_machine):
    later(time_machine, 11)
    for address in (
        reverse("schedules:plan_list"), reverse("schedules:plan_detail", args=[plan.pk]),
    ):  # fmt: skip
        text = " ".join(as_(city.wati).get(address).content.decode().split())
        assert "Rudi Hartono" in text
        assert "7 Desember 2026" in text
        assert "terlambat" in text
    page = as_(city.wati).get(reverse("schedules:plan_list"), {"terlambat": "on"})
    assert [agency for agency, _plans in page.context["rows"]] == [city.agency]
    assert "Kepala Bidang Ekonomi berhalangan" in text


def test_the_late_filter_leaves_out_what_is_in_time(plan, city, as_):
    page = as_(city.wati).get(reverse("schedules:plan_list"), {"terlambat": "on"})
    assert page.context["rows"] == []


@pytest.mark.parametrize(("who", "count"), [("rudi", 1), ("dewi", 0), ("sari", 0), ("wati", 0)])
def test_hari_ini_shows_the_turn_to_who_has_it(plan, city, as_, who, count):
    person = getattr(city, who)
    assert len(turns_waiting_for(scope_for(person.user))) == count
    text = as_(person).get(reverse("attendance:today")).content.decode()
    assert text.count("Rencana rotasi: pengajuan Bidang Ekonomi") == count


def test_employees_cost_no_query(plan, city, django_assert_num_queries):
    scope = scope_for(city.sari.user)
    with django_assert_num_queries(0):
        assert turns_waiting_for(scope) == []


def test_more_bidang_cost_no_more_queries(city, monday, django_assert_num_queries):
    for count, unit in enumerate((city.division, city.other_division)):
        make_colleagues(city, unit, 2, first=60 + 10 * count)
    plan = make_plan(city)
    assert plan.parts.count() == 2
    with django_assert_num_queries(8):
        assert len(turns_of_plans([plan], clock.today())[plan.pk]) == 2
