"""Leave, illness and official travel as unit HR records them; plans are compared at once."""

import datetime

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schedules.models import Away
from schedules.services.rechecks import ask_rechecks
from units import clock
from units.access import on_day
from units.decisions import MovedOn, Refused, notify, record_decision
from units.models import Employee, Posting
from units.queries.people import superiors_of

LONGEST = datetime.timedelta(days=3 * 366)


@transaction.atomic
def record_away(employee, *, kind, starts_on, ends_on, actor, letter_number=""):
    """Record an absence that is decided already; return the Away.

    Days already past are recorded too (a doctor's letter comes later) and change no plan. The
    plans of the person's agencies are compared with the new facts; person and superiors are
    told. Refused: an end before the start, more than three years, leave or travel without a
    letter, somebody not employed on all the days, days on which an absence stands already.
    """
    employee = Employee.objects.select_for_update().get(pk=employee.pk)
    _check(employee, kind, starts_on, ends_on, letter_number.strip())
    try:
        with transaction.atomic():
            away = Away.objects.create(
                employee=employee,
                kind=kind,
                starts_on=starts_on,
                ends_on=ends_on,
                status=Away.Status.APPROVED,
                letter_number=letter_number.strip(),
                recorded_by=actor,
                recorded_at=clock.now(),
            )
    except IntegrityError as error:
        raise Refused(_("Ketidakhadiran yang mulai pada hari itu sudah tercatat.")) from error
    _decide(away, "record_away", actor, after=_facts(away))
    notify(
        _concerned(away),
        kind="away_recorded",
        name=away.employee.name,
        absence=lambda: away.get_kind_display().lower(),
        start=away.starts_on,
        end=away.ends_on,
    )
    _recheck(away)
    return away


@transaction.atomic
def withdraw_away(away, *, reason, actor):
    """Take back an absence recorded by mistake; the row stays, with who took it back and why."""
    if not reason.strip():
        raise Refused(_("Tuliskan alasan pembatalan. Tidak ada yang diubah."))
    moved = Away.objects.filter(pk=away.pk, status=Away.Status.APPROVED).update(
        status=Away.Status.WITHDRAWN
    )
    if not moved:
        raise MovedOn(_("Catatan ini sudah dibatalkan orang lain."))
    _decide(away, "withdraw_away", actor, reason=reason.strip(), before=_facts(away))
    notify(
        _concerned(away),
        kind="away_withdrawn",
        name=away.employee.name,
        absence=lambda: away.get_kind_display().lower(),
        start=away.starts_on,
        end=away.ends_on,
    )
    _recheck(away)


def _check(employee, kind, starts_on, ends_on, letter):
    if ends_on < starts_on:
        raise Refused(_("Tanggal akhir mendahului tanggal mulai."))
    if ends_on - starts_on > LONGEST:
        raise Refused(_("Ketidakhadiran paling lama tiga tahun. Periksa tanggalnya."))
    if not letter and kind != Away.Kind.SICK:
        raise Refused(_("Isi nomor surat. Hanya sakit yang boleh menyusulkan suratnya."))
    if starts_on < employee.joined_on or (employee.left_on and ends_on >= employee.left_on):
        raise Refused(_("Pegawai ini tidak bekerja pada sebagian hari itu."))
    standing = Away.objects.filter(
        employee=employee,
        status=Away.Status.APPROVED,
        starts_on__lte=ends_on,
        ends_on__gte=starts_on,
    ).first()
    if standing:
        raise Refused(
            _("Sudah tercatat %(kind)s %(start)s sampai %(end)s, jadi hari itu tidak dicatat lagi.")
            % _words(standing)
        )


def _decide(away, act, actor, **content):
    posting = (
        Posting.objects.filter(
            on_day(clock.today()), employee=away.employee, kind=Posting.Kind.DEFINITIVE
        )
        .select_related("unit")
        .first()
    )
    record_decision(away, act, actor=actor, unit=posting.unit if posting else None, **content)


def _facts(away):
    return {
        "employee": away.employee_id,
        "kind": away.kind,
        "starts_on": away.starts_on,
        "ends_on": away.ends_on,
        "letter_number": away.letter_number,
    }


def _words(away):
    return {
        "kind": away.get_kind_display().lower(),
        "start": date_format(away.starts_on, "j F Y"),
        "end": date_format(away.ends_on, "j F Y"),
    }


def _concerned(away):
    """Return the accounts that are told: the person, and the superiors, who may know the kind."""
    return {away.employee.user, *superiors_of(away.employee, clock.today())}


def _recheck(away):
    units = Posting.objects.filter(
        employee=away.employee, kind=Posting.Kind.DEFINITIVE, starts_on__lte=away.ends_on
    ).exclude(ends_on__lt=away.starts_on)
    ask_rechecks(
        starts_on=away.starts_on,
        ends_on=away.ends_on,
        unit_ids=set(units.values_list("unit_id", flat=True)),
    )
