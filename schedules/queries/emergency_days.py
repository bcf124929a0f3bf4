"""Whose days at home hold now of the emergencies that letters were written for."""

from collections import defaultdict

from django.db.models import Q

from schedules.models import EmergencyTerm
from schedules.queries.calendar import Calendar
from schedules.queries.orders import dates_between
from units.models import Posting
from units.queries.tree import unit_tree


def emergency_cells(letters, today):
    """Return {letter pk: {(employee id, date), ...}} from today on of letters of emergencies.

    What a letter drawn up now would order, absences and recalls not looked at: the working days
    of the terms of those who were posted in its unit or below when the emergency began. Empty for
    an emergency that was cancelled. The number of queries does not depend on how many.
    """
    letters = [one for one in letters if one.emergency.ends_on >= today]
    if not letters:
        return {}
    terms = defaultdict(list)
    rows = EmergencyTerm.objects.filter(
        emergency__in={one.emergency_id for one in letters}, ends_on__gte=today
    ).values_list("emergency_id", "employee_id", "starts_on", "ends_on")
    for emergency, pk, first, last in rows:
        terms[emergency].append((pk, max(first, today), last))
    people = {pk for found in terms.values() for pk, _first, _last in found}
    start = min(one.emergency.starts_on for one in letters)
    end = max([last for found in terms.values() for _pk, _first, last in found], default=today)
    postings = Posting.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=start),
        employee_id__in=people,
        kind=Posting.Kind.DEFINITIVE,
        starts_on__lte=end,
    ).order_by("starts_on", "pk")
    units = defaultdict(list)
    for pk, unit, first, last in postings.values_list(
        "employee_id", "unit_id", "starts_on", "ends_on"
    ):
        units[pk].append((unit, first, last or max(end, start)))

    def unit_on(pk, day):
        return next((unit for unit, first, last in units[pk] if first <= day <= last), None)

    calendar, tree = Calendar.load(today, end), unit_tree()
    found = {}
    for one in letters:
        inside = set(tree.descendants_of(one.unit_id, include_self=True))
        cells = found[one.pk] = set()
        for pk, first, last in terms[one.emergency_id]:
            if unit_on(pk, one.emergency.starts_on) not in inside:
                continue
            for day in dates_between(first, last):
                unit = unit_on(pk, day)
                if unit is not None and calendar.is_working_day(unit, day):
                    cells.add((pk, day))
    return found
