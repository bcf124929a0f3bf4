"""Declared outages: those of a day, the list, and those whose day records are still to be made."""

from attendance.models import CheckIn, Outage
from attendance.verdicts import GRACE_AFTER_OUTAGE
from units import clock


def declares_outages(scope):
    """Say whether the account declares outages: BKPSDM alone."""
    return scope.is_city_hr


def outages_on(day):
    """Return the windows of a day in force as (start, end) local times, earliest first."""
    rows = Outage.objects.filter(work_date=day, withdrawn_at__isnull=True)
    return list(rows.order_by("starts_at", "pk").values_list("starts_at", "ends_at"))


def outage_list():
    """Return all outages, latest first, with who declared and who took back."""
    return Outage.objects.select_related("declared_by__employee", "withdrawn_by__employee")


def outages_to_apply():
    """Return the outages that changed since their day records were last made again."""
    return Outage.objects.filter(applied_at__isnull=True)


def came_during(outage):
    """Return the ids of who checked in during an outage or in the half hour after it."""
    first = clock.local(outage.work_date, outage.starts_at)
    last = clock.local(outage.work_date, outage.ends_at) + GRACE_AFTER_OUTAGE
    rows = CheckIn.objects.filter(
        work_date=outage.work_date,
        direction=CheckIn.Direction.IN,
        server_time__gte=first,
        server_time__lt=last,
    )
    return sorted(rows.values_list("employee_id", flat=True))
