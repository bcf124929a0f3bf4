"""What the planner leaves out or holds fast takes no plan away that could be the best."""

import itertools
import random
from dataclasses import replace

import numpy as np
import pytest

from schedules.planning import MalformedProblem, envious, plan_to_json, read_problem, solve
from schedules.planning import components as parts_of
from schedules.planning.components import binding_rows, components
from schedules.planning.program import Budget, Program, solve_linear
from schedules.planning.rules import Board
from tests.planning.exhaustive import Exhaustive
from tests.planning.instances import random_problem
from tests.planning.test_rules import MON, NEXT_MON, TUE, WED, floor, office


def nested(seed):
    """A random problem whose city-wide rules are often implied by those of its two units."""
    dice = random.Random(seed)
    source = random_problem(seed, 4, (3, 1))
    source["floors"], source["ceilings"], source["apart"] = [], [], []
    inside = {unit: sum(one["unit"] == unit for one in source["people"]) for unit in ("a", "b")}
    for unit, size in (*inside.items(), ("kota", 4)):
        rule = {"id": f"r-{unit}", "text": "", "unit": unit, "days": None}
        room = dice.choice([1, 2, 2]) if unit == "kota" else 1
        if dice.random() < 0.7:
            source["floors"].append(rule | {"on_site": max(0, size - room)})
        else:
            source["ceilings"].append(rule | {"share_at_home": dice.choice([0.5, 0.67])})
    return source


def without_dropping(board):
    return [np.zeros(len(board.problem.days), dtype=bool) for _ in board.loads]


def test_a_row_that_the_rows_of_the_units_below_imply_takes_no_plan_away(monkeypatch):
    dropped = split = 0
    for seed in range(60):
        source = nested(seed)
        problem = read_problem(source)
        board = Board(problem)
        few, apart = binding_rows(board), components(board)
        plan = solve(problem)
        with monkeypatch.context() as patch:
            patch.setattr(parts_of, "_implied_by_units_below", without_dropping)
            all_rows, joined = binding_rows(Board(problem)), components(Board(problem))
            assert plan_to_json(solve(read_problem(source))) == plan_to_json(plan)
        best, plans = Exhaustive(source).best()
        assert [goal.value for goal in plan.goals] == list(best[:-1])
        assert {person: list(days) for person, days in plan.home.items()} in plans
        dropped += len(all_rows.day) > len(few.day)
        split += len(apart) > len(joined)
    assert (dropped >= 15, split >= 5) == (True, True), (dropped, split)


def people_of(board):
    return [[one.id for one in part.people] for part in components(board)]


def test_a_shared_row_or_a_pair_joins_people_and_nothing_else_does():
    assert people_of(Board(office())) == [["ani"], ["budi"], ["citra"]]
    assert people_of(Board(office(floors=[floor(2)]))) == [["ani", "budi", "citra"]]
    assert people_of(Board(office(apart=[["citra", "ani"]]))) == [["ani", "citra"], ["budi"]]
    two = {"id": "F", "text": "", "people": ["budi", "citra"], "days": [TUE], "on_site": 1}
    assert people_of(Board(office(floors=[two]))) == [["ani"], ["budi", "citra"]]
    both = office(floors=[two], apart=[["ani", "budi"]])
    assert people_of(Board(both)) == [["ani", "budi", "citra"]]
    apart_days = {"ani": {"on_site": [MON, TUE]}, "citra": {"on_site": [WED, NEXT_MON]}}
    never_together = office(apart_days, apart=[["ani", "citra"]])
    assert people_of(Board(never_together)) == [["ani"], ["budi"], ["citra"]]
    nothing_to_decide = office({"ani": {"eligible": False}}, floors=[floor(3)])
    assert people_of(Board(nothing_to_decide)) == []


def small_program(seed):
    """A random program of six columns from 0 to 1 with whole rows; (program, cost, its rows)."""
    dice = np.random.default_rng(seed)
    rows, columns = 3, 6
    matrix = dice.integers(0, 2, (rows, columns))
    most = dice.integers(1, 4, rows).astype(float)
    least = np.where(dice.random(rows) < 0.4, np.minimum(1.0, matrix.sum(axis=1)), -np.inf)
    program = Program()
    program.add_columns(np.ones(columns))
    row, column = np.nonzero(matrix)
    program.add_rows(least, most, row, column)
    program.flush()
    cost = dice.integers(-2, 3, columns).astype(float)
    program.set_cost(cost)
    return program, cost, matrix, least, most


@pytest.mark.parametrize("seed", range(80))
def test_the_face_holds_exactly_the_optimal_points(seed):
    program, cost, matrix, least, most = small_program(seed)
    answer = solve_linear(program, Budget())
    points = [np.array(one, dtype=float) for one in itertools.product((0, 1), repeat=6)]
    lawful = [
        one for one in points if (matrix @ one <= most).all() and (matrix @ one >= least).all()
    ]
    if not answer.solved:
        assert answer.infeasible
        assert not lawful
        return
    face = program.face(answer)

    def inside(point):
        sums = matrix @ point
        columns = (point >= face.lower).all() and (point <= face.upper).all()
        return columns and (sums >= face.row_lower).all() and (sums <= face.row_upper).all()

    optimal = [abs(float(cost @ one) - answer.value) < 1e-6 for one in lawful]
    assert [bool(inside(one)) for one in lawful] == optimal


@pytest.mark.parametrize(("balance", "envious_people"), [(0, []), (0.1, []), (-0.1, ["budi"])])
def test_envy_begins_beyond_one_day(balance, envious_people):
    """Ani has one day more than the ideal and Budi none less: one day apart, less or more with
    the tenth that Ani is owed or has had."""
    people = {"ani": {"balance": balance}, "citra": {"eligible": False}}
    home = {"ani": [MON, TUE, NEXT_MON], "budi": [WED, NEXT_MON]}
    assert [one.person for one in envious(office(people), home)] == envious_people


@pytest.mark.parametrize("name", ["balance", "balance_desirable"])
def test_a_balance_of_a_year_is_read_and_a_hundredth_more_refused(name):
    for amount in (366, -366, 366.0, -366.00):
        assert getattr(office({"ani": {name: amount}}).person["ani"], name) == amount
    for amount in (366.01, -366.01):
        with pytest.raises(MalformedProblem, match=r"people\[0\]\." + name):
            office({"ani": {name: amount}})


def test_an_empty_limit_is_no_limit():
    problem = office(floors=[floor(2)], limit={})
    assert (problem.limit.iterations, problem.limit.nodes) == (None, None)
    assert plan_to_json(solve(problem)) == plan_to_json(solve(office(floors=[floor(2)])))
    assert replace(problem, limit=office().limit) == office(floors=[floor(2)])
