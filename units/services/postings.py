"""Putting people where they work: postings and the end of employment."""

import datetime

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from units import clock
from units.decisions import MovedOn, Refused, notify, record_decision
from units.models import Employee, Home, Posting, RoleGrant, Unit, User
from units.queries.people import head_accounts, superiors_of
from units.queries.tree import path_of
from units.services.own import refuse_own_data

DAY = datetime.timedelta(days=1)


@transaction.atomic
def post_employee(
    employee, *, actor, unit, position, starts_on, is_head=False, letter_number="", reason=""
):
    """Give an employee a definitive posting from a date on; return it.

    The posting before ends the day before. Refused: a closed unit, somebody who has left, a
    date not after the start of the posting before, a posting that changes nothing, a unit that
    has a definitive head on one of the days, and oneself. Roles of unit HR outside the new unit's
    path end with the old posting. Tells the person and the heads of both units.
    """
    refuse_own_data(employee, actor)
    Employee.objects.select_for_update().get(pk=employee.pk)
    if employee.left_on:
        raise Refused(_("Pegawai ini sudah berhenti."))
    if unit.closed_on and unit.closed_on <= starts_on:
        raise Refused(_("Unit tujuan sudah dihapus."))
    definitive = employee.postings.filter(kind=Posting.Kind.DEFINITIVE)
    last = definitive.select_related("unit", "position").order_by("-starts_on").first()
    if last and starts_on <= last.starts_on:
        raise Refused(
            _("Tanggal mulai harus sesudah tanggal mulai penempatan sekarang (%(date)s).")
            % {"date": last.starts_on.strftime("%d-%m-%Y")}
        )
    if last and (last.unit, last.position, last.is_head) == (unit, position, is_head):
        raise Refused(_("Penempatan ini sama dengan yang sekarang. Pilih unit atau jabatan lain."))
    if is_head:
        refuse_second_head(unit, starts_on, None, ~Q(employee=employee), definitive=True)
    definitive.filter(starts_on__lt=starts_on).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on)
    ).update(ends_on=starts_on - DAY)
    posting = create_posting(
        employee=employee,
        unit=unit,
        position=position,
        is_head=is_head,
        letter_number=letter_number,
        starts_on=starts_on,
    )
    end_roles_outside({employee.user_id: (unit.pk, starts_on)})
    record_decision(
        employee,
        "post_employee",
        actor=actor,
        unit=unit,
        reason=reason,
        before={"unit": last.unit.code, "position": last.position.code} if last else {},
        after={
            "unit": unit.code,
            "position": position.code,
            "is_head": is_head,
            "starts_on": starts_on,
            "letter_number": letter_number,
        },
    )
    today = clock.today()
    told = {employee.user} | set(head_accounts(unit, today))
    if last:
        told |= set(head_accounts(last.unit, today))
    notify(
        told,
        kind="posting",
        link=f"/pegawai/{employee.pk}/",
        name=employee.name,
        unit=unit.label,
        date=starts_on,
    )
    return posting


def create_posting(**fields):
    """Create a posting; what the database refuses was done by somebody faster."""
    try:
        with transaction.atomic():
            return Posting.objects.create(**fields)
    except IntegrityError:
        raise MovedOn from None


def refuse_second_head(unit, starts_on, ends_on, besides, *, definitive):
    """Refuse a head for days on which the unit has one of that sort, besides the rows excepted."""
    overlapping = Posting.objects.filter(
        besides, Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on), unit=unit, is_head=True
    )
    if ends_on:
        overlapping = overlapping.filter(starts_on__lte=ends_on)
    kinds = Q(kind=Posting.Kind.DEFINITIVE)
    other = overlapping.filter(kinds if definitive else ~kinds).select_related("employee").first()
    if other:
        raise Refused(
            _("%(unit)s sudah dikepalai %(name)s pada hari-hari itu. Akhiri yang lama dahulu.")
            % {"unit": unit.label, "name": other.employee.name}
        )


def end_roles_outside(moves):
    """End the unit HR roles that a transfer leaves behind; `moves` is {user_id: (unit_id, day)}.

    A role stays where the new unit is the unit of the role or below it.
    """
    grants = RoleGrant.objects.filter(role=RoleGrant.Role.UNIT_HR, ends_on__isnull=True)
    paths = {}
    for grant in (grant for grant in grants if grant.user_id in moves):
        unit_id, day = moves[grant.user_id]
        if unit_id not in paths:
            paths[unit_id] = {step.pk for step in path_of(Unit(pk=unit_id))}
        if grant.unit_id not in paths[unit_id]:
            RoleGrant.objects.filter(pk=grant.pk).update(ends_on=max(day - DAY, grant.starts_on))


@transaction.atomic
def end_employment(employee, *, actor, left_on, reason):
    """End the employment from a date on (the first day no longer worked).

    Closes postings and roles the day before. On that day, or now if it has come, the account
    is deactivated, its sessions end and the registered home is erased. The superiors are told.
    Refused: somebody who
    has left already, a date before they joined, oneself.
    """
    if employee.user_id is not None and employee.user_id == actor.pk:
        raise Refused(_("Anda tidak dapat mengakhiri kepegawaian Anda sendiri."))
    if left_on < employee.joined_on:
        raise Refused(_("Tanggal berhenti mendahului tanggal mulai bekerja."))
    moved = Employee.objects.filter(pk=employee.pk, left_on__isnull=True).update(left_on=left_on)
    if not moved:
        raise MovedOn
    employee.refresh_from_db()
    superiors = superiors_of(employee, clock.today())
    close_records_of_leavers([employee])
    notify(
        superiors,
        kind="employment_ended",
        link=f"/pegawai/{employee.pk}/",
        name=employee.name,
        date=left_on,
    )
    return record_decision(
        employee, "end_employment", actor=actor, reason=reason, after={"left_on": left_on}
    )


def close_records_of_leavers(employees):
    """Close postings and roles of people whose `left_on` is set, in a constant number of queries
    per date; deactivate the accounts of those whose day has come."""
    for left_on, group in _batches((employee.left_on, employee) for employee in employees):
        still_open = Q(ends_on__isnull=True) | Q(ends_on__gte=left_on)
        ids = [e.pk for e in group]
        users = [e.user_id for e in group if e.user_id]
        Posting.objects.filter(employee_id__in=ids, starts_on__gte=left_on).delete()
        Posting.objects.filter(still_open, employee_id__in=ids).update(ends_on=left_on - DAY)
        RoleGrant.objects.filter(user_id__in=users, starts_on__gte=left_on).delete()
        RoleGrant.objects.filter(still_open, user_id__in=users).update(ends_on=left_on - DAY)
    deactivate_leavers(employees)


def deactivate_leavers(employees):
    """Shut the accounts of people who have left by today and erase their homes.

    A new unusable password ends every session at its next request.
    """
    today = clock.today()
    gone = (("gone", e) for e in employees if e.left_on and e.left_on <= today)
    for _key, group in _batches(gone):
        User.objects.filter(pk__in=[e.user_id for e in group if e.user_id]).update(
            is_active=False, password=make_password(None)
        )
        Home.objects.filter(employee_id__in=[e.pk for e in group]).delete()


@transaction.atomic
def deactivate_departed():
    """Do for everybody whose last day has passed what `end_employment` does at once.

    Safe to run again: returns how many accounts were shut this time.
    """
    due = Employee.objects.filter(left_on__lte=clock.today()).filter(
        Q(user__is_active=True) | Q(homes__isnull=False)
    )
    people = list(due.distinct())
    deactivate_leavers(people)
    return len(people)


def close_definitive(ends):
    """Close open definitive postings: `ends` is {posting_id: last day}, grouped by day."""
    for day, ids in _batches((day, posting_id) for posting_id, day in ends.items()):
        Posting.objects.filter(pk__in=ids).update(ends_on=day)


def _batches(pairs, size=1000):
    """Yield (key, up to 1,000 items) from (key, item) pairs: databases limit parameters."""
    groups = {}
    for key, item in pairs:
        groups.setdefault(key, []).append(item)
    for key, items in groups.items():
        for start in range(0, len(items), size):
            yield key, items[start : start + size]
