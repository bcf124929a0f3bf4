"""A plan as a value, and its JSON form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from .fairness import entitlement, ideal10, ideal10_desirable
from .fields import Record, load
from .problem import GOALS, MalformedProblem, Problem

FORMAT = "bekasi-wfh/plan/1"


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal's value and the bound proven for it; proven optimal where they are equal."""

    name: str
    value: int
    bound: int


@dataclass(frozen=True, slots=True)
class Clash:
    """Rules, people and days that cannot hold together; leaving any one out resolves it."""

    text: str
    rules: tuple[str, ...]
    people: tuple[str, ...]
    days: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What one eligible person was due and got, in days."""

    entitlement: Fraction
    ideal: Fraction
    given: int
    desirable_ideal: Fraction
    desirable_given: int


@dataclass(frozen=True)
class Plan:
    """`status` is "optimal" when every goal is proven, else "stopped".

    `home` names every person, `people` every eligible one.
    """

    status: str
    home: dict[str, tuple[str, ...]]
    goals: tuple[Goal, ...]
    clashes: tuple[Clash, ...]
    people: dict[str, Part]


def parts(problem: Problem, home: Mapping[str, tuple[str, ...]]) -> dict[str, Part]:
    """The part of each eligible person in a plan, by id in code point order."""
    return {
        person.id: Part(
            entitlement(problem, person),
            Fraction(ideal10(problem, person), 10),
            len(home[person.id]),
            Fraction(ideal10_desirable(problem, person), 10),
            sum(1 for day in home[person.id] if day in problem.desirable),
        )
        for person in sorted(problem.people, key=lambda one: one.id)
        if person.eligible
    }


def plan_to_json(plan: Plan) -> str:
    """The plan in the format's JSON, one line, the same text for the same plan."""
    return json.dumps(
        {
            "format": FORMAT,
            "status": plan.status,
            "home": {person: list(days) for person, days in plan.home.items()},
            "goals": [
                {"name": goal.name, "value": goal.value, "bound": goal.bound} for goal in plan.goals
            ],
            "clashes": [
                {
                    "text": clash.text,
                    "rules": list(clash.rules),
                    "people": list(clash.people),
                    "days": list(clash.days),
                }
                for clash in plan.clashes
            ],
            "people": {
                person: {
                    "entitlement": round(float(part.entitlement), 4),
                    "ideal": float(part.ideal),
                    "given": part.given,
                    "desirable_ideal": float(part.desirable_ideal),
                    "desirable_given": part.desirable_given,
                }
                for person, part in plan.people.items()
            },
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def read_plan(source: str | bytes | dict, problem: Problem | None = None) -> Plan:
    """The plan in `source`: JSON as text or UTF-8 bytes, or the same as a dict.

    Raises `MalformedProblem` where the format is broken, and with a `problem` also where the plan
    does not name exactly its people, each with days of its calendar. Amounts come back as the
    decimals written.
    """
    top = Record("", load(source))
    form = top.text("format")
    if form != FORMAT:
        raise MalformedProblem("format", form, f"harus {FORMAT}")
    status = top.text("status")
    if status not in ("optimal", "stopped"):
        raise MalformedProblem("status", status, "harus optimal atau stopped")
    home_of = top.record("home")
    home = {person: home_of.texts(person) for person in home_of.names()}
    goals = []
    for record in top.records("goals", required=True):
        goals.append(Goal(record.text("name"), record.integer("value"), record.integer("bound")))
        record.finish()
    if sorted(goal.name for goal in goals) != sorted(GOALS):
        raise MalformedProblem("goals", [goal.name for goal in goals], "harus kedelapan tujuan")
    clashes = []
    for record in top.records("clashes"):
        clashes.append(
            Clash(
                record.text("text"),
                record.texts("rules"),
                record.texts("people"),
                record.texts("days"),
            )
        )
        record.finish()
    people_of = top.record("people")
    people = {person: _part(people_of.record(person)) for person in people_of.names()}
    top.finish()
    if problem is not None:
        _refuse_unless_of(problem, top.record("home"))
    return Plan(status, home, tuple(goals), tuple(clashes), people)


def _refuse_unless_of(problem: Problem, home: Record) -> None:
    calendar = {day: day for day in problem.days}
    for person in problem.person:
        home.dates(person, calendar, required=True)
    home.finish()


def _part(record: Record) -> Part:
    most = 10**9
    part = Part(
        record.number("entitlement", -most, most, required=True),
        record.number("ideal", -most, most, required=True),
        record.whole("given", most, required=True),
        record.number("desirable_ideal", -most, most, required=True),
        record.whole("desirable_given", most, required=True),
    )
    record.finish()
    return part
