"""Kiosks are opened and closed; people get and change the PIN with which they are known there."""

import datetime
import secrets

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from attendance.models import Kiosk, KioskPin
from attendance.queries.kiosks import (
    SALT,
    kiosk_digest,
    may_open_at,
    people_at_kiosks,
    works_at_kiosk,
)
from attendance.wording import ELSEWHERE_AT_KIOSK
from units import clock, nip
from units.access import scope_for
from units.decisions import MovedOn, Refused, record_decision
from units.queries.people import posting_on
from units.queries.tree import places_of

DIGITS = 6
STAIRS = ("01234567890", "09876543210")


class WrongPin(Refused):
    """NIP and PIN do not belong together."""


@transaction.atomic
def open_kiosk(unit, *, place, name, actor):
    """Open a kiosk of a unit at one of its places for KIOSK_HOURS; return (Kiosk, token).

    By the unit's HR, its head or who acts for them, and BKPSDM. The token is told this once.
    Refused: no name, and a place at which the unit does not work.
    """
    scope = scope_for(actor)
    if not may_open_at(scope, unit):
        raise PermissionDenied
    name = " ".join(name.split())[:80]
    if not name:
        raise Refused(_("Isi nama kiosk."))
    if place.pk not in {one.pk for one in places_of(unit)}:
        raise Refused(_("Tempat ini bukan tempat kerja unit yang dipilih. Pilih tempat lain."))
    token, now = secrets.token_urlsafe(32), clock.now()
    kiosk = Kiosk.objects.create(
        unit=unit,
        place=place,
        name=name,
        digest=kiosk_digest(token),
        opened_by=actor,
        opened_at=now,
        expires_at=now + datetime.timedelta(hours=settings.KIOSK_HOURS),
    )
    record_decision(
        kiosk,
        "open_kiosk",
        actor=actor,
        unit=unit,
        after={"place": place.pk, "expires_at": kiosk.expires_at},
        mandate=scope.mandate_for(unit),
    )
    return kiosk, token


@transaction.atomic
def close_kiosk(kiosk, *, actor):
    """Close a kiosk at once. By who may open it; raises MovedOn where it is closed already."""
    scope = scope_for(actor)
    if not may_open_at(scope, kiosk.unit):
        raise PermissionDenied
    still = Kiosk.objects.filter(pk=kiosk.pk, closed_at__isnull=True)
    if not still.update(closed_at=clock.now(), closed_by=actor):
        raise MovedOn(_("Kiosk ini sudah ditutup."))
    record_decision(
        kiosk, "close_kiosk", actor=actor, unit=kiosk.unit, mandate=scope.mandate_for(kiosk.unit)
    )


@transaction.atomic
def hand_over_pin(digits, *, actor):
    """Give a person a PIN for one use; return (Employee, PIN), told this once.

    By who keeps the records of the person, never for oneself; a PIN before it is void. It only
    lets the person choose the own one, at a kiosk of their unit.
    """
    scope = scope_for(actor)
    person = people_at_kiosks().filter(nip=nip.normalized(digits)).first()
    posting = person and posting_on(person, scope.day)
    if posting is None or not scope.keeps_records_of(posting.unit):
        raise Refused(_("Tidak ada pegawai dengan NIP ini pada unit yang Anda kelola."))
    if person.user_id == actor.pk:
        raise Refused(_("PIN Anda sendiri ditetapkan di halaman PIN kiosk."))
    pin = _random_pin(person)
    expires_at = clock.now() + datetime.timedelta(days=settings.KIOSK_PIN_DAYS)
    _keep_pin(person, pin, actor, one_time=True, expires_at=expires_at)
    record_decision(
        person, "hand_over_kiosk_pin", actor=actor, unit=posting.unit,
        after={"expires_at": expires_at},
    )  # fmt: skip
    return person, pin


@transaction.atomic
def set_own_pin(employee, *, pin, repeated, actor):
    """Set the PIN of oneself. Refused: not six digits, not the same twice, easily guessed."""
    if employee.user_id is None or employee.user_id != actor.pk:
        raise PermissionDenied
    _refuse_weak(employee, pin, repeated)
    _keep_pin(employee, pin, actor)
    record_decision(employee, "set_kiosk_pin", actor=actor)


@transaction.atomic
def change_one_time_pin(employee, *, pin, repeated):
    """Set the own PIN in place of the one handed over, at a kiosk; raises MovedOn if it is gone."""
    if employee.user is None:
        raise PermissionDenied
    _refuse_weak(employee, pin, repeated)
    valid = KioskPin.objects.filter(employee=employee, one_time=True, expires_at__gt=clock.now())
    kept = valid.first()
    if kept is not None and check_password(_peppered(employee, pin), kept.secret):
        raise Refused(_("Pilih PIN yang lain daripada PIN sekali pakai."))
    changed = kept is not None and valid.filter(secret=kept.secret).update(
        secret=make_password(_peppered(employee, pin)),
        one_time=False,
        expires_at=None,
        set_by=employee.user,
        set_at=clock.now(),
    )
    if not changed:
        raise MovedOn(_("PIN sekali pakai ini sudah tidak berlaku. Mulai lagi."))
    record_decision(employee, "set_kiosk_pin", actor=employee.user)


def known_at_kiosk(kiosk, digits, pin):
    """Return the KioskPin of who typed NIP and PIN at a kiosk.

    Raises WrongPin with one sentence for an unknown NIP, a wrong PIN and one that is over: each
    costs the same work. Refused: people who work outside the kiosk's unit and what is below it;
    only who knows the PIN is told so. How often may be tried counts the view.
    """
    kept = (
        KioskPin.objects.filter(
            employee__in=people_at_kiosks(), employee__nip=nip.normalized(digits)
        )
        .select_related("employee__user")
        .first()
    )
    text = _peppered(kept.employee if kept else None, pin)
    if kept is None:
        make_password(text)
    fits = kept is not None and check_password(text, kept.secret)
    if not fits or (kept.one_time and kept.expires_at <= clock.now()):
        raise WrongPin(_("NIP atau PIN tidak sesuai. Presensi belum tercatat."))
    if not works_at_kiosk(kiosk, posting_on(kept.employee, clock.today())):
        raise Refused(str(ELSEWHERE_AT_KIOSK))
    return kept


def _keep_pin(employee, pin, actor, *, one_time=False, expires_at=None):
    KioskPin.objects.update_or_create(
        employee=employee,
        defaults={
            "secret": make_password(_peppered(employee, pin)),
            "one_time": one_time,
            "expires_at": expires_at,
            "set_by": actor,
            "set_at": clock.now(),
        },
    )


def _peppered(employee, pin):
    """Bind a PIN to its person and the secret key: six digits alone are guessed from any hash."""
    text = f"{employee.pk if employee else 0}|{pin}"
    return salted_hmac(f"{SALT}.pin", text, algorithm="sha256").hexdigest()


def _is_weak(employee, pin):
    return len(set(pin)) < 3 or pin in employee.nip or any(pin in stair for stair in STAIRS)


def _refuse_weak(employee, pin, repeated):
    if len(pin) != DIGITS or not (pin.isascii() and pin.isdecimal()):
        raise Refused(_("PIN terdiri atas enam angka. PIN belum diubah."))
    if pin != repeated:
        raise Refused(_("Kedua PIN tidak sama. PIN belum diubah."))
    if _is_weak(employee, pin):
        raise Refused(
            _("PIN ini mudah ditebak: bukan bagian NIP, angka berurutan, atau angka berulang.")
        )


def _random_pin(employee):
    while True:
        pin = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        if not _is_weak(employee, pin):
            return pin
