"""The hard rules, checked again on a finished plan, whoever made it.

Nothing here is shared with the solver: each rule is read from the problem afresh, so that a fault
in one place does not hide a fault in the other. A rule that the given days alone break is relaxed
to exactly what they leave; that is reported as a clash, not as a violation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import floor

from .problem import Person, Problem, Rule


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule: its name, the people and days concerned, and a sentence for people."""

    rule: str
    people: tuple[str, ...]
    days: tuple[str, ...]
    text: str


Days = Mapping[str, frozenset[str]]


def violations(problem: Problem, home: Mapping[str, Iterable[object]]) -> list[Violation]:
    """Every hard rule that the plan `home` breaks, in a fixed order; empty for a lawful plan.

    `home` maps person ids to days at home (ISO texts or dates); who is not named is on site.
    """
    days = {person: frozenset(str(day) for day in at_home) for person, at_home in home.items()}
    found: list[Violation] = []
    for rule in RULES:
        found.extend(rule(problem, days))
    return found


def known_people_and_days(problem: Problem, home: Days) -> Iterable[Violation]:
    """A plan speaks of the problem's people and working days only."""
    calendar = frozenset(problem.days)
    for person in sorted(home):
        if person not in problem.person:
            yield Violation(
                "known_people_and_days", (person,), (), f"Pegawai {person} tidak ada dalam rencana."
            )
        strange = tuple(sorted(home[person] - calendar))
        if strange:
            yield Violation(
                "known_people_and_days",
                (person,),
                strange,
                f"{_many(strange)} bukan hari kerja dalam periode ini.",
            )


def never_home_unless_eligible(problem: Problem, home: Days) -> Iterable[Violation]:
    """Only who meets the criteria works from home (PermenPANRB 4/2025, Art. 11 and 25)."""
    for person, at_home in _rows(problem, home):
        if not person.eligible:
            yield Violation(
                "never_home_unless_eligible",
                (person.id,),
                tuple(sorted(at_home)),
                f"Pegawai {person.id} tidak memenuhi syarat bekerja dari rumah"
                + (f" ({person.because})." if person.because else "."),
            )


def not_home_when_absent(problem: Problem, home: Days) -> Iterable[Violation]:
    """Who is on leave or official travel works neither at home nor on site."""
    for person, at_home in _rows(problem, home):
        wrong = tuple(sorted(at_home & person.absent))
        if wrong:
            yield Violation(
                "not_home_when_absent",
                (person.id,),
                wrong,
                f"Pegawai {person.id} sedang tidak tersedia pada {_many(wrong)}.",
            )


def not_home_when_on_site(problem: Problem, home: Days) -> Iterable[Violation]:
    """Days on which presence is required; the head decides (PermenPANRB 4/2025, Art. 11)."""
    for person, at_home in _rows(problem, home):
        wrong = tuple(sorted(at_home & person.on_site))
        if wrong:
            yield Violation(
                "not_home_when_on_site",
                (person.id,),
                wrong,
                f"Pegawai {person.id} wajib bekerja di kantor pada {_many(wrong)}.",
            )


def fixed_days_kept(problem: Problem, home: Days) -> Iterable[Violation]:
    """A day given beforehand stays, unless the person may not be at home on it at all."""
    for person in problem.people:
        if not person.at_home:
            continue
        missing = tuple(sorted(_given(person) - home.get(person.id, frozenset())))
        if missing:
            yield Violation(
                "fixed_days_kept",
                (person.id,),
                missing,
                f"Hari di rumah yang telah ditetapkan bagi pegawai {person.id} tidak dipertahankan:"
                f" {_many(missing)}.",
            )


def at_most_per_week(problem: Problem, home: Days) -> Iterable[Violation]:
    """The weekly maximum of days at home (PermenPANRB 4/2025, Art. 13: two)."""
    for person, at_home in _rows(problem, home):
        if len(at_home) <= person.most_per_week:
            continue
        given = _given(person)
        for week in problem.weeks:
            here = tuple(day for day in week if day in at_home)
            allowed = max(person.most_per_week, sum(1 for day in week if day in given))
            if len(here) > allowed:
                yield Violation(
                    "at_most_per_week",
                    (person.id,),
                    here,
                    f"Pegawai {person.id} bekerja dari rumah {len(here)} hari dalam sepekan,"
                    f" paling banyak {allowed}.",
                )


def floor_holds(problem: Problem, home: Days) -> Iterable[Violation]:
    """The smallest number on site that keeps services running (PermenPANRB 4/2025, Art. 11)."""
    for rule in problem.floors:
        for day, present, out, given in _at_home_by_day(problem, home, rule):
            if len(out) > max(present - rule.on_site, given):
                yield Violation(
                    "floor_holds",
                    out,
                    (day,),
                    f"{rule.text}: hanya {present - len(out)} orang di kantor pada {day},"
                    f" seharusnya paling sedikit {rule.on_site}.",
                )


def ceiling_holds(problem: Problem, home: Days) -> Iterable[Violation]:
    """The largest part of those present that may be at home, as the circulars in force set it."""
    for rule in problem.ceilings:
        for day, present, out, given in _at_home_by_day(problem, home, rule):
            allowed = floor(rule.share_at_home * present)
            if len(out) > max(allowed, given):
                yield Violation(
                    "ceiling_holds",
                    out,
                    (day,),
                    f"{rule.text}: {len(out)} orang bekerja dari rumah pada {day},"
                    f" paling banyak {allowed}.",
                )


RULES = (
    known_people_and_days,
    never_home_unless_eligible,
    not_home_when_absent,
    not_home_when_on_site,
    fixed_days_kept,
    at_most_per_week,
    floor_holds,
    ceiling_holds,
)


def _rows(problem: Problem, home: Days) -> Iterable[tuple[Person, frozenset[str]]]:
    """Who has any day at home, with these days."""
    for person in problem.people:
        at_home = home.get(person.id)
        if at_home:
            yield person, at_home


def _at_home_by_day(
    problem: Problem, home: Days, rule: Rule
) -> Iterable[tuple[str, int, tuple[str, ...], int]]:
    """The rule's days on which anybody is at home: (day, number present, who is out, given out).

    Nobody at home breaks neither a floor nor a ceiling, and in a large agency most are never home.
    """
    people = [problem.person[i] for i in problem.members(rule)]
    movers = [one for one in people if home.get(one.id)]
    if not movers:
        return
    leavers = [one for one in people if one.absent]
    given_to = [(one, _given(one)) for one in people if one.at_home]
    for day in problem.days if rule.days is None else sorted(rule.days):
        out = tuple(i.id for i in movers if day in home[i.id] and day not in i.absent)
        if out:
            present = len(people) - sum(1 for one in leavers if day in one.absent)
            yield day, present, out, sum(1 for _one, days in given_to if day in days)


def _given(person: Person) -> frozenset[str]:
    if not person.eligible:
        return frozenset()
    return person.at_home - person.absent - person.on_site


def _many(days: Iterable[str]) -> str:
    return ", ".join(days)
