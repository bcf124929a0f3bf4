"""Swaps of days: what I asked for, what is offered to me, what waits for my decision."""

import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from schedules.forms.swaps import DaysForm, OfferForm, SwapDecisionForm
from schedules.models import Swap
from schedules.queries.day_reasons import published_plans_of
from schedules.queries.reviews import is_reviewed
from schedules.queries.rotations import rotation_of
from schedules.queries.swaps import (
    colleagues_for,
    days_to_give,
    days_to_take,
    decides_on,
    exchange_of,
    offers_to,
    swap_for,
    swaps_of,
    swaps_to_decide,
)
from schedules.reasons_text import violation_sentence
from schedules.services.swaps import (
    decide_swap,
    decline_swap,
    offer_swap,
    take_swap,
    withdraw_swap,
)
from schedules.views.my_schedule import is_employee
from units.access import requires
from units.decisions import MovedOn, Refused, decisions_on
from units.models import Employee
from units.queries.authority import decides_for_anybody

PER_PAGE = 50
TONES = {
    Swap.Status.OFFERED: "wait",
    Swap.Status.TAKEN: "wait",
    Swap.Status.APPROVED: "good",
    Swap.Status.REFUSED: "bad",
}


def _with_tones(swaps):
    return [(swap, TONES.get(swap.status, "")) for swap in swaps]


@requires(lambda scope: is_employee(scope) or decides_for_anybody(scope))
@require_GET
def swap_list(request):
    """Offers to me and decisions that wait for me first, then my own swaps."""
    scope = request.scope
    mine = swaps_of(scope.employee) if scope.employee else Swap.objects.none()
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _with_tones(page),
        "offers": offers_to(scope.employee) if scope.employee else [],
        "to_decide": swaps_to_decide(scope) if decides_for_anybody(scope) else [],
    }
    return render(request, "schedules/swap_list.html", context)


def _rotation_for(employee, today, give):
    """Return the published rotation with the day to give (the first one with any without it)."""
    for plan in published_plans_of(employee, today):
        rotation = rotation_of(plan)
        days = days_to_give(rotation, employee, today)
        if days and (give in days or not give):
            return rotation
    return None


@requires(is_employee)
@require_http_methods(["GET", "POST"])
def swap_new(request):
    """Choose the two days, then the colleagues with whom every rule holds."""
    employee, today = request.scope.employee, request.scope.day
    give, take = request.GET.get("beri", ""), request.GET.get("terima", "")
    rotation = _rotation_for(employee, today, give)
    if rotation is None and give:
        rotation = _rotation_for(employee, today, "")
    if rotation is None:
        return render(request, "schedules/swap_new.html", {"form": None})
    to_give = days_to_give(rotation, employee, today)
    to_take = days_to_take(rotation, employee, today)
    chosen = give in to_give and take in to_take
    form = DaysForm(
        {"beri": give, "terima": take} if give and take else None,
        initial={"beri": give},
        to_give=to_give,
        to_take=to_take,
    )
    context = {"form": form, "chosen": chosen, "give": give, "take": take}
    status = 200
    if chosen:
        people = Employee.objects.filter(
            pk__in=colleagues_for(rotation, employee, give, take)
        ).order_by("name", "pk")
        choices = [(one.pk, one.name) for one in people]
        offer = OfferForm(
            request.POST if request.method == "POST" else None,
            people=choices,
            initial={"colleagues": [pk for pk, _name in choices]},
        )
        if offer.is_bound and offer.is_valid():
            try:
                swap = offer_swap(
                    employee,
                    plan=rotation.plan,
                    give_on=datetime.date.fromisoformat(give),
                    take_on=datetime.date.fromisoformat(take),
                    actor=request.user,
                    **offer.cleaned_data,
                )
            except Refused as refusal:
                offer.add_error(None, str(refusal))
            else:
                messages.success(
                    request, _("Tawaran terkirim. Hari Anda tetap milik Anda sampai disetujui.")
                )
                return redirect("schedules:swap_detail", pk=swap.pk)
        status = 422 if offer.errors else 200
        context |= {"offer": offer, "people": choices} | {
            name: datetime.date.fromisoformat(day)
            for name, day in (("give_date", give), ("take_date", take))
        }
    elif request.method == "POST":
        messages.warning(request, _("Jadwal Anda berubah. Pilih harinya sekali lagi."))
        return redirect("schedules:swap_new")
    return render(request, "schedules/swap_new.html", context, status=status)


@require_GET
def swap_detail(request, pk):
    return _page(request, swap_for(request.scope, pk), SwapDecisionForm())


def _page(request, swap, form, status=200):
    scope = request.scope
    me = scope.employee.pk if scope.employee else None
    offer = next((one for one in swap.offers.all() if one.colleague_id == me), None)
    decides = decides_on(scope, swap)
    is_open = swap.status in Swap.OPEN
    context = {
        "swap": swap,
        "tone": TONES.get(swap.status, ""),
        "is_asker": me == swap.asker_id,
        "may_take": swap.status == Swap.Status.OFFERED and offer and not offer.declined_at,
        "may_decline": offer
        and not offer.declined_at
        and (
            swap.status == Swap.Status.OFFERED
            or (me == swap.partner_id and (is_open or is_reviewed(swap)))
        ),
        "may_withdraw": is_open and me == swap.asker_id,
        "may_ask_review": me == swap.asker_id
        and swap.status == Swap.Status.REFUSED
        and min(swap.give_on, swap.take_on) > scope.day,
        "review": swap.reviews.exclude(status="withdrawn").first() if me == swap.asker_id else None,
        "offers": swap.offers.all() if me == swap.asker_id or decides else [],
        "may_decide": decides and swap.status == Swap.Status.TAKEN,
        "decisions": decisions_on(swap),
        "form": form,
    }
    if context["may_decide"]:
        context |= _facts(swap)
    return render(request, "schedules/swap_detail.html", context, status=status)


def _facts(swap):
    """What the superior weighs: broken rules in words, and selisih porsi before and after."""
    try:
        exchange = exchange_of(swap)
    except Refused as refusal:
        return {"broken": [str(refusal)]}
    names = {str(one.pk): one.name for one in (swap.asker, swap.partner)}
    return {
        "broken": [violation_sentence(one, names) for one in exchange.broken],
        "fallen": exchange.fallen,
        "shares": [
            (person, *shares)
            for person, shares in ((swap.asker, exchange.asker), (swap.partner, exchange.partner))
            if None not in shares
        ],
    }


def _act(request, pk, act, done):
    """Run one act on a swap that the account may open, and go back to it."""
    swap = swap_for(request.scope, pk)
    try:
        act(swap)
    except (Refused, MovedOn) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("schedules:swap_detail", pk=pk)


@require_POST
def swap_take(request, pk):
    return _act(
        request,
        pk,
        lambda swap: take_swap(swap, actor=request.user),
        _("Anda menyetujui. Atasan memutuskan sebelum jadwal berubah."),
    )


@require_POST
def swap_decline(request, pk):
    return _act(
        request,
        pk,
        lambda swap: decline_swap(swap, actor=request.user),
        _("Anda tidak jadi bertukar. Jadwal Anda tetap."),
    )


@require_POST
def swap_withdraw(request, pk):
    return _act(
        request,
        pk,
        lambda swap: withdraw_swap(swap, actor=request.user),
        _("Tawaran ditarik. Jadwal Anda tetap."),
    )


@require_POST
def swap_decide(request, pk):
    swap = swap_for(request.scope, pk)
    if not decides_on(request.scope, swap):
        raise PermissionDenied
    form = SwapDecisionForm(request.POST)
    if form.is_valid():
        accepted = form.cleaned_data["decision"] == "accept"
        try:
            decide_swap(
                swap, accepted=accepted, reason=form.cleaned_data["reason"], actor=request.user
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except MovedOn as moved:
            messages.warning(request, str(moved))
            return redirect("schedules:swap_detail", pk=pk)
        else:
            text = _("Tukar hari disetujui.") if accepted else _("Tukar hari tidak disetujui.")
            messages.success(request, text)
            return redirect("schedules:swap_detail", pk=pk)
    return _page(request, swap_for(request.scope, pk), form, status=422)
