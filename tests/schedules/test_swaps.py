"""Swaps: consent, decision, every rule again; yours until taken; nobody decides on their own."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from schedules.models import Assignment, Away, BalanceEntry, Plan, Swap, SwapOffer
from schedules.planning import violations
from schedules.queries.calendar import Calendar
from schedules.queries.day_reasons import day_reason
from schedules.queries.lived import days_as_lived, newly_placed
from schedules.queries.rotations import rotation_of
from schedules.queries.swaps import (
    broken_by,
    colleagues_for,
    days_to_give,
    days_to_take,
    exchanged,
    swaps_to_decide,
)
from schedules.queries.versions import pins_of
from schedules.services.balances import close_period
from schedules.services.swaps import (
    decide_swap,
    decline_swap,
    end_overtaken_swaps,
    offer_swap,
    take_swap,
    withdraw_swap,
)
from tests.schedules.balance_cast import at
from tests.schedules.office_cast import make_colleagues, make_floor
from tests.schedules.swap_cast import THURSDAY, TUESDAY, offered, published_plan
from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused, decisions_on
from units.models import Employee, Outbox, Posting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def plan(city, monday):
    return published_plan(city)


def days_of(plan, employee):
    rows = Assignment.objects.filter(plan=plan, employee=employee, published=True)
    return sorted(rows.values_list("date", flat=True))


def taken(city, plan):
    return take_swap(offered(city, plan), actor=city.tono.user)


def accept(swap, person):
    return decide_swap(swap, accepted=True, reason="", actor=person.user)


def state(plan):
    """What a denied act must leave as it is."""
    return (
        list(Swap.objects.values_list("status", "partner", "decided_by")),
        list(SwapOffer.objects.values_list("colleague", "declined_at")),
        sorted(Assignment.objects.filter(plan=plan).values_list("employee", "date", "source")),
        Outbox.objects.count(),
    )


def away(employee, day, by):
    return Away.objects.create(
        employee=employee, kind="cuti", starts_on=day, ends_on=day, recorded_by=by.user,
        recorded_at=clock.now(),
    )  # fmt: skip


def test_consent_and_decision_exchange_the_two_days(city, plan):
    swap = offered(city, plan)
    assert (swap.status, swap.expires_on) == ("offered", datetime.date(2026, 12, 14))
    take_swap(swap, actor=city.tono.user)
    assert (days_of(plan, city.sari), days_of(plan, city.tono)) == ([THURSDAY], [TUESDAY])
    accept(swap, city.rudi)
    assert (days_of(plan, city.sari), days_of(plan, city.tono)) == ([TUESDAY], [THURSDAY])
    assert set(
        Assignment.objects.filter(employee__in=[city.sari, city.tono]).values_list("source")
    ) == {("swap",)}
    decision = decisions_on(swap).get()
    assert (decision.act, decision.actor) == ("swap_approved", city.rudi.user)
    assert decision.after == {
        str(city.sari.pk): "2026-12-15", str(city.tono.pk): "2026-12-17"
    }  # fmt: skip
    told = set(Outbox.objects.filter(kind="swap_approved").values_list("recipient", flat=True))
    assert told == {city.sari.user.pk, city.tono.user.pk}


def test_the_reason_of_a_swapped_day_says_so(city, plan):
    accept(taken(city, plan), city.rudi)
    for employee, day, place in ((city.sari, TUESDAY, "wfh"), (city.sari, THURSDAY, "wfo")):
        why = day_reason(employee, day)
        assert (why.place, why.rule) == (place, "swap")
        assert why.text == "Tukar hari dengan rekan, disetujui 7 Desember 2026."


def test_a_repair_leaves_swapped_days_alone(city, plan):
    accept(taken(city, plan), city.rudi)
    sari, tono = str(city.sari.pk), str(city.tono.pk)
    assert pins_of(rotation_of(plan)) == {
        (sari, "2026-12-17"): "wfo", (sari, "2026-12-15"): "wfh",
        (tono, "2026-12-17"): "wfh", (tono, "2026-12-15"): "wfo",
    }  # fmt: skip
    Assignment.objects.filter(employee=city.sari, date=TUESDAY).delete()
    assert (sari, "2026-12-15") not in pins_of(rotation_of(plan))


def test_it_is_the_askers_until_taken_and_the_first_to_take_gets_it(city, plan):
    agus = Employee.objects.get(name="Agus Prasetyo")
    Assignment.objects.create(plan=plan, employee=agus, date=TUESDAY, published=True)
    Assignment.objects.filter(plan=plan, employee=agus).exclude(date=TUESDAY).delete()
    swap = offered(city, plan, [agus.pk, city.tono.pk])
    take_swap(swap, actor=agus.user)
    before = state(plan)
    with pytest.raises(MovedOn):
        take_swap(Swap.objects.get(pk=swap.pk), actor=city.tono.user)
    assert state(plan) == before
    decline_swap(swap, actor=agus.user)
    assert Swap.objects.get().status == "offered"
    take_swap(swap, actor=city.tono.user)
    assert Swap.objects.get().partner == city.tono


def test_only_peers_with_whom_every_rule_holds_are_listed(city, plan):
    give, take = THURSDAY.isoformat(), TUESDAY.isoformat()
    assert colleagues_for(rotation_of(plan), city.sari, give, take) == [city.tono.pk]
    away(city.tono, THURSDAY, city.hana)
    assert colleagues_for(rotation_of(plan), city.sari, give, take) == []


def test_a_colleague_at_the_weekly_most_is_not_listed(city, plan):
    for day in (datetime.date(2026, 12, 16), datetime.date(2026, 12, 18)):
        Assignment.objects.create(plan=plan, employee=city.tono, date=day, published=True)
    give, take = THURSDAY.isoformat(), TUESDAY.isoformat()
    # Three days in one week stay three: at most two are allowed, so the exchange is not.
    assert colleagues_for(rotation_of(plan), city.sari, give, take) == []


def test_the_quick_check_finds_what_the_full_one_finds(city, plan):
    make_floor(plan.policy, city.division, 8, text="Semua di kantor")
    rotation = rotation_of(plan)
    for person in rotation.problem.people:
        for take in rotation.problem.days:
            if person.id == str(city.sari.pk):
                continue
            ids, days = (str(city.sari.pk), person.id), (THURSDAY.isoformat(), take)
            after = exchanged(rotation, *ids, *days)
            home = {one: at_home for one, at_home in after.home.items() if at_home}
            full = {
                (one.rule, one.days)
                for one in violations(rotation.problem, home)
                if set(one.people) & set(ids) and set(one.days) & set(days)
            }
            quick = {
                (one.rule, one.days)
                for one in broken_by(rotation.problem, home, ids, days)
                if set(one.days) & set(days)
            }
            assert quick == full


@pytest.mark.parametrize("who", ["sari", "tono", "yanti", "wati", "hana", "laras", "bagus"])
def test_nobody_but_their_superior_decides(city, plan, who):
    swap = taken(city, plan)
    before = state(plan)
    account = getattr(city, who)
    with pytest.raises(PermissionDenied):
        decide_swap(swap, accepted=True, reason="", actor=getattr(account, "user", account))
    assert state(plan) == before


def test_a_stand_in_never_decides_on_the_own_swap(city, plan):
    """Tono stands in for Rudi while he is one of the two: it goes to the agency's head."""
    swap = taken(city, plan)
    Posting.objects.create(
        employee=city.tono, unit=city.division, position=city.positions.head_of_division,
        kind=Posting.Kind.DAILY, is_head=True, letter_number="1/PLH",
        starts_on=datetime.date(2026, 12, 7), ends_on=datetime.date(2026, 12, 11),
    )  # fmt: skip
    with pytest.raises(PermissionDenied):
        accept(swap, city.tono)
    assert list(swaps_to_decide(scope_for(city.tono.user))) == []
    assert list(swaps_to_decide(scope_for(city.dewi.user))) == [swap]
    accept(swap, city.dewi)
    assert Swap.objects.get().status == "approved"


def test_an_offer_alone_cannot_be_decided_on(city, plan):
    swap = offered(city, plan)
    with pytest.raises(PermissionDenied):
        accept(swap, city.rudi)
    assert days_of(plan, city.sari) == [THURSDAY]


def test_a_rule_broken_since_consent_refuses_the_approval_with_its_text(city, plan):
    swap = taken(city, plan)
    away(city.tono, THURSDAY, city.hana)
    before = state(plan)
    with pytest.raises(Refused, match="tidak tersedia pada 17 Des"):
        accept(swap, city.rudi)
    assert state(plan) == before


def test_a_changed_day_since_consent_refuses_the_approval(city, plan):
    swap = taken(city, plan)
    Assignment.objects.filter(employee=city.tono, date=TUESDAY).delete()
    with pytest.raises(Refused, match="sudah berubah"):
        accept(swap, city.rudi)


def test_a_refusal_needs_a_reason_and_changes_no_day(city, plan):
    swap = taken(city, plan)
    with pytest.raises(Refused):
        decide_swap(swap, accepted=False, reason=" ", actor=city.rudi.user)
    decide_swap(swap, accepted=False, reason="Loket kurang orang", actor=city.rudi.user)
    assert (days_of(plan, city.sari), days_of(plan, city.tono)) == ([THURSDAY], [TUESDAY])
    with pytest.raises(MovedOn):
        accept(swap, city.rudi)


def test_two_heads_deciding_at_once_the_second_is_told(city, plan):
    swap = taken(city, plan)
    stale = Swap.objects.get(pk=swap.pk)
    accept(swap, city.rudi)
    with pytest.raises(MovedOn):
        decide_swap(stale, accepted=False, reason="Tidak", actor=city.dewi.user)
    assert Swap.objects.get().status == "approved"


@pytest.mark.parametrize(
    ("over", "text"),
    [
        ({"give_on": datetime.date(2026, 12, 7)}, "sesudah hari ini"),
        ({"colleagues": []}, "paling sedikit satu"),
        ({"take_on": datetime.date(2026, 12, 16)}, "tidak lagi dapat bertukar"),
    ],
)
def test_offers_that_cannot_be_are_refused(city, plan, over, text):
    fields = {
        "plan": plan, "give_on": THURSDAY, "take_on": TUESDAY, "colleagues": [city.tono.pk],
    }  # fmt: skip
    with pytest.raises(Refused, match=text):
        offer_swap(city.sari, actor=city.sari.user, **(fields | over))
    assert not Swap.objects.exists()


def test_a_draft_cannot_be_swapped_and_nobody_offers_for_another(city, plan):
    with pytest.raises(PermissionDenied):
        offer_swap(
            city.sari, plan=plan, give_on=THURSDAY, take_on=TUESDAY,
            colleagues=[city.tono.pk], actor=city.tono.user,
        )  # fmt: skip
    Plan.objects.update(status="draft")
    with pytest.raises(Refused, match="sudah terbit"):
        offered(city, plan)
    assert not Swap.objects.exists()


def test_one_open_swap_per_day(city, plan):
    offered(city, plan)
    with pytest.raises(Refused, match="sudah Anda tawarkan"):
        offered(city, plan)
    assert Swap.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        swap = Swap.objects.get()
        swap.pk = None
        swap.save()


def test_withdrawing_and_declining(city, plan):
    swap = taken(city, plan)
    with pytest.raises(PermissionDenied):
        withdraw_swap(swap, actor=city.tono.user)
    withdraw_swap(swap, actor=city.sari.user)
    assert Swap.objects.get().status == "withdrawn"
    with pytest.raises(MovedOn):
        decline_swap(swap, actor=city.tono.user)
    again = offered(city, plan)
    decline_swap(again, actor=city.tono.user)
    again.refresh_from_db()
    assert again.status == "fallen"
    with pytest.raises(PermissionDenied):
        take_swap(again, actor=city.tono.user)


def test_swaps_end_by_time_and_by_change_and_are_told_once(city, plan, time_machine):
    swap = taken(city, plan)
    assert end_overtaken_swaps() == 0
    away(city.sari, TUESDAY, city.hana)
    assert (end_overtaken_swaps(), end_overtaken_swaps()) == (1, 0)
    swap.refresh_from_db()
    assert swap.status == "fallen"
    assert Outbox.objects.filter(kind="swap_fallen").count() == 2
    Away.objects.all().delete()
    later = offered(city, plan)
    time_machine.move_to(datetime.datetime(2026, 12, 15, 9, tzinfo=clock.now().tzinfo))
    with pytest.raises(Refused, match="sudah lewat"):
        take_swap(later, actor=city.tono.user)
    assert end_overtaken_swaps() == 1
    later.refresh_from_db()
    assert later.status == "expired"


def test_a_superseded_plan_ends_its_swaps(city, plan):
    offered(city, plan)
    Plan.objects.update(status="superseded")
    assert end_overtaken_swaps() == 1


def test_days_to_give_and_to_take(city, plan):
    rotation, today = rotation_of(plan), clock.today()
    assert days_to_give(rotation, city.sari, today) == ["2026-12-17"]
    take = days_to_take(rotation, city.sari, today)
    assert "2026-12-15" in take
    assert not {"2026-12-07", "2026-12-14", "2026-12-17"} & set(take)
    assert days_to_take(rotation, city.dewi, today) == []


def test_the_pages_lead_from_the_day_to_the_decision(city, plan, as_):
    page = as_(city.sari).get("/tukar-hari/baru/?beri=2026-12-17&terima=2026-12-15")
    assert page.context["people"] == [(city.tono.pk, "Tono Prasetyo")]
    sent = as_(city.sari).post(
        "/tukar-hari/baru/?beri=2026-12-17&terima=2026-12-15", {"colleagues": [city.tono.pk]}
    )
    swap = Swap.objects.get()
    assert sent["Location"] == f"/tukar-hari/{swap.pk}/"
    assert "Sari Wulandari" in as_(city.tono).get("/tukar-hari/").content.decode()
    as_(city.tono).post(f"/tukar-hari/{swap.pk}/terima/")
    page = as_(city.rudi).get(f"/tukar-hari/{swap.pk}/").content.decode()
    assert "Semua aturan dan batas minimal tetap terpenuhi." in page
    answer = as_(city.rudi).post(f"/tukar-hari/{swap.pk}/putuskan/", {"decision": "refuse"})
    assert answer.status_code == 422
    as_(city.rudi).post(f"/tukar-hari/{swap.pk}/putuskan/", {"decision": "accept"})
    swap.refresh_from_db()
    assert swap.status == "approved"


def test_the_page_says_why_no_day_is_given_away(city, plan, as_):
    page = as_(city.sari).get("/tukar-hari/baru/").content.decode()
    assert "Hari WFH tidak diserahkan tanpa hari pengganti" in page
    assert "hari itu masuk selisih porsi Anda" in page


def test_the_balances_of_both_follow_the_days_as_lived_after_the_swap(city, plan, time_machine):
    period = plan.period
    calendar = Calendar.load(period.starts_on, period.ends_on)
    accept(taken(city, plan), city.rudi)
    # Tono has Sari's Thursday now: ill on it he has not had a day, while Sari's Tuesday counts.
    away(city.tono, THURSDAY, city.hana)
    home = days_as_lived(plan, calendar, newly_placed(period)).home
    assert home[str(city.sari.pk)] == [TUESDAY.isoformat()]
    assert str(city.tono.pk) not in home
    time_machine.move_to(at(period.ends_on + datetime.timedelta(days=1)))
    close_period(period, actor=city.wati.user)
    entries = dict(
        BalanceEntry.objects.filter(kind="days", employee__in=[city.sari, city.tono]).values_list(
            "employee", "amount"
        )
    )
    assert entries[city.tono.pk] > entries[city.sari.pk]


def test_colleagues_see_no_balances_and_no_other_answers(city, plan, as_):
    swap = taken(city, plan)
    page = as_(city.tono).get(f"/tukar-hari/{swap.pk}/").content.decode()
    assert "Selisih porsi" not in page
    assert "Ditawarkan kepada" not in page
    assert "Selisih porsi" in as_(city.rudi).get(f"/tukar-hari/{swap.pk}/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_queries_for_one_row_and_three(
    city, plan, as_, count, django_assert_num_queries
):
    people = make_colleagues(city, city.division, count, first=50)
    for one in people:
        swap = Swap.objects.create(
            plan=plan, asker=one, give_on=THURSDAY, take_on=TUESDAY, asked_at=clock.now(),
            expires_on=datetime.date(2026, 12, 14),
        )  # fmt: skip
        SwapOffer.objects.create(swap=swap, colleague=city.tono)
    client = as_(city.tono)
    with django_assert_num_queries(5):
        assert len(client.get("/tukar-hari/").context["offers"]) == count
