"""Where people work on a day: published days at home under orders, and who is not available."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Max, Q

from schedules.models import Assignment, Away
from schedules.queries.calendar import Calendar
from schedules.queries.in_force import in_force
from schedules.queries.orders import EMERGENCY, RECALL, orders_between
from units.models import Posting

ONE_DAY = datetime.timedelta(days=1)
FLEXIBLE_DOCUMENTS = ("flexible_problem", "flexible_solution")


@dataclass(frozen=True)
class PlacesOn:
    """Employee ids on one day: `home` works at home; `order` says by which order, if by any."""

    home: frozenset
    order: dict


def places_on(day, employee_ids=None):
    """Return the PlacesOn of a day, in two queries: the published plans, and orders over them.

    Days that no longer hold for the person (an exclusion, a new posting) are at the office.
    """
    rows = Assignment.objects.filter(date=day, published=True)
    if employee_ids is not None:
        rows = rows.filter(employee_id__in=employee_ids)
    home = set(in_force(rows).values_list("employee_id", flat=True))
    orders = orders_between(day, day, employee_ids)
    order = dict.fromkeys(orders.terms, EMERGENCY)
    order |= {pk: RECALL for pk, _day in orders.recalled}
    home |= orders.terms.keys()
    return PlacesOn(frozenset(home - {pk for pk, _day in orders.recalled}), order)


def wfh_on(day, employee_ids=None):
    """Return the ids of the employees who work at home on the day."""
    return set(places_on(day, employee_ids).home)


def workplace_of(employee, day):
    """Return "wfh" where a published plan or an emergency says so and no recall, else "wfo".

    Absence is asked of `away_on`.
    """
    return "wfh" if wfh_on(day, [employee.pk]) else "wfo"


def away_on(day, employee_ids=None):
    """Return {employee id: kind} of approved leave, illness and travel on the day.

    The kind is for the person, the superior and unit HR; colleagues see only "tidak tersedia".
    """
    rows = Away.objects.filter(
        status=Away.Status.APPROVED, starts_on__lte=day, ends_on__gte=day
    ).order_by("pk")
    if employee_ids is not None:
        rows = rows.filter(employee_id__in=employee_ids)
    return dict(rows.values_list("employee_id", "kind"))


def working_days_of(employee, start, end):
    """Return the dates from `start` to `end` on which a person works: posted, no day off, not away.

    In six queries.
    """
    days = (start + ONE_DAY * n for n in range((end - start).days + 1))
    found = people_on_days({employee.pk}, list(days))
    return [day for day, people in found.items() if employee.pk in people]


def people_on_days(employee_ids, days):
    """Return {date: {employee id: unit id}} of who of the people works on each of the dates.

    Posted then, no day off of the unit and no approved absence; in six queries, in the order of
    the dates.
    """
    found = {day: {} for day in sorted(days)}
    if not found:
        return found
    start, end = min(found), max(found)
    calendar = Calendar.load(start, end)
    units, aways = defaultdict(list), defaultdict(list)
    postings = Posting.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=start),
        employee_id__in=employee_ids,
        kind=Posting.Kind.DEFINITIVE,
        starts_on__lte=end,
    )
    rows = postings.order_by("starts_on", "pk")
    for pk, unit, first, last in rows.values_list("employee_id", "unit_id", "starts_on", "ends_on"):
        units[pk].append((unit, first, last or end))
    terms = Away.objects.filter(
        employee_id__in=employee_ids,
        status=Away.Status.APPROVED,
        starts_on__lte=end,
        ends_on__gte=start,
    )
    for pk, first, last in terms.values_list("employee_id", "starts_on", "ends_on"):
        aways[pk].append((first, last))
    # Most people have one posting on all of the days and no absence: looked at once, by unit.
    settled, others = defaultdict(list), []
    for pk, terms_of in units.items():
        unit, first, last = terms_of[0]
        if len(terms_of) == 1 and first <= start and last >= end and pk not in aways:
            settled[unit].append(pk)
        else:
            others.append(pk)
    for day, people in found.items():
        working = {}
        for unit, pks in settled.items():
            working[unit] = calendar.is_working_day(unit, day)
            if working[unit]:
                people.update(dict.fromkeys(pks, unit))
        for pk in others:
            unit = next((u for u, first, last in units[pk] if first <= day <= last), None)
            if unit is None or any(first <= day <= last for first, last in aways.get(pk, ())):
                continue
            if unit not in working:
                working[unit] = calendar.is_working_day(unit, day)
            if working[unit]:
                people[pk] = unit
    return found


def home_days(employee_ids, start, end=None, *, less_absences=True, of=Assignment):
    """Return {employee id: [Assignment, ...]} of the planned days at home in force, by date.

    With `of=FlexibleDay` the same of the flexible-hours days.

    Published days from `start` to `end` (to the last one published), each with its plan, less
    those that fell away: holidays of the person's unit, days without a posting, under an
    exclusion or after a new posting (`in_force`), and approved absences and recalls to the office
    (both kept with `less_absences=False`). In nine queries for any number of people.
    """
    rows = of.objects.filter(employee_id__in=employee_ids, published=True, date__gte=start)
    end = end or rows.aggregate(last=Max("date"))["last"]
    if end is None:
        return {}
    aways, units = defaultdict(list), defaultdict(list)
    terms = Away.objects.filter(
        employee_id__in=employee_ids,
        status=Away.Status.APPROVED,
        starts_on__lte=end,
        ends_on__gte=start,
    )
    recalled = frozenset()
    if less_absences:
        recalled = orders_between(start, end, employee_ids).recalled
    else:
        terms = terms.none()
    for pk, first, last in terms.values_list("employee_id", "starts_on", "ends_on"):
        aways[pk].append((first, last))
    postings = Posting.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=start),
        employee_id__in=employee_ids,
        kind=Posting.Kind.DEFINITIVE,
        starts_on__lte=end,
    )
    for pk, unit, first, last in postings.values_list(
        "employee_id", "unit_id", "starts_on", "ends_on"
    ):
        units[pk].append((unit, first, last or end))
    calendar = Calendar.load(start, end)
    found = defaultdict(list)
    heavy = [f"plan__{name}" for name in ("problem", "solution", *FLEXIBLE_DOCUMENTS)]
    held = in_force(rows.filter(date__lte=end))
    for row in held.select_related("plan").defer(*heavy).order_by("date"):
        day, pk = row.date, row.employee_id
        unit = next((unit for unit, first, last in units[pk] if first <= day <= last), None)
        if unit is None or any(first <= day <= last for first, last in aways[pk]):
            continue
        if (pk, day) in recalled:
            continue
        if calendar.is_working_day(unit, day):
            found[pk].append(row)
    return dict(found)
