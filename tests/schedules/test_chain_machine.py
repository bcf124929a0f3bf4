"""The life of a plan under any order of acts by anybody: no unlawful state is ever reached.

A hypothesis state machine calls the real services on the database as each of the cast. What they
let through is compared with what the machine remembers of who did what; what they refuse must
leave everything as it was.
"""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from schedules.models import Assignment, Plan, PlanPart, Policy
from schedules.services.chain import (
    acknowledge_plan,
    discard_revision,
    revise_part,
    send_back_plan,
)
from schedules.services.parts import return_part, submit_part
from schedules.services.plans import approve_plan, publish_plan
from schedules.services.reminders import tell_due_turns
from tests.schedules.office_cast import make_plan
from tests.schedules.test_plans import grant
from units import clock
from units.decisions import MovedOn, Refused
from units.models import Decision, Posting
from units.services.mandates import appoint_acting_head, end_acting_head

PEOPLE = ("rudi", "dewi", "hana", "wati", "sari", "yanti", "laras")
IN_WORK = ("draft", "submitted", "approved")
# The ones who can move a plan act oftener, so that it gets somewhere.
who = st.sampled_from((*PEOPLE, "rudi", "dewi", "wati", "rudi", "dewi", "wati"))


def snapshot():
    return (
        list(Plan.objects.order_by("pk").values_list("pk", "status", "approved_by")),
        list(PlanPart.objects.order_by("pk").values_list("pk", "status", "submitted_by")),
        list(Assignment.objects.order_by("pk").values_list("pk", "published")),
        list(Posting.objects.order_by("pk").values_list("pk", "is_head", "ends_on")),
        Decision.objects.count(),
    )


class LifeOfAPlan(RuleBasedStateMachine):
    """Acts in any order; `city` and `acknowledgement` are set by the test."""

    city = None
    acknowledgement = "publication"

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        make_plan(self.city, colleagues=2, floor=1)
        Policy.objects.update(acknowledgement=self.acknowledgement)
        grant(self.city.laras, "sekda")

    def teardown(self):
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def user(self, name):
        person = getattr(self.city, name)
        return getattr(person, "user", person)

    def plan(self):
        return Plan.objects.select_related("agency").order_by("-version").first()

    def attempt(self, act):
        before = snapshot()
        try:
            with transaction.atomic():
                act()
        except (PermissionDenied, Refused, MovedOn):
            assert snapshot() == before
            return False
        return True

    # --- acts -------------------------------------------------------------------------------

    @rule(name=who)
    def submit(self, name):
        part = self.plan().parts.get()
        if self.attempt(lambda: submit_part(part, actor=self.user(name))):
            assert name in ("rudi", "dewi") or self.leads(name)

    @rule(name=who)
    def send_part_back(self, name):
        part = self.plan().parts.get()
        self.attempt(lambda: return_part(part, reason="Perbaiki", actor=self.user(name)))

    @rule(name=who)
    def approve(self, name):
        plan = self.plan()
        submitter = plan.parts.get().submitted_by_id
        if self.attempt(lambda: approve_plan(plan, actor=self.user(name))):
            assert self.user(name).pk != submitter
            assert name in ("dewi", "wati", "laras") or self.leads(name)
            mandate = self.mandate_of(name)
            assert mandate is None or mandate.appointed_by_id != submitter
            decision = Decision.objects.filter(act="plan_approved").latest("pk")
            acts = self.leads(name) and name != "dewi"
            assert bool(decision.mandate) == acts

    @rule(name=who)
    def take_note(self, name):
        plan = self.plan()
        if self.attempt(lambda: acknowledge_plan(plan, actor=self.user(name))):
            assert (name, self.acknowledgement) == ("wati", "step")

    @rule(name=who)
    def send_back(self, name):
        plan = self.plan()
        if self.attempt(lambda: send_back_plan(plan, reason="Periksa", actor=self.user(name))):
            assert name == "wati"

    @rule(name=who)
    def publish(self, name):
        plan = self.plan()
        hands = {plan.approved_by_id, plan.parts.get().submitted_by_id}
        if self.attempt(lambda: publish_plan(plan, actor=self.user(name))):
            if self.acknowledgement == "publication":
                assert name == "wati"
                assert self.user(name).pk not in hands
            if self.acknowledgement == "step":
                assert Plan.objects.get(pk=plan.pk).acknowledged_by_id not in {None, *hands}

    @rule(name=who)
    def revise(self, name):
        plan = Plan.objects.filter(status="published").first() or self.plan()
        self.attempt(
            lambda: revise_part(plan.parts.get(), reason="Perubahan", actor=self.user(name))
        )

    @rule(name=who)
    def give_up(self, name):
        plan = self.plan()
        self.attempt(lambda: discard_revision(plan, actor=self.user(name)))

    @rule(name=who, chosen=st.sampled_from(("rudi", "hana", "sari", "yanti")))
    def appoint(self, name, chosen):
        def act():
            appoint_acting_head(
                self.city.agency, actor=self.user(name), employee=getattr(self.city, chosen),
                position=self.city.positions.head_of_agency, kind="plh", letter_number="800/9",
                starts_on=clock.today(), ends_on=clock.today(),
            )  # fmt: skip

        if self.attempt(act):
            assert name in ("wati", "laras")

    @rule(name=who)
    def end_mandate(self, name):
        posting = Posting.objects.filter(kind="plh").order_by("-pk").first()
        if posting and self.attempt(lambda: end_acting_head(posting, actor=self.user(name))):
            assert name in ("wati", "laras", "dewi")

    @rule()
    def time_passes(self):
        """However late it is, the jobs of the chain move nothing."""
        Plan.objects.update(turn_since="2026-11-02T02:00Z", created_at="2026-11-02T02:00Z")
        before = snapshot()
        tell_due_turns()
        assert snapshot() == before

    # --- what holds ---------------------------------------------------------------------------

    def leads(self, name):
        return Posting.objects.filter(
            unit=self.city.agency, is_head=True, employee__user=self.user(name),
            ends_on=clock.today(),
        ).exists() or name == "dewi"  # fmt: skip

    def mandate_of(self, name):
        posting = (
            Posting.objects.filter(kind="plh", is_head=True, employee__user=self.user(name))
            .select_related("mandate")
            .first()
        )
        return posting and posting.mandate

    @invariant()
    def one_in_work_and_one_published(self):
        states = list(Plan.objects.values_list("status", flat=True))
        assert sum(one in IN_WORK for one in states) <= 1
        assert states.count("published") <= 1

    @invariant()
    def the_state_of_a_plan_has_its_grounds(self):
        for plan in Plan.objects.prefetch_related("parts"):
            parts = list(plan.parts.all())
            complete = all(part.status == "submitted" for part in parts)
            if plan.status == "draft":
                assert not complete
                assert plan.approved_by_id is None
            if plan.status in ("submitted", "approved", "published"):
                assert complete
            if plan.status in ("approved", "published"):
                assert plan.approved_by_id is not None
                assert plan.approved_by_id not in {part.submitted_by_id for part in parts}
            if plan.status == "submitted":
                assert plan.approved_by_id is None
                assert plan.acknowledged_by_id is None

    @invariant()
    def only_published_days_count_and_none_of_two_plans(self):
        in_force = Assignment.objects.filter(published=True)
        assert set(in_force.values_list("plan__status", flat=True)) <= {"published", "superseded"}
        cells = list(in_force.values_list("employee", "date"))
        assert len(cells) == len(set(cells))
        ahead = in_force.filter(date__gt=clock.today())
        assert set(ahead.values_list("plan__status", flat=True)) <= {"published"}


@pytest.mark.django_db
@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize("acknowledgement", ["publication", "step", "none"])
def test_no_order_of_acts_reaches_an_unlawful_state(city, acknowledgement):
    machine = type("Machine", (LifeOfAPlan,), {"city": city, "acknowledgement": acknowledgement})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=6,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
