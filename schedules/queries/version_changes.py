"""What a new version of a plan changes against the one that people have, person by person."""

from dataclasses import dataclass

from schedules.models import Assignment, Plan
from schedules.queries.versions import last_published_before
from units.models import Employee

MOST_NAMED = 60


@dataclass(frozen=True)
class Changes:
    """The differences of a version: `rows` are (name, [(date, "wfh" or "wfo"), ...]) of people whom
    the account sees by name, at most 60; `hidden` counts the others."""

    version: int
    people: int
    days: int
    rows: list
    hidden: int


def changes_against_published(plan, office, rotation):
    """Return the Changes of a version that revises another, or None for a first version.

    Days before its first day do not count: they stay as people had them.
    """
    if plan.base_id is None:
        return None
    before = last_published_before(plan) or Plan.objects.only("version").get(pk=plan.base_id)
    was, becomes = _days(before.pk, plan.changes_from), _days(plan.pk, plan.changes_from)
    by_person = {}
    for employee, date in sorted(was ^ becomes, key=lambda cell: cell[1]):
        to = "wfh" if (employee, date) in becomes else "wfo"
        by_person.setdefault(employee, []).append((date, to))
    open_units = {part.unit_id for part in office.parts if office.sees_names(part)}
    seen = {pk for pk in by_person if int(rotation.slices.get(str(pk), 0)) in open_units}
    names = Employee.objects.filter(pk__in=seen).order_by("name", "pk").values_list("pk", "name")
    rows = [(name, by_person[pk]) for pk, name in names[:MOST_NAMED]]
    return Changes(
        version=before.version,
        people=len(by_person),
        days=sum(len(days) for days in by_person.values()),
        rows=rows,
        hidden=len(by_person) - len(rows),
    )


def _days(plan_pk, since):
    rows = Assignment.objects.filter(plan_id=plan_pk, date__gte=since)
    return set(rows.values_list("employee_id", "date"))
