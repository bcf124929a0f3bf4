"""Which version of a plan stands for an agency, and on which day it may still change."""

import datetime

from django.db.models import Exists, OuterRef, Q

from schedules.models import Plan
from units import clock

Status = Plan.Status
IN_WORK = (Status.DRAFT, Status.SUBMITTED, Status.APPROVED)
# A first draft is drawn up again; what people have submitted or read is repaired.
REPAIRABLE = Q(status__in=[Status.SUBMITTED, Status.APPROVED, Status.PUBLISHED]) | Q(
    status=Status.DRAFT, base__isnull=False
)


def standing_plans():
    """Return the plans that hold or are to hold: not over, and no newer version in work.

    First drafts do not stand yet. Of a published plan and its revision in work the revision
    stands.
    """
    newer = Plan.objects.filter(
        agency=OuterRef("agency"),
        period=OuterRef("period"),
        working_week=OuterRef("working_week"),
        version__gt=OuterRef("version"),
        status__in=IN_WORK,
    )
    return Plan.objects.filter(
        REPAIRABLE, ~Exists(newer), period__ends_on__gt=clock.today()
    ).select_related("agency", "period", "policy")


def is_standing(plan):
    """Say whether the version of a plan is the one that a repair would mend."""
    return standing_plans().filter(pk=plan.pk).exists()


def open_from(period):
    """Return the first day that a repair may change: after today, which has begun for people."""
    return max(period.starts_on, clock.today() + datetime.timedelta(days=1))
