"""What is kept of a check-in for a time only, and is erased after it. The verdict stays.

UU 27/2022 Art. 43: personal data is deleted when it is no longer needed for its purpose. It is
needed for as long as somebody may still decide on it, so that these cases hold it.
"""

import datetime
import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from attendance.models import CheckIn, Correction, IndicationCase, PlaceEvidence
from units import clock

AT_ONCE = 2000
log = logging.getLogger(__name__)


def _delete_points(rows):
    return rows.delete()[0]


@dataclass(frozen=True)
class Keeping:
    """A kind of rows that each belong to one check-in (`check_in`) and are kept for some days.

    `days` names the setting; `erase` deletes a queryset of these rows, with all that hangs on
    them, and returns how many.
    """

    model: type
    days: str
    erase: Callable

    def due(self, today):
        """Return the rows past their term, held or not."""
        limit = today - datetime.timedelta(days=getattr(settings, self.days))
        return self.model.objects.filter(check_in__work_date__lt=limit)


KEPT = [Keeping(PlaceEvidence, "COORDINATES_KEPT_DAYS", _delete_points)]


def holds():
    """Return {why: condition} on rows with a `check_in`, in the order in which they are told."""
    cases = IndicationCase.objects.filter(
        employee_id=OuterRef("check_in__employee_id"),
        indication__starts_on__lte=OuterRef("check_in__work_date"),
        indication__ends_on__gte=OuterRef("check_in__work_date"),
    )
    corrections = Correction.objects.filter(
        employee_id=OuterRef("check_in__employee_id"),
        work_date=OuterRef("check_in__work_date"),
        status=Correction.Status.WAITING,
    )
    return {
        "review": Q(check_in__finding=CheckIn.Finding.REVIEW, check_in__review__isnull=True),
        "correction": Exists(corrections),
        "indication": Exists(cases.filter(outcome=IndicationCase.Outcome.OPEN)),
        "examination": Exists(cases.filter(outcome=IndicationCase.Outcome.EXAMINATION)),
    }


def erase_what_is_due(at_once=AT_ONCE):
    """Erase what is past its term and not held; return {"done": n, "skipped": {why: n held}}.

    In batches, each a transaction of its own, with only ids in memory: it may stop anywhere and
    a second run erases the rest. Held rows go with the first run after their case ended.
    """
    done, skipped = 0, {}
    for keeping in KEPT:
        due = keeping.due(clock.today())
        free = due
        for why, held in holds().items():
            if n := free.filter(held).count():
                skipped[why] = skipped.get(why, 0) + n
            free = free.exclude(held)
        last = 0
        while ids := list(
            free.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:at_once]
        ):
            done += keeping.erase(free.filter(pk__in=ids))
            last = ids[-1]
    log.info("%s rows with exact data erased, %s held", done, sum(skipped.values()))
    return {"done": done, "skipped": skipped}
