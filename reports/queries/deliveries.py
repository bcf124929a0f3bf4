"""To whom the reports of a week go, whom they reached, and how far their sending is."""

from django.db.models import Count, Q

from reports.models import Report, ReportDelivery, ReportDispatch
from units.access import on_day
from units.models import RoleGrant
from units.queries.people import head_postings_on

Status = ReportDispatch.Status
READERS_OF_CITY = (RoleGrant.Role.CITY_HR, RoleGrant.Role.SECRETARY, RoleGrant.Role.LEADERSHIP)


def latest_reports(kind, starts_on, unit_ids):
    """Return the latest versions of the reports of some units for a period, units loaded."""
    rows = (
        Report.objects.filter(kind=kind, starts_on=starts_on, unit_id__in=unit_ids)
        .select_related("unit")
        .defer("figures")
        .order_by("version")
    )
    return list({report.unit_id: report for report in rows}.values())


def heads_of(unit_ids, day):
    """Return {unit id: [(account, office in words)]} of who leads the units today."""
    return {
        unit_id: [
            (posting.employee.user, posting.position.name)
            for posting in postings
            if posting.employee.user is not None and posting.employee.user.is_active
        ]
        for unit_id, postings in head_postings_on(day, unit_ids).items()
    }


def readers_of_city(day):
    """Return [(account, role in words)] of BKPSDM, the Sekda and the leadership today."""
    grants = (
        RoleGrant.objects.filter(on_day(day), role__in=READERS_OF_CITY, user__is_active=True)
        .select_related("user__employee")
        .order_by("user_id", "role")
    )
    return [(grant.user, grant.get_role_display()) for grant in grants]


def readers_without(report, accounts):
    """Return those of [(account, office)] to whom the report was not sent yet, each once."""
    had = set(ReportDelivery.objects.filter(report=report).values_list("recipient_id", flat=True))
    found = {}
    for account, office in accounts:
        if account.pk not in had:
            found.setdefault(account.pk, (account, office))
    return list(found.values())


def deliveries_of(report):
    """Return to whom a report was sent, with notice and mail, in one query."""
    return ReportDelivery.objects.filter(report=report).select_related(
        "recipient__employee", "notice__mailing"
    )


def delivery_of(notice):
    """Return the delivery that a notice tells of, or None."""
    return ReportDelivery.objects.filter(notice=notice).select_related("report").first()


def open_dispatches(stale_before):
    """Return the dispatches to work on: waiting, failed, or left by a worker that died."""
    return ReportDispatch.objects.filter(
        Q(status__in=(Status.QUEUED, Status.FAILED))
        | Q(status=Status.RUNNING, claimed_at__lt=stale_before)
    ).order_by("starts_on", "agency__code")


def dispatch_progress():
    """Return the weeks whose sending is not complete: how many of the agencies are, and failures.

    Two queries; rows as {"starts_on", "done", "all", "failed"}, the latest week first.
    """
    return (
        ReportDispatch.objects.values("starts_on")
        .annotate(
            done=Count("pk", filter=Q(status=Status.DONE)),
            all=Count("pk"),
            failed=Count("pk", filter=Q(status=Status.FAILED)),
        )
        .exclude(done=Count("pk"))
        .order_by("-starts_on")
    )


def failed_dispatches():
    """Return the dispatches that failed, with their agencies."""
    return ReportDispatch.objects.filter(status=Status.FAILED).select_related("agency")
