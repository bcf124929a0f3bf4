"""The month day by day: choose unit and month, and fetch the spreadsheet."""

import calendar
import io

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from attendance.queries.exchange_files import takes_files
from reports.forms import MonthForm
from reports.month_workbook import write_month
from reports.queries.month import knows_causes
from units.access import requires
from units.exports import XLSX
from units.models import Unit
from units.queries.tree import subtree_ids
from units.services.looks import Page, note_group_look


@requires(takes_files)
@require_safe
def month_page(request):
    """Choose a unit and a month."""
    form = MonthForm(scope=request.scope)
    return render(request, "reports/month.html", {"form": form})


@requires(takes_files)
@require_GET
def month_xlsx(request):
    """Send the spreadsheet of named people, with the look noted; or the form with what is wrong.

    The rows go to a file on disk one by one; only the packed workbook is in memory at the end.
    """
    form = MonthForm(request.GET, scope=request.scope)
    if not form.is_valid():
        return render(request, "reports/month.html", {"form": form}, status=422)
    unit, first = form.cleaned_data["unit"], form.cleaned_data["month"]
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    note_group_look(request.user, Page.FILE, unit)
    whole = unit.level == Unit.Level.CITY and unit.parent_id is None
    file = io.BytesIO()
    write_month(
        file,
        first,
        last,
        unit,
        None if whole else subtree_ids([unit.pk]),
        causes=knows_causes(request.scope, unit),
    )
    response = HttpResponse(file.getbuffer(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="rekap-bulan-{first:%Y-%m}.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response
