"""The date by which plans are due: set on a page, shown to who owes, reminded of, never decided."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from schedules.models import DueReminder, Period, Plan, PlanningRun, PlanningRunItem, TurnReminder
from schedules.queries.due import owing, without_plan
from schedules.services.due import remind_owing, tell_owed_plans
from schedules.services.periods import set_submit_by
from schedules.services.reminders import tell_due_turns
from schedules.tasks import remind_turns
from tests.schedules.office_cast import make_period, make_plan
from tests.schedules.test_plans import grant, submitted
from units import clock
from units.decisions import Refused
from units.models import Decision, Outbox, Unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def period(city, monday):
    """Four weeks from Monday 28 December, due on Friday 18 December; today is 7 December."""
    return Period.objects.create(
        name="Januari 2027",
        starts_on=datetime.date(2026, 12, 28),
        ends_on=datetime.date(2027, 1, 24),
        submit_by=datetime.date(2026, 12, 18),
    )


def later(time_machine, day):
    time_machine.move_to(datetime.datetime(2026, 12, day, 2, tzinfo=datetime.UTC), tick=False)


def heard(kind):
    return {notice.recipient.username for notice in Outbox.objects.filter(kind=kind)}


def nip(*people):
    return {one.user.username for one in people}


# --- who owes ---------------------------------------------------------------------------------


def codes(agencies):
    return [agency.code for agency in agencies]


def test_agencies_without_any_plan_owe_and_drafts_too(city, monday):
    plan = make_plan(city)
    agencies = Unit.objects.without_tree_fields().filter(level="opd")
    assert codes(owing(plan.period)) == ["BAPPELITBANGDA", "BKPSDM", "DISDUKCAPIL"]
    assert codes(without_plan(agencies, plan.period)) == ["BKPSDM", "DISDUKCAPIL"]
    submitted(plan, city.rudi.user)
    assert codes(owing(plan.period)) == ["BKPSDM", "DISDUKCAPIL"]


def test_who_has_nothing_to_plan_or_is_closed_owes_nothing(city, period):
    run = PlanningRun.objects.create(
        period=period, requested_by=city.wati.user, requested_at=clock.now(), status="done"
    )
    PlanningRunItem.objects.create(run=run, agency=city.service, status="skipped")
    Unit.objects.filter(pk=city.personnel.pk).update(closed_on="2026-12-01")
    assert codes(owing(period)) == ["BAPPELITBANGDA"]


# --- by age -----------------------------------------------------------------------------------


def test_heads_and_unit_hr_hear_a_week_before_and_when_it_is_over(city, period, time_machine):
    grant(city.laras, "sekda")
    later(time_machine, 10)
    assert (tell_owed_plans(), Outbox.objects.count()) == (0, 0)
    later(time_machine, 11)
    assert (tell_owed_plans(), tell_owed_plans()) == (3, 0)
    assert heard("plan_owed") == nip(city.dewi, city.hana, city.yanti)
    text = Outbox.objects.get(recipient=city.yanti.user).text
    assert "Dinas Kependudukan" in text
    assert "18 Desember 2026" in text
    later(time_machine, 19)
    assert (tell_owed_plans(), tell_owed_plans()) == (3, 0)
    assert heard("plan_owed_late") == set()
    later(time_machine, 21)
    assert (tell_owed_plans(), tell_owed_plans()) == (2, 0)
    assert heard("plan_owed_late") == nip(city.wati) | {"laras"}
    assert Outbox.objects.count() == 8
    assert not Plan.objects.exists(), "a reminder makes and decides nothing"


def test_a_missed_run_is_caught_up_and_the_day_s_runs_tell_once(city, period, time_machine):
    later(time_machine, 22)
    assert (remind_turns(), remind_turns()) == (4, 0)
    assert heard("plan_owed") == nip(city.dewi, city.hana, city.yanti)
    assert heard("plan_owed_late") == nip(city.wati)


def test_without_a_date_and_after_the_period_nobody_hears(city, period, time_machine):
    time_machine.move_to("2027-01-25T02:00Z", tick=False)
    assert tell_owed_plans() == 0
    later(time_machine, 19)
    Period.objects.update(submit_by=None)
    assert tell_owed_plans() == 0


def test_a_draft_is_late_from_the_day_after_the_date(city, monday, time_machine):
    plan = make_plan(city)
    Period.objects.filter(pk=plan.period_id).update(submit_by="2026-12-06")
    assert (tell_due_turns(), tell_due_turns()) == (3, 0)
    assert set(TurnReminder.objects.values_list("recipient__username", "kind")) == {
        (city.rudi.user.username, "reminder"),
        (city.dewi.user.username, "escalation"),
        (city.wati.user.username, "escalation"),
    }
    assert Plan.objects.get(pk=plan.pk).status == "draft"


def test_the_database_keeps_one_notice_per_agency_and_one_by_hand_a_day(city, period):
    row = {
        "recipient": city.dewi.user, "period": period, "agency": city.agency,
        "sent_on": clock.today(), "sent_at": clock.now(),
    }  # fmt: skip
    for more in (
        {"kind": "soon"}, {"kind": "overdue"}, {"kind": "escalation"},
        {"kind": "by_hand", "sent_by": city.wati.user},
    ):  # fmt: skip
        DueReminder.objects.create(**row, **more)
        with pytest.raises(IntegrityError), transaction.atomic():
            DueReminder.objects.create(**row, **more)
    with pytest.raises(IntegrityError), transaction.atomic():
        DueReminder.objects.create(**row | {"recipient": city.yanti.user}, kind="by_hand")


@pytest.mark.parametrize("agencies", [1, 3])
def test_more_agencies_cost_no_more_questions(
    city, period, time_machine, agencies, django_assert_num_queries
):
    later(time_machine, 19)
    for number in range(agencies):
        Unit.objects.create(
            code=f"OPD{number}", name=f"OPD {number}", level="opd", parent=city.root
        )
    tell_owed_plans()
    with django_assert_num_queries(6):
        assert tell_owed_plans() == 0


# --- by hand ----------------------------------------------------------------------------------


def test_ingatkan_semua_reaches_who_has_no_plan_once_a_day(city, monday, as_, time_machine):
    plan = make_plan(city)
    client = as_(city.wati)
    data = {"periode": plan.period_id}
    answer = client.post(reverse("schedules:plan_remind"), data, follow=True)
    assert "2 pejabat diingatkan." in answer.content.decode()
    assert heard("turn_reminded") == nip(city.rudi)
    assert heard("plan_owed_undated") == nip(city.yanti)
    answer = client.post(reverse("schedules:plan_remind"), data, follow=True)
    assert "2 sudah diingatkan hari ini." in answer.content.decode()
    later(time_machine, 8)
    client = as_(city.wati)
    client.post(reverse("schedules:plan_remind"), data | {"status": "none"})
    assert Outbox.objects.filter(kind="plan_owed_undated").count() == 2
    assert Outbox.objects.filter(kind="turn_reminded").count() == 1


@pytest.mark.parametrize("who", ["dewi", "rudi", "hana", "sari"])
def test_others_remind_nobody(city, period, who):
    with pytest.raises(PermissionDenied):
        remind_owing([city.service], period=period, actor=getattr(city, who).user)
    assert not DueReminder.objects.exists()


def test_the_list_shows_who_has_no_plan_and_the_date(city, period, as_, time_machine):
    later(time_machine, 19)
    page = as_(city.wati).get(
        reverse("schedules:plan_list"), {"periode": period.pk, "terlambat": "on"}
    )
    assert codes(agency for agency, _plans in page.context["rows"]) == [
        "BAPPELITBANGDA", "BKPSDM", "DISDUKCAPIL",
    ]  # fmt: skip
    for who in (city.wati, city.yanti, city.hana):
        text = as_(who).get(reverse("schedules:plan_list"), {"periode": period.pk}).content.decode()
        assert "paling lambat Jumat, 18 Desember 2026" in text
        assert "batas lewat" in text


# --- the date itself --------------------------------------------------------------------------


def test_bkpsdm_sets_the_date_on_the_page_of_periods(city, period, as_):
    client = as_(city.wati)
    text = client.get(reverse("schedules:period_list")).content.decode()
    assert "Simpan batas" in text
    assert 'name="batas-submit_by" value="2026-12-18"' in text
    assert "(batas 18 Des 2026)" in text
    data = {"batas-period": period.pk, "batas-submit_by": "2026-12-21"}
    answer = client.post(reverse("schedules:period_due"), data, follow=True)
    assert "tercatat" in answer.content.decode()
    period.refresh_from_db()
    assert period.submit_by == datetime.date(2026, 12, 21)
    decision = Decision.objects.get(act="set_submit_by")
    assert (decision.before, decision.after) == (
        {"submit_by": "2026-12-18"}, {"submit_by": "2026-12-21"},
    )  # fmt: skip
    refused = client.post(reverse("schedules:period_due"), data | {"batas-submit_by": "2026-12-28"})
    assert "sebelum periode dimulai" in refused.content.decode()
    period.refresh_from_db()
    assert period.submit_by == datetime.date(2026, 12, 21)


@pytest.mark.parametrize(
    ("day", "sentence"), [("2026-12-28", "sebelum periode dimulai"), ("2026-12-06", "sudah lewat")]
)
def test_dates_that_make_no_sense_are_refused(city, period, day, sentence):
    with pytest.raises(Refused, match=sentence):
        set_submit_by(period, datetime.date.fromisoformat(day), actor=city.wati.user)
    period.refresh_from_db()
    assert period.submit_by == datetime.date(2026, 12, 18)


def test_a_period_that_has_begun_keeps_its_date(city, monday):
    begun = make_period()
    with pytest.raises(Refused, match="sudah dimulai"):
        set_submit_by(begun, None, actor=city.wati.user)


@pytest.mark.parametrize("who", ["dewi", "hana", "sari"])
def test_only_bkpsdm_sets_it(city, period, who):
    with pytest.raises(PermissionDenied):
        set_submit_by(period, None, actor=getattr(city, who).user)
    period.refresh_from_db()
    assert period.submit_by == datetime.date(2026, 12, 18)
