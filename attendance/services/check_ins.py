"""Checking in and out, and what the superior decides on a check-in kept for review."""

import datetime
import uuid
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from attendance.models import CheckIn, CheckInReview, Kiosk, PlaceEvidence, SecondTap
from attendance.models.check_ins import TOLD_APART
from attendance.places import ACCEPTED, REVIEW, Finding, distance_m, has_point, judge_location
from attendance.queries.calendar import calendar_of
from attendance.queries.check_ins import check_in_for, check_in_with_key, targets_of
from attendance.queries.kiosks import works_at_kiosk
from attendance.queries.ordinary_days import ordinary_day
from attendance.queries.work_dates import WorkDate, work_date_for, work_date_on
from attendance.services.closing import recompute_day
from attendance.wording import ELSEWHERE_AT_KIOSK, review_reason
from schedules.queries.orders import EMERGENCY
from schedules.queries.workplaces import away_on, places_on
from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused, notify, record_decision
from units.languages import in_indonesian
from units.queries.people import may_decide_for, posting_on

# A phone's clock may differ so much before the check-in is flagged as sent later.
CLOCKS_MAY_DIFFER = datetime.timedelta(minutes=10)
MOST_SECOND_TAPS = 5
# What being sent later explains by itself.
SENT_LATER_EXPLAINS = ("stale_location", "clock_differs")
# A tap kept on a phone without a signal is taken so long after its day.
SENT_LATER_DAYS = 31


def check_in(employee, *, direction, key, evidence, device_time, actor, device="", pressed_on=None,
             kiosk=None):  # fmt: skip
    """Record one tap for the work date of now and return its CheckIn, or the one already there.

    The server's clock decides time and date (Asia/Jakarta); `device_time` is kept beside it.
    The work date is today, for a shift the date on which it starts (`attendance.work_dates`).
    The first tap of a person, date and direction stands: a repeated key, a second tab or a
    second phone gets that first answer. A location that cannot be accepted, a day off, an
    absence or a missing posting keep the check-in for review. Refused: an unknown direction or
    key, a key used before for anything else, and checking in for somebody else.

    `device` is the hash of `attendance.devices`; a device that is meant for many people gives
    none. A tap that is answered by one from another device is kept beside it as a SecondTap.

    `kiosk` is the Kiosk at which the person pressed: its place stands for the evidence, and no
    device is kept; who opened the kiosk is kept for review. Refused: a kiosk that is closed or
    over, a day at home, and people who work outside the kiosk's unit and what is below it.

    `pressed_on` is the work date of a tap that a phone kept without a signal. Such a tap that
    comes minutes later, or after its day, is flagged `sent_later` and always kept for review with
    both times; a closed day is made again. Refused: a day to come, or longer ago than
    SENT_LATER_DAYS.
    """
    if employee.user_id is None or employee.user_id != actor.pk:
        raise PermissionDenied
    if direction not in CheckIn.Direction.values:
        raise Refused(_("Presensi hanya dapat berupa presensi masuk atau presensi pulang."))
    if not isinstance(key, uuid.UUID):
        raise Refused(_("Halaman ini sudah lama. Muat ulang, lalu tekan sekali lagi."))
    now, today = clock.now(), clock.today()
    ordinary = None
    if kiosk is None and pressed_on in (None, today):
        ordinary = ordinary_day(employee, direction, today)
    if ordinary is not None:
        date, earlier = WorkDate(today), None
    else:
        date = work_date_for(employee, direction, now)
        if pressed_on is not None and pressed_on != date.day:
            _refuse_far_dates(pressed_on)
            date = work_date_on(employee, pressed_on)
        earlier = check_in_for(employee, date.day, direction)
    day = date.day
    sent_later = pressed_on is not None and _is_late(day, device_time, now)
    if earlier is not None:
        if not sent_later:
            _keep_second_tap(earlier, evidence, device, now)
        return earlier
    if kiosk is not None:
        workplace, finding = "wfo", _judge_at_kiosk(employee, date, kiosk, now)
    else:
        workplace, finding = _judge(employee, date, direction, evidence, device_time, now, ordinary)
    if sent_later and (finding.accepted or finding.reason_code in SENT_LATER_EXPLAINS):
        finding = replace(finding, outcome=REVIEW, reason_code="sent_later")
    try:
        with transaction.atomic():
            record = _store(
                CheckIn(
                    employee=employee,
                    work_date=day,
                    direction=direction,
                    workplace=workplace,
                    server_time=now,
                    device_time=device_time,
                    sent_later=sent_later,
                    finding=finding.outcome,
                    review_reason=finding.reason_code,
                    place_id=finding.place_id,
                    device="" if kiosk else device,
                    kiosk=kiosk,
                    key=key,
                ),
                evidence,
                finding,
            )
            if sent_later:
                recompute_day(employee, day)
            return record
    except IntegrityError:
        return _first_answer(employee, day, direction, key)


def _refuse_far_dates(day):
    """Refuse a work date to come, and one so long ago that its books are closed."""
    apart = (clock.today() - day).days
    if apart < 0:
        raise Refused(_("Presensi belum tercatat: tanggal di ponsel ini lebih maju. Periksa jam."))
    if apart > SENT_LATER_DAYS:
        raise Refused(
            _("Presensi %(day)s sudah terlalu lama untuk dikirim. Sampaikan kepada atasan Anda.")
            % {"day": date_format(day, "j F Y")}
        )


def _is_late(day, device_time, now):
    """Say whether a kept tap came when its own time no longer is the server's."""
    if day < clock.today() or device_time is None:
        return True
    return clock.apart(device_time, now) > TOLD_APART


def _keep_second_tap(earlier, evidence, device, now):
    """Keep how far from the first tap another device of the person was; a few a tap at most."""
    first = PlaceEvidence.objects.filter(check_in=earlier).first()
    known = device and earlier.device and device != earlier.device
    if not known or first is None or not has_point(evidence) or not evidence.accuracy_m:
        return
    if earlier.second_taps.count() >= MOST_SECOND_TAPS:
        return
    apart = distance_m(first.latitude, first.longitude, evidence.latitude, evidence.longitude)
    SecondTap.objects.get_or_create(
        check_in=earlier,
        device=device,
        defaults={
            "server_time": now,
            "distance_m": round(apart),
            "accuracy_m": first.accuracy_m + evidence.accuracy_m,
        },
    )


def _store(record, evidence, finding):
    record.save(force_insert=True)
    if has_point(evidence):
        PlaceEvidence.objects.create(
            check_in=record,
            latitude=evidence.latitude,
            longitude=evidence.longitude,
            accuracy_m=_number(evidence.accuracy_m),
            age_s=_number(evidence.age_s),
            distance_m=finding.distance_m,
        )
    return record


def _number(value):
    """Return a finite number for the record, -1 where the phone gave none."""
    return value if value is not None and value == value and abs(value) < 1e12 else -1


def _first_answer(employee, day, direction, key):
    """Return the check-in that came first; a key that stands for something else is refused."""
    first = check_in_for(employee, day, direction)
    if first is not None:
        return first
    if check_in_with_key(key) is None:
        raise RuntimeError("A check-in was refused by the database for an unknown reason.")
    raise Refused(
        _("Presensi belum tercatat: halaman ini sudah pernah dipakai. Muat ulang, lalu tekan lagi.")
    )


def _judge(employee, date, direction, evidence, device_time, now, ordinary):
    """Return (workplace, Finding) of a check-in made now.

    Where the place of the day was changed after the check-in (a recall at noon, an emergency),
    the check-out counts at either place: who came home early or stayed at the office did right.
    """
    if ordinary is not None:
        finding = judge_location(evidence, ordinary.targets, now)
        return ordinary.workplace, _in_time(finding, device_time, now)
    day = date.day
    places = places_on(day, [employee.pk])
    workplace = "wfh" if employee.pk in places.home else "wfo"
    posting = posting_on(employee, day)
    if posting is None:
        return workplace, Finding(REVIEW, "no_posting")
    targets = targets_of(employee, posting.unit, workplace, day)
    if direction == CheckIn.Direction.OUT:
        came = check_in_for(employee, day, CheckIn.Direction.IN)
        if came is not None and came.workplace != workplace:
            targets += targets_of(employee, posting.unit, came.workplace, day)
    finding = judge_location(evidence, targets, now)
    if finding.reason_code == "no_target":
        finding = replace(finding, reason_code="no_home" if workplace == "wfh" else "no_office")
    not_at_home = finding.reason_code in ("no_home", "elsewhere")
    if not_at_home and places.order.get(employee.pk) == EMERGENCY:
        finding = replace(finding, reason_code="emergency")
    if not finding.accepted:
        return workplace, finding
    if off := _day_off(date, posting.unit):
        return workplace, replace(finding, outcome=REVIEW, reason_code=off)
    if away_on(day, [employee.pk]):
        return workplace, replace(finding, outcome=REVIEW, reason_code="away")
    return workplace, _in_time(finding, device_time, now)


def _judge_at_kiosk(employee, date, kiosk, now):
    """Return the Finding of a check-in at a kiosk, whose place is the place of the person."""
    if not Kiosk.objects.filter(pk=kiosk.pk, closed_at__isnull=True, expires_at__gt=now).exists():
        raise Refused(_("Presensi belum tercatat: kiosk ini sudah ditutup. Hubungi petugas."))
    posting = posting_on(employee, date.day)
    if not works_at_kiosk(kiosk, posting):
        raise Refused(str(ELSEWHERE_AT_KIOSK))
    if employee.pk in places_on(date.day, [employee.pk]).home:
        raise Refused(
            _("Presensi belum tercatat: lokasi kerja Anda hari ini WFH. Kiosk hanya untuk hari"
              " WFO. Bila Anda tidak mempunyai perangkat di rumah, hubungi pengelola kepegawaian.")
        )  # fmt: skip
    finding = Finding(ACCEPTED, "", kiosk.place_id, 0.0)
    if kiosk.opened_by_id == employee.user_id:
        # Where the device stands only who opened it has said: nobody vouches for themselves.
        return replace(finding, outcome=REVIEW, reason_code="own_kiosk")
    if off := _day_off(date, posting.unit):
        return replace(finding, outcome=REVIEW, reason_code=off)
    if away_on(date.day, [employee.pk]):
        return replace(finding, outcome=REVIEW, reason_code="away")
    return finding


def _in_time(finding, device_time, now):
    """Return the Finding, for review where it was accepted and the phone's clock is far off."""
    far = device_time is not None and clock.apart(device_time, now) > CLOCKS_MAY_DIFFER
    if finding.accepted and far:
        return replace(finding, outcome=REVIEW, reason_code="clock_differs")
    return finding


def _day_off(date, unit):
    """Return why nobody works on a WorkDate: the roster, or the calendar where it is silent."""
    if date.rostered:
        return "shift_off" if date.shift is None else ""
    works = calendar_of(unit, date.day, date.day).is_working_day(unit.pk, date.day)
    return "" if works else "holiday"


@transaction.atomic
def review_check_in(record, *, accepted, reason, actor):
    """Accept or refuse a check-in kept for review; return the CheckInReview.

    Only who decides for the person today, never the person. A refusal says why. Raises MovedOn
    when it was decided already and Refused when it was never up for review. The person is
    told, and a day that is closed is made again.
    """
    scope = scope_for(actor)
    if not may_decide_for(scope, record.employee):
        raise PermissionDenied
    if record.finding != CheckIn.Finding.REVIEW:
        raise Refused(_("Presensi ini sudah sesuai dan tidak perlu ditinjau."))
    reason = reason.strip()
    if not accepted and not reason:
        raise Refused(_("Tuliskan alasan mengapa presensi ini tidak diterima."))
    if not reason:
        with in_indonesian():
            reason = _("Diterima setelah ditinjau: %s") % review_reason(record.review_reason)
    try:
        with transaction.atomic():
            review = CheckInReview.objects.create(
                check_in=record,
                accepted=accepted,
                reason=reason[:300],
                decided_by=actor,
                decided_at=clock.now(),
            )
    except IntegrityError as already:
        raise MovedOn(_("Presensi ini sudah diputuskan.")) from already
    posting = posting_on(record.employee, scope.day)
    record_decision(
        record,
        "accept_check_in" if accepted else "refuse_check_in",
        actor=actor,
        unit=posting.unit,
        reason=review.reason,
        before={"finding": record.finding, "review_reason": record.review_reason},
        after={"accepted": accepted},
        mandate=scope.mandate_for(posting.unit),
    )
    notify(
        [record.employee.user],
        kind="check_in_accepted" if accepted else "check_in_refused",
        link=reverse("attendance:today"),
        what=CheckIn.Direction(record.direction).label,
        day=record.work_date,
        **({} if accepted else {"reason": review.reason}),
    )
    recompute_day(record.employee, record.work_date)
    return review
