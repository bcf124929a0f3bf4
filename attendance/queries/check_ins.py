"""Check-ins as they stand: of one person and day, and those that wait for a superior."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from attendance.models import CheckIn
from attendance.places import Target
from units.access import on_day, people_visible_to
from units.models import Home
from units.queries.authority import decides_for_anybody, postings_decided_by
from units.queries.tree import places_of
from units.todos import Todo


def check_ins_of(employee, day):
    """Return {"in": CheckIn, "out": CheckIn} of a work date, with their reviews; both optional."""
    rows = CheckIn.objects.filter(employee=employee, work_date=day).select_related("review")
    return {row.direction: row for row in rows}


def check_in_with_key(key):
    """Return the check-in that was made with this key by anybody, or None."""
    return CheckIn.objects.filter(key=key).first()


def check_in_for(employee, day, direction):
    """Return the check-in of a person, date and direction, or None."""
    return CheckIn.objects.filter(employee=employee, work_date=day, direction=direction).first()


def home_on(employee, day):
    """Return the confirmed home in force for a person on a day, or None; a temporary one first."""
    return (
        Home.objects.filter(on_day(day), employee=employee, confirmed_at__isnull=False)
        .order_by("-temporary", "-starts_on", "-pk")
        .first()
    )


def targets_of(employee, unit, workplace, day):
    """Return the circles in which a check-in counts: the confirmed home, or the unit's places."""
    if workplace == CheckIn.Workplace.HOME:
        home = home_on(employee, day)
        return [Target(home.latitude, home.longitude, home.radius_m)] if home else []
    return [
        Target(place.latitude, place.longitude, place.radius_m, place.pk)
        for place in places_of(unit)
    ]


def check_ins_visible_to(scope):
    """Return the check-ins whose people the account may see by name."""
    return CheckIn.objects.filter(employee__in=people_visible_to(scope)).select_related(
        "employee", "review", "review__decided_by", "evidence", "place"
    )


def check_ins_to_review(scope):
    """Return the undecided check-ins of the people for whom the account decides, oldest first."""
    return (
        CheckIn.objects.filter(
            finding=CheckIn.Finding.REVIEW,
            review__isnull=True,
            employee_id__in=postings_decided_by(scope).values("employee_id"),
        )
        .select_related("employee", "evidence")
        .order_by("work_date", "server_time", "pk")
    )


def check_ins_waiting(scope, now):
    """Return a Todo for the check-ins that wait for the account's decision."""
    n = check_ins_to_review(scope).order_by().count() if decides_for_anybody(scope) else 0
    if not n:
        return []
    text = ngettext("%(n)s presensi perlu ditinjau", "%(n)s presensi perlu ditinjau", n)
    return [
        Todo("review", text % {"n": n}, reverse("attendance:check_in_review_list"), _("Tinjau"))
    ]
