"""Jobs of the first room."""

from celery import shared_task

from units.services.import_jobs import resume_imports, work_on_import
from units.services.mailings import compose_mailings, send_mailings
from units.services.postings import deactivate_departed
from units.services.webhooks import deliver_webhooks


@shared_task
def deliver_notices():
    """Mail what is due in the outbox, each notice once; return how many mails were sent."""
    compose_mailings()
    return send_mailings()


@shared_task
def end_due_employments():
    """Shut the accounts of people whose last day has passed; return how many."""
    return deactivate_departed()


@shared_task
def work_on_import_run(pk):
    """Check or write one long import."""
    work_on_import(pk)


@shared_task
def resume_import_runs():
    """Catch up what a stopped worker left of the imports; return how many were sent."""
    return resume_imports()


@shared_task
def deliver_to_programs():
    """Send what is due to other programs; return how many took."""
    return deliver_webhooks()
