"""Entitlement, ideals, shares shown to people, carried balances, envy: exact values."""

from fractions import Fraction

import pytest

from schedules.planning import envious, fair_shares, goal_values, next_balances, read_problem
from schedules.planning.fairness import entitlement, half_up, ideal10, ideal10_desirable
from schedules.planning.goals import draw
from tests.planning.test_rules import MON, NEXT_MON, TUE, WED, office


def sari(**fields):
    """The problem of `office` with Ani changed, and Ani in it."""
    problem = office({"ani": fields}, desirable=[MON, NEXT_MON])
    return problem, problem.person["ani"]


def test_entitlement_is_cut_by_the_absent_part_of_each_week():
    assert entitlement(*sari(absent=[MON])) == Fraction(2, 3) + 1
    assert entitlement(*sari(absent=[NEXT_MON], target_per_week=2)) == 2


@pytest.mark.parametrize(
    ("value", "rounded"),
    [(Fraction(5, 2), 3), (Fraction(-5, 2), -2), (Fraction(-51, 20), -3), (Fraction(249, 100), 2)],
)
def test_a_half_goes_up_also_below_zero(value, rounded):
    assert half_up(value) == rounded


def test_ideals_are_tenths_of_days_with_the_balance():
    problem, ani = sari(balance=0.25, balance_desirable=-1.55)
    assert ideal10(problem, ani) == 23
    assert ideal10_desirable(problem, ani) == -5
    problem, ani = sari(balance=-2.05)
    assert ideal10(problem, ani) == 0


def test_who_is_absent_throughout_has_no_ideal():
    problem, ani = sari(absent=[MON, TUE, WED, NEXT_MON], balance=3, balance_desirable=3)
    assert (ideal10(problem, ani), ideal10_desirable(problem, ani)) == (0, 0)


def test_the_published_draw():
    assert draw("2026-12", "p1", "2026-12-04")[0] == 891


def test_shares_take_the_common_shortfall_off_everyone():
    problem = office({"budi": {"balance": 1}, "citra": {"eligible": False}})
    shares = fair_shares(problem, {"ani": [MON], "budi": [TUE], "citra": []})
    assert sorted(shares) == ["ani", "budi"]
    assert (shares["ani"].ideal, shares["ani"].share) == (2, Fraction(1, 2))
    assert (shares["budi"].ideal, shares["budi"].share) == (3, Fraction(3, 2))
    assert shares["ani"].difference == -Fraction(1, 2)
    assert shares["budi"].difference == Fraction(1, 2)


def test_when_floors_leave_half_to_everyone_nobody_is_owed_the_other_half():
    shares = fair_shares(office(), {"ani": [MON], "budi": [TUE], "citra": [WED]})
    assert [share.share for share in shares.values()] == [1, 1, 1]
    assert [share.difference for share in shares.values()] == [0, 0, 0]


def test_balances_carry_what_the_group_did_not_lack_together():
    problem = office({"ani": {"balance": 0.5}, "budi": {"absent": [MON]}})
    after = next_balances(problem, {"ani": [MON], "budi": [TUE], "citra": []})
    sums = {"ani": Fraction(1, 2) + 1, "budi": Fraction(2, 3), "citra": Fraction(2)}
    mean = sum(sums.values()) / 3
    assert {one: after[one].days.carried for one in sums} == {one: sums[one] - mean for one in sums}
    assert sum(balance.days.carried for balance in after.values()) == 0


def test_the_balance_is_the_difference_that_the_plan_showed():
    problem = office({"ani": {"balance": 0.5}, "budi": {"balance": -2}, "citra": {"balance": 1.2}})
    home = {"ani": [MON], "budi": [TUE], "citra": []}
    after, shown = next_balances(problem, home), fair_shares(problem, home)
    assert {one: after[one].days.carried for one in shown} == {
        one: share.difference for one, share in shown.items()
    }


def test_who_can_never_be_at_home_pushes_nobody_down_for_ever():
    """Citra lacks two days in every period. The others settle where a third of all that Citra is
    owed (5 held, 2 new) is taken off each of them, and drift no further."""
    balances = {"ani": Fraction(0), "budi": Fraction(0), "citra": Fraction(0)}
    for _ in range(40):
        people = {
            one: {"balance": round(float(balances[one]), 4), "target_per_week": 1}
            for one in balances
        }
        after = next_balances(office(people), {"ani": [MON, NEXT_MON], "budi": [TUE, NEXT_MON]})
        balances = {one: after[one].days.carried for one in balances}
    assert balances["citra"] == 5
    assert balances["ani"] == balances["budi"]
    assert abs(balances["ani"] + Fraction(7, 2)) < Fraction(1, 1000)


def test_who_is_absent_throughout_takes_no_part_in_the_carrying():
    gone = {"absent": [MON, TUE, WED, NEXT_MON], "balance": 1.5, "balance_desirable": -1}
    problem = office({"budi": gone})
    after = next_balances(problem, {"ani": [MON, NEXT_MON], "citra": []})
    assert {one: balance.days.carried for one, balance in after.items()} == {"ani": -1, "citra": 1}
    shares = fair_shares(problem, {"ani": [MON, NEXT_MON], "citra": []})
    assert (shares["budi"].share, shares["budi"].difference) == (0, 0)
    assert (shares["ani"].share, shares["citra"].share) == (1, 1)


def test_a_recalled_day_does_not_count_and_is_owed_back():
    problem = office()
    lived = {"ani": [MON, NEXT_MON], "budi": [TUE, NEXT_MON], "citra": [WED]}
    after = next_balances(problem, lived)
    assert after["citra"].days.carried == Fraction(2, 3)
    assert after["ani"].days.carried == after["budi"].days.carried == -Fraction(1, 3)


@pytest.mark.parametrize(("balance", "kept"), [(4.9, 5), (-5, -5), (-366, -5), (366, 5)])
def test_balances_are_held_within_five_days(balance, kept):
    others = {one: {"balance": -balance / 2} for one in ("budi", "citra")}
    people = {"ani": {"balance": balance, "target_per_week": 2 if balance > 0 else 0}} | others
    home = {} if balance > 0 else {"ani": [MON, TUE]}
    assert next_balances(office(people), home)["ani"].days.carried == kept


def test_desirable_days_are_carried_likewise():
    problem, _ = sari()
    after = next_balances(problem, {"ani": [MON, NEXT_MON], "budi": [MON], "citra": []})
    assert [after[one].desirable.carried for one in ("ani", "budi", "citra")] == [-1, 0, 1]


def test_other_peer_groups_and_the_ineligible_do_not_weigh_in():
    problem = office({"budi": {"peers": "h"}, "citra": {"eligible": False, "balance": 2}})
    after = next_balances(problem, {"ani": [], "budi": [MON]})
    assert {one: balance.days.carried for one, balance in after.items()} == {"ani": 0, "budi": 0}


LOPSIDED = {"ani": [MON, TUE, NEXT_MON], "budi": [], "citra": [WED, NEXT_MON]}


def test_envy_is_a_day_that_a_better_off_peer_could_hand_over():
    found = envious(office(), LOPSIDED)
    assert [(envy.person, envy.peer, envy.day) for envy in found] == [("budi", "ani", MON)]


@pytest.mark.parametrize(
    ("people", "fields"),
    [
        ({"budi": {"peers": "h"}}, {}),
        ({"budi": {"on_site": [MON, TUE, NEXT_MON]}}, {}),
        ({"budi": {"absent": [MON, TUE], "on_site": [NEXT_MON], "balance": 2}}, {}),
        ({"ani": {"at_home": [MON, TUE, NEXT_MON]}}, {}),
        ({"budi": {"most_per_week": 0}}, {}),
        ({"budi": {"eligible": False}}, {}),
        ({"ani": {"balance": 3}}, {}),
        (
            {},
            {
                "floors": [
                    {"id": "F", "text": "", "people": ["budi"], "days": None, "on_site": 1},
                ]
            },
        ),
    ],
    ids=range(8),
)
def test_no_envy_where_the_day_could_not_be_handed_over(people, fields):
    assert [
        envy for envy in envious(office(people, **fields), LOPSIDED) if envy.peer == "ani"
    ] == []


def test_no_envy_where_an_earlier_goal_would_be_worse():
    problem = office({"ani": {"least_per_week": 2}, "budi": {"target_per_week": 0, "balance": 2}})
    home = {"ani": [MON, TUE, NEXT_MON], "budi": [], "citra": [WED, NEXT_MON]}
    assert [envy.day for envy in envious(problem, home)] == []
    problem = office({"budi": {"target_per_week": 0, "balance": 2}})
    assert [envy.day for envy in envious(problem, home)] == [MON]


def test_each_goal_counts_what_it_says():
    problem = read_problem(
        {
            "format": "bekasi-wfh/problem/1",
            "period": "2026-12",
            "mode": "repair",
            "days": [MON, TUE, WED, NEXT_MON],
            "desirable": [MON, NEXT_MON],
            "desirable_band": 0.5,
            "spread": True,
            "units": [{"id": "tim", "parent": None, "name": "Tim"}],
            "people": [
                {
                    "id": "ani",
                    "unit": "tim",
                    "peers": "g",
                    "most_per_week": 2,
                    "target_per_week": 2,
                    "least_per_week": 1,
                    "caregiver": True,
                    "unwanted": [MON, TUE],
                    "published": [WED],
                },
                {
                    "id": "budi",
                    "unit": "tim",
                    "peers": "g",
                    "most_per_week": 2,
                    "target_per_week": 1,
                    "absent": [TUE],
                    "on_site": [NEXT_MON],
                    "published": [TUE],
                },
            ],
            "published_days": [TUE, WED],
            "apart": [["budi", "ani"]],
        }
    )
    values = goal_values(problem, {"ani": [MON, TUE], "budi": [MON]})
    assert list(values)[:3] == ["least", "stability", "target"]
    assert values["least"] == 1
    assert values["target"] == 1
    assert values["share"] == (20 - 40) ** 2 + (10 - 17) ** 2
    assert values["desirable"] == (abs(10 - 20) - 5) ** 2 + 0
    assert values["preference"] == 3 * 2**2 + 2
    assert values["stability"] == 2 + 1
    assert values["spread"] == 1
    lots = [draw("2026-12", *cell)[0] for cell in (("ani", MON), ("ani", TUE), ("budi", MON))]
    assert values["lot"] == sum(lots)
