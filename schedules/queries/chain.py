"""The approval chain of a plan: which levels its policy keeps for which unit.

The team submits to its bidang, the bidang to the agency, whose head approves; BKPSDM takes note.
Overrides name a unit and speak for everything below it; the nearest one wins.
"""

from dataclasses import dataclass

from schedules.models import Policy, PolicyLevel
from units.queries.tree import unit_tree

Level = PolicyLevel.Level
Acknowledgement = Policy.Acknowledgement


@dataclass(frozen=True)
class Chain:
    """The levels of one agency under one policy; `rules` maps (unit id, level) to overrides."""

    policy: Policy
    agency_id: int
    rules: dict
    tree: object = None

    def keeps_team(self, unit_id):
        """Say whether the head of a team or seksi submits its slice to the bidang first."""
        rule = self._rule(Level.TEAM, unit_id)
        return self.policy.team_level if rule is None else rule.kept

    def keeps_division(self, unit_id):
        """Say whether the head of the part's unit submits it; else the agency's unit HR does."""
        rule = self._rule(Level.DIVISION, unit_id)
        return self.policy.division_level if rule is None else rule.kept

    @property
    def acknowledgement(self):
        """How BKPSDM takes note of the agency's plans: an Acknowledgement."""
        rule = self._rule(Level.CITY, self.agency_id)
        general = self.policy.acknowledgement
        if rule is None or rule.kept == (general != Acknowledgement.NONE):
            return general
        return Acknowledgement.STEP if rule.kept else Acknowledgement.NONE

    def _rule(self, level, unit_id):
        if not self.rules:
            return None
        path = self.tree.ancestors_of(unit_id, include_self=True)
        return next((self.rules[pk, level] for pk in path if (pk, level) in self.rules), None)


def chain_of(plan):
    """Return the Chain of a plan, in one query; with overrides in two."""
    return chains_of([plan])[plan.pk]


def chains_of(plans):
    """Return {plan pk: Chain} of plans with their policies, in at most two queries."""
    by_policy = {}
    for rule in PolicyLevel.objects.filter(
        policy__in={plan.policy_id for plan in plans}
    ).order_by():
        by_policy.setdefault(rule.policy_id, {})[rule.unit_id, rule.level] = rule
    tree = unit_tree() if by_policy else None
    return {
        plan.pk: Chain(plan.policy, plan.agency_id, by_policy.get(plan.policy_id, {}), tree)
        for plan in plans
    }
