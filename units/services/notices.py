"""What people do with their notices: read them, and switch kinds off."""

from django.db import transaction

from units import clock
from units.models import NoticeSwitch, Outbox
from units.notices import KINDS


def read_notice(notice):
    """Mark a notice as read; the first time counts."""
    Outbox.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=clock.now())


def read_all_notices(user, *, up_to):
    """Mark the notices of an account as read, up to the primary key that its page showed."""
    return Outbox.objects.filter(recipient=user, pk__lte=up_to, read_at__isnull=True).update(
        read_at=clock.now()
    )


@transaction.atomic
def switch_kinds(user, *, shown, on):
    """Switch the kinds `shown` on a page on or off; mandatory ones stay on whatever was sent."""
    free = {key for key in shown if key in KINDS and not KINDS[key].mandatory}
    off = free - set(on)
    NoticeSwitch.objects.filter(user=user, kind__in=free - off).delete()
    NoticeSwitch.objects.bulk_create(
        [NoticeSwitch(user=user, kind=key) for key in sorted(off)], ignore_conflicts=True
    )
