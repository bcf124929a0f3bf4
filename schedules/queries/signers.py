"""Who may sign for an agency today, and the lines above the name: direct, a.n. or u.b.

The head of the agency signs under the own title, with Plt. or Plh. before it while acting. The
head of a part directly below signs on behalf (a.n.) of the head of the agency; one level further
down also for the one between (u.b.), as the rules for official letters have it. Both need a
mandate by letter.
"""

from dataclasses import dataclass

from units.models import Posting, Unit
from units.queries.people import head_postings_on

DIRECT, ON_BEHALF, FOR_THE_NAMED = "direct", "an", "ub"


@dataclass(frozen=True)
class Signer:
    """Somebody who leads the agency or a part of it, with the lines of the signature."""

    posting: Posting
    capacity: str
    lines: tuple

    @property
    def needs_mandate(self):
        """Whether a letter of mandate must be named: for a.n. and u.b."""
        return self.capacity != DIRECT


def office_title(position, unit):
    """Return a title with its unit: Kepala Dinas Sosial, Sekretaris, Camat Bekasi Timur.

    The word that the position and the name of the unit share is said once.
    """
    last = position.split()[-1].lower()
    first, _space, rest = unit.partition(" ")
    first = first.lower()
    if last in first or last[:5] == first[:5]:
        return f"{position} {rest}".strip()
    return f"{position} {unit}"


def _title(posting, *, acting=True):
    rank = ""
    if acting and posting.kind != Posting.Kind.DEFINITIVE:
        rank = f"{Posting.Kind(posting.kind).label} "
    return rank + office_title(posting.position.name, posting.unit.name)


def signers_of(agency, day):
    """Return the Signers of an agency on a day, its head first, in three queries."""
    children = list(
        Unit.objects.without_tree_fields().filter(parent=agency, closed_on__isnull=True)
    )
    below = list(
        Unit.objects.without_tree_fields().filter(parent__in=children, closed_on__isnull=True)
    )
    units = {unit.pk: unit for unit in (agency, *children, *below)}
    heads = head_postings_on(day, list(units))
    for postings in heads.values():
        for posting in postings:
            posting.unit = units[posting.unit_id]
    found = []
    for posting in heads.get(agency.pk, ()):
        found.append(Signer(posting, DIRECT, (f"{_title(posting)},",)))
    if not found:
        return []
    first = f"a.n. {_title(heads[agency.pk][0], acting=False)}"
    for child in children:
        for posting in heads.get(child.pk, ()):
            found.append(Signer(posting, ON_BEHALF, (first, f"{_title(posting)},")))
    for unit in below:
        between = heads.get(unit.parent_id)
        for posting in heads.get(unit.pk, ()) if between else ():
            lines = (first, _title(between[0], acting=False), "u.b.", f"{_title(posting)},")
            found.append(Signer(posting, FOR_THE_NAMED, lines))
    return found
