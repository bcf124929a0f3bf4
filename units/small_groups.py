"""Figures about few people: what may be told of a group without telling of one of them. Pure.

A group under five is not told of at all. In a distribution neighbouring values are put together
until five people stand behind each figure, so that neither a figure nor what the others leave of
the whole speaks of fewer. That also covers the group that is equal but for one: who knows the
own figure would otherwise know everybody's.
"""

import math
from dataclasses import dataclass

SMALLEST = 5


@dataclass(frozen=True)
class Bin:
    """How many people have a value from `low` to `high`, both included."""

    low: int
    high: int
    people: int

    def holds(self, value):
        """Say whether a value lies in this part of the distribution; None lies in none."""
        return value is not None and self.low <= value <= self.high


def exact_bins(values):
    """Return a Bin for each whole number from the least to the largest, also where it has none.

    For readers who see the same figures by name. Empty for nobody.
    """
    values = list(values)
    if not values:
        return []
    return [Bin(n, n, values.count(n)) for n in range(min(values), max(values) + 1)]


def safe_bins(values):
    """Return the Bins of at least five people each that cover all values, or None under five.

    Values that nobody has stand in a bin only where a bin spans them.
    """
    values = sorted(values)
    if len(values) < SMALLEST:
        return None
    found, start = [], 0
    while start < len(values):
        end = start + SMALLEST
        # The same value is never cut in two, and a rest under five joins the bin before it.
        while end < len(values) and values[end] == values[end - 1]:
            end += 1
        if len(values) - end < SMALLEST:
            end = len(values)
        found.append(Bin(values[start], values[end - 1], end - start))
        start = end
    return found


def safe_gap(amounts):
    """Return the largest difference between two amounts, rounded up to whole days; None under five.

    Rounded, because the exact one tells two people's amounts to whoever holds one of them.
    """
    amounts = list(amounts)
    if len(amounts) < SMALLEST:
        return None
    return math.ceil(max(amounts) - min(amounts))
