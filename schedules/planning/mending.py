"""What would mend a clash: each answer alone makes that clash go away.

The answers follow from the members of the clash; nothing is solved or decided here.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

from .guarantees import guarantee_text
from .plan import Clash
from .problem import Person, Problem, Rule


@dataclass(frozen=True, slots=True)
class Mend:
    """One way out: `code` says what would have to change, `n` by how much or to what.

    `take_back`      of the days at home that were set, `n` on the day or in the week fall
    `lift_bar`       the person has no absence and no duty at the office on the days
    `lower_floor`    the rule asks for `n` on site on the day
    `raise_ceiling`  the rule allows `n` at home on the day
    `bring_in`       `n` more people of the rule are on site on the day
    `raise_most`     the person's weekly most becomes `n`
    `waive_one`      any one of the people gives up the guarantee in that week
    `loosen_one`     any one of the rules does not hold in that week
    """

    code: str
    n: int = 0


def mends(problem: Problem, clash: Clash) -> tuple[Mend, ...]:
    """What would mend a clash of a problem, each answer sufficient by itself.

    Nothing where absences entered since the plan was made have taken the clash away.
    """
    # In a week of one day the members alone do not tell a missing guarantee from a set day.
    if clash.text == guarantee_text(problem, clash):
        waived = (Mend("waive_one"),) if clash.people else ()
        if clash.rules:
            return (Mend("loosen_one"), *waived)
        return (*waived, *_own_limits(problem.person[clash.people[0]], clash))
    if clash.rules:
        rule = next(one for one in problem.rules if one.id == clash.rules[0])
        return _beyond_rule(problem, rule, clash)
    person = problem.person[clash.people[0]]
    if len(clash.days) == 1 and _is_dropped(person, clash.days[0]):
        lifted = (Mend("lift_bar"),) if person.eligible else ()
        return (Mend("take_back", 1), *lifted)
    week = problem.weeks[problem.week_of[clash.days[0]]]
    given = sum(1 for day in week if day in person.at_home and not _is_dropped(person, day))
    if given <= person.most_per_week:
        return ()
    return Mend("take_back", given - person.most_per_week), Mend("raise_most", given)


def _is_dropped(person: Person, day: str) -> bool:
    return not person.eligible or day in person.absent or day in person.on_site


def _beyond_rule(problem: Problem, rule: Rule, clash: Clash) -> tuple[Mend, ...]:
    """The mends of days that were set, or of absences, beyond one rule."""
    day = clash.days[0]
    members = [problem.person[one] for one in problem.members(rule)]
    present = sum(1 for one in members if day not in one.absent)
    given = sum(1 for one in members if day in one.at_home and not _is_dropped(one, day))
    if rule.on_site is None:
        allowed = floor((rule.share_at_home or 0) * present)
    else:
        allowed = present - rule.on_site
    beyond = given - allowed
    if beyond <= 0:
        return ()
    if rule.on_site is None:
        return Mend("take_back", beyond), Mend("raise_ceiling", given)
    taken = (Mend("take_back", beyond),) if allowed >= 0 else ()
    return (*taken, Mend("bring_in", beyond), Mend("lower_floor", rule.on_site - beyond))


def _own_limits(person: Person, clash: Clash) -> tuple[Mend, ...]:
    """What else helps where nothing but a person's own limits stands against the guarantee."""
    present = [day for day in clash.days if day not in person.absent]
    promised = min(person.least_per_week, len(present))
    possible = sum(1 for day in present if day not in person.on_site)
    if possible >= promised:
        return (Mend("raise_most", promised),)
    if person.most_per_week >= promised:
        return (Mend("lift_bar"),)
    return ()
