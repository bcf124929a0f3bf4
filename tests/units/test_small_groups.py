"""What may be told of a small group: five people behind every figure, also against subtraction."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from units.small_groups import Bin, exact_bins, safe_bins, safe_gap


def test_four_people_are_not_told_of():
    assert safe_bins([2, 2, 2, 2]) is None
    assert safe_gap([Fraction(0)] * 4) is None


def test_five_equal_people_are():
    assert safe_bins([2] * 5) == [Bin(2, 2, 5)]


def test_all_equal_but_one_are_one_part():
    """Who has the odd value would otherwise know what each of the others has."""
    assert safe_bins([4, 4, 4, 4, 4, 4, 3]) == [Bin(3, 4, 7)]
    assert safe_bins([4, 4, 4, 4, 4, 4, 9]) == [Bin(4, 9, 7)]


def test_two_parts_of_five_stand_apart():
    assert safe_bins([1] * 5 + [2] * 5) == [Bin(1, 1, 5), Bin(2, 2, 5)]
    assert safe_bins([1] * 5 + [2] * 4) == [Bin(1, 2, 9)]


def test_equal_values_are_never_cut_in_two():
    assert safe_bins([0, 1, 1, 1, 1, 1, 1, 3, 3, 3, 3, 3]) == [Bin(0, 1, 7), Bin(3, 3, 5)]


@given(st.lists(st.integers(0, 8), max_size=40))
def test_no_figure_and_no_rest_speaks_of_fewer_than_five(values):
    bins = safe_bins(values)
    if len(values) < 5:
        assert bins is None
        return
    assert sum(one.people for one in bins) == len(values)
    for one in bins:
        assert one.people >= 5
        rest = len(values) - one.people
        assert rest == 0 or rest >= 5
        assert one.people == sum(1 for value in values if one.holds(value))
    assert all(a.high < b.low for a, b in zip(bins, bins[1:], strict=False))


def test_the_gap_is_rounded_up_to_whole_days():
    assert safe_gap([Fraction(-1, 8)] * 4 + [Fraction(7, 8)]) == 1
    assert safe_gap([Fraction(-1, 4)] * 4 + [Fraction(1)]) == 2
    assert safe_gap([Fraction(1, 2)] * 5) == 0


def test_who_sees_names_sees_every_value():
    assert exact_bins([4, 2, 4]) == [Bin(2, 2, 1), Bin(3, 3, 0), Bin(4, 4, 2)]
    assert exact_bins([]) == []
    assert not Bin(1, 2, 5).holds(None)
