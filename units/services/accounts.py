"""Opening accounts: a code from personnel staff for people whom no e-mail can reach."""

import datetime
import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from units import clock
from units.access import scope_for
from units.decisions import Refused, notify, record_decision
from units.models import ActivationCode
from units.queries.employees import keeps_records_of

# Without signs that are mistaken for one another on paper: 31 letters and digits.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 8
VALID_FOR = datetime.timedelta(days=7)


@transaction.atomic
def issue_activation_code(employee, *, actor):
    """Make the one valid activation code of an employee's account; return (code, expires_at).

    By unit HR of the person or BKPSDM, never for oneself. The code is told this once: only its
    digest is kept, and the code before it is void. It sets a password and nothing else: a second
    factor stays. Refused: no open account, and an account with a staff role unless BKPSDM asks,
    so that unit HR cannot take over an office. The person is told who issued it.
    """
    scope = scope_for(actor)
    if not keeps_records_of(scope, employee):
        raise PermissionDenied
    user = employee.user
    if user is None or not user.is_active:
        raise Refused(_("Pegawai ini tidak mempunyai akun yang terbuka."))
    if scope_for(user).is_staff_role and not scope.is_city_hr:
        raise Refused(
            _("Akun pejabat dan pengelola dibuka oleh BKPSDM. Belum ada kode yang diterbitkan.")
        )
    code = "".join(secrets.choice(ALPHABET) for _n in range(LENGTH))
    expires_at = clock.now() + VALID_FOR
    ActivationCode.objects.update_or_create(
        user=user,
        defaults={
            "digest": _digest(user, code),
            "issued_by": actor,
            "expires_at": expires_at,
            "used_at": None,
        },
    )
    record_decision(
        employee, "issue_activation_code", actor=actor, after={"expires_at": expires_at}
    )
    notify(
        [user],
        kind="activation_code",
        name=name_of(actor),
    )
    return f"{code[:4]}-{code[4:]}", expires_at


@transaction.atomic
def activate_account(username, code, password):
    """Set the password of the account to which a valid code belongs; return the account.

    Refused with one and the same sentence for an unknown NIP and for a wrong, used or expired
    code; for a password that is too weak with what is wrong about it, the code stays valid then.
    All sessions of the account end. How often may be tried is counted by the view.
    """
    typed = "".join(code.split()).replace("-", "").upper()
    now = clock.now()
    valid = ActivationCode.objects.filter(used_at__isnull=True, expires_at__gt=now)
    kept = (
        valid.filter(user__username=username, user__is_active=True).select_related("user").first()
    )
    user = kept.user if kept else None
    if not constant_time_compare(_digest(user, typed), kept.digest if kept else ""):
        raise _wrong_code()
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    if not valid.filter(pk=kept.pk, digest=kept.digest).update(used_at=now):
        raise _wrong_code()
    user.set_password(password)
    user.save(update_fields=["password"])
    record_decision(user, "activate_account", actor=user)
    return user


def _wrong_code():
    return Refused(_("NIP atau kode tidak sesuai, atau kodenya sudah dipakai atau kedaluwarsa."))


def _digest(user, code):
    """Return the digest of a code, bound to its account and to the secret key."""
    text = f"{user.pk if user else 0}|{code}"
    return salted_hmac("activation code", text, algorithm="sha256").hexdigest()


def name_of(user):
    """Return what an account is called: the employee's name, its own, or the user name."""
    employee = getattr(user, "employee", None)
    return employee.name if employee else user.get_full_name() or user.username
