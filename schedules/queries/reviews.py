"""Requests for review: who sees which, what waits for whom, and what granting one would mean."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schedules.models import Assignment, Plan, Policy, ReviewRequest, Swap
from schedules.queries.chain import chain_of
from schedules.queries.changes import change_of
from schedules.queries.day_reasons import day_reason, published_plans_of
from schedules.queries.review_line import CITY_HR, SECRETARY, turn_now
from schedules.queries.rotations import rotation_of
from schedules.queries.standing import IN_WORK
from schedules.queries.swaps import exchange_of
from schedules.reasons_text import violation_sentence
from units.access import Role
from units.decisions import Refused
from units.queries.people import may_decide_for
from units.queries.tree import subtree_ids
from units.todos import Todo

Status = ReviewRequest.Status
WORKPLACES = ("wfh", "wfo", "flex")
# Days of which no plan speaks, or which an order rules until it is cancelled.
UNPLANNED = ("no_plan", "no_posting", "other_plan", "recall", "emergency")


def _requests():
    """Return the requests with what a line of a list says, without the documents of the plans."""
    return ReviewRequest.objects.select_related(
        "employee", "unit", "plan__agency", "plan__period", "swap__partner", "turn_unit"
    ).defer(
        "plan__problem",
        "plan__solution",
        "plan__flexible_problem",
        "plan__flexible_solution",
    )


def reviews_of(employee):
    """Return an employee's own requests, latest first."""
    return _requests().filter(employee=employee)


def latest_review(employee, day):
    """Return the employee's latest request about a day that was not withdrawn, or None."""
    rows = ReviewRequest.objects.filter(employee=employee, day=day)
    return rows.exclude(status=Status.WITHDRAWN).first()


def may_be_reviewed(why):
    """Say whether a DayReason is that of a planned day of work, so that a review makes sense."""
    return why.place in WORKPLACES and why.rule not in UNPLANNED


def review_for(scope, pk):
    """Return a request that the account may open: its own, BKPSDM, or above the person.

    Raises Http404 for everybody else; colleagues, also that of the swap, do not learn of it here.
    """
    request = (
        _requests()
        .select_related("answered_by__employee", "revision")
        .defer(
            "revision__problem", "revision__solution", "revision__flexible_problem",
            "revision__flexible_solution",
        )
        .filter(pk=pk)
        .first()
    )  # fmt: skip
    if request is None:
        raise Http404
    mine = scope.employee is not None and scope.employee.pk == request.employee_id
    secretary = request.turn == SECRETARY and Role.SECRETARY in scope.roles
    if (
        mine
        or scope.is_city_hr
        or secretary
        or request.turn_unit_id in scope.head_unit_ids
        or may_decide_for(scope, request.employee)
    ):
        return request
    raise Http404


def answers_reviews(scope):
    """Say whether requests may ever wait for the account: heads, the Sekda, BKPSDM."""
    return scope.is_head or bool(scope.roles & {Role.SECRETARY, Role.CITY_HR})


def reviews_to_answer(scope):
    """Return the waiting requests whose turn is with the account, earliest deadline first."""
    turn = Q(turn_unit_id__in=scope.head_unit_ids)
    if scope.is_city_hr:
        turn |= Q(turn=CITY_HR)
    if Role.SECRETARY in scope.roles:
        turn |= Q(turn=SECRETARY)
    return (
        _requests()
        .filter(turn, status=Status.WAITING)
        .exclude(employee__user=scope.user)
        .exclude(deciders=scope.user)
        .order_by("due_on", "pk")
    )


def may_answer(scope, request):
    """Say whether the account answers the request now; rights and earlier decisions read anew."""
    if request.status != Status.WAITING:
        return False
    _line, barred, rung = turn_now(request, scope.day)
    return rung is not None and scope.user.pk in rung.free(barred)


STATES = ("waiting", "late", "answered", "ended")


def register(scope, *, state="", unit_id=None):
    """Return the requests of the city for BKPSDM's register; Http404 for everybody else.

    `state` is one of STATES or "" for all; `unit_id` takes a unit with everything below it.
    """
    if not scope.is_city_hr:
        raise Http404
    rows = _requests().select_related("answered_by__employee")
    if state == "waiting":
        rows = rows.filter(status=Status.WAITING)
    elif state == "late":
        rows = rows.filter(status=Status.WAITING, due_on__lt=scope.day)
    elif state == "answered":
        rows = rows.filter(status__in=[Status.GRANTED, Status.REFUSED])
    elif state == "ended":
        rows = rows.filter(status__in=[Status.WITHDRAWN, Status.FALLEN])
    if unit_id is not None:
        rows = rows.filter(unit_id__in=subtree_ids([unit_id]))
    return rows


def is_late(request, day):
    """Say whether the answer is or was given after the deadline."""
    if request.status == Status.WAITING:
        return day > request.due_on
    if request.answered_at is None:
        return False
    return timezone.localtime(request.answered_at).date() > request.due_on


def day_to_review(employee, day, today):
    """Return (plan, DayReason) of a day of which the employee may ask a review.

    Raises Http404 for a day on which no published plan gives the employee a place, and Refused
    for one that has begun or is not worked.
    """
    plan = next(
        (
            plan
            for plan in published_plans_of(employee, min(day, today))
            if plan.period.starts_on <= day <= plan.period.ends_on
            and any(person["id"] == str(employee.pk) for person in plan.problem["people"])
        ),
        None,
    )
    if plan is None:
        raise Http404
    if day <= today:
        raise Refused(
            _("Hanya hari sesudah hari ini yang dapat dimohonkan peninjauan. Hari itu tetap.")
        )
    why = day_reason(employee, day)
    if not may_be_reviewed(why):
        raise Refused(
            _("Pada hari itu Anda tidak dijadwalkan bekerja, jadi tidak ada yang ditinjau.")
        )
    return plan, why


def live_plan(request):
    """Return the published version of the plan of which a request speaks, or None."""
    return (
        Plan.objects.filter(
            agency=request.plan.agency_id,
            period=request.plan.period_id,
            working_week=request.plan.working_week,
            status=Plan.Status.PUBLISHED,
        )
        .select_related("agency", "period", "policy")
        .first()
    )


def is_past(request, day):
    """Say whether one of the days has begun, so that nothing can be changed any more."""
    return request.days[0] <= day


def is_reviewed(swap):
    """Say whether a request about a refused swap waits for an answer."""
    return (
        swap.status == Swap.Status.REFUSED and swap.reviews.filter(status=Status.WAITING).exists()
    )


@dataclass(frozen=True)
class Outlook:
    """What granting a request would mean today, in words.

    `gone` says why there is nothing left to decide; `broken` which hard rules stand in the way;
    `past` that a day has begun, so that granting changes nothing.
    """

    past: bool = False
    gone: str = ""
    broken: list = field(default_factory=list)
    costs: list = field(default_factory=list)
    gains: list = field(default_factory=list)
    enters: int = 0
    waits_for_city: bool = False
    shares: list = field(default_factory=list)

    @property
    def can_be_granted(self):
        return not self.gone and not self.broken


def outlook_of(request, today):
    """Return the Outlook of a waiting request on today's facts."""
    if is_past(request, today):
        return Outlook(past=True)
    plan = live_plan(request)
    gone = gone_because(request, plan)
    if gone:
        return Outlook(gone=gone)
    try:
        if request.swap_id:
            return _swap_outlook(request, plan)
        return _day_outlook(request, plan)
    except Refused as refusal:
        return Outlook(broken=[str(refusal)])


def version_in_work(plan):
    """Return the version of a published plan that is being worked on, or None."""
    return (
        Plan.objects.filter(
            agency=plan.agency_id,
            period=plan.period_id,
            working_week=plan.working_week,
            status__in=IN_WORK,
        )
        .select_related("agency", "period", "policy")
        .first()
    )


def day_change(request, plan):
    """Return (the Change that a granted request makes in a version, or None where it has it).

    Raises Refused where the person is not part of that version.
    """
    rotation = rotation_of(plan)
    person, day = str(request.employee_id), request.day.isoformat()
    if person not in rotation.problem.person or day not in rotation.problem.week_of:
        raise Refused(_("Pegawai atau hari itu tidak ada dalam versi yang sedang dikerjakan."))
    if (day in rotation.home.get(person, ())) == (request.asked_place == "wfh"):
        return None
    return change_of(rotation, person, day)


def _day_outlook(request, plan):
    work = version_in_work(plan)
    change = day_change(request, work or plan)
    after = {
        "enters": work.version if work else 0,
        "waits_for_city": not work and not takes_effect_at_once(plan),
    }
    if change is None:
        return Outlook(**after)
    shares = [(request.employee.name, *change.share)] if change.share else []
    return Outlook(
        broken=list(change.broken), costs=change.costs, gains=change.gains, shares=shares, **after
    )


def takes_effect_at_once(plan):
    """Say whether the plan's policy lets a granted request change the day without BKPSDM's step."""
    if plan.policy.review_exempt:
        return True
    return chain_of(plan).acknowledgement == Policy.Acknowledgement.NONE


def _swap_outlook(request, plan):
    swap = request.swap
    swap.plan = plan
    exchange = exchange_of(swap)
    if exchange.fallen:
        return Outlook(gone=_("Jadwal salah satu pegawai sudah berubah."))
    names = {str(one.pk): one.name for one in (request.employee, swap.partner)}
    people = ((request.employee, exchange.asker), (swap.partner, exchange.partner))
    return Outlook(
        broken=[violation_sentence(one, names) for one in exchange.broken],
        shares=[(person.name, *shares) for person, shares in people if None not in shares],
    )


def gone_because(request, plan):
    """Return why there is nothing left to decide about days still to come, or "".

    `plan` is the version in force (see `live_plan`).
    """
    if request.employee.left_on is not None:
        return _("Pegawai sudah tidak bekerja di sini.")
    if plan is None:
        return _("Rencana untuk hari itu tidak berlaku lagi.")
    if request.swap_id:
        swap = request.swap
        if swap.status != Swap.Status.REFUSED:
            return _("Tukar hari ini sudah tidak berstatus tidak disetujui.")
        if swap.offers.filter(colleague=swap.partner_id, declined_at__isnull=False).exists():
            return _("Rekan tidak lagi bersedia bertukar.")
        return ""
    person = str(request.employee_id)
    if person not in {one["id"] for one in plan.problem["people"]}:
        return _("Pegawai tidak lagi termasuk rencana ini.")
    at_home = Assignment.objects.filter(
        employee=request.employee_id, date=request.day, published=True
    ).exists()
    if request.asked_place == ("wfh" if at_home else "wfo"):
        return _("Hari itu sudah sesuai dengan yang dimohonkan.")
    if day_reason(request.employee, request.day).place not in WORKPLACES:
        return _("Pada hari itu pegawai tidak dijadwalkan bekerja.")
    return ""


def reviews_waiting(scope, now):
    """Return a Todo for the requests for review that wait for the account's answer."""
    n = reviews_to_answer(scope).order_by().count() if answers_reviews(scope) else 0
    if not n:
        return []
    text = ngettext(
        "%(n)s permohonan peninjauan menunggu jawaban",
        "%(n)s permohonan peninjauan menunggu jawaban",
        n,
    )
    return [Todo("review", text % {"n": n}, reverse("schedules:review_list"), _("Jawab"))]
