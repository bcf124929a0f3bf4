"""The planning problem as values: days, units, people and rules, already checked.

`reading.read_problem` is the only maker of these values; whoever holds a `Problem` may rely on
every id being known, every date being one of `days` and every number being exact. Dates are ISO
texts (`2026-12-04`), which sort as the calendar does. Shares and balances are fractions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import date
from fractions import Fraction
from functools import cached_property

FORMAT = "bekasi-wfh/problem/1"

GOALS = (
    "least",
    "target",
    "share",
    "desirable",
    "preference",
    "stability",
    "spread",
    "lot",
)

DEFAULT_ORDER = {
    "draft": GOALS,
    "repair": (
        "least",
        "stability",
        "target",
        "share",
        "desirable",
        "preference",
        "spread",
        "lot",
    ),
}


class MalformedProblem(ValueError):
    """The source breaks the format. `field` is its path, `value` what stood there.

    The message is one line, whatever the value holds: long values are cut, line breaks escaped.
    """

    def __init__(self, field: str, value: object, reason: str = "") -> None:
        self.field = field
        self.value = value
        self.reason = reason
        text = f"{_one_line(field)}: {_one_line(value)}" + (f" ({reason})" if reason else "")
        super().__init__(text)


def _one_line(value: object) -> str:
    try:
        shown = str(value)
    except ValueError:
        shown = "bilangan yang terlalu panjang"
    if not shown.isprintable() or not shown:
        shown = repr(shown)
    return shown if len(shown) <= 120 else shown[:117] + "..."


@dataclass(frozen=True, slots=True)
class Unit:
    """A node of the organisation; `parent` is None at a root."""

    id: str
    parent: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Person:
    """One employee in the period. Balances are in days: owed (+) or had in advance (-)."""

    id: str
    unit: str
    peers: str
    most_per_week: int
    target_per_week: int
    least_per_week: int = 0
    eligible: bool = True
    because: str = ""
    absent: frozenset[str] = frozenset()
    on_site: frozenset[str] = frozenset()
    at_home: frozenset[str] = frozenset()
    unwanted: frozenset[str] = frozenset()
    published: frozenset[str] | None = None
    balance: Fraction = Fraction(0)
    balance_desirable: Fraction = Fraction(0)
    caregiver: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A floor (`on_site`: how many must be on site) or a ceiling (`share_at_home`: at most).

    Exactly one of `people` and `unit` is set, and exactly one of `on_site` and `share_at_home`.
    `days` None is every day of the period.
    """

    id: str
    text: str
    people: tuple[str, ...] | None
    unit: str | None
    days: frozenset[str] | None
    on_site: int | None = None
    share_at_home: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """Work allowed for each component; None is no limit. Never a time, so that runs agree."""

    iterations: int | None = None
    nodes: int | None = None


@dataclass(frozen=True)
class Problem:
    """Everything that decides a plan. `days` ascend; `people` and rules keep the source's order."""

    period: str
    mode: str
    order: tuple[str, ...]
    days: tuple[str, ...]
    desirable: frozenset[str]
    desirable_band: Fraction
    spread: bool
    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    published_days: frozenset[str]
    floors: tuple[Rule, ...]
    ceilings: tuple[Rule, ...]
    apart: tuple[tuple[str, str], ...]
    limit: Limit = field(default_factory=Limit)
    known: dict = field(default_factory=dict, compare=False, repr=False)
    """What others have computed from the problem alone and may look up again."""

    def __getstate__(self) -> dict:
        """What a copy in another process needs; anything looked up is looked up again there."""
        names = [each.name for each in fields(self)]
        return {name: getattr(self, name) for name in names} | {"known": {}}

    @cached_property
    def frame(self) -> Problem:
        """The same calendar, goals and limit without units, people and rules."""
        return replace(self, units=(), people=(), floors=(), ceilings=(), apart=())

    @cached_property
    def person(self) -> dict[str, Person]:
        """People by id."""
        return {person.id: person for person in self.people}

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Floors and ceilings together, by id."""
        return tuple(sorted(self.floors + self.ceilings, key=lambda rule: rule.id))

    @cached_property
    def weeks(self) -> tuple[tuple[str, ...], ...]:
        """The days grouped by ISO week, both ascending; a week without a working day is absent."""
        groups: dict[tuple[int, int], list[str]] = {}
        for day in self.days:
            groups.setdefault(date.fromisoformat(day).isocalendar()[:2], []).append(day)
        return tuple(tuple(group) for group in groups.values())

    @cached_property
    def week_of(self) -> dict[str, int]:
        """The position in `weeks` of each day's week."""
        return {day: number for number, week in enumerate(self.weeks) for day in week}

    @cached_property
    def day_number(self) -> dict[str, int]:
        """The position of each day in `days`."""
        return {day: number for number, day in enumerate(self.days)}

    @cached_property
    def next_day(self) -> dict[str, str]:
        """For each day but the last of an ISO week the day that follows it in `days`."""
        return {one: two for week in self.weeks for one, two in zip(week, week[1:], strict=False)}

    @cached_property
    def week_sizes(self) -> tuple[int, ...]:
        """Working days of each week."""
        return tuple(len(week) for week in self.weeks)

    def by_week(self, dates: Iterable[str]) -> list[int]:
        """How many of the given days fall in each week."""
        counts = [0] * len(self.weeks)
        for day in dates:
            if day in self.week_of:
                counts[self.week_of[day]] += 1
        return counts

    @cached_property
    def subtree(self) -> dict[str, tuple[str, ...]]:
        """Ids of the people in each unit and everything below it, in code point order."""
        parent = {unit.id: unit.parent for unit in self.units}
        inside: dict[str, list[str]] = {unit.id: [] for unit in self.units}
        for person in sorted(self.people, key=lambda person: person.id):
            unit: str | None = person.unit
            while unit is not None:
                inside[unit].append(person.id)
                unit = parent[unit]
        return {unit: tuple(ids) for unit, ids in inside.items()}

    def members(self, rule: Rule) -> tuple[str, ...]:
        """Ids of the people a rule speaks of, in code point order."""
        if rule.unit is not None:
            return self.subtree[rule.unit]
        return tuple(sorted(rule.people or ()))
