"""What each goal counts, sentence by sentence of the format, with figures worked out by hand."""

import json
from fractions import Fraction
from itertools import count

import pytest

from schedules.planning import goal_values, plan_to_json, read_problem, solve
from schedules.planning.fairness import entitlement, ideal10, ideal10_desirable
from schedules.planning.goals import draw
from schedules.planning.problem import DEFAULT_ORDER
from tests.planning.test_rules import MON, NEXT_MON, TUE, WED, ceiling, floor, office


def values(problem, **home):
    return goal_values(problem, home)


def test_the_goals_come_in_the_order_of_the_mode():
    assert DEFAULT_ORDER == {
        "draft": (
            "least", "target", "share", "desirable", "preference", "stability", "spread", "lot",
        ),
        "repair": (
            "least", "stability", "target", "share", "desirable", "preference", "spread", "lot",
        ),
    }  # fmt: skip
    for mode, order in DEFAULT_ORDER.items():
        plan = solve(office(mode=mode))
        assert tuple(goal.name for goal in plan.goals) == order


def test_another_order_puts_another_goal_first():
    fields = {"ani": {"unwanted": [MON, TUE, WED, NEXT_MON]}}
    assert solve(office(fields)).home["ani"] != ()
    preference_first = ["preference", "least", "target", "share", "desirable", "stability"]
    plan = solve(office(fields, order=[*preference_first, "spread", "lot"]))
    assert plan.home["ani"] == ()
    assert plan.goals[0].name == "preference"


@pytest.mark.parametrize(
    ("fields", "home", "missed"),
    [
        ({"least_per_week": 2}, [], 2 + 1),  # the second week has one day only
        ({"least_per_week": 2}, [MON, TUE, NEXT_MON], 0),
        ({"least_per_week": 2}, [MON, TUE, WED], 1),  # a day too many mends no other week
        ({"least_per_week": 2, "absent": [MON, TUE]}, [], 1 + 1),
        ({"least_per_week": 2, "on_site": [MON, TUE]}, [], 2 + 1),  # barred days stay promised
        ({"least_per_week": 2, "eligible": False}, [], 0),
        ({"least_per_week": 9}, [], 3 + 1),
    ],
)
def test_least_counts_guaranteed_days_that_are_missing_week_by_week(fields, home, missed):
    assert values(office({"ani": fields}), ani=home)["least"] == missed


@pytest.mark.parametrize(
    ("fields", "home", "missed"),
    [
        ({"target_per_week": 2}, [], 2 + 1),
        ({"target_per_week": 2}, [MON, TUE, WED], 1),
        ({"target_per_week": 2, "absent": [MON, TUE]}, [], 1 + 1),
        ({"target_per_week": 2, "on_site": [MON, TUE]}, [], 1 + 1),  # barred days are no target
        ({"target_per_week": 2, "absent": [MON], "on_site": [MON, TUE]}, [], 1 + 1),
        ({"target_per_week": 2, "eligible": False}, [], 0),
    ],
)
def test_target_counts_days_short_of_what_the_person_could_have(fields, home, missed):
    others = {one: {"target_per_week": 0} for one in ("budi", "citra")}
    assert values(office(others | {"ani": fields}), ani=home)["target"] == missed


def test_a_target_above_the_weekly_most_leaves_a_constant_and_no_clash():
    others = {one: {"eligible": False} for one in ("budi", "citra")}
    plan = solve(office(others | {"ani": {"target_per_week": 3, "most_per_week": 1}}))
    assert (plan.goals[1].name, plan.goals[1].value, plan.goals[1].bound) == ("target", 2, 2)
    assert plan.clashes == ()


def test_a_guarantee_above_the_weekly_most_leaves_a_constant_and_a_clash():
    plan = solve(office({"ani": {"least_per_week": 3, "most_per_week": 1}}))
    assert (plan.goals[0].name, plan.goals[0].value, plan.goals[0].bound) == ("least", 2, 2)
    assert [(one.rules, one.people) for one in plan.clashes] == [((), ("ani",))]


def test_share_is_the_square_of_tenths_of_days_from_the_ideal():
    problem = office({"ani": {"balance": 0.3}, "citra": {"eligible": False}})
    assert values(problem, ani=[MON], budi=[MON, TUE, NEXT_MON])["share"] == 13**2 + 10**2


def test_a_decimal_is_the_one_written_when_a_half_is_rounded():
    """Fifteen hundredths are 1.5 tenths; the nearest binary number lies just below."""
    problem = office({"ani": {"balance": 0.15, "target_per_week": 0}})
    assert ideal10(problem, problem.person["ani"]) == 2
    problem = office({"ani": {"balance": -0.15, "target_per_week": 0}})
    assert ideal10(problem, problem.person["ani"]) == -1


@pytest.mark.parametrize(
    ("band", "home", "cost"),
    [
        (0, [], 20**2),
        (0, [MON], 10**2),
        (0.5, [MON], 5**2),
        (1, [MON], 0),
        (1, [], 10**2),
        (1.2, [], 8**2),
        (3, [], 0),
    ],
)
def test_desirable_days_within_the_band_cost_nothing(band, home, cost):
    """Ani has two desirable days of four and four days owed: two of them desirable."""
    others = {one: {"eligible": False} for one in ("budi", "citra")}
    problem = office(
        others | {"ani": {"target_per_week": 2, "balance": 3}},
        desirable=[MON, NEXT_MON],
        desirable_band=band,
    )
    assert ideal10_desirable(problem, problem.person["ani"]) == 20
    assert values(problem, ani=[TUE, WED, *home])["desirable"] == cost


def test_desirable_days_that_are_absent_take_their_part_of_the_entitlement_away():
    problem = office({"ani": {"absent": [MON]}}, desirable=[MON, NEXT_MON])
    ani = problem.person["ani"]
    assert entitlement(problem, ani) == Fraction(2, 3) + 1
    assert ideal10_desirable(problem, ani) == 6  # a third of 1.667 days is 0.556


@pytest.mark.parametrize(
    ("fields", "home", "cost"),
    [
        ({"unwanted": [MON, TUE]}, [MON, TUE], 4),
        ({"unwanted": [MON, TUE]}, [MON, WED], 1),
        ({"unwanted": [MON, TUE], "caregiver": True}, [MON, TUE], 12),
        ({"unwanted": [], "caregiver": True}, [MON, TUE], 0),
        ({"unwanted": [MON], "eligible": False, "at_home": [MON]}, [], 0),
    ],
)
def test_preference_is_the_square_of_unwanted_days_three_times_for_caregivers(fields, home, cost):
    assert values(office({"ani": fields}), ani=home)["preference"] == cost


def test_each_day_of_a_pair_apart_costs_two():
    problem = office(apart=[["budi", "ani"], ["ani", "citra"]])
    home = {"ani": [MON, TUE, WED], "budi": [MON, TUE], "citra": [WED]}
    assert values(problem, **home)["preference"] == 2 * 3


@pytest.mark.parametrize(
    ("fields", "home", "changes"),
    [
        ({"published": [MON]}, [MON], 0),
        ({"published": [MON]}, [], 1),
        ({"published": [MON]}, [TUE], 2),
        ({"published": []}, [TUE], 1),
        ({"published": None}, [TUE], 0),
        ({"published": [MON, NEXT_MON]}, [MON], 0),  # the last day is not a published day
        ({"published": [MON], "absent": [MON]}, [], 1),
        ({"published": [MON, TUE], "eligible": False}, [], 2),
    ],
)
def test_stability_counts_published_days_that_differ_literally(fields, home, changes):
    problem = office({"ani": fields}, published_days=[MON, TUE, WED])
    assert values(problem, ani=home)["stability"] == changes


@pytest.mark.parametrize(
    ("days", "home", "neighbours"),
    [
        ([MON, TUE, WED, NEXT_MON], [MON, TUE, WED], 2),
        ([MON, WED, NEXT_MON], [MON, WED], 1),  # neighbours among the working days
        ([MON, TUE, WED, NEXT_MON], [WED, NEXT_MON], 0),  # of two weeks
        (["2027-01-15", "2027-01-16", "2027-01-18"], ["2027-01-15", "2027-01-16"], 1),  # Saturday
    ],
)
def test_spread_counts_neighbours_among_the_days_of_one_week(days, home, neighbours):
    assert values(office(days=days, spread=True), ani=home)["spread"] == neighbours
    assert values(office(days=days, spread=False), ani=home)["spread"] == 0


def test_a_week_is_the_iso_week_also_across_the_year():
    days = ["2026-12-31", "2027-01-01", "2027-01-04"]
    plan = solve(office({"ani": {"most_per_week": 1, "target_per_week": 2}}, days=days))
    assert len(plan.home["ani"]) == 2
    assert plan.home["ani"][1] == "2027-01-04"


def test_the_lot_is_the_sum_of_the_published_draws():
    problem = office()
    assert problem.period == "2027-01"
    expected = sum(draw("2027-01", *cell)[0] for cell in (("ani", MON), ("budi", WED)))
    assert values(problem, ani=[MON], budi=[WED])["lot"] == expected


def contenders(period):
    """Ani and Budi with one day for one of them, which only the draw decides."""
    people = {"citra": {"eligible": False}}
    return office(people, days=[MON], floors=[floor(2)], period=period)


def test_what_is_equal_in_the_draw_is_settled_by_the_second_one():
    for number in count():
        period = f"seri-{number}"
        ani, budi = (draw(period, one, MON) for one in ("ani", "budi"))
        if ani[0] == budi[0] and ani[1] != budi[1]:
            break
    winner = "ani" if ani[1] < budi[1] else "budi"
    plan = solve(contenders(period))
    assert [one for one, days in plan.home.items() if days] == [winner]
    assert plan.goals[-1].value == ani[0]
    assert len(plan.goals) == 8


def test_the_draw_turns_from_period_to_period():
    lucky = {
        one
        for number in range(8)
        for one, days in solve(contenders(f"2027-{number}")).home.items()
        if days
    }
    assert lucky == {"ani", "budi"}


def test_days_that_were_given_count_in_every_goal():
    problem = office(
        {
            "ani": {
                "at_home": [MON, TUE],
                "target_per_week": 0,
                "unwanted": [MON],
                "published": [WED],
            },
            "budi": {"eligible": False},
            "citra": {"eligible": False},
        },
        desirable=[MON],
        spread=True,
        published_days=[MON, TUE, WED],
    )
    plan = solve(problem)
    assert plan.home["ani"] == (MON, TUE)
    assert {goal.name: goal.value for goal in plan.goals} == {
        "least": 0, "target": 0, "share": 20**2, "desirable": 10**2, "preference": 1,
        "stability": 3, "spread": 1,
        "lot": draw("2027-01", "ani", MON)[0] + draw("2027-01", "ani", TUE)[0],
    }  # fmt: skip
    assert all(goal.value == goal.bound for goal in plan.goals)


def test_a_floor_counts_everyone_who_is_present_whether_eligible_or_not():
    problem = office({"ani": {"eligible": False}, "budi": {"eligible": False}}, floors=[floor(2)])
    assert solve(problem).home["citra"] != ()


@pytest.mark.parametrize("kind", ["floors", "ceilings"])
def test_a_rule_of_a_unit_speaks_of_everyone_below_it(kind):
    units = [
        {"id": "dinas", "parent": None, "name": ""},
        {"id": "tim", "parent": "bidang", "name": ""},
        {"id": "bidang", "parent": "dinas", "name": ""},
    ]
    rule = floor(3) if kind == "floors" else ceiling(0)
    rule = {name: value for name, value in rule.items() if name != "people"} | {"unit": "dinas"}
    assert set(solve(office(units=units, **{kind: [rule]})).home.values()) == {()}


@pytest.mark.parametrize(("days", "kept_free"), [(None, {MON, TUE}), ([], set()), ([TUE], {TUE})])
def test_null_is_every_day_and_an_empty_list_none(days, kept_free):
    plan = solve(office(days=[MON, TUE], floors=[floor(3, days)]))
    assert {MON, TUE}.difference(*plan.home.values()) == kept_free


def test_given_days_stay_beside_a_floor_above_the_headcount():
    problem = office({"ani": {"at_home": [MON]}}, floors=[floor(4, [MON])])
    plan = solve(problem)
    assert [MON in days for days in plan.home.values()] == [True, False, False]
    assert [(one.rules, one.days) for one in plan.clashes] == [(("F",), (MON,))]


def test_the_plan_tells_everyone_and_what_each_eligible_person_was_due():
    problem = office(
        {
            "ani": {"balance": 0.25, "absent": [MON]},
            "budi": {"target_per_week": 0},
            "citra": {"eligible": False},
        },
        desirable=[NEXT_MON],
    )
    written = json.loads(plan_to_json(solve(problem)))
    assert list(written) == ["format", "status", "home", "goals", "clashes", "people"]
    assert (written["format"], written["status"]) == ("bekasi-wfh/plan/1", "optimal")
    assert sorted(written["home"]) == ["ani", "budi", "citra"]
    assert sorted(written["people"]) == ["ani", "budi"]
    assert written["people"]["ani"] == {
        "entitlement": 1.6667,
        "ideal": 1.9,
        "given": 2,
        "desirable_ideal": 0.6,
        "desirable_given": 1,
    }


def test_people_are_ordered_by_code_point():
    """U+FFFD comes before U+10000, although its UTF-16 form does not."""
    people = [
        {"id": one, "unit": "u", "peers": "g", "most_per_week": 1, "target_per_week": 1}
        for one in ("\U00010000", "\ufffd", "b", "B")
    ]
    problem = read_problem(
        {
            "format": "bekasi-wfh/problem/1",
            "period": "p",
            "mode": "draft",
            "days": [MON],
            "units": [{"id": "u", "parent": None, "name": ""}],
            "people": people,
        }  # fmt: skip
    )
    assert list(solve(problem).home) == ["B", "b", "\ufffd", "\U00010000"]
