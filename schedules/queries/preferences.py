"""Preferences as the planner reads them, how far they were honoured, and whose they are to see."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404

from schedules.models import PairApart, Preference
from schedules.queries.workplaces import home_days
from units.access import people_visible_to
from units.queries.authority import postings_decided_by
from units.queries.people import postings_on

ALL_WEEKDAYS = frozenset(range(6))


def unwanted_weekdays(preference):
    """Return the weekdays that count as unwanted at home: the avoided ones, and where days were
    asked for also every other weekday."""
    avoided = frozenset(preference.unwanted_weekdays)
    wanted = frozenset(preference.wanted_weekdays)
    return avoided | (ALL_WEEKDAYS - wanted) if wanted else avoided


@dataclass(frozen=True)
class Honoured:
    """Of so many published days at home of the last periods, how many fell as was asked.

    `beside` are days on which a person to be kept apart from was at home as well.
    """

    days: int
    as_asked: int
    beside: int


def preference_of(employee):
    """Return the Preference of an employee, an empty unsaved one where nothing was asked."""
    found = Preference.objects.filter(employee=employee).first()
    return found or Preference(employee=employee)


def honoured(employee, since, until):
    """Return how far the preferences in force today were honoured, from `since` to `until`.

    On the days at home as they hold or were lived: a day that fell away for a holiday, an absence,
    a posting or a recall counts on neither side.
    """
    preference = preference_of(employee)
    unwanted = unwanted_weekdays(preference)
    partners = [one.second_id if one.first_id == employee.pk else one.first_id
                for one in pairs_of(employee, until)]  # fmt: skip
    held = home_days([employee.pk, *partners], since, until)
    mine = {row.date for row in held.pop(employee.pk, ())}
    theirs = {row.date for rows in held.values() for row in rows}
    return Honoured(
        days=len(mine),
        as_asked=sum(1 for day in mine if day.weekday() not in unwanted),
        beside=len(mine & theirs),
    )


def pairs_of(employee, day):
    """Return the pairs in force on a day to which an employee belongs."""
    mine = Q(first=employee) | Q(second=employee)
    return (
        PairApart.objects.filter(mine, starts_on__lte=day)
        .exclude(ends_on__lt=day)
        .select_related("first", "second")
    )


def claims_to_examine(scope):
    """Return the caregiver claims that wait for this account as unit HR, oldest first.

    Nobody examines their own. The evidence is for unit HR alone: not for heads, not for BKPSDM.
    """
    posted = postings_on(scope.day, scope.hr_unit_tree()).values("employee_id")
    return (
        Preference.objects.filter(caregiver_asked_at__isnull=False, employee__in=posted)
        .exclude(employee__user=scope.user)
        .select_related("employee")
        .order_by("caregiver_asked_at", "pk")
    )


def claim_for(scope, pk):
    """Return a claim that waits for this account; Http404 for any other."""
    claim = claims_to_examine(scope).filter(pk=pk).first()
    if claim is None:
        raise Http404
    return claim


def keeps_pairs(scope):
    """Say whether the account keeps pairs apart: heads and unit HR, for their own people."""
    return scope.is_head or scope.is_unit_hr


def people_of_pairs(scope):
    """Return the people whom the account may keep apart: whom it decides for, or whose records
    it keeps; never itself."""
    led = postings_decided_by(scope).values("employee_id")
    kept = postings_on(scope.day, scope.hr_unit_tree()).values("employee_id")
    people = people_visible_to(scope).filter(Q(pk__in=led) | Q(pk__in=kept), left_on__isnull=True)
    return people.exclude(user_id=scope.user.pk)


def pairs_visible_to(scope):
    """Return the open pairs in which the account keeps both people, by name."""
    people = people_of_pairs(scope).values("pk")
    return (
        PairApart.objects.filter(first__in=people, second__in=people)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=scope.day))
        .select_related("first", "second", "recorded_by__employee")
    )


def pair_for(scope, pk):
    """Return an open pair that the account keeps; Http404 for any other."""
    pair = pairs_visible_to(scope).filter(pk=pk).first()
    if pair is None:
        raise Http404
    return pair
