"""A report as one account may read it: the Document behind page, PDF, spreadsheet, CSV and mail."""

from django.utils.text import slugify

from reports.disclosure import for_council
from reports.document import Document
from reports.period_words import WORDS
from reports.queries.public import latest_of_city
from reports.queries.reports import (
    only_large_groups,
    previous_version,
    report_for,
    reports_visible_to,
    without_undisclosed,
)
from reports.weekly import known_measures


def document_for(scope, pk):
    """Return the Document of a report for an account; Http404 where it may not be opened.

    Who reads groups alone gets them merged, and nothing of an earlier version.
    """
    report = report_for(scope, pk)
    figures, previous = known_measures(report.figures), None
    if only_large_groups(scope):
        figures = without_undisclosed(report, for_council(figures))
    elif report.version > 1:
        previous = previous_version(report)
    return Document(report, figures, previous)


def latest_document(scope):
    """Return the Document of the latest week of the whole city, or None before the first."""
    report = latest_of_city(reports_visible_to(scope).filter(kind="weekly").select_related("unit"))
    return report and document_for(scope, report.pk)


def file_name(report, extension):
    """Return the name under which a report is saved."""
    code = slugify(report.unit.code)
    return f"{WORDS[report.kind].file}-{code}-{report.starts_on}-v{report.version}.{extension}"
