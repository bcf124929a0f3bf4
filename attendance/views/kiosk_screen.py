"""The kiosk itself: no account and no session, a device's cookie, NIP and PIN, then one tap.

Between the steps the person is a signed ticket in the page, good for a minute and for one tap.
"""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from attendance.forms.kiosks import KioskEntryForm, NewPinForm
from attendance.queries.kiosks import SALT, kiosk_of, people_at_kiosks
from attendance.queries.taps import tap_of
from attendance.services.check_ins import check_in
from attendance.services.kiosks import WrongPin, change_one_time_pin, known_at_kiosk
from attendance.views.kiosks import COOKIE
from units import nip
from units.decisions import MovedOn, Refused
from units.limits import within_limit

TICKET_S = 60
RESULT_S = 12


def _kiosk(request):
    """Return the open Kiosk of this device, or None; nobody may be signed in beside it."""
    if request.user.is_authenticated:
        return None
    return kiosk_of(request.get_signed_cookie(COOKIE, default="", salt=SALT))


def _closed(request):
    return render(request, "attendance/kiosk_closed.html", status=403)


def _page(request, kiosk, status=200, forget_after=0, **context):
    response = render(
        request, "attendance/kiosk_screen.html", {"kiosk": kiosk, **context}, status=status
    )
    if forget_after:
        # The browser itself forgets the person, without a script.
        response["Refresh"] = f"{forget_after}; url={reverse('attendance:kiosk_screen')}"
    return response


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def kiosk_screen(request):
    """NIP and PIN; who is known gets the two buttons, or must first choose a PIN of their own."""
    kiosk = _kiosk(request)
    if kiosk is None:
        return _closed(request)
    if request.method != "POST":
        return _begin(request, kiosk, KioskEntryForm())
    if not _is_first_use(request, kiosk):
        return _too_late(request, kiosk)
    form = KioskEntryForm(request.POST)
    if not form.is_valid():
        return _begin(request, kiosk, form, 422)
    if not _may_try(request, kiosk, form.cleaned_data["nip"]):
        form.add_error(None, _("Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi."))
        return _begin(request, kiosk, form, 429)
    try:
        kept = known_at_kiosk(kiosk, form.cleaned_data["nip"], form.cleaned_data["pin"])
    except Refused as refusal:
        if isinstance(refusal, WrongPin):
            within_limit(request, "kiosk_device", str(kiosk.pk))
        form.add_error(None, str(refusal))
        return _begin(request, kiosk, form, 422)
    if kept.one_time:
        return _ask_new_pin(request, kiosk, kept.employee, NewPinForm())
    return _offer(request, kiosk, kept.employee)


def _begin(request, kiosk, form, status=200, **context):
    """Ask for NIP and PIN on a page that is good for one answer."""
    ticket = signing.dumps([kiosk.pk, str(uuid.uuid4())], salt=f"{SALT}.entry")
    return _page(request, kiosk, status, form=form, ticket=ticket, **context)


def _is_first_use(request, kiosk):
    """Say whether this page was not sent before: who goes back cannot send another's PIN again."""
    ticket = request.POST.get("ticket", "")
    try:
        kiosk_pk, key = signing.loads(ticket, salt=f"{SALT}.entry")
    except signing.BadSignature:
        return False
    return kiosk_pk == kiosk.pk and within_limit(request, "kiosk_entry", key)


def _may_try(request, kiosk, digits):
    """Count a try of a person; failures of a device are counted where they happen."""
    device = within_limit(request, "kiosk_device", str(kiosk.pk), counts=False)
    return device and within_limit(request, "kiosk_person", nip.normalized(digits))


def _ticket(kiosk, employee, purpose):
    return signing.dumps([kiosk.pk, employee.pk, str(uuid.uuid4())], salt=f"{SALT}.{purpose}")


def _read_ticket(request, kiosk, purpose):
    """Return (Employee, key) of a ticket of this kiosk; None where it is over or none of ours."""
    try:
        kiosk_pk, pk, key = signing.loads(
            request.POST.get("ticket", ""), salt=f"{SALT}.{purpose}", max_age=TICKET_S
        )
    except signing.BadSignature:
        return None
    employee = people_at_kiosks().filter(pk=pk).first()
    return (employee, uuid.UUID(key)) if employee and kiosk_pk == kiosk.pk else None


def _offer(request, kiosk, employee):
    ticket = _ticket(kiosk, employee, "tap")
    return _page(request, kiosk, person=employee, ticket=ticket, forget_after=TICKET_S)


def _ask_new_pin(request, kiosk, employee, form, status=200):
    ticket = _ticket(kiosk, employee, "pin")
    return _page(
        request, kiosk, status, person=employee, ticket=ticket, pin_form=form, forget_after=TICKET_S
    )


def _too_late(request, kiosk):
    late = _("Halaman tadi sudah tidak berlaku dan presensi belum tercatat. Mulai lagi dengan NIP"
             " dan PIN.")  # fmt: skip
    return _begin(request, kiosk, KioskEntryForm(), 422, late=late)


@login_not_required
@never_cache
@require_POST
def kiosk_new_pin(request):
    """Choose the own PIN in place of the one handed over."""
    kiosk = _kiosk(request)
    if kiosk is None:
        return _closed(request)
    known = _read_ticket(request, kiosk, "pin")
    if known is None:
        return _too_late(request, kiosk)
    form = NewPinForm(request.POST)
    if form.is_valid():
        try:
            change_one_time_pin(known[0], **form.cleaned_data)
        except Refused as refusal:
            form.add_error("pin", str(refusal))
        except MovedOn:
            return _too_late(request, kiosk)
        else:
            return _offer(request, kiosk, known[0])
    return _ask_new_pin(request, kiosk, known[0], form, status=422)


@login_not_required
@never_cache
@require_POST
def kiosk_tap(request):
    """Keep one tap and show what became of it; after some seconds the page forgets the person."""
    kiosk = _kiosk(request)
    if kiosk is None:
        return _closed(request)
    known = _read_ticket(request, kiosk, "tap")
    if known is None:
        return _too_late(request, kiosk)
    employee, key = known
    try:
        record = check_in(
            employee,
            direction=request.POST.get("direction", ""),
            key=key,
            evidence=None,
            device_time=None,
            actor=employee.user,
            kiosk=kiosk,
        )
    except Refused as refusal:
        return _page(
            request, kiosk, 409, refused=str(refusal), person=employee, forget_after=RESULT_S
        )
    tap = tap_of(record)
    return _page(
        request, kiosk, person=employee, record=record, tap=tap, forget_after=RESULT_S,
        at=timezone.localtime(tap.at),
    )  # fmt: skip
