"""Acts on requests for review: ask, take back, answer in writing."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schedules.models import Plan, ReviewRequest, Swap
from schedules.planning.review_moves import review_move, rung_in_turn
from schedules.queries.review_line import (
    barred_from,
    deadline,
    deciders_of_day,
    deciders_of_swap,
    line_of,
    role_accounts,
    turn_now,
)
from schedules.queries.reviews import day_to_review, gone_because, is_past, live_plan
from schedules.services.review_effects import change_day, let_swap
from units import clock
from units.access import Role, scope_for
from units.decisions import MovedOn, Refused, notify, record_decision
from units.models import User
from units.queries.people import posting_on

Status = ReviewRequest.Status


def _link(request):
    return reverse("schedules:review_detail", args=[request.pk])


def _subject(request):
    """Return words for what a request is about, in the language of who reads them."""
    if request.swap_id:
        return lambda: (
            _("tukar hari %(give)s dan %(take)s")
            % {
                "give": date_format(request.swap.give_on, "j F"),
                "take": date_format(request.swap.take_on, "j F"),
            }
        )
    return lambda: date_format(request.day, "l, j F Y")


def move_review(request, name, **changes):
    """Make a lawful move by a conditional update; MovedOn where somebody was faster."""
    move = review_move(name)
    rows = ReviewRequest.objects.filter(pk=request.pk, status__in=move.sources).update(
        status=move.target, **changes
    )
    request.refresh_from_db()
    if rows != 1:
        raise MovedOn(
            _("Permohonan ini sekarang berstatus: %(status)s. Tidak ada yang berubah.")
            % {"status": request.get_status_display()}
        )


def turn_fields(rung):
    """Return the fields that name the level in turn; None: nobody is free."""
    if rung is None:
        return {"turn": "", "turn_unit_id": None}
    unit = rung.key.partition(":")[2]
    return {"turn": rung.key, "turn_unit_id": int(unit) if unit else None}


def tell_whose_turn(request, rung, barred):
    """Tell the holders of the level in turn; where nobody is free, BKPSDM."""
    accounts = (
        role_accounts(Role.CITY_HR, clock.today())
        if rung is None
        else User.objects.filter(pk__in=rung.free(barred))
    )
    notify(
        accounts,
        kind="review_waits" if rung else "review_nobody",
        link=_link(request),
        name=request.employee.name,
        day=request.turn_due_on if rung else request.due_on,
    )


@transaction.atomic
def ask_day_review(employee, *, day, reason, actor):
    """Ask that the place of work on a day be looked at again; return the ReviewRequest.

    Own days of a published plan, after today. Once for each version of the plan. Nothing of the
    schedule changes before the answer. Whose turn it is gets told.
    """
    if employee.user_id is None or employee.user_id != actor.pk:
        raise PermissionDenied
    plan, why = day_to_review(employee, day, clock.today())
    if plan.reviews.filter(
        employee=employee, day=day, status__in=[Status.GRANTED, Status.REFUSED]
    ).exists():
        raise Refused(_("Permohonan untuk hari itu sudah dijawab. Baca jawabannya."))
    return _ask(
        employee,
        reason,
        deciders_of_day(plan, employee),
        plan=plan,
        day=day,
        asked_place="wfo" if why.place == "wfh" else "wfh",
    )


@transaction.atomic
def ask_swap_review(swap, *, reason, actor):
    """Ask that a swap which the superior refused be looked at again; return the ReviewRequest.

    By who asked for the swap, while both days are still to come. The colleague is told: the
    consent stands unless it is taken back.
    """
    if swap.asker.user_id is None or swap.asker.user_id != actor.pk:
        raise Http404
    if swap.status != Swap.Status.REFUSED:
        raise Refused(_("Hanya tukar hari yang tidak disetujui atasan yang dapat ditinjau."))
    if min(swap.give_on, swap.take_on) <= clock.today():
        raise Refused(_("Salah satu harinya sudah lewat atau hari ini, jadi tidak dapat ditinjau."))
    request = _ask(swap.asker, reason, deciders_of_swap(swap), plan=swap.plan, swap=swap)
    notify(
        [swap.partner.user],
        kind="review_of_your_swap",
        link=reverse("schedules:swap_detail", args=[swap.pk]),
        name=swap.asker.name,
    )
    return request


def _ask(employee, reason, deciders, **about):
    reason, today = reason.strip(), clock.today()
    if not reason:
        raise Refused(_("Tuliskan alasan permohonan. Permohonan belum dikirim."))
    unit = posting_on(employee, today).unit
    request = ReviewRequest(
        employee=employee,
        unit=unit,
        reason=reason,
        asked_at=clock.now(),
        turn_since=clock.now(),
        **about,
    )
    request.due_on = request.turn_due_on = deadline(unit, today, request.days[0])
    barred = deciders | {employee.user_id}
    if request.swap_id:
        barred = barred | {request.swap.partner.user_id} - {None}
    rung = rung_in_turn(line_of(employee, unit, today), barred)
    for name, value in turn_fields(rung).items():
        setattr(request, name, value)
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError:
        raise Refused(_("Permohonan Anda tentang hal ini sudah ada. Lihat keadaannya.")) from None
    request.deciders.set(deciders)
    tell_whose_turn(request, rung, barred)
    return request


@transaction.atomic
def withdraw_review(request, *, actor):
    """Take back one's own request while nobody has answered; whose turn it was gets told."""
    if request.employee.user_id is None or request.employee.user_id != actor.pk:
        raise PermissionDenied
    move_review(request, "withdraw")
    _line, barred, rung = turn_now(request, clock.today())
    if rung is not None:
        notify(
            User.objects.filter(pk__in=rung.free(barred)),
            kind="review_withdrawn",
            link=_link(request),
            name=request.employee.name,
        )
    return request


@transaction.atomic
def answer_review(request, *, granted, answer, actor):
    """Grant or refuse a request with a written answer; return it.

    By who has the turn today and did not decide before: never the person, the colleague, nor
    anybody who drew up, submitted, approved, published or changed what is asked about, under any
    mandate. Granted, the day is changed in a new version of the plan or in the one in work (see
    `change_day`), or the swap is carried out; a broken hard rule refuses that, with its text. Where
    a day has begun nothing is changed and the answer says so. The person is told.
    """
    scope, today = scope_for(actor), clock.today()
    request = ReviewRequest.objects.select_related(
        "employee__user", "unit", "plan__agency", "plan__period", "swap__asker__user",
        "swap__partner__user", "swap__plan", "turn_unit",
    ).get(pk=request.pk)  # fmt: skip
    if actor.pk in barred_from(request):
        raise PermissionDenied
    answered = request.status != Status.WAITING
    _line, barred, rung = turn_now(request, today)
    if not answered and (rung is None or actor.pk not in rung.free(barred)):
        raise PermissionDenied
    answer = answer.strip()
    if not answer:
        raise Refused(_("Tuliskan jawaban. Permohonan ini belum dijawab."))
    unit = request.turn_unit or request.unit
    mandate = scope.mandate_for(unit) if rung is not None and ":" in rung.key else ""
    move_review(
        request,
        "grant" if granted else "refuse",
        answered_by=actor,
        answered_at=clock.now(),
        answer=answer,
        mandate=mandate,
        **turn_fields(rung),
    )
    revision, carried_out = None, False
    if granted and not is_past(request, today):
        revision = _carry_out(request, actor=actor, mandate=mandate)
        carried_out = True
        ReviewRequest.objects.filter(pk=request.pk).update(revision=revision, carried_out=True)
        request.revision, request.carried_out = revision, True
    record_decision(
        request,
        "review_granted" if granted else "review_refused",
        actor=actor,
        unit=request.unit,
        reason=answer,
        mandate=mandate,
        before={"status": Status.WAITING},
        after={
            "status": request.status,
            "carried_out": carried_out,
            "version": revision.version if revision else None,
            **({"waits": revision.status} if revision and revision.published_at is None else {}),
        },
    )
    waits = revision is not None and revision.status != Plan.Status.PUBLISHED
    kind = "review_granted_waits" if waits else "review_granted" if granted else "review_refused"
    notify(
        [request.employee.user],
        kind=kind,
        link=_link(request),
        what=_subject(request),
        **({"version": revision.version} if waits else {}),
    )
    return request


def _carry_out(request, *, actor, mandate):
    """Change the day or carry out the swap; return the new version, None for a swap."""
    plan = live_plan(request)
    gone = gone_because(request, plan)
    if gone:
        raise Refused(_("Belum dijawab: %(why)s") % {"why": gone})
    if request.swap_id:
        let_swap(request, plan, actor=actor, mandate=mandate)
        return None
    return change_day(request, plan, actor=actor, mandate=mandate)
