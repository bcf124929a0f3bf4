"""The day page, the taps and the registered home."""

import datetime
import uuid

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from attendance.devices import account_mark, knows_device
from attendance.forms.check_ins import CheckInForm, HomeForm, TemporaryPlaceForm
from attendance.queries.homes import homes_of
from attendance.queries.owed import owed_by
from attendance.queries.response_checks import call_now
from attendance.queries.taps import tap_of
from attendance.queries.today import today_of
from attendance.services.check_ins import check_in as record_check_in
from attendance.services.homes import propose_temporary_place
from attendance.verdicts import complete_at, duty_of
from attendance.views.response_checks import seconds_left
from attendance.work_dates import LEAVING_GRACE
from units import clock
from units.access import requires
from units.decisions import MovedOn, Refused
from units.services.homes import propose_home

DIRECTIONS = {"masuk": "in", "pulang": "out"}
# From so long before the end of the day, leaving is the next thing to do.
LEAVING_IS_NEAR = datetime.timedelta(minutes=60)


def _is_employee(scope):
    return scope.employee is not None


def _next_tap(today, now):
    """Return the one primary tap ("masuk", "pulang" or "") and the other taps that are possible."""
    possible = [name for name, way in (("masuk", "in"), ("pulang", "out")) if today.may_press(way)]
    if not today.is_working or not possible:
        return "", possible
    if "masuk" in possible:
        halfway = _halfway(today)
        return "masuk", possible[1:] if timezone.make_naive(now) >= halfway else []
    opens = _leaving_from(today)
    near = opens is None or timezone.make_naive(now) >= opens
    return ("pulang", []) if near else ("", possible)


def _until(today):
    """Return the moment from which a page of this work date must not be tapped any more."""
    if today.shift_ends_on:
        return timezone.make_aware(duty_of(today.day, today.hours)[1] + LEAVING_GRACE)
    return clock.local(today.day + datetime.timedelta(days=1), datetime.time())


def _halfway(today):
    """Return the moment from which somebody who never checked in may be about to leave."""
    if today.hours and today.hours.shift:
        start, end = duty_of(today.day, today.hours)
        return start + (end - start) / 2
    return datetime.datetime.combine(today.day, datetime.time(12))


def _leaving_from(today):
    """Return the local time from which leaving is the next thing to do; None without hours."""
    if not today.hours:
        return None
    if today.window and today.tap_in:
        came = timezone.make_naive(today.tap_in.at)
        return complete_at(came, today.hours, today.window) - LEAVING_IS_NEAR
    return duty_of(today.day, today.hours)[1] - LEAVING_IS_NEAR


def _asks_until(today, now):
    """Return the moment until which the page asks for calls, or None: at home, in working hours."""
    if today.status != "wfh" or not today.hours or today.tap_out:
        return None
    start, end = duty_of(today.day, today.hours)
    if not start - LEAVING_IS_NEAR <= timezone.make_naive(now) < end:
        return None
    return timezone.make_aware(end)


@requires(_is_employee)
@require_GET
@knows_device
def today(request):
    """Where do I work today, did my check-in count, what do I still owe."""
    now = clock.now()
    mine = today_of(request.scope, now)
    primary, others = _next_tap(mine, now) if mine else ("", [])
    call = call_now(request.scope, now) if mine else None
    response = render(
        request,
        "attendance/today.html",
        {
            "today": mine,
            "primary": primary,
            "others": others,
            "leaving_from": _leaving_from(mine) if mine and mine.tap_in else None,
            "now": now,
            "until": _until(mine) if mine else None,
            "account": account_mark(request.user),
            "key": uuid.uuid4(),
            "call": call,
            "left": seconds_left(call, now),
            "asks_until": _asks_until(mine, now) if mine else None,
            "todos": owed_by(request.scope, now, mine.todos) if mine else [],
        }
        # The copy that a phone keeps is seen by nobody yet: what is said once waits for the page.
        | ({"messages": ()} if "X-Copy" in request.headers else {}),
    )
    response.allows_geolocation = True
    return response


def _answer(record):
    """Return the sentence and the level of what became of a tap."""
    pressed = timezone.localtime(record.counts_at)
    at = f"{pressed:%H.%M}"
    if pressed.date() != clock.today():
        at = f"{date_format(pressed, 'j F')}, {at}"
    what = {"what": record.get_direction_display(), "at": at}
    tap = tap_of(record)
    if tap.state == "review":
        text = _("%(what)s tersimpan pukul %(at)s dan dikirim untuk ditinjau atasan. %(why)s")
        return text % {**what, "why": tap.reason}, messages.WARNING
    if tap.state == "refused":
        text = _("%(what)s pukul %(at)s tidak diterima atasan. %(why)s")
        return text % {**what, "why": tap.reason}, messages.ERROR
    return _("%(what)s tercatat pukul %(at)s.") % what, messages.SUCCESS


@requires(_is_employee)
@require_POST
@knows_device
def check_in(request, direction):
    """Keep one tap. Answers with a redirect, or with JSON to a phone that sends by script."""
    if direction not in DIRECTIONS:
        raise Http404
    now = clock.now()
    form = CheckInForm(request.POST)
    if not form.is_of(account_mark(request.user)):
        text = _(
            "Presensi ini milik akun lain di ponsel ini. Masuk dengan akun itu untuk mengirim."
        )
        return JsonResponse({"saved": False, "account": False, "text": text}, status=409)
    key, evidence, device_time = form.read(now)
    try:
        record = record_check_in(
            request.scope.employee,
            direction=DIRECTIONS[direction],
            key=key,
            evidence=evidence,
            device_time=device_time,
            actor=request.user,
            device=request.device,
            pressed_on=form.pressed_on(),
        )
        text, level = _answer(record)
        saved = True
    except Refused as refusal:
        text, level, saved = str(refusal), messages.ERROR, False
    as_page = request.accepts("text/html")
    # At the morning peak a good tap writes nothing but itself: the page it leads to shows it.
    if as_page or level != messages.SUCCESS:
        messages.add_message(request, level, text)
    if as_page:
        return redirect("attendance:today")
    return JsonResponse({"saved": saved, "text": text}, status=200 if saved else 409)


@requires(_is_employee)
@require_http_methods(["GET", "POST"])
def home(request):
    """The registered home: the point in force, the one that waits, and a form for a new one."""
    form = HomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            propose_home(
                request.scope.employee,
                latitude=form.cleaned_data["latitude"],
                longitude=form.cleaned_data["longitude"],
                actor=request.user,
            )
        except (Refused, MovedOn) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("Titik rumah tersimpan dan menunggu konfirmasi pengelola kepegawaian."),
            )
            return redirect("attendance:home")
    return _home_page(request, form)


def _home_page(request, form, place_form=None, status=200):
    homes = homes_of(request.scope)
    if place_form is None and homes.emergency:
        first = max(homes.emergency.starts_on, request.scope.day)
        place_form = TemporaryPlaceForm(
            initial={"starts_on": first, "ends_on": homes.emergency.ends_on}, auto_id="place_%s"
        )
    context = {"form": form, "homes": homes, "place_form": place_form}
    response = render(request, "attendance/home.html", context, status=status)
    response.allows_geolocation = True
    return response


@requires(_is_employee)
@require_POST
def temporary_place(request):
    """Propose a temporary place for dates of an emergency."""
    form = TemporaryPlaceForm(request.POST, auto_id="place_%s")
    if form.is_valid():
        try:
            propose_temporary_place(request.scope.employee, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("Tempat sementara tersimpan dan menunggu konfirmasi. Sampai dikonfirmasi,"
                  " presensi di sana disimpan dan ditinjau."),
            )  # fmt: skip
            return redirect("attendance:home")
    return _home_page(request, HomeForm(), form, status=422)
