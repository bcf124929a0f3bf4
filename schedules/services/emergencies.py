"""Acts of emergency mode: declare, extend, end early, cancel."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schedules.models import Emergency, EmergencyTerm, EmergencyWork
from schedules.planning.order_moves import EMERGENCY_MOVES, emergency_move
from schedules.queries.emergencies import (
    may_change,
    people_to_switch,
    preview_of,
    switches_emergency,
    token_of,
    units_to_switch,
)
from schedules.services.emergency_works import follow_act
from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused, record_decision
from units.languages import in_indonesian
from units.models import Unit

Act, Status = EmergencyWork.Act, Emergency.Status
AT_ONCE = 2000
LONGEST = datetime.timedelta(days=92)
LEAST_WORDS = 3


@transaction.atomic
def declare_emergency(
    *, kind, reason, letter_number, letter_dated_on, starts_on, ends_on, units, employee_ids,
    confirmation, actor, seen=None,
):  # fmt: skip
    """Switch units and single people to work from home on the working days of some dates.

    By BKPSDM for anybody, by a head for the units it heads and the people it decides for; never
    for oneself. From today on, by a letter. The plans stay as they are: these days are charged to
    nobody's balance, and open swaps of the days fall. Where a floor would be short, whoever
    declares confirms it in own words (`confirmation`); each floor and day is kept with it.
    Everybody concerned is told, heads also of floors left short: of more than 300 people by a
    worker, while the people are covered at once. `seen` is the token of the preview that was
    shown, if one was. Refused: no reason or letter, past or too many days, nobody to switch,
    floors short without confirmation, another state than was seen. Returns the Emergency.
    """
    scope = scope_for(actor)
    if not switches_emergency(scope):
        raise PermissionDenied
    reason, letter_number = reason.strip()[:300], " ".join(letter_number.split())
    _check(kind, reason, letter_number, letter_dated_on, starts_on, ends_on)
    unit_ids = {unit.pk for unit in units}
    if unit_ids - set(units_to_switch(scope).filter(pk__in=unit_ids).values_list("pk", flat=True)):
        raise PermissionDenied
    people = people_to_switch(scope, unit_ids, employee_ids)
    if set(employee_ids) - people:
        raise PermissionDenied
    if not people:
        raise Refused(_("Tidak ada pegawai yang dapat dialihkan. Tidak ada yang disimpan."))
    preview = preview_of(people, starts_on, ends_on)
    if not preview.days:
        raise Refused(_("Tidak ada hari kerja pada tanggal itu. Tidak ada yang disimpan."))
    if seen is not None and seen != token_of(preview):
        raise Refused(
            _(
                "Keadaan berubah sejak Anda memeriksanya. Periksa lagi, lalu tetapkan. Belum ada"
                " yang disimpan."
            )
        )
    confirmation = confirmed(preview, confirmation)
    sentences = breaches_of(preview.short)
    unit = _unit_of_record(scope, units)
    emergency = Emergency.objects.create(
        kind=kind,
        reason=reason,
        letter_number=letter_number,
        letter_dated_on=letter_dated_on,
        starts_on=starts_on,
        ends_on=ends_on,
        head_count=len(people),
        breaches=sentences,
        confirmation=confirmation,
        declared_by=actor,
        declared_at=clock.now(),
        mandate=scope.mandate_for(unit) if unit else "",
        changed_at=clock.now(),
    )
    emergency.units.set(units)
    EmergencyTerm.objects.bulk_create(
        (
            EmergencyTerm(emergency=emergency, employee_id=pk, starts_on=starts_on, ends_on=ends_on)
            for pk in sorted(people)
        ),
        batch_size=AT_ONCE,
    )
    _decide(
        emergency, "emergency_declared", actor=actor, scope=scope, unit=unit, reason=reason,
        after={
            "units": sorted(unit_ids), "people": len(people), "starts_on": starts_on,
            "ends_on": ends_on, "letter": letter_number, "floors_short": len(preview.short),
            "confirmation": confirmation,
        },
    )  # fmt: skip
    follow_act(
        emergency, Act.DECLARED, people=people, reason=reason, actor=actor,
        short=_by_unit(preview.short, sentences),
    )  # fmt: skip
    return emergency


def _check(kind, reason, letter_number, letter_dated_on, starts_on, ends_on):
    if kind not in Emergency.Kind.values:
        raise Refused(_("Pilih jenis keadaan darurat. Tidak ada yang disimpan."))
    if not reason:
        raise Refused(_("Tuliskan alasan keadaan darurat. Tidak ada yang disimpan."))
    if not letter_number or letter_dated_on is None:
        raise Refused(_("Isi nomor dan tanggal surat. Tidak ada yang disimpan."))
    if letter_dated_on > clock.today():
        raise Refused(_("Tanggal surat tidak boleh sesudah hari ini."))
    if ends_on < starts_on:
        raise Refused(_("Tanggal akhir mendahului tanggal mulai."))
    if starts_on < clock.today():
        raise Refused(_("Hari yang sudah lewat tidak dapat diubah. Tidak ada yang disimpan."))
    if ends_on - starts_on > LONGEST:
        raise Refused(_("Keadaan darurat paling lama tiga bulan. Perpanjang bila perlu."))


def confirmed(preview, confirmation):
    """Return the confirmation of floors left short; refuse where it is needed and says nothing."""
    confirmation = " ".join(confirmation.split())[:300]
    if not preview.short:
        return ""
    if len(confirmation.split()) < LEAST_WORDS:
        raise Refused(
            _(
                "Ada batas minimal yang tidak terpenuhi. Nyatakan dengan kalimat Anda sendiri bahwa"
                " Anda mengetahuinya dan bagaimana pelayanan dijaga. Tidak ada yang disimpan."
            )
        )
    return confirmation


@in_indonesian()
def breaches_of(short):
    """Return what is kept of the floors left short: a sentence for each floor and day."""
    names = dict(
        Unit.objects.without_tree_fields()
        .filter(pk__in={one.unit_id for one in short})
        .values_list("pk", "name")
    )
    return [
        _("%(day)s: %(floor)s, %(unit)s (hanya %(on_site)s dari %(required)s)")
        % {
            "day": date_format(one.day, "l, j F Y"),
            "floor": one.text,
            "unit": names[one.unit_id],
            "on_site": one.on_site,
            "required": one.required,
        }
        for one in short
    ]


def _unit_of_record(scope, units):
    """Return the unit under which the act is recorded: one that was named, or the account's own."""
    if units:
        return units[0]
    return scope.headed[0].unit if scope.headed else None


def _decide(emergency, act, *, actor, scope, unit, **content):
    mandate = scope.mandate_for(unit) if unit else ""
    record_decision(emergency, act, actor=actor, unit=unit, mandate=mandate, **content)


def _by_unit(short, sentences):
    """Return {unit id: sentences} of floors left short."""
    found = {}
    for one, sentence in zip(short, sentences, strict=True):
        found.setdefault(str(one.unit_id), []).append(sentence)
    return found


@transaction.atomic
def change_last_day(emergency, *, ends_on, seen, reason, confirmation="", actor):
    """Extend an emergency, or end it early, by giving it another last day; return it.

    By BKPSDM or who decides for everybody in it. `seen` is the last day as the form showed it:
    MovedOn where somebody was faster. Days before today never change. Where more days leave
    floors short they are confirmed anew. Everybody concerned is told.
    """
    scope = _require_changer(emergency, actor)
    reason = reason.strip()[:300]
    if not reason:
        raise Refused(_("Tuliskan alasan perubahan. Tidak ada yang diubah."))
    emergency.refresh_from_db()
    if emergency.ends_on != seen:
        _moved_on(emergency)
    name = emergency_move(
        emergency.status, emergency.starts_on, emergency.ends_on, ends_on, clock.today()
    )
    if name is None:
        raise Refused(
            _("Hari terakhir yang baru paling awal hari ini, dan hari yang lewat tidak berubah.")
        )
    if ends_on - emergency.starts_on > LONGEST:
        raise Refused(_("Keadaan darurat paling lama tiga bulan. Perpanjang bila perlu."))
    people = set(emergency.terms.values_list("employee_id", flat=True))
    short, breaches, words = [], [], ""
    if name == "extend":
        preview = preview_of(people, emergency.ends_on + datetime.timedelta(days=1), ends_on)
        words = confirmed(preview, confirmation)
        short, breaches = preview.short, breaches_of(preview.short)
    changes = {"ends_on": ends_on, "changed_at": clock.now()}
    if breaches:
        changes |= {"breaches": [*emergency.breaches, *breaches], "confirmation": words}
    moved = Emergency.objects.filter(
        pk=emergency.pk, status__in=EMERGENCY_MOVES[name].sources, ends_on=seen
    ).update(**changes)
    if not moved:
        _moved_on(emergency)
    emergency.terms.filter(ends_on=seen).update(ends_on=ends_on)
    emergency.refresh_from_db()
    _decide(
        emergency, "emergency_extended" if name == "extend" else "emergency_ended", actor=actor,
        scope=scope, unit=emergency.units.first(), reason=reason, before={"ends_on": seen},
        after={"ends_on": ends_on, "floors_short": len(breaches), "confirmation": words},
    )  # fmt: skip
    follow_act(
        emergency, Act.EXTENDED if name == "extend" else Act.ENDED, people=people, reason=reason,
        short=_by_unit(short, breaches), actor=actor,
    )  # fmt: skip
    return emergency


@transaction.atomic
def cancel_emergency(emergency, *, reason, actor):
    """Cancel an emergency that has not begun; its people are told and work as scheduled."""
    scope = _require_changer(emergency, actor)
    reason = reason.strip()[:300]
    if not reason:
        raise Refused(_("Tuliskan alasan pembatalan. Keadaan darurat tetap berlaku."))
    emergency.refresh_from_db()
    if emergency.status != Status.IN_FORCE:
        _moved_on(emergency)
    name = emergency_move(
        emergency.status, emergency.starts_on, emergency.ends_on, None, clock.today()
    )
    if name is None:
        raise Refused(
            _("Keadaan darurat ini sudah mulai. Akhiri dengan menetapkan hari terakhirnya.")
        )
    moved = Emergency.objects.filter(
        pk=emergency.pk, status__in=EMERGENCY_MOVES[name].sources, starts_on__gt=clock.today()
    ).update(status=EMERGENCY_MOVES[name].target, changed_at=clock.now())
    if not moved:
        _moved_on(emergency)
    people = list(emergency.terms.values_list("employee_id", flat=True))
    emergency.terms.all().delete()
    emergency.refresh_from_db()
    _decide(
        emergency, "emergency_cancelled", actor=actor, scope=scope, reason=reason,
        unit=emergency.units.first(), before={"people": len(people)},
    )  # fmt: skip
    follow_act(emergency, Act.CANCELLED, people=people, reason=reason, actor=actor)
    return emergency


def _require_changer(emergency, actor):
    scope = scope_for(actor)
    if not may_change(scope, emergency):
        raise PermissionDenied
    return scope


def _moved_on(emergency):
    emergency.refresh_from_db()
    raise MovedOn(
        _("Keadaan darurat ini sudah diubah orang lain: %(status)s, sampai %(end)s.")
        % {
            "status": emergency.get_status_display(),
            "end": date_format(emergency.ends_on, "j F Y"),
        }
    )
