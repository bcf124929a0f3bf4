"""The ladder of PP 94/2021 for days without explanation. Pure: dates in, a standing out.

Only the person's own working days come in. Nothing here imposes anything: a step reached is a
reason for the superior to examine (Art. 28: who knows and does not act is penalised more).
"""

import datetime
from dataclasses import dataclass

ABSENT = "absent"
UNDECIDED = ("unexplained", "review")

# Days of a calendar year, cumulative (Art. 9 to 11), and in a row.
STEPS = (3, 4, 7, 11, 14, 17, 21, 25, 28)
STEPS_IN_A_ROW = (10,)

CUMULATIVE = "cumulative"
CONSECUTIVE = "consecutive"


@dataclass(frozen=True)
class Rung:
    """Where a count stands on a ladder: the step reached and the next one; 0 where there is none.

    `to_next` are the days that are missing to the next step.
    """

    basis: str
    count: int
    reached: int
    following: int

    @property
    def to_next(self):
        return self.following - self.count if self.following else 0

    def is_near(self, ahead):
        """Say whether the next step is at most `ahead` days away, and something counts at all."""
        return bool(self.following) and self.count > 0 and self.to_next <= ahead


@dataclass(frozen=True)
class Standing:
    """A person's year: both ladders, the days that count, and the longest run among them."""

    cumulative: Rung
    consecutive: Rung
    days: tuple
    run: tuple

    @property
    def rungs(self):
        return (self.cumulative, self.consecutive)


def _rung(basis, count, steps):
    reached = max((step for step in steps if step <= count), default=0)
    following = min((step for step in steps if step > count), default=0)
    return Rung(basis, count, reached, following)


def longest_run(days, year):
    """Return the longest run of absent working days that touches the year, as dates.

    `days` are (date, status) of working days in order. A weekend and a holiday are no working
    day and so break nothing; a day that was worked or excused breaks a run. A day on which nobody
    has decided yet breaks it too: nobody stands nearer to a step than what is confirmed.
    """
    best, run = (), []
    for day, status in days:
        if status == ABSENT:
            run.append(day)
            if len(run) > len(best) and run[-1].year == year:
                best = tuple(run)
        else:
            run = []
    return best


def standing_of(days, year):
    """Return the Standing of a calendar year from the (date, verdict) of working days.

    Days of the year before belong in `days` too: a run does not end on 31 December. Holidays
    are left out by their verdict; the order does not matter, a date counts once.
    """
    known = {day: status for day, status in days if status != "holiday"}
    ordered = sorted(known.items())
    counted = tuple(day for day, status in ordered if status == ABSENT and day.year == year)
    run = longest_run(ordered, year)
    return Standing(
        _rung(CUMULATIVE, len(counted), STEPS),
        _rung(CONSECUTIVE, len(run), STEPS_IN_A_ROW),
        counted,
        run,
    )


def warnings_of(standing, ahead):
    """Return [(basis, step, level, count)]: the step reached on each ladder, and the one near."""
    found = []
    for rung in standing.rungs:
        if rung.reached:
            found.append((rung.basis, rung.reached, "reached", rung.count))
        if rung.is_near(ahead):
            found.append((rung.basis, rung.following, "near", rung.count))
    return found


def since_of(year):
    """Return the first date whose days may belong to a run of the year."""
    return datetime.date(year, 1, 1) - datetime.timedelta(days=62)
