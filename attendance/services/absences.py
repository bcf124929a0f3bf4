"""Asking about days without a check-in, answering, and confirming *tanpa keterangan*."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from attendance.models import AbsenceFinding, DayRecord
from attendance.queries.absences import days_to_ask, explained_since, may_be_confirmed
from attendance.queries.watch import decides_on, due_dates, rules_on
from attendance.services.closing import recompute_day
from attendance.services.discipline import watch_person
from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused, notify, notify_each, record_decision
from units.models import User
from units.queries.people import superiors_of

Outcome = AbsenceFinding.Outcome
# Days older than this are not asked about by themselves: nobody remembers them fairly.
ASK_REACHES_BACK_DAYS = 31
# How far back an explanation that came late still takes a finding away.
LAPSE_REACHES_BACK_DAYS = 400
AT_ONCE = 500


def ask_about_absences():
    """Ask who is missing an explanation, and let go of days that got one; return how many asked.

    Safe to run again, late or by two workers: one finding per person and date is the database's.
    """
    today = clock.today()
    _let_go(today)
    since = today - datetime.timedelta(days=ASK_REACHES_BACK_DAYS)
    records = list(
        days_to_ask(since, today - datetime.timedelta(days=1))
        .order_by("date", "employee_id")
        .values_list("employee_id", "unit_id", "date")
    )
    days = rules_on(today).absence_answer_days
    due = due_dates(today, days, {unit_id for _person, unit_id, _date in records})
    return sum(
        _ask(records[first : first + AT_ONCE], due) for first in range(0, len(records), AT_ONCE)
    )


def _let_go(today):
    since = today - datetime.timedelta(days=LAPSE_REACHES_BACK_DAYS)
    gone = explained_since(since)
    people = set(gone.filter(outcome=Outcome.CONFIRMED).values_list("employee_id", flat=True))
    gone.update(outcome=Outcome.LAPSED)
    return people


@transaction.atomic
def _ask(records, due):
    now = clock.now()
    known = {
        (person, date): pk if outcome == Outcome.LAPSED else None
        for pk, person, date, outcome in AbsenceFinding.objects.filter(
            employee_id__in=[row[0] for row in records], date__in={row[2] for row in records}
        ).values_list("pk", "employee_id", "date", "outcome")
    }
    new = [row for row in records if known.get((row[0], row[2]), 0) is not None]
    fresh = [
        AbsenceFinding(
            employee_id=person, unit_id=unit, date=date, asked_at=now, answer_due_on=due[unit]
        )
        for person, unit, date in new
        if (person, date) not in known
    ]
    AbsenceFinding.objects.bulk_create(fresh, ignore_conflicts=True)
    for person, unit, date in new:
        if (person, date) in known:
            AbsenceFinding.objects.filter(
                pk=known[person, date], outcome=Outcome.LAPSED
            ).update(
                unit=unit, asked_at=now, answer_due_on=due[unit], outcome=Outcome.OPEN,
                answer="", answered_at=None, reason="", decided_by=None, decided_at=None,
            )  # fmt: skip
    users = _accounts([row[0] for row in new])
    for date in sorted({row[2] for row in new}):
        told = {
            users[person]: {"day": date, "due": due[unit]}
            for person, unit, asked in new
            if asked == date and person in users
        }
        notify_each(told, kind="absence_asked", link=reverse("attendance:own_findings"))
    return len(new)


def _accounts(employee_ids):
    rows = User.objects.filter(employee__in=employee_ids, is_active=True).select_related("employee")
    return {user.employee.pk: user for user in rows}


@transaction.atomic
def answer_absence(finding, *, answer, actor):
    """Keep what the person says about the day; the superior is told. Own finding, while open."""
    if finding.employee.user_id != actor.pk:
        raise PermissionDenied
    answer = answer.strip()[:500]
    if not answer:
        raise Refused(_("Tuliskan keterangan Anda. Tidak ada yang dikirim."))
    moved = AbsenceFinding.objects.filter(pk=finding.pk, outcome=Outcome.OPEN).update(
        answer=answer, answered_at=clock.now()
    )
    if not moved:
        raise MovedOn(
            _("Hari ini sudah diputuskan atau sudah terjelaskan. Tidak ada yang berubah.")
        )
    notify(
        superiors_of(finding.employee, clock.today()),
        kind="absence_answered",
        link=reverse("attendance:absence_detail", args=[finding.pk]),
        name=finding.employee.name,
        day=finding.date,
    )


@transaction.atomic
def decide_absence(finding, *, confirmed, reason, actor):
    """Confirm *tanpa keterangan*, or take the explanation; a confirmation can be taken back so.

    By the superior or BKPSDM, never the person. Confirming waits until the person has answered
    or could have, and is refused for a day that got an explanation meanwhile. The day's record
    and the ladder of PP 94/2021 are made again; the person is told.
    """
    scope = scope_for(actor)
    if not decides_on(scope, finding.employee):
        raise PermissionDenied
    reason = reason.strip()[:500]
    if not reason:
        raise Refused(_("Tuliskan alasan keputusan. Tidak ada yang berubah."))
    before = AbsenceFinding.objects.get(pk=finding.pk)
    if confirmed:
        if not may_be_confirmed(before, scope.day):
            raise Refused(
                _("Pegawai masih dapat menjawab. Keputusan ini terbuka setelah ada jawaban atau"
                  " setelah batas menjawab lewat.")
            )  # fmt: skip
        _refuse_explained_day(before)
    allowed = [Outcome.OPEN] if confirmed else [Outcome.OPEN, Outcome.CONFIRMED]
    outcome = Outcome.CONFIRMED if confirmed else Outcome.EXPLAINED
    moved = AbsenceFinding.objects.filter(
        pk=finding.pk, outcome__in=allowed, answered_at=before.answered_at
    ).update(outcome=outcome, reason=reason, decided_by=actor, decided_at=clock.now())
    if not moved:
        raise MovedOn(
            _("Hari ini baru saja dijawab atau diputuskan. Periksa lagi sebelum memutuskan.")
        )
    record_decision(
        finding,
        "confirm_absence" if confirmed else "accept_explanation",
        actor=actor,
        unit=finding.unit,
        reason=reason,
        before={"outcome": before.outcome, "answer": before.answer},
        after={"outcome": outcome, "date": finding.date},
        mandate=scope.mandate_for(finding.unit),
    )
    notify(
        [finding.employee.user],
        kind="absence_confirmed" if confirmed else "absence_explained",
        link=reverse("attendance:absence_detail", args=[finding.pk]),
        day=finding.date,
        reason=reason,
    )
    recompute_day(finding.employee, finding.date)
    watch_person(finding.employee, finding.date.year)
    finding.refresh_from_db()
    return finding


def _refuse_explained_day(finding):
    verdict = (
        DayRecord.objects.filter(employee_id=finding.employee_id, date=finding.date)
        .values_list("verdict", flat=True)
        .first()
    )
    if verdict != DayRecord.Verdict.UNEXPLAINED:
        raise Refused(
            _("Hari ini sudah terjelaskan atau sedang ditinjau, jadi tidak dapat dinyatakan tanpa"
              " keterangan.")
        )  # fmt: skip
