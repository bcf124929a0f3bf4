"""Weekly reports: the list, one report, its PDF and its spreadsheet, and building it again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from attendance.queries.exchange_files import takes_files
from reports.charts import bars_by_day
from reports.flat import flat_rows
from reports.forms import RebuildForm
from reports.models import Report
from reports.pdf import chart_days
from reports.pdf import report_pdf as pdf_of
from reports.queries import reports as reads
from reports.queries.deliveries import deliveries_of, dispatch_progress, failed_dispatches
from reports.queries.documents import document_for, file_name
from reports.queries.listing import reports_of
from reports.services.builds import ask_to_rebuild
from reports.services.deliveries import retry_failed_dispatches
from reports.tables import number
from reports.xlsx import report_xlsx as xlsx_of
from units.access import requires
from units.decisions import MovedOn, Refused
from units.exports import csv_response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@requires(reads.may_read_reports)
def report_list(request):
    """List the weeks of the city, or of the units that the account manages."""
    page = Paginator(reports_of(request.scope, Report.Kind.WEEKLY), 50).get_page(
        request.GET.get("page")
    )
    keeper = request.scope.is_city_hr
    return render(
        request,
        "reports/report_list.html",
        {
            "page": page,
            "takes_files": takes_files(request.scope),
            "builds": list(reads.unfinished_builds()) if keeper else [],
            "sending": list(dispatch_progress()) if keeper else [],
            "unsent": list(failed_dispatches()) if keeper else [],
        },
    )


@require_GET
@requires(reads.may_read_reports)
def period_list(request):
    """List the monthly and quarterly reports of the city, or of the units that one manages."""
    kinds = (Report.Kind.MONTHLY, Report.Kind.QUARTERLY)
    page = Paginator(reports_of(request.scope, *kinds), 50).get_page(request.GET.get("page"))
    return render(request, "reports/period_list.html", {"page": page})


@require_GET
def report_detail(request, pk):
    """Show one report: what matters first, then by unit and by day, with what each figure means."""
    document = document_for(request.scope, pk)
    report = document.report
    council = reads.only_large_groups(request.scope)
    table = document.by_unit()
    links = reads.children_reports(request.scope, report)
    opened = reads.shown_alone(report) if council else None
    above = reads.report_above(request.scope, report)
    rows = [
        (links.get(unit) if opened is None or unit in opened else None, values)
        for unit, values in zip(table.links, table.rows, strict=True)
    ]
    return render(
        request,
        "reports/report_detail.html",
        {
            "report": report,
            "document": document,
            "above": above,
            "units": table,
            "unit_rows": rows,
            "chart": mark_safe(bars_by_day(chart_days(document), number)),  # noqa: S308 (own numbers, escaped labels)
            "later": reads.later_version(report),
            "deliveries": [] if council else deliveries_of(report),
            "rebuild_form": RebuildForm(initial={"report": report.pk}),
        },
    )


@require_GET
def report_pdf(request, pk):
    """Give the report as a PDF with the same numbers."""
    document = document_for(request.scope, pk)
    return _file(pdf_of(document), "application/pdf", document.report, "pdf")


@require_GET
def report_xlsx(request, pk):
    """Give the report as a spreadsheet with the same numbers."""
    document = document_for(request.scope, pk)
    return _file(xlsx_of(document), XLSX, document.report, "xlsx")


@require_GET
def report_csv(request, pk):
    """Give the report as CSV, one number a row."""
    document = document_for(request.scope, pk)
    name = file_name(document.report, "csv").removesuffix(".csv")
    response = csv_response(*flat_rows(document), name)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@requires(lambda scope: scope.is_city_hr)
def resend(request):
    """Let what could not be sent be sent again, without what was (BKPSDM)."""
    count = retry_failed_dispatches()
    if count:
        messages.success(
            request, _("Pengiriman yang gagal diulang. Yang sudah terkirim tidak dikirim lagi.")
        )
    else:
        messages.info(request, _("Tidak ada pengiriman yang gagal."))
    return redirect("reports:report_list")


@require_POST
@requires(lambda scope: scope.is_city_hr)
def rebuild(request):
    """Ask for the week of a report to be built again (BKPSDM, with a reason)."""
    form = RebuildForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Tulis alasan penyusunan ulang. Belum ada yang disusun."))
        return redirect("reports:report_list")
    report = reads.report_for(request.scope, form.cleaned_data["report"])
    try:
        ask_to_rebuild(report, actor=request.user, reason=form.cleaned_data["reason"])
    except Refused as refusal:
        messages.error(request, str(refusal))
    except MovedOn:
        messages.info(request, _("Minggu ini sedang disusun. Tidak ada yang perlu diulang."))
    else:
        messages.success(
            request,
            _("Penyusunan ulang diminta. Versi baru dibuat hanya bila ada angka yang berbeda."),
        )
    return redirect("reports:report_detail", pk=report.pk)


def _file(content, kind, report, extension):
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{file_name(report, extension)}"'
    response["Cache-Control"] = "private, no-store"
    return response
