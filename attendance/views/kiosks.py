"""Opening and closing kiosks, and the PINs: with an account. The kiosk itself: `kiosk_screen`."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.paginator import Paginator
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from attendance.forms.kiosks import KioskForm, NewPinForm, NipForm
from attendance.queries import kiosks as queries
from attendance.services.kiosks import close_kiosk, hand_over_pin, open_kiosk, set_own_pin
from units import clock
from units.access import requires
from units.decisions import MovedOn, Refused

COOKIE = "kiosk"
PER_PAGE = 50
READ_AND_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@requires(queries.opens_kiosks)
@require_GET
def kiosk_list(request):
    """The kiosks that the account opens and closes."""
    return _show(request, NipForm())


def _show(request, form, status=200):
    rows = queries.kiosks_visible_to(request.scope)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "now": clock.now(),
        "form": form,
        "hands_over": queries.hands_over_pins(request.scope),
    }
    return render(request, "attendance/kiosk_list.html", context, status=status)


@requires(queries.opens_kiosks)
@READ_AND_WRITE
def kiosk_new(request):
    """Make this device a kiosk: the account is signed out on it, a cookie takes its place."""
    scope = request.scope
    form = KioskForm(
        request.POST if request.method == "POST" else None,
        unit_ids=None if scope.is_city_hr else scope.managed_unit_tree(),
        places=queries.places_for_kiosks(scope),
    )
    if form.is_bound and form.is_valid():
        try:
            kiosk, token = open_kiosk(actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _become_kiosk(request, kiosk, token)
    status = 422 if form.errors else 200
    return render(request, "attendance/kiosk_new.html", {"form": form}, status=status)


def _become_kiosk(request, kiosk, token):
    logout(request)
    rotate_token(request)
    response = redirect("attendance:kiosk_screen")
    response.set_signed_cookie(
        COOKIE,
        token,
        salt=queries.SALT,
        max_age=kiosk.expires_at - clock.now(),
        path="/kiosk/",
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


@requires(queries.opens_kiosks)
@require_POST
def kiosk_close(request, pk):
    """Close a kiosk wherever its device is."""
    kiosk = queries.kiosk_for(request.scope, pk)
    try:
        close_kiosk(kiosk, actor=request.user)
    except MovedOn as moved:
        messages.info(request, str(moved))
    else:
        messages.success(request, _("Kiosk %(name)s ditutup.") % {"name": kiosk.name})
    return redirect("attendance:kiosk_list")


@requires(queries.hands_over_pins)
@require_POST
def kiosk_pin_hand_over(request):
    """Hand over a PIN for one use; it is shown in this answer and nowhere again."""
    form = NipForm(request.POST)
    if form.is_valid():
        try:
            person, pin = hand_over_pin(form.cleaned_data["nip"], actor=request.user)
        except Refused as refusal:
            form.add_error("nip", str(refusal))
        else:
            context = {"person": person, "pin": pin, "days": settings.KIOSK_PIN_DAYS}
            return render(request, "attendance/kiosk_pin_shown.html", context)
    return _show(request, form, status=422)


@requires(lambda scope: scope.employee is not None)
@READ_AND_WRITE
def kiosk_pin(request):
    """Set one's own PIN."""
    form = NewPinForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            set_own_pin(request.scope.employee, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("pin", str(refusal))
        else:
            messages.success(request, _("PIN kiosk tersimpan. PIN sebelumnya tidak berlaku lagi."))
            return redirect("attendance:kiosk_pin")
    status = 422 if form.errors else 200
    return render(request, "attendance/kiosk_pin.html", {"form": form}, status=status)
