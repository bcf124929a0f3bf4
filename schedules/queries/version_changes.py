"""What a new version of a plan changes against the one that people have, person by person.

Days at home and flexible-hours days.
"""

from dataclasses import dataclass

from schedules.models import Assignment, FlexibleDay, Plan
from schedules.queries.versions import last_published_before
from units.models import Employee

MOST_NAMED = 60


@dataclass(frozen=True)
class Changes:
    """The differences of a version: `rows` are (name, [(date, before, after), ...]) of people whom
    the account sees by name, at most 60, with statuses of the legend; `hidden` counts the others.
    """

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
    before = last_published_before(plan) or Plan.objects.only("version", "flexible_hash").get(
        pk=plan.base_id
    )
    kinds = [("wfh", Assignment)]
    if plan.flexible_hash or before.flexible_hash:
        kinds.append(("flex", FlexibleDay))
    by_person = {}
    for place, kind in kinds:
        was, becomes = _days(kind, before.pk, plan), _days(kind, plan.pk, plan)
        for employee, date in sorted(was ^ becomes, key=lambda cell: cell[1]):
            given = (employee, date) in becomes
            move = ("wfo", place) if given else (place, "wfo")
            by_person.setdefault(employee, []).append((date, *move))
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


def _days(kind, version_pk, plan):
    rows = kind.objects.filter(plan_id=version_pk, date__gte=plan.changes_from)
    return set(rows.values_list("employee_id", "date"))
