"""The morning peak: what an ordinary check-in needs to know, in one query; at home in two.

Nearly all check-ins are of this kind: ordinary hours, nobody away, no order over the day, nothing
pressed before. Whatever is out of the ordinary is left to the queries that know all of it.
"""

import datetime
import json
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Subquery

from attendance.models import CheckIn
from attendance.places import Target
from attendance.queries.check_ins import home_on
from attendance.queries.work_dates import around
from schedules.models import Assignment, Away, EmergencyTerm, Holiday, RecalledDay, ShiftDay
from schedules.queries.in_force import in_force
from units.access import on_day
from units.models import Employee, Posting
from units.prepared import PreparedQuery
from units.queries.tree import NearestPlaces


@dataclass(frozen=True)
class OrdinaryDay:
    """A working day without anything particular: where the person works and where it counts."""

    workplace: str
    targets: list


def _facts(employee, direction, day, first, last):
    """Return what decides whether a day is ordinary, and the places of the office, in one row."""
    postings = Posting.objects.filter(
        on_day(day), employee=OuterRef("pk"), kind=Posting.Kind.DEFINITIVE
    ).order_by("-starts_on", "-pk")
    mine = {"employee": OuterRef("pk")}
    taps = CheckIn.objects.filter(**mine, work_date=day)
    return Employee.objects.filter(pk=employee).values_list(
        Subquery(postings.values("unit_id")[:1]),
        Subquery(postings.values("unit__working_week")[:1]),
        NearestPlaces(Subquery(postings.values("unit_id")[:1])),
        Exists(in_force(Assignment.objects.filter(**mine, date=day, published=True))),
        Subquery(taps.filter(direction=CheckIn.Direction.IN).values("workplace")[:1]),
        Exists(taps.filter(direction=direction)),
        Exists(Holiday.objects.filter(date=day)),
        Exists(ShiftDay.objects.filter(**mine, date__range=(first, last))),
        Exists(
            Away.objects.filter(
                **mine, status=Away.Status.APPROVED, starts_on__lte=day, ends_on__gte=day
            )
        ),
        Exists(RecalledDay.objects.filter(**mine, date=day)),
        Exists(EmergencyTerm.objects.filter(**mine, starts_on__lte=day, ends_on__gte=day)),
    )


FACTS = PreparedQuery(
    _facts,
    employee=int,
    direction=str,
    day=datetime.date,
    first=datetime.date,
    last=datetime.date,
)


def ordinary_day(employee, direction, day):
    """Return the OrdinaryDay of a person who checks in now, or None where it is not ordinary.

    Ordinary is a working day by the weekday, without a holiday of any unit, roster of shifts,
    absence, recall or emergency, with one posting, no check-in of this direction yet and, on
    leaving, none that came in at the other place.
    """
    first, last = around(day)
    facts = FACTS.first(employee=employee.pk, direction=direction, day=day, first=first, last=last)
    if facts is None:
        return None
    unit_id, working_week, places, at_home, came, *particular = facts
    workplace = "wfh" if at_home else "wfo"
    if any(particular) or unit_id is None or not day.weekday() < working_week:
        return None
    if direction == CheckIn.Direction.OUT and came not in (None, workplace):
        return None
    if at_home:
        home = home_on(employee, day)
        return (
            OrdinaryDay(workplace, [Target(home.latitude, home.longitude, home.radius_m)])
            if (home)
            else None
        )
    targets = [Target(*place) for place in json.loads(places)]
    return OrdinaryDay(workplace, targets) if targets else None
