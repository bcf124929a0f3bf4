"""Who answers a request for review: the line above the person, without those who decided before."""

import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from schedules.models import Plan
from schedules.planning.review_moves import Rung, rung_in_turn
from schedules.queries.calendar import Calendar
from schedules.queries.policies import policy_for
from schedules.queries.versions import versions_of
from units.access import on_day
from units.models import Decision, Posting, RoleGrant, Unit, User
from units.queries.people import head_postings_on
from units.queries.tree import path_of

Role = RoleGrant.Role
SECRETARY, CITY_HR = "sekda", "bkpsdm"
# What is written about a plan without deciding where anybody works.
NO_DECISION = ("recheck_asked", "plan_superseded", "review_entered")
DAYS_WITHOUT_POLICY = 3
SEARCH_DAYS = 90
ONE_DAY = datetime.timedelta(days=1)


def unit_key(unit_id):
    return f"unit:{unit_id}"


def role_accounts(role, day):
    """Return the active accounts that hold a named role of the city on a day."""
    held = RoleGrant.objects.filter(on_day(day), role=role).values("user_id")
    return list(User.objects.filter(pk__in=held, is_active=True).order_by("pk"))


def line_of(employee, unit, day):
    """Return the Rungs above an employee of a unit on a day, nearest first.

    The heads of the unit and of those above it up to the agency; for who heads the agency the
    Sekda; then BKPSDM. The Sekda comes last of all, for the case that all of BKPSDM decided.
    """
    path = path_of(unit)
    agency = next((n for n, step in enumerate(path) if step.level in Unit.AGENCY_LEVELS), 0)
    units = list(reversed(path[agency:]))
    ids = [step.pk for step in units]
    acting = head_postings_on(day, ids)
    office, heads_agency = {}, False
    for pk, person, user in Posting.objects.filter(
        on_day(day), unit_id__in=ids, is_head=True
    ).values_list("unit_id", "employee_id", "employee__user_id"):
        office.setdefault(pk, set()).add(user)
        heads_agency = heads_agency or (person == employee.pk and pk == ids[-1])
    line = []
    for pk in ids:
        users = [posting.employee.user for posting in acting.get(pk, [])]
        holders = frozenset(user.pk for user in users if user is not None and user.is_active)
        line.append(Rung(unit_key(pk), holders, frozenset(office.get(pk, ())) - {None}))
    roles = {Role.SECRETARY: SECRETARY, Role.CITY_HR: CITY_HR}
    held = {key: set() for key in roles.values()}
    for role, user in RoleGrant.objects.filter(
        on_day(day), role__in=roles, user__is_active=True
    ).values_list("role", "user_id"):
        held[roles[role]].add(user)
    order = [SECRETARY, CITY_HR] if heads_agency else [CITY_HR, SECRETARY]
    for key in order:
        line.append(Rung(key, frozenset(held[key]), frozenset(held[key]), shared=True))
    return line


def deciders_of_day(plan, employee):
    """Return the ids of the accounts that decided where an employee works under a plan.

    Who drew up, submitted, returned, approved or published it or a version that it mends, and who
    changed a day of this person by hand. A version that carries out somebody's request counts
    only for that person.
    """
    versions = versions_of(plan)
    made = Decision.objects.filter(
        subject_type=Plan._meta.label, subject_id__in=versions, act="review_carried_out"
    )
    granted = set(made.values_list("subject_id", flat=True))
    own = [pk for pk in versions if pk not in granted]
    person = str(employee.pk)
    rows = Decision.objects.filter(subject_type=Plan._meta.label, actor__isnull=False).exclude(
        act__in=NO_DECISION
    )
    whole = rows.filter(~Q(act="place_changed"), subject_id__in=own)
    cell = rows.filter(act="place_changed", subject_id__in=versions, after__person=person)
    found = set(whole.values_list("actor_id", flat=True))
    found.update(cell.values_list("actor_id", flat=True))
    for row in Plan.objects.filter(pk__in=own).prefetch_related("parts"):
        found.update({row.created_by_id, row.approved_by_id})
        found.update(part.submitted_by_id for part in row.parts.all())
    return found - {None}


def deciders_of_swap(swap):
    """Return the ids of the accounts that decided on a swap."""
    rows = Decision.objects.filter(
        subject_type=swap._meta.label, subject_id=swap.pk, actor__isnull=False
    )
    return {swap.decided_by_id, *rows.values_list("actor_id", flat=True)} - {None}


def barred_from(request):
    """Return the ids of the accounts that may not answer a request: read anew at each call.

    The person, the colleague of the swap, and whoever decided before.
    """
    barred = set(request.deciders.values_list("pk", flat=True)) | {request.employee.user_id}
    if request.swap_id:
        barred |= {request.swap.partner.user_id} | deciders_of_swap(request.swap)
    else:
        barred |= deciders_of_day(request.plan, request.employee)
    return barred - {None}


def turn_now(request, day):
    """Return (line, barred, Rung in turn or None) of a waiting request on a day."""
    line, barred = line_of(request.employee, request.unit, day), barred_from(request)
    return line, barred, rung_in_turn(line, barred, start=request.turn)


def turn_words(request):
    """Say in words whose turn it is; only offices are named."""
    if request.turn == CITY_HR:
        return _("BKPSDM")
    if request.turn == SECRETARY:
        return _("Sekretaris Daerah")
    if request.turn_unit is None:
        return _("belum ada pejabat yang bebas menjawab")
    return _("kepala %(unit)s") % {"unit": request.turn_unit.name}


def working_day_after(unit, day, count=1):
    """Return the unit's working day of that number after a day, by its own calendar."""
    if count == 0:
        return day
    start, end = day + ONE_DAY, day + datetime.timedelta(days=SEARCH_DAYS)
    days = Calendar.load(start, end).working_days(unit.pk, start, end)
    return days[min(count, len(days)) - 1] if days else end


def deadline(unit, asked_on, first_day):
    """Return the last day for the answer to a request about days from `first_day` on.

    So many of the unit's working days as the policy says; an answer after the day itself is of no
    use, so never later than the last working day before it, nor earlier than the day of asking.
    """
    policy = policy_for(unit, asked_on)
    count = policy.review_days if policy else DAYS_WITHOUT_POLICY
    due = working_day_after(unit, asked_on, count)
    before = first_day - ONE_DAY
    if due <= before:
        return due
    days = Calendar.load(asked_on, before).working_days(unit.pk, asked_on, before)
    return days[-1] if days else asked_on


def answered_reviews_in(plan, *, whole=False):
    """Say whether a version holds a granted request; `whole`: whether one made the version."""
    acts = ["review_carried_out"] if whole else ["review_carried_out", "review_entered"]
    return Decision.objects.filter(
        subject_type=Plan._meta.label, subject_id=plan.pk, act__in=acts
    ).exists()
