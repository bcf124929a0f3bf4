"""Recalls and emergencies as they lie over the published plans, read in one query."""

import datetime
from dataclasses import dataclass, field

from django.db.models import F, Value

from schedules.models import EmergencyTerm, RecalledDay

RECALL, EMERGENCY = "recall", "emergency"
MOST_IDS = 1000
NO_UNIT = Value(0)
ONE_DAY = datetime.timedelta(days=1)


def dates_between(start, end):
    """Return every date from `start` to `end`, both included; empty when they are reversed."""
    return [start + n * ONE_DAY for n in range((end - start).days + 1)]


@dataclass(frozen=True)
class Orders:
    """Which days of whom an order changes: `recalled` holds (employee id, date), `terms` maps an
    employee id to the (first date, last date) of emergencies. A recall goes before an emergency.
    """

    recalled: frozenset = frozenset()
    terms: dict = field(default_factory=dict)

    def __bool__(self):
        return bool(self.recalled or self.terms)

    def of(self, employee_id, day):
        """Return "recall", "emergency" or "" for a person and date."""
        if (employee_id, day) in self.recalled:
            return RECALL
        if any(first <= day <= last for first, last in self.terms.get(employee_id, ())):
            return EMERGENCY
        return ""

    def emergency_days(self, employee_id, start, end):
        """Return the dates from `start` to `end` on which an emergency keeps a person at home."""
        found = set()
        for first, last in self.terms.get(employee_id, ()):
            day, last = max(first, start), min(last, end)
            while day <= last:
                if (employee_id, day) not in self.recalled:
                    found.add(day)
                day += ONE_DAY
        return found

    def in_force(self, employee_id, planned, start, end):
        """Return the dates at home that hold from `start` to `end`: planned ones under orders.

        Days off are not looked at.
        """
        kept = {day for day in planned if (employee_id, day) not in self.recalled}
        return kept | self.emergency_days(employee_id, start, end)


def rows_to_join(rows, *, first, last, what, who="employee_id", where=NO_UNIT):
    """Return a queryset as (who, first, last, what, where), so that several make one query.

    Each is an expression or the name of a field: a person's id, two dates, the kind of the row and
    the id of a unit (0: none).
    """
    columns = {"who": who, "first": first, "last": last, "what": what, "where": where}
    found = rows.order_by().annotate(
        **{name: F(one) if isinstance(one, str) else one for name, one in columns.items()}
    )
    return found.values_list(*columns)


def order_rows(start, end, employee_ids=None):
    """Return (recalls, terms of emergencies) from `start` to `end` (None: no end) to be joined."""
    recalls = RecalledDay.objects.filter(status__in=RecalledDay.IN_FORCE, date__gte=start)
    terms = EmergencyTerm.objects.filter(ends_on__gte=start)
    if end is not None:
        recalls, terms = recalls.filter(date__lte=end), terms.filter(starts_on__lte=end)
    if employee_ids is not None:
        recalls = recalls.filter(employee_id__in=employee_ids)
        terms = terms.filter(employee_id__in=employee_ids)
    return (
        rows_to_join(recalls, first="date", last="date", what=Value(RECALL)),
        rows_to_join(terms, first="starts_on", last="ends_on", what=Value(EMERGENCY)),
    )


def orders_between(start, end, employee_ids=None):
    """Return the Orders from `start` to `end` (None: from there on), of all or of some people.

    Of very many people all orders are read and the others left out here: naming them to the
    database would cost more.
    """
    wanted = None
    if employee_ids is not None and len(employee_ids) > MOST_IDS:
        wanted, employee_ids = frozenset(employee_ids), None
    recalls, terms = order_rows(start, end, employee_ids)
    recalled, found = set(), {}
    for employee_id, first, last, kind, _unit in recalls.union(terms, all=True):
        if wanted is not None and employee_id not in wanted:
            continue
        if kind == RECALL:
            recalled.add((employee_id, first))
        else:
            found.setdefault(employee_id, []).append((first, last))
    return Orders(frozenset(recalled), found)


@dataclass(frozen=True)
class OwnOrders:
    """What a person may know of the own orders: {date: RecalledDay}, and the EmergencyTerms."""

    recalls: dict
    terms: list

    def emergency_on(self, day):
        """Return the Emergency that keeps the person at home on a date, or None."""
        if day in self.recalls:
            return None
        return next(
            (one.emergency for one in self.terms if one.starts_on <= day <= one.ends_on), None
        )

    def in_force(self, planned, start, end):
        """Return the dates at home that hold from `start` to `end`; days off not looked at."""
        found = {day for day in planned if day not in self.recalls}
        for term in self.terms:
            day, last = max(term.starts_on, start), min(term.ends_on, end)
            while day <= last:
                if day not in self.recalls:
                    found.add(day)
                day += ONE_DAY
        return found


def own_orders(employee, start, end):
    """Return the OwnOrders of a person from `start` to `end`, in two queries."""
    recalls = RecalledDay.objects.filter(
        employee=employee, status__in=RecalledDay.IN_FORCE, date__range=(start, end)
    ).select_related("recall__ordered_by__employee")
    terms = EmergencyTerm.objects.filter(
        employee=employee, starts_on__lte=end, ends_on__gte=start
    ).select_related("emergency")
    return OwnOrders({one.date: one for one in recalls}, list(terms.order_by("pk")))
