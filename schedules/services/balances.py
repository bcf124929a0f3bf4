"""Closing periods and correcting closed ones: the rows of the balance ledger."""

import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from schedules.models import BalanceEntry, Period
from schedules.queries.balances import (
    accounted_periods,
    balances_about_before,
    differences,
    entries_of,
    open_books,
)
from units import clock
from units.decisions import Refused, record_decision
from units.languages import in_indonesian

AT_ONCE = 2000
# How long after a period its facts may still change balances by themselves.
CORRECTED_FOR = datetime.timedelta(days=366)


@transaction.atomic
def close_period(period, *, actor):
    """Write what a period leaves to each person who took part; return the number of rows.

    Once: a period closed already is left alone and 0 comes back, also where two workers try at
    the same time. Refused: a period that is not over, or before an earlier one is closed.
    """
    if clock.today() <= period.ends_on:
        raise Refused(_("Periode ini belum berakhir, jadi selisih porsinya belum dapat dihitung."))
    if Period.objects.filter(starts_on__lt=period.starts_on, closed_at__isnull=True).exists():
        raise Refused(_("Periode sebelumnya belum ditutup. Tutup periode itu dahulu."))
    moved = Period.objects.filter(pk=period.pk, closed_at__isnull=True).update(
        closed_at=clock.now()
    )
    if not moved:
        return 0
    entries = {}
    if accounted_periods().filter(pk=period.pk).exists():
        entries = entries_of(period, balances_about_before(period))
    _write(
        BalanceEntry(
            employee_id=pk,
            period=period,
            kind=kind,
            amount=entry.amount,
            reason=_closing_reason(period, entry),
            created_at=clock.now(),
        )
        for (pk, kind), entry in sorted(entries.items())
    )
    people = len({pk for pk, _kind in entries})
    record_decision(period, "close_period", actor=actor, after={"people": people})
    return len(entries)


def close_due_periods():
    """Close every period that is over, earliest first; return the names of those closed now."""
    due = Period.objects.filter(closed_at__isnull=True, ends_on__lt=clock.today())
    closed = []
    for period in due.order_by("starts_on"):
        close_period(period, actor=None)
        closed.append(period.name)
    return closed


def correct_closed_periods(*, actor, since=None):
    """Write correcting rows where history says something else than the books; return how many.

    Looks at the closed periods that ended on `since` or later (all without it). A row stands in
    the books of the first period still open, and names the period that it is about. Running it
    again writes nothing; two workers at once wait for each other, and nothing is locked on the
    many nights on which the books are right.
    """
    return _write_corrections(actor, since) if differences(since) else 0


@transaction.atomic
def _write_corrections(actor, since):
    list(Period.objects.select_for_update(no_key=True).filter(closed_at__isnull=False))
    books = open_books()
    written = 0
    for period, wrong in differences(since):
        last = BalanceEntry.objects.filter(about=period).aggregate(last=Max("number"))["last"]
        written += _write(
            BalanceEntry(
                employee_id=pk,
                period=books,
                about=period,
                number=(last or 0) + 1,
                kind=kind,
                amount=amount,
                reason=_correction_reason(period, entry),
                created_at=clock.now(),
            )
            for (pk, kind), (amount, entry) in sorted(wrong.items())
        )
        record_decision(
            period,
            "correct_balances",
            actor=actor,
            after={"people": len({pk for pk, _kind in wrong}), "books": books.name},
        )
    return written


def correct_recent_periods():
    """Correct the periods of the last year; return the number of rows."""
    return correct_closed_periods(actor=None, since=clock.today() - CORRECTED_FOR)


def _write(rows):
    return len(BalanceEntry.objects.bulk_create(rows, batch_size=AT_ONCE))


# The reasons are kept with their rows, so they are written in the language of the office.


@in_indonesian()
def _closing_reason(period, entry):
    if entry.outcome is None:
        return _("Penempatan baru dalam periode %(period)s: mulai lagi dari 0") % {
            "period": period.name
        }
    return _(
        "Penutupan periode %(period)s: porsi %(share)s, terhitung %(counted)s hari,"
        " rata-rata kelompok %(mean)s"
    ) % _figures(period, entry.outcome)


@in_indonesian()
def _correction_reason(period, entry):
    if entry is None:
        return _("Koreksi periode %(period)s: ternyata tidak ikut pembagian pada periode itu") % {
            "period": period.name
        }
    if entry.outcome is None:
        return _(
            "Koreksi periode %(period)s: ternyata ada penempatan baru, jadi mulai lagi dari 0"
        ) % {"period": period.name}
    return _(
        "Koreksi periode %(period)s menurut catatan terbaru: porsi %(share)s, terhitung"
        " %(counted)s hari, rata-rata kelompok %(mean)s"
    ) % _figures(period, entry.outcome)


def _figures(period, outcome):
    return {
        "period": period.name,
        "share": _days(outcome.entitlement),
        "counted": outcome.counted,
        "mean": _days(outcome.mean),
    }


def _days(amount):
    return f"{float(amount):.2f}".replace(".", ",").replace("-", "−")
