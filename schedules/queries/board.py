"""The board of one bidang: people by days, what is kept on site each day, who has what share."""

import datetime
from dataclasses import dataclass, field
from fractions import Fraction

from schedules.planning.lifecycle import is_editable
from units import clock
from units.access import on_day
from units.models import Employee, Posting
from units.retelling import retold


@dataclass(frozen=True)
class Day:
    """A working day of the board; `week_starts` where a line divides the weeks."""

    date: datetime.date
    week_starts: bool
    past: bool


@dataclass(frozen=True)
class Cell:
    """One person on one day: a status of the legend, and whether somebody changed it by hand.

    `order` is "recall" or "emergency" where an order lies over the plan.
    """

    status: str
    changed: bool = False
    order: str = ""


@dataclass(frozen=True)
class Row:
    """One person. Share figures are None for viewers who see places only, and for who takes
    no part in the rotation; then `because` says why (superiors and unit HR alone). `ledger`
    says whether the viewer may open the person's ledger of balances."""

    person: str
    name: str
    position: str
    cells: list
    given: int | None = None
    share: Fraction | None = None
    difference: Fraction | None = None
    because: str = ""
    ledger: bool = False


@dataclass(frozen=True)
class FloorRow:
    """A floor with its coverage on each day of the board; None where it does not hold."""

    text: str
    required: int
    covers: list


@dataclass(frozen=True)
class Board:
    """What a viewer sees of one part. `detailed` boards tell kinds of absence and balances.

    `orders` says whether an order (recall, emergency) lies over any cell.
    On an editable board cells can be changed; one that `explains` says of each cell why.
    """

    days: list
    rows: list
    floors: list
    detailed: bool
    editable: bool
    explains: bool
    most: int = 1
    orders: bool = False
    statuses: list = field(default_factory=list)


def board_of(rotation, part, *, detailed, editable, explains=False, search="",
             only_changed=False, ledgers=frozenset()):  # fmt: skip
    """Return the Board of a part in two queries.

    Only a detailed board is editable, and only while its plan and part are. Filters narrow the
    rows, never the coverage. `ledgers` are the ids of the people whose ledger of balances the
    viewer may open.
    """
    people = rotation.people_of(part.unit_id)
    days = _days(rotation.problem)
    names = _names(people, rotation.plan.period)
    rows = []
    for pid in sorted(people, key=lambda one: (names.get(one, ("", ""))[0].casefold(), int(one))):
        name, position = names.get(pid, ("", ""))
        if search and search.casefold() not in name.casefold():
            continue
        days_of = ((pid, day) for day in rotation.problem.days)
        if only_changed and rotation.changed.isdisjoint(days_of):
            continue
        rows.append(_row(rotation, pid, name, position, detailed, pid in ledgers))
    found = {cell.status for row in rows for cell in row.cells}
    return Board(
        days=days,
        rows=rows,
        floors=_floors(rotation, people),
        detailed=detailed,
        editable=detailed and editable and is_editable(rotation.plan.status, part.status),
        explains=detailed and explains,
        most=_most_days(rotation, people),
        orders=any(cell.order for row in rows for cell in row.cells),
        statuses=[one for one in _ORDER if one in found or one in ("wfh", "wfo")],
    )


_ORDER = ("wfh", "wfo", "cuti", "sakit", "dinas_luar", "away")


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


def _row(rotation, pid, name, position, detailed, ledger):
    person = rotation.problem.person[pid]
    cells = []
    for day in rotation.problem.days:
        if day in person.absent:
            status = rotation.kinds.get((pid, day), "away") if detailed else "away"
        else:
            status = "wfh" if rotation.is_home(pid, day) else "wfo"
        order = rotation.orders.get((pid, day), "") if status in ("wfh", "wfo") else ""
        cells.append(Cell(status, detailed and (pid, day) in rotation.changed, order))
    if not detailed:
        return Row(pid, name, position, cells)
    share = rotation.shares.get(pid)
    if share is None:
        return Row(pid, name, position, cells, because=retold(person.because))
    return Row(
        pid, name, position, cells, share.given, share.share, share.difference, ledger=ledger
    )


def _floors(rotation, people):
    found = []
    for rule in rotation.floors_of(people):
        covers = rotation.coverage(rule)
        found.append(
            FloorRow(
                retold(rule.text), rule.on_site, [covers.get(day) for day in rotation.problem.days]
            )
        )
    return found


def _names(people, period):
    """Return {person id: (name, position)}; the position held when the period starts or today."""
    ids = [int(one) for one in people]
    names = dict(Employee.objects.filter(pk__in=ids).values_list("pk", "name"))
    day = min(max(clock.today(), period.starts_on), period.ends_on)
    positions = dict(
        Posting.objects.filter(
            on_day(day), employee_id__in=ids, kind=Posting.Kind.DEFINITIVE
        ).values_list("employee_id", "position__name")
    )
    return {str(pk): (name, positions.get(pk, "")) for pk, name in names.items()}
