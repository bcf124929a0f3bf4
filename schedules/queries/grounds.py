"""Why somebody works at the office alone: the rule, its legal basis, who decided it and when.

For the person, and about that person. The rules are those of `schedules.eligibility`; here only
the act of office behind each is looked up, so that nobody reads "the system says so".
"""

import datetime
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from schedules.eligibility import eligibility
from schedules.queries.policies import policy_for
from units.decisions import decisions_on
from units.models import Classification
from units.queries.classification import effective_classification

POLICY_RULES = ("part_time", "excluded_echelon", "waiting_period")


@dataclass(frozen=True)
class Ground:
    """One reason to be at the office, with the act behind it; empty fields are not known.

    `rule` is the name of the rule, `text` its sentence; `criteria` are (question, yes or no) of a
    classification.
    """

    rule: str
    text: str
    reason: str = ""
    legal_basis: str = ""
    decided_by: str = ""
    decided_on: datetime.date | None = None
    starts_on: datetime.date | None = None
    criteria: list = field(default_factory=list)

    @property
    def is_about_the_task(self):
        """Whether unit or position decides, and nothing that is recorded of the person."""
        return self.rule in ("unit_class", "position_on_site")


def ground_of(employee, posting, day):
    """Return the Ground on which a person is at the office on a day, or None who may be at home.

    `posting` is the definitive one of the day, or None. In at most six queries.
    """
    policy = policy_for(posting.unit, day) if posting else None
    effective = effective_classification(posting.unit, day) if posting else None
    exclusions = list(employee.exclusions.filter(starts_on__lte=day).order_by("kind", "pk"))
    verdict = eligibility(posting, policy, effective, exclusions, day)
    if verdict.eligible:
        return None
    if verdict.rule == "unit_class" and effective.classification is not None:
        return _by_classification(verdict, effective.classification)
    if verdict.rule == "position_on_site":
        return _by_position(verdict, posting.position)
    if verdict.rule in POLICY_RULES:
        return _by_policy(verdict, policy)
    return Ground(verdict.rule, verdict.because)


def _by_classification(verdict, decided):
    return Ground(
        verdict.rule,
        verdict.because,
        reason=decided.reason,
        legal_basis=decided.legal_basis,
        decided_by=_name(decided.decided_by),
        decided_on=timezone.localtime(decided.decided_at).date(),
        starts_on=decided.starts_on,
        criteria=[(label, getattr(decided, name)) for name, label in Classification.CRITERIA],
    )


def _by_position(verdict, position):
    act = _latest(position, "set_position_presence")
    return Ground(
        verdict.rule,
        verdict.because,
        legal_basis=_("PermenPANRB 4/2025 Pasal 11: kriteria tugas"),
        **_act(act),
    )


def _by_policy(verdict, policy):
    act = _latest(policy, "put_policy_in_force")
    found = {"decided_by": _name(policy.created_by), "decided_on": None} | _act(act)
    return Ground(
        verdict.rule,
        verdict.because,
        reason=_("Aturan dalam kebijakan %(name)s versi %(version)s.")
        % {"name": policy.name, "version": policy.version},
        legal_basis=policy.legal_basis,
        starts_on=policy.starts_on,
        **found,
    )


def _latest(subject, act):
    return decisions_on(subject).filter(act=act).first()


def _act(decision):
    if decision is None:
        return {}
    return {
        "decided_by": _name(decision.actor),
        "decided_on": timezone.localtime(decision.decided_at).date(),
    }


def _name(user):
    """Return who decided as the register names them: the employee, else the account."""
    if user is None:
        return ""
    employee = getattr(user, "employee", None)
    return employee.name if employee else user.get_username()
