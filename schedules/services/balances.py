"""The balance carried from one period to the next: every change is a row with its reason."""

from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from schedules.models import Assignment, Away, BalanceEntry, Plan
from schedules.planning import next_balances, read_problem
from schedules.queries.calendar import Calendar
from units import clock
from units.decisions import Refused, record_decision

FOUR_PLACES = Decimal("0.0001")


@transaction.atomic
def close_period(period, *, actor=None):
    """Write what the published plans of a period leave to each eligible person; return the rows.

    Lived are the published days at home less approved absences and holidays declared late; the
    entitlement is computed again on the same facts. Whom a row of the period names already is
    left alone, so closing twice changes nothing. Refused: a period that is not over. A person
    in two plans counts in the first one only.
    """
    if clock.today() <= period.ends_on:
        raise Refused(_("Periode ini belum berakhir, jadi selisih porsinya belum dapat dihitung."))
    kinds = BalanceEntry.Kind
    reason = f"Penutupan periode {period.name}"[:160]
    closed = set(
        BalanceEntry.objects.filter(period=period, reason=reason).values_list(
            "employee_id", flat=True
        )
    )
    calendar = Calendar.load(period.starts_on, period.ends_on)
    rows = []
    plans = Plan.objects.filter(period=period, status=Plan.Status.PUBLISHED).order_by("pk")
    for plan in plans:
        problem, lived = _as_lived(plan, calendar)
        balances = next_balances(problem, lived)
        for person in problem.people:
            employee_id = int(person.id)
            if not person.eligible or employee_id in closed:
                continue
            closed.add(employee_id)
            found = balances[person.id]
            for kind, amount in (
                (kinds.DAYS, found.days - person.balance),
                (kinds.DESIRABLE, found.desirable - person.balance_desirable),
            ):
                rows.append(
                    BalanceEntry(
                        employee_id=employee_id,
                        period=period,
                        kind=kind,
                        amount=_decimal(amount),
                        reason=reason,
                        created_at=clock.now(),
                    )
                )
    BalanceEntry.objects.bulk_create(rows, batch_size=2000)
    if rows:
        record_decision(period, "close_period", actor=actor, after={"people": len(rows) // 2})
    return len(rows)


def _as_lived(plan, calendar):
    """Return the plan's problem with absences and balances as they turned out, and days lived."""
    source = dict(plan.problem)
    ids = [int(person["id"]) for person in source["people"]]
    start, end = plan.period.starts_on, plan.period.ends_on
    away = {}
    for row in Away.objects.filter(
        employee_id__in=ids, status=Away.Status.APPROVED, starts_on__lte=end, ends_on__gte=start
    ):
        away.setdefault(row.employee_id, []).append((row.starts_on, row.ends_on))
    sums = {
        (row["employee_id"], row["kind"]): row["days"]
        for row in BalanceEntry.objects.filter(employee_id__in=ids, period__starts_on__lt=start)
        .values("employee_id", "kind")
        .annotate(days=Sum("amount"))
    }
    free = {
        unit: _free_days(calendar, unit, source["days"])
        for unit in {person["unit"] for person in source["people"]}
    }
    source["people"] = [
        _person_as_lived(person, source["days"], away, sums, free[person["unit"]])
        for person in source["people"]
    ]
    problem = read_problem(source)
    lived = {}
    absent = {person.id: person.absent for person in problem.people}
    at_home = Assignment.objects.filter(plan=plan, published=True)
    for employee_id, date in at_home.values_list("employee_id", "date"):
        day = date.isoformat()
        if day not in absent[str(employee_id)]:
            lived.setdefault(str(employee_id), []).append(day)
    return problem, lived


def _person_as_lived(person, days, away, sums, free):
    """Absences as approved by now; what the plan knew of departures stays."""
    pk = int(person["id"])
    gone = {
        day
        for day in days
        if any(start.isoformat() <= day <= end.isoformat() for start, end in away.get(pk, ()))
    }
    absent = sorted(set(person.get("absent", ())) | gone | free)
    return person | {
        "absent": absent,
        "balance": float(sums.get((pk, BalanceEntry.Kind.DAYS), 0)),
        "balance_desirable": float(sums.get((pk, BalanceEntry.Kind.DESIRABLE), 0)),
    }


def _free_days(calendar, unit, days):
    open_days = {
        day.isoformat() for day in calendar.working_days(int(unit), calendar.start, calendar.end)
    }
    return set(days) - open_days


def _decimal(amount):
    return (Decimal(amount.numerator) / Decimal(amount.denominator)).quantize(FOUR_PLACES)
