"""Notices of an account in the reader's language, and the state of the mail for BKPSDM."""

from django.db.models import Count
from django.http import Http404

from units.models import Mailing, NoticeSwitch, Outbox
from units.notices import KINDS

Status = Mailing.Status


def notices_of(user, *, unread=False):
    """Return the notices of an account, latest first, with the mail that carried them."""
    found = Outbox.objects.filter(recipient=user).select_related("mailing")
    return found.filter(read_at__isnull=True, quiet=False) if unread else found


def notice_for(user, pk):
    """Return one notice of an account; Http404 where it is somebody else's."""
    notice = Outbox.objects.filter(recipient=user, pk=pk).first()
    if notice is None:
        raise Http404
    return notice


def subject_of(notice):
    """Return what stands over a notice, in the reader's language; "" for a kind that is gone."""
    kind = KINDS.get(notice.kind)
    return kind.subject if kind else ""


def switches_of(scope):
    """Return [(Kind, is on)] of the kinds that can reach the account, by name."""
    off = set(NoticeSwitch.objects.filter(user=scope.user).values_list("kind", flat=True))
    kinds = [kind for kind in KINDS.values() if scope.is_staff_role or not kind.for_office]
    kinds.sort(key=lambda kind: str(kind.name))
    return [(kind, kind.mandatory or kind.key not in off) for kind in kinds]


def mailings_in_trouble():
    """Return mailings that failed, were dropped or have been refused at least once."""
    return (
        Mailing.objects.exclude(error="")
        .exclude(status=Status.SENT)
        .select_related("recipient__employee")
        .order_by("-pk")
    )


def mailing_counts():
    """Return {status: how many} of all mailings."""
    rows = Mailing.objects.order_by().values_list("status").annotate(n=Count("pk"))
    return {**dict.fromkeys(Status.values, 0), **dict(rows)}
