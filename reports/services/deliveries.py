"""Sending the reports to those who lead the units: asked for, claimed by a worker, once each.

The whole city is counted in one pass (30 queries and under ten seconds for 20,000 people): a task
per unit would read the same day records once for every level of the tree and could not prove that
the units sum to the city. What is done per agency is what takes time by itself and fails by
itself: finding who leads its units, their notices and, when each mail leaves, its PDF.
"""

import datetime
import logging

from celery import current_app
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from reports.models import ReportDelivery, ReportDispatch
from reports.pdf import report_pdf
from reports.queries.deliveries import (
    delivery_of,
    heads_of,
    latest_reports,
    readers_of_city,
    readers_without,
)
from reports.queries.documents import document_for, file_name
from reports.queries.reports import report_for
from reports.tables import week_text
from units import clock
from units.access import scope_for
from units.decisions import Refused, notify
from units.models import Unit
from units.queries.tree import subtree_ids

log = logging.getLogger(__name__)
Status = ReportDispatch.Status
SENT_FOR = datetime.timedelta(days=28)
CLAIM_LASTS = datetime.timedelta(minutes=15)
RESET = ("status", "done", "total", "message", "asked_at", "finished_at")


def queue_dispatches(reports, tree):
    """Ask for new reports to be sent, by agency, in the caller's transaction.

    Weeks that ended more than 28 days ago are not sent: who needs them finds them on the page.
    The tasks start after the commit and are caught up by beat.
    """
    today = clock.today()
    wanted = {
        (report.kind, tree.agency_of(report.unit_id), report.starts_on)
        for report in reports
        if report.ends_on >= today - SENT_FOR
    }
    if not wanted:
        return
    ReportDispatch.objects.bulk_create(
        [
            ReportDispatch(kind=kind, agency_id=agency, starts_on=starts_on, asked_at=clock.now())
            for kind, agency, starts_on in sorted(wanted)
        ],
        update_conflicts=True,
        unique_fields=["kind", "agency", "starts_on"],
        update_fields=RESET,
    )
    asked = Q()
    for kind, agency, starts_on in wanted:
        asked |= Q(kind=kind, agency=agency, starts_on=starts_on)
    for pk in ReportDispatch.objects.filter(asked).values_list("pk", flat=True):
        # By name: tasks import services.
        transaction.on_commit(
            lambda pk=pk: current_app.send_task("reports.tasks.send_agency_reports", [pk]),
            robust=True,
        )


def run_dispatch(pk):
    """Send what one dispatch asks for; return "done: n sent", "failed: why" or "busy".

    Claimed by a conditional update, so that two workers never do the same; what was sent before
    a failure stays sent and is not sent again.
    """
    now = clock.now()
    free = Q(status__in=(Status.QUEUED, Status.FAILED)) | Q(
        status=Status.RUNNING, claimed_at__lt=now - CLAIM_LASTS
    )
    mine = ReportDispatch.objects.filter(pk=pk)
    if not mine.filter(free).update(
        status=Status.RUNNING, claimed_at=now, done=0, message="", finished_at=None
    ):
        return "busy"
    try:
        sent = _send(mine.select_related("agency").get(), mine)
    except Exception as error:
        log.exception("the reports of dispatch %s were not sent", pk)
        message = f"{type(error).__name__}: {error}"[:300]
        mine.update(status=Status.FAILED, message=message, finished_at=clock.now())
        return f"failed: {message}"
    mine.update(status=Status.DONE, finished_at=clock.now())
    return f"done: {sent} sent"


def _send(dispatch, mine):
    """Send the reports of an agency and its parts, for the city the one of the city alone."""
    agency, today = dispatch.agency, clock.today()
    city = agency.level == Unit.Level.CITY
    units = {agency.pk} if city else subtree_ids([agency.pk])
    reports = latest_reports(dispatch.kind, dispatch.starts_on, units)
    heads = heads_of(units, today)
    if city:
        heads.setdefault(agency.pk, []).extend(readers_of_city(today))
    mine.update(total=len(reports))
    sent = 0
    for number, report in enumerate(reports, start=1):
        sent += deliver(report, heads.get(report.unit_id, ()))
        mine.update(done=number)
    return sent


@transaction.atomic
def deliver(report, accounts):
    """Tell accounts of a report, with its PDF, each once; return how many were told.

    `accounts` are (account, office) pairs; whoever may not open the report now is left out.
    """
    allowed = [
        (account, office)
        for account, office in readers_without(report, accounts)
        if _may_open(account, report)
    ]
    if not allowed:
        return 0
    notices = notify(
        [account for account, _office in allowed],
        kind="weekly_report",
        link=reverse("reports:report_detail", kwargs={"pk": report.pk}),
        unit=report.unit.name,
        week=_week_words(report),
        version=str(report.version),
    )
    of = {notice.recipient_id: notice for notice in notices}
    ReportDelivery.objects.bulk_create(
        ReportDelivery(
            report=report, recipient=account, office=office[:200], notice=of.get(account.pk),
            told_at=clock.now(),
        )
        for account, office in allowed
    )  # fmt: skip
    return len(allowed)


def _week_words(report):
    """Return a function that writes the week of a report in the language that is active."""
    period = {"starts_on": str(report.starts_on), "ends_on": str(report.ends_on)}
    return lambda: week_text({"week": period})


def _may_open(account, report):
    try:
        report_for(scope_for(account), report.pk)
    except Http404:
        return False
    return True


def enclosure_of(notice):
    """Return (name, bytes, content type) of the PDF that a notice tells of.

    The right to it is read now; Refused where it is gone, so that no mail leaves.
    """
    delivery = delivery_of(notice)
    if delivery is None:
        raise Refused(_("Laporan yang diberitahukan tidak ditemukan."))
    try:
        document = document_for(scope_for(notice.recipient), delivery.report_id)
    except Http404:
        raise Refused(_("Penerima tidak lagi berhak membuka laporan ini.")) from None
    return file_name(document.report, "pdf"), report_pdf(document), "application/pdf"


def retry_failed_dispatches():
    """Let the failed dispatches alone run again; return how many were asked for."""
    failed = list(ReportDispatch.objects.filter(status=Status.FAILED).values_list("pk", flat=True))
    ReportDispatch.objects.filter(pk__in=failed, status=Status.FAILED).update(
        status=Status.QUEUED, message="", asked_at=clock.now()
    )
    for pk in failed:
        transaction.on_commit(
            lambda pk=pk: current_app.send_task("reports.tasks.send_agency_reports", [pk]),
            robust=True,
        )
    return len(failed)
