"""Compute every balance anew from history and compare it with the books."""

from django.core.management.base import BaseCommand, CommandError

from schedules.queries.balances import accounted_periods, differences
from schedules.services.balances import correct_closed_periods

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Compute the balances of all closed periods anew from plans, absences, holidays and "
        "postings, and say whether the books are equal. Where they are not, write correcting "
        "rows; with --check write nothing and exit with 1."
    )

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="only compare")

    def handle(self, *, check, **options):
        found = differences()
        closed = accounted_periods().filter(closed_at__isnull=False).count()
        if not found:
            self.stdout.write(f"Equal: the books of {closed} closed periods follow from history.")
            return
        lines = [
            f"{period.name}: employee {pk}, {kind}: {amount:+} days"
            for period, wrong in found
            for (pk, kind), (amount, _entry) in sorted(wrong.items())
        ]
        for line in lines[:SHOWN]:
            self.stdout.write(line)
        if len(lines) > SHOWN:
            self.stdout.write(f"and {len(lines) - SHOWN} more")
        if check:
            raise CommandError(f"Different: {len(lines)} balances do not follow from history.")
        written = correct_closed_periods(actor=None)
        self.stdout.write(f"Different: {written} correcting rows written; the books are equal now.")
