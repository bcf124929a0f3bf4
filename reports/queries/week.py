"""Everything about one week, read for the whole city in a constant number of queries."""

import datetime
from itertools import groupby
from operator import itemgetter

from django.db.models import Q
from django.utils import timezone

from attendance.models import DayRecord, WorkReport
from reports.evenness import Evenness
from reports.measures import measures_of
from reports.queries.sections import SECTIONS
from reports.weekly import Week
from schedules.models import Assignment, Away, Floor, Plan
from schedules.planning import MalformedProblem, envious, fair_shares, read_problem
from schedules.planning.fairness import ideal10_desirable
from schedules.queries.calendar import Calendar
from schedules.queries.in_force import in_force
from schedules.queries.orders import orders_between
from units.models import Position, Posting, Unit
from units.queries.classification import effective_classifications
from units.queries.tree import unit_tree

SUNDAY = datetime.timedelta(days=6)
CHUNK = 5000


def names_of_units():
    """Return {unit id: the name that a report freezes}, in one query."""
    rows = Unit.objects.without_tree_fields().values_list(
        "pk", "code", "name", "short_name", "level"
    )
    return {
        pk: {"id": pk, "code": code, "name": name, "label": short or name, "level": level}
        for pk, code, name, short, level in rows
    }


def week_of(monday, *, tree=None, progress=None):
    """Return the Week that starts on `monday`, counted in one pass over its day records.

    The number of queries does not depend on people, units or plans.
    """
    progress = progress or (lambda *_: None)
    tree = tree or unit_tree()
    dates = [monday + datetime.timedelta(days=n) for n in range(7)]
    week = Week(
        starts_on=monday.isoformat(),
        ends_on=dates[-1].isoformat(),
        dates=[date.isoformat() for date in dates],
        parent_of=tree.parent_of,
    )
    home, emergency = _days_at_home(monday)
    progress(5)
    recorded = _add_records(week, monday, home, emergency)
    progress(40)
    _add_sections(week, monday, tree)
    calendar = Calendar.load(monday, dates[-1])
    _add_unrecorded(week, dates, recorded, calendar)
    progress(50)
    _add_plans(week, monday, home, calendar, progress)
    _add_rosters(week, monday, tree)
    return week


def _days_at_home(monday):
    """Return the days at home of the week under orders, and those by an emergency alone.

    Both as sets of (employee id, ISO date).
    """
    rows = in_force(
        Assignment.objects.filter(published=True, date__range=(monday, monday + SUNDAY))
    )
    home = {
        (employee, date.isoformat())
        for employee, date in rows.values_list("employee_id", "date").iterator(chunk_size=CHUNK)
    }
    orders = orders_between(monday, monday + SUNDAY)
    emergency = {
        (employee, day.isoformat())
        for employee in orders.terms
        for day in orders.emergency_days(employee, monday, monday + SUNDAY)
    }
    recalled = {(employee, day.isoformat()) for employee, day in orders.recalled}
    return (home | emergency) - recalled, emergency


def _add_sections(week, monday, tree):
    """Count what stands beside the day records; what belongs to no unit is the city's own."""
    root = next((unit for unit, parent in tree.parent_of.items() if parent is None), None)
    for section in SECTIONS:
        for unit, day, measure, amount in section(monday, monday + SUNDAY):
            week.add_amount(unit or root, day.isoformat(), measure, amount)


def _reports(monday):
    """Return {(employee id, date): (state, whether filed after the day)} of the week."""
    rows = WorkReport.objects.filter(work_date__range=(monday, monday + SUNDAY)).values_list(
        "employee_id", "work_date", "status", "submitted_at"
    )
    return {
        (employee, date): (
            status,
            submitted is not None and timezone.localtime(submitted).date() > date,
        )
        for employee, date, status, submitted in rows.iterator(chunk_size=CHUNK)
    }


def _add_records(week, monday, home, emergency):
    """Count the day records of the week; return {employee id: bits of the days recorded}."""
    reports = _reports(monday)
    recorded = {}
    rows = DayRecord.objects.filter(date__range=(monday, monday + SUNDAY)).values_list(
        "employee_id", "unit_id", "date", "workplace", "verdict", "away_kind",
        "minutes_late", "validated",
    )  # fmt: skip
    for employee, unit, day, workplace, verdict, kind, late, validated in rows.iterator(
        chunk_size=CHUNK
    ):
        date = day.isoformat()
        status, filed_late = reports.get((employee, day), ("", False))
        measures = measures_of(
            verdict, kind, workplace, (employee, date) in home, validated, status, filed_late
        )
        week.add_person_day(employee, unit, date, measures, late)
        if (employee, date) in emergency and "at_home" in measures:
            week.add_amount(unit, date, "emergency_days", 1)
        recorded[employee] = recorded.get(employee, 0) | 1 << day.weekday()
    return recorded


def _add_unrecorded(week, dates, recorded, calendar):
    """Count the working days of posted people for which no day record was made."""
    postings = (
        Posting.objects.filter(kind=Posting.Kind.DEFINITIVE, starts_on__lte=dates[-1])
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=dates[0]))
        .filter(Q(employee__left_on__isnull=True) | Q(employee__left_on__gt=dates[0]))
        .values_list("employee_id", "unit_id", "starts_on", "ends_on", "employee__left_on")
    )
    working = {}
    for employee, unit, start, end, left in postings.iterator(chunk_size=CHUNK):
        if unit not in working:
            working[unit] = [date for date in dates if calendar.is_working_day(unit, date)]
        for date in working[unit]:
            inside = start <= date and (end is None or date <= end) and (not left or date < left)
            if inside and not recorded.get(employee, 0) & 1 << date.weekday():
                week.amounts[unit, date.isoformat(), "unrecorded"] += 1


def _away(monday):
    """Return the approved absences of the week as (employee id, ISO date)."""
    rows = Away.objects.filter(
        status=Away.Status.APPROVED, starts_on__lte=monday + SUNDAY, ends_on__gte=monday
    ).values_list("employee_id", "starts_on", "ends_on")
    found = set()
    for employee, start, end in rows.iterator(chunk_size=CHUNK):
        day, last = max(start, monday), min(end, monday + SUNDAY)
        while day <= last:
            found.add((employee, day.isoformat()))
            day += datetime.timedelta(days=1)
    return found


def _published_plans(monday):
    return Plan.objects.filter(
        status=Plan.Status.PUBLISHED,
        period__starts_on__lte=monday,
        period__ends_on__gte=monday + SUNDAY,
    ).order_by("pk")


def _homes_by_plan(monday):
    """Yield (plan id, {person id: [ISO dates]}) of the published plans, in order, one query."""
    rows = (
        Assignment.objects.filter(plan__in=_published_plans(monday).values("pk"))
        .order_by("plan_id", "employee_id", "date")
        .values_list("plan_id", "employee_id", "date")
    )
    for plan, group in groupby(rows.iterator(chunk_size=CHUNK), key=itemgetter(0)):
        homes = {}
        for _plan, employee, date in group:
            homes.setdefault(str(employee), []).append(date.isoformat())
        yield plan, homes


def _add_plans(week, monday, home, calendar, progress):
    """Check the floors of every published plan day by day, and how equal the plan is."""
    away = _away(monday)
    floor_units = {f"floor-{pk}": unit for pk, unit in Floor.objects.values_list("pk", "unit_id")}
    homes = dict(_homes_by_plan(monday))
    plans = _published_plans(monday).values_list(
        "pk", "agency_id", "agency__code", "version", "working_week", "policy__version", "problem"
    )
    for number, (pk, agency, code, version, days, policy, source) in enumerate(
        plans.iterator(chunk_size=1)
    ):
        week.plans.append(
            {"plan": pk, "unit_id": agency, "agency": code, "version": version,
             "policy": policy, "working_week": days}
        )  # fmt: skip
        week.rosters[agency] = True
        try:
            problem = read_problem(source)
        except MalformedProblem:
            week.unreadable.append(agency)
            continue
        _add_floors(week, problem, agency, floor_units, home, away, calendar)
        _add_fairness(week, problem, pk, homes.get(pk, {}))
        progress(50 + min(35, number))


def _add_floors(week, problem, agency, floor_units, home, away, calendar):
    """Count each floor on each working day of the week: planned on site, less who was away."""
    days = [day for day in problem.days if week.starts_on <= day <= week.ends_on]
    for floor in problem.floors:
        unit = floor_units.get(floor.id) or (int(floor.unit) if floor.unit else agency)
        members = [int(person) for person in problem.members(floor)]
        for day in days:
            if floor.days is not None and day not in floor.days:
                continue
            if not calendar.is_working_day(unit, datetime.date.fromisoformat(day)):
                continue
            on_site = sum(
                1 for person in members if (person, day) not in home and (person, day) not in away
            )
            week.add_floor_day(unit, day, floor.text, on_site, floor.on_site)


def _add_fairness(week, problem, plan, homes):
    """Keep, by unit and peer group, who is in rotation, in envy, and how far apart they are."""
    shares = fair_shares(problem, homes)
    envy = {one.person for one in envious(problem, homes)}
    rows, differences, desirable = {}, {}, {}
    for person in problem.people:
        if not person.eligible:
            continue
        group = f"{plan}:{person.peers}"
        share = shares[person.id]
        key = (int(person.unit), group)
        rows.setdefault(key, Evenness(*key)).add(share, is_envious=person.id in envy)
        differences.setdefault(group, []).append(share.difference)
        if problem.desirable:
            had = sum(1 for day in homes.get(person.id, ()) if day in problem.desirable)
            due = ideal10_desirable(problem, person) / 10
            desirable.setdefault(group, []).append(due - had)
    week.fairness.extend(rows.values())
    week.spread_of.update(_spreads(differences))
    week.desirable_spread_of.update(_spreads(desirable))


def _spreads(values_of):
    """Return {group: days between its largest and its smallest value}, to a tenth."""
    return {
        group: round(float(max(values) - min(values)), 1) for group, values in values_of.items()
    }


def _add_rosters(week, monday, tree):
    """Name the agencies that had to draw up a rotation: back-office people on the Monday."""
    classes = effective_classifications(monday, tree)
    posted = (
        Posting.objects.filter(kind=Posting.Kind.DEFINITIVE, starts_on__lte=monday)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=monday))
        .filter(unit__closed_on__isnull=True)
        .order_by()
        .values_list("unit_id", "position__presence")
        .distinct()
    )
    for unit, presence in posted:
        service_class = classes[unit].service_class
        in_rotation = presence == Position.Presence.MAY_WFH or (
            presence == Position.Presence.FOLLOWS_UNIT and service_class == "back_office"
        )
        if service_class is not None and in_rotation:
            week.rosters.setdefault(tree.agency_of(unit), False)
