"""Named roles of the city: given by letter, ended at once."""

import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from units import clock
from units.decisions import MovedOn, Refused, notify, record_decision
from units.models import RoleGrant, Unit

Role = RoleGrant.Role


@transaction.atomic
def grant_role(employee, *, actor, role, letter_number, unit=None):
    """Give an employee's account a role from today on; return the RoleGrant.

    Only unit HR has a unit: an agency that is open. Refused: oneself, somebody without an open
    account or who has left, a role already held, no letter. The person is told.
    """
    user = employee.user
    if user is not None and user.pk == actor.pk:
        raise Refused(_("Peran Anda sendiri diberikan oleh orang lain."))
    if user is None or not user.is_active or employee.left_on:
        raise Refused(_("Pegawai ini tidak mempunyai akun yang terbuka."))
    if role not in Role.values:
        raise Refused(_("Peran ini tidak dikenal."))
    if not letter_number.strip():
        raise Refused(_("Nomor surat penunjukan harus diisi."))
    unit = unit if role == Role.UNIT_HR else None
    if role == Role.UNIT_HR:
        _require_open_agency(unit)
    today = clock.today()
    held = RoleGrant.objects.filter(user=user, role=role, unit=unit).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    )
    if held.exists():
        raise Refused(_("%(name)s sudah memegang peran ini.") % {"name": employee.name})
    try:
        with transaction.atomic():
            grant = RoleGrant.objects.create(
                user=user,
                role=role,
                unit=unit,
                letter_number=letter_number.strip(),
                starts_on=today,
            )
    except IntegrityError:
        raise MovedOn from None
    record_decision(
        grant,
        "grant_role",
        actor=actor,
        unit=unit,
        after={"role": role, "username": user.username, "letter": grant.letter_number},
    )
    notify(
        [user],
        kind="role_granted",
        role=lambda: _words(grant),
    )
    return grant


@transaction.atomic
def end_role(grant, *, actor):
    """End a role now: at the next request of its holder it is gone. MovedOn where it had ended.

    Refused: one's own role, so that the city is never without BKPSDM.
    """
    if grant.user_id == actor.pk:
        raise Refused(_("Peran Anda sendiri diakhiri oleh orang lain."))
    today = clock.today()
    current = RoleGrant.objects.filter(pk=grant.pk).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    )
    yesterday = today - datetime.timedelta(days=1)
    ended = current.filter(starts_on__lte=yesterday).update(ends_on=yesterday)
    if not ended and not current.delete()[0]:
        raise MovedOn
    record_decision(
        grant,
        "end_role",
        actor=actor,
        unit=grant.unit,
        before={"role": grant.role, "username": grant.user.username},
        after={"ends_on": yesterday},
    )
    notify(
        [grant.user],
        kind="role_ended",
        role=lambda: _words(grant),
    )


def _require_open_agency(unit):
    if unit is None or unit.level not in Unit.AGENCY_LEVELS:
        raise Refused(_("Pilih perangkat daerah yang dikelola."))
    if unit.closed_on and unit.closed_on <= clock.today():
        raise Refused(_("Unit ini sudah dihapus."))


def _words(grant):
    role = str(grant.get_role_display())
    return f"{role}, {grant.unit.label}" if grant.unit else role
