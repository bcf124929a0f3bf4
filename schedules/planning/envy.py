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
    """For each envious person one day that a peer could hand over; empty in a fair plan.

    A peer counts when more than one day better off, measured against each one's ideal; the day must
    not be given beforehand, and no goal before `share` may worsen. By person in code point order.
    """
    return _Comparison(problem, as_home(home)).envious()


class _Comparison:
    def __init__(self, problem: Problem, home: dict[str, frozenset[str]]) -> None:
        self.problem = problem
        self.home = {one.id: home.get(one.id, frozenset()) for one in problem.people}
        self.given = {
            one.id: (one.at_home - one.absent - one.on_site if one.eligible else frozenset())
            for one in problem.people
        }
        self.full = self._full_rules()
        self.before_share = problem.order[: problem.order.index("share")]

    def _full_rules(self) -> dict[tuple[str, str], frozenset[str]]:
        """For each person and day the rules that let nobody else go home."""
        full: dict[tuple[str, str], list[str]] = {}
        for rule in self.problem.rules:
            members = self.problem.members(rule)
            for day in self.problem.days:
                if rule.days is not None and day not in rule.days:
                    continue
                present = [i for i in members if day not in self.problem.person[i].absent]
                out = sum(1 for i in present if day in self.home[i])
                given = sum(1 for i in present if day in self.given[i])
                if rule.on_site is not None:
                    allowed = len(present) - rule.on_site
                else:
                    allowed = int(rule.share_at_home * len(present))
                if out >= max(allowed, given):
                    for member in members:
                        full.setdefault((member, day), []).append(rule.id)
        return {key: frozenset(rules) for key, rules in full.items()}

    def envious(self) -> list[Envy]:
        groups: dict[str, list[tuple[int, Person]]] = {}
        for person in sorted(self.problem.people, key=lambda one: one.id):
            if person.eligible:
                better = 10 * len(self.home[person.id]) - ideal10(self.problem, person)
                groups.setdefault(person.peers, []).append((better, person))
        found = []
        for group in groups.values():
            richest_first = sorted(group, key=lambda one: (-one[0], one[1].id))
            for level, person in group:
                for richer, peer in richest_first:
                    if richer - level <= MORE_THAN_A_DAY:
                        break
                    day = self._handed(peer, person)
                    if day is not None:
                        found.append(Envy(person.id, peer.id, day))
                        break
        return sorted(found, key=lambda envy: envy.person)

    def _handed(self, peer: Person, person: Person) -> str | None:
        """The first day that `peer` could hand to `person`."""
        nothing: frozenset[str] = frozenset()
        for day in sorted(self.home[peer.id]):
            if day in self.given[peer.id] or day in self.home[person.id]:
                continue
            if day in person.absent or day in person.on_site:
                continue
            full = self.full.get((person.id, day), nothing)
            if not full <= self.full.get((peer.id, day), nothing):
                continue
            if self._week_full(person, day) or self._worsens(peer, person, day):
                continue
            return day
        return None

    def _week_full(self, person: Person, day: str) -> bool:
        week = self.problem.weeks[self.problem.week_of[day]]
        had = sum(1 for one in week if one in self.home[person.id])
        given = sum(1 for one in week if one in self.given[person.id])
        return had >= max(person.most_per_week, given)

    def _worsens(self, peer: Person, person: Person, day: str) -> bool:
        """Whether a goal before `share`, taken in order, would be worse after the handover."""
        for name in self.before_share:
            value = BY_PERSON[name]
            now = sum(value(self.problem, one, self.home[one.id]) for one in (peer, person))
            then = value(self.problem, peer, self.home[peer.id] - {day})
            then += value(self.problem, person, self.home[person.id] | {day})
            if name == "preference":
                now += PAIR_WEIGHT * self._together(peer.id, person.id, day)
                then += PAIR_WEIGHT * self._together(person.id, peer.id, day)
            if then > now:
                return True
        return False

    def _together(self, one: str, except_for: str, day: str) -> int:
        """People of a pair with `one` who are at home on the day, leaving out `except_for`."""
        others = [b if a == one else a for a, b in self.problem.apart if one in (a, b)]
        return sum(1 for other in others if other != except_for and day in self.home[other])
