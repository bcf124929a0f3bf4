"""What is counted beside the day records: one function a section, one query each.

A section takes the first and the last day of a period and yields (unit id, date, measure, amount)
for the whole city; None as unit stands for the city itself. The measures, how they add up and
what they mean stand in `reports.measures` and `reports.definitions`. Whatever is not over yet
counts as it stands when it is asked for. Nothing here reads a name.
"""

import datetime

from django.db.models import BigIntegerField, Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, TruncDate

from attendance import discipline
from attendance import response_ladder as ladder
from attendance.models import Correction, DisciplineWarning, IndicationCase, ResponseCheck
from attendance.queries.response_checks import with_outcomes
from schedules.models import RecalledDay, ReviewRequest, Swap
from units import clock
from units.models import Posting

CALL_MEASURES = {
    ladder.IN_TIME: "calls_in_time",
    ladder.LATE: "calls_late",
    ladder.MISSED: "calls_missed",
    ladder.WAITING: "calls_waiting",
    ladder.EXCUSED_BY_RECORD: "calls_not_counted",
}
CORRECTION_MEASURES = {
    Correction.Status.ACCEPTED: "corrections_accepted",
    Correction.Status.REFUSED: "corrections_refused",
    Correction.Status.WAITING: "corrections_waiting",
    Correction.Status.WITHDRAWN: "corrections_withdrawn",
}
REVIEW_MEASURES = {
    ReviewRequest.Status.GRANTED: "reviews_granted",
    ReviewRequest.Status.REFUSED: "reviews_refused",
    ReviewRequest.Status.WAITING: "reviews_waiting",
    ReviewRequest.Status.WITHDRAWN: "reviews_ended",
    ReviewRequest.Status.FALLEN: "reviews_ended",
}
SWAP_MEASURES = {
    Swap.Status.APPROVED: "swaps_approved",
    Swap.Status.REFUSED: "swaps_refused",
    Swap.Status.EXPIRED: "swaps_expired",
    Swap.Status.WITHDRAWN: "swaps_ended",
    Swap.Status.FALLEN: "swaps_ended",
    Swap.Status.OFFERED: "swaps_open",
    Swap.Status.TAKEN: "swaps_open",
}
RECALL_MEASURES = {
    RecalledDay.Status.WAITING: "recalls_in_force",
    RecalledDay.Status.ACKNOWLEDGED: "recalls_in_force",
    RecalledDay.Status.CANCELLED: "recalls_cancelled",
}
INDICATION_MEASURES = {
    IndicationCase.Outcome.OPEN: "indications_waiting",
    IndicationCase.Outcome.NO_GROUND: "indications_dismissed",
    IndicationCase.Outcome.COACHED: "indications_confirmed",
    IndicationCase.Outcome.EXAMINATION: "indications_confirmed",
    IndicationCase.Outcome.EXAMINED: "indications_confirmed",
}
WARNING_MEASURES = {
    DisciplineWarning.Status.OPEN: "warnings_open",
    DisciplineWarning.Status.ACKNOWLEDGED: "warnings_acknowledged",
    DisciplineWarning.Status.LAPSED: "warnings_lapsed",
}
# PP 94/2021 Art. 9 to 11: the first step of the medium and of the heavy penalties.
MEDIUM_FROM, HEAVY_FROM = 11, 21


def penalty_of(basis, step):
    """Return the measure of the degree of penalty (PP 94/2021) to which a step belongs."""
    if basis == discipline.CONSECUTIVE or step >= HEAVY_FROM:
        return "warnings_heavy"
    return "warnings_medium" if step >= MEDIUM_FROM else "warnings_light"


def _posted(day, person="employee_id"):
    """Return the id of the unit in which a person was posted on a day, as a subquery."""
    there = Posting.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef(day)),
        employee_id=OuterRef(person),
        kind=Posting.Kind.DEFINITIVE,
        starts_on__lte=OuterRef(day),
    ).order_by("-starts_on", "-pk")
    return Subquery(there.values("unit_id")[:1])


def _local_days(first, last):
    """Return the moments at which a period begins and at which it is over, in local time."""
    begin = clock.local(first, datetime.time.min)
    return begin, clock.local(last + clock.ONE_DAY, datetime.time.min)


def _within(rows, moment, first, last):
    """Return the rows whose moment lies in the period, with its local date as `on`."""
    begin, end = _local_days(first, last)
    return rows.filter(**{f"{moment}__gte": begin, f"{moment}__lt": end}).annotate(
        on=TruncDate(moment)
    )


def _counted(rows, *columns):
    """Yield the rows grouped by some columns, with how many there are as the last value."""
    yield from rows.order_by().values_list(*columns).annotate(n=Count("pk"))


def response_checks(first, last):
    """Count calls by work date and what they came to."""
    rows = with_outcomes(ResponseCheck.objects.filter(work_date__range=(first, last)), clock.now())
    for unit, day, found, n in _counted(rows, "unit_id", "work_date", "found"):
        yield unit, day, "calls", n
        yield unit, day, CALL_MEASURES[found], n


def corrections(first, last):
    """Count the corrections that people asked for, by work date and state."""
    rows = Correction.objects.filter(
        work_date__range=(first, last), kind__in=Correction.ASKED
    ).annotate(at_unit=_posted("work_date"))
    for unit, day, status, n in _counted(rows, "at_unit", "work_date", "status"):
        yield unit, day, "corrections", n
        yield unit, day, CORRECTION_MEASURES[status], n


def reviews(first, last):
    """Count requests for review by the day of filing and state; late: not answered when due."""
    rows = _within(ReviewRequest.objects.all(), "asked_at", first, last).annotate(
        answered_on=TruncDate("answered_at")
    )
    today = clock.today()
    for unit, day, status, due_on, answered_on, n in _counted(
        rows, "unit_id", "on", "status", "due_on", "answered_on"
    ):
        yield unit, day, "reviews", n
        yield unit, day, REVIEW_MEASURES[status], n
        ended = today if status == ReviewRequest.Status.WAITING else answered_on
        if ended is not None and ended > due_on:
            yield unit, day, "reviews_late", n


def swaps(first, last):
    """Count swaps by the day of asking and state, at the unit of who asked."""
    rows = _within(Swap.objects.all(), "asked_at", first, last).annotate(
        at_unit=_posted("asked_at__date", "asker_id")
    )
    for unit, day, status, n in _counted(rows, "at_unit", "on", "status"):
        yield unit, day, "swaps", n
        yield unit, day, SWAP_MEASURES[status], n


def recalls(first, last):
    """Count the days of people recalled to the office, by that day."""
    rows = RecalledDay.objects.filter(date__range=(first, last)).annotate(at_unit=_posted("date"))
    for unit, day, status, n in _counted(rows, "at_unit", "date", "status"):
        yield unit, day, "recalls", n
        yield unit, day, RECALL_MEASURES[status], n


def indications(first, last):
    """Count indications by the day on which the person was told, and what came of them."""
    rows = _within(IndicationCase.objects.all(), "told_at", first, last).annotate(
        at_unit=Coalesce("unit_id", _posted("told_at__date"), output_field=BigIntegerField())
    )
    for unit, day, outcome, n in _counted(rows, "at_unit", "on", "outcome"):
        yield unit, day, "indications", n
        yield unit, day, INDICATION_MEASURES[outcome], n


def warnings(first, last):
    """Count discipline warnings by the day of their rise, degree of penalty and state."""
    rows = _within(DisciplineWarning.objects.all(), "raised_at", first, last).annotate(
        at_unit=Coalesce("unit_id", _posted("raised_at__date"), output_field=BigIntegerField())
    )
    for unit, day, basis, step, status, n in _counted(
        rows, "at_unit", "on", "basis", "step", "status"
    ):
        yield unit, day, "warnings", n
        yield unit, day, penalty_of(basis, step), n
        yield unit, day, WARNING_MEASURES[status], n


SECTIONS = (response_checks, corrections, reviews, swaps, recalls, indications, warnings)
