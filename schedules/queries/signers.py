"""Who may sign for an agency today, and the lines above the name: direct, a.n. or u.b.

The head of the agency signs under the own title. Who acts as its head signs as the mandate says:
with Plt. or Plh. before the title, or a.n. and u.b. under the own one, by the letter of the
appointment. The head of a part directly below signs on behalf (a.n.) of the head of the agency;
one level further down also for the one between (u.b.), as the rules for official letters have it.
Both need a mandate by letter.
"""

from dataclasses import dataclass

from units.models import Mandate, Posting, Unit
from units.queries.people import head_postings_on, posting_on

Signing = Mandate.Signing

DIRECT, ON_BEHALF, FOR_THE_NAMED = "direct", "an", "ub"


@dataclass(frozen=True)
class Signer:
    """Somebody who leads the agency or a part of it, with the lines of the signature.

    `leads_agency` where the posting is that of the agency's head.
    """

    posting: Posting
    capacity: str
    lines: tuple
    leads_agency: bool = False

    @property
    def is_acting(self):
        """Whether the signer is Plt. or Plh., with a letter and days of its own."""
        return self.posting.kind != Posting.Kind.DEFINITIVE

    @property
    def needs_mandate(self):
        """Whether a letter of mandate must be named: a.n. and u.b. without an appointment."""
        return self.capacity != DIRECT and not self.leads_agency


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


def _head_of_agency(posting, heads, day):
    """Return the Signer who heads the agency, with the lines that the mandate asks for."""
    mandate = None
    if posting.kind != Posting.Kind.DEFINITIVE:
        mandate = Mandate.objects.filter(posting=posting).first()
    own = None
    if mandate is not None and mandate.signing != Signing.OWN:
        own = posting_on(posting.employee, day)
    if own is None:
        return Signer(posting, DIRECT, (f"{_title(posting)},",), True)
    first = f"a.n. {_title(posting, acting=False)}"
    if mandate.signing == Signing.ON_BEHALF:
        return Signer(posting, ON_BEHALF, (first, f"{_title(own)},"), True)
    between = heads.get(own.unit.parent_id, ())
    middle = (_title(between[0], acting=False),) if between else ()
    lines = (first, *middle, "u.b.", f"{_title(own)},")
    return Signer(posting, FOR_THE_NAMED, lines, True)


def signers_of(agency, day):
    """Return the Signers of an agency on a day, its head first, in three queries.

    Two more where somebody acts.
    """
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
        found.append(_head_of_agency(posting, heads, day))
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
