"""Activity numbers: those a person may name on a day, and those that an account keeps."""

from django.db.models import Q

from attendance.models import ActivityNumber
from units.access import on_day
from units.queries.people import posting_on, postings_on
from units.queries.tree import path_of


def activities_for(employee, day):
    """Return {number: title} of a person's own activities and those of the unit and above it.

    Empty where nobody keeps a list: then any number may be written.
    """
    posting = posting_on(employee, day)
    path = [step.pk for step in path_of(posting.unit)] if posting else []
    rows = ActivityNumber.objects.filter(
        on_day(day), Q(employee=employee) | Q(unit_id__in=path)
    ).order_by("number", "pk")
    return dict(rows.values_list("number", "title"))


def keeps_activities(scope):
    """Say whether the account keeps activity numbers: BKPSDM, unit HR."""
    return scope.is_city_hr or scope.is_unit_hr


def activity_list(scope):
    """Return the activities of the units and people whose records the account keeps, by number."""
    rows = ActivityNumber.objects.select_related("unit", "employee").order_by("number", "pk")
    if scope.is_city_hr:
        return rows
    tree = scope.hr_unit_tree()
    people = postings_on(scope.day, tree).select_related(None).values("employee_id")
    return rows.filter(Q(unit_id__in=tree) | Q(employee_id__in=people))
