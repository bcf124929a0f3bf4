"""The strict reader: what is refused, with which field, and the odd shapes that are valid."""

import copy
import json
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from schedules.planning import MalformedProblem, read_problem, solve, violations

MINIMAL = {
    "format": "bekasi-wfh/problem/1",
    "period": "2027-01",
    "mode": "draft",
    "days": ["2027-01-11", "2027-01-12"],
    "units": [{"id": "u", "parent": None, "name": "Unit"}],
    "people": [
        {"id": "a", "unit": "u", "peers": "g", "most_per_week": 2, "target_per_week": 1},
        {"id": "b", "unit": "u", "peers": "g", "most_per_week": 2, "target_per_week": 1},
    ],
}
FLOOR = {"id": "f", "text": "minimum", "unit": "u", "days": None, "on_site": 1}
CEILING = {"id": "c", "text": "paling banyak", "unit": "u", "days": None, "share_at_home": 0.5}


def changed(path, value):
    """The minimal problem with one field set (a dotted path; numbers are positions in lists)."""
    source = copy.deepcopy(MINIMAL)
    source["floors"], source["ceilings"] = [dict(FLOOR)], [dict(CEILING)]
    *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place = source
    for part in parents:
        place = place[part]
    place[last] = value
    return source


def without(path):
    source = changed(path, None)
    *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place = source
    for part in parents:
        place = place[part]
    del place[last]
    return source


ORDER = ["least", "target", "share", "desirable", "preference", "stability", "spread", "lot"]

REFUSED = [
    ("format", "bekasi-wfh/problem/2", "format"),
    ("format", 1, "format"),
    ("period", None, "period"),
    ("period", "\ud800", "period"),
    ("mode", "final", "mode"),
    ("order", ORDER[:7], "order"),
    ("order", [*ORDER, "lot"], "order"),
    ("order", [*ORDER[:7], "luck"], "order"),
    ("order", [*ORDER[:7], 1], "order"),
    ("order", "least", "order"),
    ("days", ["2027-01-12", "2027-01-11"], "days"),
    ("days", ["2027-01-11", "2027-01-11"], "days"),
    ("days", ["2027-02-30"], "days"),
    ("days", ["20270111"], "days"),
    ("days", ["2027-W02-1"], "days"),
    ("days", [20270111], "days"),
    ("days", ["\u0662027-01-11"], "days"),
    ("days", None, "days"),
    ("desirable", ["2027-01-13"], "desirable"),
    ("desirable", ["2027-01-11", "2027-01-11"], "desirable"),
    ("desirable", "2027-01-11", "desirable"),
    ("desirable_band", -0.1, "desirable_band"),
    ("desirable_band", 0.25, "desirable_band"),
    ("desirable_band", True, "desirable_band"),
    ("spread", 1, "spread"),
    ("spread", None, "spread"),
    ("published_days", ["2027-01-13"], "published_days"),
    ("colour", "blue", "colour"),
    ("units", {}, "units"),
    ("units.0", "u", "units[0]"),
    ("units.0.id", "", "units[0].id"),
    ("units.0.id", 7, "units[0].id"),
    ("units.0.parent", "nobody", "units[0].parent"),
    ("units.0.parent", "u", "units[0].parent"),
    ("units.0.name", None, "units[0].name"),
    ("units.0.level", 1, "units[0].level"),
    ("people.0.id", "", "people[0].id"),
    ("people.1.id", "a", "people[1].id"),
    ("people.0.unit", "v", "people[0].unit"),
    ("people.0.peers", None, "people[0].peers"),
    ("people.0.most_per_week", -1, "people[0].most_per_week"),
    ("people.0.most_per_week", 10**6 + 1, "people[0].most_per_week"),
    ("people.0.most_per_week", 2.0, "people[0].most_per_week"),
    ("people.0.most_per_week", True, "people[0].most_per_week"),
    ("people.0.most_per_week", "2", "people[0].most_per_week"),
    ("people.0.target_per_week", None, "people[0].target_per_week"),
    ("people.0.least_per_week", -1, "people[0].least_per_week"),
    ("people.0.eligible", 0, "people[0].eligible"),
    ("people.0.eligible", None, "people[0].eligible"),
    ("people.0.because", None, "people[0].because"),
    ("people.0.caregiver", "yes", "people[0].caregiver"),
    ("people.0.absent", ["2027-01-13"], "people[0].absent"),
    ("people.0.absent", None, "people[0].absent"),
    ("people.0.on_site", ["2027-01-11", "2027-01-11"], "people[0].on_site"),
    ("people.0.at_home", [1], "people[0].at_home"),
    ("people.0.unwanted", ["x"], "people[0].unwanted"),
    ("people.0.published", ["2027-01-13"], "people[0].published"),
    ("people.0.published", 0, "people[0].published"),
    ("people.0.balance", 366.1, "people[0].balance"),
    ("people.0.balance", -367, "people[0].balance"),
    ("people.0.balance", float("nan"), "people[0].balance"),
    ("people.0.balance", float("inf"), "people[0].balance"),
    ("people.0.balance", Decimal("NaN"), "people[0].balance"),
    ("people.0.balance", Decimal("1e-999999999"), "people[0].balance"),
    ("people.0.balance", False, "people[0].balance"),
    ("people.0.balance", "0", "people[0].balance"),
    ("people.0.balance", 10**5000, "people[0].balance"),
    ("people.0.balance_desirable", None, "people[0].balance_desirable"),
    ("people.0.nip", "1990", "people[0].nip"),
    ("floors.0.id", "c", "ceilings[0].id"),
    ("floors.0.unit", "v", "floors[0].unit"),
    ("floors.0.people", ["a"], "floors[0].people"),
    ("floors.0.on_site", -1, "floors[0].on_site"),
    ("floors.0.on_site", 1.5, "floors[0].on_site"),
    ("floors.0.share_at_home", 0.5, "floors[0].share_at_home"),
    ("floors.0.days", ["2027-01-13"], "floors[0].days"),
    ("floors.0.text", None, "floors[0].text"),
    ("ceilings.0.share_at_home", 1.01, "ceilings[0].share_at_home"),
    ("ceilings.0.share_at_home", -0.01, "ceilings[0].share_at_home"),
    ("ceilings.0.share_at_home", None, "ceilings[0].share_at_home"),
    ("ceilings.0.on_site", 1, "ceilings[0].on_site"),
    ("apart", [["a"]], "apart[0]"),
    ("apart", [["a", "a"]], "apart[0]"),
    ("apart", [["a", "z"]], "apart[0]"),
    ("apart", [["a", "b"], ["b", "a"]], "apart[1]"),
    ("apart", [["a", 1]], "apart[0]"),
    ("limit", {"iterations": -1}, "limit.iterations"),
    ("limit", {"seconds": 5}, "limit.seconds"),
    ("limit", None, "limit"),
]


@pytest.mark.parametrize(("path", "value", "field"), REFUSED, ids=range(len(REFUSED)))
def test_refused_with_the_field_and_one_line(path, value, field):
    with pytest.raises(MalformedProblem) as refusal:
        read_problem(changed(path, value))
    assert refusal.value.field == field
    assert str(refusal.value).startswith(f"{field}: ")
    assert len(str(refusal.value).splitlines()) == 1


REQUIRED = [
    "format",
    "period",
    "mode",
    "days",
    "units",
    "people",
    "people.0.id",
    "people.0.unit",
    "people.0.peers",
    "people.0.most_per_week",
    "people.0.target_per_week",
    "floors.0.id",
    "floors.0.text",
    "floors.0.days",
    "floors.0.on_site",
    "ceilings.0.id",
    "ceilings.0.text",
    "ceilings.0.days",
    "ceilings.0.share_at_home",
]


@pytest.mark.parametrize("path", REQUIRED)
def test_a_required_field_left_out_is_refused(path):
    with pytest.raises(MalformedProblem) as refusal:
        read_problem(without(path))
    assert refusal.value.field.endswith(path.rsplit(".", 1)[-1])
    assert refusal.value.value == "tidak ada"


def test_a_rule_about_neither_people_nor_a_unit_is_refused():
    with pytest.raises(MalformedProblem) as refusal:
        read_problem(without("floors.0.unit"))
    assert refusal.value.field == "floors[0].people"


@pytest.mark.parametrize("members", [["a", "a"], ["a", "z"], [1], "a"])
def test_the_people_of_a_rule_are_known_and_named_once(members):
    source = without("floors.0.unit")
    source["floors"][0]["people"] = members
    with pytest.raises(MalformedProblem) as refusal:
        read_problem(source)
    assert refusal.value.field == "floors[0].people"


def test_a_cycle_of_units_is_refused():
    source = copy.deepcopy(MINIMAL)
    source["units"] = [
        {"id": "u", "parent": "w", "name": ""},
        {"id": "v", "parent": "u", "name": ""},
        {"id": "w", "parent": "v", "name": ""},
    ]
    with pytest.raises(MalformedProblem) as refusal:
        read_problem(source)
    assert refusal.value.field == "units[0].parent"


TEXTS = [
    (b"\xff\xfe{}", "berkas"),
    ("not json", "berkas"),
    ("[]", "berkas"),
    ('{"mode": "draft", "mode": "draft"}', "mode"),
    ('{"people": [{"id": "a", "id": "a"}]}', "id"),
    ('{"desirable_band": NaN}', "berkas"),
    ('{"desirable_band": -Infinity}', "berkas"),
    ("[" * 100_000, "berkas"),
    ('{"desirable_band": ' + "9" * 5000 + "}", "berkas"),
]


@pytest.mark.parametrize(("text", "field"), TEXTS)
def test_text_that_is_not_a_problem_is_refused(text, field):
    with pytest.raises(MalformedProblem) as refusal:
        read_problem(text)
    assert refusal.value.field == field
    assert len(str(refusal.value).splitlines()) == 1


def test_a_line_break_in_a_key_stays_on_one_line():
    with pytest.raises(MalformedProblem) as refusal:
        read_problem(changed("a\nb", "c\u2028d"))
    assert len(str(refusal.value).splitlines()) == 1


def test_defaults_are_those_of_the_format():
    problem = read_problem(MINIMAL)
    first = problem.people[0]
    assert problem.order == tuple(ORDER)
    assert (problem.spread, problem.desirable_band, problem.floors) == (False, 0, ())
    assert (first.eligible, first.because, first.caregiver) == (True, "", False)
    assert (first.published, first.least_per_week, first.balance) == (None, 0, 0)
    assert (problem.limit.iterations, problem.limit.nodes) == (None, None)


def test_repair_puts_stability_second():
    assert read_problem(changed("mode", "repair")).order[:3] == ("least", "stability", "target")


@pytest.mark.parametrize("form", [dict, json.dumps, lambda source: json.dumps(source).encode()])
def test_decimals_are_read_as_written(form):
    problem = read_problem(form(changed("ceilings.0.share_at_home", 0.29)))
    assert problem.ceilings[0].share_at_home == Fraction(29, 100)


def test_ids_are_compared_code_point_by_code_point():
    composed, decomposed = "\u00e9", "e\u0301"
    source = changed("people.0.id", composed)
    source["people"][1]["id"] = decomposed
    assert [person.id for person in read_problem(source).people] == [composed, decomposed]


def long_calendar(count):
    first = date(2027, 1, 4)
    return [
        day.isoformat()
        for day in (first + timedelta(days=n) for n in range(2 * count))
        if day.weekday() < 5
    ][:count]


ODD_BUT_VALID = {
    "eighty days": {**MINIMAL, "days": long_calendar(80)},
    "one person": {**MINIMAL, "people": MINIMAL["people"][:1]},
    "nobody": {**MINIMAL, "people": []},
    "no unit and nobody": {**MINIMAL, "people": [], "units": []},
    "no day": {**MINIMAL, "days": []},
    "an empty unit with a floor": {
        **MINIMAL,
        "units": [*MINIMAL["units"], {"id": "v", "parent": "u", "name": ""}],
        "floors": [{**FLOOR, "unit": "v"}],
    },
    "a floor above the headcount": {**MINIMAL, "floors": [{**FLOOR, "on_site": 1000}]},
    "a rule about nobody": {
        **MINIMAL,
        "floors": [{"id": "f", "text": "", "people": [], "days": None, "on_site": 1}],
    },
    "a rule on no day": {**MINIMAL, "floors": [{**FLOOR, "days": [], "on_site": 9}]},
    "a gap of a week": {**MINIMAL, "days": ["2027-01-04", "2027-01-18"]},
    "targets above the maximum": {
        **MINIMAL,
        "people": [{**MINIMAL["people"][0], "target_per_week": 9, "least_per_week": 10**6}],
    },
    "a balance written to the last digit": changed("people.0.balance", 1.3877787807814457e-17),
}


@pytest.mark.parametrize("name", ODD_BUT_VALID)
def test_odd_but_valid_problems_are_planned(name):
    problem = read_problem(ODD_BUT_VALID[name])
    plan = solve(problem)
    assert plan.status == "optimal"
    assert set(plan.home) == {person.id for person in problem.people}
    assert violations(problem, plan.home) == []
