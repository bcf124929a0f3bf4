"""Shift patterns and the roster: entered by unit HR and heads, on a page or from a spreadsheet."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from schedules.models import ShiftDay, ShiftPattern
from schedules.queries.duty import CODE as DUTY_CODE
from schedules.queries.shifts import OFF_CODE
from units import clock
from units.access import scope_for
from units.decisions import Refused, record_decision
from units.models import Employee

ONE_DAY = datetime.timedelta(days=1)


def keeps_shifts_of(scope, unit_id):
    """Say whether an account keeps the shifts of a unit: BKPSDM, its unit HR, its head."""
    return scope.is_city_hr or unit_id in scope.managed_unit_tree()


@transaction.atomic
def set_shift(unit, *, code, name, start, end, next_day, break_minutes, starts_on, actor):
    """Write a shift of a unit from a date on; return the ShiftPattern.

    A shift of the same unit and code ends the day before, and the roster from the date on follows
    the new hours; days before keep theirs. Refused: a start before tomorrow where the code is in
    use, or before today; an end that does not fit `next_day`; the codes of days off and duties.
    """
    if not keeps_shifts_of(scope_for(actor), unit.pk):
        raise PermissionDenied
    code, name, today = code.strip().upper(), name.strip(), clock.today()
    if not code or not name:
        raise Refused(_("Isi kode dan nama sif."))
    if code == OFF_CODE:
        raise Refused(_("Kode L berarti libur dalam jadwal sif. Pilih kode lain."))
    if code == DUTY_CODE:
        raise Refused(_("Kode PIKET dipakai untuk piket pada hari libur. Pilih kode lain."))
    if starts_on < today:
        raise Refused(_("Sif tidak dapat berlaku surut. Pilih hari ini atau sesudahnya."))
    if next_day != (end <= start):
        raise Refused(
            _("Jam pulang tidak sesudah jam masuk: centang “pulang keesokan hari”.")
            if not next_day
            else _("Sif paling lama 24 jam: jam pulang esok hari tidak boleh melewati jam masuk.")
        )
    earlier = list(
        ShiftPattern.objects.select_for_update()
        .filter(unit=unit, code=code)
        .exclude(ends_on__lt=starts_on)
    )
    if any(one.starts_on >= starts_on for one in earlier):
        raise Refused(_("Kode ini sudah mempunyai jam yang mulai pada atau sesudah tanggal itu."))
    if earlier and starts_on <= today:
        raise Refused(_("Kode ini sedang dipakai. Jam barunya berlaku paling cepat besok."))
    pattern = ShiftPattern.objects.create(
        unit=unit, code=code, name=name, start=start, end=end, next_day=next_day,
        break_minutes=break_minutes or 0, starts_on=starts_on,
    )  # fmt: skip
    ids = [one.pk for one in earlier]
    ShiftPattern.objects.filter(pk__in=ids).update(ends_on=starts_on - ONE_DAY)
    moved = ShiftDay.objects.filter(pattern_id__in=ids, date__gte=starts_on).update(pattern=pattern)
    record_decision(
        pattern,
        "set_shift",
        actor=actor,
        unit=unit,
        before={"superseded": ids},
        after={"code": code, "start": start, "end": end, "starts_on": starts_on, "days": moved},
    )
    return pattern


def write_roster(outcomes, *, actor):
    """Write the good rows of an import of rosters, inside its transaction; the import says who."""
    at = clock.now()
    rows = Employee.objects.filter(left_on__isnull=True, nip__in={o.new.nip for o in outcomes})
    people = dict(rows.values_list("nip", "pk"))
    ShiftDay.objects.bulk_create(
        [
            ShiftDay(
                employee_id=people[o.new.nip],
                date=o.new.date,
                pattern_id=None if o.new.code == OFF_CODE else o.new.pattern_pk,
                entered_by=actor,
                entered_at=at,
            )
            for o in outcomes
        ],
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["employee", "date"],
        update_fields=["pattern", "entered_by", "entered_at"],
    )
