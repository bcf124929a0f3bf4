"""Jobs of the first room."""

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from units import clock
from units.models import Outbox
from units.services.postings import deactivate_departed


@shared_task
def deliver_notices(at_most=200):
    """Mail the notices not yet mailed, each once; return how many were sent.

    A notice is marked in the transaction that locks it. Mail that fails stays for the next
    run; accounts without an address read it in the portal.
    """
    sent = 0
    with transaction.atomic():
        waiting = (
            Outbox.objects.filter(mailed_at__isnull=True)
            .select_for_update(of=("self",) if _locks_rows() else (), skip_locked=_locks_rows())
            .select_related("recipient")
            .order_by("pk")[:at_most]
        )
        for notice in waiting:
            if notice.recipient.email:
                send_mail(
                    "Bekasi WFH", notice.text, settings.DEFAULT_FROM_EMAIL, [notice.recipient.email]
                )
                sent += 1
            Outbox.objects.filter(pk=notice.pk).update(mailed_at=clock.now())
    return sent


def _locks_rows():
    from django.db import connection

    return connection.features.has_select_for_update_skip_locked


@shared_task
def end_due_employments():
    """Shut the accounts of people whose last day has passed; return how many."""
    return deactivate_departed()
