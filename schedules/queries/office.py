"""Who may act on a plan today: submit, return, approve, publish, change a cell.

A part is submitted by the head of its bidang or of the agency; where the policy leaves the bidang
out, by the agency's unit HR. The head of the agency (definitive, Plt. or Plh.) approves, and
nobody approves what they submitted, under whatever role, nor through a stand-in whom they
appointed. Where a head of the agency submitted a part, approval goes one level up: to the Sekda
or BKPSDM. A stand-in never approves for a definitive head who submitted. BKPSDM takes note of
the plan by publishing it, in a step of its own, or not at all, as the policy says; never by the
hand that submitted or approved.
"""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef

from schedules.models import Plan, PlanPart, Policy, PolicyLevel
from schedules.planning.lifecycle import is_editable
from schedules.queries.chain import Chain, chain_of
from schedules.queries.plans import is_own_part
from units.access import Scope, on_day
from units.models import Posting, RoleGrant

Role = RoleGrant.Role
Acknowledgement = Policy.Acknowledgement
ONE_LEVEL_UP = frozenset({Role.SECRETARY, Role.CITY_HR})


@dataclass(frozen=True)
class Office:
    """What one account may do with one plan on the day of its scope.

    `parts` are all parts of the plan; `heads` the postings that lead the agency today.
    """

    scope: Scope
    plan: Plan
    parts: tuple
    heads: tuple
    chain: Chain

    @cached_property
    def submitters(self):
        """The ids of the accounts that submitted a part now waiting."""
        return frozenset(
            part.submitted_by_id
            for part in self.parts
            if part.status == PlanPart.Status.SUBMITTED and part.submitted_by_id
        )

    @cached_property
    def goes_one_level_up(self):
        """Whether a head of the agency submitted a part, so that the Sekda or BKPSDM approves."""
        return any(head.employee.user_id in self.submitters for head in self.heads)

    @cached_property
    def hands(self):
        """The ids of the accounts that submitted or approved: none of them takes note of it."""
        return self.submitters | {self.plan.approved_by_id}

    @property
    def leads_agency(self):
        return self.plan.agency_id in self.scope.head_unit_ids

    @property
    def submitted_any(self):
        return self.scope.user.pk in self.submitters

    def leads_part(self, part):
        """Say whether the account heads the agency (nothing above), or has the part in hand.

        That is the head of its unit, or unit HR where the chain leaves the bidang out.
        """
        if self.leads_agency:
            return True
        if self.chain.keeps_division(part.unit_id):
            return part.unit_id in self.scope.head_unit_ids
        return part.unit_id in self.scope.hr_unit_tree()

    def may_submit(self, part):
        return self.may_change(part)

    def may_change(self, part):
        """Say whether the account may change cells of the part and submit it now."""
        return is_editable(self.plan.status, part.status) and self.leads_part(part)

    @cached_property
    def is_approver(self):
        """Whether the account decides on this plan, as far as its own hands allow."""
        if self.submitted_any:
            return False
        if self.goes_one_level_up and self.scope.roles & ONE_LEVEL_UP:
            return True
        return self.leads_agency and not self._stands_in_for_a_submitter()

    @property
    def free_heads(self):
        """The postings that lead the agency and may approve as far as their own hands allow."""
        return [
            head
            for head in self.heads
            if head.employee.user_id
            and head.employee.user_id not in self.submitters
            and self.may_stand(head)
        ]

    def may_stand(self, head):
        """Say whether a posting that leads the agency may decide as far as its mandate goes.

        Not one given by who submitted a part: that would be approving one's own by another hand.
        """
        mandate = getattr(head, "mandate", None)
        return mandate is None or mandate.appointed_by_id not in self.submitters

    def _stands_in_for_a_submitter(self):
        definitive_submitted = any(
            head.kind == Posting.Kind.DEFINITIVE and head.employee.user_id in self.submitters
            for head in self.heads
        )
        mine = [head for head in self.heads if head.employee.user_id == self.scope.user.pk]
        if not any(self.may_stand(head) for head in mine):
            return True
        acts = all(head.kind != Posting.Kind.DEFINITIVE for head in mine)
        return definitive_submitted and acts

    @property
    def may_approve(self):
        return self.plan.status == Plan.Status.SUBMITTED and self.is_approver

    def may_return(self, part):
        """Say whether the account may send a submitted part back: approvers, the agency's head."""
        return (
            self.plan.status in (Plan.Status.DRAFT, Plan.Status.SUBMITTED)
            and part.status == PlanPart.Status.SUBMITTED
            and (self.is_approver or self.leads_agency)
        )

    @property
    def waits_for_the_city(self):
        """Whether BKPSDM has to take note of the approved plan before anything else happens."""
        return self.plan.status == Plan.Status.APPROVED and (
            self.chain.acknowledgement == Acknowledgement.STEP and not self.plan.acknowledged_at
        )

    @property
    def takes_note(self):
        """Whether the account takes note of this plan for the city, as far as its hands allow."""
        return self.scope.is_city_hr and self.scope.user.pk not in self.hands

    @property
    def may_acknowledge(self):
        return self.waits_for_the_city and self.takes_note

    @property
    def may_send_back(self):
        """Say whether the account may send the approved plan back to who approves."""
        return (
            self.plan.status == Plan.Status.APPROVED
            and self.chain.acknowledgement != Acknowledgement.NONE
            and self.takes_note
        )

    @property
    def is_publisher(self):
        """Whether the account publishes this plan: BKPSDM where that is how it takes note."""
        if self.chain.acknowledgement == Acknowledgement.PUBLICATION:
            return self.takes_note
        return self.scope.is_city_hr or self.leads_agency

    @property
    def may_publish(self):
        return (
            self.plan.status == Plan.Status.APPROVED
            and not self.waits_for_the_city
            and self.is_publisher
        )

    def opens_board(self, part):
        """Say whether the account may open the board of the part in some way."""
        return self.sees_names(part) or (
            self.plan.status == Plan.Status.PUBLISHED and is_own_part(self.scope, part)
        )

    def sees_names(self, part):
        """Say whether the account sees kinds of absence and balances by name in the part."""
        return names_open_to(self.scope, part.unit_id) or (
            Role.SECRETARY in self.scope.roles and self.goes_one_level_up
        )


def names_open_to(scope, unit_id):
    """Say whether the account sees the people of a unit by name: BKPSDM, its heads, its unit HR."""
    return scope.is_city_hr or unit_id in scope.managed_unit_tree()


def office_of(scope, plan):
    """Return the Office of an account for a plan, in two queries (four where units differ).

    The chain is that of the policy version that the plan obeyed.
    """
    heads = Posting.objects.filter(on_day(scope.day), unit_id=plan.agency_id, is_head=True)
    overrides = PolicyLevel.objects.filter(policy=OuterRef("plan__policy"))
    parts = tuple(
        plan.parts.select_related("unit", "submitted_by__employee")
        .annotate(levels_differ=Exists(overrides))
        .order_by("unit__code")
    )
    plain = parts and not any(part.levels_differ for part in parts)
    return Office(
        scope=scope,
        plan=plan,
        parts=parts,
        heads=tuple(heads.select_related("employee__user", "position", "mandate").order_by("pk")),
        chain=Chain(plan.policy, plan.agency_id, {}) if plain else chain_of(plan),
    )
