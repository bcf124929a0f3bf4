"""Check-ins for the detectors, and indications for people: who sees which, what waits for whom."""

import datetime
from itertools import groupby
from operator import attrgetter, itemgetter

from django.db.models import Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from attendance.models import (
    CheckIn,
    Indication,
    IndicationCase,
    PlaceEvidence,
    SecondTap,
    SignalScan,
)
from attendance.places import distance_m
from attendance.queries.watch import decides_on, seen_by, watched_by, watches_anybody
from attendance.signals import FINEST_ACCURACY_M, VAGUEST_ACCURACY_M, Second, Tap
from units.queries.tree import subtree_ids
from units.todos import Todo, capped

Outcome = IndicationCase.Outcome
AT_ONCE = 500
TAP_COLUMNS = (
    "employee_id", "work_date", "direction", "workplace", "server_time", "device_time",
    "sent_later", "device",
    "evidence__latitude", "evidence__longitude", "evidence__accuracy_m",
)  # fmt: skip


# --- for the detectors


def _tap(row):
    """Return the Tap of a row; what was kept without a signal happened when it was pressed.

    Such a tap says nothing of the phone's clock: it is behind by as long as it waited.
    """
    person, day, direction, workplace, server, phone, late, device, *point = row
    skew = None if late or phone is None else (phone - server).total_seconds()
    return Tap(
        person, day, direction, workplace, (phone if late and phone else server).timestamp(),
        *point, skew, device,
    )  # fmt: skip


def people_to_look_at(day, limits):
    """Return the ids of who has anything on a day that a detector may care for, sorted.

    A wide net in a few queries over the day alone; the detectors then read the month of these.
    """
    points = PlaceEvidence.objects.filter(check_in__work_date=day)
    odd = ~Q(accuracy_m__range=(FINEST_ACCURACY_M, VAGUEST_ACCURACY_M))
    before = PlaceEvidence.objects.filter(
        check_in__employee_id=OuterRef("check_in__employee_id"),
        check_in__work_date__range=(day.replace(day=1), day - datetime.timedelta(days=1)),
        latitude=OuterRef("latitude"),
        longitude=OuterRef("longitude"),
        accuracy_m=OuterRef("accuracy_m"),
    )
    most = datetime.timedelta(minutes=limits.clock_minutes)
    skew = ExpressionWrapper(F("device_time") - F("server_time"), output_field=DurationField())
    pressed = CheckIn.objects.filter(work_date=day, device_time__isnull=False, sent_later=False)
    clocks = pressed.alias(skew=skew)
    found = set(points.filter(odd).values_list("check_in__employee_id", flat=True))
    found.update(points.filter(Exists(before)).values_list("check_in__employee_id", flat=True))
    found.update(
        clocks.filter(Q(skew__gt=most) | Q(skew__lt=-most)).values_list("employee_id", flat=True)
    )
    found.update(
        SecondTap.objects.filter(check_in__work_date=day).values_list(
            "check_in__employee_id", flat=True
        )
    )
    found.update(_movers(points, limits))
    return sorted(found)


def _movers(points, limits):
    """Yield who was far apart in and out on a day, read as a stream."""
    rows = points.order_by("check_in__employee_id").values_list(
        "check_in__employee_id", "latitude", "longitude"
    )
    for person, some in groupby(rows.iterator(chunk_size=2000), key=itemgetter(0)):
        seen = [row[1:] for row in some]
        if len(seen) > 1 and distance_m(*seen[0], *seen[1]) >= 1000 * limits.travel_km:
            yield person


def taps_by_person(employee_ids, start, end):
    """Yield (employee id, taps, second taps) of the people, a few hundred in memory at a time."""
    for first in range(0, len(employee_ids), AT_ONCE):
        some = employee_ids[first : first + AT_ONCE]
        rows = CheckIn.objects.filter(employee_id__in=some, work_date__range=(start, end))
        taps = sorted(map(_tap, rows.values_list(*TAP_COLUMNS)), key=attrgetter("person"))
        by_person = {pk: list(mine) for pk, mine in groupby(taps, key=attrgetter("person"))}
        seconds = _seconds(some, start, end)
        for pk in some:
            yield pk, by_person.get(pk, []), seconds.get(pk, [])


def _seconds(employee_ids, start, end):
    found = {}
    rows = SecondTap.objects.filter(
        check_in__employee_id__in=employee_ids, check_in__work_date__range=(start, end)
    ).values_list(
        "check_in__employee_id", "check_in__work_date", "check_in__server_time", "server_time",
        "distance_m", "accuracy_m",
    )  # fmt: skip
    for person, day, first, second, metres, accuracy in rows:
        apart = abs((second - first).total_seconds())
        found.setdefault(person, []).append(Second(person, day, apart, metres, accuracy))
    return found


def devices_to_look_at(day):
    """Return the devices that several people tapped with on a day, sorted.

    A kiosk gives no device with its taps, so that a device meant for many never stands here.
    """
    rows = CheckIn.objects.filter(work_date=day).exclude(device="").values("device")
    crowded = rows.annotate(people=Count("employee_id", distinct=True)).filter(people__gt=1)
    return list(crowded.order_by("device").values_list("device", flat=True))


def taps_by_device(devices, start, end):
    """Yield (device, taps) of the devices between two dates, a few hundred in memory at a time."""
    for first in range(0, len(devices), AT_ONCE):
        some = devices[first : first + AT_ONCE]
        rows = CheckIn.objects.filter(device__in=some, work_date__range=(start, end))
        taps = sorted(map(_tap, rows.values_list(*TAP_COLUMNS)), key=attrgetter("device"))
        for device, mine in groupby(taps, key=attrgetter("device")):
            yield device, list(mine)


def days_to_scan(yesterday, reach, again):
    """Return the dates to look through: those never scanned since the first, and the latest few.

    At most `reach` days back, where exact coordinates are gone; the latest `again` are looked at
    once more, for check-ins that arrived late.
    """
    known = set(SignalScan.objects.values_list("day", flat=True))
    oldest = yesterday - datetime.timedelta(days=reach)
    first = max(min(known), oldest) if known else yesterday
    latest = yesterday - datetime.timedelta(days=again - 1)
    days = (first + datetime.timedelta(days=n) for n in range((yesterday - first).days + 1))
    return [day for day in days if day not in known or day >= latest]


# --- for people


def _cases():
    return IndicationCase.objects.select_related(
        "indication", "employee", "unit", "decided_by__employee"
    )


def case_for(scope, pk):
    """Return one person's part in an indication that the account may open, else Http404."""
    return get_object_or_404(_cases().filter(seen_by(scope)), pk=pk)


def cases_of(employee):
    """Return a person's own indications, latest first."""
    return _cases().filter(employee=employee)


STATES = ("ready", "waiting", *(one for one in Outcome.values if one != Outcome.OPEN))


def _ready(day):
    return Q(outcome=Outcome.OPEN) & (Q(answered_at__isnull=False) | Q(answer_due_on__lt=day))


def case_list(scope, *, kind="", state="", unit_id=None):
    """Return the cases that the account looks at, latest first; "" means all."""
    rows = _cases().filter(watched_by(scope))
    if kind in Indication.Kind.values:
        rows = rows.filter(indication__kind=kind)
    if state == "ready":
        rows = rows.filter(_ready(scope.day))
    elif state == "waiting":
        rows = rows.filter(outcome=Outcome.OPEN).exclude(_ready(scope.day))
    elif state in STATES:
        rows = rows.filter(outcome=state)
    if unit_id is not None:
        rows = rows.filter(unit_id__in=subtree_ids([unit_id]))
    return rows


def others_in(scope, case):
    """Return (the people of the same indication whom the account may see, how many others)."""
    rest = case.indication.cases.exclude(pk=case.pk)
    if case.employee.user_id == scope.user.pk:
        return [], rest.count()
    seen = list(rest.filter(watched_by(scope)).select_related("employee", "unit"))
    return seen, rest.count() - len(seen)


def may_decide(scope, case):
    """Say whether the account decides on a case: superior or BKPSDM, with no part in it.

    Who is in the same indication decides on nobody's part of it. An examination is closed by
    BKPSDM alone.
    """
    if not decides_on(scope, case.employee):
        return False
    if case.indication.cases.filter(employee__user_id=scope.user.pk).exists():
        return False
    if case.outcome == Outcome.EXAMINATION:
        return scope.is_city_hr
    return case.outcome == Outcome.OPEN


def could_answer(case, today):
    """Say whether the person has answered or the days to answer are over."""
    return case.answered_at is not None or today > case.answer_due_on


def indications_to_answer(scope, now):
    """Return a Todo for each indication that the person has not answered yet."""
    if scope.employee is None:
        return []
    rows = cases_of(scope.employee).filter(outcome=Outcome.OPEN, answered_at__isnull=True)
    todos = [
        Todo(
            "review",
            _("Indikasi presensi dapat Anda jawab"),
            reverse("attendance:indication_detail", args=[one.pk]),
            _("Jawab"),
            detail=_("%(kind)s, dijawab sampai %(due)s")
            % {
                "kind": one.indication.get_kind_display(),
                "due": date_format(one.answer_due_on, "j F"),
            },
            about=one.indication.get_kind_display(),
        )
        for one in rows.order_by("answer_due_on", "pk")
    ]
    return capped(
        todos,
        lambda n: (
            ngettext("%(n)s indikasi lain dapat dijawab", "%(n)s indikasi lain dapat dijawab", n)
            % {"n": n}
        ),
        reverse("attendance:own_findings"),
    )


def indications_to_decide(scope, now):
    """Return a Todo for the indications that the superior can decide now."""
    if not watches_anybody(scope) or scope.is_city_hr:
        return []
    n = case_list(scope, state="ready").order_by().count()
    if not n:
        return []
    text = ngettext("%(n)s indikasi siap diputuskan", "%(n)s indikasi siap diputuskan", n)
    link = reverse("attendance:indication_list") + "?keadaan=ready"
    return [Todo("review", text % {"n": n}, link, _("Periksa"))]
