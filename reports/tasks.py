"""Jobs of this room: the weekly reports, with every missed week caught up."""

import datetime

from celery import shared_task
from django.utils.translation import gettext_lazy as _

from reports.queries.builds import due_weeks
from reports.services.builds import run_build
from units import clock


def weeks_built(answers):
    """Return (weeks built, {why: 1} of those that failed) of what the weekly job returned."""
    failed = {
        f"{monday}, {answer}": 1
        for monday, answer in answers.items()
        if not answer.startswith("done")
    }
    return len(answers) - len(failed), failed


@shared_task(title=_("Menyusun laporan mingguan"), tally=staticmethod(weeks_built))
def build_due_weekly_reports():
    """Build every past week that has no report yet, oldest first; return what became of each.

    Weeks asked for again and weeks whose records were completed since are built too. A week
    that fails keeps its reason and does not stop the others; a second run changes nothing.
    """
    return {monday.isoformat(): run_build(monday) for monday in due_weeks(clock.today())}


@shared_task
def build_week_reports(monday):
    """Build the reports of one week (ISO date of its Monday); return how it ended."""
    return run_build(datetime.date.fromisoformat(monday))
