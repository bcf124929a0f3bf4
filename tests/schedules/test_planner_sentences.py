"""What the planner, which knows no Django, says in Indonesian is told in English where asked."""

import pytest
from django.utils import translation

from schedules.clash_text import clash_sentence, mend_sentence, people_of_clash
from schedules.planning import mends, read_problem, solve, violations
from schedules.reasons_text import violation_sentence
from tests.house.wrapping import WORD, indonesian

MON, TUE, WED, NEXT_MON = "2027-01-11", "2027-01-12", "2027-01-13", "2027-01-18"
NAMES = {"1": "Ani", "2": "Budi", "3": "Citra"}


def office(people=None, **fields):
    """Return a problem of three colleagues over four days, with ids as the database has them."""
    people = people or {}
    return read_problem(
        {
            "format": "bekasi-wfh/problem/1",
            "period": "2027-01",
            "mode": "draft",
            "days": [MON, TUE, WED, NEXT_MON],
            "units": [{"id": "9", "parent": None, "name": "Tim"}],
            "people": [
                {"id": one, "unit": "9", "peers": "g", "most_per_week": 2, "target_per_week": 1}
                | people.get(one, {})
                for one in NAMES
            ],
            **fields,
        }
    )


def floor(on_site, days=None):
    return {"id": "F", "text": "Loket", "unit": "9", "days": days, "on_site": on_site}


def ceiling(share):
    text = "Bidang A: paling banyak 30 % di rumah"
    return {"id": "C", "text": text, "unit": "9", "days": None, "share_at_home": share}


GIVEN = {one: {"at_home": [MON]} for one in NAMES}
CLASHES = [
    (
        office({"1": {"at_home": [MON], "absent": [MON]}}),
        "The day at home set for Ani on Monday, 11 January cannot be kept because that employee"
        " is not available.",
    ),
    (
        office({"1": {"at_home": [MON], "eligible": False}}),
        "The day at home set for Ani on Monday, 11 January cannot be kept because that employee"
        " is not eligible to work from home.",
    ),
    (
        office({"1": {"at_home": [MON], "on_site": [MON]}}),
        "The day at home set for Ani on Monday, 11 January cannot be kept because that employee"
        " is required at the office.",
    ),
    (
        office({"1": {"at_home": [MON, TUE, WED], "most_per_week": 1}}),
        "Ani was set to work from home on 3 days of one week, above the limit of 1.",
    ),
    (
        office(GIVEN, floors=[floor(2)]),
        "Loket: on Monday, 11 January at most 1 may work from home, but 3 were set to.",
    ),
    (
        office(GIVEN, ceilings=[ceiling(0.34)]),
        "Bidang A: at most 30% at home: on Monday, 11 January at most 1 may work from home, but 3"
        " were set to.",
    ),
    (
        office(floors=[floor(4, [MON])]),
        "Loket: on Monday, 11 January the number needed on site is 4, but only 3 of 3 are"
        " available.",
    ),
    (
        office({"1": {"least_per_week": 2, "most_per_week": 1}}),
        "Week of Monday, 11 January to Wednesday, 13 January: guaranteed days at home (employees"
        " concerned: 1) cannot all be kept because of each employee's own limits.",
    ),
    (
        office({one: {"least_per_week": 1} for one in NAMES}, floors=[floor(2)]),
        "Week of Monday, 18 January to Monday, 18 January: guaranteed days at home (employees"
        " concerned: 2) cannot all be kept together with the rules: Loket.",
    ),
]


@pytest.mark.parametrize(("problem", "sentence"), CLASHES)
def test_clashes_are_told_in_english(problem, sentence):
    with translation.override("en"):
        assert [clash_sentence(one, NAMES) for one in solve(problem).clashes][:1] == [sentence]


@pytest.mark.parametrize(
    ("problem", "home", "sentence"),
    [
        (
            office(floors=[floor(2)]),
            {"1": [MON], "2": [MON]},
            "Loket: only 1 on site on Monday, 11 January, at least 2 required.",
        ),
        (
            office(ceilings=[ceiling(0.34)]),
            {"1": [MON], "2": [MON]},
            "Bidang A: at most 30% at home: 2 at home on Monday, 11 January, at most 1 allowed.",
        ),
        (
            office(),
            {"1": [MON, TUE, WED]},
            "Ani has 3 WFH days in one week (11 Jan, 12 Jan, 13 Jan), more than the weekly limit.",
        ),
    ],
)
def test_breaches_are_told_in_english(problem, home, sentence):
    with translation.override("en"):
        assert [violation_sentence(one, NAMES) for one in violations(problem, home)] == [sentence]


def test_nothing_of_the_planner_stays_indonesian():
    people = {
        "1": {"at_home": [MON, TUE, WED], "most_per_week": 1},
        "2": {"at_home": [MON], "absent": [MON]},
        "3": {"least_per_week": 2},
    }
    clashes = solve(office(people, floors=[floor(3)], ceilings=[ceiling(0.1)])).clashes
    assert len(clashes) > 4
    with translation.override("en"):
        told = [clash_sentence(one, NAMES) for one in clashes]
    data = {"loket", "bidang"}
    words = {word.lower() for text in told for word in WORD.findall(text)}
    assert words & indonesian() <= data


WAYS_OUT = [
    (
        office({"2": {"absent": [MON]}, "3": {"absent": [MON]}}, floors=[floor(2, [MON])]),
        {("2", MON): "cuti"},
        "Tidak tersedia: Budi (cuti), Citra.",
        [
            "1 orang lagi yang memenuhi syarat aturan itu berada di kantor pada Senin, 11 Januari.",
            "Batas minimal pada Senin, 11 Januari menjadi 1 orang di kantor.",
        ],
    ),
    (
        office(GIVEN, ceilings=[ceiling(0.34)]),
        {},
        "Yang bersangkutan: Ani, Budi.",
        [
            "2 hari WFH yang sudah ditetapkan ditarik kembali.",
            "Batas WFH pada Senin, 11 Januari menjadi 3 orang di rumah.",
        ],
    ),
    (
        office({one: {"least_per_week": 1} for one in NAMES}, floors=[floor(2)]),
        {},
        "Yang bersangkutan: Ani, Budi.",
        [
            "Salah satu aturan tersebut tidak diberlakukan pada pekan itu.",
            "Jaminan WFH salah seorang yang bersangkutan tidak diberlakukan pada pekan itu.",
        ],
    ),
]


def absent_in(problem, clash):
    return {one: bool(problem.person[one].absent & set(clash.days)) for one in clash.people}


@pytest.mark.parametrize(("problem", "kinds", "who", "ways"), WAYS_OUT)
def test_a_clash_says_who_and_what_would_mend_it(problem, kinds, who, ways):
    clash = solve(problem).clashes[0]
    assert people_of_clash(clash, absent_in(problem, clash), kinds, NAMES) == who
    assert [mend_sentence(one, clash) for one in mends(problem, clash)] == ways


def test_who_may_not_be_named_is_counted_without_a_reason():
    problem, kinds, _who, _ways = WAYS_OUT[0]
    clash = solve(problem).clashes[0]
    absent = absent_in(problem, clash)
    told = people_of_clash(clash, absent, kinds, {"3": "Citra"})
    assert told == "Tidak tersedia: Citra, 1 pegawai lain."
    assert people_of_clash(clash, absent, kinds, {}) == "Yang bersangkutan: 2 pegawai lain."
