"""Which services are open and where people work on a day, in the whole city, as it is planned."""

from collections import Counter
from dataclasses import dataclass

from django.core.cache import cache

from reports.queries.week import names_of_units
from schedules.models import Assignment, Away
from schedules.queries.calendar import Calendar
from schedules.queries.floors import standing_floors
from schedules.queries.in_force import in_force
from schedules.queries.orders import orders_between
from units.access import not_left, on_day
from units.models import Classification, Posting, Unit
from units.queries.classification import effective_classifications
from units.queries.tree import unit_tree

SERVICE_FACING = Classification.ServiceClass.SERVICE_FACING
# The answer may be so old: many read it, and it is worked out once.
SECONDS = 300


@dataclass(frozen=True)
class Service:
    """A unit that serves the public, with all of its parts that do, on one day.

    `state` is "closed" (nobody works today), "short" (a floor of it has too few on site), "kept",
    or "open" where no floor is set: there everybody works at the office.
    """

    name: str
    above: str
    level: str
    state: str


@dataclass(frozen=True)
class CityDay:
    """The Services of a day by code, and (unit id, name, people at work, of them at home) of every
    agency by code. Exact: what the public may know of it is made by `reports.public`.
    """

    services: list
    places: list

    @property
    def counts(self):
        """Return how many services are in each state."""
        return Counter(service.state for service in self.services)

    @property
    def open(self):
        """Return how many services are open, however staffed."""
        return len(self.services) - self.counts["closed"]

    @property
    def short(self):
        """Return the Services with too few people on site."""
        return [service for service in self.services if service.state == "short"]


def city_day(day):
    """Return the CityDay of a date, worked out at most every five minutes."""
    return cache.get_or_set(f"city-day-{day}", lambda: _day(day), SECONDS)


def _day(day):
    tree, calendar = unit_tree(), Calendar.load(day, day)
    names = names_of_units()
    gone = set(Unit.objects.filter(closed_on__lte=day).values_list("pk", flat=True))
    services = _services(day, tree, calendar, names, gone)
    return CityDay(services, _places(day, tree, calendar, names))


def _services(day, tree, calendar, names, gone):
    """Return the Services of the city, villages below their district, by code."""
    serving = {
        pk
        for pk, effective in effective_classifications(day, tree).items()
        if effective.service_class == SERVICE_FACING and pk not in gone
    }
    works, floors = {}, {}
    for pk in serving:
        at = _listed(pk, tree)
        works[at] = works.get(at, False) or calendar.is_working_day(pk, day)
    for one in standing_floors([day], tree):
        unit = one.floor.unit_id
        if one.floor.on_time or not calendar.is_working_day(unit, day):
            continue
        at = _listed(unit, tree)
        floors[at] = floors.get(at, False) or one.is_short
    found = []
    for pk in sorted(works, key=lambda pk: names[pk]["code"]):
        state = "open" if pk not in floors else "short" if floors[pk] else "kept"
        village = names[pk]["level"] == Unit.Level.VILLAGE
        above = names[tree.parent_of[pk]]["name"] if village else ""
        found.append(
            Service(names[pk]["name"], above, names[pk]["level"], state if works[pk] else "closed")
        )
    return found


def _listed(pk, tree):
    """Return the village, district or agency by whose name the public knows a unit."""
    for one in tree.ancestors_of(pk, include_self=True):
        if tree.level_of[one] in (*Unit.AGENCY_LEVELS, Unit.Level.VILLAGE):
            return one
    return pk


def _places(day, tree, calendar, names):
    """Return (unit id, name, people at work, of them at home) of every agency, by code."""
    away = set(
        Away.objects.filter(
            status=Away.Status.APPROVED, starts_on__lte=day, ends_on__gte=day
        ).values_list("employee_id", flat=True)
    )
    home = set(
        in_force(Assignment.objects.filter(published=True, date=day)).values_list(
            "employee_id", flat=True
        )
    )
    orders = orders_between(day, day)
    home |= {pk for pk in orders.terms if orders.emergency_days(pk, day, day)}
    home -= {pk for pk, _day in orders.recalled}
    people, at_home, agencies = Counter(), Counter(), {}
    postings = Posting.objects.filter(
        on_day(day), not_left(day, "employee__"), kind=Posting.Kind.DEFINITIVE
    ).order_by()
    for employee, unit in postings.values_list("employee_id", "unit_id").iterator(chunk_size=5000):
        if unit not in agencies:
            agencies[unit] = tree.agency_of(unit) if calendar.is_working_day(unit, day) else None
        agency = agencies[unit]
        if agency is None or employee in away:
            continue
        people[agency] += 1
        at_home[agency] += employee in home
    return [
        (pk, names[pk]["name"], people[pk], at_home[pk])
        for pk in sorted(people, key=lambda pk: names[pk]["code"])
    ]
