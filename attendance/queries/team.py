"""A head's morning: who is where, who is missing, how many of how many are on site."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Window
from django.utils import timezone

from attendance.models import CheckIn, CheckInReview, DeviceMark
from attendance.queries.check_ins import check_ins_to_review
from attendance.queries.taps import taps_on
from schedules.models import Floor
from schedules.queries.calendar import Calendar
from schedules.queries.flexible import flexible_on
from schedules.queries.floors import floors_holding
from schedules.queries.shifts import shifts_on
from schedules.queries.workplaces import away_on, places_on
from units.models import Unit
from units.queries.people import postings_on
from units.queries.tree import UnitTree, unit_tree

WORKING = ("wfh", "wfo", "flex")
# So many people are named to the database one by one; of more, all rows of the day are read.
MOST_NAMED = 1000


@dataclass
class Counts:
    """How many people of a unit are where.

    `people` is the sum of office, home, away and day_off, and office and home together that of
    present (checked in and not refused), missing (the start has passed without a check-in) and
    later (the start is yet to come). `short` is by how many people its floors fall short now.
    """

    people: int = 0
    office: int = 0
    home: int = 0
    away: int = 0
    day_off: int = 0
    present: int = 0
    missing: int = 0
    later: int = 0
    short: int = 0

    def add(self, other):
        """Add another unit's numbers to these."""
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(frozen=True)
class UnitRow:
    """One part of the team with everything below it; `direct` for people of the unit itself."""

    unit: Unit
    counts: Counts
    direct: bool = False


@dataclass(frozen=True)
class PersonRow:
    """One person today: `status` has a letter; `is_missing` once the start has passed.

    `order` is "recall" or "emergency" where an order changed the place, else "".
    """

    employee: object
    unit: object
    position: object
    status: str
    tap_in: object
    tap_out: object
    is_missing: bool
    order: str = ""


@dataclass(frozen=True)
class ShortNow:
    """A floor that finds too few people at the office now: planned there and not missing."""

    floor: Floor
    here: int
    missing: int

    @property
    def short(self):
        """How many people are wanting."""
        return self.floor.on_site - self.here


@dataclass(frozen=True)
class Team:
    """Numbers of the whole team and of each unit by id, and the floors that are short now.

    The most wanting floor stands first.
    """

    total: Counts
    by_unit: dict
    tree: UnitTree
    floors: list


class _Clockwork:
    """Statuses of many people on one day, from sets that were read once."""

    def __init__(self, day, now, employee_ids):
        self.day = day
        self.now = timezone.make_naive(now)
        self.calendar = Calendar.load(day, day)
        self.places = places_on(day, employee_ids)
        self.away = away_on(day, employee_ids)
        self.flexible = flexible_on(day, employee_ids)
        self.shifts = shifts_on(day, employee_ids)

    def status(self, employee_id, unit_id):
        if employee_id in self.shifts:
            if self.shifts[employee_id] is None:
                return "libur"
        elif not self.calendar.is_working_day(unit_id, self.day):
            return "libur"
        if employee_id in self.away:
            return self.away[employee_id]
        if employee_id in self.places.home:
            return "wfh"
        flexible = employee_id in self.flexible and employee_id not in self.shifts
        return "flex" if flexible else "wfo"

    def has_started(self, employee_id, unit_id, employment):
        """Say whether the person's working day began; without hours, from the first minute.

        On a flexible-hours day it begins when its window ends.
        """
        hours = self.shifts.get(employee_id)
        hours = hours or self.calendar.hours(unit_id, employment, self.day)
        start = hours.start if hours else datetime.time.min
        if self.status(employee_id, unit_id) == "flex":
            start = max(start, self.flexible[employee_id].until)
        return self.now >= datetime.datetime.combine(self.day, start)


def _came(day, unit_ids):
    """Return the ids of who checked in on a day and was not refused, of the units (None: all)."""
    refused = CheckInReview.objects.filter(accepted=False).values("check_in_id")
    rows = CheckIn.objects.filter(work_date=day, direction=CheckIn.Direction.IN).exclude(
        pk__in=refused
    )
    by_terminal = DeviceMark.objects.filter(work_date=day, in_at__isnull=False)
    if unit_ids is not None:
        posted = postings_on(day, unit_ids).select_related(None).values("employee_id")
        rows = rows.filter(employee_id__in=posted)
        by_terminal = by_terminal.filter(employee_id__in=posted)
    rows = rows.values_list("employee_id", flat=True)
    return set(rows.union(by_terminal.values_list("employee_id", flat=True)))


def team_of(unit_ids, day, now):
    """Return the Team of the units (None: of the city), each person counted once in their unit.

    In a constant number of queries.
    """
    rows = list(
        postings_on(day, unit_ids)
        .select_related(None)
        .order_by()
        .values_list("employee_id", "unit_id", "employee__employment", "position_id")
    )
    state = _Clockwork(day, now, None if len(rows) > MOST_NAMED else [row[0] for row in rows])
    came, tree = _came(day, unit_ids), unit_tree()
    by_unit, here, missing = {}, set(), set()
    for employee_id, unit_id, employment, _position in rows:
        counts = by_unit.setdefault(unit_id, Counts())
        counts.people += 1
        status = state.status(employee_id, unit_id)
        if status == "libur":
            counts.day_off += 1
            continue
        if status not in WORKING:
            counts.away += 1
            continue
        if status == "wfh":
            counts.home += 1
        else:
            counts.office += 1
            here.add(employee_id)
        if employee_id in came:
            counts.present += 1
        elif state.has_started(employee_id, unit_id, employment):
            counts.missing += 1
            missing.add(employee_id)
        else:
            counts.later += 1
    # Units whose people all have the day off have no floors today.
    off = {unit_id for unit_id, counts in by_unit.items() if counts.day_off == counts.people}
    people = [(row[0], row[1], row[3]) for row in rows if row[1] not in off]
    reach = None if unit_ids is None else frozenset(unit_ids)
    floors = _short_now(floors_holding(people, day, tree, reach), here, missing)
    for one in floors:
        by_unit.setdefault(one.floor.unit_id, Counts()).short += one.short
    total = Counts()
    for counts in by_unit.values():
        total.add(counts)
    return Team(total, by_unit, tree, floors)


def _short_now(floors, here, missing):
    """Return the ShortNows among the floors of a day, the most wanting first."""
    found = []
    for floor, counted in floors:
        planned = counted & here
        late = len(planned & missing)
        if len(planned) - late < floor.on_site:
            found.append(ShortNow(floor, len(planned) - late, late))
    return sorted(found, key=lambda one: -one.short)


def team_parts(team, root_ids):
    """Return the UnitRows beneath the roots: their own people, then each child with its subtree."""
    tree = team.tree
    wanted = [(root, True) for root in root_ids if root in team.by_unit]
    wanted += [(child, False) for root in root_ids for child in tree.children_of.get(root, ())]
    units = Unit.objects.without_tree_fields().in_bulk([unit_id for unit_id, _direct in wanted])
    rows = []
    for unit_id, direct in wanted:
        counts = Counts()
        below = [unit_id] if direct else tree.descendants_of(unit_id, include_self=True)
        for part in below:
            if part in team.by_unit:
                counts.add(team.by_unit[part])
        if counts.people or counts.short:
            rows.append(UnitRow(units[unit_id], counts, direct))
    return rows


def team_postings(unit_ids, day):
    """Return the postings of the team in the order of the list: unit, then name."""
    return postings_on(day, unit_ids).order_by("unit__code", "-is_head", "employee__name", "pk")


def people_rows(postings, day, now):
    """Return the PersonRows of one page of postings, in a constant number of queries."""
    ids = [posting.employee_id for posting in postings]
    state = _Clockwork(day, now, ids)
    taps = taps_on(day, ids, state.places.home)
    rows = []
    for posting in postings:
        mine = taps.get(posting.employee_id, {})
        status = state.status(posting.employee_id, posting.unit_id)
        tap_in = mine.get("in")
        rows.append(
            PersonRow(
                employee=posting.employee,
                unit=posting.unit,
                position=posting.position,
                status=status,
                tap_in=tap_in,
                tap_out=mine.get("out"),
                is_missing=status in WORKING
                and (tap_in is None or tap_in.state == "refused")
                and state.has_started(
                    posting.employee_id, posting.unit_id, posting.employee.employment
                ),
                order=state.places.order.get(posting.employee_id, "") if status in WORKING else "",
            )
        )
    return rows


def waiting_check_ins(scope, at_most):
    """Return (total, the first few) of the check-ins that wait for this account, in one query."""
    counted = check_ins_to_review(scope).annotate(total=Window(Count("pk")))
    first = list(counted[:at_most])
    return (first[0].total if first else 0), first
