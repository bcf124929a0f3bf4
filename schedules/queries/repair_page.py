"""What a proposal would change, as one account may read it: from what was kept when it was made.

Neither the plan nor its problem is read, so that the page costs the same at any size.
"""

import datetime
from dataclasses import dataclass
from fractions import Fraction

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from schedules.planning.checks import Violation
from schedules.queries.changes import names_of
from schedules.queries.coverage import Coverage
from schedules.queries.plan_page import ClashFacts, rows_of_clashes
from schedules.queries.repair_documents import ABSENT, CLOSED, GONE, LEFT
from schedules.queries.rotations import kinds_of
from schedules.reasons_text import kept_sentence, violation_sentence
from units.retelling import retold

PER_PAGE = 50
FLOORS_SHOWN = 60


@dataclass(frozen=True)
class CellChange:
    """One day of one person: statuses of the legend before and after, and why."""

    date: datetime.date
    before: str
    after: str
    reason: str


@dataclass(frozen=True)
class PersonChange:
    """One person with changed days; `net` is how many days at home more (+) or fewer (-)."""

    name: str
    unit: str
    cells: list
    net: int


@dataclass(frozen=True)
class FloorChange:
    """A floor on one day whose presence changes or was short: Coverage before and after."""

    text: str
    date: datetime.date
    before: Coverage
    after: Coverage


@dataclass(frozen=True)
class Figures:
    """How even and how safe the plan is on the records of when the proposal was made.

    `widest_gap` is in days, `share` the value of the goal of that name.
    """

    can_be_evened: int
    widest_gap: Fraction
    days_met: int
    share: int


@dataclass(frozen=True)
class Difference:
    """What a proposal would change, as one account may read it.

    `people` (a Page of PersonChange) are named; `hidden` more belong to parts whose people the
    account does not see by name. `causes` are the rules that the plan broke. `more_causes` and
    `more_floors` are how many are not shown.
    """

    people: Page
    hidden: int
    losing: int
    gaining: int
    causes: list
    more_causes: int
    floors: list
    more_floors: int
    before: Figures
    after: Figures
    clashes: list
    proven: bool


def difference_of(repair, office, place="wfh", number=1):
    """Return the Difference of a proposal that kept one, with a page of its people, or None.

    Of the days of a place: "wfh", or "flex" for flexible-hours days, None where the plan has none
    of them. In two queries, and one more where rules clash.
    """
    kept = (repair.difference or {}).get(place)
    if kept is None:
        return None
    parts = _named_parts(office)
    seen = [one for one in kept["people"] if parts is None or one["part"] in parts]
    page = Paginator(seen, PER_PAGE).get_page(number)
    causes = [Violation(c["rule"], _one(c["person"]), tuple(c["days"]), c["text"])
              for c in kept["causes"]]  # fmt: skip
    of_causes = {c["person"] for c in kept["causes"] if parts is None or c["part"] in parts}
    names = names_of({one["id"] for one in page} | of_causes - {None})
    clashes = [ClashFacts.of(one) for one in kept["clashes"]]
    period = repair.plan.period
    kinds = kinds_of(
        {one["id"] for one in page} | {person for one in clashes for person in one.clash.people},
        period.starts_on,
        period.ends_on,
    )
    page.object_list = [_person(one, place, names, kinds) for one in page if one["id"] in names]
    net = [_net(one) for one in kept["people"]]
    floors = kept["floors"]
    return Difference(
        people=page,
        hidden=len(kept["people"]) - len(seen),
        losing=sum(1 for days in net if days < 0),
        gaining=sum(1 for days in net if days > 0),
        causes=[violation_sentence(one, names) for one in causes] or _open_guarantee(kept),
        more_causes=kept["more_causes"],
        floors=[_floor(one) for one in floors[:FLOORS_SHOWN]],
        more_floors=max(0, len(floors) - FLOORS_SHOWN),
        before=_figures(kept["before"]),
        after=_figures(kept["after"]),
        clashes=rows_of_clashes(clashes, kinds, office.scope),
        proven=kept["proven"],
    )


def _named_parts(office):
    """Return the unit ids of the parts whose people the account sees by name; None for all."""
    if office.scope.is_city_hr:
        return None
    return {part.unit_id for part in office.parts if office.sees_names(part)}


def _one(person):
    return () if person is None else (person,)


def _open_guarantee(kept):
    """Return the one cause that breaks no rule, where anything changes."""
    if not kept["people"]:
        return []
    return [_("Jaminan WFH paling sedikit seminggu belum terpenuhi, padahal dapat dipenuhi.")]


def _net(person):
    return sum(1 if cell["given"] else -1 for cell in person["cells"])


def _person(kept, place, names, kinds):
    cells = [_cell(kept["id"], cell, place, kinds) for cell in kept["cells"]]
    return PersonChange(names[kept["id"]], kept["unit"], cells, _net(kept))


def _cell(person, kept, place, kinds):
    date, before = datetime.date.fromisoformat(kept["day"]), "wfo" if kept["given"] else place
    code, detail = kept["code"], kept["detail"]
    if code == GONE:
        return CellChange(date, before, "wfo", _("Tidak ada lagi dalam rencana unit ini."))
    if code == CLOSED:
        return CellChange(date, before, "libur", detail["name"] or _("Bukan hari kerja lagi."))
    if code == ABSENT:
        kind = kinds.get((person, kept["day"]), "away")
        return CellChange(date, before, kind, _("Ketidakhadiran yang baru dicatat."))
    if code == LEFT:
        return CellChange(
            date, before, "away", _("Penempatannya di sini berakhir: pindah atau berhenti.")
        )
    text = kept_sentence(place, code, detail, given=kept["given"], moved=True)
    return CellChange(date, before, place if kept["given"] else "wfo", text)


def _floor(kept):
    return FloorChange(
        retold(kept["text"]),
        datetime.date.fromisoformat(kept["day"]),
        Coverage(kept["before"], kept["required"]),
        Coverage(kept["after"], kept["required"]),
    )


def _figures(kept):
    return Figures(
        kept["can_be_evened"], Fraction(kept["widest_gap"]), kept["days_met"], kept["share"]
    )
