"""The figures above a plan."""

from dataclasses import dataclass
from fractions import Fraction

from schedules.planning import envious


@dataclass(frozen=True)
class Facts:
    """The figures above a plan: how even, how safe and how far proven, as it stands now.

    `proof` is "proven"; "edited" where people changed cells of these people; "overtaken" where
    absences recorded since, or changes elsewhere, moved the figures; "open" where the solver
    proved no best.
    """

    can_be_evened: int
    widest_gap: Fraction
    days_met: int
    days_all: int
    proof: str
    changed_cells: int


def facts_of(rotation, people=None):
    """Return the Facts of the plan, or of some of its people."""
    envy = [
        one
        for one in envious(rotation.problem, rotation.home)
        if people is None or one.person in people
    ]
    changed = [one for one in rotation.changed if people is None or one[0] in people]
    if all(value == bound for value, bound in rotation.goals.values()):
        proof = "proven"
    elif rotation.solution.status != "optimal":
        proof = "open"
    else:
        proof = "edited" if changed else "overtaken"
    return Facts(
        can_be_evened=len(envy),
        widest_gap=rotation.widest_gap(people),
        days_met=len(rotation.problem.days) - len(rotation.short_days(people)),
        days_all=len(rotation.problem.days),
        proof=proof,
        changed_cells=len(changed),
    )
