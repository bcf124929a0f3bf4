"""The day records of a month, person by person: read in portions, so that memory stays flat."""

from django.db.models import Count, Q

from attendance.models import DayRecord
from reports.measures import AWAY
from units.models import Employee, Posting, Unit

PEOPLE_AT_ONCE = 500
AWAY_CODES = {"leave": "C", "sick": "S", "travel": "DL"}
UNTOLD = "–"
CODES = {
    DayRecord.Verdict.INCOMPLETE: "TL",
    DayRecord.Verdict.REVIEW: "?",
    DayRecord.Verdict.UNEXPLAINED: "BK",
    DayRecord.Verdict.ABSENT: "TK",
    DayRecord.Verdict.HOLIDAY: "L",
}
PRESENT = {"wfh": "R", "wfo": "K"}


def knows_causes(scope, unit):
    """Say whether an account may read why people of a unit were away: their head and unit HR.

    BKPSDM reads the city without it.
    """
    return unit.pk in scope.managed_unit_tree()


def code_of(verdict, workplace, away_kind, causes):
    """Return the letters of one day; an absence tells its cause only where `causes` are known."""
    if verdict == DayRecord.Verdict.PRESENT:
        return PRESENT[workplace]
    if verdict == DayRecord.Verdict.AWAY:
        return AWAY_CODES.get(AWAY.get(away_kind), UNTOLD) if causes else UNTOLD
    return CODES[verdict]


def _records(first, last, unit_ids):
    rows = DayRecord.objects.filter(date__range=(first, last))
    return rows if unit_ids is None else rows.filter(unit_id__in=unit_ids)


def records_of_month(first, last, unit_ids):
    """Return how many day records of the units (None: all) the period has."""
    return _records(first, last, unit_ids).aggregate(n=Count("pk"))["n"]


def people_of_month(first, last, unit_ids):
    """Return [(employee id, NIP, name, unit)] of who has a record, by unit code, name and id.

    The unit is that of the latest definitive posting in the period; "" where there is none.
    """
    ids = set(_records(first, last, unit_ids).order_by().values_list("employee_id", flat=True)
              .distinct())  # fmt: skip
    postings = Posting.objects.filter(kind=Posting.Kind.DEFINITIVE, starts_on__lte=last).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=first)
    )
    if unit_ids is not None:
        postings = postings.filter(unit_id__in=unit_ids)
    unit_of = dict(postings.order_by("starts_on", "pk").values_list("employee_id", "unit_id"))
    names = {
        pk: (code, name)
        for pk, code, name in Unit.objects.without_tree_fields().values_list("pk", "code", "name")
    }
    rows = [
        (*names.get(unit_of.get(pk), ("", "")), name, pk, nip)
        for pk, nip, name in Employee.objects.values_list("pk", "nip", "name").iterator(
            chunk_size=5000
        )
        if pk in ids
    ]
    return [(pk, nip, name, unit) for _code, unit, name, pk, nip in sorted(rows)]


def days_of_people(people, first, last, unit_ids, *, causes):
    """Yield (person, {day of the month: code}, validated days, minutes late) in their order.

    Days outside the units (before a transfer, say) are left out. One query per 500 people.
    """
    for start in range(0, len(people), PEOPLE_AT_ONCE):
        portion = people[start : start + PEOPLE_AT_ONCE]
        days = {}
        rows = _records(first, last, unit_ids).filter(
            employee_id__in=[person[0] for person in portion]
        )
        for pk, date, workplace, verdict, kind, late, validated in rows.values_list(
            "employee_id", "date", "workplace", "verdict", "away_kind", "minutes_late", "validated"
        ).iterator(chunk_size=5000):
            known = days.setdefault(pk, [{}, 0, 0])
            known[0][date.day] = code_of(verdict, workplace, kind, causes)
            known[1] += validated is True
            known[2] += late
        for person in portion:
            yield person, *days.get(person[0], ({}, 0, 0))
