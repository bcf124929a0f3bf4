"""The board of one bidang: people by days, what is kept on site each day, who has what share."""

import datetime
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, cached_property

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from schedules.planning.lifecycle import is_editable
from units import clock
from units.models import Employee, Posting
from units.retelling import retold

# More floors than this would cover the people: then one line sums them up while one scrolls.
FLOORS_IN_SIGHT = 3


@dataclass(frozen=True)
class Day:
    """A working day of the board; `week_starts` where a line divides the weeks."""

    date: datetime.date
    week_starts: bool
    past: bool


@dataclass(frozen=True)
class Cell:
    """One person on one day: a status of the legend, and whether somebody changed it by hand.

    `order` is "recall" or "emergency" where an order lies over the plan; `fallen` says that a
    planned day at home no longer holds and the plan is to be mended.
    """

    status: str
    changed: bool = False
    order: str = ""
    fallen: bool = False


@dataclass(frozen=True)
class Row:
    """One person. Share figures are None for viewers who see places only, and for who takes
    no part in the rotation; then `because` says why (superiors and unit HR alone). `wanted` and
    `wanted_share` are the desirable days at home, had and due. `ledger` says whether the viewer
    may open the person's ledger of balances."""

    person: str
    name: str
    position: str
    unit: str
    cells: list
    given: int | None = None
    share: Fraction | None = None
    difference: Fraction | None = None
    wanted: int | None = None
    wanted_share: Fraction | None = None
    because: str = ""
    ledger: bool = False

    @property
    def reading(self):
        """The figures as they are shown, to a tenth of a day: equal where they read the same."""
        exact = (self.share, self.difference, self.wanted_share)
        shown = [one and round(float(one), 1) for one in exact]
        return self.given, self.wanted, shown, self.because


@dataclass(frozen=True)
class Group:
    """The people of one unit of the part; `name` is empty where the part is one unit alone."""

    name: str
    rows: list


@dataclass(frozen=True)
class FloorRow:
    """A floor with its coverage on each day of the board; None where it does not hold."""

    text: str
    required: int
    covers: list


@dataclass(frozen=True)
class Tightest:
    """Of all floors on one day the one with the fewest people to spare (below 0: short)."""

    spare: int
    text: str

    @property
    def state(self):
        """`short`, `exact` or `spare`."""
        return "short" if self.spare < 0 else "spare" if self.spare else "exact"


@dataclass(frozen=True)
class Shown:
    """Which rows a viewer asked for. `lean` is "less" or "more" than the fair share, or ""."""

    search: str = ""
    unit: str = ""
    lean: str = ""
    only_changed: bool = False

    def keeps(self, row):
        """Say whether a row is wanted; `lean` goes by the tenth of a day that the board shows."""
        if self.search and self.search.casefold() not in row.name.casefold():
            return False
        if self.unit and self.unit != row.unit:
            return False
        if self.lean:
            tenths = None if row.difference is None else round(float(row.difference), 1)
            if not tenths or (tenths > 0) != (self.lean == "less"):
                return False
        return not self.only_changed or any(cell.changed for cell in row.cells)


EVERYBODY = Shown()


@dataclass(frozen=True)
class Board:
    """What a viewer sees of one part. `detailed` boards tell kinds of absence and balances.

    `orders` says whether an order (recall, emergency) lies over any cell, `to_mend` how many days
    of this part no longer hold as planned, whichever rows are shown.
    On an editable board cells can be changed; one that `explains` says of each cell why.
    `units` are (id, name) of the units in it; `has_desirable` where any day is a desirable one.
    """

    days: list
    groups: list
    floors: list
    detailed: bool
    editable: bool
    explains: bool
    most: int = 1
    orders: bool = False
    to_mend: int = 0
    statuses: list = field(default_factory=list)
    units: list = field(default_factory=list)
    has_desirable: bool = False

    @property
    def rows(self):
        """All rows in the order of the board."""
        return [row for group in self.groups for row in group.rows]

    @cached_property
    def tightest(self):
        """The Tightest floor of each day (None: no floor), where there are too many to keep in
        sight; else an empty list."""
        if len(self.floors) <= FLOORS_IN_SIGHT:
            return []
        found = []
        for number in range(len(self.days)):
            spares = [
                Tightest(cover.on_site - cover.required, floor.text)
                for floor in self.floors
                if (cover := floor.covers[number]) is not None
            ]
            found.append(min(spares, key=lambda one: one.spare, default=None))
        return found

    @property
    def columns(self):
        """How many columns the table has."""
        return 1 + len(self.days) + (2 + self.has_desirable if self.detailed else 0)


@dataclass(frozen=True)
class Named:
    """A person of a board: name, position held, and whether the viewer may open the ledger."""

    name: str
    position: str = ""
    ledger: bool = False


NOBODY = Named("")


def named_on_board(rotation, people, scope):
    """Return {person id: Named} in one query.

    The position is the one held when the period starts, or today within it; a ledger is open to
    whom the scope shows the person by name today.
    """
    period = rotation.plan.period
    day = min(max(clock.today(), period.starts_on), period.ends_on)
    managed = frozenset() if scope.is_city_hr else scope.managed_unit_tree()
    own = str(scope.employee.pk) if scope.employee else None
    found = {}
    rows = Employee.objects.filter(pk__in=[int(one) for one in people]).values_list(
        "pk", "name", "postings__kind", "postings__unit_id", "postings__starts_on",
        "postings__ends_on", "postings__position__name",
    )  # fmt: skip
    for pk, name, kind, unit_id, starts_on, ends_on, position in rows:
        person = str(pk)
        before = found.get(person, NOBODY)
        held = before.position
        ledger = before.ledger or scope.is_city_hr or person == own
        if starts_on is not None:
            last = ends_on or datetime.date.max
            if kind == Posting.Kind.DEFINITIVE and starts_on <= day <= last:
                held = position
            ledger = ledger or (unit_id in managed and starts_on <= scope.day <= last)
        found[person] = Named(name, held, ledger)
    return found


def units_of(problem, people):
    """Return (id, name) of the units that these people work in, parents first."""
    here = {problem.person[one].unit for one in people}
    return [(unit.id, unit.name) for unit in problem.units if unit.id in here]


def board_of(rotation, part, named, *, detailed, editable, explains=False, shown=EVERYBODY):
    """Return the Board of a part without asking the database; `named` is `named_on_board`.

    Only a detailed board is editable, and only while its plan and part are. Filters narrow the
    rows, never the coverage.
    """
    people = rotation.people_of(part.unit_id)
    units = units_of(rotation.problem, people)
    order = {unit: number for number, (unit, _name) in enumerate(units)}

    def place(pid):
        unit = rotation.problem.person[pid].unit
        return order[unit], named.get(pid, NOBODY).name.casefold(), int(pid)

    rows = [
        row
        for pid in sorted(people, key=place)
        if shown.keeps(row := _row(rotation, pid, named.get(pid, NOBODY), detailed))
    ]
    found = {cell.status for row in rows for cell in row.cells}
    return Board(
        days=_days(rotation.problem),
        groups=_groups(rows, units),
        floors=_floors(rotation, people),
        detailed=detailed,
        editable=detailed and editable and is_editable(rotation.plan.status, part.status),
        explains=detailed and explains,
        most=_most_days(rotation, people),
        orders=any(cell.order for row in rows for cell in row.cells),
        to_mend=sum(1 for pid, _day in rotation.fallen if pid in people),
        statuses=[one for one in _ORDER if one in found or one in ("wfh", "wfo")],
        units=units,
        has_desirable=detailed and bool(rotation.problem.desirable),
    )


_ORDER = ("wfh", "wfo", "flex", "cuti", "sakit", "dinas_luar", "away", "libur")


def _groups(rows, units):
    if len(units) < 2:
        return [Group("", rows)] if rows else []
    by_unit = {}
    for row in rows:
        by_unit.setdefault(row.unit, []).append(row)
    return [Group(name, by_unit[unit]) for unit, name in units if unit in by_unit]


def _most_days(rotation, people):
    """Return the days at home that the weekly maximum allows in the period: the whole bar."""
    weekly = max((rotation.problem.person[one].most_per_week for one in people), default=0)
    return max(1, weekly * len(rotation.problem.weeks))


def _days(problem):
    today = clock.today()
    days = []
    for text in problem.days:
        day = datetime.date.fromisoformat(text)
        new_week = bool(days) and days[-1].date.isocalendar()[:2] != day.isocalendar()[:2]
        days.append(Day(day, new_week, day < today))
    return days


@cache
def _cell(status, changed, order, fallen):
    """Return the one Cell of its kind: a board has 6,000 of a dozen kinds."""
    return Cell(status, changed, order, fallen)


def _row(rotation, pid, named, detailed):
    person = rotation.problem.person[pid]
    changed = rotation.sharing(pid).changed if detailed else ()
    fallen = rotation.fallen if detailed else ()
    cells = []
    for day in rotation.problem.days:
        key = (pid, day)
        status = _status(rotation, pid, day, detailed)
        order = rotation.orders.get(key, "") if status in ("wfh", "wfo") else ""
        cells.append(_cell(status, key in changed, order, key in fallen))
    return Row(
        person=pid, name=named.name, position=named.position, unit=person.unit, cells=cells,
        **(figures_of(rotation, pid, named) if detailed else {}),
    )  # fmt: skip


def _status(rotation, pid, day, detailed):
    """Return what holds for a person on a day, as a status of the legend."""
    key = (pid, day)
    if key in rotation.overlay.off:
        return "libur"
    if key in rotation.overlay.posted:
        return "away"
    if day in rotation.problem.person[pid].absent:
        return rotation.kinds.get(key, "away") if detailed else "away"
    if rotation.is_home(pid, day):
        return "wfh"
    return "flex" if rotation.is_flexible(pid, day) else "wfo"


def figures_of(rotation, pid, named=NOBODY):
    """Return the share figures of a person as fields of a Row, or why there are none."""
    share = rotation.shares.get(pid)
    if share is None:
        return {"because": _why_none(rotation, pid)}
    found = {"given": share.given, "share": share.share, "difference": share.difference}
    if wanted := rotation.desirable.get(pid):
        found["wanted"] = wanted.counted
        found["wanted_share"] = wanted.balance + wanted.entitlement - wanted.mean
    return found | {"ledger": named.ledger}


def _why_none(rotation, pid):
    """Return why a person has no share of days at home, and their share of flexible-hours days."""
    because = retold(rotation.problem.person[pid].because)
    share = rotation.hours and rotation.hours.shares.get(pid)
    if not share:
        return because
    return _("%(why)s Jam fleksibel %(given)s hari, porsi wajar %(share)s.") % {
        "why": because,
        "given": share.given,
        "share": number_format(round(float(share.share), 1), 1),
    }


def _floors(rotation, people):
    """Return the FloorRows of the board; the last are those of flexible-hours days."""
    of_hours = _floors(rotation.hours, people) if rotation.place == "wfh" and rotation.hours else []
    found = []
    for rule in rotation.floors_of(people):
        covers = rotation.coverage(rule)
        found.append(
            FloorRow(
                retold(rule.text), rule.on_site, [covers.get(day) for day in rotation.problem.days]
            )
        )
    return found + of_hours
