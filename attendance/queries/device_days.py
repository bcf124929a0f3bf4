"""What the punches say of a work date: first-in and last-out of each person, from all terminals."""

import datetime

from django.db.models import Max, Min
from django.utils import timezone

from attendance.device_marks import Seen, date_of, first_and_last
from attendance.models import DeviceMark, Punch
from attendance.queries.terminals import holders_at, terminals_of_people
from attendance.verdicts import duty_of
from attendance.work_dates import ENTRY_OPENS, LEAVING_GRACE
from schedules.models import ShiftDay
from schedules.queries.calendar import Calendar
from schedules.queries.shifts import shifts_on
from units import clock
from units.queries.people import postings_on

ONE_DAY = datetime.timedelta(days=1)


class DeviceDays:
    """The marks of the people of a terminal between two work dates, date by date.

    Each date is computed from all punches of these people at all terminals at which they hold a
    PIN, so that the order in which files came plays no part. Constant queries a date.
    """

    def __init__(self, terminal, start, end):
        self.terminal = terminal
        self.people = holders_at([terminal]).people
        terminals = terminals_of_people(self.people)
        if terminal.pk not in {one.pk for one in terminals}:
            terminals.append(terminal)
        self.holders = holders_at(terminals)
        self.calendar = Calendar.load(start - ONE_DAY, end + ONE_DAY)
        self.has_shifts = ShiftDay.objects.filter(
            date__range=(start - ONE_DAY, end + ONE_DAY), employee_id__in=self.people
        ).exists()

    def on(self, day):
        """Return ({employee id: (in Seen or None, out Seen or None)}, {employee id: unit id}).

        Only of people who are posted somewhere on the date.
        """
        people = self.people | set(
            DeviceMark.objects.filter(work_date=day, in_terminal=self.terminal).values_list(
                "employee_id", flat=True
            )
        )
        people |= set(
            DeviceMark.objects.filter(work_date=day, out_terminal=self.terminal).values_list(
                "employee_id", flat=True
            )
        )
        posted = {
            pk: (unit, employment)
            for pk, unit, employment in postings_on(day)
            .filter(employee_id__in=people)
            .select_related(None)
            .order_by("starts_on", "pk")
            .values_list("employee_id", "unit_id", "employee__employment")
        }
        shifts = {
            date: shifts_on(date, people) for date in (day - ONE_DAY, day, day + ONE_DAY)
        } if self.has_shifts else {}  # fmt: skip
        rostered = {
            pk for found in shifts.values() for pk, hours in found.items() if hours is not None
        }
        seen = self._plain(day, rostered)
        if rostered:
            seen |= self._rostered(day, rostered, shifts, posted)
        marks = {}
        for pk in people & posted.keys():
            hours = shifts.get(day, {}).get(pk) or self.calendar.hours(*posted[pk], day)
            duty = duty_of(day, hours) if hours is not None else None
            marks[pk] = first_and_last(seen.get(pk, ()), duty)
        return marks, {pk: unit for pk, (unit, _employment) in posted.items()}

    def _rows(self, start, end):
        return Punch.objects.filter(
            terminal__in=self.holders.terminals,
            at__gte=timezone.make_aware(start),
            at__lt=timezone.make_aware(end),
        )

    def _plain(self, day, rostered):
        """Return {employee id: [first Seen, last Seen, ...]} of who has no shift around the day."""
        start = datetime.datetime.combine(day, datetime.time.min)
        rows = self._rows(start, start + ONE_DAY).values("terminal_id", "pin").order_by()
        found = {}
        for row in rows.annotate(first=Min("at"), last=Max("at")).iterator(chunk_size=2000):
            pk = self.holders.holder(row["terminal_id"], row["pin"], day)
            if pk is not None and pk not in rostered:
                found.setdefault(pk, []).extend(
                    Seen(timezone.make_naive(row[name]), row["terminal_id"])
                    for name in ("first", "last")
                )
        return found

    def _rostered(self, day, rostered, shifts, posted):
        """Return {employee id: [Seen, ...]} of who has a shift around the day, punch by punch.

        On a date that the roster does not speak of the hours of the unit are the duty.
        """
        start = datetime.datetime.combine(day, datetime.time.min)
        rows = self._rows(start - ENTRY_OPENS, start + 2 * ONE_DAY + LEAVING_GRACE)
        rows = rows.filter(pin__in=self.holders.pins_of(rostered)).order_by("at")
        found = {}
        duties = {pk: self._duties(pk, day, shifts, posted.get(pk)) for pk in rostered}
        for terminal, pin, at in rows.values_list("terminal_id", "pin", "at").iterator(2000):
            local = timezone.make_naive(at)
            pk = self.holders.holder(terminal, pin, local.date())
            if pk in duties and date_of(local, duties[pk]) == day:
                found.setdefault(pk, []).append(Seen(local, terminal))
        return found

    def _duties(self, pk, day, shifts, posting):
        duties = {}
        for date in (day - ONE_DAY, day, day + ONE_DAY):
            hours = shifts[date].get(pk)
            if pk not in shifts[date] and posting is not None:
                hours = self.calendar.hours(*posting, date)
            if hours is not None:
                duties[date] = duty_of(date, hours)
        return duties


def stored_marks(day, employee_ids):
    """Return {employee id: (in Seen or None, out Seen or None)} as they stand on a date."""
    rows = DeviceMark.objects.filter(work_date=day, employee_id__in=employee_ids)
    return {
        pk: (
            Seen(timezone.make_naive(in_at), in_terminal) if in_at else None,
            Seen(timezone.make_naive(out_at), out_terminal) if out_at else None,
        )
        for pk, in_at, in_terminal, out_at, out_terminal in rows.values_list(
            "employee_id", "in_at", "in_terminal_id", "out_at", "out_terminal_id"
        )
    }


def as_mark(employee_id, day, pair):
    """Return the DeviceMark of a pair of Seen."""
    came, left = pair
    return DeviceMark(
        employee_id=employee_id,
        work_date=day,
        in_at=_aware(came),
        in_terminal_id=came and came.terminal,
        out_at=_aware(left),
        out_terminal_id=left and left.terminal,
    )


def _aware(seen):
    return clock.local(seen.at.date(), seen.at.time()) if seen else None
