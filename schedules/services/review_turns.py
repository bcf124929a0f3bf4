"""What time does to requests for review: the turn goes up the line. It never decides."""

from django.db import transaction
from django.urls import reverse

from schedules.models import ReviewRequest
from schedules.planning.review_moves import rung_after
from schedules.queries.review_line import (
    CITY_HR,
    role_accounts,
    turn_now,
    turn_words,
    working_day_after,
)
from schedules.queries.reviews import gone_because, is_past, live_plan
from schedules.services.reviews import move_review, tell_whose_turn, turn_fields
from units import clock
from units.access import Role
from units.decisions import MovedOn, notify, record_decision

Status = ReviewRequest.Status


def carry_on_reviews():
    """Bring every waiting request to where it belongs today; return what was done.

    A request whose object is gone falls; a level with nobody free any more, or whose day has
    passed, gives the turn to the next one, which has one working day. BKPSDM and the person are
    told. Safe to run again and after days of silence: a turn is passed on once, by a conditional
    update, and each request stands in a transaction of its own.
    """
    done = {"fallen": 0, "passed_on": 0, "reminded": 0}
    waiting = ReviewRequest.objects.filter(status=Status.WAITING)
    for pk in list(waiting.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            what = _carry_on(pk, clock.today())
        if what:
            done[what] += 1
    return done


def _carry_on(pk, today):
    request = (
        ReviewRequest.objects.select_related(
            "employee__user", "unit", "plan", "swap__partner", "turn_unit"
        )
        .filter(pk=pk, status=Status.WAITING)
        .first()
    )
    if request is None:
        return None
    if not is_past(request, today) and (why := gone_because(request, live_plan(request))):
        return _fall(request, why)
    line, barred, rung = turn_now(request, today)
    late = today > request.turn_due_on
    if late and rung is not None and rung.key == request.turn:
        rung = rung_after(line, barred, key=rung.key) or rung
    if not late and (rung.key if rung else "") == request.turn:
        return None
    return _pass_on(request, rung, barred, late, today)


def _fall(request, why):
    try:
        move_review(request, "fall")
    except MovedOn:
        return None
    record_decision(request, "review_fallen", actor=None, unit=request.unit, reason=why)
    notify([request.employee.user], kind="review_fallen", link=_link(request), reason=why)
    return "fallen"


def _pass_on(request, rung, barred, late, today):
    """Give the turn to a level, once; where it stays with the last one, remind it."""
    fields = turn_fields(rung)
    moves = fields["turn"] != request.turn
    if late:
        fields["turn_due_on"] = working_day_after(request.unit, today)
    if moves:
        fields |= {"turn_since": clock.now(), "passed_on": request.passed_on + 1}
    rows = ReviewRequest.objects.filter(
        pk=request.pk,
        status=Status.WAITING,
        turn=request.turn,
        turn_due_on=request.turn_due_on,
    ).update(**fields)
    if not rows:
        return None
    before = request.turn
    request.refresh_from_db()
    if moves:
        record_decision(
            request,
            "review_passed_on",
            actor=None,
            unit=request.unit,
            before={"turn": before},
            after={"turn": request.turn, "late": late},
        )
    tell_whose_turn(request, rung, barred)
    if not late:
        return "passed_on"
    turn = lambda: turn_words(request)  # noqa: E731 - put into words for each reader
    if request.turn != CITY_HR:
        notify(
            role_accounts(Role.CITY_HR, today),
            kind="review_late",
            link=_link(request),
            name=request.employee.name,
            turn=turn,
        )
    if moves:
        notify([request.employee.user], kind="review_passed_on", link=_link(request), turn=turn)
    return "passed_on" if moves else "reminded"


def _link(request):
    return reverse("schedules:review_detail", args=[request.pk])
