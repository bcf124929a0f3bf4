"""Naming who is on duty (piket) on a day off; a duty ends when the day is worked again."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from schedules.models import ShiftDay, ShiftPattern
from schedules.queries.calendar import Calendar
from schedules.queries.duty import CODE, candidates, duty_rows, named_for
from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused, notify, record_decision
from units.models import Employee, Unit, User
from units.queries.people import head_accounts, postings_on

LINK = "/jadwal/"


@transaction.atomic
def name_duty(unit, *, date, people, start, end, actor, seen=None):
    """Name the people (ids) on duty for a unit on a day off; return the ids in force then.

    By the head of the unit or of one above it. The duty is at the office between `start` and
    `end`; it stands outside the rotation, so no balance is charged. Who was named before and is
    not in `people` is on duty no more; both are told. Refused with nothing changed: a day that is
    past or no day off of the unit, people of other units or not available, who is on a roster
    already, other hours once the day has begun, and any change of the own duty, or by a stand-in
    of that of the head: to name or strike off, or other hours. `seen` are the ids that the page
    showed.
    """
    # Two heads who save one day come one after the other, so that the second sees the first.
    unit = Unit.objects.select_for_update().without_tree_fields().get(pk=unit.pk)
    scope, day = scope_for(actor), date_format(date, "l, j F Y")
    if unit.pk not in scope.head_unit_tree():
        raise PermissionDenied
    if date < clock.today():
        raise Refused(_("%(day)s sudah lewat. Tidak ada yang disimpan.") % {"day": day})
    holiday = Calendar.load(date, date).holiday(unit.pk, date)
    if holiday is None:
        raise Refused(_("%(day)s bukan hari libur unit ini.") % {"day": day})
    if end <= start:
        raise Refused(_("Jam pulang harus sesudah jam masuk pada hari yang sama."))
    before, wanted = set(named_for(unit, date)), set(people)
    if seen is not None and set(seen) != before:
        raise MovedOn(
            _("Daftar piket hari itu sudah diubah orang lain. Periksa sekali lagi, lalu simpan.")
        )
    above = _decided_above(scope)
    if above & (before ^ wanted):
        raise Refused(_own_day())
    _require_possible(unit, date, wanted - before, wanted)
    pattern = _pattern(unit, date, holiday, start, end, own=bool(above & before))
    gone, new = before - wanted, wanted - before
    duty_rows().filter(pattern__unit=unit, date=date, employee_id__in=gone).delete()
    try:
        with transaction.atomic():
            ShiftDay.objects.bulk_create(
                ShiftDay(
                    employee_id=pk, date=date, pattern=pattern,
                    entered_by=actor, entered_at=clock.now(),
                )
                for pk in sorted(new)
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(
            _("Ada pegawai yang sudah bertugas pada hari itu menurut jadwal lain.")
            + " "
            + _("Tidak ada yang disimpan.")
        ) from error
    if gone or new:
        record_decision(
            unit,
            "duty_named",
            actor=actor,
            unit=unit,
            mandate=scope.mandate_for(unit),
            before={"date": date, "people": sorted(before)},
            after={"date": date, "people": sorted(wanted)},
        )
    _tell(new, "duty_named", unit=unit, day=date, start=_clock(start), end=_clock(end))
    _tell(gone, "duty_ended", unit=unit, day=date)
    return wanted


def end_duties(date):
    """End the duties of units for which a day is a day off no more, in the caller's transaction."""
    rows = list(duty_rows().filter(date=date).select_related("pattern__unit"))
    calendar = Calendar.load(date, date)
    by_unit = {}
    for row in rows:
        if calendar.holiday(row.pattern.unit_id, date) is None:
            by_unit.setdefault(row.pattern.unit, []).append(row)
    for unit, ended in by_unit.items():
        ShiftDay.objects.filter(pk__in=[row.pk for row in ended]).delete()
        _tell([row.employee_id for row in ended], "duty_ended", unit=unit, day=date)


def end_duties_of_the_absent(terms):
    """End the duties ahead of people who became absent, in the caller's transaction.

    `terms` are (employee id, first day, last day) of approved absences. The person is told, and
    who rostered the duty and leads the unit, so that they name somebody else; never why.
    """
    today = clock.today()
    days = {}
    for pk, first, last in terms:
        if last >= today:
            days.setdefault(pk, []).append((max(first, today), last))
    if not days:
        return
    rows = (
        duty_rows()
        .filter(date__gte=today)
        .select_related("pattern__unit", "employee", "entered_by")
    )
    ended = [
        row
        for row in rows
        if any(first <= row.date <= last for first, last in days.get(row.employee_id, ()))
    ]
    ShiftDay.objects.filter(pk__in=[row.pk for row in ended]).delete()
    for row in ended:
        unit = row.pattern.unit
        _tell([row.employee_id], "duty_ended", unit=unit, day=row.date)
        notify(
            {row.entered_by, *head_accounts(unit, today)} - {row.employee.user},
            kind="duty_open",
            link=reverse("schedules:duty_day", args=[unit.pk, row.date.isoformat()]),
            name=row.employee.name,
            unit=unit,
            day=row.date,
        )


def _require_possible(unit, date, new, wanted):
    # An absence that is recorded at the same moment waits, and then ends the duty.
    list(Employee.objects.select_for_update().filter(pk__in=new).order_by("pk").values_list("pk"))
    postings, away = candidates(unit, date)
    known = {one.employee_id: one.employee.name for one in postings}
    if not new <= known.keys():
        raise Refused(_("Ada pegawai yang tidak bertugas di unit ini. Tidak ada yang disimpan."))
    if absent := sorted(known[pk] for pk in wanted & away if pk in known):
        raise Refused(
            _("Tidak tersedia pada hari itu: %(names)s. Tidak ada yang disimpan.")
            % {"names": ", ".join(absent)}
        )


def _decided_above(scope):
    """Return the ids of whose days this account leaves to who stands above: its own, and those of
    the heads in whose place it acts."""
    tree = scope.head_unit_tree()
    heads = postings_on(scope.day, tree).filter(is_head=True).exclude(unit__parent_id__in=tree)
    return {scope.employee.pk, *heads.values_list("employee_id", flat=True)}


def _own_day():
    return (
        _("Hari Anda sendiri dan hari kepala unit tidak dapat Anda ubah; atasan yang memutuskan.")
        + " "
        + _("Tidak ada yang disimpan.")
    )


def _pattern(unit, date, holiday, start, end, own):
    """Return the pattern with these hours; those of the own duty and of a begun day stay."""
    pattern, made = ShiftPattern.objects.get_or_create(
        unit=unit,
        code=CODE,
        starts_on=date,
        defaults={"name": holiday.name[:60], "start": start, "end": end, "ends_on": date},
    )
    if made or (pattern.start, pattern.end) == (start, end):
        return pattern
    if own:
        raise Refused(_own_day())
    if date <= clock.today():
        raise Refused(_("Hari itu sudah dimulai, jadi jam piket tidak berubah lagi."))
    ShiftPattern.objects.filter(pk=pattern.pk).update(start=start, end=end)
    pattern.refresh_from_db()
    return pattern


def _clock(time):
    return time_format(time, "H.i")


def _tell(people, kind, **facts):
    users = User.objects.filter(
        pk__in=Employee.objects.filter(pk__in=people).values("user_id"), is_active=True
    )
    notify(users, kind=kind, link=LINK, **facts)
