"""Which floors some people at home would leave short, from the records as they are, by day.

Unlike the planner's own check this asks no plan: emergencies also cover units without a rotation,
where the floors matter most.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from schedules.models import Assignment, Floor
from schedules.queries.orders import orders_between
from schedules.queries.policies import policies_by_day
from schedules.queries.workplaces import people_on_days
from units.models import EmployeeSkill, Posting
from units.queries.people import postings_on
from units.queries.tree import unit_tree


@dataclass(frozen=True)
class Short:
    """A floor with too few people on site on a day."""

    day: datetime.date
    text: str
    unit_id: int
    required: int
    on_site: int


@dataclass(frozen=True)
class Standing:
    """A floor on a day: whom it counts of those who work, and how many of them are on site."""

    day: datetime.date
    floor: Floor
    people: frozenset
    on_site: int

    @property
    def is_short(self):
        return self.on_site < self.floor.on_site


def floors_left_short(employee_ids, days):
    """Return the Shorts, by day, if these people worked from home on all of the days.

    Only floors that count one of them, on days on which their unit works. Everybody else is where
    plans, orders and absences put them; who is recalled to the office stays there. The number of
    queries does not depend on people or days.
    """
    employee_ids, days = set(employee_ids), sorted(days)
    if not employee_ids or not days:
        return []
    tree = unit_tree()
    units = set(
        postings_on(days[0])
        .filter(employee_id__in=employee_ids)
        .order_by()
        .values_list("unit_id", flat=True)
    )
    above = {one for unit in units for one in tree.ancestors_of(unit, include_self=True)}
    return [
        Short(one.day, one.floor.text, one.floor.unit_id, one.floor.on_site, one.on_site)
        for one in standing_floors(days, tree, unit_ids=above, also_home=employee_ids)
        if one.is_short and not employee_ids.isdisjoint(one.people)
    ]


def standing_floors(days, tree, *, unit_ids=None, also_home=frozenset()):
    """Return a Standing for each floor in force on each of some days, by day and unit code.

    Everybody is where plans, orders and absences put them, `also_home` at home unless recalled.
    `unit_ids` are the units whose floors are asked for, all by default. The number of queries
    does not depend on people, floors or days.
    """
    start, end = days[0], days[-1]
    policies = policies_by_day(start, end, tree)
    floors = Floor.objects.order_by("unit__code", "pk")
    floors = list(floors if unit_ids is None else floors.filter(unit_id__in=unit_ids))
    inside = {
        one.unit_id: set(tree.descendants_of(one.unit_id, include_self=True)) for one in floors
    }
    counted = set().union(*inside.values()) if inside else set()
    members = _members(floors, counted, start, end)
    people = {pk for ids in members.values() for pk in ids}
    works = people_on_days(people, days)
    orders = orders_between(start, end, people)
    planned = defaultdict(set)
    rows = Assignment.objects.filter(
        employee_id__in=people, published=True, date__range=(start, end)
    ).values_list("date", "employee_id")
    for date, pk in rows:
        planned[date].add(pk)
    found = []
    for day in days:
        since = max(one for one in policies if one <= day)
        at_home = planned[day] | also_home
        at_home |= {pk for pk in orders.terms if orders.of(pk, day)}
        at_home -= {pk for pk, date in orders.recalled if date == day}
        for floor in floors:
            ruling = policies[since].for_unit(floor.unit_id)
            if ruling is None or ruling.pk != floor.policy_id:
                continue
            if floor.weekdays and day.weekday() not in floor.weekdays:
                continue
            here = {pk for pk in members[floor.pk] if works[day].get(pk) in inside[floor.unit_id]}
            found.append(Standing(day, floor, frozenset(here), len(here - at_home)))
    return found


def _members(floors, unit_ids, start, end):
    """Return {floor id: employee ids} of who a floor can count between two dates."""
    holders = defaultdict(set)
    skills = EmployeeSkill.objects.filter(
        skill_id__in={one.skill_id for one in floors if one.skill_id}, starts_on__lte=end
    ).exclude(ends_on__lt=start)
    for pk, skill in skills.values_list("employee_id", "skill_id"):
        holders[skill].add(pk)
    by_unit, by_position = defaultdict(set), defaultdict(set)
    postings = Posting.objects.filter(
        kind=Posting.Kind.DEFINITIVE, unit_id__in=unit_ids, starts_on__lte=end
    ).exclude(ends_on__lt=start)
    for pk, unit, position in postings.values_list("employee_id", "unit_id", "position_id"):
        by_unit[unit].add(pk)
        by_position[position].add(pk)
    tree = unit_tree()
    found = {}
    for floor in floors:
        below = tree.descendants_of(floor.unit_id, include_self=True)
        here = {pk for unit in below for pk in by_unit.get(unit, ())}
        if floor.skill_id:
            here &= holders[floor.skill_id]
        elif floor.position_id:
            here &= by_position[floor.position_id]
        found[floor.pk] = here
    return found


def floors_holding(people, day, tree, unit_ids=None):
    """Return [(Floor, employee ids that it counts), ...] of the floors in force on a day.

    `people` are (employee id, unit id, position id) of everybody in question; a floor counts
    those of its unit and below it who have its skill or position. Floors that count none of them
    are left out, as are floors of flexible hours, and those that reach beyond the units given
    (None: the city), of whose people only a part is known here. In three queries.
    """
    in_unit = defaultdict(list)
    for pk, unit, position in people:
        in_unit[unit].append((pk, position))
    policies = next(iter(policies_by_day(day, day, tree).values()))
    floors = Floor.objects.filter(on_time=False).select_related("unit").order_by("unit__code", "pk")
    holders = defaultdict(set)
    rows = EmployeeSkill.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day),
        skill__in=Floor.objects.values("skill"),
        starts_on__lte=day,
    )
    for pk, skill in rows.values_list("employee_id", "skill_id"):
        holders[skill].add(pk)
    found = []
    for floor in floors:
        ruling = policies.for_unit(floor.unit_id)
        if ruling is None or ruling.pk != floor.policy_id:
            continue
        if floor.weekdays and day.weekday() not in floor.weekdays:
            continue
        inside = tree.descendants_of(floor.unit_id, include_self=True)
        if unit_ids is not None and not unit_ids.issuperset(inside):
            continue
        counted = {
            pk
            for unit in inside
            for pk, position in in_unit.get(unit, ())
            if floor.position_id in (None, position)
        }
        if floor.skill_id:
            counted &= holders[floor.skill_id]
        if counted:
            found.append((floor, counted))
    return found
