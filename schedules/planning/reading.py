"""From JSON to a `Problem`, refusing everything that the format does not allow.

Nothing is guessed and nothing is rounded: a key that is not known, a list that names a date twice
or a number that is not exactly what the field holds stops the reading with a `MalformedProblem`.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from .fields import Record, load
from .problem import (
    DEFAULT_ORDER,
    FORMAT,
    GOALS,
    Limit,
    MalformedProblem,
    Person,
    Problem,
    Rule,
    Unit,
)

MOST_BALANCE = 366
MOST_WHOLE = 10**6


def read_problem(source: str | bytes | dict) -> Problem:
    """The problem in `source`: JSON as text or UTF-8 bytes, or the same as a dict.

    Numbers with a point are the decimal as written; in a dict a float is the decimal that it
    prints as. Raises `MalformedProblem` with the field and the value for anything else.
    """
    top = Record("", load(source))
    form = top.text("format")
    if form != FORMAT:
        raise MalformedProblem("format", form, f"harus {FORMAT}")
    period = top.text("period")
    mode = top.text("mode")
    if mode not in DEFAULT_ORDER:
        raise MalformedProblem("mode", mode, "harus draft atau repair")
    days = top.days_ascending("days")
    # Equal texts are kept once: a city names each day and unit some ten thousand times.
    known_days = {day: day for day in days}
    units = _units(top)
    unit_ids = {unit.id: unit.id for unit in units}
    people = _people(top, known_days, unit_ids)
    person_ids = {person.id: person.id for person in people}
    rule_ids: set[str] = set()
    problem = Problem(
        period=period,
        mode=mode,
        order=_order(top, mode),
        days=days,
        desirable=top.dates("desirable", known_days),
        desirable_band=_band(top),
        spread=top.flag("spread", default=False),
        units=units,
        people=people,
        published_days=top.dates("published_days", known_days),
        floors=_rules(top, "floors", known_days, unit_ids, person_ids, rule_ids),
        ceilings=_rules(top, "ceilings", known_days, unit_ids, person_ids, rule_ids),
        apart=_apart(top, person_ids),
        limit=_limit(top),
    )
    top.finish()
    return problem


def _order(top: Record, mode: str) -> tuple[str, ...]:
    if not top.has("order"):
        return DEFAULT_ORDER[mode]
    names = top.texts("order")
    if sorted(names) != sorted(GOALS):
        raise MalformedProblem("order", list(names), "harus menyebut kedelapan tujuan sekali")
    return names


def _band(top: Record) -> Fraction:
    band = top.number("desirable_band", low=0, high=MOST_WHOLE)
    if (10 * band).denominator != 1:
        raise MalformedProblem("desirable_band", top.raw("desirable_band"), "satu desimal")
    return band


def _units(top: Record) -> tuple[Unit, ...]:
    units = []
    seen: set[str] = set()
    for record in top.records("units", required=True):
        unit = Unit(
            id=record.new_id("id", seen),
            parent=record.optional_id("parent"),
            name=record.text("name", default=""),
        )
        record.finish()
        units.append(unit)
    parent = {unit.id: unit.parent for unit in units}
    settled: set[str] = set()
    for number, unit in enumerate(units):
        if unit.parent is not None and unit.parent not in parent:
            raise MalformedProblem(f"units[{number}].parent", unit.parent, "tidak dikenal")
    for number, unit in enumerate(units):
        path: list[str] = []
        on_path: set[str] = set()
        step: str | None = unit.id
        while step is not None and step not in settled:
            if step in on_path:
                raise MalformedProblem(f"units[{number}].parent", unit.parent, "melingkar")
            path.append(step)
            on_path.add(step)
            step = parent[step]
        settled.update(path)
    return tuple(units)


def _people(
    top: Record, days: Mapping[str, str], unit_ids: Mapping[str, str]
) -> tuple[Person, ...]:
    people = []
    seen: set[str] = set()
    groups: dict[str, str] = {}
    for record in top.records("people", required=True):
        peers = record.text("peers")
        person = Person(
            id=record.new_id("id", seen),
            unit=record.known_id("unit", unit_ids),
            peers=groups.setdefault(peers, peers),
            most_per_week=record.whole("most_per_week", high=MOST_WHOLE, required=True),
            target_per_week=record.whole("target_per_week", high=MOST_WHOLE, required=True),
            least_per_week=record.whole("least_per_week", high=MOST_WHOLE),
            eligible=record.flag("eligible", default=True),
            because=record.text("because", default=""),
            absent=record.dates("absent", days),
            on_site=record.dates("on_site", days),
            at_home=record.dates("at_home", days),
            unwanted=record.dates("unwanted", days),
            published=record.optional_dates("published", days),
            balance=record.number("balance", low=-MOST_BALANCE, high=MOST_BALANCE),
            balance_desirable=record.number(
                "balance_desirable", low=-MOST_BALANCE, high=MOST_BALANCE
            ),
            caregiver=record.flag("caregiver", default=False),
        )
        record.finish()
        people.append(person)
    return tuple(people)


def _rules(
    top: Record,
    name: str,
    days: Mapping[str, str],
    unit_ids: Mapping[str, str],
    person_ids: Mapping[str, str],
    seen: set[str],
) -> tuple[Rule, ...]:
    rules = []
    for record in top.records(name):
        identity = record.new_id("id", seen)
        if record.has("people") == record.has("unit"):
            raise MalformedProblem(record.path("people"), identity, "people atau unit, tepat satu")
        rule = Rule(
            id=identity,
            text=record.text("text"),
            people=record.known_ids("people", person_ids) if record.has("people") else None,
            unit=record.known_id("unit", unit_ids) if record.has("unit") else None,
            days=record.required_dates_or_null("days", days),
            on_site=(
                record.whole("on_site", high=MOST_WHOLE, required=True)
                if name == "floors"
                else None
            ),
            share_at_home=(
                record.number("share_at_home", low=0, high=1, required=True)
                if name == "ceilings"
                else None
            ),
        )
        record.finish()
        rules.append(rule)
    return tuple(rules)


def _apart(top: Record, person_ids: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    pairs = []
    seen: set[tuple[str, str]] = set()
    for number, pair in enumerate(top.list("apart")):
        field = f"apart[{number}]"
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            raise MalformedProblem(field, pair, "harus dua orang")
        for one in pair:
            if not isinstance(one, str) or one not in person_ids:
                raise MalformedProblem(field, one, "tidak dikenal")
        first, second = sorted(person_ids[one] for one in pair)
        if first == second:
            raise MalformedProblem(field, first, "satu orang")
        if (first, second) in seen:
            raise MalformedProblem(field, [first, second], "berulang")
        seen.add((first, second))
        pairs.append((first, second))
    return tuple(pairs)


def _limit(top: Record) -> Limit:
    if not top.has("limit"):
        return Limit()
    record = top.record("limit")
    work = {
        name: record.whole(name, high=MOST_WHOLE)
        for name in ("iterations", "nodes")
        if record.has(name)
    }
    limit = Limit(**work)
    record.finish()
    return limit
