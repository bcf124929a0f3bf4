"""Every clash of every kind, judged by trying everything: together impossible, less one possible.

What a clash demands is read from its members and the problem as written, without the planner: days
that were set, absences and bars of single people, a weekly most, rules, and guarantees. The demands
of one clash must be impossible together, and possible without any one of them. And every demand
that the problem cannot meet must be in a clash.
"""

from datetime import date
from itertools import combinations, product

import pytest

from schedules.planning import read_problem, solve
from tests.planning.exhaustive import Exhaustive
from tests.planning.instances import random_problem
from tests.planning.test_mending import crowded_problem

MON, TUE, WED = "2027-01-04", "2027-01-05", "2027-01-06"
CELLS = {
    "free": {},
    "set": {"at_home": True},
    "away": {"absent": True},
    "barred": {"on_site": True},
    "set, away": {"at_home": True, "absent": True},
    "set, barred": {"at_home": True, "on_site": True},
}


def kind_of(source, clash):
    """What sort of clash it is, by its sentence and its rule."""
    if clash.text.startswith("Pekan "):
        return "guarantees"
    if clash.rules:
        _members, present = members_of(source, clash.rules[0], clash.days[0])
        above = rule_of(source, clash.rules[0]).get("on_site", 0) > len(present)
        return "floor above those present" if above else "set days beyond a rule"
    return "set days beyond the week" if clash.text.startswith("Pegawai ") else "dropped day"


def demands_of(kind, clash):
    """What a clash says cannot hold together, as (sort, id, day) facts."""
    rules = [("rule", one, None) for one in clash.rules]
    if kind == "guarantees":
        return [*rules, *(("guarantee", one, None) for one in clash.people)]
    if clash.rules:
        sort = "absent" if kind == "floor above those present" else "set"
        return [*rules, *((sort, one, clash.days[0]) for one in clash.people)]
    (person,) = clash.people
    days = [("set", person, day) for day in clash.days]
    if kind == "set days beyond the week":
        return [*days, ("most", person, None)]
    return [*days, ("bar", person, clash.days[0])]


def possible(source, kind, days, demands):
    """Whether all these demands can be met at once, by trying every choice."""
    ids = {
        sort: {one for name, one, _day in demands if name == sort}
        for sort in ("rule", "guarantee", "set", "absent", "most", "bar")
    }
    if kind == "guarantees":
        return guarantees_hold(source, days, ids["guarantee"], ids["rule"])
    if ids["bar"] & ids["set"]:
        return False
    for one in ids["most"]:
        if (
            sum(1 for name, _one, _day in demands if name == "set")
            > person_of(source, one)["most_per_week"]
        ):
            return False
    for one in ids["rule"]:
        rule = rule_of(source, one)
        members, present = members_of(source, one, days[0])
        if kind == "floor above those present":
            present = [member for member in members if member not in ids["absent"]]
        out = ids["set"].intersection(present)
        if len(present) - len(out) < rule.get("on_site", 0):
            return False
        if len(out) > rule.get("share_at_home", 1) * len(present) + 1e-9:
            return False
    return True


def guarantees_hold(source, days, people, rules):
    """Whether the people's guarantees in one week hold under these rules, by trying every plan."""
    week = source | {
        "days": list(days),
        "people": [
            one | {name: inside(one[name], days) for name in DATED} for one in source["people"]
        ],
    }
    for kind in RULES:
        week[kind] = [
            one | {"days": one["days"] and inside(one["days"], days)}
            for one in source[kind]
            if one["id"] in rules
        ]
    tried = Exhaustive(week)
    options = []
    for number, person in enumerate(tried.people):
        homes = [frozenset(tried.given[number])]
        if person["id"] in people:
            homes = [
                home
                for home in tried.choices(number)
                if tried.person_values(number, home)["least"] == 0
            ]
        options.append(homes)
    return any(
        all(sum(day in homes[n] for n in members) <= most for members, day, most in tried.rows)
        for homes in product(*options)
    )


RULES = ("floors", "ceilings")
DATED = ("absent", "on_site", "at_home")


def inside(dates, days):
    return [one for one in dates if one in days]


def rule_of(source, rule_id):
    return next(one for kind in RULES for one in source[kind] if one["id"] == rule_id)


def person_of(source, person_id):
    return next(one for one in source["people"] if one["id"] == person_id)


def members_of(source, rule_id, day):
    """(ids of a rule's members, those of them present on the day)."""
    rule = rule_of(source, rule_id)
    ids = rule.get("people")
    if ids is None:
        inside = {rule["unit"]}
        for _ in source["units"]:
            inside |= {one["id"] for one in source["units"] if one["parent"] in inside}
        ids = [one["id"] for one in source["people"] if one["unit"] in inside]
    return ids, [one for one in ids if day not in person_of(source, one)["absent"]]


def broken_demands(source):
    """What the set days alone break, kind by kind, and the people who lack a guarantee."""
    tried = Exhaustive(source)
    dropped, beyond_week, beyond_rule = set(), set(), set()
    for person, given in zip(tried.people, tried.given, strict=True):
        dropped |= {(person["id"], day) for day in set(person["at_home"]) - given}
        for week in tried.weeks.values():
            if len(given.intersection(week)) > person["most_per_week"]:
                beyond_week.add((person["id"], week[0]))
    for kind in RULES:
        for rule in source[kind]:
            for day in source["days"] if rule["days"] is None else rule["days"]:
                _members, present = members_of(source, rule["id"], day)
                out = [
                    person["id"]
                    for person, given in zip(tried.people, tried.given, strict=True)
                    if person["id"] in present and day in given
                ]
                short = len(present) - len(out) < rule.get("on_site", 0)
                if kind == "ceilings":
                    short = len(out) > rule["share_at_home"] * len(present) + 1e-9
                if short:
                    beyond_rule.add((rule["id"], day))
    return dropped, beyond_week, beyond_rule


def week_start(source, day):
    week = date.fromisoformat(day).isocalendar()[:2]
    return next(one for one in source["days"] if date.fromisoformat(one).isocalendar()[:2] == week)


def judge(source):
    """Holds every clash of a problem against the definition; the kinds that were met."""
    source.pop("order", None)  # a goal before `least` may take guaranteed days without a clash
    plan = solve(read_problem(source))
    dropped, beyond_week, beyond_rule, lacking, met = set(), set(), set(), False, set()
    for clash in plan.clashes:
        kind = kind_of(source, clash)
        demands = demands_of(kind, clash)
        met.add((kind, bool(clash.rules), bool(clash.people)))
        assert not possible(source, kind, clash.days, demands), (clash, source)
        for less in combinations(demands, len(demands) - 1):
            assert possible(source, kind, clash.days, less), (clash, less, source)
        if kind == "guarantees":
            lacking = True
        elif clash.rules:
            beyond_rule.add((clash.rules[0], clash.days[0]))
        elif kind == "set days beyond the week":
            beyond_week.add((clash.people[0], week_start(source, clash.days[0])))
        else:
            dropped.add((clash.people[0], clash.days[0]))
    assert (dropped, beyond_week, beyond_rule) == broken_demands(source), source
    assert lacking == bool(plan.goals[0].value), source
    return met


ALL_KINDS = {
    ("dropped day", False, True),
    ("set days beyond the week", False, True),
    ("set days beyond a rule", True, True),
    ("floor above those present", True, True),
    ("guarantees", True, True),
    ("guarantees", False, True),
}


def test_clashes_of_crowded_weeks_are_minimal_and_complete():
    met = set()
    for seed in range(250):
        met |= judge(crowded_problem(seed))
    assert met == ALL_KINDS


def overlapping(seed):
    """Nested unit floors, a floor of a position group and of a skill, a ceiling, many absences."""
    source = random_problem(seed, 4, (2, 1))
    ids = [one["id"] for one in source["people"]]
    for number, person in enumerate(source["people"]):
        person.update(unit="ab"[number % 2], eligible=number != seed % 5)
        person["most_per_week"] = 1 + (seed + number) % 2
        person["least_per_week"] = (seed // 2 + number) % 3
        for name, every in (("absent", 5), ("on_site", 7), ("at_home", 3)):
            person[name] = [
                day for n, day in enumerate(source["days"]) if not (seed + number + 2 * n) % every
            ]
    source["floors"] = [
        {"id": "kota", "text": "kota", "unit": "kota", "days": None, "on_site": 1 + seed % 3},
        {"id": "a", "text": "a", "unit": "a", "days": None, "on_site": seed % 2},
        {"id": "jabatan", "text": "j", "people": ids[1:], "days": None, "on_site": seed // 3 % 4},
        {
            "id": "ahli",
            "text": "k",
            "people": ids[::2],
            "days": [MON],
            "on_site": 1 + seed // 5 % 3,
        },
    ]
    source["ceilings"] = [
        {"id": "pagu", "text": "p", "unit": "kota", "days": None, "share_at_home": 0.5},
        {"id": "pagu b", "text": "p", "people": ids[2:], "days": None, "share_at_home": seed % 2},
    ]
    return source


def test_clashes_of_nested_and_overlapping_rules_are_minimal_and_complete():
    met = set()
    for seed in range(250):
        met |= judge(overlapping(seed))
    assert met == ALL_KINDS - {("set days beyond the week", False, True)} | {
        ("floor above those present", True, False)  # above all of its people, whoever is absent
    }


def small(days, cells, most, least, floors=(), ceilings=()):
    """A problem of as many people as rows of `cells`, each a name of CELLS for each day."""
    people = []
    for number, row in enumerate(cells):
        person = {
            "id": f"p{number}", "unit": "a", "peers": "g", "most_per_week": most,
            "target_per_week": 1, "least_per_week": least, "balance": 0, "balance_desirable": 0,
            "eligible": True, "caregiver": False, "unwanted": [], "published": None,
        }  # fmt: skip
        for name in ("absent", "on_site", "at_home"):
            person[name] = [day for day, cell in zip(days, row, strict=True) if name in CELLS[cell]]
        people.append(person)
    return {
        "format": "bekasi-wfh/problem/1", "period": "kecil", "mode": "draft", "days": list(days),
        "desirable": [], "desirable_band": 0, "spread": False, "published_days": [], "apart": [],
        "units": [{"id": "a", "parent": None, "name": "A"}], "people": people,
        "floors": list(floors), "ceilings": list(ceilings),
    }  # fmt: skip


def test_one_person_in_every_week_of_two_days():
    for cells in product(CELLS, repeat=2):
        for most, least, on_site in product((0, 1, 2), (0, 1, 2), (0, 1, 2)):
            rule = {"id": "F", "text": "f", "unit": "a", "days": None, "on_site": on_site}
            judge(small((MON, TUE), [cells], most, least, [rule]))


@pytest.mark.parametrize("least", [0, 1])
def test_two_people_in_every_week_of_one_day_under_every_rule(least):
    for cells in product(CELLS, repeat=2):
        for on_site, share, most in product((0, 1, 2, 3), (0, 0.5, 1), (0, 1)):
            floors = [
                {"id": "F", "text": "f", "unit": "a", "days": None, "on_site": on_site},
                {"id": "S", "text": "s", "people": ["p1"], "days": [MON], "on_site": on_site // 2},
            ]
            ceiling = {"id": "C", "text": "c", "unit": "a", "days": None, "share_at_home": share}
            rows = [(cell,) for cell in cells]
            judge(small((MON,), rows, most, least, floors, [ceiling]))


def test_what_was_set_and_a_guarantee_in_a_week_of_one_day_are_told_apart():
    plan = solve(read_problem(small((MON,), [("set, barred",)], 1, 1)))
    assert [(one.rules, one.people, one.days) for one in plan.clashes] == [
        ((), ("p0",), (MON,))
    ] * 2
    assert [one.text.split()[0] for one in plan.clashes] == ["Hari", "Pekan"]
