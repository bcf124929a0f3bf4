"""Pages of corrections: one's own, asking, deciding, and the bulk excuse of an outage."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from attendance.forms.corrections import CorrectionDecisionForm, CorrectionForm, ReasonForm
from attendance.models import Correction
from attendance.queries import corrections as queries
from attendance.queries.excuses import excusable_days, excusable_rows, excuses_outages
from attendance.queries.outages import outage_list
from attendance.queries.taps import taps_on
from attendance.services.corrections import (
    ask_correction,
    decide_correction,
    excuse_outage,
    undo_correction,
    withdraw_correction,
)
from schedules.queries.shifts import shifts_of
from units import clock
from units.access import requires
from units.decisions import MovedOn, Refused, decisions_on
from units.files import file_response
from units.queries.authority import decides_for_anybody
from units.queries.people import may_decide_for

PER_PAGE = 50
READ_AND_WRITE = require_http_methods(["GET", "HEAD", "POST"])


def _is_employee(scope):
    return scope.employee is not None


@requires(_is_employee)
@require_GET
def correction_list(request):
    """One's own corrections, and the days that may still be corrected."""
    employee = request.scope.employee
    page = Paginator(queries.corrections_of(employee), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "days": queries.days_to_correct(employee, request.scope.day),
        "first_day": queries.first_day_to_correct(request.scope.day),
    }
    return render(request, "attendance/correction_list.html", context)


@requires(_is_employee)
@READ_AND_WRITE
def correction_new(request, day):
    """Ask for a correction of a work date; what stands there is shown beside the form."""
    employee = request.scope.employee
    shift = shifts_of(employee, day, day).get(day)
    form = CorrectionForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        night=shift is not None and shift.next_day,
        initial={"next_day": True},
    )
    if form.is_bound and form.is_valid():
        try:
            correction = ask_correction(
                employee, work_date=day, actor=request.user, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Koreksi terkirim dan menunggu keputusan atasan."))
            return redirect("attendance:correction_detail", pk=correction.pk)
    taps = taps_on(day, [employee.pk]).get(employee.pk, {})
    context = {"form": form, "day": day, "taps": taps, "shift": shift}
    status = 422 if form.errors else 200
    return render(request, "attendance/correction_new.html", context, status=status)


@requires(decides_for_anybody)
@require_GET
def correction_queue(request):
    """All corrections that wait for me, oldest first."""
    rows = queries.corrections_to_decide(request.scope)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "attendance/correction_queue.html", {"page": page})


@READ_AND_WRITE
def correction_detail(request, pk):
    """One correction: claim, check-ins as they came, decision, history of the date."""
    correction = get_object_or_404(queries.corrections_visible_to(request.scope), pk=pk)
    decides = queries.may_decide_correction(request.scope, correction)
    form = CorrectionDecisionForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        if not decides:
            raise PermissionDenied
        if form.is_valid():
            try:
                decide_correction(
                    correction,
                    accepted=form.cleaned_data["decision"] == "accept",
                    came=form.cleaned_data["came"],
                    left=form.cleaned_data["left"],
                    reason=form.cleaned_data["reason"],
                    actor=request.user,
                )
            except (Refused, MovedOn) as refusal:
                messages.error(request, str(refusal))
                return redirect("attendance:correction_detail", pk=pk)
            messages.success(request, _("Keputusan dicatat dan pegawai diberi tahu."))
            return redirect("attendance:correction_queue")
        messages.error(request, _("Keputusan tidak terbaca. Tidak ada yang berubah."))
        return redirect("attendance:correction_detail", pk=pk)
    history = queries.corrections_of(correction.employee).filter(work_date=correction.work_date)
    accepted = [one for one in history if one.status == Correction.Status.ACCEPTED]
    latest = max(accepted, key=lambda one: (one.decided_at, one.pk), default=None)
    employee, day = correction.employee, correction.work_date
    context = {
        "correction": correction,
        "may_decide": decides and correction.status == Correction.Status.WAITING,
        "may_undo": may_decide_for(request.scope, correction.employee)
        and latest is not None
        and latest.kind != Correction.Kind.UNDO,
        "is_own": request.scope.employee is not None and request.scope.employee.pk == employee.pk,
        "taps": taps_on(day, [employee.pk]).get(employee.pk, {}),
        "history": [one for one in history if one.pk != correction.pk],
        "decisions": decisions_on(correction)[:20],
    }
    return render(request, "attendance/correction_detail.html", context)


@require_GET
def correction_file(request, pk):
    """The file of a correction, for who may read the correction."""
    return file_response(queries.correction_file_for(request.scope, pk), inline=True)


@requires(_is_employee)
@require_POST
def correction_withdraw(request, pk):
    correction = get_object_or_404(queries.corrections_visible_to(request.scope), pk=pk)
    try:
        withdraw_correction(correction, actor=request.user)
    except MovedOn as moved:
        messages.warning(request, str(moved))
    else:
        messages.success(request, _("Koreksi ditarik."))
    return redirect("attendance:correction_detail", pk=pk)


@requires(decides_for_anybody)
@require_POST
def correction_undo(request, pk):
    correction = get_object_or_404(queries.corrections_visible_to(request.scope), pk=pk)
    form = ReasonForm(request.POST)
    form.is_valid()
    try:
        undone = undo_correction(
            correction, reason=form.cleaned_data.get("reason", ""), actor=request.user
        )
    except (Refused, MovedOn) as refusal:
        messages.error(request, str(refusal))
        return redirect("attendance:correction_detail", pk=pk)
    messages.success(request, _("Koreksi dibatalkan dan pegawai diberi tahu."))
    return redirect("attendance:correction_detail", pk=undone.pk)


@requires(excuses_outages)
@READ_AND_WRITE
def outage_excuse(request, pk):
    """The people whose check-in an outage made impossible, accepted together."""
    outage = get_object_or_404(outage_list(), pk=pk)
    if request.method == "POST":
        return _excuse(request, outage)
    rows = excusable_rows(request.scope, outage)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = excusable_days(page.object_list, outage)
    context = {
        "outage": outage,
        "page": page,
        "total": page.paginator.count,
        "form": ReasonForm(),
        "is_over": outage.work_date < clock.today(),
        "tz": timezone.get_current_timezone(),
    }
    return render(request, "attendance/outage_excuse.html", context)


def _excuse(request, outage):
    everybody = request.POST.get("siapa") == "semua"
    chosen = [int(pk) for pk in request.POST.getlist("pegawai") if pk.isdecimal() and len(pk) < 19]
    form = ReasonForm(request.POST)
    form.is_valid()
    try:
        n = excuse_outage(
            outage,
            reason=form.cleaned_data.get("reason", ""),
            employee_ids=None if everybody else chosen,
            actor=request.user,
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        text = ngettext(
            "Presensi %(n)d pegawai diterima karena gangguan.",
            "Presensi %(n)d pegawai diterima karena gangguan.",
            n,
        )
        messages.success(request, text % {"n": n})
    return redirect("attendance:outage_excuse", pk=outage.pk)
