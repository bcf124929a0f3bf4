"""Acts of office on a plan: who may, in which state, on which facts; denied acts change nothing."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from schedules.models import Assignment, Away, Plan, PlanPart
from schedules.queries.office import office_of
from schedules.queries.rotations import rotation_of
from schedules.services.parts import return_part, submit_part
from schedules.services.plans import approve_plan, publish_plan
from tests.schedules.office_cast import draw_up, make_colleagues, make_floor, make_plan
from units.access import scope_for
from units.decisions import MovedOn, Refused, decisions_on
from units.models import Exclusion, Outbox, Posting, RoleGrant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def plan(city, monday):
    return make_plan(city)


def state(plan):
    """What a denied act must leave as it is."""
    return (
        Plan.objects.get(pk=plan.pk).status,
        list(PlanPart.objects.filter(plan=plan).values_list("status", "submitted_by")),
        sorted(Assignment.objects.filter(plan=plan).values_list("employee", "date", "published")),
        decisions_on(plan).count(),
        Outbox.objects.count(),
    )


def submitted(plan, user):
    submit_part(plan.parts.get(), actor=user)
    plan.refresh_from_db()
    return plan


def approved(plan, city):
    submitted(plan, city.rudi.user)
    approve_plan(plan, actor=city.dewi.user)
    plan.refresh_from_db()
    return plan


def published(plan, city):
    publish_plan(approved(plan, city), actor=city.wati.user)
    plan.refresh_from_db()
    return plan


def grant(user, role, day=datetime.date(2026, 1, 1)):
    return RoleGrant.objects.create(user=user, role=role, starts_on=day)


def acting_head(city, employee, kind=Posting.Kind.DAILY):
    return Posting.objects.create(
        employee=employee,
        unit=city.agency,
        position=city.positions.head_of_agency,
        kind=kind,
        is_head=True,
        letter_number="800/12",
        starts_on=datetime.date(2026, 12, 1),
        ends_on=datetime.date(2026, 12, 31),
    )


def test_the_whole_way_from_draft_to_published(plan, city):
    published(plan, city)
    assert plan.status == "published"
    assert [d.act for d in decisions_on(plan)] == [
        "plan_published",
        "plan_approved",
        "plan_submitted",
        "part_submitted",
        "draw_up_plan",
    ]
    assert plan.assignments.count() == 16
    assert plan.assignments.filter(published=True).count() == 16
    told = Outbox.objects.filter(kind="plan_published")
    assert told.count() == len(plan.problem["people"]) == 11


def test_the_head_of_the_agency_is_told_that_the_plan_waits(plan, city):
    submitted(plan, city.rudi.user)
    assert [n.recipient for n in Outbox.objects.filter(kind="plan_waits")] == [city.dewi.user]


@pytest.mark.parametrize("who", ["sari", "hana", "wati", "yanti", "umar"])
def test_only_the_head_of_the_bidang_or_the_agency_submits(plan, city, who):
    before = state(plan)
    with pytest.raises(PermissionDenied):
        submit_part(plan.parts.get(), actor=getattr(city, who).user)
    assert state(plan) == before


def test_the_head_of_another_bidang_does_not_submit(plan, city):
    other = make_colleagues(city, city.other_division, 1, first=50)[0]
    other.postings.update(is_head=True)
    before = state(plan)
    with pytest.raises(PermissionDenied):
        submit_part(plan.parts.get(), actor=other.user)
    assert state(plan) == before


def test_a_head_above_the_agency_does_not_submit(plan, city):
    city.yanti.postings.update(unit=city.root)
    with pytest.raises(PermissionDenied):
        submit_part(plan.parts.get(), actor=city.yanti.user)


def test_the_second_of_two_who_submit_is_told_so(plan, city):
    part = plan.parts.get()
    submit_part(part, actor=city.rudi.user)
    before = state(plan)
    with pytest.raises(MovedOn, match="Menunggu persetujuan"):
        submit_part(part, actor=city.dewi.user)
    assert state(plan) == before


def test_who_falls_ill_after_solving_stops_the_submission_where_a_floor_breaks(plan, city):
    dates = list(plan.assignments.values_list("date", flat=True))
    busiest = max(sorted(set(dates)), key=dates.count)
    home = plan.assignments.filter(date=busiest).values_list("employee_id", flat=True)
    inside = {int(pid) for pid in rotation_of(plan).people_of(city.division.pk)}
    for employee_id in sorted(inside - set(home))[:3]:
        Away.objects.create(
            employee_id=employee_id, kind="sakit", starts_on=busiest, ends_on=busiest,
            recorded_by=city.hana.user, recorded_at="2026-12-07T02:00Z",
        )  # fmt: skip
    before = state(plan)
    with pytest.raises(Refused, match=f"Bidang tetap berjalan.*{busiest.day} Desember"):
        submit_part(plan.parts.get(), actor=city.rudi.user)
    assert state(plan) == before


def test_who_comes_under_discipline_after_solving_stops_every_act(plan, city):
    submitted(plan, city.rudi.user)
    Exclusion.objects.create(
        employee=city.sari, kind="discipline", reason="Proses pemeriksaan",
        starts_on="2026-12-07", recorded_by=city.wati.user,
    )  # fmt: skip
    before = state(plan)
    with pytest.raises(Refused, match="Sari Wulandari tidak memenuhi syarat WFH") as refusal:
        approve_plan(plan, actor=city.dewi.user)
    assert "pemeriksaan" not in str(refusal.value)
    assert state(plan) == before


def test_a_return_needs_a_reason_and_sends_the_plan_back_to_draft(plan, city):
    part = submitted(plan, city.rudi.user).parts.get()
    before = state(plan)
    with pytest.raises(Refused, match="Tuliskan alasan"):
        return_part(part, reason="  ", actor=city.dewi.user)
    assert state(plan) == before
    return_part(part, reason="Jumat terlalu sepi", actor=city.dewi.user)
    part.refresh_from_db()
    assert (part.status, part.return_reason) == ("returned", "Jumat terlalu sepi")
    assert Plan.objects.get(pk=plan.pk).status == "draft"
    notice = Outbox.objects.get(kind="part_returned")
    assert (notice.recipient, "Jumat terlalu sepi" in notice.text) == (city.rudi.user, True)


@pytest.mark.parametrize("who", ["rudi", "hana", "wati", "sari", "yanti"])
def test_others_neither_return_nor_approve(plan, city, who):
    submitted(plan, city.rudi.user)
    before = state(plan)
    with pytest.raises(PermissionDenied):
        return_part(plan.parts.get(), reason="Coba", actor=getattr(city, who).user)
    with pytest.raises((PermissionDenied, Refused)):
        approve_plan(plan, actor=getattr(city, who).user)
    assert state(plan) == before


def test_an_approved_plan_cannot_be_returned(plan, city):
    approved(plan, city)
    before = state(plan)
    with pytest.raises(MovedOn):
        return_part(plan.parts.get(), reason="Terlambat", actor=city.dewi.user)
    assert state(plan) == before


@pytest.mark.parametrize("role", ["bkpsdm", "sekda"])
def test_nobody_approves_what_they_submitted_under_any_role(plan, city, role):
    grant(city.dewi.user, role)
    submitted(plan, city.dewi.user)
    before = state(plan)
    with pytest.raises(Refused, match="Anda mengajukan bagian"):
        approve_plan(plan, actor=city.dewi.user)
    assert state(plan) == before


def test_what_the_head_of_the_agency_submitted_goes_one_level_up(plan, city):
    submitted(plan, city.dewi.user)
    assert {n.recipient for n in Outbox.objects.filter(kind="plan_waits")} == {city.wati.user}
    approve_plan(plan, actor=city.wati.user)
    assert Plan.objects.get(pk=plan.pk).approved_by == city.wati.user


def test_the_secretary_approves_one_level_up_too(plan, city):
    grant(city.laras, "sekda")
    submitted(plan, city.dewi.user)
    approve_plan(plan, actor=city.laras)
    assert Plan.objects.get(pk=plan.pk).approved_by == city.laras


def test_one_level_up_does_not_approve_where_the_head_of_the_agency_can(plan, city):
    grant(city.laras, "sekda")
    submitted(plan, city.rudi.user)
    before = state(plan)
    for user in (city.wati.user, city.laras):
        with pytest.raises(PermissionDenied):
            approve_plan(plan, actor=user)
    assert state(plan) == before


def test_a_stand_in_does_not_approve_what_the_definitive_head_submitted(plan, city):
    acting_head(city, city.hana)
    submitted(plan, city.dewi.user)
    before = state(plan)
    with pytest.raises(PermissionDenied):
        approve_plan(plan, actor=city.hana.user)
    assert state(plan) == before


def test_a_stand_in_approves_and_the_mandate_is_recorded(plan, city):
    acting_head(city, city.hana)
    submitted(plan, city.rudi.user)
    approve_plan(plan, actor=city.hana.user)
    decision = decisions_on(plan).get(act="plan_approved")
    assert (decision.mandate, decision.actor) == ("Plh. Kepala Badan, surat 800/12", city.hana.user)


def test_a_mandate_that_ended_yesterday_opens_nothing(plan, city):
    acting_head(city, city.hana)
    Posting.objects.filter(kind="plh").update(ends_on=datetime.date(2026, 12, 6))
    submitted(plan, city.rudi.user)
    with pytest.raises(PermissionDenied):
        approve_plan(plan, actor=city.hana.user)


def test_a_stand_in_who_submitted_as_kabid_does_not_approve(plan, city):
    acting_head(city, city.rudi)
    submitted(plan, city.rudi.user)
    with pytest.raises(Refused, match="Anda mengajukan bagian"):
        approve_plan(plan, actor=city.rudi.user)
    approve_plan(plan, actor=city.wati.user)


def test_two_parts_both_have_to_be_submitted(city, monday):
    make_colleagues(city, city.other_division, 3, first=60)
    plan = make_plan(city)
    assert plan.parts.count() == 2
    submit_part(plan.parts.get(unit=city.division), actor=city.rudi.user)
    assert Plan.objects.get(pk=plan.pk).status == "draft"
    with pytest.raises(MovedOn):
        approve_plan(plan, actor=city.dewi.user)
    submit_part(plan.parts.get(unit=city.other_division), actor=city.dewi.user)
    assert Plan.objects.get(pk=plan.pk).status == "submitted"


def test_a_clash_on_the_page_says_what_would_mend_it(city, monday, as_):
    plan = make_plan(city, floor=20)
    page = as_(city.dewi).get(reverse("schedules:plan_detail", args=[plan.pk])).content.decode()
    assert "Yang dapat mengatasinya, masing-masing sudah cukup:" in page
    assert "orang lagi yang memenuhi syarat aturan itu berada di kantor pada" in page


def test_what_cannot_be_avoided_needs_an_acceptance_by_name(city, monday):
    plan = make_plan(city, floor=20)
    assert plan.solution["clashes"]
    assert plan.assignments.count() == 0
    submitted(plan, city.rudi.user)
    before = state(plan)
    with pytest.raises(Refused, match="pernyataan penerimaan"):
        approve_plan(plan, actor=city.dewi.user, acceptance=" ")
    assert state(plan) == before
    approve_plan(plan, actor=city.dewi.user, acceptance="Formasi belum terisi, saya terima.")
    decision = decisions_on(plan).get(act="plan_approved")
    assert decision.reason == "Formasi belum terisi, saya terima."
    assert len(decision.after["short_days"]) == 10


def test_a_floor_that_can_be_kept_cannot_be_signed_away(plan, city):
    submitted(plan, city.rudi.user)
    make_floor(plan.policy, city.division, 9, "Loket konsultasi")
    before = state(plan)
    with pytest.raises(Refused, match="Loket konsultasi"):
        approve_plan(plan, actor=city.dewi.user, acceptance="Saya terima.")
    assert state(plan) == before


def test_a_form_of_something_older_decides_nothing(plan, city):
    submitted(plan, city.rudi.user)
    before = state(plan)
    with pytest.raises(MovedOn, match="berubah sejak Anda membukanya"):
        approve_plan(plan, actor=city.dewi.user, seen="0" * 24)
    assert state(plan) == before
    office = office_of(scope_for(city.dewi.user), plan)
    approve_plan(plan, actor=city.dewi.user, seen=rotation_of(plan).token(office.parts))


def test_publishing_twice_tells_the_second(plan, city):
    published(plan, city)
    before = state(plan)
    with pytest.raises(MovedOn, match="Diterbitkan"):
        publish_plan(plan, actor=city.dewi.user)
    assert state(plan) == before


@pytest.mark.parametrize("who", ["rudi", "hana", "sari", "yanti"])
def test_others_do_not_publish(plan, city, who):
    approved(plan, city)
    before = state(plan)
    with pytest.raises(PermissionDenied):
        publish_plan(plan, actor=getattr(city, who).user)
    assert state(plan) == before


def test_a_new_version_supersedes_and_past_days_stay_as_lived(plan, city, time_machine):
    published(plan, city)
    lived = set(plan.assignments.filter(date__lt="2026-12-14").values_list("employee_id", "date"))
    time_machine.move_to("2026-12-14T02:00Z", tick=False)
    Plan.objects.filter(pk=plan.pk).update(status="superseded")
    newer = draw_up(city, plan.period)
    Plan.objects.filter(pk=plan.pk).update(status="published")
    assert newer.version == 2
    newer.assignments.filter(date__lt="2026-12-14").delete()
    approved(newer, city)
    publish_plan(newer, actor=city.wati.user)
    plan.refresh_from_db()
    assert plan.status == "superseded"
    in_force = Assignment.objects.filter(published=True)
    assert set(in_force.filter(date__lt="2026-12-14").values_list("employee_id", "date")) == lived
    assert not plan.assignments.filter(published=True, date__gte="2026-12-14").exists()
    assert set(in_force.filter(date__gte="2026-12-14").values_list("plan_id", flat=True)) == {
        newer.pk
    }


def test_publishing_late_does_not_change_days_already_past(plan, city, time_machine):
    approved(plan, city)
    time_machine.move_to("2026-12-14T02:00Z", tick=False)
    publish_plan(plan, actor=city.wati.user)
    assert not plan.assignments.filter(published=True, date__lt="2026-12-14").exists()
    assert plan.assignments.filter(published=True).count() == 8


def test_a_day_of_another_published_plan_stays_with_that_plan(plan, city):
    approved(plan, city)
    mine = plan.assignments.order_by("date", "pk").first()
    other = Plan.objects.create(
        agency=city.service, period=plan.period, policy=plan.policy, status="published",
        problem={}, solution={}, problem_hash="x", created_by=city.wati.user,
        created_at=plan.created_at,
    )  # fmt: skip
    Assignment.objects.create(
        plan=other, employee_id=mine.employee_id, date=mine.date, published=True
    )
    publish_plan(plan, actor=city.wati.user)
    assert plan.assignments.filter(published=False).get() == mine
    assert decisions_on(plan).get(act="plan_published").after["left_with_other_plans"] == 1
