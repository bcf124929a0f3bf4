"""The balance (selisih porsi): what each period leaves to each person, and what is carried on.

The books: a period is closed once, when it is over. Its rows follow from history alone, so that
they can be computed again at any time (`entries_of`). Where a record changes afterwards (leave
approved late, a transfer entered late), the difference stands as a correcting row in the books
of the first period still open; closed books stay as they are, and every plan finds the balance
that stood before its period. What stands in the books of periods before the first published
plan was brought in from a list kept before the portal: it is taken as it is.

The next plan is often made before the period under way is closed. Its people then come with a
provisional balance: the books, and on top of them what the published plans of the periods still
open would leave if the days ahead were lived as published. The close makes no use of it: it
starts from the books, so that whatever came differently is carried by the period after.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from django.db.models import Subquery, Sum
from django.db.models.functions import Coalesce

from schedules.models import BalanceEntry, Period
from schedules.planning import Outcome, next_balances
from schedules.queries.calendar import Calendar
from schedules.queries.lived import (
    days_as_lived,
    flexible_days_as_lived,
    newly_placed,
    plans_in_force,
)
from units.access import people_visible_to
from units.models import Posting

Kind = BalanceEntry.Kind
NOTHING = Decimal("0.0000")


@dataclass(frozen=True)
class Entry:
    """What the books of a period should hold for one person and kind, in days.

    `outcome` is None for who was placed anew in the period and starts again at 0.
    """

    amount: Decimal
    outcome: Outcome | None


def entries_of(period, before, agency=None):
    """Return {(employee id, kind): Entry} of a period, of all agencies or of one.

    `before` maps the same keys to the balances at its start. Whoever took part has an entry,
    also of 0.
    """
    newcomers = newly_placed(period)
    found = {
        key: Entry(-balance, None)
        for key, balance in before.items()
        if balance and key[0] in newcomers
    }
    plans = plans_in_force().filter(period=period).select_related("period", "policy")
    if agency is not None:
        plans = plans.filter(agency=agency)
    calendar, counted, counted_flexible = None, set(), set()
    light = plans.defer("solution", "flexible_solution")
    for plan in light.order_by("pk").iterator(chunk_size=1):
        calendar = calendar or Calendar.load(period.starts_on, period.ends_on)
        lived = days_as_lived(plan, calendar, newcomers, left_out=counted)
        entries = _entries_of_plan(lived, before)
        counted.update(pk for pk, _kind in entries)
        found |= entries
        if plan.flexible_problem is not None:
            lived = flexible_days_as_lived(plan, calendar, newcomers, left_out=counted_flexible)
            entries = _flexible_entries(lived, before)
            counted_flexible.update(pk for pk, _kind in entries)
            found |= entries
    return found


def _entries_of_plan(lived, before):
    """Return {(employee id, kind): Entry} of who took part in one plan."""
    people = tuple(
        replace(
            person,
            balance=_balance(before, person, Kind.DAYS),
            balance_desirable=_balance(before, person, Kind.DESIRABLE),
        )
        for person in lived.problem.people
    )
    found = {}
    for pid, balance in next_balances(
        replace(lived.problem, people=people, known={}), lived.home
    ).items():
        for kind, outcome in ((Kind.DAYS, balance.days), (Kind.DESIRABLE, balance.desirable)):
            key = (int(pid), kind)
            amount = _four_places(outcome.carried) - before.get(key, NOTHING)
            found[key] = Entry(amount, outcome)
    return found


def _flexible_entries(lived, before):
    """Return {(employee id, kind): Entry} of who shared in the flexible-hours days of a plan."""
    people = tuple(
        replace(person, balance=_balance(before, person, Kind.FLEXIBLE))
        for person in lived.problem.people
    )
    found = {}
    for pid, balance in next_balances(
        replace(lived.problem, people=people, known={}), lived.home
    ).items():
        key = (int(pid), Kind.FLEXIBLE)
        amount = _four_places(balance.days.carried) - before.get(key, NOTHING)
        found[key] = Entry(amount, balance.days)
    return found


def _balance(before, person, kind):
    return Fraction(before.get((int(person.id), kind), NOTHING))


def accounted_periods():
    """Return the periods from the first published plan on, earliest first."""
    first = plans_in_force().order_by("period__starts_on")
    return Period.objects.filter(
        starts_on__gte=Subquery(first.values("period__starts_on")[:1])
    ).order_by("starts_on")


def balances_before(period, agency, unit_ids):
    """Return {(employee id, kind): days} that the plan of an agency for a period starts with.

    The books of earlier periods, and the provisional outcome of those still open. `unit_ids`
    are the units of the agency; in the answer stand all who were posted there since the first
    open period began, and perhaps others.
    """
    still_open = list(
        accounted_periods().filter(closed_at__isnull=True, starts_on__lt=period.starts_on)
    )
    since = still_open[0].starts_on if still_open else period.starts_on
    posted = Posting.objects.filter(unit_id__in=unit_ids).exclude(ends_on__lt=since)
    found = _sums(
        BalanceEntry.objects.filter(
            employee_id__in=posted.values("employee_id"), period__starts_on__lt=period.starts_on
        )
    )
    for earlier in still_open:
        add_entries(found, entries_of(earlier, found, agency))
    return found


def add_entries(balances, entries):
    """Carry the entries of a period into balances, in place."""
    for key, entry in entries.items():
        balances[key] = balances.get(key, NOTHING) + entry.amount


def balances_about_before(period):
    """Return {(employee id, kind): days}: all rows about earlier periods, wherever they stand."""
    return _sums(_rows_by_subject().filter(about_start__lt=period.starts_on))


def differences(since=None):
    """Return [(period, {(employee id, kind): (amount, Entry or None)})] where books are wrong.

    Each closed period (with `since` those that end on that date or later) is computed again
    from history; the amount is what its rows lack. Entry is None for who should have none.
    """
    closed = accounted_periods().filter(closed_at__isnull=False)
    if since is not None:
        closed = closed.filter(ends_on__gte=since)
    closed = list(closed)
    if not closed:
        return []
    balances = balances_about_before(closed[0])
    found = []
    for period in closed:
        entries = entries_of(period, balances)
        stored = _sums(_rows_by_subject().filter(about_start=period.starts_on))
        wrong = {
            key: (amount, entries.get(key))
            for key in entries.keys() | stored.keys()
            if (amount := _amount(entries.get(key)) - stored.get(key, NOTHING))
        }
        if wrong:
            found.append((period, wrong))
        add_entries(balances, entries)
    return found


def open_books():
    """Return the period in whose books a correction stands: the first open, else the last."""
    periods = accounted_periods()
    return periods.filter(closed_at__isnull=True).first() or periods.last()


@dataclass(frozen=True)
class LedgerRow:
    """One row of a person's ledger, with the balance of its kind after it."""

    entry: BalanceEntry
    after: Decimal


def ledger_of(employee):
    """Return the LedgerRows of a person, latest first, in one query."""
    balances, rows = dict.fromkeys(Kind.values, NOTHING), []
    entries = employee.balance_entries.select_related("period", "about")
    for entry in entries.order_by("created_at", "pk"):
        balances[entry.kind] += entry.amount
        rows.append(LedgerRow(entry, balances[entry.kind]))
    return rows[::-1]


def ledgers_open_to(scope, people):
    """Return those of the person ids of a plan whose ledger the account may open."""
    visible = people_visible_to(scope).filter(pk__in=[int(one) for one in people])
    return frozenset(str(pk) for pk in visible.values_list("pk", flat=True))


def _rows_by_subject():
    return BalanceEntry.objects.annotate(
        about_start=Coalesce("about__starts_on", "period__starts_on")
    )


def _sums(rows):
    sums = rows.values("employee_id", "kind").order_by().annotate(days=Sum("amount"))
    return {(row["employee_id"], row["kind"]): row["days"].quantize(NOTHING) for row in sums}


def _amount(entry):
    return entry.amount if entry else NOTHING


def _four_places(amount):
    return (Decimal(amount.numerator) / Decimal(amount.denominator)).quantize(NOTHING)
