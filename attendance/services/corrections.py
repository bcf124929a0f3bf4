"""Corrections: asked for by the person, decided by the head, excused in bulk after an outage."""

import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from attendance.models import Correction
from attendance.queries.corrections import first_day_to_correct, may_decide_correction
from attendance.queries.excuses import excusable_days, excusable_rows
from attendance.queries.work_dates import work_date_for
from attendance.queries.work_reports import due_date
from attendance.services.closing import close_day, recompute_day
from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused, notify, record_decision
from units.files import keep_file
from units.models import User
from units.queries.people import may_decide_for, posting_on, superiors_of

Kind, Status = Correction.Kind, Correction.Status
# A duty of 24 hours and its grace: nobody is on duty for one work date longer than that.
LONGEST = datetime.timedelta(hours=28)
BATCH = 1000


def _link(correction):
    return reverse("attendance:correction_detail", args=[correction.pk])


def moments_of(work_date, came, left):
    """Return (in, out) as aware moments of times of a work date; None stays None.

    A time of leaving that is not after that of coming is on the date after: a night shift.
    """
    in_at = clock.local(work_date, came) if came is not None else None
    out_at = clock.local(work_date, left) if left is not None else None
    if in_at and out_at and out_at <= in_at:
        out_at = clock.local(work_date + datetime.timedelta(days=1), left)
    return in_at, out_at


@transaction.atomic
def ask_correction(
    employee,
    *,
    work_date,
    kind,
    reason,
    actor,
    came=None,
    left=None,
    evidence="",
    upload=None,
    next_day=False,
):
    """Ask for a correction of a work date of one's own; return the Correction that waits.

    `came` and `left` are local times, at least one of them; `next_day` says that `left` is on the
    date after. `upload` is a picture or PDF as evidence, kept as a private file. Nothing counts
    before the decision, and check-ins stay as they came. Refused: a day to come, one past the term
    of the settings, a moment that has not come, no reason, a day without a posting, and a second
    request while one waits. The superiors are told, and have as long as for a daily report.
    """
    if employee.user_id is None or employee.user_id != actor.pk:
        raise PermissionDenied
    if kind not in Correction.ASKED:
        raise Refused(_("Pilih jenis koreksi."))
    reason = reason.strip()
    if not reason:
        raise Refused(_("Tuliskan apa yang terjadi. Tidak ada yang dikirim."))
    now = clock.now()
    today = max(clock.today(), work_date_for(employee, "out", now).day)
    if work_date > today:
        raise Refused(_("Hari itu belum tiba, jadi belum ada yang dikoreksi."))
    if work_date < first_day_to_correct(clock.today()):
        raise Refused(
            _("Koreksi diajukan paling lambat %(days)d hari sesudah tanggal kerjanya.")
            % {"days": settings.CORRECTION_DAYS}
        )
    posting = posting_on(employee, work_date)
    if posting is None:
        raise Refused(_("Anda tidak memiliki penempatan pada tanggal itu."))
    claimed_in, claimed_out = moments_of(work_date, came, left)
    if next_day and left is not None:
        claimed_out = clock.local(work_date + datetime.timedelta(days=1), left)
    _refuse_times(claimed_in, claimed_out, now)
    try:
        with transaction.atomic():
            correction = Correction.objects.create(
                employee=employee,
                work_date=work_date,
                kind=kind,
                claimed_in=claimed_in,
                claimed_out=claimed_out,
                reason=reason[:500],
                evidence=evidence.strip()[:500],
                evidence_file=keep_file(upload, actor=actor) if upload else None,
                asked_by=actor,
                asked_at=now,
                due_on=due_date(posting.unit, clock.today()),
            )
    except IntegrityError:
        raise Refused(
            _("Koreksi lain untuk tanggal ini masih menunggu. Tarik dahulu yang lama.")
        ) from None
    notify(
        superiors_of(employee, clock.today()),
        kind="correction_asked",
        link=_link(correction),
        name=employee.name,
        day=work_date,
    )
    return correction


def _refuse_times(in_at, out_at, now):
    if in_at is None and out_at is None:
        raise Refused(_("Isi jam masuk, jam pulang, atau keduanya."))
    if any(at is not None and at > now for at in (in_at, out_at)):
        raise Refused(_("Jam itu belum tiba. Ajukan koreksi sesudahnya."))
    if in_at and out_at and not in_at < out_at <= in_at + LONGEST:
        raise Refused(_("Jam pulang harus sesudah jam masuk."))


@transaction.atomic
def withdraw_correction(correction, *, actor):
    """Take back one's own request before it is decided. Raises MovedOn where it no longer waits."""
    if correction.employee.user_id is None or correction.employee.user_id != actor.pk:
        raise PermissionDenied
    _move(correction, status=Status.WITHDRAWN)
    return correction


def _move(correction, **values):
    moved = Correction.objects.filter(pk=correction.pk, status=Status.WAITING).update(**values)
    correction.refresh_from_db()
    if not moved:
        raise MovedOn(
            _("Koreksi ini sekarang berstatus: %(status)s. Tidak ada yang berubah.")
            % {"status": correction.get_status_display().lower()}
        )


@transaction.atomic
def decide_correction(correction, *, accepted, reason, actor, came=None, left=None):
    """Accept a correction as asked or with other times, or refuse it; return it.

    Only who decides for the person today, never the person; past the deadline also the next level.
    `came` and `left` are local times in place of those claimed, for the directions that were
    claimed; None keeps the claim. A refusal and other times say why. The day record is made again,
    rests on the correction from then on, and the person is told. Raises MovedOn where it was
    decided or taken back meanwhile.
    """
    scope = scope_for(actor)
    if not may_decide_correction(scope, correction):
        raise PermissionDenied
    reason = reason.strip()[:300]
    if not accepted and not reason:
        raise Refused(_("Tuliskan alasan mengapa koreksi ini tidak diterima."))
    values = {"status": Status.REFUSED}
    if accepted:
        in_at = _adjusted(correction.claimed_in, came)
        out_at = _adjusted(correction.claimed_out, left)
        _refuse_times(in_at, out_at, clock.now())
        claimed = (correction.claimed_in, correction.claimed_out)
        if (in_at, out_at) != claimed and not reason:
            raise Refused(_("Tuliskan alasan mengapa jamnya disesuaikan."))
        values = {"status": Status.ACCEPTED, "in_at": in_at, "out_at": out_at}
    _move(
        correction,
        decided_by=actor,
        decided_at=clock.now(),
        decision_reason=reason,
        **values,
    )
    _record(correction, "accept_correction" if accepted else "refuse_correction", scope)
    _tell(correction, "correction_accepted" if accepted else "correction_refused")
    recompute_day(correction.employee, correction.work_date)
    return correction


def _adjusted(claimed, at):
    """Return a claimed moment with another time of day: the nearest such moment to the claim."""
    if claimed is None or at is None:
        return claimed
    day = timezone.localtime(claimed).date()
    near = [clock.local(day + datetime.timedelta(days=n), at) for n in (-1, 0, 1)]
    return min(near, key=lambda moment: abs(moment - claimed))


@transaction.atomic
def undo_correction(correction, *, reason, actor):
    """Take back what was accepted for a work date; return the new Correction that says so.

    The row that was decided stays as it is: the new one follows it and takes all accepted times
    of the date away. By who decides for the person today. Refused without a reason, and where
    nothing counts on that date.
    """
    scope = scope_for(actor)
    employee = correction.employee
    if not may_decide_for(scope, employee):
        raise PermissionDenied
    reason = reason.strip()[:300]
    if not reason:
        raise Refused(_("Tuliskan alasan pembatalan. Tidak ada yang berubah."))
    accepted = Correction.objects.select_for_update().filter(
        employee=employee, work_date=correction.work_date, status=Status.ACCEPTED
    )
    latest = accepted.order_by("-decided_at", "-pk").first()
    if latest is None or latest.kind == Kind.UNDO:
        raise MovedOn(_("Tidak ada koreksi yang berlaku pada tanggal ini."))
    now = clock.now()
    undone = Correction.objects.create(
        employee=employee,
        work_date=correction.work_date,
        kind=Kind.UNDO,
        reason=reason,
        asked_by=actor,
        asked_at=now,
        status=Status.ACCEPTED,
        decision_reason=reason,
        decided_by=actor,
        decided_at=max(now, latest.decided_at),
    )
    _record(undone, "undo_correction", scope)
    _tell(undone, "correction_undone")
    recompute_day(employee, correction.work_date)
    return undone


def _record(correction, act, scope):
    posting = posting_on(correction.employee, scope.day)
    record_decision(
        correction,
        act,
        actor=scope.user,
        unit=posting.unit,
        reason=correction.decision_reason,
        before={"claimed_in": correction.claimed_in, "claimed_out": correction.claimed_out},
        after={
            "work_date": correction.work_date,
            "status": correction.status,
            "in_at": correction.in_at,
            "out_at": correction.out_at,
        },
        mandate=scope.mandate_for(posting.unit),
    )


def _tell(correction, kind):
    reason = correction.decision_reason
    notify(
        [correction.employee.user],
        kind=kind,
        link=_link(correction),
        day=correction.work_date,
        **({} if kind == "correction_accepted" else {"reason": reason}),
    )


def excuse_outage(outage, *, reason, actor, employee_ids=None):
    """Accept the check-ins that an outage made impossible; return how many people it was.

    `employee_ids` are those chosen, None means all for whom the account may: a head for its own
    people, BKPSDM for the city, nobody for oneself. Each gets a correction of the missing
    direction at the start or end of the hours of that day, in the name of the actor, and is told;
    who was excused already or came meanwhile is left out. Refused without a reason, for an outage
    taken back, and where nobody is left.
    """
    scope = scope_for(actor)
    reason = reason.strip()[:300]
    if not reason:
        raise Refused(_("Tuliskan alasan. Tidak ada yang berubah."))
    if outage.withdrawn_at is not None:
        raise Refused(_("Gangguan ini sudah dibatalkan, jadi tidak ada yang dimaklumi karenanya."))
    rows = excusable_rows(scope, outage)
    if employee_ids is not None:
        rows = rows.filter(employee_id__in=set(employee_ids))
    days = excusable_days(rows, outage)
    if not days:
        raise Refused(_("Tidak ada pegawai yang dapat dimaklumi. Tidak ada yang berubah."))
    now = clock.now()
    with transaction.atomic():
        Correction.objects.bulk_create(
            [
                Correction(
                    employee_id=day.employee_id,
                    work_date=outage.work_date,
                    kind=Kind.OUTAGE,
                    claimed_in=day.in_at,
                    claimed_out=day.out_at,
                    in_at=day.in_at,
                    out_at=day.out_at,
                    reason=reason,
                    asked_by=actor,
                    asked_at=now,
                    status=Status.ACCEPTED,
                    decision_reason=reason,
                    decided_by=actor,
                    decided_at=now,
                    outage=outage,
                )
                for day in days
            ],
            batch_size=BATCH,
        )
        record_decision(
            outage,
            "excuse_outage",
            actor=actor,
            reason=reason,
            after={"work_date": outage.work_date, "people": len(days)},
        )
        people = [day.employee_id for day in days]
        notify(
            User.objects.filter(employee__in=people, is_active=True),
            kind="outage_excused",
            link=reverse("attendance:correction_list"),
            day=outage.work_date,
            reason=reason,
        )
        if outage.work_date < clock.today():
            close_day(outage.work_date, people)
    return len(days)
