"""The chart: whole numbers, no style, nothing drawn as nothing; and shares as text."""

import re

import pytest

from reports.charts import bars_by_day
from reports.document import number, percent


def test_bars_have_whole_heights_and_their_numbers_as_text():
    svg = bars_by_day([("Sen 30", 0, 1200), ("Sel 1", 1, 600)], number)
    assert "style" not in svg
    assert re.findall(r'="-?\d+\.\d', svg) == []
    heights = [int(height) for height in re.findall(r'<rect[^>]* height="(\d+)"', svg)]
    assert heights == [0, 138, 1, 69]
    assert re.findall(r">([RK] [\d.]+)<", svg) == ["R 0", "K 1.200", "R 1", "K 600"]


def test_nothing_to_draw_is_no_chart():
    assert bars_by_day([]) == ""
    assert bars_by_day([("Sen", 0, 0)]) == ""


def test_labels_are_text():
    assert "&lt;b&gt;" in bars_by_day([("<b>", 1, 1)])


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(2, 11, "18,2"), (1, 3, "33,3"), (2, 3, "66,7"), (9_999, 10_000, "99,9"), (5, 5, "100"),
     (0, 5, "0"), (1, 2, "50")],
)  # fmt: skip
def test_a_share_is_rounded_but_never_up_to_all(part, whole, shown):
    assert percent(part, whole) == f"{shown}\u00a0%"
    assert percent(part, 0) == "–"
