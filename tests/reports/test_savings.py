"""Amounts of savings by hand, and estimate and measurement that never meet."""

import itertools
import math

import pytest

from reports.savings import Estimate, Measured, StaffEstimate, estimate, measure, spread_per_day

# Twelve months of 20 working days: six at 10 and six at 12 million. Per working day 500,000 and
# 600,000: mean 550,000, every one 50,000 away from it: s = 50,000 * sqrt(12 / 11).
YEAR = [(10_000_000, 20), (12_000_000, 20)] * 6
SPREAD = 50_000 * math.sqrt(12 / 11)


def test_an_estimate_is_days_by_the_low_and_the_high_amount():
    assert estimate(40, 2_000, 3_500) == Estimate(80_000, 140_000)
    assert estimate(40, 9_000, 12_000, StaffEstimate) == StaffEstimate(360_000, 480_000)


def test_a_bill_is_compared_with_the_same_month_corrected_for_working_days():
    found = measure(8_000_000, 22, 10_000_000, 20, YEAR)
    assert (found.expected, found.billed, found.difference) == (11_000_000, 8_000_000, 3_000_000)
    # t(11) = 2.201; 2.201 * 52,223.30 * 22 * 1.414214 = 3,576,202
    assert found.margin == pytest.approx(2.201 * SPREAD * 22 * math.sqrt(2))
    assert round(found.margin) == 3_576_202
    assert (found.low, found.high) == (-576_202, 6_576_202)
    assert not found.is_clear


def test_what_months_do_not_differ_by_is_clear():
    steady = [(10_000_000 + 10_000 * n, 20) for n in range(6)]
    found = measure(7_000_000, 20, 10_000_000, 20, steady)
    # per working day 500,000 to 502,500 by 500: s = 500 * sqrt(3.5); t(5) = 2.571
    assert round(found.margin) == round(2.571 * 500 * math.sqrt(3.5) * 20 * math.sqrt(2)) == 68_022
    assert (found.low, found.high, found.is_clear) == (2_931_978, 3_068_022, True)


def test_under_six_months_there_is_no_range():
    found = measure(8_000_000, 20, 10_000_000, 20, YEAR[:5])
    assert (found.difference, found.margin, found.low, found.high) == (2_000_000, None, None, None)
    assert not found.is_clear
    assert spread_per_day([*YEAR[:5], (7, 0)]) is None


def test_without_working_days_nothing_is_measured():
    assert measure(8_000_000, 20, 10_000_000, 0, YEAR) is None
    assert measure(8_000_000, 0, 10_000_000, 20, YEAR) is None


def test_ranges_of_several_bills_join_by_the_root_of_their_squares():
    total = sum([Measured(100, 70, 30.0), Measured(50, 60, 40.0)])
    assert total == Measured(150, 130, 50.0)
    assert sum([total, Measured(10, 9, None)]) == Measured(160, 139, None)


AMOUNTS = (Estimate(1, 2), StaffEstimate(1, 2), Measured(3, 1, 1.0))


@pytest.mark.parametrize(("one", "other"), list(itertools.permutations(AMOUNTS, 2)))
def test_amounts_of_two_kinds_are_never_added(one, other):
    with pytest.raises(TypeError):
        one + other
    with pytest.raises(TypeError):
        sum([one, one, other])
    with pytest.raises(TypeError):
        one + 1_000
    with pytest.raises(TypeError):
        1_000 + one
