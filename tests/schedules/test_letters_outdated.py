"""Letters in force that no longer say what holds: the office is told once of every difference."""

import datetime

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from schedules.models import EmergencyTerm, Holiday, Letter, OutdatedLetter
from schedules.queries.letter_changes import Difference, differences_of
from schedules.queries.letters import states_of
from schedules.services.emergencies import cancel_emergency, change_last_day
from schedules.services.letters import cancel_letter
from schedules.services.outdated_letters import tell_outdated_letters
from schedules.tasks import compare_letters
from tests.conftest import make_employee
from tests.schedules.balance_cast import at, away, by_two_workers
from tests.schedules.letter_cast import (
    draft_letter,
    letter_in_force,
    numbered_letter,
    published_plan,
)
from tests.schedules.test_emergency_letters import THURSDAY, TUESDAY, draw_up, flood, in_force
from tests.schedules.test_letters_replaced import free_day, move
from units.models import JobRun, Outbox, RoleGrant

__all__ = ["flood"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

WEDNESDAY = datetime.date(2026, 12, 9)
FRIDAY = datetime.date(2026, 12, 11)


@pytest.fixture
def plan(city, monday):
    return published_plan(city)


@pytest.fixture
def letter(city, plan):
    """A letter of Bidang Ekonomi in force; nobody has a notice."""
    letter = letter_in_force(city, plan)
    Outbox.objects.all().delete()
    return letter


def heard():
    return sorted(
        one.recipient.employee.name for one in Outbox.objects.filter(kind="letter_outdated")
    )


def copy_for(letter, units):
    """Put the same letter in force for other units too."""
    for unit in units:
        lines = list(letter.lines.all())
        copy = Letter.objects.get(pk=letter.pk)
        copy.pk, copy.unit = None, unit
        copy.token, copy.number_key = unit.code, unit.code
        copy.save()
        for line in lines:
            line.pk, line.letter = None, copy
            line.save()


class TestTelling:
    def test_head_and_unit_hr_hear_once_of_a_difference(self, city, plan, letter):
        assert (compare_letters(), heard(), OutdatedLetter.objects.count()) == (0, [], 0)
        plan.assignments.filter(employee=city.sari).delete()
        assert (compare_letters(), compare_letters()) == (1, 0)
        assert heard() == ["Hana Pertiwi", "Rudi Hartono"]
        notice = Outbox.objects.get(recipient=city.rudi.user)
        assert notice.text == (
            "Tidak lagi sesuai dengan hari WFH yang berlaku: surat 800.1.11/123/BAPPELITBANGDA"
            " (Bidang Ekonomi). Buat surat penggantinya."
        )
        assert notice.link == reverse("schedules:letter_detail", args=[letter.pk])
        assert JobRun.objects.filter(job="schedules.tasks.compare_letters").exists()

    def test_a_day_that_changes_later_is_told_again_and_one_that_goes_back_is_not(
        self, city, plan, letter
    ):
        day = plan.assignments.filter(employee=city.sari).order_by("date").first()
        given = free_day(plan, city.sari)
        other = plan.assignments.filter(employee=city.tono).order_by("date").first()
        old, old_other = day.date, other.date
        plan.assignments.filter(pk=day.pk).update(date=given)
        assert compare_letters() == 1
        assert OutdatedLetter.objects.get().changes == sorted(
            [f"+{city.sari.pk} {given}", f"-{city.sari.pk} {old}"]
        )
        plan.assignments.filter(pk=other.pk).delete()
        assert (compare_letters(), compare_letters(), len(heard())) == (1, 0, 4)
        plan.assignments.filter(pk=day.pk).update(date=old)
        assert (compare_letters(), len(heard())) == (0, 4)
        assert OutdatedLetter.objects.get().changes == [f"-{city.tono.pk} {old_other}"]
        plan.assignments.filter(pk=day.pk).update(date=given)
        assert (compare_letters(), len(heard())) == (1, 6), "it differs anew"

    def test_forgotten_once_it_says_what_holds_and_told_anew_after(self, city, plan, letter):
        holiday = {"name": "Hari Kota", "kind": "local"}
        day = datetime.date.fromisoformat(letter.lines.get(employee=city.sari).days[-1])
        declared = Holiday.objects.create(date=day, **holiday)
        assert compare_letters() == 1
        declared.delete()
        assert (compare_letters(), OutdatedLetter.objects.count()) == (0, 0)
        Holiday.objects.create(date=day, **holiday)
        assert (compare_letters(), len(heard())) == (1, 4)

    def test_a_letter_cancelled_or_over_is_forgotten_and_tells_nobody(
        self, city, plan, letter, time_machine
    ):
        plan.assignments.filter(employee=city.sari).delete()
        assert compare_letters() == 1
        time_machine.move_to(at(plan.period.ends_on + datetime.timedelta(days=1)), tick=False)
        assert (compare_letters(), OutdatedLetter.objects.count()) == (0, 0)
        time_machine.move_to(at(plan.period.starts_on), tick=False)
        assert (compare_letters(), OutdatedLetter.objects.count()) == (1, 1)
        cancel_letter(letter, reason="Keliru", actor=city.hana.user)
        Outbox.objects.all().delete()
        assert (compare_letters(), OutdatedLetter.objects.count(), heard()) == (0, 0, [])

    def test_drafts_and_absences_tell_nobody(self, city, plan, letter):
        draft_letter(city, plan, unit=city.agency)
        away(city, city.sari, datetime.date.fromisoformat(letter.lines.first().days[0]))
        assert (compare_letters(), heard()) == (0, [])

    def test_several_letters_of_an_agency_are_one_notice_each_person(self, city, plan, letter):
        whole = numbered_letter(city, plan, "800/2", unit=city.agency)
        Letter.objects.filter(pk=whole.pk).update(status="in_force")
        plan.assignments.filter(employee=city.sari).delete()
        Outbox.objects.all().delete()
        assert compare_letters() == 2
        assert heard() == ["Dewi Anggraini", "Hana Pertiwi", "Rudi Hartono"]
        assert Outbox.objects.get(recipient=city.rudi.user).text.count("surat 800") == 1
        both = Outbox.objects.get(recipient=city.hana.user)
        assert both.text.count("surat 800") == 2
        assert both.link == reverse("schedules:letter_list") + "?keadaan=ganti"

    def test_where_nobody_leads_or_keeps_records_bkpsdm_hears(self, city, plan, letter):
        RoleGrant.objects.filter(role="unit_hr").delete()
        city.rudi.postings.update(is_head=False)
        plan.assignments.filter(employee=city.sari).delete()
        assert compare_letters() == 1
        assert heard() == ["Wati Lestari"]

    @pytest.mark.parametrize("letters", [1, 3])
    def test_constant_queries_for_an_agency(
        self, city, plan, letter, letters, django_assert_num_queries
    ):
        plan.assignments.filter(employee=city.sari).delete()
        copy_for(letter, (city.agency, city.other_division)[: letters - 1])
        with django_assert_num_queries(20):
            assert tell_outdated_letters() == letters


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_once(city, monday):
    plan = published_plan(city)
    letter_in_force(city, plan)
    plan.assignments.filter(employee=city.sari).delete()
    assert by_two_workers(tell_outdated_letters) == [0, 1]
    assert heard() == ["Hana Pertiwi", "Rudi Hartono"]
    plan.assignments.filter(employee=city.tono).delete()
    assert by_two_workers(tell_outdated_letters) == [0, 1]
    assert heard() == ["Hana Pertiwi"] * 2 + ["Rudi Hartono"] * 2
    assert OutdatedLetter.objects.count() == 1


def the_difference(letter):
    rows = Letter.objects.select_related("emergency", "unit").filter(pk=letter.pk)
    return differences_of(list(rows)).get(letter.pk)


class TestEmergencies:
    @pytest.fixture
    def letter(self, city, flood):
        """The letter of the agency for the flood, in force; nobody has a notice."""
        letter = in_force(city, draw_up(city, flood))
        Outbox.objects.all().delete()
        return letter

    def test_as_drawn_up_it_says_what_holds(self, city, flood, letter):
        division = in_force(city, draw_up(city, flood, unit=city.division), number="800/80")
        assert (the_difference(letter), the_difference(division)) == (Difference(), Difference())
        assert compare_letters() == 0

    @pytest.mark.parametrize("letters", [1, 2])
    def test_constant_queries_for_letters_of_emergencies(
        self, city, flood, letter, letters, django_assert_num_queries
    ):
        if letters == 2:
            in_force(city, draw_up(city, flood, unit=city.division), number="800/80")
        city.tono.postings.update(ends_on=TUESDAY)
        rows = list(Letter.objects.select_related("emergency"))
        with django_assert_num_queries(7):
            assert [bool(one) for one in differences_of(rows).values()] == [True] * letters

    def test_a_person_who_was_added_has_every_day(self, city, flood, letter):
        nina = make_employee("199501012020032009", "Nina", city.division, city.positions.clerk)
        EmergencyTerm.objects.create(
            emergency=flood, employee=nina, starts_on=WEDNESDAY, ends_on=THURSDAY
        )
        assert the_difference(letter).of(nina.pk) == ([WEDNESDAY, THURSDAY], [])
        assert the_difference(letter).people() == {nina.pk}
        assert compare_letters() == 1
        assert heard() == ["Dewi Anggraini", "Hana Pertiwi"]

    def test_a_person_who_left_loses_the_days_after(self, city, flood, letter):
        city.tono.postings.update(ends_on=TUESDAY)
        assert the_difference(letter) == Difference(
            frozenset(), frozenset({(city.tono.pk, WEDNESDAY), (city.tono.pk, THURSDAY)})
        )

    def test_changed_days(self, city, flood, letter, time_machine):
        time_machine.move_to(at(TUESDAY), tick=False)
        people = {city.rudi.pk, city.sari.pk, city.tono.pk}
        change_last_day(
            flood, ends_on=WEDNESDAY, seen=THURSDAY, reason="Surut", actor=city.wati.user
        )
        assert the_difference(letter) == Difference(
            frozenset(), frozenset((pk, THURSDAY) for pk in people)
        )
        assert compare_letters() == 1
        change_last_day(
            flood, ends_on=FRIDAY, seen=WEDNESDAY, reason="Naik lagi", actor=city.wati.user
        )
        assert the_difference(letter) == Difference(
            frozenset((pk, FRIDAY) for pk in people), frozenset()
        )
        assert (compare_letters(), compare_letters()) == (1, 0)

    def test_a_holiday_and_a_cancelled_emergency(self, city, flood, letter):
        holiday = Holiday.objects.create(date=WEDNESDAY, name="Hari Kota", kind="local")
        assert {day for _pk, day in the_difference(letter).removed} == {WEDNESDAY}
        holiday.delete()
        cancel_emergency(flood, reason="Keliru", actor=city.wati.user)
        assert {day for _pk, day in the_difference(letter).removed} == {
            TUESDAY, WEDNESDAY, THURSDAY,
        }  # fmt: skip

    def test_the_page_shows_the_table_and_replaces_in_one_step(self, city, flood, letter, as_):
        city.tono.postings.update(ends_on=TUESDAY)
        client = as_(city.hana)
        page = reverse("schedules:letter_detail", args=[letter.pk])
        html = client.get(page).content.decode()
        changes = html[html.index("Yang berubah") : html.index("columns")]
        assert "Tono Prasetyo" in changes
        assert f"− {date_format(WEDNESDAY, 'D j M')}, − {date_format(THURSDAY, 'D j M')}" in changes
        assert "Sari" not in changes
        answer = client.post(reverse("schedules:letter_renew", args=[letter.pk]))
        new = Letter.objects.get(renews=letter)
        assert answer["Location"] == reverse("schedules:letter_detail", args=[new.pk])
        assert new.lines.get(employee=city.tono).days == ["2026-12-08"]
        assert states_of([new])[new.pk] == "draft"


class TestList:
    def test_only_letters_in_force_that_are_to_be_replaced(self, city, plan, letter, as_):
        url = reverse("schedules:letter_list")
        draft = draft_letter(city, plan, unit=city.agency)
        client = as_(city.hana)
        assert client.get(url, {"keadaan": "ganti"}).context["rows"] == []
        move(plan, city.sari, free_day(plan, city.sari))
        compare_letters()
        rows = client.get(url, {"keadaan": "ganti"}).context["rows"]
        assert [(row[0], row[2]) for row in rows] == [(letter, "bad")]
        assert {row[0] for row in client.get(url).context["rows"]} == {letter, draft}

    @pytest.mark.parametrize("letters", [1, 3])
    def test_constant_queries(self, city, plan, letter, as_, letters, django_assert_num_queries):
        plan.assignments.filter(employee=city.sari).delete()
        copy_for(letter, (city.agency, city.other_division)[: letters - 1])
        compare_letters()
        client = as_(city.hana)
        client.get(reverse("schedules:letter_list"))
        with django_assert_num_queries(18):
            answer = client.get(reverse("schedules:letter_list"), {"keadaan": "ganti"})
        assert len(answer.context["rows"]) == letters

    def test_others_see_none(self, city, plan, letter, as_):
        plan.assignments.filter(employee=city.sari).delete()
        compare_letters()
        answer = as_(city.yanti).get(reverse("schedules:letter_list"), {"keadaan": "ganti"})
        assert answer.context["rows"] == []
