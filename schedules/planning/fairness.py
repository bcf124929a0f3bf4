"""What is a person's fair part: entitlement, ideal, the share shown to people, carried balances.

All amounts are exact fractions of days; rounding happens only where a whole number is asked for.
Entitlement follows the target of the policy within the two days a week of PermenPANRB 4/2025,
Art. 13. It measures fairness among colleagues; Art. 13 gives nobody a claim to the days.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from .problem import Person, Problem

MOST_BALANCE = Fraction(5)


def half_up(value: Fraction) -> int:
    """The whole number nearest to `value`, a half going up, also below zero."""
    return math.floor(value + Fraction(1, 2))


def available(problem: Problem, person: Person) -> int:
    """Days of the period on which the person is not absent."""
    return len(problem.days) - len(person.absent)


def entitlement(problem: Problem, person: Person) -> Fraction:
    """The target of each week, cut by the part of the week's working days the person is absent."""
    absent = tuple(problem.by_week(person.absent))
    key = ("entitlement", person.target_per_week, absent)
    if key not in problem.known:
        weeks = zip(absent, problem.week_sizes, strict=True)
        present = sum((Fraction(size - away, size) for away, size in weeks), Fraction(0))
        problem.known[key] = person.target_per_week * present
    return problem.known[key]


def desirable_entitlement(problem: Problem, person: Person) -> Fraction:
    """The part of the entitlement that falls on desirable days; 0 when nothing is available."""
    present = available(problem, person)
    if present == 0:
        return Fraction(0)
    desirable = len(problem.desirable) - len(person.absent & problem.desirable)
    return entitlement(problem, person) * Fraction(desirable, present)


def ideal10(problem: Problem, person: Person) -> int:
    """Ten times the days the person should have, balance included; 0 when nothing is available."""
    return _ideals(problem, person)[0]


def ideal10_desirable(problem: Problem, person: Person) -> int:
    """Ten times the desirable days the person should have; 0 when nothing is available."""
    return _ideals(problem, person)[1]


def _ideals(problem: Problem, person: Person) -> tuple[int, int]:
    key = ("ideals", person.id)
    if key not in problem.known:
        problem.known[key] = (0, 0)
        if available(problem, person):
            problem.known[key] = (
                _tenths(entitlement(problem, person), person.balance),
                _tenths(desirable_entitlement(problem, person), person.balance_desirable),
            )
    return problem.known[key]


def _tenths(days: Fraction, more: Fraction) -> int:
    """`half_up(10 * (days + more))`, in whole numbers because it is asked for everybody."""
    below = days.denominator * more.denominator
    above = days.numerator * more.denominator + more.numerator * days.denominator
    return (20 * above + below) // (2 * below)


@dataclass(frozen=True, slots=True)
class FairShare:
    """A person's part in one plan, in days.

    `ideal` is what policy and balance alone would give; `share` (porsi wajar) is that less the mean
    shortfall of the peers in this plan; `given` are the days at home; `difference` (selisih porsi)
    is `share - given`. The differences of one peer group add up to zero. Who has nothing available
    lacks nothing: the share is 0 and does not weigh in the group's mean.
    """

    ideal: Fraction
    share: Fraction
    given: int
    difference: Fraction


def fair_shares(problem: Problem, home: Mapping[str, Iterable[str]]) -> dict[str, FairShare]:
    """The fair share of each eligible person in the plan `home`, by id."""
    ideals: dict[str, Fraction] = {}
    given: dict[str, int] = {}
    groups: dict[str, list[str]] = {}
    for person in problem.people:
        if person.eligible:
            ideals[person.id] = Fraction(ideal10(problem, person), 10)
            given[person.id] = len(tuple(home.get(person.id, ())))
            if takes_part(problem, person):
                groups.setdefault(person.peers, []).append(person.id)
    result = {i: FairShare(ideals[i], ideals[i], given[i], ideals[i] - given[i]) for i in ideals}
    for ids in groups.values():
        shortfall = sum((ideals[i] - given[i] for i in ids), Fraction(0)) / len(ids)
        for i in ids:
            share = ideals[i] - shortfall
            result[i] = FairShare(ideals[i], share, given[i], share - given[i])
    return result


def takes_part(problem: Problem, person: Person) -> bool:
    """Whether the person shares in the period: eligible, and available on some day of it."""
    return person.eligible and available(problem, person) > 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a period came to for one person, in days of one kind.

    `carried` (the balance after it) is `balance + entitlement - counted - mean`, held within five
    days on either side. `mean` is the mean of `balance + entitlement - counted` among the peers.
    """

    balance: Fraction
    entitlement: Fraction
    counted: int
    mean: Fraction

    @property
    def carried(self) -> Fraction:
        """The balance carried into the next period."""
        total = self.balance + self.entitlement - self.counted - self.mean
        return max(-MOST_BALANCE, min(MOST_BALANCE, total))


@dataclass(frozen=True, slots=True)
class Balance:
    """What is carried into the next period: the outcomes in days and in desirable days.

    It is the selisih porsi of `FairShare` on the days as lived: what is carried within one peer
    group adds up to zero, as far as none of it had to be held.
    """

    days: Outcome
    desirable: Outcome


def next_balances(problem: Problem, lived_home: Mapping[str, Iterable[str]]) -> dict[str, Balance]:
    """The balance of each person who took part, by id.

    `problem` holds the absences as they turned out and the balances at the start, `lived_home` the
    days at home that count (no recalls, emergencies, late holidays or approved absences). What a
    whole peer group lacks is nobody's debt: its mean is taken off after every period, so that
    somebody whom the rules never let go home cannot push everybody else's balance down period after
    period, and 0 stays the middle at which newcomers start. Who is not eligible or has nothing
    available (long leave) keeps the old balance and does not weigh in the group's mean.
    """
    groups: dict[str, list[tuple[Person, int, int]]] = {}
    for person in problem.people:
        if takes_part(problem, person):
            days = tuple(lived_home.get(person.id, ()))
            wanted = sum(1 for day in days if str(day) in problem.desirable)
            groups.setdefault(person.peers, []).append((person, len(days), wanted))
    result: dict[str, Balance] = {}
    for group in groups.values():
        days = _outcomes(
            [(one.balance, entitlement(problem, one), counted) for one, counted, _ in group]
        )
        desirable = _outcomes(
            [
                (one.balance_desirable, desirable_entitlement(problem, one), wanted)
                for one, _, wanted in group
            ]
        )
        for (person, _, _), *outcomes in zip(group, days, desirable, strict=True):
            result[person.id] = Balance(*outcomes)
    return result


def _outcomes(rows: list[tuple[Fraction, Fraction, int]]) -> list[Outcome]:
    mean = sum((balance + due - counted for balance, due, counted in rows), Fraction(0)) / len(rows)
    return [Outcome(*row, mean) for row in rows]
