"""Who is on duty (piket) on a day off: of one unit, of a person, and what a head chooses from.

A duty is a row of the roster with a pattern of its own for that one day, so that check-in, hours
and the record of the day follow it like any other shift. No plan and no balance speaks of it.
"""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schedules.models import Away, Floor, Holiday, ShiftDay
from schedules.queries.calendar import Calendar
from schedules.queries.policies import policy_for
from units.models import EmployeeSkill, Unit
from units.queries.people import postings_on
from units.queries.tree import unit_tree

CODE = "PIKET"
LOOKS_AHEAD = datetime.timedelta(days=120)
MOST_LISTED = 400
"""Above this many people a unit names its own alone; the units below it name theirs."""


@dataclass(frozen=True)
class DayOff:
    """A day off ahead of a unit, and how many are on duty for it."""

    unit: Unit
    date: datetime.date
    name: str
    named: int


def days_off_ahead(unit_ids, today):
    """Return the DayOffs of units within four months, by date and unit, in a few queries."""
    end = today + LOOKS_AHEAD
    dates = sorted(
        set(Holiday.objects.filter(date__range=(today, end)).values_list("date", flat=True))
    )
    calendar = Calendar.load(today, end)
    units = Unit.objects.without_tree_fields().filter(pk__in=unit_ids, closed_on__isnull=True)
    units = list(units.order_by("code"))
    rows = duty_rows().filter(pattern__unit__in=units, date__range=(today, end))
    named = Counter(rows.values_list("pattern__unit_id", "date"))
    return [
        DayOff(unit, date, holiday.name, named[unit.pk, date])
        for date in dates
        for unit in units
        if (holiday := calendar.holiday(unit.pk, date)) is not None
    ]


def duty_rows():
    """Return the ShiftDays that are duties on a day off."""
    return ShiftDay.objects.filter(pattern__code=CODE).order_by("date", "employee__name", "pk")


def named_for(unit, day):
    """Return the ids of the people who are on duty for a unit on a day."""
    rows = duty_rows().filter(pattern__unit=unit, date=day)
    return list(rows.values_list("employee_id", flat=True))


@dataclass(frozen=True)
class Duty:
    """One person (id as text, name) on duty on a day off."""

    day: datetime.date
    person: str
    name: str


def duties_between(start, end, employee_ids):
    """Return the Duties of people (ids) between two dates, by date and name, in one query."""
    rows = duty_rows().filter(employee_id__in=employee_ids, date__range=(start, end))
    found = rows.values_list("date", "employee_id", "employee__name")
    return [Duty(day, str(pk), name) for day, pk, name in found]


def duty_words(duties):
    """Return the Duties as one line for a board or a wall, "" without any."""
    by_day = {}
    for one in duties:
        by_day.setdefault(one.day, []).append(one.name)
    return "".join(
        " "
        + _("Piket %(day)s: %(names)s.")
        % {"day": date_format(day, "j M"), "names": ", ".join(names)}
        for day, names in by_day.items()
    )


def duties_of(employee, start, end):
    """Return {date: ShiftDay with its pattern} of one person's duties, in one query."""
    rows = duty_rows().filter(employee=employee, date__range=(start, end))
    return {row.date: row for row in rows.select_related("pattern")}


def candidates(unit, day):
    """Return (definitive postings of who may be named, ids of who is not available that day)."""
    inside = unit_tree().descendants_of(unit.pk, include_self=True)
    rows = postings_on(day, inside).filter(employee__left_on__isnull=True)
    if rows.count() > MOST_LISTED:
        rows = rows.filter(unit=unit)
    rows = list(rows.select_related("employee", "unit").order_by("unit__code", "employee__name"))
    away = Away.objects.filter(
        employee_id__in=[one.employee_id for one in rows],
        status=Away.Status.APPROVED,
        starts_on__lte=day,
        ends_on__gte=day,
    )
    return rows, set(away.values_list("employee_id", flat=True))


@dataclass(frozen=True)
class FloorOnDuty:
    """A floor of working days beside the people named for a day off: shown, not enforced."""

    text: str
    required: int
    named: int


def floors_beside(unit, day, people, postings):
    """Return the FloorOnDuty rows of a unit; `people` are the ids of who is named."""
    policy = policy_for(unit, day)
    if policy is None:
        return []
    tree = unit_tree()
    inside = set(tree.descendants_of(unit.pk, include_self=True))
    floors = list(Floor.objects.filter(policy=policy, unit_id__in=inside, on_time=False))
    named = [one for one in postings if one.employee_id in set(people)]
    skilled = set(
        EmployeeSkill.objects.filter(
            employee_id__in=[one.employee_id for one in named], starts_on__lte=day
        )
        .exclude(ends_on__lt=day)
        .values_list("employee_id", "skill_id")
    )

    def counts(floor, one):
        return (
            one.unit_id in set(tree.descendants_of(floor.unit_id, include_self=True))
            and floor.position_id in (None, one.position_id)
            and (floor.skill_id is None or (one.employee_id, floor.skill_id) in skilled)
        )

    return [
        FloorOnDuty(floor.text, floor.on_site, sum(counts(floor, one) for one in named))
        for floor in floors
    ]
