"""What work from home saves: estimated and measured, two kinds of amount that never meet. Pure.

**Estimate**: what a person-day at home is said to save (a low and a high amount of rupiah, with
source and date) times validated days at home. **Measured**: bills against bills. Each is a type of
its own; adding one to another raises TypeError, also through `sum`. What staff save on their own
fuel is a third type: it is no saving of the city.

Method of the measurement, for one building, one kind of cost and one month: expected is the bill of
the same month of the baseline year times the working days of now over those of then; the difference
is expected less actual. Its uncertainty comes from the baseline year alone: the spread `s` of the
cost per working day between the months of that year (all months with a bill, at least six) is what
months differ by when nothing was changed. Both the bill of now and that of then vary by it, so the
difference over `w` working days has the standard error `s * w * sqrt(2)`, and the range is 95 % by
Student's t with the number of baseline months less one. Seasons count as spread: the range is
rather too wide than too narrow. Under six baseline months there is no range, and the answer says
that data are not enough. Ranges of several bills join by the root of the sum of their squares.
"""

import math
import statistics
from dataclasses import dataclass

LEAST_MONTHS = 6

# Two-sided 95 % quantiles of Student's t by degrees of freedom.
T_95 = {
    5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262, 10: 2.228, 11: 2.201, 12: 2.179, 13: 2.160,
    14: 2.145, 15: 2.131, 16: 2.120, 17: 2.110, 18: 2.101, 19: 2.093, 20: 2.086, 21: 2.080,
    22: 2.074, 23: 2.069,
}  # fmt: skip
T_95_BEYOND = 2.069


class _Amount:
    """An amount that adds to its own kind alone; 0 is where `sum` starts."""

    def __add__(self, other):
        if type(other) is not type(self):
            return NotImplemented
        return self._plus(other)

    def __radd__(self, other):
        return self if other == 0 and isinstance(other, int) else NotImplemented


@dataclass(frozen=True)
class Estimate(_Amount):
    """A range of rupiah that the city is estimated to have saved."""

    low: int
    high: int

    def _plus(self, other):
        return type(self)(self.low + other.low, self.high + other.high)


@dataclass(frozen=True)
class StaffEstimate(_Amount):
    """A range of rupiah that staff are estimated to have saved on their own; not the city's."""

    low: int
    high: int

    def _plus(self, other):
        return type(self)(self.low + other.low, self.high + other.high)


@dataclass(frozen=True)
class Measured(_Amount):
    """Expected less billed in rupiah (above zero: less was billed), give or take `margin`.

    `margin` is None where data are not enough for a range.
    """

    expected: int
    billed: int
    margin: float | None

    @property
    def difference(self):
        return self.expected - self.billed

    @property
    def low(self):
        return None if self.margin is None else round(self.difference - self.margin)

    @property
    def high(self):
        return None if self.margin is None else round(self.difference + self.margin)

    @property
    def is_clear(self):
        """Whether the range leaves zero out: more than months differ by in any case."""
        return self.margin is not None and abs(self.difference) > self.margin

    def _plus(self, other):
        known = self.margin is not None and other.margin is not None
        return Measured(
            self.expected + other.expected,
            self.billed + other.billed,
            math.hypot(self.margin, other.margin) if known else None,
        )


def estimate(days, low, high, kind=Estimate):
    """Return what a number of person-days is estimated to save at amounts per person-day."""
    return kind(days * low, days * high)


def spread_per_day(months):
    """Return (standard deviation of the cost per working day, months), or None under six months.

    `months` are (amount, working days) of the baseline year; months without a working day are
    left out.
    """
    costs = [amount / days for amount, days in months if days]
    if len(costs) < LEAST_MONTHS:
        return None
    return statistics.stdev(costs), len(costs)


def measure(billed, days, base, base_days, months):
    """Return the Measured of one bill against its baseline bill; None without working days."""
    if not base_days or not days:
        return None
    spread, margin = spread_per_day(months), None
    if spread is not None:
        deviation, count = spread
        margin = T_95.get(count - 1, T_95_BEYOND) * deviation * days * math.sqrt(2)
    return Measured(round(base * days / base_days), billed, margin)
