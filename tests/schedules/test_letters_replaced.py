"""Letters whose people or days no longer hold: marked, and replaced by a new one."""

import datetime

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from schedules.models import Away, Holiday, Letter
from schedules.queries.letter_changes import Difference, differences_of
from schedules.queries.letters import letters_visible_to, states_of
from schedules.services.letters import (
    cancel_letter,
)
from tests.conftest import make_employee
from tests.schedules.letter_cast import (
    draft_letter,
    letter_in_force,
    numbered_letter,
    published_plan,
    revise,
    state,
)
from units import clock
from units.access import scope_for
from units.decisions import Refused
from units.models import Outbox

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def plan(city, monday):
    return published_plan(city)


class TestReplacing:
    def test_a_revised_plan_asks_for_a_new_letter_which_cancels_the_old(self, plan, city):
        old, draft = letter_in_force(city, plan), draft_letter(city, plan, unit=city.agency)
        newer = revise(city, plan)
        assert (state(old), state(draft)) == ("in_force", "draft"), "nothing differs yet"
        newer.assignments.filter(employee=city.tono).delete()
        assert (state(old), state(draft)) == ("replace", "replace")
        with pytest.raises(Refused, match="masih berlaku"):
            draft_letter(city, plan)
        Outbox.objects.all().delete()
        new = letter_in_force(city, newer, "800/2")
        old.refresh_from_db()
        assert (old.status, old.cancel_reason) == (
            "cancelled", "Diganti dengan surat nomor 800/2.",
        )  # fmt: skip
        assert state(new) == "in_force"
        gone = Outbox.objects.filter(kind="letter_cancelled")
        assert [one.recipient for one in gone] == [city.tono.user], (
            "who is in the new one is told once"
        )

    def test_a_holiday_declared_late_asks_for_a_new_letter_a_leave_does_not(self, plan, city):
        letter = letter_in_force(city, plan)
        day = datetime.date.fromisoformat(letter.lines.get(employee=city.sari).days[-1])
        Away.objects.create(
            employee=city.sari, kind="cuti", starts_on=day, ends_on=day,
            recorded_by=city.hana.user, recorded_at=clock.now(),
        )  # fmt: skip
        assert state(letter) == "in_force"
        Holiday.objects.create(date=day, name="Hari Kota", kind="local")
        assert state(letter) == "replace"

    def test_days_already_past_ask_for_nothing(self, plan, city, time_machine):
        letter = letter_in_force(city, plan)
        time_machine.move_to("2026-12-21T02:00Z", tick=False)
        Holiday.objects.create(date=datetime.date(2026, 12, 10), name="Susulan", kind="local")
        assert state(letter) == "in_force"

    @pytest.mark.parametrize("letters", [1, 3])
    def test_states_of_many_in_constant_queries(
        self, plan, city, letters, django_assert_num_queries
    ):
        found = [letter_in_force(city, plan)]
        for n in range(1, letters):
            found.append(numbered_letter(city, plan, f"800/{n}", unit=city.agency))
            cancel_letter(found[-1], reason="uji", actor=city.hana.user)
        rows = list(letters_visible_to(scope_for(city.wati.user)))
        assert len(rows) == letters
        with django_assert_num_queries(9):
            states_of(rows)


def the_difference(letter):
    return differences_of([Letter.objects.select_related("plan__period").get(pk=letter.pk)])[
        letter.pk
    ]


def move(plan, person, given):
    """Give a person other days at home in the published version; return (old days, new days)."""
    rows = plan.assignments.filter(employee=person, published=True).order_by("date")
    before = [row.date for row in rows]
    row = rows.last()
    plan.assignments.filter(pk=row.pk).update(date=given)
    return before[-1], given


class TestDifference:
    def test_a_day_moved_is_one_removed_and_one_added_for_that_person_alone(self, plan, city):
        letter = letter_in_force(city, plan)
        newer = revise(city, plan)
        assert not the_difference(letter)
        gone, given = move(newer, city.sari, free_day(newer, city.sari))
        assert the_difference(letter) == Difference(
            frozenset({(city.sari.pk, given)}), frozenset({(city.sari.pk, gone)})
        )

    def test_a_person_new_in_the_plan_is_added_with_every_day(self, plan, city):
        days = set(plan.assignments.filter(employee=city.tono).values_list("date", flat=True))
        letter = letter_in_force(city, plan)
        letter.lines.filter(employee=city.tono).delete()
        assert the_difference(letter).of(city.tono.pk) == (sorted(days), [])

    def test_an_absence_withdrawn_gives_its_days_back_a_standing_one_does_not(self, plan, city):
        away = Away.objects.create(
            employee=city.sari, kind="cuti", starts_on="2026-12-07", ends_on="2026-12-20",
            recorded_by=city.hana.user, recorded_at=clock.now(),
        )  # fmt: skip
        letter = letter_in_force(city, plan)
        assert state(letter) == "in_force"
        away.delete()
        days = plan.assignments.filter(employee=city.sari).order_by("date")
        assert the_difference(letter).of(city.sari.pk) == (
            list(days.values_list("date", flat=True)), [],
        )  # fmt: skip

    def test_the_plan_of_another_agency_or_part_changes_nothing(self, plan, city):
        letter = letter_in_force(city, plan)
        other = make_employee(
            "198101012005011009", "Rina", city.other_division, city.positions.planner
        )
        plan.assignments.create(employee=other, date=datetime.date(2026, 12, 9), published=True)
        assert not the_difference(letter)
        whole = draft_letter(city, plan, unit=city.agency)
        whole.lines.filter(employee=other).delete()
        assert the_difference(whole).people() == {other.pk}

    @pytest.mark.parametrize("people", [1, 3])
    def test_the_page_shows_who_and_which_days_in_constant_queries(
        self, plan, city, as_, people, django_assert_num_queries
    ):
        letter = letter_in_force(city, plan)
        client = as_(city.hana)
        page = reverse("schedules:letter_detail", args=[letter.pk])
        assert "Yang berubah" not in client.get(page).content.decode()
        for line in letter.lines.exclude(employee=city.sari)[: people - 1]:
            plan.assignments.filter(employee=line.employee).delete()
        gone, given = move(plan, city.sari, free_day(plan, city.sari))
        with django_assert_num_queries(27):
            html = client.get(page).content.decode()
        changes = html[html.index("Yang berubah") : html.index("columns")]
        assert changes.count("<tr>") == people + 1
        assert f"+ {date_format(given, 'D j M')}" in changes
        assert f"− {date_format(gone, 'D j M')}" in changes

    def test_who_is_named_sees_only_the_own_change(self, plan, city, as_):
        letter = letter_in_force(city, plan)
        plan.assignments.filter(employee__in=[city.sari, city.tono]).delete()
        html = as_(city.sari).get(reverse("schedules:letter_detail", args=[letter.pk]))
        changes = html.content.decode().split("Yang berubah")[1]
        assert "Sari Wulandari" in changes
        assert "Tono" not in html.content.decode()


def free_day(plan, person):
    """Return a working day of the period on which the person is not at home."""
    taken = set(plan.assignments.filter(employee=person).values_list("date", flat=True))
    days = (plan.period.starts_on + datetime.timedelta(days=n) for n in range(1, 12))
    return next(day for day in days if day.weekday() < 4 and day not in taken)
