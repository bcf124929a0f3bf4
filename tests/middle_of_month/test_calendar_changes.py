"""Rows "holiday declared late" and "changed hours": what they void, revise and leave alone."""

import datetime

import pytest
from django.urls import reverse

from attendance.models import DayRecord
from attendance.services.closing import close_day, recompute_day
from schedules.models import Assignment, Holiday, Plan, Swap, WorkHours
from schedules.queries.calendar import Calendar
from schedules.queries.day_reasons import day_reason
from schedules.queries.letters import states_of
from schedules.queries.rechecks import problem_now
from schedules.queries.repairs import changes_of
from schedules.queries.rotations import rotation_of
from schedules.queries.swaps import colleagues_for
from schedules.services.calendar import declare_holiday, end_hours, set_hours
from schedules.services.feeds import renew_feed
from schedules.services.repairs import recheck
from schedules.services.swaps import decide_swap, end_overtaken_swaps, offer_swap, take_swap
from tests.attendance.conftest import at_time, hours, tap  # noqa: F401
from tests.middle_of_month.conftest import told
from tests.schedules.letter_cast import letter_in_force
from tests.schedules.swap_cast import THURSDAY, TUESDAY, offered
from units.decisions import Refused
from units.models import Decision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

D, T = datetime.date, datetime.time


def declare(city, day=THURSDAY, kind="joint_leave", **over):
    facts = {"name": "Cuti bersama", "legal_basis": "SKB 5/2026", "actor": city.wati.user}
    return declare_holiday(day, kind=kind, **facts | over)


# --- cuti bersama declared late ------------------------------------------------------------------


def test_the_day_is_void_and_who_was_at_home_is_told_within_the_day(city, plan):
    home = Assignment.objects.filter(date=THURSDAY, published=True)
    names = {row.employee.nip for row in home.select_related("employee")}
    assert city.sari.nip in names
    declare(city)
    assert told("holiday") == {(name, "holiday") for name in names}
    why = day_reason(city.sari, THURSDAY)
    assert (why.place, why.text) == ("libur", "Cuti bersama")
    decision = Decision.objects.get(act="declare_holiday")
    assert (decision.actor, decision.reason) == (city.wati.user, "SKB 5/2026")


def test_shares_are_computed_again_without_the_day(city, plan):
    before = problem_now(plan)
    assert "2026-12-17" in before.days
    declare(city)
    assert "2026-12-17" not in problem_now(plan).days
    plan.refresh_from_db()
    assert plan.recheck_asked_at is not None
    recheck(plan.pk)
    repair = plan.repairs.get(status="proposed")
    changed = changes_of(rotation_of(plan), repair)
    assert (str(city.sari.pk), "2026-12-17") in changed
    assert {day for _person, day in changed} == {"2026-12-17"}


def test_feeds_and_letters_are_revised(city, plan, client):
    letter = letter_in_force(city, plan)
    url = reverse("schedules:feed", args=[renew_feed(city.sari)])
    assert "20261217" in client.get(url).text
    declare(city)
    assert "20261217" not in client.get(url).text
    assert states_of([letter])[letter.pk] == "replace"


def test_open_swaps_of_the_day_fall_at_once_and_both_are_told(city, plan):
    swap = take_swap(offered(city, plan), actor=city.tono.user)
    declare(city, TUESDAY)
    swap.refresh_from_db()
    assert swap.status == Swap.Status.FALLEN
    assert told("swap_fallen") == {
        (city.sari.nip, "swap_fallen"),
        (city.tono.nip, "swap_fallen"),
    }


def test_swaps_of_other_days_and_of_units_that_work_go_on(city, plan):
    swap = offered(city, plan)
    declare(city, D(2026, 12, 16))
    declare(city, kind="local", unit=city.service, name="HUT Disdukcapil")
    swap.refresh_from_db()
    assert swap.status == Swap.Status.OFFERED


def test_no_swap_is_offered_or_approved_on_a_day_that_became_free(city, plan):
    swap = take_swap(offered(city, plan), actor=city.tono.user)
    # written by the list of the joint decree, which ends no swaps by itself
    Holiday.objects.create(date=TUESDAY, name="Cuti bersama", kind="joint_leave")
    with pytest.raises(Refused, match="sudah berubah"):
        decide_swap(swap, accepted=True, reason="", actor=city.rudi.user)
    swap.refresh_from_db()
    assert swap.status == Swap.Status.TAKEN
    days = ("2026-12-17", "2026-12-15")
    assert colleagues_for(rotation_of(plan), city.sari, *days) == []
    assert end_overtaken_swaps() == 1
    with pytest.raises(Refused):
        offer_swap(
            city.sari, plan=plan, give_on=THURSDAY, take_on=TUESDAY, colleagues=[city.tono.pk],
            actor=city.sari.user,
        )  # fmt: skip
    assert Swap.objects.count() == 1


@pytest.mark.parametrize("many", [1, 3])
def test_ending_the_swaps_of_a_day_needs_the_same_queries_to_find_them(
    city, plan, many, django_assert_max_num_queries
):
    from schedules.queries.swaps import on_days_off

    rows = [Swap(pk=n, asker=city.sari, give_on=THURSDAY, take_on=TUESDAY) for n in range(many)]
    Holiday.objects.create(date=TUESDAY, name="Cuti bersama", kind="joint_leave")
    with django_assert_max_num_queries(5):
        assert on_days_off(rows) == set(range(many))


def test_a_unit_that_stays_open_keeps_its_working_day(city, plan):
    declare(city)
    declare(city, kind="called_off", unit=city.service, name="Piket pelayanan")
    calendar = Calendar.load(THURSDAY, THURSDAY)
    assert calendar.is_working_day(city.counter.pk, THURSDAY)
    assert not calendar.is_working_day(city.division.pk, THURSDAY)
    assert day_reason(city.umar, THURSDAY).place == "wfo"
    assert day_reason(city.sari, THURSDAY).place == "libur"


def test_a_day_already_lived_is_never_made_free(city, plan, time_machine):
    time_machine.move_to(datetime.datetime(2026, 12, 18, 2, tzinfo=datetime.UTC), tick=False)
    before = Plan.objects.values_list("recheck_asked_at", flat=True).get(pk=plan.pk)
    with pytest.raises(Refused, match="sudah lewat"):
        declare(city)
    assert not Holiday.objects.exists()
    assert told() == set()
    assert Plan.objects.values_list("recheck_asked_at", flat=True).get(pk=plan.pk) == before


@pytest.mark.parametrize("who", ["sari", "rudi", "dewi", "hana", "bagus"])
def test_nobody_but_bkpsdm_declares(city, plan, as_, who):
    form = {"date": "2026-12-17", "name": "Libur", "kind": "joint_leave", "legal_basis": "SKB"}
    response = as_(getattr(city, who)).post(reverse("schedules:holiday_new"), form)
    assert response.status_code == 403
    assert not Holiday.objects.exists()


# --- Ramadan, changed hours ----------------------------------------------------------------------


def ramadan(city, starts_on, **over):
    """Hours from 06.30, as in 2025, for the whole city."""
    days = {weekday: (T(6, 30), T(14), 30) for weekday in range(5)}
    facts = {"name": "Ramadan", "working_week": 5, "legal_basis": "SE Wali Kota 7/2026"}
    return set_hours(days=days, starts_on=starts_on, actor=city.wati.user, **facts | over)


def test_changed_hours_count_from_their_day_and_past_days_keep_theirs(
    city, hours, tap, time_machine  # noqa: F811
):  # fmt: skip
    monday, tuesday = D(2026, 12, 7), D(2026, 12, 8)
    for day in (monday, tuesday):
        tap(city.tono, "in", at_time(day, 7, 30))
        tap(city.tono, "out", at_time(day, 16))
        if day == monday:
            time_machine.move_to(at_time(monday, 18), tick=False)
            ramadan(city, tuesday, ends_on=tuesday)
    time_machine.move_to(at_time(D(2026, 12, 9), 1), tick=False)
    close_day(monday)
    close_day(tuesday)
    late = DayRecord.objects.filter(employee=city.tono).values_list("date", "minutes_late")
    assert dict(late.all()) == {monday: 0, tuesday: 60}
    recompute_day(city.tono, monday)
    assert dict(late.all()) == {monday: 0, tuesday: 60}


def test_hours_never_reach_back(city, hours):  # noqa: F811
    with pytest.raises(Refused, match="berlaku surut"):
        ramadan(city, D(2026, 12, 4))
    assert WorkHours.objects.get() == hours
    row = ramadan(city, D(2026, 12, 7))
    with pytest.raises(Refused, match="Hari yang sudah lewat tetap memakai jam ini"):
        end_hours(row, ends_on=D(2026, 12, 3), actor=city.wati.user)
    row.refresh_from_db()
    assert row.ends_on is None


def test_only_bkpsdm_changes_hours(city, as_):
    for who in ("sari", "rudi", "hana"):
        assert as_(getattr(city, who)).get(reverse("schedules:hours_new")).status_code == 403
    assert not WorkHours.objects.exists()
