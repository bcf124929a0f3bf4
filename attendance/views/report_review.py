"""The superior's queue of daily WFH reports, and one report."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from attendance.forms.work_reports import ReportDecisionForm
from attendance.models import WorkReport
from attendance.queries.work_reports import (
    may_decide_report,
    reports_decided_today,
    work_reports_to_examine,
    work_reports_visible_to,
)
from attendance.services.work_reports import (
    accept_work_report,
    accept_work_reports,
    return_work_report,
)
from units.access import requires
from units.decisions import MovedOn, Refused, decisions_on
from units.queries.authority import decides_for_anybody

QUEUE_PER_PAGE = 300
DECIDED_SHOWN = 50


@requires(decides_for_anybody)
@require_http_methods(["GET", "POST"])
def work_report_review(request):
    """The reports that wait for me, the nearest deadline first: decided one by one or ticked."""
    if request.method == "POST":
        return _decide_many(request)
    everybody = "semua" in request.GET
    waiting = work_reports_to_examine(request.scope, everybody)
    page = Paginator(waiting, QUEUE_PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "attendance/work_report_review.html",
        {
            "page": page,
            "everybody": everybody,
            "decided": reports_decided_today(request.scope, DECIDED_SHOWN),
        },
    )


def _decide_many(request):
    """Do what one button of the page says; answer with the page again, or with one row."""
    act, _colon, number = request.POST.get("act", "").partition(":")
    wanted = [number] if number else request.POST.getlist("pilih")
    ids = {int(one) for one in wanted if one.isascii() and one.isdigit() and len(one) < 19}
    reports = list(work_reports_visible_to(request.scope).filter(pk__in=ids)[:QUEUE_PER_PAGE])
    if act == "accept" and reports:
        results = accept_work_reports(reports, actor=request.user)
    elif act == "return" and len(reports) == 1:
        results = [(reports[0], _return(request, reports[0]))]
    else:
        messages.error(request, _("Centang paling sedikit satu laporan. Tidak ada yang berubah."))
        return _back(request)
    if request.htmx and number:
        report, fault = results[0]
        context = {"report": report, "fault": fault}
        return render(request, "attendance/_report_row.html", context)
    done = [report for report, fault in results if not fault]
    if done:
        words = (
            _("%(n)s laporan diterima.") if act == "accept" else _("%(n)s laporan dikembalikan.")
        )
        messages.success(request, words % {"n": len(done)})
    for report, fault in results:
        if fault:
            messages.warning(request, f"{report.employee.name}: {fault}")
    return _back(request)


def _return(request, report):
    """Return a report to its author; give the sentence why that failed, or nothing."""
    reason = request.POST.get(f"alasan-{report.pk}", "")
    try:
        return_work_report(report, reason=reason, actor=request.user)
    except (MovedOn, Refused) as refusal:
        return str(refusal)
    return ""


def _back(request):
    page = request.POST.get("page", "")
    target = redirect("attendance:work_report_review")
    asked = [f"page={page}"] if page.isascii() and page.isdigit() else []
    asked += ["semua=1"] if request.POST.get("semua") else []
    if asked:
        target["Location"] += f"?{'&'.join(asked)}"
    return target


@require_http_methods(["GET", "POST"])
def work_report_decide(request, pk):
    """One report: read it where one may see its author, decide on it where it is mine to."""
    report = get_object_or_404(work_reports_visible_to(request.scope), pk=pk)
    decides = may_decide_report(request.scope, report)
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
