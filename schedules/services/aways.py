"""Leave, illness and official travel as unit HR records them; plans are compared at once.

What the records of a request, an import and a single entry share stands here as well: the rules of
one absence (`faults_of`) and what follows from it (`follow_up`).
"""

import datetime

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schedules.models import Away
from schedules.queries.leave import annual_leave_of, may_take_annual_leave_from
from schedules.services.duty import end_duties_of_the_absent
from schedules.services.rechecks import ask_rechecks
from schedules.services.swaps import end_overtaken_swaps
from units import clock
from units.decisions import MovedOn, Refused, notify, record_decision
from units.models import Employee, Posting
from units.queries.people import posting_on, superiors_of

LONGEST = datetime.timedelta(days=3 * 366)
Leave = Away.LeaveType
# How many months a kind of leave may last.
MOST_MONTHS = {Leave.LONG: 3, Leave.BIRTH: 3, Leave.URGENT: 1, Leave.UNPAID: 36}
FOR_PNS = {Leave.LONG, Leave.URGENT, Leave.UNPAID}


@transaction.atomic
def record_away(employee, *, kind, starts_on, ends_on, actor, letter_number="", leave_type=""):
    """Record an absence that is decided already; return the Away.

    Days already past are recorded too (a doctor's letter comes later) and change no plan. The
    plans of the person's agencies are compared with the new facts; person and superiors are
    told, and open swaps on the days fall. Refused: an end before the start, longer than the kind
    may last, annual leave beyond what the year has left, leave or travel without a letter, a kind
    of leave that the employment does not have, somebody not employed on all the days, days on
    which an absence stands already, oneself.
    """
    _refuse_own(employee, actor)
    employee = Employee.objects.select_for_update().get(pk=employee.pk)
    letter = letter_number.strip()
    if not letter and kind != Away.Kind.SICK:
        raise Refused(_("Isi nomor surat. Hanya sakit yang boleh menyusulkan suratnya."))
    refuse_faults(employee, kind, leave_type, starts_on, ends_on)
    refuse_beyond_annual_leave(employee, kind, leave_type, starts_on, ends_on)
    try:
        with transaction.atomic():
            away = Away.objects.create(
                employee=employee,
                kind=kind,
                starts_on=starts_on,
                ends_on=ends_on,
                status=Away.Status.APPROVED,
                letter_number=letter,
                leave_type=leave_type,
                recorded_by=actor,
                recorded_at=clock.now(),
            )
    except IntegrityError as error:
        raise Refused(_("Ketidakhadiran yang mulai pada hari itu sudah tercatat.")) from error
    decide(away, "record_away", actor, after=facts_of(away))
    tell(away, "away_recorded")
    follow_up(away)
    return away


def _refuse_own(employee, actor):
    if employee.user_id is not None and employee.user_id == actor.pk:
        raise Refused(_("Ketidakhadiran Anda sendiri dicatat dan dibatalkan orang lain."))


def refuse_beyond_annual_leave(employee, kind, leave_type, starts_on, ends_on):
    """Refuse annual leave before the service it needs, or beyond what the year has left.

    Neither the superior nor unit HR can grant it: the law gives no more.
    """
    if (kind, leave_type) != (Away.Kind.LEAVE, Leave.ANNUAL):
        return
    found = annual_leave_of(employee, starts_on, ends_on)
    for sentence in annual_faults(employee.joined_on, starts_on, found):
        raise Refused(sentence)


def annual_faults(joined_on, starts_on, found):
    """Yield a sentence for each limit that annual leave breaks; `found` is `annual_leave_of`."""
    earliest = may_take_annual_leave_from(joined_on)
    if starts_on < earliest:
        yield _(
            "Cuti tahunan baru dapat diambil sesudah bekerja 1 tahun terus-menerus, mulai"
            " %(day)s. Tidak ada yang disimpan."
        ) % {"day": date_format(earliest, "j F Y")}
        return
    if not found:
        yield _(
            "Pegawai ini tidak mempunyai penempatan pada hari pertama cuti, jadi hari kerjanya"
            " tidak dapat dihitung. Tidak ada yang disimpan. Lengkapi penempatannya dahulu."
        )
    for leave, asked in found:
        if asked > leave.left:
            yield _(
                "Sisa cuti tahunan %(year)s adalah %(left)s hari kerja, sedangkan yang diminta"
                " %(asked)s hari kerja (%(basis)s). Tidak ada yang disimpan. Kurangi harinya"
                " atau pilih jenis cuti lain."
            ) % {"year": leave.year, "left": leave.left, "asked": asked, "basis": leave.basis}


@transaction.atomic
def withdraw_away(away, *, reason, actor):
    """Take back an absence recorded by mistake; the row stays, with who took it back and why."""
    if not reason.strip():
        raise Refused(_("Tuliskan alasan pembatalan. Tidak ada yang diubah."))
    _refuse_own(away.employee, actor)
    moved = Away.objects.filter(pk=away.pk, status=Away.Status.APPROVED).update(
        status=Away.Status.WITHDRAWN
    )
    if not moved:
        raise MovedOn(_("Catatan ini sudah dibatalkan orang lain."))
    away.status = Away.Status.WITHDRAWN
    decide(away, "withdraw_away", actor, reason=reason.strip(), before=facts_of(away))
    tell(away, "away_withdrawn")
    follow_up(away)


def faults_of(kind, leave_type, starts_on, ends_on, *, employment, joined_on, left_on):
    """Yield (field, sentence) for each rule that the days and the kind of an absence break.

    PP 11/2017 names how long each leave may last; PPPK (PP 49/2018) have annual, sick and birth
    leave alone. Whether another absence stands on the days is asked elsewhere.
    """
    if leave_type and kind != Away.Kind.LEAVE:
        yield "kind", _("Jenis cuti hanya untuk cuti.")
    if ends_on < starts_on:
        yield "ends_on", _("Tanggal akhir mendahului tanggal mulai.")
        return
    if ends_on - starts_on > LONGEST:
        yield "ends_on", _("Ketidakhadiran paling lama tiga tahun. Periksa tanggalnya.")
    elif ends_on >= _end_of_term(starts_on, MOST_MONTHS.get(leave_type)):
        yield (
            "ends_on",
            _("%(kind)s paling lama %(months)s bulan. Periksa tanggalnya.")
            % {
                "kind": Away.LeaveType(leave_type).label,
                "months": MOST_MONTHS[leave_type],
            },
        )
    if employment != Employee.Employment.PNS and leave_type in FOR_PNS:
        yield (
            "kind",
            _("%(kind)s tidak tersedia bagi PPPK.") % {"kind": Away.LeaveType(leave_type).label},
        )
    if starts_on < joined_on or (left_on and ends_on >= left_on):
        yield "starts_on", _("Pegawai ini tidak bekerja pada sebagian hari itu.")


def _end_of_term(starts_on, months):
    """Return the first day after so many months from a day; far away without a limit."""
    if months is None:
        return datetime.date.max
    month = starts_on.month - 1 + months
    first = datetime.date(starts_on.year + month // 12, month % 12 + 1, 1)
    return first + datetime.timedelta(days=starts_on.day - 1)


def refuse_faults(employee, kind, leave_type, starts_on, ends_on):
    """Raise Refused where an absence breaks a rule or another one stands on its days."""
    found = faults_of(
        kind,
        leave_type,
        starts_on,
        ends_on,
        employment=employee.employment,
        joined_on=employee.joined_on,
        left_on=employee.left_on,
    )
    for _field, sentence in found:
        raise Refused(sentence)
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


def decide(away, act, actor, mandate="", **content):
    """Record a decision about an absence in the unit where the person is posted today."""
    posting = posting_on(away.employee, clock.today())
    record_decision(
        away,
        act,
        actor=actor,
        unit=posting.unit if posting else None,
        mandate=mandate,
        **content,
    )


def facts_of(away):
    """Return what a decision keeps of an absence; its reason stays with the record."""
    return {
        "employee": away.employee_id,
        "kind": away.kind,
        "leave_type": away.leave_type,
        "starts_on": away.starts_on,
        "ends_on": away.ends_on,
        "letter_number": away.letter_number,
    }


def _words(away):
    return {
        "kind": away.word.lower(),
        "start": date_format(away.starts_on, "j F Y"),
        "end": date_format(away.ends_on, "j F Y"),
    }


def concerned(away):
    """Return the accounts that are told: the person, and the superiors, who may know the kind."""
    return {away.employee.user, *superiors_of(away.employee, clock.today())}


def tell(away, kind, link="", **values):
    """Tell the person and the superiors what became of an absence, with its kind and days."""
    notify(
        concerned(away),
        kind=kind,
        link=link,
        name=away.employee.name,
        absence=lambda: away.word.lower(),
        start=away.starts_on,
        end=away.ends_on,
        **values,
    )


def follow_up(away):
    """Compare the plans of the days with the new facts; swaps and duties of the person may end."""
    units = Posting.objects.filter(
        employee=away.employee, kind=Posting.Kind.DEFINITIVE, starts_on__lte=away.ends_on
    ).exclude(ends_on__lt=away.starts_on)
    ask_rechecks(
        starts_on=away.starts_on,
        ends_on=away.ends_on,
        unit_ids=set(units.values_list("unit_id", flat=True)),
    )
    end_overtaken_swaps([away.employee_id])
    if away.status == Away.Status.APPROVED:
        end_duties_of_the_absent([(away.employee_id, away.starts_on, away.ends_on)])
