"""The secret address of one's own calendar: make, renew and stop it."""

import secrets

from schedules.models import CalendarFeed
from schedules.queries.feeds import digest_of
from units import clock


def renew_feed(employee):
    """Give an employee a new secret address and return its secret, shown only now.

    The address before stops at once.
    """
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(
        employee=employee, defaults={"digest": digest_of(token), "made_at": clock.now()}
    )
    return token


def stop_feed(employee):
    """Stop the address of an employee; nothing happens where there is none."""
    CalendarFeed.objects.filter(employee=employee).delete()
