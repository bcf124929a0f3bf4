"""Keeping who looked at exact data of named people."""

from units import clock
from units.models import AccessLook

Page = AccessLook.Page


def note_looks(scope, page, employee_ids):
    """Note that an account sees exact data of these people now, in one query; none for oneself.

    Looking is no act of office, so that this is written on GET: a log that the viewer could leave
    out would be none.
    """
    own = scope.employee and scope.employee.pk
    _keep(
        AccessLook(viewer=scope.user, page=page, subject=f"employee:{pk}", employee_id=pk)
        for pk in sorted(set(employee_ids) - {own})
    )


def note_group_look(viewer, page, unit, office=""):
    """Note that data of all people of a unit and below it (None: the city) leaves the portal."""
    subject = f"unit:{unit.pk}" if unit else "city"
    _keep([AccessLook(viewer=viewer, page=page, subject=subject, unit=unit, office=office[:120])])


def _keep(looks):
    now = clock.now()
    rows = list(looks)
    for row in rows:
        row.day, row.at = clock.today(), now
    if rows:
        AccessLook.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["viewer", "page", "subject", "office", "day"],
            update_fields=["at"],
        )
