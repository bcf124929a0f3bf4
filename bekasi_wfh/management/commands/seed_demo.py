"""Fill an empty demo database with the demo city."""

import datetime
import time

import holidays as national
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from bekasi_wfh.demo.seeding import seed_city
from bekasi_wfh.demo.summary import accounts_table, summary_table
from units.models import Unit


class Command(BaseCommand):
    help = "Fill an empty demo database with the demo city: real units, invented people."

    def add_arguments(self, parser):
        parser.add_argument("--people", type=int, default=2000)
        parser.add_argument("--today", type=datetime.date.fromisoformat)
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing where there are units already"
        )

    def handle(self, *, people, today, if_empty, **options):
        if settings.BEKASI_ENV not in ("demo", "test"):
            raise CommandError(
                "The demo city has well-known passwords. It is seeded with BEKASI_ENV=demo only."
            )
        if Unit.objects.exists():
            if if_empty:
                self.stdout.write("The database holds units already; nothing was changed.")
                return
            raise CommandError(
                "The database is not empty, so nothing was changed. Seed an empty one "
                "(remove var/bekasi-wfh.sqlite3 and migrate), or pass --if-empty."
            )
        today = today or latest_working_day(timezone.localdate())
        started = time.monotonic()
        try:
            city = seed_city(
                today=today,
                number_of_people=people,
                tell=lambda text: self.stdout.write(f"{time.monotonic() - started:6.1f} s  {text}"),
            )
        except ValueError as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(f"{time.monotonic() - started:6.1f} s  Selesai\n\n")
        self.stdout.write(summary_table(city))
        self.stdout.write(accounts_table(city))


def latest_working_day(day):
    """Return the day itself or the latest weekday before it that is no national holiday."""
    off = national.ID(years=(day.year - 1, day.year), categories=("public", "government"))
    while day.weekday() > 4 or day in off:
        day -= datetime.timedelta(days=1)
    return day
