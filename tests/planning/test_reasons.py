"""Why a cell is as it is, and what the other value would cost."""

import json

import pytest

from schedules.planning import counterfactual, read_problem, reason, solve
from schedules.planning.goals import draw
from schedules.planning.plan import Plan
from schedules.planning.reasons import CODES
from tests.planning.exhaustive import Exhaustive
from tests.planning.instances import random_problem
from tests.planning.test_examples import NAMES, example
from tests.planning.test_rules import MON, NEXT_MON, TUE, WED, ceiling, floor, office


def plan_of(problem, **home):
    """A plan with the given days at home, as far as reasons look at it."""
    days = {person.id: tuple(home.get(person.id, ())) for person in problem.people}
    return Plan("stopped", days, (), (), {})


DIRECT = [
    ({"eligible": False, "because": "cuti besar"}, {}, "not_eligible"),
    ({"absent": [MON]}, {}, "absent"),
    ({"on_site": [MON]}, {}, "on_site"),
    ({"at_home": [MON]}, {"ani": [MON]}, "fixed_day"),
    ({}, {"ani": [TUE, WED]}, "weekly_most"),
    ({"target_per_week": 0}, {}, "share"),
    ({"target_per_week": 0, "balance": 0.5, "published": [TUE]}, {}, "stability"),
    ({"target_per_week": 0, "balance": 0.5, "unwanted": [MON]}, {}, "preference"),
    ({"least_per_week": 1}, {"ani": [MON, NEXT_MON]}, "least"),
    ({}, {"ani": [MON, NEXT_MON]}, "target"),
    ({"target_per_week": 0, "balance": 1}, {"ani": [MON]}, "share"),
    ({"target_per_week": 0, "balance": 0.5, "published": [MON]}, {"ani": [MON]}, "stability"),
    ({"target_per_week": 0, "balance": 0.5}, {"ani": [MON]}, "lot"),
    ({}, {}, "not_best"),
]


@pytest.mark.parametrize(("fields", "home", "code"), DIRECT, ids=range(len(DIRECT)))
def test_the_reason_of_one_cell(fields, home, code):
    problem = office({"ani": fields}, published_days=[MON])
    found = reason(problem, plan_of(problem, **home), "ani", MON)
    assert found.code == code
    assert found.code in CODES
    assert found.text.endswith(".")
    assert json.loads(json.dumps(found.detail)) == found.detail


def test_the_cause_is_told_to_the_person():
    problem = office({"ani": {"eligible": False, "because": "hukuman disiplin"}})
    found = reason(problem, plan_of(problem), "ani", MON)
    assert found.text == "Tidak memenuhi syarat bekerja dari rumah: hukuman disiplin."
    assert found.detail == {"because": "hukuman disiplin"}


def test_a_tight_floor_is_named_with_its_figures():
    problem = office({"citra": {"absent": [MON]}}, floors=[floor(1)])
    found = reason(problem, plan_of(problem, budi=[MON]), "ani", MON)
    assert found.code == "floor"
    assert found.detail == {"rule": "F", "present": 2, "on_site": 1, "required": 1}


def test_a_tight_ceiling_is_named_with_its_figures():
    problem = office(ceilings=[ceiling(0.4)])
    found = reason(problem, plan_of(problem, budi=[MON]), "ani", MON)
    assert found.code == "ceiling"
    assert found.detail == {"rule": "C", "present": 3, "at_home": 1, "most": 1}


def test_desirable_days_neighbours_and_pairs_are_reasons_too():
    half = {"ani": {"target_per_week": 0, "balance": 1.5}}
    problem = office(half, desirable=[MON], desirable_band=0)
    assert reason(problem, plan_of(problem, ani=[WED]), "ani", MON).code == "desirable"
    problem = office(half, spread=True)
    assert reason(problem, plan_of(problem, ani=[TUE]), "ani", MON).code == "spread"
    problem = office(half, apart=[["budi", "ani"]])
    found = reason(problem, plan_of(problem, ani=[WED], budi=[MON]), "ani", MON)
    assert found.code == "preference"
    assert "budi" not in found.text + json.dumps(found.detail)


def test_an_unknown_person_or_day_is_refused():
    problem = office()
    with pytest.raises(KeyError):
        reason(problem, plan_of(problem), "dodi", MON)
    with pytest.raises(KeyError):
        reason(problem, plan_of(problem), "ani", "2027-01-17")


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_of_a_proven_plan_has_a_reason(name):
    problem, _ = example(name)
    plan = solve(problem)
    codes = {
        reason(problem, plan, person.id, day).code
        for person in problem.people
        for day in problem.days
    }
    assert "not_best" not in codes


@pytest.mark.parametrize("seed", range(60))
def test_the_cost_of_the_other_value_is_that_of_the_best_plan_with_it(seed):
    source = random_problem(seed, 3, (3, 1))
    problem = read_problem(source)
    plan = solve(problem)
    tried = Exhaustive(source)
    best, _ = tried.best()
    for person in source["people"]:
        day = source["days"][seed % 4]
        found = counterfactual(problem, plan, person["id"], day)
        at_home = day in plan.home[person["id"]]
        other, plans = tried.best(forced=(person["id"], day, not at_home))
        if not found.possible:
            assert other is None
            assert found.reason.code in CODES[:7]
            continue
        assert found.proven
        worse = [
            (name, new - old)
            for name, old, new in zip(problem.order, best, other, strict=False)
            if new != old
        ]
        assert (found.goal, found.worse) == (worse[0] if worse else (None, 0))


def test_who_would_pay_is_named_with_the_amount():
    people = {"budi": {"absent": [TUE]}, "citra": {"eligible": False}}
    problem = office(people, days=[MON, TUE], floors=[floor(2, [MON])])
    plan = solve(problem)
    assert plan.home == {"ani": (TUE,), "budi": (MON,), "citra": ()}
    found = counterfactual(problem, plan, "ani", MON)
    assert (found.possible, found.proven) == (True, True)
    assert (found.goal, found.worse, found.payers) == ("target", 1, (("budi", 1),))
    assert found.reason.code == "floor"


def test_an_equal_cell_is_decided_by_the_draw():
    people = {"citra": {"eligible": False}}
    problem = office(people, days=[MON], floors=[floor(2)])
    plan = solve(problem)
    (lucky,) = [person for person, days in plan.home.items() if days]
    (other,) = {"ani", "budi"} - {lucky}
    found = counterfactual(problem, plan, other, MON)
    lots = {person: draw(problem.period, person, MON)[0] for person in (lucky, other)}
    assert (found.goal, found.worse) == ("lot", lots[other] - lots[lucky])
    assert found.payers == ((other, lots[other]),)


def test_a_cell_that_a_rule_decides_cannot_be_forced():
    problem = office({"ani": {"on_site": [MON]}}, floors=[floor(3, [TUE])])
    plan = solve(problem)
    for day, code in ((MON, "on_site"), (TUE, "floor")):
        found = counterfactual(problem, plan, "ani", day)
        assert (found.possible, found.goal, found.reason.code) == (False, None, code)


def test_direct_reasons_come_in_their_order():
    """Ani is all of it on Monday; with each taken away the next one speaks."""
    fields = {
        "eligible": False, "absent": [MON], "on_site": [MON], "most_per_week": 0,
        "unwanted": [MON],
    }  # fmt: skip
    codes = []
    for taken in ("eligible", "absent", "on_site", "most_per_week", None):
        problem = office({"ani": fields}, floors=[floor(3)])
        codes.append(reason(problem, plan_of(problem), "ani", MON).code)
        fields.pop(taken, None)
    assert codes == ["not_eligible", "absent", "on_site", "weekly_most", "floor"]


def test_a_fixed_day_speaks_before_goals_and_only_of_the_day_itself():
    """A fixed day fills the week: the day is fixed, for the others the week is full."""
    problem = office({"ani": {"at_home": [MON], "most_per_week": 1, "unwanted": [MON]}})
    plan = plan_of(problem, ani=[MON])
    assert reason(problem, plan, "ani", MON).code == "fixed_day"
    assert reason(problem, plan, "ani", TUE).code == "weekly_most"
    dropped = office({"ani": {"at_home": [MON], "on_site": [MON]}})
    assert reason(dropped, plan_of(dropped), "ani", MON).code == "on_site"
