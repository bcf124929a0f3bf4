"""Valid but invented NIP (PNS) and NI PPPK: date of birth, start, sex, sequence."""

import calendar
import datetime

FULL_TIME, PART_TIME = "21", "24"


class NipDraw:
    """Hands out numbers; the last three digits count people with the same first fifteen."""

    def __init__(self, rng, today):
        self.rng = rng
        self.today = today
        self._next = {}

    def born(self, low, high):
        """Return a date of birth of somebody between `low` and `high` years old."""
        return self.today - datetime.timedelta(days=self.rng.randint(low * 365 + 20, high * 365))

    def pns(self, born, woman):
        """Return (NIP, first working day): appointed at 22 to 32, at least a year ago."""
        latest = self.today.year - 1
        year = min(born.year + self.rng.randint(22, 32), latest)
        month = self.rng.choice((1, 2, 3, 4, 12))
        return self._number(born, f"{year}{month:02d}", woman), datetime.date(year, month, 1)

    def pppk(self, born, woman, *, part_time):
        """Return (NI PPPK, first working day): five years at most, part-time since last year."""
        if part_time:
            year = self.today.year - 1
            start = datetime.date(year, 12, 31)
        else:
            year = self.today.year - self.rng.randint(1, 5)
            start = datetime.date(year, self.rng.choice((3, 5, 6)), 1)
        if start > self.today - datetime.timedelta(days=120):
            start -= datetime.timedelta(days=120)
        code = PART_TIME if part_time else FULL_TIME
        return self._number(born, f"{year}{code}", woman), start

    def _number(self, born, middle, woman):
        first = f"{born:%Y%m%d}{middle}{2 if woman else 1}"
        self._next[first] = self._next.get(first, 0) + 1
        return f"{first}{self._next[first]:03d}"


def months_before(day, months):
    """Return the same day of the month some months earlier (the last day where it is missing)."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))
