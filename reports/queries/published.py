"""What anybody may know without signing in: published rotations, counted by agency."""

from schedules.models import Plan
from units import clock


def published_now():
    """Return {"period", "agencies"} of the period that covers today, or None where none does.

    Only published plans count; drafts and what waits for approval are nobody's business here.
    """
    today = clock.today()
    rows = (
        Plan.objects.filter(
            status=Plan.Status.PUBLISHED,
            period__starts_on__lte=today,
            period__ends_on__gte=today,
        )
        .order_by("agency_id")
        .values_list("agency_id", "period__starts_on", "period__ends_on")
    )
    found = list(rows)
    if not found:
        return None
    return {
        "agencies": len({agency for agency, _start, _end in found}),
        "starts_on": found[0][1],
        "ends_on": found[0][2],
    }
