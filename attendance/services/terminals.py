"""Terminals of a unit: registered, their columns set, their PINs given to people."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from attendance.device_logs import pin_of
from attendance.models import FileColumns, PinHolder, Terminal
from attendance.models.device_files import ALWAYS
from units import clock, nip
from units.access import scope_for
from units.decisions import Refused, record_decision
from units.models import Employee
from units.queries.people import posting_on


def _refuse_others(actor, unit):
    scope = scope_for(actor)
    if not scope.keeps_records_of(unit):
        raise PermissionDenied
    return scope


@transaction.atomic
def make_terminal(unit, *, name, actor):
    """Register a terminal of a unit; return it. By who keeps the records of the unit.

    Refused: no name, and a name that the unit has already.
    """
    _refuse_others(actor, unit)
    name = " ".join(name.split())[:80]
    if not name:
        raise Refused(_("Isi nama terminal."))
    try:
        with transaction.atomic():
            terminal = Terminal.objects.create(
                unit=unit, name=name, made_by=actor, made_at=clock.now()
            )
    except IntegrityError:
        raise Refused(_("Unit ini sudah mempunyai terminal dengan nama itu.")) from None
    record_decision(terminal, "make_terminal", actor=actor, unit=unit, after={"name": name})
    return terminal


@transaction.atomic
def set_file_columns(unit, *, pin, moment, time, order, actor):
    """Say which columns of the CSV and XLSX files of a unit hold what; return the FileColumns."""
    _refuse_others(actor, unit)
    values = {
        name: " ".join(text.split())[:60]
        for name, text in (("pin", pin), ("moment", moment), ("time", time))
    }
    if not values["pin"] or not values["moment"] or order not in FileColumns.Order.values:
        raise Refused(_("Isi kolom PIN, kolom tanggal, dan cara menulis tanggal."))
    columns, _made = FileColumns.objects.update_or_create(
        unit=unit, defaults={**values, "order": order, "set_by": actor, "set_at": clock.now()}
    )
    record_decision(
        columns, "set_file_columns", actor=actor, unit=unit, after={**values, "order": order}
    )
    return columns


@transaction.atomic
def set_pin(terminal, *, pin, digits, actor, starts_on=None, whole_unit=False):
    """Say whose a PIN is from a date on (from ever by default); return the PinHolder.

    At one terminal, or with `whole_unit` at all terminals of its unit. By who keeps the records of
    the terminal's unit, for people whose records they keep, never for themselves. Punches that
    were read in before count for the person once the file is computed again.
    """
    scope = _refuse_others(actor, terminal.unit)
    number, fault = pin_of(pin)
    if fault:
        raise Refused(_("PIN harus berupa huruf atau angka, dan bukan 0."))
    person = Employee.objects.filter(nip=nip.normalized(digits), left_on__isnull=True).first()
    posting = person and posting_on(person, scope.day)
    if posting is None or not scope.keeps_records_of(posting.unit):
        raise Refused(_("Tidak ada pegawai dengan NIP ini pada unit yang Anda kelola."))
    if person.user_id == actor.pk:
        raise Refused(_("PIN Anda sendiri dipasangkan oleh pengelola lain atau BKPSDM."))
    key = {
        "unit": terminal.unit,
        "terminal": None if whole_unit else terminal,
        "pin": number,
        "starts_on": starts_on or ALWAYS,
    }
    before = PinHolder.objects.filter(**key).values_list("employee_id", flat=True).first()
    holder, _made = PinHolder.objects.update_or_create(
        **key, defaults={"employee": person, "set_by": actor, "set_at": clock.now()}
    )
    record_decision(
        terminal,
        "set_pin",
        actor=actor,
        unit=terminal.unit,
        before={"employee": before},
        after={"pin": number, "employee": person.pk, "starts_on": key["starts_on"]},
    )
    return holder
