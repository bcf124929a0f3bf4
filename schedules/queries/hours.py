"""Working hours for the list, with what they add up to in a week."""

from dataclasses import dataclass

from schedules.models import WorkHours
from units.models import Employee


@dataclass(frozen=True)
class HoursRow:
    """Hours with their weekdays; `minutes` is the net working time of a week."""

    hours: WorkHours
    days: list
    minutes: int
    state: str

    @property
    def employment(self):
        """The employment type in words, or "" for all."""
        kind = self.hours.employment
        return Employee.Employment(kind).label if kind else ""

    @property
    def whole_hours(self):
        return self.minutes // 60

    @property
    def rest_minutes(self):
        return self.minutes % 60


def hours_list(today):
    """Return an HoursRow for all hours, those in force or to come first, in two queries."""
    rows = WorkHours.objects.select_related("unit").prefetch_related("days")
    found = [HoursRow(one, list(one.days.all()), _week(one), _state(one, today)) for one in rows]
    return sorted(found, key=lambda row: row.state == "over")


def _week(hours):
    return sum(
        (day.end.hour - day.start.hour) * 60 + day.end.minute - day.start.minute - day.break_minutes
        for day in hours.days.all()
    )


def _state(hours, today):
    if hours.ends_on is not None and hours.ends_on < today:
        return "over"
    return "in_force" if hours.starts_on <= today else "to_come"
