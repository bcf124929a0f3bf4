"""Declaring that the portal could not be reached, and excusing those whom it touched."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from attendance.models import DayRecord, Outage
from attendance.queries.outages import came_during, outages_to_apply
from attendance.services.closing import ABSENCES_REACH_BACK_DAYS, close_day
from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused, notify, record_decision
from units.models import User


@transaction.atomic
def declare_outage(work_date, *, starts_at, ends_at, reason, actor):
    """Declare a window in which the portal could not be reached; return the Outage.

    By BKPSDM alone. The day records are made again by a job: lateness inside the window is
    excused for everybody, and who is changed by it is told. Refused: an end not after the start,
    no reason, a day to come, one too long ago for its records to change, a window that overlaps
    one declared before.
    """
    _refuse_others(actor)
    if not reason.strip():
        raise Refused(_("Tuliskan penyebab gangguan. Tidak ada yang dicatat."))
    if ends_at <= starts_at:
        raise Refused(_("Jam akhir harus sesudah jam mulai. Gangguan lewat tengah malam dicatat"
                        " sebagai dua hari."))  # fmt: skip
    today = clock.today()
    if work_date > today:
        raise Refused(_("Gangguan pada hari yang akan datang belum dapat dicatat."))
    if work_date < today - datetime.timedelta(days=ABSENCES_REACH_BACK_DAYS):
        raise Refused(
            _("Hari yang lewat lebih dari %(days)d hari tidak dihitung ulang lagi.")
            % {"days": ABSENCES_REACH_BACK_DAYS}
        )
    standing = Outage.objects.filter(
        work_date=work_date,
        withdrawn_at__isnull=True,
        starts_at__lt=ends_at,
        ends_at__gt=starts_at,
    ).first()
    if standing:
        raise Refused(_overlapping(standing))
    try:
        with transaction.atomic():
            outage = Outage.objects.create(
                work_date=work_date,
                starts_at=starts_at,
                ends_at=ends_at,
                reason=reason.strip()[:300],
                declared_by=actor,
                declared_at=clock.now(),
                asked_at=clock.now(),
            )
    except IntegrityError:
        raise MovedOn(_("Gangguan ini baru saja dicatat orang lain.")) from None
    record_decision(
        outage, "declare_outage", actor=actor, reason=outage.reason, after=_facts(outage)
    )
    _apply_later(outage)
    return outage


@transaction.atomic
def withdraw_outage(outage, *, reason, actor):
    """Take back a window declared by mistake; its day is judged again without it."""
    _refuse_others(actor)
    reason = reason.strip()[:300]
    if not reason:
        raise Refused(_("Tuliskan alasan pembatalan. Tidak ada yang diubah."))
    now = clock.now()
    moved = Outage.objects.filter(pk=outage.pk, withdrawn_at__isnull=True).update(
        withdrawn_by=actor, withdrawn_at=now, withdraw_reason=reason, asked_at=now, applied_at=None
    )
    if not moved:
        raise MovedOn(_("Gangguan ini sudah dibatalkan orang lain."))
    outage.refresh_from_db()
    record_decision(outage, "withdraw_outage", actor=actor, reason=reason, before=_facts(outage))
    _apply_later(outage)
    return outage


def apply_outages():
    """Make the day records of changed outages again; return how many records changed.

    A day that is not over is judged at its close. Safe to run again.
    """
    changed = 0
    for outage in outages_to_apply().order_by("pk"):
        changed += _apply(outage)
    return changed


def _apply(outage):
    """Make the records of one outage's day again and tell those whose lateness is gone."""
    asked_at = outage.asked_at
    changed = 0
    if outage.work_date < clock.today():
        before = _judged(outage.work_date)
        changed = close_day(outage.work_date)
        after = _judged(outage.work_date)
        people = [pk for pk, judged in after.items() if before.get(pk, judged) != judged]
    else:
        people = came_during(outage)
    with transaction.atomic():
        moved = Outage.objects.filter(pk=outage.pk, asked_at=asked_at).update(
            applied_at=clock.now(), excused=len(people)
        )
        if moved and people:
            notify(
                User.objects.filter(employee__in=people, is_active=True),
                kind="outage_judged",
                link=reverse("attendance:today"),
                day=outage.work_date,
                start=f"{outage.starts_at:%H.%M}",
                end=f"{outage.ends_at:%H.%M}",
            )
    return changed


def _judged(day):
    rows = DayRecord.objects.filter(date=day)
    return {row[0]: row[1:] for row in rows.values_list("employee_id", "verdict", "minutes_late")}


def _apply_later(outage):
    from attendance.tasks import apply_declared_outages

    transaction.on_commit(apply_declared_outages.delay, robust=True)


def _refuse_others(actor):
    if not scope_for(actor).is_city_hr:
        raise PermissionDenied


def _overlapping(standing):
    return _("Sudah ada gangguan %(start)s–%(end)s pada %(day)s. Batalkan itu lebih dahulu.") % {
        "start": f"{standing.starts_at:%H.%M}",
        "end": f"{standing.ends_at:%H.%M}",
        "day": date_format(standing.work_date, "j F Y"),
    }


def _facts(outage):
    return {
        "work_date": outage.work_date,
        "starts_at": outage.starts_at,
        "ends_at": outage.ends_at,
    }
