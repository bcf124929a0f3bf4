"""Where people work on a day: published days at home, and who is not available."""

from collections import defaultdict

from django.db.models import Max, Q

from schedules.models import Assignment, Away
from schedules.queries.calendar import Calendar
from units.models import Posting


def wfh_on(day, employee_ids=None):
    """Return the ids of the employees whose published place of work on the day is home."""
    rows = Assignment.objects.filter(date=day, published=True)
    if employee_ids is not None:
        rows = rows.filter(employee_id__in=employee_ids)
    return set(rows.values_list("employee_id", flat=True))


def workplace_of(employee, day):
    """Return "wfh" where a published plan says so, else "wfo". Absence is asked of `away_on`."""
    return "wfh" if wfh_on(day, [employee.pk]) else "wfo"


def away_on(day, employee_ids=None):
    """Return {employee id: kind} of approved leave, illness and travel on the day.

    The kind is for the person, the superior and unit HR; colleagues see only "tidak tersedia".
    """
    rows = Away.objects.filter(
        status=Away.Status.APPROVED, starts_on__lte=day, ends_on__gte=day
    ).order_by("pk")
    if employee_ids is not None:
        rows = rows.filter(employee_id__in=employee_ids)
    return dict(rows.values_list("employee_id", "kind"))


def home_days(employee_ids, start, end=None, *, less_absences=True):
    """Return {employee id: [Assignment, ...]} of the days at home in force, by date.

    Published days from `start` to `end` (to the last one published), each with its plan, less
    those that fell away: holidays of the person's unit, approved absences (kept with
    `less_absences=False`), days without a posting. In eight queries for any number of people.
    """
    rows = Assignment.objects.filter(employee_id__in=employee_ids, published=True, date__gte=start)
    end = end or rows.aggregate(last=Max("date"))["last"]
    if end is None:
        return {}
    aways, units = defaultdict(list), defaultdict(list)
    terms = Away.objects.filter(
        employee_id__in=employee_ids,
        status=Away.Status.APPROVED,
        starts_on__lte=end,
        ends_on__gte=start,
    )
    if not less_absences:
        terms = terms.none()
    for pk, first, last in terms.values_list("employee_id", "starts_on", "ends_on"):
        aways[pk].append((first, last))
    postings = Posting.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=start),
        employee_id__in=employee_ids,
        kind=Posting.Kind.DEFINITIVE,
        starts_on__lte=end,
    )
    for pk, unit, first, last in postings.values_list(
        "employee_id", "unit_id", "starts_on", "ends_on"
    ):
        units[pk].append((unit, first, last or end))
    calendar = Calendar.load(start, end)
    found = defaultdict(list)
    light = ("date", "employee_id", "plan__version", "plan__published_at")
    for row in rows.filter(date__lte=end).select_related("plan").only(*light).order_by("date"):
        day, pk = row.date, row.employee_id
        unit = next((unit for unit, first, last in units[pk] if first <= day <= last), None)
        if unit is None or any(first <= day <= last for first, last in aways[pk]):
            continue
        if calendar.is_working_day(unit, day):
            found[pk].append(row)
    return dict(found)
