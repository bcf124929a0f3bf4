"""The council's view: groups of five and more, and nothing to find by subtraction."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.disclosure import MERGED_LABEL, for_council, openable, split
from reports.measures import MEASURES


def figures_with(*people, own=0, level="kota"):
    rows = [
        {"unit": {"id": n, "label": f"U{n}"}, "own": False, "people": count}
        | dict.fromkeys(MEASURES, count)
        for n, count in enumerate(people, start=1)
    ]
    if own:
        rows.append(
            {"unit": {"id": 99, "label": "Kota"}, "own": True, "people": own}
            | dict.fromkeys(MEASURES, own)
        )
    whole = sum(people) + own
    return {
        "unit": {"id": 99, "level": level},
        "people": whole,
        "totals": dict.fromkeys(MEASURES, whole),
        "days": [dict.fromkeys(MEASURES, whole)],
        "units": rows,
        "breaches": [
            {"unit": {"id": 1}, "date": "d", "text": "t", "needed": 2, "on_site": 1},
            {"unit": {"id": 2}, "date": "d", "text": "t", "needed": 2, "on_site": 1},
        ],
        "fairness": {"eligible": whole, "envious": 0, "groups": 1, "largest_spread": 0.5},
        "before": {"people": whole, "totals": dict.fromkeys(MEASURES, whole)},
    }


@given(st.lists(st.integers(1, 30), min_size=1, max_size=8), st.integers(0, 6))
def test_no_row_and_no_difference_of_rows_is_a_small_group(people, own):
    figures = figures_with(*people, own=own)
    if figures["people"] < 5:
        assert split(figures) is None
        with pytest.raises(ValueError, match="under five"):
            for_council(figures)
        return
    seen = for_council(figures)
    assert all(row["people"] >= 5 for row in seen["units"])
    for measure in ("present", "not_validated", "person_days"):
        assert sum(row[measure] for row in seen["units"]) == figures["totals"][measure]
    hidden = figures["people"] - sum(row["people"] for row in seen["units"][:-1])
    assert hidden >= 5


@pytest.mark.parametrize(
    ("people", "alone"),
    [
        ((10, 8, 6), {1, 2, 3}),
        ((10, 8, 2, 3), {1, 2}),  # 2 + 3 make five
        ((10, 6, 3), {1}),  # three alone would show by subtraction: the six join them
        ((6, 3), set()),
        ((4,), None),
    ],
)
def test_which_units_are_shown_alone(people, alone):
    assert openable(figures_with(*people)) == alone


def test_merged_units_have_one_row_and_name_no_breach():
    seen = for_council(figures_with(10, 2, 3))
    assert [(row["unit"]["label"], row["people"]) for row in seen["units"]] == [
        ("U1", 10), (MERGED_LABEL, 5),
    ]  # fmt: skip
    assert [(one["unit"]["id"], one["on_site"]) for one in seen["breaches"]] == [(1, None)]


def test_causes_of_absence_are_one_figure():
    figures = figures_with(10)
    seen = for_council(figures)
    for row in (seen["totals"], *seen["days"], *seen["units"], seen["before"]["totals"]):
        assert (row["leave"], row["sick"], row["travel"], row["away_other"]) == (0, 0, 0, 40)
    assert figures["totals"]["sick"] == 10  # what is stored stays as it is


def test_fairness_is_shown_for_the_city_alone():
    assert for_council(figures_with(10))["fairness"] is not None
    assert for_council(figures_with(10, level="opd"))["fairness"] is None
