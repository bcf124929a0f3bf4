"""The best plan by trying every plan, written from the format alone.

Nothing of the planner is imported: the dict is read literally, so that a misreading shared by the
solver and its own checks would show here.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from hashlib import blake2b
from itertools import combinations
from math import floor

ORDER = {
    "draft": ["least", "target", "share", "desirable", "preference", "stability", "spread", "lot"],
    "repair": ["least", "stability", "target", "share", "desirable", "preference", "spread", "lot"],
}


def exact(number) -> Fraction:
    return Fraction(Decimal(str(number)))


class Exhaustive:
    """Every lawful plan of a small problem, and the lexicographically best."""

    def __init__(self, problem: dict) -> None:
        self.problem = problem
        self.days = problem["days"]
        self.people = sorted(problem["people"], key=lambda person: person["id"])
        self.order = problem.get("order") or ORDER[problem["mode"]]
        self.weeks = {}
        for day in self.days:
            self.weeks.setdefault(date.fromisoformat(day).isocalendar()[:2], []).append(day)
        self.given = [
            {
                day
                for day in person["at_home"]
                if person["eligible"]
                and day not in person["absent"]
                and day not in person["on_site"]
            }
            for person in self.people
        ]
        self.rows = self._rows()

    def _inside(self, unit: str) -> set[str]:
        found = {unit}
        for _ in self.problem["units"]:
            found |= {one["id"] for one in self.problem["units"] if one["parent"] in found}
        return found

    def _rows(self) -> list[tuple[set[int], str, int]]:
        rows = []
        for rule in self.problem["floors"] + self.problem["ceilings"]:
            if "unit" in rule:
                units = self._inside(rule["unit"])
                members = [n for n, one in enumerate(self.people) if one["unit"] in units]
            else:
                members = [n for n, one in enumerate(self.people) if one["id"] in rule["people"]]
            for day in self.days if rule["days"] is None else rule["days"]:
                present = [n for n in members if day not in self.people[n]["absent"]]
                given = sum(1 for n in present if day in self.given[n])
                if "on_site" in rule:
                    most = len(present) - rule["on_site"]
                else:
                    most = floor(exact(rule["share_at_home"]) * len(present))
                rows.append((set(members), day, max(most, given)))
        return rows

    def choices(self, number: int) -> list[frozenset[str]]:
        """The sets of days at home that the person's own rules allow."""
        person, given = self.people[number], self.given[number]
        if not person["eligible"]:
            return [frozenset()]
        may = [
            day
            for day in self.days
            if day not in given and day not in person["absent"] and day not in person["on_site"]
        ]
        found = []
        for count in range(len(may) + 1):
            for extra in combinations(may, count):
                home = given | set(extra)
                if all(
                    len(home.intersection(week))
                    <= max(person["most_per_week"], len(given.intersection(week)))
                    for week in self.weeks.values()
                ):
                    found.append(frozenset(home))
        return found

    def person_values(self, number: int, home: frozenset[str]) -> dict[str, int]:
        person, problem = self.people[number], self.problem
        value = dict.fromkeys(ORDER["draft"], 0)
        absent, barred = set(person["absent"]), set(person["on_site"])
        desirable = set(problem["desirable"])
        if person["eligible"]:
            entitlement = Fraction(0)
            for week in self.weeks.values():
                present = [day for day in week if day not in absent]
                usable = [day for day in present if day not in barred]
                have = len(home.intersection(week))
                value["least"] += max(0, min(person["least_per_week"], len(present)) - have)
                value["target"] += max(0, min(person["target_per_week"], len(usable)) - have)
                entitlement += Fraction(person["target_per_week"] * len(present), len(week))
            available = [day for day in self.days if day not in absent]
            ideal = ideal_desirable = 0
            if available:
                ideal = floor(10 * (entitlement + exact(person["balance"])) + Fraction(1, 2))
                part = Fraction(len(desirable.intersection(available)), len(available))
                owed = entitlement * part + exact(person["balance_desirable"])
                ideal_desirable = floor(10 * owed + Fraction(1, 2))
            value["share"] = (10 * len(home) - ideal) ** 2
            off = abs(10 * len(home & desirable) - ideal_desirable)
            value["desirable"] = max(0, off - int(10 * exact(problem["desirable_band"]))) ** 2
        weight = 3 if person["caregiver"] else 1
        value["preference"] = weight * len(home.intersection(person["unwanted"])) ** 2
        if person["published"] is not None:
            value["stability"] = sum(
                (day in home) != (day in person["published"]) for day in problem["published_days"]
            )
        if problem["spread"]:
            value["spread"] = sum(
                week[n] in home and week[n + 1] in home
                for week in self.weeks.values()
                for n in range(len(week) - 1)
            )
        value["lot"] = sum(self._draw(person["id"], day, 0) for day in home)
        value["tie"] = sum(self._draw(person["id"], day, 2) for day in home)
        return value

    def _draw(self, person: str, day: str, start: int) -> int:
        digest = blake2b(f"{self.problem['period']}|{person}|{day}".encode()).digest()
        return (digest[start] * 256 + digest[start + 1]) % 1000

    def best(self, forced: tuple[str, str, bool] | None = None):
        """(values in order and the tie break, plans that reach them); `forced` holds one cell."""
        names = [*self.order, "tie"]
        options = []
        for number, person in enumerate(self.people):
            mine = []
            for home in self.choices(number):
                if forced and forced[0] == person["id"] and (forced[1] in home) != forced[2]:
                    continue
                values = self.person_values(number, home)
                mine.append((home, tuple(values[name] for name in names)))
            options.append(mine)
        together = names.index("preference")
        pairs = [sorted(pair) for pair in self.problem["apart"]]
        ids = [person["id"] for person in self.people]
        pairs = [(ids.index(one), ids.index(two)) for one, two in pairs]
        best, plans = None, []

        def descend(number: int, homes: list[frozenset[str]], total: tuple[int, ...]) -> None:
            nonlocal best, plans
            if number == len(options):
                if best is None or total < best:
                    best, plans = total, []
                if total == best:
                    plans.append(dict(zip(ids, map(sorted, homes), strict=True)))
                return
            rows = [
                (day, most - sum(day in homes[n] for n in members if n < number))
                for members, day, most in self.rows
                if number in members
            ]
            for home, values in options[number]:
                if any(day in home and room < 1 for day, room in rows):
                    continue
                added = [old + new for old, new in zip(total, values, strict=True)]
                for one, two in pairs:
                    if two == number:
                        added[together] += 2 * len(homes[one] & home)
                descend(number + 1, [*homes, home], tuple(added))

        descend(0, [], (0,) * len(names))
        return best, plans
