"""Cells by two hands: own days, what came between, the way back, and what a page shows anew."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from schedules.models import Assignment
from schedules.queries.rotations import rotation_of
from schedules.queries.versions import hand_decisions, pins_of
from schedules.services.cells import change_place, undo_change
from schedules.services.parts import submit_part
from tests.schedules.conftest import make_policy
from tests.schedules.office_cast import draw_up, make_colleagues, make_period, make_plan
from tests.schedules.test_board import a_day, board_url
from tests.schedules.test_plans import state
from units.decisions import MovedOn, Refused, decisions_on, first_broken_link
from units.models import Employee, Posting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def plan(city, monday):
    return make_plan(city)


@pytest.fixture
def home_day(plan, city):
    """A day on which Sari is at home."""
    return a_day(plan, city.sari, at_home=True)


def change(plan, employee, day, to, actor, **more):
    return change_place(
        plan.parts.get(), employee=employee, day=day, to=to, actor=actor,
        **{"reason": "Rapat"} | more,
    )  # fmt: skip


def undo(plan, decision, actor):
    return undo_change(plan.parts.get(), decision_pk=decision.pk, actor=actor)


def cell_url(plan, city, employee, day):
    url = reverse("schedules:plan_cell", args=[plan.pk, city.division.pk])
    return f"{url}?person={employee.pk}&day={day}"


def undo_url(plan, city):
    return reverse("schedules:plan_cell_undo", args=[plan.pk, city.division.pk])


def assignments(plan):
    return sorted(plan.assignments.values_list("employee", "date", "source"))


def refused(plan, act, error, match=None):
    before = state(plan)
    with pytest.raises(error, match=match):
        act()
    assert state(plan) == before


# --- one's own days


def stand_in(city, employee):
    """Let an employee act as head of Bidang Ekonomi today."""
    Posting.objects.filter(unit=city.division, is_head=True).update(is_head=False)
    return Posting.objects.create(
        employee=employee, unit=city.division, position=city.positions.head_of_division,
        kind=Posting.Kind.DAILY, is_head=True, letter_number="800/1", starts_on="2026-12-01",
        ends_on="2026-12-31",
    )  # fmt: skip


@pytest.fixture
def with_rudi(city, monday):
    """A plan in which the head of the bidang takes part."""
    make_policy(city.root, city.wati.user, excluded_echelons=["II.b"], barred_weekdays=[0])
    make_colleagues(city, city.division)
    city.hana.postings.update(starts_on=datetime.date(2026, 12, 1))
    return draw_up(city, make_period())


def test_a_head_does_not_change_the_own_days_but_the_head_above_does(with_rudi, city):
    plan = with_rudi
    day = a_day(plan, city.rudi, at_home=True)
    refused(
        plan, lambda: change(plan, city.rudi, day, "wfo", city.rudi.user),
        Refused, "Hari Anda sendiri tidak dapat Anda ubah",
    )  # fmt: skip
    change(plan, city.rudi, day, "wfo", city.dewi.user)
    assert not plan.assignments.filter(employee=city.rudi, date=day).exists()
    refused(
        plan, lambda: change(plan, city.rudi, day, "wfh", city.rudi.user),
        Refused, "Hari Anda sendiri",
    )  # fmt: skip


def test_who_stands_in_for_the_head_does_not_change_the_own_days_either(plan, city, home_day, as_):
    stand_in(city, city.sari)
    refused(
        plan, lambda: change(plan, city.sari, home_day, "wfo", city.sari.user),
        Refused, "Hari Anda sendiri",
    )  # fmt: skip
    _change, decision = change(
        plan, city.tono, a_day(plan, city.tono, at_home=True), "wfo", city.sari.user
    )
    assert decision.mandate == "Plh. Kepala Bidang, surat 800/1"


def test_the_form_of_the_own_day_says_who_decides(with_rudi, city, as_):
    plan = with_rudi
    day = a_day(plan, city.rudi, at_home=True)
    html = as_(city.rudi).get(cell_url(plan, city, city.rudi, day)).content.decode()
    assert "Hari Anda sendiri tidak dapat Anda ubah; atasan Anda yang memutuskannya." in html
    assert "Jadikan" not in html


# --- two people at one cell


@pytest.mark.parametrize(("first", "second"), [("rudi", "dewi"), ("dewi", "rudi")])
def test_the_second_of_two_reads_what_the_first_did_and_loses_nothing(
    plan, city, home_day, as_, first, second
):
    url = cell_url(plan, city, city.sari, home_day)
    client = as_(getattr(city, second))
    assert 'name="seen" value="0"' in client.get(url).content.decode()
    change(plan, city.sari, home_day, "wfo", getattr(city, first).user, reason="Tamu provinsi")
    before = state(plan)
    html = client.post(url, {"to": "wfo", "reason": "Rapat DPRD", "seen": "0"}).content.decode()
    assert state(plan) == before
    assert "Hari itu sudah diubah orang lain." in html
    assert f"Diubah {getattr(city, first).name}, 7 Desember 09.00: Tamu provinsi" in html
    assert "Rapat DPRD</textarea>" in html
    assert "Yang Anda tulis masih ada di bawah." in html
    latest = decisions_on(plan).filter(act="place_changed").get()
    assert f'name="seen" value="{latest.pk}"' in html
    assert 'name="to" value="wfh"' in html
    answer = client.post(url, {"to": "wfh", "reason": "Rapat DPRD", "seen": latest.pk})
    assert answer.status_code == 302
    assert plan.assignments.filter(employee=city.sari, date=home_day).exists()


def test_a_cell_that_was_changed_and_changed_back_has_moved_on_too(plan, city, home_day):
    _change, decision = change(plan, city.sari, home_day, "wfo", city.rudi.user)
    undo(plan, decision, city.rudi.user)
    refused(
        plan, lambda: change(plan, city.sari, home_day, "wfo", city.dewi.user, seen=0),
        MovedOn, "sudah diubah orang lain",
    )  # fmt: skip
    latest = decisions_on(plan).first()
    change(plan, city.sari, home_day, "wfo", city.dewi.user, seen=latest.pk)


def test_what_was_typed_stays_when_the_change_has_become_unlawful(plan, city, as_):
    day = datetime.date(2026, 12, 9)
    url = cell_url(plan, city, city.sari, day)
    Assignment.objects.filter(plan=plan, employee=city.sari).delete()
    client = as_(city.rudi)
    assert "Jadikan WFH" in client.get(url).content.decode()
    for other in (8, 10):
        Assignment.objects.create(
            plan=plan, employee=city.sari, date=datetime.date(2026, 12, other)
        )
    before = state(plan)
    html = client.post(url, {"to": "wfh", "reason": "Ujian anak", "seen": 0}).content.decode()
    assert state(plan) == before
    assert "WFH 3 hari dalam satu pekan" in html
    assert "Yang Anda tulis: Ujian anak" in html


# --- the way back


def test_an_undo_puts_everything_back_and_erases_nothing(plan, city, home_day):
    before, pins = assignments(plan), pins_of(rotation_of(plan))
    changed, decision = change(plan, city.sari, home_day, "wfo", city.rudi.user)
    assert assignments(plan) != before
    restored, undone = undo(plan, decision, city.rudi.user)
    assert assignments(plan) == before
    assert plan.assignments.get(employee=city.sari, date=home_day).source == "planner"
    assert restored.share == changed.share[::-1]
    assert [one.act for one in decisions_on(plan)][:2] == ["place_restored", "place_changed"]
    assert undone.after == {
        "person": str(city.sari.pk), "day": home_day.isoformat(), "place": "wfh",
        "undoes": decision.pk,
    }  # fmt: skip
    assert undone.actor == city.rudi.user
    assert pins_of(rotation_of(plan)) == pins == {}
    assert first_broken_link() is None


def test_after_an_undo_the_change_before_it_stands_again(plan, city, home_day):
    cell_key = (str(city.sari.pk), home_day.isoformat())
    _change, first = change(plan, city.sari, home_day, "wfo", city.dewi.user, reason="Pertama")
    _change, second = change(plan, city.sari, home_day, "wfh", city.rudi.user, reason="Kedua")
    assert hand_decisions(plan)[cell_key] == second
    undo(plan, second, city.rudi.user)
    assert hand_decisions(plan)[cell_key] == first
    assert pins_of(rotation_of(plan)) == {cell_key: "wfo"}
    refused(plan, lambda: undo(plan, first, city.dewi.user), MovedOn, "sudah berubah lagi")


@pytest.mark.parametrize("who", ["dewi", "sari", "hana", "wati"])
def test_only_who_changed_it_takes_it_back(plan, city, home_day, who):
    _change, decision = change(plan, city.sari, home_day, "wfo", city.rudi.user)
    refused(plan, lambda: undo(plan, decision, getattr(city, who).user), PermissionDenied)


def test_a_change_that_somebody_touched_later_is_not_taken_back(plan, city, home_day):
    _change, decision = change(plan, city.sari, home_day, "wfo", city.rudi.user)
    change(plan, city.sari, home_day, "wfh", city.dewi.user)
    refused(plan, lambda: undo(plan, decision, city.rudi.user), MovedOn, "sudah berubah lagi")


def test_a_change_is_taken_back_once(plan, city, home_day):
    _change, decision = change(plan, city.sari, home_day, "wfo", city.rudi.user)
    _change, undone = undo(plan, decision, city.rudi.user)
    refused(plan, lambda: undo(plan, decision, city.rudi.user), MovedOn)
    refused(plan, lambda: undo(plan, undone, city.rudi.user), PermissionDenied)


def test_a_cell_that_changed_without_a_decision_is_not_taken_back(plan, city, home_day):
    _change, decision = change(plan, city.sari, home_day, "wfo", city.rudi.user)
    Assignment.objects.create(plan=plan, employee=city.sari, date=home_day)
    refused(plan, lambda: undo(plan, decision, city.rudi.user), MovedOn, "sudah berubah lagi")


def test_an_undo_obeys_the_rules_of_today(plan, city, home_day):
    _change, decision = change(plan, city.sari, home_day, "wfo", city.rudi.user)
    inside = Employee.objects.filter(postings__unit=city.division)
    others = inside.exclude(pk__in=[city.rudi.pk, city.sari.pk]).order_by("pk")
    plan.assignments.filter(date=home_day).delete()
    for one in others[:4]:
        Assignment.objects.create(plan=plan, employee=one, date=home_day)
    refused(plan, lambda: undo(plan, decision, city.rudi.user), Refused, "Tidak diurungkan.")


def test_an_undo_ends_with_the_right_to_change(plan, city, home_day, time_machine):
    _change, decision = change(plan, city.sari, home_day, "wfo", city.rudi.user)
    city.rudi.postings.update(is_head=False)
    refused(plan, lambda: undo(plan, decision, city.rudi.user), PermissionDenied)
    city.rudi.postings.update(is_head=True)
    time_machine.move_to("2026-12-21T02:00Z", tick=False)
    refused(plan, lambda: undo(plan, decision, city.rudi.user), Refused, "sudah lewat")


def test_a_submitted_part_is_not_taken_back(plan, city, home_day):
    _change, decision = change(plan, city.sari, home_day, "wfo", city.rudi.user)
    submit_part(plan.parts.get(), actor=city.rudi.user)
    refused(plan, lambda: undo(plan, decision, city.rudi.user), MovedOn, "sudah diajukan")


def test_the_page_of_a_cell_offers_the_undo_to_who_changed_it(plan, city, home_day, as_):
    _change, decision = change(plan, city.sari, home_day, "wfo", city.rudi.user)
    url = cell_url(plan, city, city.sari, home_day)
    assert "Urungkan" not in as_(city.dewi).get(url).content.decode()
    client = as_(city.rudi)
    html = client.get(url).content.decode()
    assert f'name="decision" value="{decision.pk}"' in html
    assert "hx-post" not in html
    answer = client.post(undo_url(plan, city), {"decision": decision.pk}, follow=True)
    assert answer.redirect_chain[-1][0] == board_url(plan, city) + f"#p{city.sari.pk}"
    assert "Perubahan Sari Wulandari diurungkan." in answer.content.decode()
    assert "Urungkan" not in client.get(url).content.decode()
    html = client.post(undo_url(plan, city), {"decision": decision.pk}).content.decode()
    assert "sudah berubah lagi" in html


@pytest.mark.parametrize("decision", ["", "x", "0", "999999"])
def test_an_undo_that_names_no_change_is_not_found(plan, city, as_, decision):
    before = state(plan)
    answer = as_(city.rudi).post(undo_url(plan, city), {"decision": decision})
    assert answer.status_code == 404
    assert state(plan) == before


def test_a_change_of_another_part_is_not_found(plan, city, home_day, as_):
    _change, decision = change(plan, city.sari, home_day, "wfo", city.rudi.user)
    other = plan.parts.model.objects.create(plan=plan, unit=city.other_division)
    url = reverse("schedules:plan_cell_undo", args=[plan.pk, other.unit_id])
    before = state(plan)
    assert as_(city.dewi).post(url, {"decision": decision.pk}).status_code == 404
    assert state(plan) == before
