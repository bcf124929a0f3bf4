"""Who could fairly be handed a day by a colleague who is better off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .fairness import ideal10
from .goals import BY_PERSON, PAIR_WEIGHT, as_home
from .problem import Person, Problem

MORE_THAN_A_DAY = 10


@dataclass(frozen=True, slots=True)
class Envy:
    """`person` could take over `peer`'s day at home with no rule broken and no goal worse."""

    person: str
    peer: str
    day: str


def envious(problem: Problem, home: Mapping[str, Iterable[object]]) -> list[Envy]:
    """For each envious person the best-off peer and a day to hand over; empty in a fair plan.

    A peer counts when more than one day better off, measured against each one's ideal; the day must
    not be given beforehand, and no goal before `share` may worsen. By person in code point order.
    """
    comparison = _Comparison(problem, as_home(home))
    found = []
    for person in sorted(comparison.eligible, key=lambda one: one.id):
        envy = comparison.envy_of(person)
        if envy is not None:
            found.append(envy)
    return found


class _Comparison:
    """A plan with what is needed to compare many pairs of peers quickly.

    `level` is how much better off than the ideal someone is, in tenths of days. `full` holds for a
    person and day the rules that let nobody else go home. `holders` are the people with a day that
    they could hand over, by peer group, day and full rule (None for all of them).
    """

    def __init__(self, problem: Problem, home: dict[str, frozenset[str]]) -> None:
        self.problem = problem
        self.eligible = [one for one in problem.people if one.eligible]
        self.home = {one.id: home.get(one.id, frozenset()) for one in self.eligible} | home
        self.given = {one.id: one.at_home - one.absent - one.on_site for one in self.eligible}
        self.level = {
            one.id: 10 * len(self.home[one.id]) - ideal10(problem, one) for one in self.eligible
        }
        self.full = self._full_rules()
        self.before_share = problem.order[: problem.order.index("share")]
        self.changes: dict[tuple[str, str], tuple[int, ...]] = {}
        self.holders: dict[tuple[str, str, str | None], list[Person]] = {}
        for one in sorted(self.eligible, key=lambda one: (-self.level[one.id], one.id)):
            for day in self.home[one.id] - self.given[one.id]:
                for rule in (None, *self.full.get((one.id, day), ())):
                    self.holders.setdefault((one.peers, day, rule), []).append(one)

    def _full_rules(self) -> dict[tuple[str, str], frozenset[str]]:
        full: dict[tuple[str, str], list[str]] = {}
        for rule in self.problem.rules:
            people = [self.problem.person[member] for member in self.problem.members(rule)]
            eligible = [one.id for one in people if one.eligible]
            if not eligible:
                continue
            leavers = [one for one in people if one.absent]
            movers = [one.id for one in people if self.home.get(one.id)]
            for day in self.problem.days:
                if rule.days is not None and day not in rule.days:
                    continue
                present = len(people) - sum(1 for one in leavers if day in one.absent)
                out = sum(1 for one in movers if day in self.home[one])
                given = sum(1 for one in eligible if day in self.given[one])
                if rule.on_site is not None:
                    allowed = present - rule.on_site
                else:
                    allowed = int(rule.share_at_home * present)
                if out >= max(allowed, given):
                    for member in eligible:
                        full.setdefault((member, day), []).append(rule.id)
        return {key: frozenset(rules) for key, rules in full.items()}

    def envy_of(self, person: Person) -> Envy | None:
        """The best-off peer who could hand this person a day, and the first such day."""
        nothing: frozenset[str] = frozenset()
        enough = self.level[person.id] + MORE_THAN_A_DAY
        best: tuple[int, str, str] | None = None
        for day in self._days_to_take(person):
            full = self.full.get((person.id, day), nothing)
            lists = [
                self.holders.get((person.peers, day, rule), [])
                for rule in (sorted(full) or (None,))
            ]
            for peer in min(lists, key=len):
                if self.level[peer.id] <= enough:
                    break
                if peer is person or not full <= self.full.get((peer.id, day), nothing):
                    continue
                found = (-self.level[peer.id], peer.id, day)
                if (best is None or found < best) and not self._worsens(peer, person, day):
                    best = found
        return None if best is None else Envy(person.id, best[1], best[2])

    def _days_to_take(self, person: Person) -> list[str]:
        """Days on which the person's own rules would allow one more day at home."""
        at_home, given = self.home[person.id], self.given[person.id]
        days = []
        for week in self.problem.weeks:
            most = max(person.most_per_week, sum(1 for day in week if day in given))
            if sum(1 for day in week if day in at_home) < most:
                closed = person.absent | person.on_site | at_home
                days.extend(day for day in week if day not in closed)
        return days

    def _change(self, person: Person, day: str) -> tuple[int, ...]:
        """What turning the day over adds to the person's part of each goal before `share`."""
        key = (person.id, day)
        if key not in self.changes:
            now = self.home[person.id]
            then = now ^ {day}
            self.changes[key] = tuple(
                BY_PERSON[name](self.problem, person, then)
                - BY_PERSON[name](self.problem, person, now)
                for name in self.before_share
            )
        return self.changes[key]

    def _worsens(self, peer: Person, person: Person, day: str) -> bool:
        """Whether a goal before `share`, taken in order, would be worse after the handover."""
        changes = zip(
            self.before_share, self._change(peer, day), self._change(person, day), strict=True
        )
        for name, lost, taken in changes:
            change = lost + taken
            if name == "preference":
                change += PAIR_WEIGHT * self._together(person.id, peer.id, day)
                change -= PAIR_WEIGHT * self._together(peer.id, person.id, day)
            if change > 0:
                return True
        return False

    def _together(self, one: str, except_for: str, day: str) -> int:
        """People of a pair with `one` who are at home on the day, leaving out `except_for`."""
        others = [b if a == one else a for a, b in self.problem.apart if one in (a, b)]
        return sum(1 for other in others if other != except_for and day in self.home.get(other, ()))
