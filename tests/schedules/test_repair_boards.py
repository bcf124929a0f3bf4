"""Repairs of random boards after random news: what is fixed stays, and no change is needless."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from schedules.planning import goal_values, read_problem, solve, violations
from schedules.queries.repair_problems import changed_cells, still_fits, with_days_fixed
from tests.planning.instances import random_problem

BOARDS = settings(max_examples=60, derandomize=True, deadline=None)
SEEDS = st.integers(0, 10**9)


def board_and_news(seed):
    """Return (source of today, first open day, days lived, pins, days at home as planned)."""
    dice = random.Random(seed)
    source = random_problem(seed, dice.randint(2, 7), (dice.randint(2, 5), dice.randint(2, 5)))
    source.pop("order", None)
    source |= {"mode": "draft", "published_days": []}
    for person in source["people"]:
        person |= {"at_home": [], "published": None}
    days, home = source["days"], {}
    for person, solved in solve(read_problem(source)).home.items():
        home[person] = set(solved)
    first = dice.choice([*days, "2027-02-01"])
    pins = {}
    for person in source["people"]:
        for day in days:
            if day >= first and dice.random() < 0.1:
                place = dice.choice(["wfh", "wfo"])
                pins[person["id"], day] = place
                (home[person["id"]].add if place == "wfh" else home[person["id"]].discard)(day)
    lived = {person: {day for day in at if day < first} for person, at in home.items()}
    for person in source["people"]:
        if dice.random() < 0.4:
            person["absent"] = sorted({*person["absent"], *dice.sample(days, 1)})
        if dice.random() < 0.1:
            person |= {"eligible": False, "because": "pemeriksaan"}
    for floor in source["floors"]:
        floor["on_site"] = max(0, floor["on_site"] + dice.choice([-1, 0, 0, 1]))
    return source, first, lived, pins, {one: tuple(sorted(at)) for one, at in home.items()}


@BOARDS
@given(SEEDS)
def test_past_days_and_pins_stay_and_the_repair_is_lawful(seed):
    source, first, lived, pins, home = board_and_news(seed)
    problem = read_problem(with_days_fixed(source, first, lived, pins, home))
    repaired = solve(problem).home
    assert violations(problem, repaired) == []
    for person in problem.people:
        if not person.eligible:
            assert repaired[person.id] == ()
            continue
        past = {day for day in repaired[person.id] if day < first}
        assert past == {day for day in lived[person.id] if day not in person.absent}
    barred = {person["id"]: {*person["absent"], *person["on_site"]} for person in source["people"]}
    for (person, day), place in pins.items():
        if problem.person[person].eligible and day not in barred[person]:
            assert (day in repaired[person]) == (place == "wfh")


@BOARDS
@given(SEEDS)
def test_no_change_can_be_left_out(seed):
    """Taking back one changed day, or all of one person, breaks a rule or a guarantee."""
    source, first, lived, pins, home = board_and_news(seed)
    problem = read_problem(with_days_fixed(source, first, lived, pins, home))
    repaired = {person: set(days) for person, days in solve(problem).home.items()}
    least = goal_values(problem, repaired)["least"]
    before = {one.id: {day for day in home[one.id] if day >= first} for one in problem.people}
    changes = changed_cells(before, repaired, first)
    groups = [[cell] for cell in changes]
    groups += [[cell for cell in changes if cell[0] == one.id] for one in problem.people]
    for group in filter(None, groups):
        trial = {person: set(days) for person, days in repaired.items()}
        for person, day in group:
            trial[person] ^= {day}
        assert violations(problem, trial) or goal_values(problem, trial)["least"] > least


@BOARDS
@given(SEEDS)
def test_a_board_that_fits_is_not_moved(seed):
    source, first, lived, pins, home = board_and_news(seed)
    problem = read_problem(with_days_fixed(source, first, lived, pins, home))
    as_it_is = {
        one.id: sorted(
            {day for day in home[one.id] if day >= first}
            | {day for day in one.at_home if day < first}
        )
        for one in problem.people
    }
    if still_fits(problem, as_it_is):
        assert changed_cells(as_it_is, solve(problem).home, first) == []
