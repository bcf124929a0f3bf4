"""From the outbox to the mail server: put notices into mailings, claim each, send it.

Everything is settled by the database: a notice goes into one mailing, a person has one digest a
day, and a mailing is sent by whoever moves it from waiting to sending. With mail, Redis or the
worker down nothing is lost, it waits. Should a worker die between the server's answer and the
database, the mail is sent again under the same Message-ID rather than lost.
"""

import contextlib
import datetime
import smtplib
import time
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from units import clock
from units.decisions import Refused
from units.languages import in_indonesian, language_of
from units.models import Mailing, Outbox
from units.notices import KINDS, keys_that_go_alone, plain

Status = Mailing.Status
RETRY_MINUTES = (5, 30, 120, 360, 720, 1440)
PAUSE = datetime.timedelta(minutes=5)
CLAIM_LASTS = datetime.timedelta(minutes=15)
AT_ONCE = 2000


def digest_moment(now):
    """Return the latest moment up to `now` at which a digest closed: what came later waits."""
    day = clock.today()
    at = clock.local(day, datetime.time(settings.NOTICE_DIGEST_HOUR))
    return at if at <= now else clock.local(day - datetime.timedelta(days=1), at.time())


@transaction.atomic
def compose_mailings():
    """Put the notices that are due into mailings; return how many mailings were made.

    Urgent kinds and those with a file: each alone, at once. The others: everything that one
    person got before the digest hour, in the one digest of that day. People without an address
    read the page alone.
    """
    now = clock.now()
    cutoff = digest_moment(now)
    digest_on = cutoff.date()
    had_it = Mailing.objects.filter(recipient=OuterRef("recipient"), digest_on=digest_on)
    alone = Q(kind__in=keys_that_go_alone())
    waiting = Outbox.objects.filter(mailed_at__isnull=True).filter(
        alone | (Q(created_at__lt=cutoff) & ~Exists(had_it))
    )
    if connection.features.has_select_for_update_skip_locked:
        waiting = waiting.select_for_update(of=("self",), skip_locked=True)
    single, digests, nowhere = [], {}, []
    for notice in waiting.select_related("recipient").order_by("pk")[:AT_ONCE]:
        if not notice.recipient.email:
            nowhere.append(notice.pk)
        elif notice.kind in KINDS and KINDS[notice.kind].goes_alone:
            single.append(notice)
        else:
            digests.setdefault(notice.recipient_id, []).append(notice)
    Outbox.objects.filter(pk__in=nowhere).update(mailed_at=now)
    made = [([notice], None) for notice in single]
    made += [(notices, digest_on) for notices in digests.values()]
    mailings = Mailing.objects.bulk_create(
        [
            Mailing(recipient_id=notices[0].recipient_id, digest_on=day, next_try_at=now)
            for notices, day in made
        ]
    )
    enclosed = []
    for mailing, (notices, _day) in zip(mailings, made, strict=True):
        for notice in notices:
            notice.mailing, notice.mailed_at = mailing, now
            enclosed.append(notice)
    Outbox.objects.bulk_update(enclosed, ["mailing", "mailed_at"], batch_size=200)
    return len(mailings)


def send_mailings(*, seconds=45):
    """Send what is due for up to so many seconds; return how many mails the server took.

    Where the server cannot be reached everything due waits five minutes, with the reason, and no
    attempt is counted. A mail that is refused, or on which the server hangs up, is tried again
    after 5 minutes up to a day, then it has failed and says why.
    """
    until = time.monotonic() + seconds
    now = clock.now()
    Mailing.objects.filter(status=Status.SENDING, claimed_at__lt=now - CLAIM_LASTS).update(
        status=Status.WAITING
    )
    due = Mailing.objects.filter(status=Status.WAITING, next_try_at__lte=now)
    if not due.exists():
        return 0
    server = get_connection()
    sent = 0
    try:
        server.open()
        for pk in list(due.order_by("next_try_at", "pk").values_list("pk", flat=True)[:AT_ONCE]):
            if time.monotonic() > until:
                break
            sent += _send(pk, server)
    except OSError as error:  # every smtplib error is one
        due.update(next_try_at=now + PAUSE, error=_why(error))
    finally:
        _close(server)
    return sent


def _close(server):
    with contextlib.suppress(OSError):  # it is gone already
        server.close()


def _why(error):
    return plain(f"{type(error).__name__}: {error}")


def _send(pk, server):
    """Claim and send one mailing; return 1 where the server took it, else 0."""
    now = clock.now()
    claimed = Mailing.objects.filter(pk=pk, status=Status.WAITING).update(
        status=Status.SENDING, claimed_at=now, attempts=F("attempts") + 1
    )
    if not claimed:
        return 0
    mailing = Mailing.objects.select_related("recipient").get(pk=pk)
    mine = Mailing.objects.filter(pk=pk, status=Status.SENDING, claimed_at=now)
    if not (mailing.recipient.is_active and mailing.recipient.email):
        with in_indonesian():
            mine.update(status=Status.DROPPED, error=_("Akun ditutup atau tanpa alamat."))
        return 0
    try:
        message_of(mailing, server).send()
    except Refused as refusal:
        mine.update(status=Status.DROPPED, error=plain(refusal))
        return 0
    except Exception as error:  # what one mail does must not stop the others
        _try_later(mine, mailing.attempts, _why(error), now)
        if isinstance(error, smtplib.SMTPServerDisconnected | ConnectionError | TimeoutError):
            raise
        return 0
    mine.update(status=Status.SENT, sent_at=clock.now(), error="")
    return 1


def _try_later(mine, attempts, why, now):
    if attempts > len(RETRY_MINUTES):
        mine.update(status=Status.FAILED, error=why)
        return
    pause = datetime.timedelta(minutes=RETRY_MINUTES[attempts - 1])
    mine.update(status=Status.WAITING, error=why, next_try_at=now + pause)


def absolute(path):
    """Return the full address of a path of the portal, by the setting PORTAL_URL alone."""
    return f"{settings.PORTAL_URL}{path}"


def message_of(mailing, server=None):
    """Return the EmailMessage of a mailing: plain text with absolute links, in their language.

    The file of a kind that has one is made now and enclosed. Raises Refused where its reader may
    no longer have it.
    """
    notices = list(mailing.notices.order_by("pk"))
    with override(language_of(mailing.recipient)):
        subjects = [str(KINDS[one.kind].subject) for one in notices if one.kind in KINDS]
        if len(notices) == 1 and subjects:
            subject = subjects[0]
        else:
            subject = ngettext(
                "%(count)s pemberitahuan", "%(count)s pemberitahuan", len(notices)
            ) % {"count": len(notices)}
        body = render_to_string(
            "units/mail/notices.txt",
            {
                "notices": [(one.text, one.link and absolute(one.link)) for one in notices],
                "is_digest": mailing.digest_on,
                "settings_url": absolute(reverse("units:notice_settings")),
            },
        )
        message = EmailMessage(
            subject=_("[Bekasi WFH] %(subject)s") % {"subject": subject},
            body=body,
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[mailing.recipient.email],
            headers={
                "Message-ID": f"<mailing-{mailing.pk}@{urlsplit(settings.PORTAL_URL).hostname}>",
                "Auto-Submitted": "auto-generated",
            },
            connection=server,
        )
    for notice in notices:
        if notice.kind in KINDS and KINDS[notice.kind].enclosure is not None:
            message.attach(*KINDS[notice.kind].enclosure(notice))
    return message


def retry_failed_mailings():
    """Let every failed mailing be tried again from now; return how many."""
    return Mailing.objects.filter(status=Status.FAILED).update(
        status=Status.WAITING, attempts=0, next_try_at=clock.now()
    )
