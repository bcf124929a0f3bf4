"""The daily WFH report: one's own list and form."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from attendance.forms.work_reports import items_form
from attendance.queries.activities import activities_for
from attendance.queries.work_reports import (
    OPEN_TO_AUTHOR,
    days_without_report,
    evidence_file_for,
    is_wfh_day,
    work_report_of,
    work_reports_of,
)
from attendance.services.work_reports import (
    save_work_plan,
    submit_work_report,
)
from attendance.views.today import _is_employee
from units.access import requires
from units.decisions import MovedOn, Refused, decisions_on
from units.files import file_response

PER_PAGE = 50
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
    activities = activities_for(employee, day) if is_open else None
    formset = None
    if is_open:
        blank = 2 if "baris" in request.GET else 1
        formset = items_form(report, blank=blank, activities=activities)
    if request.method == "POST":
        formset = items_form(report, request.POST, request.FILES, activities=activities)
        if formset.is_valid():
            done = _keep(request, employee, day, formset.items)
            if done is not None:
                return done
    return render(
        request,
        "attendance/work_report.html",
        {
            "report": report,
            "day": day,
            "formset": formset,
            "is_open": is_open,
            "plan_by": settings.WORK_REPORT_PLAN_BY,
            "send_by": settings.WORK_REPORT_SEND_BY,
            "decisions": decisions_on(report)[:20] if report else [],
        },
    )


@require_GET
def work_report_file(request, pk):
    """The file of an activity, for who may read the report that it belongs to."""
    return file_response(evidence_file_for(request.scope, pk), inline=True)


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
