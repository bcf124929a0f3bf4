"""Named roles of the city: given by letter, ended at once."""

import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from units import clock
from units.decisions import MovedOn, Refused, notify, record_decision
from units.models import RoleGrant, Unit, User
from units.services.accounts import name_of

Role = RoleGrant.Role
# Roles of people who need not be civil servants and so have no NIP.
WITHOUT_NIP = (Role.LEADERSHIP, Role.COUNCIL, Role.INSPECTORATE)


@transaction.atomic
def grant_role(user, *, actor, role, letter_number, unit=None):
    """Give an account a role from today on; return the RoleGrant.

    Only unit HR has a unit: an agency that is open. Refused: oneself, a closed account or that
    of somebody who has left, a role already held, no letter. The person is told.
    """
    if user.pk == actor.pk:
        raise Refused(_("Peran Anda sendiri diberikan oleh orang lain."))
    employee = getattr(user, "employee", None)
    if not user.is_active or (employee is not None and employee.left_on):
        raise Refused(_("Akun ini tidak terbuka."))
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
        raise Refused(_("%(name)s sudah memegang peran ini.") % {"name": name_of(user)})
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
def open_account(username, *, name, email, role, letter_number, actor):
    """Open an account for somebody without NIP (DPRD, Wali Kota) with a role; return the grant.

    The password is set through a link to the e-mail address, which is therefore required.
    Refused: a role that has to be an employee's, a user name of digits alone (it would stand in
    the place of a NIP), a name or address that is taken, and what `grant_role` refuses.
    """
    username, email = username.strip().lower(), email.strip()
    if role not in WITHOUT_NIP:
        raise Refused(_("Peran ini hanya untuk pegawai: tunjuk dengan NIP."))
    if username.isdigit():
        raise Refused(_("Nama pengguna tidak boleh hanya angka: angka dipakai untuk NIP."))
    try:
        User.username_validator(username)
        validate_email(email)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    if User.objects.filter(Q(username__iexact=username) | Q(email__iexact=email)).exists():
        raise Refused(_("Nama pengguna atau alamat e-mail ini sudah dipakai akun lain."))
    first, _space, last = name.strip().partition(" ")
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                username, email=email, first_name=first[:150], last_name=last[:150]
            )
    except IntegrityError:
        raise MovedOn from None
    record_decision(
        user, "open_account", actor=actor, after={"username": username, "name": name.strip()}
    )
    grant = grant_role(user, actor=actor, role=role, letter_number=letter_number)
    notify(
        [user],
        kind="account_opened",
        username=username,
        link=reverse("account_reset_password"),
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
