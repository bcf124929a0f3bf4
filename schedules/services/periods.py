"""Acts on periods: whole ISO weeks, one after the other."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schedules.models import Period
from units import clock
from units.access import scope_for
from units.decisions import Refused, record_decision
from units.languages import in_indonesian

MOST_WEEKS = 13


@transaction.atomic
def set_submit_by(period, submit_by, *, actor):
    """Set the date by which the plans of a period are due, or take it away (None); return it.

    By BKPSDM. Refused: a date that is over or not before the start, and a period that has begun.
    What was told of the date before stays told.
    """
    if not scope_for(actor).is_city_hr:
        raise PermissionDenied
    if period.starts_on <= clock.today():
        raise Refused(_("Periode ini sudah dimulai, jadi batas pengajuannya tidak diubah lagi."))
    if submit_by is not None and submit_by >= period.starts_on:
        raise Refused(_("Batas pengajuan harus sebelum periode dimulai."))
    if submit_by is not None and submit_by < clock.today():
        raise Refused(_("Tanggal itu sudah lewat. Batas pengajuan belum diubah."))
    before = Period.objects.select_for_update().get(pk=period.pk).submit_by
    Period.objects.filter(pk=period.pk).update(submit_by=submit_by)
    record_decision(
        period,
        "set_submit_by",
        actor=actor,
        before={"submit_by": before},
        after={"submit_by": submit_by},
    )
    period.submit_by = submit_by
    return period


@transaction.atomic
def open_period(starts_on, *, actor, weeks=4, name="", submit_by=None):
    """Open a period of whole weeks from a Monday; return it.

    Without a name it is called after its dates. Refused: another weekday than Monday, a week
    already over, an overlap, a date for submission that is not before the start.
    """
    if starts_on.weekday() != 0:
        raise Refused(_("Periode dimulai pada hari Senin, supaya tidak ada pekan yang terpotong."))
    if not 1 <= weeks <= MOST_WEEKS:
        raise Refused(_("Periode berisi 1 sampai %(most)s pekan.") % {"most": MOST_WEEKS})
    ends_on = starts_on + datetime.timedelta(days=7 * weeks - 1)
    if starts_on + datetime.timedelta(days=6) < clock.today():
        raise Refused(_("Pekan pertamanya sudah lewat. Pilih pekan ini atau sesudahnya."))
    if submit_by is not None and submit_by >= starts_on:
        raise Refused(_("Batas pengajuan harus sebelum periode dimulai."))
    with in_indonesian():
        dates = [date_format(day, "j M Y") for day in (starts_on, ends_on)]
    name = name.strip() or " – ".join(dates)
    try:
        with transaction.atomic():
            period = Period.objects.create(
                name=name, starts_on=starts_on, ends_on=ends_on, submit_by=submit_by
            )
    except IntegrityError as error:
        raise Refused(_("Sudah ada periode dengan nama atau tanggal mulai itu.")) from error
    # The record locks the chain of decisions: of two requests at once the second sees the first.
    record_decision(
        period,
        "open_period",
        actor=actor,
        after={"starts_on": starts_on, "ends_on": ends_on, "submit_by": submit_by},
    )
    other = (
        Period.objects.filter(starts_on__lte=ends_on, ends_on__gte=starts_on)
        .exclude(pk=period.pk)
        .first()
    )
    if other is not None:
        raise Refused(
            _("Periode ini tumpang-tindih dengan “%(name)s” (%(start)s – %(end)s).")
            % {
                "name": other.name,
                "start": date_format(other.starts_on, "j M Y"),
                "end": date_format(other.ends_on, "j M Y"),
            }
        )
    return period
