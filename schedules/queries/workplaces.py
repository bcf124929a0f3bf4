"""Where people work on a day: published days at home, and who is not available."""

from schedules.models import Assignment, Away


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
