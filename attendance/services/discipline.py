"""Warnings before and at each step of PP 94/2021: raised, acknowledged, passed on, lapsed.

The portal imposes nothing. It tells the superior in time and keeps who knew when.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from attendance.discipline import warnings_of
from attendance.models import DisciplineWarning
from attendance.queries.discipline import people_to_watch, standings
from attendance.queries.watch import decides_on, rules_on, working_days_before
from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused, notify, record_decision
from units.models import Employee
from units.queries.people import city_accounts, posting_on, superiors_of

Status = DisciplineWarning.Status
Level = DisciplineWarning.Level
AT_ONCE = 500


def watch_discipline():
    """Make the warnings of this year and the last equal to the records; return how many changed.

    Safe to run again. In January a late decision still changes the year before.
    """
    today = clock.today()
    years = [today.year, today.year - 1] if today.month == 1 else [today.year]
    changed = 0
    for year in years:
        people = people_to_watch(year)
        for first in range(0, len(people), AT_ONCE):
            some = people[first : first + AT_ONCE]
            found = standings(some, year)
            for employee in Employee.objects.filter(pk__in=some).select_related("user"):
                changed += _bring_up_to_date(employee, year, found[employee.pk])
    return changed


def watch_person(employee, year):
    """Make one person's warnings of a year equal to the records; return how many changed."""
    return _bring_up_to_date(employee, year, standings([employee.pk], year)[employee.pk])


@transaction.atomic
def _bring_up_to_date(employee, year, standing):
    ahead = rules_on(clock.today()).warn_ahead_days
    wanted = {(basis, step): (level, n) for basis, step, level, n in warnings_of(standing, ahead)}
    counts = {rung.basis: rung.count for rung in standing.rungs}
    known = {
        (one.basis, one.step): one
        for one in DisciplineWarning.objects.select_for_update().filter(
            employee=employee, year=year
        )
    }
    changed = 0
    for key, one in known.items():
        stands = counts[one.basis] >= one.step if one.level == Level.REACHED else key in wanted
        if not stands and key not in wanted and one.status != Status.LAPSED:
            changed += _lapse(one)
    for (basis, step), (level, count) in wanted.items():
        one = known.get((basis, step))
        if one is not None and one.status != Status.LAPSED and one.level == level:
            DisciplineWarning.objects.filter(pk=one.pk).exclude(count=count).update(count=count)
            continue
        changed += _raise(employee, year, basis, step, level, count)
    return changed


def _lapse(warning):
    moved = (
        DisciplineWarning.objects.filter(pk=warning.pk)
        .exclude(status=Status.LAPSED)
        .update(status=Status.LAPSED, lapsed_at=clock.now())
    )
    if moved:
        record_decision(
            warning, "lapse_warning", actor=None, unit=warning.unit,
            before={"status": warning.status, "count": warning.count},
            after={"status": Status.LAPSED},
        )  # fmt: skip
    return moved


def _raise(employee, year, basis, step, level, count):
    posting = posting_on(employee, clock.today())
    values = {
        "unit": posting.unit if posting else None,
        "level": level,
        "count": count,
        "status": Status.OPEN,
        "raised_at": clock.now(),
        "reminded_at": None,
        "escalated_at": None,
        "note": "",
        "acknowledged_by": None,
        "acknowledged_at": None,
        "lapsed_at": None,
    }
    warning, _made = DisciplineWarning.objects.update_or_create(
        employee=employee, year=year, basis=basis, step=step, defaults=values
    )
    record_decision(
        warning, "raise_warning", actor=None, unit=values["unit"],
        after={"basis": basis, "step": step, "level": level, "count": count},
    )  # fmt: skip
    link = reverse("attendance:warning_detail", args=[warning.pk])
    notify(
        superiors_of(employee, clock.today()),
        kind="discipline_warning",
        link=link,
        name=employee.name,
        count=count,
        step=step,
    )
    if employee.user_id:
        notify([employee.user], kind="discipline_own", link=link, count=count, step=step)
    return 1


@transaction.atomic
def acknowledge_warning(warning, *, note, actor):
    """Keep that the superior knows and what is done about it (PP 94/2021 Art. 28).

    By who decides for the person, or BKPSDM; never the person.
    """
    scope = scope_for(actor)
    if not decides_on(scope, warning.employee):
        raise PermissionDenied
    note = note.strip()[:500]
    if not note:
        raise Refused(_("Tuliskan tindak lanjut Anda. Tidak ada yang dicatat."))
    moved = DisciplineWarning.objects.filter(
        pk=warning.pk, status=Status.OPEN, level=warning.level, count=warning.count
    ).update(
        status=Status.ACKNOWLEDGED, note=note, acknowledged_by=actor, acknowledged_at=clock.now()
    )
    if not moved:
        raise MovedOn(_("Peringatan ini sudah berubah. Periksa lagi sebelum menindaklanjuti."))
    record_decision(
        warning,
        "acknowledge_warning",
        actor=actor,
        unit=warning.unit,
        reason=note,
        before={"status": Status.OPEN},
        after={"status": Status.ACKNOWLEDGED, "step": warning.step, "count": warning.count},
        mandate=scope.mandate_for(warning.unit) if warning.unit else "",
    )
    warning.refresh_from_db()
    return warning


def remind_of_warnings():
    """Remind of warnings that nobody acknowledged and pass late ones up; return how many.

    After the working days of the rules the superior is reminded once, later the next level and
    BKPSDM are told. Nothing is decided by time.
    """
    today = clock.today()
    rules = rules_on(today)
    waiting = list(
        DisciplineWarning.objects.filter(status=Status.OPEN, escalated_at__isnull=True)
        .select_related("employee__user", "unit")
        .order_by("pk")
    )
    units = {one.unit_id for one in waiting if one.unit_id}
    remind = working_days_before(today, rules.remind_days, units)
    pass_on = working_days_before(today, rules.escalate_days, units)
    moved = 0
    for one in waiting:
        raised = timezone.localtime(one.raised_at).date()
        if (limit := pass_on.get(one.unit_id)) and raised <= limit:
            moved += _tell(one, "escalated_at", _above(one.employee, today))
        elif one.reminded_at is None and (limit := remind.get(one.unit_id)) and raised <= limit:
            moved += _tell(one, "reminded_at", superiors_of(one.employee, today))
    return moved


def _above(employee, today):
    """Return who stands above the superior of a person, and BKPSDM; never the person."""
    above = []
    for superior in superiors_of(employee, today):
        if hasattr(superior, "employee"):
            above += superiors_of(superior.employee, today)
    above += city_accounts(today)
    return [user for user in above if user.pk != employee.user_id]


@transaction.atomic
def _tell(warning, field, accounts):
    moved = DisciplineWarning.objects.filter(
        pk=warning.pk, status=Status.OPEN, **{f"{field}__isnull": True}
    ).update(**{field: clock.now()})
    if moved:
        notify(
            accounts,
            kind="discipline_unread",
            link=reverse("attendance:warning_detail", args=[warning.pk]),
            name=warning.employee.name,
            count=warning.count,
            step=warning.step,
        )
    return moved
