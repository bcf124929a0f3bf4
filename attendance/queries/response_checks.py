"""Response checks: who may be called now, what was called, what waits for whom."""

import datetime
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from attendance import response_ladder as ladder
from attendance.models import CheckIn, Outage, ResponseCheck, ResponseRuling
from attendance.queries.outages import outages_on
from attendance.queries.watch import rules_on, seen_by, watched_by, watches_anybody
from attendance.verdicts import duty_of
from schedules.models import Away
from schedules.queries.calendar import Calendar
from schedules.queries.orders import EMERGENCY
from schedules.queries.shifts import shifts_on
from schedules.queries.workplaces import away_on, places_on
from units.queries.authority import decides_for_anybody, postings_decided_by, postings_led_by
from units.todos import Todo, capped

Outcome = ResponseRuling.Outcome
STATES = ("today", "ready", "excused", "unexcused")

BLOCKS = {
    "account": gettext_lazy("belum memiliki akun"),
    "not_home": gettext_lazy("tidak bekerja dari rumah hari ini"),
    "away": gettext_lazy("tidak tersedia hari ini"),
    "emergency": gettext_lazy("di rumah karena keadaan darurat"),
    "hours": gettext_lazy("di luar jam kerja, atau jam kerja berakhir sebelum batas menjawab"),
    "left": gettext_lazy("sudah presensi pulang"),
    "outage": gettext_lazy("gangguan sistem sedang berlangsung"),
    "waiting": gettext_lazy("panggilan sebelumnya masih berjalan"),
    "most": gettext_lazy("sudah dipanggil sebanyak yang diizinkan hari ini"),
}


@dataclass(frozen=True)
class Callable:
    """Whether a person can be called at a moment: `block` is "" or a key of BLOCKS.

    `number` is that of the next call of the day.
    """

    block: str
    number: int = 1


def callable_people(postings, day, now):
    """Return {employee id: Callable} of postings of a day, in a dozen queries for any number.

    Only who works from home by what is in force, is available, is within the hours up to the end
    of the term, has not left, has no call that still runs and was called fewer times than the
    rules of the day allow. In an emergency and in an outage nobody is called.
    """
    ids = [posting.employee_id for posting in postings]
    rules = rules_on(day)
    calendar, places = Calendar.load(day, day), places_on(day, ids)
    away, shifts = away_on(day, ids), shifts_on(day, ids)
    left = set(
        CheckIn.objects.filter(
            work_date=day,
            employee_id__in=ids,
            direction=CheckIn.Direction.OUT,
            server_time__lte=now,
        ).values_list("employee_id", flat=True)
    )
    calls = {}
    for employee_id, number, due_at, answered in ResponseCheck.objects.filter(
        work_date=day, employee_id__in=ids
    ).values_list("employee_id", "number", "due_at", "answer__answered_at"):
        known, runs = calls.get(employee_id, (0, False))
        calls[employee_id] = (max(known, number), runs or (answered is None and due_at >= now))
    local = timezone.make_naive(now)
    ends = local + datetime.timedelta(minutes=rules.response_minutes)
    down = any(first <= ends.time() and local.time() <= last for first, last in outages_on(day))
    found = {}
    for posting in postings:
        pk, unit_id = posting.employee_id, posting.unit_id
        if pk in shifts:
            hours = shifts[pk]
        else:
            hours = calendar.hours(unit_id, posting.employee.employment, day)
        start, end = duty_of(day, hours) if hours is not None else (None, None)
        number, runs = calls.get(pk, (0, False))
        block = ""
        if posting.employee.user_id is None:
            block = "account"
        elif pk in away:
            block = "away"
        elif pk not in places.home:
            block = "not_home"
        elif places.order.get(pk) == EMERGENCY:
            block = "emergency"
        elif hours is None or not (start <= local and ends <= end):
            block = "hours"
        elif pk in left:
            block = "left"
        elif down:
            block = "outage"
        elif runs:
            block = "waiting"
        elif number >= rules.calls_a_day:
            block = "most"
        found[pk] = Callable(block, number + 1)
    return found


def people_at_home(scope, everybody=False):
    """Return the postings of who works from home today and whom the account may call, by name.

    Those whose direct superior it is; with `everybody` all below it. Absent ones are left out.
    """
    postings = postings_decided_by(scope) if everybody else postings_led_by(scope)
    home = places_on(scope.day).home
    away = away_on(scope.day, home)
    return (
        postings.filter(employee_id__in=home - away.keys())
        .select_related("employee", "unit", "position")
        .order_by("employee__name", "pk")
    )


def _checks():
    return ResponseCheck.objects.select_related(
        "employee", "unit", "called_by__employee", "answer", "explanation"
    )


def _by_record():
    """Return a Q for calls that an outage or an approved absence covers: they count for nothing."""
    outages = Outage.objects.filter(
        withdrawn_at__isnull=True,
        work_date=OuterRef("work_date"),
        starts_at__lte=OuterRef("due_at__time"),
        ends_at__gte=OuterRef("called_at__time"),
    )
    absences = Away.objects.filter(
        status=Away.Status.APPROVED,
        employee_id=OuterRef("employee_id"),
        starts_on__lte=OuterRef("work_date"),
        ends_on__gte=OuterRef("work_date"),
    )
    return Q(Exists(outages)) | Q(Exists(absences))


def _in_time():
    return Q(answer__answered_at__lte=F("due_at"))


def _ruled(outcome):
    return Q(Exists(ResponseRuling.objects.filter(call=OuterRef("pk"), outcome=outcome)))


def _unexcused():
    """Return a Q for calls found to be without a reason, and not taken back since."""
    return _ruled(Outcome.UNEXCUSED) & ~_ruled(Outcome.EXCUSED) & ~_by_record()


def _to_rule(now):
    """Return a Q for calls that were not answered in time and on which nobody has ruled."""
    ruled = Exists(ResponseRuling.objects.filter(call=OuterRef("pk")))
    late = Q(answer__isnull=True) | Q(answer__answered_at__gt=F("due_at"))
    return Q(due_at__lt=now) & late & ~ruled & ~_by_record()


def with_outcomes(rows, now):
    """Return the rows with `found`: what each call came to, a state of `response_ladder`."""
    return rows.annotate(
        found=Case(
            When(_in_time(), then=Value(ladder.IN_TIME)),
            When(_by_record(), then=Value(ladder.EXCUSED_BY_RECORD)),
            When(answer__isnull=False, then=Value(ladder.LATE)),
            When(due_at__gte=now, then=Value(ladder.WAITING)),
            default=Value(ladder.MISSED),
        )
    )


def response_check_for(scope, pk, now):
    """Return a call that the account may open: its own, its people's, BKPSDM; else Http404."""
    return get_object_or_404(with_outcomes(_checks(), now).filter(seen_by(scope)), pk=pk)


def response_checks_of(employee, now):
    """Return a person's own calls with what they came to, latest first."""
    return with_outcomes(_checks(), now).filter(employee=employee).prefetch_related("rulings")


def response_checks(scope, now, *, state="", unit_ids=None):
    """Return the calls that the account looks at; `state` is one of STATES or "" for all."""
    rows = with_outcomes(_checks(), now).filter(watched_by(scope)).prefetch_related("rulings")
    if state == "today":
        rows = rows.filter(work_date=scope.day)
    elif state == "ready":
        rows = rows.filter(_to_rule(now))
    elif state == "excused":
        rows = rows.filter(_ruled(Outcome.EXCUSED))
    elif state == "unexcused":
        rows = rows.filter(_unexcused())
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    return rows.order_by("-called_at", "-pk")


def call_now(scope, now):
    """Return the call that runs for the account's person and has no answer, or None; one query."""
    return (
        ResponseCheck.objects.filter(
            employee__user_id=scope.user.pk, due_at__gte=now, answer__isnull=True
        )
        .select_related("called_by__employee")
        .order_by("called_at")
        .first()
    )


def unexcused_before(check):
    """Return how many other calls of the person in that year were found without a reason."""
    return (
        ResponseCheck.objects.filter(
            _unexcused(), employee_id=check.employee_id, work_date__year=check.work_date.year
        )
        .exclude(pk=check.pk)
        .count()
    )


def may_be_unexcused(check, today):
    """Say whether the person has explained or the days to explain are over."""
    return hasattr(check, "explanation") or today > check.explain_by


def response_counts(unit_ids, start, end, now):
    """Return {state of a call: how many} of a period; every call is in exactly one of them.

    `unit_ids` None means the whole city; calls name the unit of their day. States as in
    `response_ladder`, zeros included.
    """
    rows = ResponseCheck.objects.filter(work_date__range=(start, end))
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    counted = with_outcomes(rows, now).order_by().values("found").annotate(n=Count("pk"))
    states = (
        ladder.IN_TIME, ladder.LATE, ladder.MISSED, ladder.EXCUSED_BY_RECORD, ladder.WAITING,
    )  # fmt: skip
    return dict.fromkeys(states, 0) | {row["found"]: row["n"] for row in counted}


def calls_to_explain(scope, now):
    """Return Todos of own calls that were not answered in time and wait for an explanation."""
    if scope.employee is None:
        return []
    rows = ResponseCheck.objects.filter(
        _to_rule(now),
        employee=scope.employee,
        explanation__isnull=True,
        explain_by__gte=scope.day,
    )
    todos = [
        Todo(
            "review",
            _("Panggilan tanggap tidak terjawab tepat waktu"),
            reverse("attendance:response_check_detail", args=[pk]),
            _("Jelaskan"),
            detail=date_format(timezone.localtime(called_at), "l, j F H.i"),
            about=date_format(timezone.localtime(called_at), "j F H.i"),
        )
        for pk, called_at in rows.order_by("called_at").values_list("pk", "called_at")
    ]
    return capped(
        todos,
        lambda n: ngettext("%(n)s panggilan lagi", "%(n)s panggilan lagi", n) % {"n": n},
        reverse("attendance:own_response_checks"),
    )


def calls_to_decide(scope, now):
    """Return a Todo for the calls without an answer in time on which the account can rule."""
    if not watches_anybody(scope) or scope.is_city_hr or not decides_for_anybody(scope):
        return []
    n = ResponseCheck.objects.filter(_to_rule(now), watched_by(scope)).order_by().count()
    if not n:
        return []
    text = ngettext(
        "%(n)s panggilan tanggap tidak terjawab menunggu putusan",
        "%(n)s panggilan tanggap tidak terjawab menunggu putusan",
        n,
    )
    link = reverse("attendance:response_check_list") + "?keadaan=ready"
    return [Todo("review", text % {"n": n}, link, _("Putuskan"))]
