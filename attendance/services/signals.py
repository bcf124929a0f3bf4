"""Finding indications, answering them, and what the superior makes of them. Never a verdict."""

import datetime
import logging

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from attendance import signals
from attendance.models import Indication, IndicationCase, SignalScan
from attendance.queries import signals as queries
from attendance.queries.watch import due_dates, rules_on
from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused, notify, notify_each, record_decision
from units.models import User
from units.queries.people import postings_on, superiors_of

Outcome = IndicationCase.Outcome
# Exact coordinates are kept for 30 days; nothing older can be looked at.
SCAN_REACHES_BACK_DAYS = 30
# Check-ins that were kept offline arrive a few days later.
SCANNED_AGAIN_DAYS = 3

log = logging.getLogger(__name__)


def find_signals():
    """Look through every day that was not looked through yet; return {iso date: new indications}.

    Safe to run again, late or after a stop: each day is one transaction, and the same check-ins
    give the same indications.
    """
    yesterday = clock.today() - datetime.timedelta(days=1)
    days = queries.days_to_scan(yesterday, SCAN_REACHES_BACK_DAYS, SCANNED_AGAIN_DAYS)
    return {day.isoformat(): scan_day(day) for day in days}


@transaction.atomic
def scan_day(day):
    """Keep the indications of the month up to a day; return how many are new.

    By the thresholds of that day. An open indication grows with its evidence; one that somebody
    has decided on stays as it was decided.
    """
    rules = rules_on(day)
    limits = signals.Thresholds.of(rules)
    month = day.replace(day=1)
    signs = []
    people = queries.people_to_look_at(day, limits)
    for _person, taps, seconds in queries.taps_by_person(people, month, day):
        signs += signals.signs_of_person(taps, seconds, limits)
    devices = queries.devices_to_look_at(day)
    for device, taps in queries.taps_by_device(devices, month, day):
        signs += signals.shared_device(device, taps, limits)
    found = _keep(signs, month, rules.answer_days)
    SignalScan.objects.update_or_create(
        day=day, defaults={"scanned_at": clock.now(), "found": found}
    )
    log.info("%s indications found on %s", found, day)
    return found


def _keep(signs, month, answer_days):
    known = {
        (one.kind, one.subject): one
        for one in Indication.objects.filter(month=month, subject__in={s.subject for s in signs})
    }
    decided = set(
        IndicationCase.objects.filter(indication__in=[one.pk for one in known.values()])
        .exclude(outcome=Outcome.OPEN)
        .values_list("indication_id", flat=True)
    )
    new, told = [], []
    for sign in signs:
        one = known.get((sign.kind, sign.subject))
        if one is None:
            one = Indication.objects.create(
                kind=sign.kind, subject=sign.subject, month=month, found_at=clock.now(),
                **_facts(sign),
            )  # fmt: skip
            new.append(one)
        elif one.pk in decided or len(sign.days) <= len(one.days):
            continue
        else:
            Indication.objects.filter(pk=one.pk).update(**_facts(sign))
        told.append((one, sign.people))
    _tell(told, answer_days)
    return len(new)


def _facts(sign):
    return {
        "starts_on": sign.days[0],
        "ends_on": sign.days[-1],
        "days": [day.isoformat() for day in sign.days],
        "evidence": sign.evidence,
    }


def _tell(told, answer_days):
    """Open a case for every person of the indications who has none yet, and tell them."""
    today, now = clock.today(), clock.now()
    people = {pk for _one, some in told for pk in some}
    postings = postings_on(today).filter(employee_id__in=people).select_related(None)
    unit_of = dict(postings.values_list("employee_id", "unit_id"))
    due = due_dates(today, answer_days, set(unit_of.values())) if people else {}
    known = set(
        IndicationCase.objects.filter(indication__in=[one.pk for one, _some in told]).values_list(
            "indication_id", "employee_id"
        )
    )
    accounts = {
        user.employee.pk: user
        for user in User.objects.filter(employee__in=people, is_active=True).select_related(
            "employee"
        )
    }
    for one, some in told:
        fresh = [pk for pk in some if (one.pk, pk) not in known]
        last = {pk: due.get(unit_of.get(pk), today) for pk in fresh}
        IndicationCase.objects.bulk_create(
            IndicationCase(
                indication=one, employee_id=pk, unit_id=unit_of.get(pk), told_at=now,
                answer_due_on=last[pk],
            )
            for pk in fresh
        )  # fmt: skip
        notify_each(
            {
                accounts[pk]: {"what": one.get_kind_display, "due": last[pk]}
                for pk in fresh
                if pk in accounts
            },
            kind="indication_told",
            link=reverse("attendance:own_findings"),
        )


@transaction.atomic
def answer_indication(case, *, answer, actor):
    """Keep the person's answer (hak jawab) and tell the superior. Own case, while open."""
    if case.employee.user_id != actor.pk:
        raise PermissionDenied
    answer = answer.strip()[:1000]
    if not answer:
        raise Refused(_("Tuliskan jawaban Anda. Tidak ada yang dikirim."))
    moved = IndicationCase.objects.filter(pk=case.pk, outcome=Outcome.OPEN).update(
        answer=answer, answered_at=clock.now()
    )
    if not moved:
        raise MovedOn(_("Indikasi ini sudah diputuskan. Tidak ada yang berubah."))
    notify(
        superiors_of(case.employee, clock.today()),
        kind="indication_answered",
        link=reverse("attendance:indication_detail", args=[case.pk]),
        name=case.employee.name,
        what=case.indication.get_kind_display,
    )


@transaction.atomic
def decide_indication(case, *, outcome, reason, actor):
    """Record what came of one person's part: no ground, coached, to an examination, examined.

    By the superior or BKPSDM who has no part in the indication. Only "no ground" is open before
    the person has answered or could have. No verdict of any day changes by it.
    """
    scope = scope_for(actor)
    if not queries.may_decide(scope, case):
        raise PermissionDenied
    before = IndicationCase.objects.get(pk=case.pk)
    lawful = {
        Outcome.OPEN: (Outcome.NO_GROUND, Outcome.COACHED, Outcome.EXAMINATION),
        Outcome.EXAMINATION: (Outcome.NO_GROUND, Outcome.COACHED, Outcome.EXAMINED),
    }
    if before.outcome != case.outcome or outcome not in lawful.get(before.outcome, ()):
        raise MovedOn(_("Indikasi ini sudah diputuskan. Tidak ada yang berubah."))
    reason = reason.strip()[:500]
    if not reason:
        raise Refused(_("Tuliskan alasan keputusan. Tidak ada yang berubah."))
    if outcome != Outcome.NO_GROUND and not queries.could_answer(before, scope.day):
        raise Refused(
            _("Pegawai masih dapat menjawab. Keputusan ini terbuka setelah ada jawaban atau"
              " setelah batas menjawab lewat.")
        )  # fmt: skip
    moved = IndicationCase.objects.filter(
        pk=case.pk, outcome=before.outcome, answered_at=before.answered_at
    ).update(outcome=outcome, reason=reason, decided_by=actor, decided_at=clock.now())
    if not moved:
        raise MovedOn(_("Indikasi ini baru saja dijawab atau diputuskan. Periksa lagi."))
    record_decision(
        case,
        f"indication_{outcome}",
        actor=actor,
        unit=case.unit,
        reason=reason,
        before={"outcome": before.outcome, "answer": before.answer},
        after={"outcome": outcome, "kind": case.indication.kind, "days": case.indication.days},
        mandate=scope.mandate_for(case.unit) if case.unit else "",
    )
    notify(
        [case.employee.user],
        kind="indication_decided",
        link=reverse("attendance:indication_detail", args=[case.pk]),
        what=case.indication.get_kind_display,
        outcome=lambda: Outcome(outcome).label,
        reason=reason,
    )
    case.refresh_from_db()
    return case
