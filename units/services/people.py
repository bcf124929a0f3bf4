"""The personnel records that unit HR keeps: skills, homes, exclusions."""

import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from units import clock
from units.decisions import MovedOn, Refused, notify, record_decision
from units.models import EmployeeSkill, Exclusion, Home, User
from units.queries.people import superiors_of
from units.services.own import refuse_own_data


@transaction.atomic
def add_skill(employee, *, actor, skill, starts_on):
    """Record that an employee has a skill from a date on; return the record.

    Refused: a skill already held, a start before the person joined, a leaver, oneself.
    """
    refuse_own_data(employee, actor)
    if employee.left_on:
        raise Refused(_("Pegawai ini sudah berhenti."))
    if starts_on < employee.joined_on:
        raise Refused(_("Tanggal mulai mendahului tanggal mulai bekerja."))
    if employee.skills.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on), skill=skill
    ).exists():
        raise Refused(_("Keterampilan ini sudah tercatat pada tanggal itu."))
    try:
        with transaction.atomic():
            held = EmployeeSkill.objects.create(employee=employee, skill=skill, starts_on=starts_on)
    except IntegrityError:
        raise MovedOn from None
    record_decision(
        employee, "add_skill", actor=actor, after={"skill": skill.code, "starts_on": starts_on}
    )
    return held


@transaction.atomic
def end_skill(held, *, actor, ends_on):
    """End a skill on its last day. Refused: an end before its start, one's own."""
    refuse_own_data(held.employee, actor)
    if ends_on < held.starts_on:
        raise Refused(_("Tanggal akhir mendahului tanggal mulai."))
    moved = EmployeeSkill.objects.filter(pk=held.pk, ends_on__isnull=True).update(ends_on=ends_on)
    if not moved:
        raise MovedOn
    record_decision(
        held.employee,
        "end_skill",
        actor=actor,
        after={"skill": held.skill.code, "ends_on": ends_on},
    )


@transaction.atomic
def confirm_home(home, *, actor):
    """Confirm that a registered point is the person's registered address.

    It is in force from today; the one confirmed before ends. Refused: one's own home.
    The decision names no coordinates.
    """
    employee = home.employee
    if employee.user_id is not None and employee.user_id == actor.pk:
        raise Refused(_("Anda tidak dapat mengonfirmasi rumah Anda sendiri."))
    today = clock.today()
    if home.temporary:
        _confirm_temporary(home, actor, today)
        return
    others = employee.homes.filter(confirmed_at__isnull=False, ends_on__isnull=True)
    for other in others.exclude(pk=home.pk):
        last = max(other.starts_on, today - datetime.timedelta(days=1))
        Home.objects.filter(pk=other.pk).update(ends_on=last)
    moved = Home.objects.filter(pk=home.pk, confirmed_at__isnull=True, ends_on__isnull=True).update(
        confirmed_by=actor, confirmed_at=clock.now(), starts_on=today
    )
    if not moved:
        raise MovedOn
    record_decision(employee, "confirm_home", actor=actor, after={"home": home.pk})
    notify(
        [employee.user],
        kind="home",
        link=f"/pegawai/{employee.pk}/",
    )


def _confirm_temporary(home, actor, today):
    """Confirm a temporary home; the registered one stays in force beneath it."""
    moved = Home.objects.filter(pk=home.pk, confirmed_at__isnull=True, ends_on__gte=today).update(
        confirmed_by=actor, confirmed_at=clock.now()
    )
    if not moved:
        raise MovedOn
    record_decision(home.employee, "confirm_home", actor=actor, after={"home": home.pk})
    notify([home.employee.user], kind="home", link=f"/pegawai/{home.employee_id}/")


@transaction.atomic
def record_exclusion(employee, *, actor, kind, reason, starts_on, ends_on=None):
    """Record why a person may not work from home for a time; return the record.

    Refused: no reason, an end before the start, oneself (except one's own choice). The decision
    names the kind and not the reason, which stays with the record. The person and the superiors
    are told; from the first day on the person works at the office whatever the plan says.
    """
    if not reason.strip():
        raise Refused(_("Alasan harus diisi."))
    if ends_on and ends_on < starts_on:
        raise Refused(_("Tanggal akhir mendahului tanggal mulai."))
    own = employee.user_id is not None and employee.user_id == actor.pk
    if own and kind != Exclusion.Kind.OWN_CHOICE:
        raise Refused(_("Pengecualian untuk diri sendiri dicatat orang lain."))
    made = Exclusion.objects.create(
        employee=employee,
        kind=kind,
        reason=reason.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_by=actor,
    )
    record_decision(
        employee,
        "record_exclusion",
        actor=actor,
        after={"exclusion": made.pk, "starts_on": starts_on, "ends_on": ends_on},
    )
    notify(
        [employee.user],
        kind="exclusion",
        link=f"/pegawai/{employee.pk}/",
    )
    notify(
        superiors_of(employee, clock.today()),
        kind="exclusion_below",
        link=f"/pegawai/{employee.pk}/",
        name=employee.name,
        start=starts_on,
    )
    return made


@transaction.atomic
def end_exclusion(exclusion, *, actor, ends_on):
    """End an exclusion on its last day. Refused: an end before its start, one's own."""
    own = exclusion.employee.user_id is not None and exclusion.employee.user_id == actor.pk
    if own and exclusion.kind != Exclusion.Kind.OWN_CHOICE:
        raise Refused(_("Pengecualian untuk diri sendiri diakhiri orang lain."))
    if ends_on < exclusion.starts_on:
        raise Refused(_("Tanggal akhir mendahului tanggal mulai."))
    moved = Exclusion.objects.filter(pk=exclusion.pk, ends_on__isnull=True).update(ends_on=ends_on)
    if not moved:
        raise MovedOn
    record_decision(
        exclusion.employee,
        "end_exclusion",
        actor=actor,
        after={"exclusion": exclusion.pk, "ends_on": ends_on},
    )
    employee = exclusion.employee
    notify(
        [employee.user, *superiors_of(employee, clock.today())],
        kind="exclusion_ended",
        link=f"/pegawai/{employee.pk}/",
        name=employee.name,
        end=ends_on,
    )


def choose_language(user, language):
    """Keep the language in which an account reads pages and receives notices."""
    User.objects.filter(pk=user.pk).update(language=language)
    user.language = language
