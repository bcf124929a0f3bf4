"""The approval chain by policy: levels left out, BKPSDM takes note, the way back, new versions."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from schedules.models import Assignment, Plan, PlanPart, Policy, PolicyLevel
from schedules.queries.chain import chain_of
from schedules.queries.office import office_of
from schedules.queries.rotations import rotation_of
from schedules.queries.version_changes import changes_against_published
from schedules.services.cells import change_place
from schedules.services.chain import (
    acknowledge_plan,
    discard_revision,
    revise_part,
    send_back_plan,
)
from schedules.services.parts import return_part, submit_part
from schedules.services.plans import approve_plan, publish_plan
from schedules.services.policies import new_policy_version, put_policy_in_force
from schedules.services.policy_levels import remove_level, set_level
from tests.conftest import make_employee
from tests.schedules.office_cast import make_colleagues, make_plan
from tests.schedules.test_plans import approved, grant, published, state, submitted
from units.access import scope_for
from units.decisions import MovedOn, Refused, decisions_on
from units.models import Employee, Outbox, RoleGrant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def plan(city, monday):
    return make_plan(city)


def rule(plan, **fields):
    Policy.objects.filter(pk=plan.policy_id).update(**fields)
    plan.policy.refresh_from_db()


def second_officer(city):
    officer = make_employee(
        "198301012007041002", "Nina Marlina", city.personnel, city.positions.clerk, staff=True
    )
    grant(officer.user, "bkpsdm")
    return officer


# --- BKPSDM takes note ------------------------------------------------------------------------


def test_by_default_bkpsdm_takes_note_by_publishing(plan, city):
    assert chain_of(plan).acknowledgement == "publication"
    published(plan, city)
    assert decisions_on(plan).get(act="plan_published").after["acknowledged"] == "publication"


def test_by_default_the_head_of_the_agency_does_not_publish(plan, city):
    approved(plan, city)
    before = state(plan)
    with pytest.raises(PermissionDenied):
        publish_plan(plan, actor=city.dewi.user)
    assert state(plan) == before


def test_a_step_of_its_own_comes_before_publication(plan, city):
    rule(plan, acknowledgement="step")
    approved(plan, city)
    before = state(plan)
    for user in (city.wati.user, city.dewi.user):
        with pytest.raises(Refused, match="BKPSDM belum mengetahui"):
            publish_plan(plan, actor=user)
    assert state(plan) == before
    acknowledge_plan(plan, actor=city.wati.user)
    plan.refresh_from_db()
    assert (plan.status, plan.acknowledged_by) == ("approved", city.wati.user)
    assert {n.recipient for n in Outbox.objects.filter(kind="plan_acknowledged")} == {
        city.dewi.user
    }
    publish_plan(plan, actor=city.dewi.user)
    assert [d.act for d in decisions_on(plan)][:3] == [
        "plan_published", "plan_acknowledged", "plan_approved",
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["rudi", "dewi", "hana", "sari", "yanti"])
def test_only_bkpsdm_takes_note(plan, city, who):
    rule(plan, acknowledgement="step")
    approved(plan, city)
    before = state(plan)
    for act in (acknowledge_plan, lambda p, actor: send_back_plan(p, reason="x", actor=actor)):
        with pytest.raises(PermissionDenied):
            act(plan, actor=getattr(city, who).user)
    assert state(plan) == before


def test_taking_note_twice_tells_the_second(plan, city):
    rule(plan, acknowledgement="step")
    approved(plan, city)
    acknowledge_plan(plan, actor=city.wati.user)
    before = state(plan)
    with pytest.raises(MovedOn):
        acknowledge_plan(plan, actor=second_officer(city).user)
    assert state(plan) == before


def test_without_that_level_the_head_publishes(plan, city):
    rule(plan, acknowledgement="none")
    approved(plan, city)
    assert not Outbox.objects.filter(kind="plan_for_city").exists()
    publish_plan(plan, actor=city.dewi.user)
    assert Plan.objects.get(pk=plan.pk).status == "published"


@pytest.mark.parametrize("mode", ["publication", "step"])
def test_who_approved_does_not_take_note_of_it(plan, city, mode):
    rule(plan, acknowledgement=mode)
    submitted(plan, city.dewi.user)
    approve_plan(plan, actor=city.wati.user)
    before = state(plan)
    act = publish_plan if mode == "publication" else acknowledge_plan
    with pytest.raises(Refused, match="menyetujui rencana ini"):
        act(plan, actor=city.wati.user)
    with pytest.raises(Refused, match="menyetujui rencana ini"):
        send_back_plan(plan, reason="Lagi", actor=city.wati.user)
    assert state(plan) == before
    act(plan, actor=second_officer(city).user)


def test_who_submitted_does_not_take_note_under_another_role(plan, city):
    grant(city.rudi.user, "bkpsdm")
    approved(plan, city)
    before = state(plan)
    with pytest.raises(Refused, match="mengajukan atau menyetujui"):
        publish_plan(plan, actor=city.rudi.user)
    assert state(plan) == before


def test_bkpsdm_sends_back_with_a_reason_and_the_approval_is_gone(plan, city):
    approved(plan, city)
    before = state(plan)
    with pytest.raises(Refused, match="Tuliskan alasan"):
        send_back_plan(plan, reason="  ", actor=city.wati.user)
    assert state(plan) == before
    send_back_plan(plan, reason="Loket Jumat kosong", actor=city.wati.user)
    plan.refresh_from_db()
    assert (plan.status, plan.approved_by, plan.sent_back_reason) == (
        "submitted", None, "Loket Jumat kosong",
    )  # fmt: skip
    notice = Outbox.objects.get(kind="plan_sent_back")
    assert (notice.recipient, "Loket Jumat kosong" in notice.text) == (city.dewi.user, True)
    with pytest.raises(MovedOn):
        publish_plan(plan, actor=city.wati.user)
    return_part(plan.parts.get(), reason="Perbaiki Jumat", actor=city.dewi.user)
    submitted(plan, city.rudi.user)
    approve_plan(plan, actor=city.dewi.user)
    plan.refresh_from_db()
    assert (plan.status, plan.sent_back_reason) == ("approved", "")


def test_sending_back_takes_the_knowledge_of_bkpsdm_back_too(plan, city):
    rule(plan, acknowledgement="step")
    approved(plan, city)
    acknowledge_plan(plan, actor=city.wati.user)
    send_back_plan(plan, reason="Ternyata keliru", actor=city.wati.user)
    approve_plan(plan, actor=city.dewi.user)
    with pytest.raises(Refused, match="belum mengetahui"):
        publish_plan(plan, actor=city.dewi.user)


def test_without_that_level_bkpsdm_sends_nothing_back(plan, city):
    rule(plan, acknowledgement="none")
    approved(plan, city)
    before = state(plan)
    with pytest.raises(PermissionDenied):
        send_back_plan(plan, reason="Coba", actor=city.wati.user)
    assert state(plan) == before


# --- levels by unit ---------------------------------------------------------------------------


def test_where_the_bidang_is_left_out_unit_hr_submits_and_the_head_approves(plan, city):
    PolicyLevel.objects.create(
        policy=plan.policy, unit=city.division, level="division", reason="Tanpa kepala"
    )
    before = state(plan)
    for who in ("rudi", "sari", "wati"):
        with pytest.raises(PermissionDenied):
            submit_part(plan.parts.get(), actor=getattr(city, who).user)
    assert state(plan) == before
    submit_part(plan.parts.get(), actor=city.hana.user)
    with pytest.raises(Refused, match="Anda mengajukan"):
        approve_plan(plan, actor=city.hana.user)
    approve_plan(plan, actor=city.dewi.user)
    assert Plan.objects.get(pk=plan.pk).status == "approved"


def test_the_nearest_unit_with_a_word_of_its_own_wins(plan, city):
    rule(plan, division_level=False)
    PolicyLevel.objects.create(
        policy=plan.policy, unit=city.agency, level="division", kept=True, reason="Dinas besar"
    )
    chain = chain_of(plan)
    assert (chain.keeps_division(city.division.pk), chain.keeps_division(city.counter.pk)) == (
        True, False,
    )  # fmt: skip
    PolicyLevel.objects.create(
        policy=plan.policy, unit=city.division, level="division", reason="Tanpa kepala"
    )
    assert not chain_of(plan).keeps_division(city.division.pk)


@pytest.mark.parametrize(
    ("general", "kept", "becomes"),
    [
        ("publication", False, "none"), ("step", False, "none"), ("none", True, "step"),
        ("publication", True, "publication"), ("none", False, "none"),
    ],
)  # fmt: skip
def test_an_agency_keeps_or_leaves_out_bkpsdm(plan, city, general, kept, becomes):
    rule(plan, acknowledgement=general)
    PolicyLevel.objects.create(
        policy=plan.policy, unit=city.agency, level="city", kept=kept, reason="Uji"
    )
    assert chain_of(plan).acknowledgement == becomes


def draft_of(plan, city):
    return new_policy_version(plan.policy, actor=city.wati.user)


def test_levels_are_set_on_drafts_and_copied_to_the_next_version(plan, city):
    draft = draft_of(plan, city)
    kept = {"unit": city.division, "level": "division", "kept": False, "actor": city.wati.user}
    set_level(draft, reason="Tanpa kepala", **kept)
    with pytest.raises(Refused, match="sudah diatur"):
        set_level(draft, reason="Lagi", **kept)
    put_policy_in_force(draft, actor=city.wati.user)
    with pytest.raises(Refused, match="tidak dapat diubah"):
        set_level(draft, reason="Terlambat", **kept | {"level": "city", "unit": city.agency})
    with pytest.raises(Refused, match="tidak dapat diubah"):
        remove_level(draft.level_rules.get(), actor=city.wati.user)
    copy = new_policy_version(draft, actor=city.wati.user)
    copied = copy.level_rules.get()
    assert (copied.unit, copied.level, copied.kept) == (city.division, "division", False)
    remove_level(copied, actor=city.wati.user)
    assert (copy.level_rules.count(), draft.level_rules.count()) == (0, 1)
    assert chain_of(plan).keeps_division(city.division.pk), "the plan obeys its own version"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": " "}, "Tuliskan alasannya"),
        ({"level": "city"}, "satu perangkat daerah"),
    ],
)
def test_gaps_in_a_level_are_refused(plan, city, changes, sentence):
    draft = draft_of(plan, city)
    fields = {
        "unit": city.division, "level": "division", "kept": False, "reason": "Uji",
        "actor": city.wati.user,
    }  # fmt: skip
    with pytest.raises(Refused, match=sentence):
        set_level(draft, **fields | changes)
    assert draft.level_rules.count() == 0


def test_the_database_keeps_ages_in_their_order(plan):
    for ages in ({"remind_after_days": 0}, {"escalate_after_days": 2}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Policy.objects.filter(pk=plan.policy_id).update(**ages)


# --- a new version after publication ----------------------------------------------------------


def home_cell(plan, after="2026-12-08"):
    return plan.assignments.filter(date__gt=after).order_by("date", "employee").first()


def test_a_new_version_changes_some_days_and_tells_only_those_people(plan, city):
    make_colleagues(city, city.other_division, 1, first=70)
    published(plan, city)
    Outbox.objects.all().delete()
    part = plan.parts.get()
    revision = revise_part(part, reason="Kegiatan lapangan", actor=city.rudi.user)
    assert (revision.version, revision.base, revision.status) == (2, plan, "draft")
    cells = set(plan.assignments.values_list("employee_id", "date"))
    assert set(revision.assignments.values_list("employee_id", "date")) == cells
    cell = home_cell(revision)
    change_place(
        revision.parts.get(), employee=cell.employee, day=cell.date, to="wfo",
        reason="Survei lapangan", actor=city.rudi.user,
    )  # fmt: skip
    changes = changes_against_published(
        revision, office_of(scope_for(city.rudi.user), revision), rotation_of(revision)
    )
    assert (changes.version, changes.people, changes.days, changes.hidden) == (1, 1, 1, 0)
    assert changes.rows == [(cell.employee.name, [(cell.date, "wfh", "wfo")])]
    assert Assignment.objects.filter(published=True, plan=plan).count() == len(cells)
    submitted(revision, city.rudi.user)
    approve_plan(revision, actor=city.dewi.user)
    publish_plan(revision, actor=city.wati.user)
    told = Outbox.objects.get(kind="plan_changed")
    assert told.recipient == Employee.objects.get(pk=cell.employee_id).user
    assert f"{cell.date.day} Des" in told.text
    assert not Outbox.objects.filter(kind="plan_published").exists()
    plan.refresh_from_db()
    assert plan.status == "superseded"


def test_days_up_to_today_stay_in_a_new_version(plan, city, time_machine):
    published(plan, city)
    time_machine.move_to("2026-12-09T02:00Z", tick=False)
    revision = revise_part(plan.parts.get(), reason="Perubahan", actor=city.rudi.user)
    today = revision.assignments.filter(date="2026-12-09").first()
    assert today is not None
    with pytest.raises(Refused, match="sudah lewat"):
        change_place(
            revision.parts.get(), employee=today.employee, day=today.date, to="wfo",
            reason="Mendadak", actor=city.rudi.user,
        )  # fmt: skip


def test_other_parts_keep_their_submission(city, monday):
    make_colleagues(city, city.other_division, 3, first=60)
    plan = make_plan(city)
    submit_part(plan.parts.get(unit=city.other_division), actor=city.dewi.user)
    submit_part(plan.parts.get(unit=city.division), actor=city.rudi.user)
    grant(city.laras, "sekda")
    approve_plan(plan, actor=city.laras)
    publish_plan(plan, actor=city.wati.user)
    revision = revise_part(
        plan.parts.get(unit=city.division), reason="Perubahan", actor=city.rudi.user
    )
    assert dict(revision.parts.values_list("unit__code", "status")) == {
        "BAPPELITBANGDA-EKO": "draft", "BAPPELITBANGDA-SOS": "submitted",
    }  # fmt: skip


@pytest.mark.parametrize("who", ["hana", "wati", "sari", "yanti"])
def test_others_open_no_new_version(plan, city, who):
    published(plan, city)
    before = state(plan)
    with pytest.raises(PermissionDenied):
        revise_part(plan.parts.get(), reason="Coba", actor=getattr(city, who).user)
    assert (state(plan), Plan.objects.count()) == (before, 1)


def test_a_new_version_needs_a_reason_and_a_published_plan_and_comes_once(plan, city):
    with pytest.raises(MovedOn):
        revise_part(plan.parts.get(), reason="Belum terbit", actor=city.rudi.user)
    published(plan, city)
    with pytest.raises(Refused, match="mengapa"):
        revise_part(plan.parts.get(), reason=" ", actor=city.rudi.user)
    revise_part(plan.parts.get(), reason="Pertama", actor=city.rudi.user)
    with pytest.raises(MovedOn, match="sedang dikerjakan"):
        revise_part(plan.parts.get(), reason="Kedua", actor=city.dewi.user)
    assert Plan.objects.count() == 2


def test_a_new_version_is_given_up_and_the_published_one_stays(plan, city):
    published(plan, city)
    revision = revise_part(plan.parts.get(), reason="Keliru", actor=city.rudi.user)
    with pytest.raises(PermissionDenied):
        discard_revision(revision, actor=city.wati.user)
    discard_revision(revision, actor=city.rudi.user)
    assert [p.status for p in Plan.objects.order_by("version")] == ["published", "superseded"]
    again = revise_part(plan.parts.get(), reason="Sekarang benar", actor=city.rudi.user)
    assert again.version == 3


def test_a_first_draft_is_not_given_up_so(plan, city):
    with pytest.raises(Refused, match="yang terbit"):
        discard_revision(plan, actor=city.dewi.user)
    assert Plan.objects.get(pk=plan.pk).status == "draft"


# --- a right that ended -----------------------------------------------------------------------


def test_a_role_that_ended_takes_no_note(plan, city):
    approved(plan, city)
    RoleGrant.objects.filter(role="bkpsdm").update(ends_on="2026-12-06")
    with pytest.raises(PermissionDenied):
        publish_plan(plan, actor=city.wati.user)
    assert PlanPart.objects.get().status == "submitted"
