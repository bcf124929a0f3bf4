"""Clashes: what is reported, and that leaving out any member resolves it."""

from itertools import product

import pytest

from schedules.planning import read_problem, solve
from tests.planning.exhaustive import Exhaustive
from tests.planning.instances import random_problem
from tests.planning.test_rules import MON, NEXT_MON, TUE, WED, ceiling, floor, office


def reported(problem):
    return [(clash.rules, clash.people, clash.days) for clash in solve(problem).clashes]


def test_a_lawful_problem_has_none():
    assert reported(office(floors=[floor(1)])) == []


def test_given_days_beyond_the_weekly_most():
    problem = office({"ani": {"at_home": [MON, TUE, WED], "most_per_week": 1}})
    assert reported(problem) == [((), ("ani",), (MON, TUE))]


def test_given_days_beyond_a_floor_name_just_enough_people():
    given = {one: {"at_home": [MON]} for one in ("ani", "budi", "citra")}
    assert reported(office(given, floors=[floor(2)])) == [(("F",), ("ani", "budi"), (MON,))]


def test_given_days_beyond_a_ceiling():
    given = {one: {"at_home": [TUE]} for one in ("budi", "citra")}
    assert reported(office(given, ceilings=[ceiling(0.5)])) == [(("C",), ("budi", "citra"), (TUE,))]


def test_a_floor_above_those_present_is_reported_for_each_day():
    people = {one: {"absent": [MON, TUE]} for one in ("budi", "citra")}
    assert reported(office(people, floors=[floor(2, [MON, WED])])) == [
        (("F",), ("budi", "citra"), (MON,)),
    ]
    assert reported(office(floors=[floor(4, [MON, WED])])) == [
        (("F",), (), (MON,)),
        (("F",), (), (WED,)),
    ]


@pytest.mark.parametrize("fields", [{"eligible": False}, {"absent": [MON]}, {"on_site": [MON]}])
def test_a_given_day_that_is_dropped_is_reported(fields):
    problem = office({"ani": {"at_home": [MON], **fields}})
    assert reported(problem) == [((), ("ani",), (MON,))]


def test_a_guarantee_above_the_weekly_most():
    problem = office({"ani": {"least_per_week": 2, "most_per_week": 1}})
    assert reported(problem) == [((), ("ani",), (MON, TUE, WED))]


def test_guarantees_against_a_floor_name_the_rule_and_just_enough_people():
    people = {one: {"least_per_week": 1} for one in ("ani", "budi", "citra")}
    problem = office(people, floors=[floor(2)])
    assert reported(problem) == [(("F",), ("ani", "budi"), (NEXT_MON,))]


def test_every_text_is_a_sentence():
    people = {
        "ani": {"at_home": [MON, TUE, WED], "most_per_week": 1},
        "budi": {"at_home": [MON], "absent": [MON]},
        "citra": {"least_per_week": 2},
    }
    clashes = solve(office(people, floors=[floor(3)], ceilings=[ceiling(0.1)])).clashes
    assert len(clashes) > 4
    assert all(clash.text.endswith(".") for clash in clashes)


def dense_problem(seed):
    """Guarantees for everyone against overlapping floors on a short week."""
    source = random_problem(seed, 5, (3, 0))
    for number, person in enumerate(source["people"]):
        person.update(eligible=True, at_home=[], most_per_week=2)
        person["least_per_week"] = 1 + (number + seed) % 2
    return source


def can_hold(source, people, rules):
    """Whether every guarantee of `people` can be kept under `rules` alone, by trying all plans."""
    narrowed = {**source, "people": [dict(person) for person in source["people"]]}
    narrowed["floors"] = [rule for rule in source["floors"] if rule["id"] in rules]
    narrowed["ceilings"] = [rule for rule in source["ceilings"] if rule["id"] in rules]
    tried = Exhaustive(narrowed)
    options = []
    for number, person in enumerate(tried.people):
        if person["id"] in people:
            kept = [
                home
                for home in tried.choices(number)
                if tried.person_values(number, home)["least"] == 0
            ]
            options.append(kept)
        else:
            options.append([frozenset(tried.given[number])])
    return any(
        all(sum(day in homes[n] for n in members) <= most for members, day, most in tried.rows)
        for homes in product(*options)
    )


@pytest.mark.parametrize("seed", range(60))
def test_leaving_out_any_member_of_a_clash_of_guarantees_resolves_it(seed):
    source = dense_problem(seed)
    plan = solve(read_problem(source))
    unreachable = {goal.name: goal.value for goal in plan.goals}["least"]
    week = tuple(source["days"])
    found = [clash for clash in plan.clashes if clash.days == week]
    assert bool(found) == bool(unreachable)
    for clash in found:
        assert not can_hold(source, clash.people, clash.rules)
        for person in clash.people:
            others = [one for one in clash.people if one != person]
            assert can_hold(source, others, clash.rules)
        for rule in clash.rules:
            others = [one for one in clash.rules if one != rule]
            assert can_hold(source, clash.people, others)
