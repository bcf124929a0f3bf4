"""Jobs of the first room."""

from celery import shared_task

from units.services.mailings import compose_mailings, send_mailings
from units.services.postings import deactivate_departed


@shared_task
def deliver_notices():
    """Mail what is due in the outbox, each notice once; return how many mails were sent."""
    compose_mailings()
    return send_mailings()


@shared_task
def end_due_employments():
    """Shut the accounts of people whose last day has passed; return how many."""
    return deactivate_departed()
