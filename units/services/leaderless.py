"""Telling who appoints a stand-in of the agencies that nobody leads."""

import datetime

from django.db import transaction

from units import clock
from units.access import scope_for
from units.decisions import notify
from units.models import Outbox, Unit
from units.queries.authority import may_appoint, units_led_by_nobody
from units.queries.people import city_accounts, postings_on, secretary_accounts
from units.queries.tree import unit_tree

TOLD_AGAIN = datetime.timedelta(days=7)


@transaction.atomic
def tell_of_agencies_without_head():
    """Tell BKPSDM and the Sekda of each agency with people that nobody leads; return how many.

    Only who may appoint there is told, and at most once a week while it lasts: a second run tells
    nobody anew.
    """
    today, tree = clock.today(), unit_tree()
    manned = {tree.agency_of(pk) for pk in postings_on(today).values_list("unit_id", flat=True)}
    units = Unit.objects.without_tree_fields().filter(
        pk__in=manned & units_led_by_nobody(today, tree),
        level__in=Unit.AGENCY_LEVELS,
        closed_on__isnull=True,
    )
    accounts = {user.pk: user for user in [*city_accounts(today), *secretary_accounts(today)]}
    scopes = {pk: scope_for(user, today) for pk, user in accounts.items()}
    told = set(
        Outbox.objects.filter(
            kind="no_head", recipient__in=accounts, created_at__gt=clock.now() - TOLD_AGAIN
        ).values_list("recipient_id", "link")
    )
    found = 0
    for unit in units.order_by("code"):
        link = f"/unit/{unit.pk}/"
        notify(
            [
                user
                for pk, user in accounts.items()
                if (pk, link) not in told and may_appoint(scopes[pk], unit)
            ],
            kind="no_head",
            link=link,
            unit=unit.label,
        )
        found += 1
    return found
