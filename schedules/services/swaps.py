"""Acts on swaps: offer, take, decline, withdraw, decide; and the end of those overtaken by time."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schedules.models import Assignment, Plan, Swap, SwapOffer
from schedules.queries.changes import names_of
from schedules.queries.reviews import is_reviewed
from schedules.queries.rotations import rotation_of
from schedules.queries.swaps import (
    colleagues_for,
    decides_on,
    exchange_of,
    on_days_off,
    stands,
)
from schedules.reasons_text import violation_sentence
from schedules.services.swap_versions import carry_into, lock_versions_in_work
from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused, notify, record_decision
from units.models import Employee
from units.queries.people import posting_on, superiors_of

Status = Swap.Status
ONE_DAY = datetime.timedelta(days=1)


def _locked(plan_pk):
    """Lock a plan for the transaction; return it as it stands now."""
    Plan.objects.select_for_update().only("pk").get(pk=plan_pk)
    return Plan.objects.select_related("agency", "period", "policy").get(pk=plan_pk)


def _is(employee, actor):
    return employee is not None and employee.user_id is not None and employee.user_id == actor.pk


def _day(day):
    return date_format(day, "l, j F")


def _move(swap, sources, target, **changes):
    """Move a swap by a conditional update; MovedOn where it is no longer in one of `sources`."""
    moved = Swap.objects.filter(pk=swap.pk, status__in=sources).update(status=target, **changes)
    swap.refresh_from_db()
    if not moved:
        raise MovedOn(
            _("Tukar hari ini sekarang berstatus: %(status)s. Tidak ada yang berubah.")
            % {"status": swap.get_status_display()}
        )


def _link(swap):
    return reverse("schedules:swap_detail", args=[swap.pk])


@transaction.atomic
def offer_swap(employee, *, plan, give_on, take_on, colleagues, reason="", actor):
    """Offer one's day at home for another to colleagues (ids); return the Swap.

    Own days only, in a published plan, both after today. Only colleagues with whom every rule
    holds are taken in; a chosen one with whom it does not refuses the offer. Nothing changes
    until one consents and the superior has decided. Each colleague is told.
    """
    if not _is(employee, actor):
        raise PermissionDenied
    plan = _locked(plan.pk)
    if plan.status != Plan.Status.PUBLISHED:
        raise Refused(_("Hanya hari pada rencana yang sudah terbit yang dapat ditukar."))
    if min(give_on, take_on) <= clock.today():
        raise Refused(_("Hanya hari sesudah hari ini yang dapat ditukar."))
    rotation = rotation_of(plan)
    possible = set(colleagues_for(rotation, employee, give_on.isoformat(), take_on.isoformat()))
    chosen = set(colleagues)
    if not chosen:
        raise Refused(_("Pilih paling sedikit satu rekan."))
    if not chosen <= possible:
        raise Refused(
            _("Ada rekan terpilih yang tidak lagi dapat bertukar. Periksa daftarnya sekali lagi.")
        )
    try:
        with transaction.atomic():
            swap = Swap.objects.create(
                plan=plan,
                asker=employee,
                give_on=give_on,
                take_on=take_on,
                reason=reason.strip()[:300],
                asked_at=clock.now(),
                expires_on=min(give_on, take_on) - ONE_DAY,
            )
    except IntegrityError:
        raise Refused(
            _("%(day)s sudah Anda tawarkan. Tarik tawaran itu lebih dahulu.")
            % {"day": _day(give_on)}
        ) from None
    SwapOffer.objects.bulk_create(SwapOffer(swap=swap, colleague_id=pk) for pk in sorted(chosen))
    accounts = [one.user for one in Employee.objects.filter(pk__in=chosen).select_related("user")]
    notify(
        accounts,
        kind="swap_offered",
        link=_link(swap),
        name=employee.name,
        give=give_on,
        take=take_on,
    )
    return swap


@transaction.atomic
def take_swap(swap, *, actor):
    """Consent to a swap as a colleague to whom it was offered; the first one gets it.

    Refused where the exchange no longer holds. The asker and the superior are told.
    """
    plan = _locked(swap.plan_id)
    offer = (
        swap.offers.filter(colleague__user=actor, declined_at__isnull=True)
        .select_related("colleague")
        .first()
    )
    if offer is None:
        raise PermissionDenied
    colleague = offer.colleague
    _refuse_late(swap)
    rotation = rotation_of(plan)
    if plan.status != Plan.Status.PUBLISHED or colleague.pk not in colleagues_for(
        rotation, swap.asker, swap.give_on.isoformat(), swap.take_on.isoformat()
    ):
        raise Refused(
            _("Tukar hari ini tidak dapat dilakukan lagi karena jadwal atau aturannya berubah.")
        )
    try:
        with transaction.atomic():
            _move(swap, [Status.OFFERED], Status.TAKEN, partner=colleague, taken_at=clock.now())
    except IntegrityError:
        raise Refused(
            _("Anda sudah menyetujui tukar hari lain untuk %(day)s.") % {"day": _day(swap.take_on)}
        ) from None
    notify(
        [swap.asker.user],
        kind="swap_taken",
        link=_link(swap),
        name=colleague.name,
    )
    notify(
        superiors_of(swap.asker, clock.today()),
        kind="swap_waits",
        link=_link(swap),
        asker=swap.asker.name,
        partner=colleague.name,
    )
    return swap


@transaction.atomic
def decline_swap(swap, *, actor):
    """Decline an offer, or take back a consent not yet decided on; the asker is told.

    A consent taken back leaves the swap open to the other colleagues. Where a refused swap is being
    reviewed the partner takes the consent back in the same way, and the swap stays refused.
    """
    offer = swap.offers.filter(colleague__user=actor).select_related("colleague").first()
    if offer is None:
        raise PermissionDenied
    SwapOffer.objects.filter(pk=offer.pk).update(declined_at=clock.now())
    if swap.partner_id == offer.colleague_id:
        if not is_reviewed(swap):
            _move(swap, [Status.TAKEN], Status.OFFERED, partner=None, taken_at=None)
    elif swap.status != Status.OFFERED:
        raise MovedOn(_("Tukar hari ini sudah selesai. Tidak ada yang berubah."))
    if swap.status == Status.OFFERED and not swap.offers.filter(declined_at=None).exists():
        _move(swap, [Status.OFFERED], Status.FALLEN)
    notify(
        [swap.asker.user],
        kind="swap_declined",
        link=_link(swap),
        name=offer.colleague.name,
        day=swap.give_on,
    )
    return swap


@transaction.atomic
def withdraw_swap(swap, *, actor):
    """Take back one's own swap while nobody has decided on it; a partner is told."""
    if not _is(swap.asker, actor):
        raise PermissionDenied
    partner = swap.partner
    _move(swap, Swap.OPEN, Status.WITHDRAWN)
    if partner is not None:
        notify(
            [partner.user],
            kind="swap_withdrawn",
            link=_link(swap),
            name=swap.asker.name,
            day=swap.give_on,
        )
    return swap


@transaction.atomic
def decide_swap(swap, *, accepted, reason, actor):
    """Approve or refuse a swap to which both have consented; return it.

    By who decides for both people today, never by one of them. Every hard rule is checked on
    today's facts: a broken one refuses the approval with its text. An approval exchanges the two
    days at once, also in a newer version in work: where they cannot hold there, the approval is
    refused. A refusal needs a reason. Both are told. The balances follow the days as lived.
    """
    versions = lock_versions_in_work(swap.plan_id)
    plan = _locked(swap.plan_id)
    swap = Swap.objects.select_related("asker__user", "partner__user").get(pk=swap.pk)
    swap.plan = plan
    scope = scope_for(actor)
    if not decides_on(scope, swap):
        raise PermissionDenied
    if swap.status != Status.TAKEN:
        _move(swap, [Status.TAKEN], Status.TAKEN)
    reason = reason.strip()
    if not accepted and not reason:
        raise Refused(_("Tuliskan alasan penolakan. Tukar hari ini belum diputuskan."))
    before = after = None
    if accepted:
        _refuse_late(swap)
        exchange = exchange_of(swap)
        if exchange.fallen:
            raise Refused(_("Jadwal salah satu pegawai sudah berubah, jadi tidak dapat ditukar."))
        if exchange.broken:
            names = names_of({one for broken in exchange.broken for one in broken.people[:1]})
            raise Refused(
                " ".join(
                    [_("Tidak disetujui: ada aturan yang dilanggar.")]
                    + [violation_sentence(one, names) for one in exchange.broken[:3]]
                )
            )
    _move(
        swap,
        [Status.TAKEN],
        Status.APPROVED if accepted else Status.REFUSED,
        decided_by=actor,
        decided_at=clock.now(),
        decision_reason=reason[:300],
    )
    if accepted:
        exchange_days(swap)
        carry_into(versions, swap)
        before = {str(swap.asker_id): swap.give_on, str(swap.partner_id): swap.take_on}
        after = {str(swap.asker_id): swap.take_on, str(swap.partner_id): swap.give_on}
    posting = posting_on(swap.asker, scope.day)
    record_decision(
        swap,
        "swap_approved" if accepted else "swap_refused",
        actor=actor,
        unit=posting.unit,
        reason=reason,
        mandate=scope.mandate_for(posting.unit),
        before=before,
        after=after,
    )
    told = [swap.asker.user, swap.partner.user]
    if accepted:
        notify(
            told,
            kind="swap_approved",
            link=_link(swap),
            give=swap.give_on,
            take=swap.take_on,
        )
    else:
        notify(told, kind="swap_refused", link=_link(swap), reason=reason)
    return swap


def _refuse_late(swap):
    if clock.today() > swap.expires_on:
        raise Refused(_("Batas waktu tukar hari ini sudah lewat. Tidak ada yang berubah."))


def exchange_days(swap):
    """Exchange the two published days in the plan of a swap, inside the caller's transaction."""
    give = {"plan": swap.plan, "employee": swap.asker, "date": swap.give_on}
    take = {"plan": swap.plan, "employee": swap.partner, "date": swap.take_on}
    for cell in (give, take):
        deleted, _by_model = Assignment.objects.filter(**cell, published=True).delete()
        if deleted != 1:
            raise MovedOn(_("Salah satu hari sudah berubah. Tidak ada yang ditukar."))
    try:
        with transaction.atomic():
            Assignment.objects.bulk_create(
                Assignment(
                    plan=swap.plan,
                    employee=employee,
                    date=date,
                    source=Assignment.Source.SWAP,
                    published=True,
                )
                for employee, date in ((swap.asker, swap.take_on), (swap.partner, swap.give_on))
            )
    except IntegrityError as error:
        raise MovedOn(
            _("Rencana lain terbit pada saat yang sama. Tidak ada yang ditukar.")
        ) from error


@transaction.atomic
def end_overtaken_swaps(people=None):
    """End the open swaps whose time is over or whose days have changed; return how many ended.

    Of everybody, or only the swaps in which some people (employee ids) give or take. Safe to run
    again. Those concerned are told once.
    """
    ended = 0
    rotations = {}
    open_swaps = Swap.objects.filter(status__in=Swap.OPEN).select_related(
        "plan__period", "asker__user", "partner__user"
    )
    if people is not None:
        open_swaps = open_swaps.filter(Q(asker_id__in=people) | Q(partner_id__in=people))
    open_swaps = list(open_swaps.order_by("plan_id", "pk"))
    off = on_days_off(open_swaps)
    for swap in open_swaps:
        target = _overtaken(swap, rotations, off)
        if target is not None:
            ended += _end(swap, target)
    return ended


@transaction.atomic
def end_swaps_of_days_off(days):
    """End the open swaps of days that have become days off for one of the two; return how many."""
    rows = Swap.objects.filter(Q(give_on__in=days) | Q(take_on__in=days), status__in=Swap.OPEN)
    rows = list(rows.select_related("asker__user", "partner__user").order_by("pk"))
    off = on_days_off(rows)
    return sum(_end(swap, Status.FALLEN) for swap in rows if swap.pk in off)


def _end(swap, target):
    """Move an open swap to the end that time brought and tell both; return 1, or 0 if moved on."""
    if not Swap.objects.filter(pk=swap.pk, status=swap.status).update(status=target):
        return 0
    notify(
        [swap.asker.user, swap.partner and swap.partner.user],
        kind="swap_expired" if target == Status.EXPIRED else "swap_fallen",
        link=_link(swap),
        day=swap.give_on,
    )
    return 1


def _overtaken(swap, rotations, off):
    """Return the status in which an open swap ends today, or None while it goes on."""
    if clock.today() > swap.expires_on:
        return Status.EXPIRED
    if swap.plan.status != Plan.Status.PUBLISHED or swap.pk in off:
        return Status.FALLEN
    if swap.plan_id not in rotations:
        rotations.clear()
        rotations[swap.plan_id] = rotation_of(swap.plan)
    rotation = rotations[swap.plan_id]
    give, take = swap.give_on.isoformat(), swap.take_on.isoformat()
    asker = str(swap.asker_id)
    absent = rotation.problem.person[asker].absent
    mine = rotation.home.get(asker, ())
    if {give, take} & absent or give not in mine or take in mine:
        return Status.FALLEN
    if (asker, give) in rotation.orders or (asker, take) in rotation.orders:
        return Status.FALLEN
    if swap.partner_id and not stands(rotation, asker, str(swap.partner_id), give, take):
        return Status.FALLEN
    if swap.partner_id and {give, take} & rotation.problem.person[str(swap.partner_id)].absent:
        return Status.FALLEN
    return None
