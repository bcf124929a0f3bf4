"""Each hard rule, broken once by hand, and the relaxation that the given days force."""

import pytest

from schedules.planning import Violation, read_problem, solve, violations
from schedules.planning.checks import RULES

MON, TUE, WED = "2027-01-11", "2027-01-12", "2027-01-13"
NEXT_MON = "2027-01-18"


def office(people=(), **fields):
    """Three colleagues, Ani, Budi and Citra, over four days; `people` maps ids to extra fields."""
    people = dict(people)
    return read_problem(
        {
            "format": "bekasi-wfh/problem/1",
            "period": "2027-01",
            "mode": "draft",
            "days": [MON, TUE, WED, NEXT_MON],
            "units": [{"id": "tim", "parent": None, "name": "Tim"}],
            "people": [
                {
                    "id": one,
                    "unit": "tim",
                    "peers": "g",
                    "most_per_week": 2,
                    "target_per_week": 1,
                    **people.get(one, {}),
                }
                for one in ("ani", "budi", "citra")
            ],
            **fields,
        }
    )


def floor(on_site, days=None):
    return {"id": "F", "text": "minimal", "unit": "tim", "days": days, "on_site": on_site}


def ceiling(share, days=None):
    return {"id": "C", "text": "plafon", "people": ["ani", "budi", "citra"], "days": days} | {
        "share_at_home": share
    }


BREAKS = [
    (office(), {"dodi": [MON]}, "known_people_and_days", ("dodi",), ()),
    (office(), {"ani": ["2027-01-17"]}, "known_people_and_days", ("ani",), ("2027-01-17",)),
    (
        office({"ani": {"eligible": False, "because": "disiplin"}}),
        {"ani": [MON]},
        "never_home_unless_eligible",
        ("ani",),
        (MON,),
    ),
    (
        office({"ani": {"absent": [MON, TUE]}}),
        {"ani": [TUE]},
        "not_home_when_absent",
        ("ani",),
        (TUE,),
    ),
    (
        office({"ani": {"on_site": [MON]}}),
        {"ani": [MON, TUE]},
        "not_home_when_on_site",
        ("ani",),
        (MON,),
    ),
    (office({"budi": {"at_home": [WED]}}), {}, "fixed_days_kept", ("budi",), (WED,)),
    (office(), {"citra": [MON, TUE, WED]}, "at_most_per_week", ("citra",), (MON, TUE, WED)),
    (
        office(floors=[floor(2)]),
        {"ani": [MON], "budi": [MON]},
        "floor_holds",
        ("ani", "budi"),
        (MON,),
    ),
    (
        office(ceilings=[ceiling(0.5)]),
        {"ani": [MON], "citra": [MON]},
        "ceiling_holds",
        ("ani", "citra"),
        (MON,),
    ),
]


@pytest.mark.parametrize(("problem", "home", "rule", "people", "days"), BREAKS)
def test_a_broken_rule_is_named_with_its_people_and_days(problem, home, rule, people, days):
    found = violations(problem, home)
    assert [(v.rule, v.people, v.days) for v in found] == [(rule, people, days)]
    assert isinstance(found[0], Violation)
    assert found[0].text.endswith(".")


def test_every_rule_has_a_test_that_breaks_it():
    assert {rule.__name__ for rule in RULES} == {case[2] for case in BREAKS}


@pytest.mark.parametrize(("problem", "home", "rule", "people", "days"), BREAKS)
def test_the_solver_breaks_none_of_them(problem, home, rule, people, days):
    assert violations(problem, solve(problem).home) == []


def test_two_days_in_each_of_two_weeks_are_lawful():
    assert violations(office(), {"ani": [MON, WED, NEXT_MON]}) == []


def test_a_week_is_never_cut_when_its_days_are_planned_together():
    problem = office({"ani": {"target_per_week": 5, "balance": 5}})
    assert len([day for day in solve(problem).home["ani"] if day != NEXT_MON]) == 2


@pytest.mark.parametrize(
    ("fields", "rule"),
    [({"floors": [floor(3)]}, "floor_holds"), ({"ceilings": [ceiling(0.3)]}, "ceiling_holds")],
)
def test_given_days_stay_and_nobody_else_goes_home_beside_them(fields, rule):
    problem = office({"ani": {"at_home": [MON]}}, **fields)
    assert violations(problem, {"ani": [MON]}) == []
    assert solve(problem).home["budi"] == solve(problem).home["citra"] == ()
    assert [v.rule for v in violations(problem, {"ani": [MON], "budi": [MON]})] == [rule]


def test_a_full_week_of_given_days_is_kept_and_not_added_to():
    problem = office({"ani": {"at_home": [MON, TUE, WED], "target_per_week": 4}})
    assert solve(problem).home["ani"] == (MON, TUE, WED, NEXT_MON)
    assert violations(problem, {"ani": [MON, TUE, WED]}) == []


def test_a_floor_above_those_present_keeps_all_of_them_on_site():
    problem = office({"ani": {"absent": [MON]}}, floors=[floor(3, [MON])])
    assert all(MON not in days for days in solve(problem).home.values())
    assert [v.rule for v in violations(problem, {"budi": [MON]})] == ["floor_holds"]


@pytest.mark.parametrize(
    "fields", [{"eligible": False}, {"absent": [MON]}, {"on_site": [MON]}], ids=str
)
def test_a_given_day_that_cannot_be_is_dropped(fields):
    problem = office({"ani": {"at_home": [MON], **fields}})
    assert MON not in solve(problem).home["ani"]
    assert violations(problem, {}) == []


def test_a_ceiling_counts_everyone_who_is_not_absent():
    people = {"ani": {"eligible": False}, "budi": {"target_per_week": 0}}
    problem = office(people, ceilings=[ceiling(0.67)])
    assert violations(problem, {"budi": [MON], "citra": [MON]}) == []
    problem = office({"ani": {"absent": [MON]}}, ceilings=[ceiling(0.67)])
    assert [v.rule for v in violations(problem, {"budi": [MON], "citra": [MON]})] == [
        "ceiling_holds"
    ]


def test_29_hundredths_of_a_hundred_people_are_29():
    people = [
        {
            "id": f"p{number:03}",
            "unit": "tim",
            "peers": "g",
            "most_per_week": 1,
            "target_per_week": 1,
        }
        for number in range(100)
    ]
    problem = read_problem(
        {
            "format": "bekasi-wfh/problem/1",
            "period": "2027-01",
            "mode": "draft",
            "days": [MON],
            "units": [{"id": "tim", "parent": None, "name": "Tim"}],
            "people": people,
            "ceilings": [
                {"id": "C", "text": "plafon", "unit": "tim", "days": None, "share_at_home": 0.29}
            ],
        }
    )
    assert sum(len(days) for days in solve(problem).home.values()) == 29
