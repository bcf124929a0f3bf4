"""Who may act on a plan today: submit, return, approve, publish, change a cell.

Where the chain keeps the level of the teams, the head of a team or seksi submits its slice, and the
head of the bidang sends it back or takes it into what the bidang submits, never as the hand that
submitted the slice. A part is submitted by the head of its bidang or of the agency; where the
policy leaves the bidang out, by the agency's unit HR. The head of the agency (definitive, Plt. or
Plh.) approves, and nobody approves what they submitted, under whatever role, nor through a
stand-in whom they appointed. Where a head of the agency submitted a part, approval goes one level
up: to the Sekda or BKPSDM. A stand-in never approves for a definitive head who submitted. BKPSDM
takes note of the plan by publishing it, in a step of its own, or not at all, as the policy says;
never by the hand that submitted or approved.
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

    `parts` are all parts of the plan, `teams` the slices below them that teams submit; `heads`
    the postings that lead the agency today, `team_heads` those that lead a team whose slice is
    open.
    """

    scope: Scope
    plan: Plan
    parts: tuple
    heads: tuple
    chain: Chain
    teams: tuple = ()
    team_heads: tuple = ()

    @property
    def all_parts(self):
        """The parts and, after them, the slices of teams."""
        return self.parts + self.teams

    def part_above(self, team):
        """Return the part to which the slice of a team belongs."""
        return next(part for part in self.parts if part.pk == team.above_id)

    def teams_of(self, part):
        """Return the slices of the teams below a part."""
        return [team for team in self.teams if team.above_id == part.pk]

    def awaited_teams(self, part):
        """Return the slices that a part waits for: not submitted, of a team with a head today."""
        headed = {head.unit_id for head in self.team_heads if head.employee.user_id}
        return [
            team
            for team in self.teams_of(part)
            if team.status != PlanPart.Status.SUBMITTED and team.unit_id in headed
        ]

    def submitted_below(self, part):
        """Return the ids of the accounts that submitted the slice of a team of the part."""
        return _submitters(self.teams_of(part))

    @cached_property
    def submitters(self):
        """The ids of the accounts that submitted a part, or a slice of one, now waiting."""
        return _submitters(self.all_parts)

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

        That is the head of its unit, or unit HR where the chain leaves the bidang out. The slice
        of a team is in the hands of the team's head alone; one that is no level of the chain (it
        has no row) in nobody's.
        """
        if part.pk is None:
            return False
        if part.above_id:
            return part.unit_id in self.scope.head_unit_ids
        if self.leads_agency:
            return True
        if self.chain.keeps_division(part.unit_id):
            return part.unit_id in self.scope.head_unit_ids
        return part.unit_id in self.scope.hr_unit_tree()

    def may_submit(self, part):
        """Say whether the account may submit the part now: no team is awaited, none is its own."""
        if not self.may_change(part) or part.above_id:
            return self.may_change(part)
        return not self.awaited_teams(part) and not self.is_hand_below(part)

    def may_change(self, part):
        """Say whether the account may change cells of the part now."""
        if not (is_editable(self.plan.status, part.status) and self.leads_part(part)):
            return False
        if not part.above_id:
            return True
        return is_editable(self.plan.status, self.part_above(part).status)

    def is_hand_below(self, part):
        """Say whether the account submitted a team's slice of the part, or acts by such a hand.

        Whoever did does not decide on it as the bidang, under whatever mandate.
        """
        below = self.submitted_below(part)
        if not below:
            return False
        if self.scope.user.pk in below:
            return True
        leading = (part.unit_id, self.plan.agency_id)
        mine = [head for head in self.scope.headed if head.unit_id in leading]
        return bool(mine) and all(_appointed_by(head) in below for head in mine)

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
        return _appointed_by(head) not in self.submitters

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
        """Say whether the account may send a submitted part back: approvers, the agency's head.

        The slice of a team: who has its bidang's part in hand, while that is not submitted.
        """
        if part.above_id:
            return part.status == PlanPart.Status.SUBMITTED and self.may_change(
                self.part_above(part)
            )
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


def _submitters(parts):
    return frozenset(
        part.submitted_by_id
        for part in parts
        if part.status == PlanPart.Status.SUBMITTED and part.submitted_by_id
    )


def _appointed_by(head):
    """Return the id of the account that gave the head its mandate; None without one."""
    mandate = getattr(head, "mandate", None)
    return mandate and mandate.appointed_by_id


def names_open_to(scope, unit_id):
    """Say whether the account sees the people of a unit by name: BKPSDM, its heads, its unit HR."""
    return scope.is_city_hr or unit_id in scope.managed_unit_tree()


def office_of(scope, plan):
    """Return the Office of an account for a plan, in two queries (four where units differ).

    One more where a team has not submitted its slice.

    The chain is that of the policy version that the plan obeyed.
    """
    heads = Posting.objects.filter(on_day(scope.day), unit_id=plan.agency_id, is_head=True)
    overrides = PolicyLevel.objects.filter(policy=OuterRef("plan__policy"))
    rows = tuple(
        plan.parts.select_related("unit", "submitted_by__employee")
        .annotate(levels_differ=Exists(overrides))
        .order_by("unit__code")
    )
    plain = rows and not any(part.levels_differ for part in rows)
    teams = tuple(part for part in rows if part.above_id)
    return Office(
        scope=scope,
        plan=plan,
        parts=tuple(part for part in rows if not part.above_id),
        teams=teams,
        team_heads=team_heads(teams, scope.day),
        heads=tuple(heads.select_related("employee__user", "position", "mandate").order_by("pk")),
        chain=Chain(plan.policy, plan.agency_id, {}) if plain else chain_of(plan),
    )


def team_heads(teams, day):
    """Return the postings that lead the teams whose slice is open, in at most one query."""
    units = [team.unit_id for team in teams if team.status != PlanPart.Status.SUBMITTED]
    if not units:
        return ()
    heads = Posting.objects.filter(
        on_day(day), unit_id__in=units, is_head=True, employee__user__is_active=True
    )
    return tuple(heads.select_related("employee").order_by("pk"))
