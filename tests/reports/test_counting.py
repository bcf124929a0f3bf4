"""Counting without a database: one person-day, every cut, and the proof that finds a lie."""

import copy
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.evenness import Evenness, class_of
from reports.measures import (
    AT_MOST,
    CALLS,
    CORRECTIONS,
    INDICATIONS,
    MEASURES,
    ORDERS,
    PARTITIONS,
    REVIEWS,
    SWAPS,
    WARNINGS,
    measures_of,
)
from reports.reconcile import DoesNotReconcile, reconcile, reconcile_tree
from reports.weekly import Week, figures_of
from schedules.planning import FairShare

PARENTS = {1: None, 2: 1, 3: 1, 4: 2, 5: 2, 6: 4}
CHILDREN = {1: [2, 3], 2: [4, 5], 3: [], 4: [6], 5: [], 6: []}
DATES = [f"2026-11-{day}" for day in (23, 24, 25, 26, 27, 28, 29)]

PERSON_DAYS = st.lists(
    st.tuples(
        st.integers(1, 9),
        st.sampled_from(list(PARENTS)),
        st.sampled_from(DATES),
        st.sampled_from(
            ["present", "incomplete", "review", "unexplained", "absent", "away", "holiday"]
        ),
        st.sampled_from(["cuti", "sakit", "dinas_luar", "", "lain"]),
        st.sampled_from(["wfo", "wfh"]),
        st.booleans(),
        st.sampled_from([True, False, None]),
        st.sampled_from(["", "draft", "submitted", "returned", "accepted"]),
        st.booleans(),
        st.integers(0, 90),
    ),
    max_size=40,
)
# an act counts in its whole and in one part of each of its partitions
ACTS = {
    "calls": (CALLS[1:],), "corrections": (CORRECTIONS[1:],), "reviews": (REVIEWS[1:5],),
    "swaps": (SWAPS[1:],), "recalls": (ORDERS[1:3],), "indications": (INDICATIONS[1:],),
    "warnings": (WARNINGS[1:4], WARNINGS[4:]),
}  # fmt: skip
ACT_LISTS = st.lists(
    st.tuples(
        st.sampled_from(list(PARENTS)),
        st.sampled_from([*DATES, "2026-11-22"]),
        st.sampled_from(list(ACTS)),
        st.integers(0, 20),
        st.integers(1, 3),
    ),
    max_size=20,
)
SHARES = st.lists(
    st.tuples(
        st.sampled_from(list(PARENTS)),
        st.sampled_from(["a", "b"]),
        st.integers(-40, 40),
        st.integers(0, 8),
        st.booleans(),
    ),
    max_size=20,
)
FLOORS = st.lists(
    st.tuples(st.sampled_from(list(PARENTS)), st.sampled_from(DATES), st.integers(0, 5)),
    max_size=8,
)


def named(unit):
    return {"id": unit, "code": f"U{unit}", "name": f"U{unit}", "label": f"U{unit}", "level": ""}


def subtree(unit):
    found = [unit]
    for one in found:
        found.extend(CHILDREN[one])
    return set(found)


def all_figures(records, floors=(), acts=(), shares=()):
    week = Week("2026-11-23", "2026-11-29", DATES, PARENTS)
    for unit, date, whole, choice, amount in acts:
        week.add_amount(unit, date, whole, amount)
        for parts in ACTS[whole]:
            week.add_amount(unit, date, parts[choice % len(parts)], amount)
    for unit, group, tenths, had, envious in shares:
        difference = Fraction(tenths, 10)
        row = Evenness(unit, group)
        row.add(FairShare(difference + had, difference + had, had, difference),
                is_envious=envious)  # fmt: skip
        week.fairness.append(row)
        week.spread_of[group] = 1.0
    for person, unit, date, *rest, late in records:
        verdict, kind, workplace, planned, validated, report, filed_late = rest
        week.add_person_day(
            person, unit, date,
            measures_of(verdict, kind, workplace, planned, validated, report, filed_late), late,
        )  # fmt: skip
    for unit, date, on_site in floors:
        week.add_floor_day(unit, date, "≥ 3", on_site, 3)
    tally = week.tallied()
    return {
        unit: figures_of(
            week, tally, unit, children=CHILDREN[unit], subtree=subtree(unit), named=named
        )
        for unit in PARENTS
    }


@given(PERSON_DAYS, FLOORS, ACT_LISTS, SHARES)
def test_every_cut_of_any_week_sums_to_the_same_totals(records, floors, acts, shares):
    found = all_figures(records, floors, acts, shares)
    for figures in found.values():
        reconcile(figures)
    reconcile_tree(found)
    assert found[1]["totals"]["person_days"] == len(records)
    assert found[1]["people"] == len({record[0] for record in records})
    in_week = [act for act in acts if act[1] in DATES]
    for whole in ACTS:
        expected = sum(act[4] for act in in_week if act[2] == whole)
        assert found[1]["totals"][whole] == expected
    assert found[1]["fairness"]["eligible"] == len(shares)
    assert found[1]["fairness"]["envious"] == sum(share[4] for share in shares)


@given(SHARES)
def test_the_index_of_a_whole_is_that_of_its_people(shares):
    """Jain's index from the sums of units equals the one computed person by person."""
    fairness = all_figures([], shares=shares)[1]["fairness"]
    parts = [
        round(1000 * had / (Fraction(tenths, 10) + had))
        for _unit, _group, tenths, had, _envious in shares
        if Fraction(tenths, 10) + had > 0
    ]
    if not parts:
        assert fairness["jain"] is None
    elif not any(parts):
        assert fairness["jain"] == 1
    else:
        squares = sum(part * part for part in parts)
        assert fairness["jain"] == round(sum(parts) ** 2 / (len(parts) * squares), 3)
        assert 0 < fairness["jain"] <= 1


@pytest.mark.parametrize(
    ("tenths", "place"),
    [(-40, 0), (-16, 0), (-15, 1), (-6, 1), (-5, 2), (0, 2), (5, 2), (6, 3), (15, 3), (16, 4)],
)
def test_the_class_of_a_difference(tenths, place):
    assert class_of(Fraction(tenths, 10)) == place


def test_an_unknown_measure_is_refused():
    week = Week("2026-11-23", "2026-11-29", DATES, PARENTS)
    with pytest.raises(ValueError, match="unknown measure"):
        week.add_amount(1, DATES[0], "hadirr", 1)
    assert not week.amounts


def test_a_measure_that_is_more_than_what_it_is_part_of_is_found():
    for measure, wholes in AT_MOST.items():
        figures = copy.deepcopy(a_week()[1])
        for row in (figures["totals"], figures["days"][0], figures["units"][0]):
            row[measure] += 1 + sum(figures["totals"][whole] for whole in wholes)
        with pytest.raises(DoesNotReconcile) as broken:
            reconcile(figures)
        assert broken.value.cell == f"totals.{measure}"


@pytest.mark.parametrize(
    ("given_day", "expected"),
    [
        (("holiday", "", "wfh", True, True, "accepted", False), {"person_days", "holiday"}),
        (("away", "sakit", "wfh", True, None, "", False), {"person_days", "planned_wfh", "sick"}),
        (
            ("away", "?", "wfo", False, None, "", False),
            {"person_days", "planned_wfo", "away_other"},
        ),
        (
            ("present", "", "wfo", True, None, "", False),
            {"person_days", "planned_wfh", "present", "at_office", "present_office"},
        ),
        (
            ("present", "", "wfh", True, None, "accepted", True),
            {"person_days", "planned_wfh", "present", "at_home", "present_home",
             "not_validated", "reports_accepted", "filed_late"},
        ),
        (
            ("review", "", "wfh", True, True, "draft", True),
            {"person_days", "planned_wfh", "review", "at_home", "validated", "reports_missing"},
        ),
    ],
)  # fmt: skip
def test_what_one_day_counts_as(given_day, expected):
    assert set(measures_of(*given_day)) == expected


@pytest.mark.parametrize(
    "bad", [("hadir", "", "wfo"), ("", "", "wfo"), ("present", "", "cafe"), ("holiday", "", "")]
)
def test_the_unknown_is_refused_and_not_counted(bad):
    with pytest.raises(ValueError, match="unknown"):
        measures_of(*bad, False, None, "", False)


def a_week():
    return all_figures(
        [
            (1, 6, DATES[0], "present", "", "wfh", True, True, "accepted", False, 5),
            (2, 5, DATES[0], "unexplained", "", "wfo", False, None, "", False, 0),
            (3, 3, DATES[1], "away", "cuti", "wfo", False, None, "", False, 0),
            (4, 2, DATES[2], "incomplete", "", "wfh", True, False, "submitted", True, 9),
        ],
        [(4, DATES[0], 2), (3, DATES[1], 3)],
    )


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("cut", ["totals", "days", "units"])
def test_a_changed_cell_is_found_and_named(measure, cut):
    figures = copy.deepcopy(a_week()[1])
    row = figures[cut] if cut == "totals" else figures[cut][0]
    row[measure] += 1
    with pytest.raises(DoesNotReconcile) as broken:
        reconcile(figures)
    assert broken.value.cell.endswith(f".{measure}")
    assert abs(broken.value.expected - broken.value.found) == 1


@pytest.mark.parametrize("name", PARTITIONS)
def test_a_row_whose_parts_do_not_add_up_is_found(name):
    """Every cut is changed alike, so that only the parts within each row can tell."""
    figures = copy.deepcopy(a_week()[1])
    whole, parts = PARTITIONS[name]
    for row in (figures["totals"], figures["days"][0], figures["units"][0]):
        row[parts[0]] += 1
    with pytest.raises(DoesNotReconcile) as broken:
        reconcile(figures)
    assert broken.value.cell.startswith("totals.")


def test_a_breach_left_out_and_a_person_lost_are_found():
    figures = a_week()[1]
    with pytest.raises(DoesNotReconcile, match="breaches"):
        reconcile({**figures, "breaches": []})
    with pytest.raises(DoesNotReconcile, match="people"):
        reconcile({**figures, "people": figures["people"] + 1})
    rosters = {"needed": 3, "published": 1, "missing": [named(2)]}
    fairness = {**figures["fairness"], "eligible": 1}
    with pytest.raises(DoesNotReconcile, match=r"fairness.classes"):
        reconcile({**figures, "fairness": fairness})
    with pytest.raises(DoesNotReconcile, match="rosters"):
        reconcile({**figures, "rosters": rosters})


def test_a_unit_that_tells_the_city_something_else_is_found():
    found = a_week()
    found[2]["totals"]["present"] += 1
    with pytest.raises(DoesNotReconcile) as broken:
        reconcile_tree(found)
    assert broken.value.cell == "units[U2].present"
