"""What would mend a clash: each answer alone makes the clash go away.

The answers follow from the kind of clash, read off its own members; nothing is decided here.
"""

from __future__ import annotations

from dataclasses import dataclass

from .plan import Clash
from .problem import Problem
from .rules import allowed_at_home


@dataclass(frozen=True, slots=True)
class Mend:
    """One way out: `code` says what would have to change, the numbers by how much.

    `take_back`      `n` days at home that were set, of these people, on these days
    `lift_bar`       what keeps the person off the day: absence or a duty at the office
    `lower_floor`    the rule to at least `n` on site on the day
    `raise_ceiling`  the rule to at most `n` at home on the day
    `bring_in`       `n` more people of the rule on site on the day
    `raise_most`     the person's weekly most to `n`
    `waive_one`      the week's guarantee of any one of the people
    `loosen_one`     any one of the rules, in that week
    """

    code: str
    n: int = 0
"""
