"""Requests for leave, sick leave and official travel: asked by the person, decided by the head."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from schedules.models import Away
from schedules.services.aways import (
    concerned,
    decide,
    facts_of,
    follow_up,
    refuse_beyond_annual_leave,
    refuse_faults,
    tell,
)
from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused, notify
from units.models import Employee
from units.queries.people import hr_accounts, may_decide_for, posting_on, superiors_of

# Illness is reported when one can; everything else is asked for before it begins.
SICK_REACHES_BACK = datetime.timedelta(days=31)


def _link(away):
    return reverse("schedules:away_request_detail", args=[away.pk])


def _move(away, target, **changes):
    """Move a request that waits by a conditional update; MovedOn where it waits no more."""
    moved = Away.objects.filter(pk=away.pk, status=Away.Status.REQUESTED).update(
        status=target, **changes
    )
    away.refresh_from_db()
    if not moved:
        raise MovedOn(
            _("Permohonan ini sekarang berstatus: %(status)s. Tidak ada yang berubah.")
            % {"status": away.get_status_display().lower()}
        )


@transaction.atomic
def request_away(
    employee, *, kind, starts_on, ends_on, actor, leave_type="", letter_number="", reason=""
):
    """Ask for an absence of one's own; return the Away, which counts nowhere before the decision.

    Refused: days already past (illness: more than a month), what `record_away` refuses of the
    days and the kind, and days for which a request waits already. The superiors are told; where
    nobody leads, unit HR.
    """
    if employee.user_id is None or employee.user_id != actor.pk:
        raise PermissionDenied
    employee = Employee.objects.select_for_update().get(pk=employee.pk)
    today = clock.today()
    posting = posting_on(employee, today)
    if posting is None:
        raise Refused(_("Anda belum mempunyai penempatan, jadi belum ada yang memutuskan."))
    earliest = today - SICK_REACHES_BACK if kind == Away.Kind.SICK else today
    if starts_on < earliest:
        raise Refused(_("Hari itu sudah lewat. Minta pengelola kepegawaian unit Anda mencatatnya."))
    refuse_faults(employee, kind, leave_type, starts_on, ends_on)
    refuse_beyond_annual_leave(employee, kind, leave_type, starts_on, ends_on)
    waiting = Away.objects.filter(
        employee=employee,
        status=Away.Status.REQUESTED,
        starts_on__lte=ends_on,
        ends_on__gte=starts_on,
    )
    if waiting.exists():
        raise Refused(
            _("Permohonan lain untuk sebagian hari itu masih menunggu. Tarik dahulu yang lama.")
        )
    try:
        with transaction.atomic():
            away = Away.objects.create(
                employee=employee,
                kind=kind,
                leave_type=leave_type,
                starts_on=starts_on,
                ends_on=ends_on,
                status=Away.Status.REQUESTED,
                letter_number=letter_number.strip(),
                reason=reason.strip()[:300],
                recorded_by=actor,
                recorded_at=clock.now(),
            )
    except IntegrityError as error:
        raise Refused(_("Permohonan yang mulai pada hari itu sudah ada.")) from error
    notify(
        superiors_of(employee, today) or hr_accounts(posting.unit, today),
        kind="away_requested",
        link=_link(away),
        name=employee.name,
        start=starts_on,
        end=ends_on,
    )
    return away


@transaction.atomic
def withdraw_request(away, *, actor):
    """Take back one's own request before anybody has decided on it; the superiors are told."""
    if away.employee.user_id is None or away.employee.user_id != actor.pk:
        raise PermissionDenied
    _move(away, Away.Status.WITHDRAWN)
    notify(
        superiors_of(away.employee, clock.today()),
        kind="away_request_withdrawn",
        link=_link(away),
        name=away.employee.name,
        start=away.starts_on,
        end=away.ends_on,
    )
    return away


@transaction.atomic
def decide_away(away, *, accepted, reason, actor):
    """Approve or refuse a request; return it. By who decides for the person today, never oneself.

    The rules are checked again on today's records. From an approval on it counts like any
    absence: plans are compared, swaps on its days fall. A refusal needs a reason. The person and
    the superiors are told.
    """
    scope = scope_for(actor)
    if not may_decide_for(scope, away.employee):
        raise PermissionDenied
    reason = reason.strip()
    if not accepted and not reason:
        raise Refused(_("Tuliskan alasan penolakan. Permohonan ini belum diputuskan."))
    employee = Employee.objects.select_for_update().get(pk=away.employee_id)
    away.refresh_from_db()
    if accepted and away.status == Away.Status.REQUESTED:
        asked = (employee, away.kind, away.leave_type, away.starts_on, away.ends_on)
        refuse_faults(*asked)
        refuse_beyond_annual_leave(*asked)
    try:
        with transaction.atomic():
            _move(
                away,
                Away.Status.APPROVED if accepted else Away.Status.REFUSED,
                decided_by=actor,
                decided_at=clock.now(),
                decision_reason=reason[:300],
            )
    except IntegrityError as error:
        raise Refused(_("Ketidakhadiran yang mulai pada hari itu sudah tercatat.")) from error
    decide(
        away,
        "approve_away" if accepted else "refuse_away",
        actor,
        mandate=scope.mandate_for(posting_on(employee, scope.day).unit),
        reason=reason,
        after=facts_of(away),
    )
    if accepted:
        tell(away, "away_approved", link=_link(away))
        follow_up(away)
    else:
        notify(
            concerned(away) | {actor},
            kind="away_refused",
            link=_link(away),
            name=employee.name,
            start=away.starts_on,
            end=away.ends_on,
            reason=reason,
        )
    return away
