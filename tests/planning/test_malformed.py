"""Malformed problems: refused by name through the functions and on the command line alike.

What is odd but not malformed is planned: what cannot hold comes back as a clash, never silently.
"""

import copy
import json

import pytest

from schedules.planning import MalformedProblem, read_problem, solve, violations
from schedules.planning.__main__ import main
from tests.planning.test_examples import EXAMPLES
from tests.planning.test_reading import MINIMAL, long_calendar

MON, TUE = MINIMAL["days"]


def with_people(**fields):
    """The minimal problem with other fields of its first person."""
    return {**MINIMAL, "people": [{**MINIMAL["people"][0], **fields}, MINIMAL["people"][1]]}


def with_floor(**fields):
    floor = {"id": "f", "text": "loket", "unit": "u", "days": None, "on_site": 1, **fields}
    return {**MINIMAL, "floors": [{name: it for name, it in floor.items() if it != "left out"}]}


REFUSED = {
    "a person of an unknown unit": (with_people(unit="v"), "people[0].unit: v (tidak dikenal)"),
    "a floor of an unknown unit": (with_floor(unit="v"), "floors[0].unit: v (tidak dikenal)"),
    "a floor of an unknown person": (
        with_floor(unit="left out", people=["a", "z"]),
        "floors[0].people: z (tidak dikenal)",
    ),
    "a pair with an unknown person": (
        {**MINIMAL, "apart": [["a", "z"]]},
        "apart[0]: z (tidak dikenal)",
    ),
    "an unknown parent": (
        {**MINIMAL, "units": [{"id": "u", "parent": "w", "name": ""}]},
        "units[0].parent: w (tidak dikenal)",
    ),
    "a person twice": (with_people(id="b"), "people[1].id: b (berulang)"),
    "a day twice": (
        {**MINIMAL, "days": [MON, MON]},
        f"days: {MON} (harus menaik tanpa pengulangan)",
    ),
    "a day of leave twice": (
        with_people(absent=[TUE, TUE]),
        f"people[0].absent: {TUE} (berulang)",
    ),
    "a day outside the period": (
        with_people(at_home=["2027-02-01"]),
        "people[0].at_home: 2027-02-01 (di luar days)",
    ),
    "a negative floor": (with_floor(on_site=-1), "floors[0].on_site: -1 (harus 0 sampai 1000000)"),
    "half a person in a floor": (
        with_floor(on_site=1.5),
        "floors[0].on_site: 1.5 (harus bilangan bulat)",
    ),
    "a floor without days": (with_floor(days="left out"), "floors[0].days: tidak ada (wajib)"),
    "a balance that is no number": (
        with_people(balance="satu"),
        "people[0].balance: satu (harus bilangan)",
    ),
    "an unknown key": (with_people(nip="1990"), "people[0].nip: 1990 (kunci tidak dikenal)"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_malformed_problem_is_named_by_field_and_value(name, tmp_path, capsys):
    source, message = REFUSED[name]
    with pytest.raises(MalformedProblem) as refusal:
        read_problem(source)
    assert str(refusal.value) == message
    problem, plan = tmp_path / "problem.json", tmp_path / "plan.json"
    problem.write_text(json.dumps(source), "utf-8")
    assert main([str(problem), str(plan)]) == 2
    assert tuple(capsys.readouterr()) == ("", message + "\n")
    assert not plan.exists()


ODD = {
    "a floor above the headcount": (
        with_floor(on_site=3, days=[MON]),
        [(("f",), (), (MON,))],
    ),
    "a floor above those present": (
        {**with_people(absent=[MON]), "floors": with_floor(on_site=2)["floors"]},
        [(("f",), ("a",), (MON,))],
    ),
    "a floor of an empty unit": (
        {
            **with_floor(unit="v", days=[TUE]),
            "units": [*MINIMAL["units"], {"id": "v", "parent": "u", "name": ""}],
        },
        [(("f",), (), (TUE,))],
    ),
    "one person under a floor of one": (
        {**with_floor(), "people": MINIMAL["people"][:1]},
        [],
    ),
    "a week without a working day": ({**MINIMAL, "days": ["2027-01-04", "2027-01-18"]}, []),
    "no working day at all": ({**MINIMAL, "days": []}, []),
    "eighty days": ({**with_floor(), "days": long_calendar(80)}, []),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_problem_is_planned_and_what_cannot_hold_is_a_clash(name, tmp_path, capsys):
    source, clashes = ODD[name]
    problem = read_problem(source)
    plan = solve(problem)
    assert plan.status == "optimal"
    assert [(one.rules, one.people, one.days) for one in plan.clashes] == clashes
    assert violations(problem, plan.home) == []
    (tmp_path / "problem.json").write_text(json.dumps(source), "utf-8")
    assert main([str(tmp_path / "problem.json"), str(tmp_path / "plan.json")]) == 0
    assert tuple(capsys.readouterr()) == ("", "")
    written = json.loads((tmp_path / "plan.json").read_text("utf-8"))
    assert written["home"] == {person: list(days) for person, days in plan.home.items()}
    assert [(tuple(one["rules"]), tuple(one["people"]), tuple(one["days"])) for one in
            written["clashes"]] == clashes  # fmt: skip


def test_eighty_days_are_sixteen_weeks_of_one_day_each_under_a_floor_for_one():
    plan = solve(read_problem(ODD["eighty days"][0]))
    assert {person: len(days) for person, days in plan.home.items()} == {"a": 16, "b": 16}
    assert not set(plan.home["a"]) & set(plan.home["b"])


def _plan_of_example():
    return json.loads((EXAMPLES / "1-three-people.plan.json").read_text("utf-8"))


def _without_a_person(plan):
    del plan["home"]["budi"]


def _with_a_stranger(plan):
    plan["home"]["dodi"] = []


def _on_another_day(plan):
    plan["home"]["budi"] = ["2027-02-01"]


def _twice_on_a_day(plan):
    plan["home"]["budi"] = ["2027-01-12", "2027-01-12"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_without_a_person, "home.budi: tidak ada (wajib)"),
        (_with_a_stranger, "home.dodi: [] (kunci tidak dikenal)"),
        (_on_another_day, "home.budi: 2027-02-01 (di luar days)"),
        (_twice_on_a_day, "home.budi: 2027-01-12 (berulang)"),
    ],
)
def test_a_plan_of_another_problem_explains_nothing(change, message, tmp_path, capsys):
    plan = copy.deepcopy(_plan_of_example())
    change(plan)
    (tmp_path / "plan.json").write_text(json.dumps(plan), "utf-8")
    problem = EXAMPLES / "1-three-people.problem.json"
    where = [str(problem), str(tmp_path / "plan.json")]
    assert main(["--explain", "ani", "2027-01-11", *where]) == 2
    assert tuple(capsys.readouterr()) == ("", message + "\n")
