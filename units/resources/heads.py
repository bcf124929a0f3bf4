"""Terms of definitive heads as they would stand after an import."""

import datetime
from dataclasses import dataclass, replace

from units.models import Posting

DAY = datetime.timedelta(days=1)
FOREVER = datetime.date.max


@dataclass
class Term:
    unit: int
    starts_on: datetime.date
    last: datetime.date
    outcome: object = None


class HeadTerms:
    """Who heads which unit from when to when; asked what a set of rows would make of it."""

    def __init__(self, standing, units):
        self.standing = standing
        self.units = units

    @classmethod
    def load(cls, units):
        """Read all definitive heads in one query; `units` maps codes to ids."""
        rows = Posting.objects.filter(kind=Posting.Kind.DEFINITIVE, is_head=True).values_list(
            "pk", "unit_id", "starts_on", "ends_on"
        )
        return cls({pk: Term(unit, start, end or FOREVER) for pk, unit, start, end in rows}, units)

    def clashes(self, outcomes):
        """Return the rows that would put a second head into a unit, the later row of two."""
        terms = {pk: replace(term) for pk, term in self.standing.items()}
        for number, outcome in enumerate(outcomes):
            self._apply(terms, outcome, -1 - number)
        by_unit = {}
        for term in terms.values():
            by_unit.setdefault(term.unit, []).append(term)
        bad = {}
        for group in by_unit.values():
            group.sort(key=lambda term: term.starts_on)
            for earlier, later in zip(group, group[1:], strict=False):
                if later.starts_on <= earlier.last:
                    ours = [t.outcome for t in (earlier, later) if t.outcome]
                    if ours:
                        worst = max(ours, key=lambda outcome: outcome.number)
                        bad[worst.number] = worst
        return list(bad.values())

    def _apply(self, terms, outcome, new_id):
        old, new = outcome.old, outcome.new
        last = new.left_on - DAY if new.left_on else FOREVER
        fresh = old is None or not old.posted_on or new.moved_from(old)
        current = terms.get(old.posting_pk) if old is not None else None
        if current is not None:
            if fresh:
                current.last = min(current.last, new.posted_on - DAY)
            else:
                changed = (current.starts_on, current.last) != (new.posted_on, last)
                current.starts_on = new.posted_on
                current.last = min(current.last, last)
                current.outcome = outcome if changed and new.posted_on != old.posted_on else None
        if fresh and new.is_head:
            terms[new_id] = Term(self.units[new.unit], new.posted_on, last, outcome)
