"""The page of the leadership: one screen for Friday, in print, and as text for a chat."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from reports.queries.city_day import city_day
from reports.queries.documents import latest_document
from reports.queries.reports import may_read_summary
from reports.summary import summary_of
from units import clock
from units.access import requires


@require_GET
@requires(may_read_summary)
def summary(request):
    """Show today and the latest week of the city; what is behind each figure is a link away."""
    day = clock.today()
    today, document = city_day(day), latest_document(request.scope)
    found = summary_of(day, today, document)
    return render(
        request,
        "reports/summary.html",
        {"summary": found, "today": today, "document": document, "text": found.as_text()},
    )
