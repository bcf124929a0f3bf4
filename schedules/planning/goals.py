"""The eight goals, each recomputed from the plan alone, and envy among peers.

Each goal is a whole number to be made as small as possible. The functions read only the problem and
the days at home: what a solver claims plays no part.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from hashlib import blake2b

from .fairness import ideal10, ideal10_desirable
from .problem import Person, Problem

Home = Mapping[str, Collection[str]]

CAREGIVER_WEIGHT = 3
PAIR_WEIGHT = 2


def draw(period: str, person: str, day: str) -> tuple[int, int]:
    """The published lot of one person and day, from 0 to 999, and the draw that settles its ties.

    Bytes one and two, and bytes three and four, of the BLAKE2b digest of `period|person|day`.
    """
    lot = blake2b(f"{period}|{person}|{day}".encode()).digest()
    return (256 * lot[0] + lot[1]) % 1000, (256 * lot[2] + lot[3]) % 1000


def as_home(home: Mapping[str, Iterable[object]]) -> dict[str, frozenset[str]]:
    """Days at home by person id, dates as ISO texts; `datetime.date` values are accepted."""
    return {person: frozenset(str(day) for day in days) for person, days in home.items()}


def least_of(problem: Problem, person: Person, at_home: Collection[str]) -> int:
    """Days by which the guaranteed weekly minimum is missed."""
    if not person.eligible or person.least_per_week == 0:
        return 0
    return _missed(problem, person.least_per_week, person.absent, at_home)


def target_of(problem: Problem, person: Person, at_home: Collection[str]) -> int:
    """Days by which the weekly target is missed, as far as the person's own days allow it."""
    if not person.eligible or person.target_per_week == 0:
        return 0
    return _missed(problem, person.target_per_week, person.absent | person.on_site, at_home)


def _missed(problem: Problem, asked: int, closed: Collection[str], at_home: Collection[str]) -> int:
    """Days at home missing to `asked` a week, where no more is asked than the days not closed."""
    return sum(
        max(0, min(asked, size - shut) - had)
        for size, shut, had in zip(
            problem.week_sizes, problem.by_week(closed), problem.by_week(at_home), strict=True
        )
    )


def share_of(problem: Problem, person: Person, at_home: Collection[str]) -> int:
    """Square of the tenths of days between what the person has and should have."""
    return (10 * len(at_home) - ideal10(problem, person)) ** 2 if person.eligible else 0


def desirable_of(problem: Problem, person: Person, at_home: Collection[str]) -> int:
    """The same for desirable days, with a band of differences that cost nothing."""
    if not person.eligible:
        return 0
    got = sum(1 for day in at_home if day in problem.desirable)
    beyond = abs(10 * got - ideal10_desirable(problem, person)) - int(10 * problem.desirable_band)
    return max(0, beyond) ** 2


def weight_of(person: Person) -> int:
    """How much an unwanted day at home weighs for this person."""
    return CAREGIVER_WEIGHT if person.caregiver else 1


def unwanted_of(problem: Problem, person: Person, at_home: Collection[str]) -> int:
    """Weighted square of the days at home that the person would rather not have."""
    return weight_of(person) * sum(1 for day in at_home if day in person.unwanted) ** 2


def stability_of(problem: Problem, person: Person, at_home: Collection[str]) -> int:
    """Days on which the plan differs from the published one."""
    if person.published is None:
        return 0
    return sum(1 for day in problem.published_days if (day in at_home) != (day in person.published))


def spread_of(problem: Problem, person: Person, at_home: Collection[str]) -> int:
    """Pairs of neighbouring working days of one week both at home."""
    if not problem.spread or len(at_home) < 2:
        return 0
    return sum(1 for day in at_home if problem.next_day.get(day) in at_home)


def lot_of(problem: Problem, person: Person, at_home: Collection[str], second: bool = False) -> int:
    """Sum of the lots of the days at home, or of the second draws."""
    return sum([draw(problem.period, person.id, day)[second] for day in at_home])


BY_PERSON: dict[str, Callable[[Problem, Person, Collection[str]], int]] = {
    "least": least_of,
    "target": target_of,
    "share": share_of,
    "desirable": desirable_of,
    "preference": unwanted_of,
    "stability": stability_of,
    "spread": spread_of,
    "lot": lot_of,
}


def pairs_together(problem: Problem, home: Home, people: Collection[str] | None = None) -> int:
    """Days on which both people of an `apart` pair are at home, counted over the pairs."""
    return sum(
        len(frozenset(home.get(one, ())) & frozenset(home.get(two, ())))
        for one, two in problem.apart
        if people is None or one in people
    )


def goal_values(
    problem: Problem,
    home: Home,
    people: Collection[str] | None = None,
    goals: Collection[str] | None = None,
) -> dict[str, int]:
    """The value of each goal for the plan `home`, in the problem's order.

    `people` narrows the sums to some ids (a pair counts with its first id), `goals` the answer to
    some names; absent ids have no day at home. Who is not eligible and has no day, now or as
    published, adds nothing to any goal.
    """
    chosen = [
        (person, frozenset(home.get(person.id, ())))
        for person in problem.people
        if (people is None or person.id in people)
        and (person.eligible or person.published is not None or home.get(person.id))
    ]
    values = {
        name: sum(BY_PERSON[name](problem, person, days) for person, days in chosen)
        for name in problem.order
        if goals is None or name in goals
    }
    if "preference" in values:
        values["preference"] += PAIR_WEIGHT * pairs_together(problem, home, people)
    return values
