"""Repairs on the page: the difference before it is accepted, for who may read it."""

import json

import pytest
from django.urls import reverse

from schedules.models import Away, Floor, Plan, PlanRepair
from schedules.queries import repair_page
from schedules.queries.office import office_of
from schedules.queries.repair_page import difference_of
from schedules.services.cells import change_place
from schedules.services.repairs import accept_repair, recheck
from tests.conftest import make_employee
from tests.schedules.repair_cast import (
    LAST_FRIDAY,
    THURSDAY,
    D,
    asked,
    at_home,
    away,
    named,
    on_site,
    plan,
    proposal,
    state,
    through,
)
from units.access import scope_for
from units.decisions import MovedOn

__all__ = ["plan", "proposal"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


PAGE_QUERIES = 14


def page_of(client, repair):
    return client.get(reverse("schedules:plan_repair", args=[repair.plan_id, repair.pk]))


def test_the_page_shows_before_and_after_and_why(plan, city, as_):
    Floor.objects.update(on_site=6)
    ill = on_site(plan, THURSDAY, city)[0]
    away(ill, city, THURSDAY, THURSDAY)
    repair = asked(plan)
    difference = difference_of(repair, office_of(scope_for(city.dewi.user), plan))
    (person,) = [one for one in difference.people if any(c.date == THURSDAY for c in one.cells)]
    (cell,) = [one for one in person.cells if one.date == THURSDAY]
    assert (cell.before, cell.after) == ("wfh", "wfo")
    assert cell.reason.startswith("Batas minimal di kantor “Bidang tetap berjalan”")
    (floor,) = [one for one in difference.floors if one.date == THURSDAY]
    assert (floor.before.state, floor.after.state) == ("short", "exact")
    assert (difference.losing, difference.gaining, difference.hidden) == (
        len(difference.people), 0, 0,
    )  # fmt: skip
    page = page_of(as_(city.dewi), repair).content.decode()
    assert person.name in page
    assert "Terima usulan" in page


def test_kinds_of_absence_are_not_shown_to_the_head_of_another_bidang(plan, proposal, city, as_):
    other = make_employee(
        "199301012016030050", "Nia Kurnia", city.other_division, city.positions.head_of_division,
        is_head=True,
    )  # fmt: skip
    ill = Away.objects.get().employee
    page = page_of(as_(other), proposal)
    text = page.content.decode()
    assert page.status_code == 200
    assert ill.name not in text
    assert "sakit" not in text
    assert "1 pegawai lain" in text
    assert "Terima usulan" not in text
    assert "sakit" in page_of(as_(city.hana), proposal).content.decode()


def test_accepting_through_the_page_takes_no_other_field(plan, proposal, city, as_):
    url = reverse("schedules:repair_accept", args=[plan.pk, proposal.pk])
    as_(city.rudi).post(url, {"status": "published", "version": 9})
    revision = Plan.objects.get(version=2)
    assert revision.status == "draft"


def test_records_that_changed_since_refuse_the_acceptance(plan, proposal, city, as_):
    away(named("Eko Saputra"), city, D(2026, 12, 16), D(2026, 12, 16))
    client = as_(city.dewi)
    assert "sedang dicocokkan lagi dengan catatan" in page_of(client, proposal).content.decode()
    before = state(plan)
    url = reverse("schedules:repair_accept", args=[plan.pk, proposal.pk])
    text = client.post(url, follow=True).content.decode()
    assert "berubah sejak usulan ini disusun" in text
    assert "Minta usulan baru" in text
    assert state(plan) == before
    client.post(reverse("schedules:plan_recheck", args=[plan.pk]))
    recheck(plan.pk)
    assert "Buka usulan yang baru" in page_of(client, proposal).content.decode()


def test_a_new_day_makes_a_proposal_stale_and_a_weekend_does_not(
    plan, proposal, city, as_, time_machine
):
    def stale(today):
        time_machine.move_to(today, tick=False)
        text = page_of(as_(city.dewi), proposal).content.decode()
        assert ("Terima usulan" in text) is not ("tidak dapat diterima lagi" in text)
        return "tidak dapat diterima lagi" in text

    assert not stale("2026-12-07T10:00Z")
    assert stale("2026-12-08T02:00Z")
    time_machine.move_to("2026-12-11T02:00Z", tick=False)  # Friday: open from Saturday on
    away(at_home(plan, D(2026, 12, 17))[0], city, D(2026, 12, 17), D(2026, 12, 17))
    proposal = asked(plan)
    assert not stale("2026-12-13T02:00Z")
    assert accept_repair(proposal, actor=city.dewi.user).version == 2


def test_a_cell_set_by_hand_since_makes_a_proposal_stale(plan, proposal, city, as_):
    revision = accept_repair(proposal, actor=city.rudi.user)
    away(named("Eko Saputra"), city, D(2026, 12, 16), D(2026, 12, 16))
    repair = asked(revision)
    assert "Terima usulan" in page_of(as_(city.dewi), repair).content.decode()
    person = at_home(revision, D(2026, 12, 17))[0]
    change_place(
        revision.parts.get(), employee=person, day=D(2026, 12, 17), to="wfo", reason="Rapat",
        actor=city.rudi.user,
    )  # fmt: skip
    text = page_of(as_(city.dewi), repair).content.decode()
    assert "tidak dapat diterima lagi" in text
    assert "Terima usulan" not in text
    with pytest.raises(MovedOn):
        accept_repair(repair, actor=city.dewi.user)


def test_a_proposal_without_a_kept_difference_is_asked_for_anew(plan, proposal, city, as_):
    PlanRepair.objects.update(difference=None)
    text = page_of(as_(city.dewi), proposal).content.decode()
    assert "tidak dapat diterima lagi" in text
    assert "Minta usulan baru" in text


def test_what_is_kept_names_nobody_and_no_cause_of_absence(plan, proposal):
    ill = Away.objects.get()
    kept = json.dumps(proposal.difference)
    assert ill.employee.name not in kept
    assert ill.kind not in kept
    (person,) = proposal.difference["wfh"]["people"]
    assert person["id"] == str(ill.employee_id)
    assert person["cells"] == [
        {"day": "2026-12-10", "given": False, "code": "absent", "detail": {}}
    ]


@pytest.mark.parametrize("ill", [1, 3])
def test_the_page_reads_neither_plan_nor_problem(plan, city, as_, ill, django_assert_num_queries):
    Floor.objects.update(on_site=1)
    for person in at_home(plan, LAST_FRIDAY)[:ill]:
        away(person, city, LAST_FRIDAY, LAST_FRIDAY)
    repair = asked(plan)
    assert repair.people == ill
    client = as_(city.dewi)
    page_of(client, repair)
    with django_assert_num_queries(PAGE_QUERIES) as asked_of:
        page = page_of(client, repair)
    assert len(page.context["difference"].people.object_list) == ill
    read = " ".join(query["sql"] for query in asked_of.captured_queries)
    assert '"problem"' not in read
    assert '"solution"' not in read


def test_many_changed_people_are_shown_by_the_page(plan, city, as_, monkeypatch):
    monkeypatch.setattr(repair_page, "PER_PAGE", 2)
    Floor.objects.update(on_site=1)
    ill = at_home(plan, LAST_FRIDAY)
    for person in ill:
        away(person, city, LAST_FRIDAY, LAST_FRIDAY)
    repair = asked(plan)
    url = reverse("schedules:plan_repair", args=[plan.pk, repair.pk])
    pages = [as_(city.dewi).get(url, {"page": n}).context["difference"] for n in (1, 2)]
    shown = [[one.name for one in page.people] for page in pages]
    assert [name for names in shown for name in names] == sorted(person.name for person in ill)
    assert [len(names) for names in shown] == [2, 2]
    assert {page.losing for page in pages} == {4}


def test_employees_see_their_own_changed_days_alone(plan, proposal, city, as_):
    ill = Away.objects.get().employee
    through(accept_repair(proposal, actor=city.rudi.user), city)
    page = as_(ill).get(reverse("schedules:my_schedule"))
    (period,) = page.context["periods"]
    assert [(before, why.date, why.place) for before, why in period.changes] == [
        ("wfh", THURSDAY, "sakit")
    ]
    colleague = named("Eko Saputra")
    page = as_(colleague).get(reverse("schedules:my_schedule"))
    (period,) = page.context["periods"]
    assert period.changes == []
    assert "Hari Anda yang berubah" not in page.content.decode()
    assert ill.name not in page.content.decode()


def test_unchanged_days_keep_the_reason_of_the_version_that_decided_them(plan, proposal, city, as_):
    colleague = on_site(plan, D(2026, 12, 15), city)[0]
    before = {
        why.date: why.text
        for week in as_(colleague).get(reverse("schedules:my_schedule")).context["periods"][0].weeks
        for why in week
    }
    through(accept_repair(proposal, actor=city.rudi.user), city)
    after = {
        why.date: why.text
        for week in as_(colleague).get(reverse("schedules:my_schedule")).context["periods"][0].weeks
        for why in week
    }
    assert after == before
