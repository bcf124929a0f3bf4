"""Pages of a terminal's log file: what is in it, its progress, apply, look again, give up."""

import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from attendance.models import DeviceFile
from attendance.queries.terminals import device_file_for, keeps_terminals, unknown_pins
from attendance.services.device_files import (
    apply_device_file,
    check_device_file,
    discard_device_file,
)
from attendance.views.terminals import PER_PAGE, STATE_TONES
from attendance.wording import LINE_FAULTS
from units.access import requires
from units.decisions import MovedOn, decisions_on
from units.views.units import MOVED_ON


@requires(keeps_terminals)
@require_GET
def device_file_detail(request, pk):
    """What a file holds and would change, or has changed; PINs that are nobody's yet."""
    run = device_file_for(request.scope, pk)
    found = run.found
    pins = Paginator(_dated(unknown_pins(run)), PER_PAGE).get_page(request.GET.get("page"))
    date = datetime.date.fromisoformat
    context = {
        "run": run,
        "found": found,
        "tone": STATE_TONES.get(run.status, ""),
        "page": pins,
        "unknown": pins.paginator.count,
        "bad_rows": [(line, LINE_FAULTS.get(why, why)) for line, why in found.get("bad_rows", ())],
        "days": [(date(day), rows, people) for day, rows, people in found.get("days", ())],
        "outcome": found.get("outcome"),
        "recomputed": sum(found.get("outcome", {}).get("recomputed", {}).values()),
        "waiting": run.status == DeviceFile.Status.TRIED,
        "is_applied": run.status == DeviceFile.Status.APPLIED,
        "decisions": decisions_on(run)[:20],
    }
    return render(request, "attendance/device_file_detail.html", context)


def _dated(pins):
    moment = datetime.datetime.fromisoformat
    return [{**one, "first": moment(one["first"]), "last": moment(one["last"])} for one in pins]


@requires(keeps_terminals)
@require_GET
def device_file_progress(request, pk):
    """The part of the page that changes; fetched every two seconds, until the page is due anew."""
    run = device_file_for(request.scope, pk)
    answer = render(request, "attendance/_device_file_progress.html", {"run": run})
    if not run.is_at_work:
        answer["HX-Refresh"] = "true"
    return answer


def _act(request, pk, service):
    run = device_file_for(request.scope, pk)
    try:
        service(run, actor=request.user)
    except MovedOn:
        messages.error(request, MOVED_ON)
    return redirect("attendance:device_file_detail", pk=pk)


@requires(keeps_terminals)
@require_POST
def device_file_apply(request, pk):
    """Let a worker read the file in, or compute its days again."""
    return _act(request, pk, apply_device_file)


@requires(keeps_terminals)
@require_POST
def device_file_check(request, pk):
    """Let a worker look the file through again."""
    return _act(request, pk, check_device_file)


@requires(keeps_terminals)
@require_POST
def device_file_discard(request, pk):
    """Give up a file that was not applied."""
    run = device_file_for(request.scope, pk)
    try:
        discard_device_file(run, actor=request.user)
    except MovedOn:
        messages.error(request, MOVED_ON)
        return redirect("attendance:device_file_detail", pk=pk)
    messages.success(request, _("Berkas dibatalkan. Tidak ada rekap yang berubah."))
    return redirect("attendance:terminal_detail", pk=run.terminal_id)
