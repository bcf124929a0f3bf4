"""The daily WFH report: one's own list and form, the superior's queue."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from attendance.forms.work_reports import ReportDecisionForm, items_form
from attendance.models import WorkReport
from attendance.queries.work_reports import (
    OPEN_TO_AUTHOR,
    days_without_report,
    is_wfh_day,
    work_report_of,
    work_reports_of,
    work_reports_to_examine,
    work_reports_visible_to,
)
from attendance.services.work_reports import (
    accept_work_report,
    return_work_report,
    save_work_plan,
    submit_work_report,
)
from attendance.views.today import _is_employee
from units.access import requires
from units.decisions import MovedOn, Refused, decisions_on
from units.queries.authority import decides_for_anybody
from units.queries.people import may_decide_for

PER_PAGE = 50
QUEUE_PER_PAGE = 20
OWED_REACHES_BACK_DAYS = 31


@requires(_is_employee)
@require_GET
def work_report_list(request):
    """My reports, and the WFH days that still lack one."""
    scope = request.scope
    since = scope.day.fromordinal(scope.day.toordinal() - OWED_REACHES_BACK_DAYS)
    page = Paginator(work_reports_of(scope.employee), PER_PAGE).get_page(request.GET.get("page"))
    owed = days_without_report(scope.employee, since, scope.day)
    return render(
        request,
        "attendance/work_report_list.html",
        {"page": page, "owed": [day for day, status in owed if not status]},
    )


@requires(_is_employee)
@require_http_methods(["GET", "POST"])
def work_report(request, day):
    """My report of one WFH day: write it while it is mine, read it afterwards."""
    employee = request.scope.employee
    report = work_report_of(employee, day)
    if report is None and not is_wfh_day(employee, day):
        return render(request, "attendance/not_a_wfh_day.html", {"day": day}, status=404)
    is_open = report is None or report.status in OPEN_TO_AUTHOR
    formset = items_form(report, blank=2 if "baris" in request.GET else 1) if is_open else None
    if request.method == "POST":
        formset = items_form(report, request.POST)
        if formset.is_valid():
            done = _keep(request, employee, day, formset.items)
            if done is not None:
                return done
    return render(
        request,
        "attendance/work_report.html",
        {"report": report, "day": day, "formset": formset, "is_open": is_open},
    )


def _keep(request, employee, day, items):
    """Save or send what was posted; return the redirect, or None with the form kept."""
    act = request.POST.get("act")
    try:
        if act == "submit":
            submit_work_report(employee, day, items, actor=request.user)
            messages.success(request, _("Laporan harian WFH terkirim dan menunggu diperiksa."))
            return redirect("attendance:work_report_list")
        save_work_plan(employee, day, items, actor=request.user)
    except MovedOn as moved:
        messages.warning(request, str(moved))
        return redirect("attendance:work_report", day=day)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return None
    target = redirect("attendance:work_report", day=day)
    if act == "add":
        target["Location"] += "?baris=1#baris-baru"
    else:
        messages.success(request, _("Rencana tersimpan."))
    return target


@requires(decides_for_anybody)
@require_GET
def work_report_review(request):
    """The reports that wait for me, the nearest deadline first."""
    waiting = work_reports_to_examine(request.scope)
    page = Paginator(waiting, QUEUE_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "attendance/work_report_review.html", {"page": page})


@require_http_methods(["GET", "POST"])
def work_report_decide(request, pk):
    """One report: read it where one may see its author, decide on it where it is mine to."""
    report = get_object_or_404(work_reports_visible_to(request.scope), pk=pk)
    decides = may_decide_for(request.scope, report.employee)
    if request.method == "POST":
        if not decides:
            raise PermissionDenied
        return _decide(request, report)
    return render(
        request,
        "attendance/work_report_decide.html",
        {
            "report": report,
            "decides": decides_for_anybody(request.scope),
            "may_decide": decides and report.status == WorkReport.Status.SUBMITTED,
            "decisions": decisions_on(report)[:20],
        },
    )


def _decide(request, report):
    form = ReportDecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Keputusan tidak terbaca. Tidak ada yang berubah."))
        return redirect("attendance:work_report_decide", pk=report.pk)
    try:
        if form.cleaned_data["decision"] == "accept":
            accept_work_report(report, actor=request.user)
            text = _("Laporan %s diterima.")
        else:
            return_work_report(report, reason=form.cleaned_data["reason"], actor=request.user)
            text = _("Laporan %s dikembalikan.")
    except MovedOn as moved:
        messages.warning(request, str(moved))
        return redirect("attendance:work_report_review")
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("attendance:work_report_decide", pk=report.pk)
    messages.success(request, text % report.employee.name)
    return redirect("attendance:work_report_review")
