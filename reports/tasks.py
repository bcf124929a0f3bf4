"""Jobs of this room: the weekly reports, with every missed week caught up."""

import datetime

from celery import shared_task
from django.utils.translation import gettext_lazy as _

from reports.queries.builds import due_weeks
from reports.queries.deliveries import open_dispatches
from reports.services import periods
from reports.services.builds import run_build
from reports.services.deliveries import CLAIM_LASTS, run_dispatch
from units import clock


def what_succeeded(answers):
    """Return (how many succeeded, {why: 1} of those that failed) of {what: its answer}."""
    failed = {
        f"{what}, {answer}": 1 for what, answer in answers.items() if not answer.startswith("done")
    }
    return len(answers) - len(failed), failed


@shared_task(title=_("Menyusun laporan mingguan"), tally=staticmethod(what_succeeded))
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


@shared_task(title=_("Mengirim laporan kepada kepala unit"), tally=staticmethod(what_succeeded))
def send_due_reports():
    """Send what waits, failed, or was left by a worker that died; return what became of each.

    Those that were sent are not touched: a second run sends nothing twice.
    """
    due = open_dispatches(clock.now() - CLAIM_LASTS).select_related("agency")
    return {str(dispatch): run_dispatch(dispatch.pk) for dispatch in due}


@shared_task
def send_agency_reports(pk):
    """Send the reports of one agency for one period to who leads its units."""
    return run_dispatch(pk)


@shared_task(title=_("Menyusun laporan bulanan dan triwulanan"), tally=staticmethod(what_succeeded))
def build_due_period_reports():
    """Build every month and quarter that is over and whose weeks are built; return what became.

    One whose weeks were built anew since is built again; a second run changes nothing.
    """
    return periods.build_due_periods()
