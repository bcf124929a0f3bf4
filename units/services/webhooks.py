"""From an event to other programs: written with what happened, sent by beat, each as it went."""

import datetime
import json
import secrets
import time

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused, notify, record_decision
from units.languages import in_indonesian
from units.models import Webhook, WebhookDelivery
from units.notices import plain
from units.outgoing import Forbidden, parts_of, post
from units.queries.webhooks import makes_webhooks, secret_of, signature

Status = WebhookDelivery.Status
RETRY_MINUTES = (1, 5, 30, 120, 360, 720, 1440)
CLAIM_LASTS = datetime.timedelta(minutes=15)
AT_ONCE = 200
# Attempts in a row that failed, over all deliveries, until an address is stopped.
MOST_FAILURES = 20


@transaction.atomic
def make_webhook(name, *, url, events, actor):
    """Register an address; return (Webhook, secret). By BKPSDM alone.

    Refused: no name, no event, an address that is not https out in the world. Where the name
    points is judged at each delivery.
    """
    _refuse_others(actor)
    events = [one for one in Webhook.Event.values if one in events]
    if not name.strip() or not events:
        raise Refused(_("Isi nama aplikasi dan pilih paling sedikit satu peristiwa."))
    try:
        parts_of(url)
    except Forbidden:
        raise Refused(
            _("Alamat harus https:// yang dapat dicapai dari luar, tanpa nama pengguna.")
        ) from None
    webhook = Webhook.objects.create(
        name=name.strip()[:80],
        url=url,
        events=events,
        nonce=secrets.token_urlsafe(32),
        made_by=actor,
        made_at=clock.now(),
    )
    record_decision(webhook, "make_webhook", actor=actor, after={"url": url, "events": events})
    return webhook, secret_of(webhook)


@transaction.atomic
def stop_webhook(webhook, *, actor):
    """Send nothing more to an address; MovedOn where it is stopped already."""
    _refuse_others(actor)
    with in_indonesian():
        reason = _("dihentikan BKPSDM")
    if not _stop(webhook, reason):
        raise MovedOn(_("Webhook ini sudah berhenti."))
    record_decision(webhook, "stop_webhook", actor=actor)


@transaction.atomic
def resume_webhook(webhook, *, actor):
    """Send to a stopped address again, what waited meanwhile included; MovedOn where it runs."""
    _refuse_others(actor)
    moved = Webhook.objects.filter(pk=webhook.pk, stopped_at__isnull=False).update(
        stopped_at=None, stop_reason="", failures=0, made_by=actor
    )
    if not moved:
        raise MovedOn(_("Webhook ini sedang berjalan."))
    record_decision(webhook, "resume_webhook", actor=actor)


def announce(event, **content):
    """Write an event for every program that wants it, in the caller's transaction.

    `content` is JSON-ready and holds no name and no NIP: programs fetch the rest by the API.
    Return how many deliveries were written.
    """
    return _write(_wanting(event), event, content)


def announce_days_closed(day, changed):
    """Write that records of a date changed, in the caller's transaction.

    What still waits to be sent for the same date takes the number in: a day that is closed in
    portions, or made again for one person after the other, is told once.
    """
    event = Webhook.Event.DAYS_CLOSED
    wanted = _wanting(event)
    if not wanted:
        return
    waiting = WebhookDelivery.objects.select_for_update().filter(
        webhook__in=wanted,
        event=event,
        status=Status.WAITING,
        attempts=0,
        content__date=day.isoformat(),
    )
    told = set()
    for one in waiting:
        told.add(one.webhook_id)
        one.content["changed"] += changed
        one.save(update_fields=["content"])
    content = {"date": day.isoformat(), "changed": changed}
    _write([hook for hook in wanted if hook.pk not in told], event, content)


def _wanting(event):
    return [hook for hook in Webhook.objects.filter(stopped_at=None) if event in hook.events]


def _write(hooks, event, content):
    now = clock.now()
    made = WebhookDelivery.objects.bulk_create(
        WebhookDelivery(webhook=hook, event=event, content=content, made_at=now, next_try_at=now)
        for hook in hooks
    )
    return len(made)


def deliver_webhooks(*, seconds=45):
    """Send what is due for up to so many seconds; return how many programs took.

    Anything but a 2xx answer is tried again after 1 minute up to a day, then it has failed and
    says why. A worker that dies over a delivery leaves it to be sent again under the same number.
    """
    until = time.monotonic() + seconds
    now = clock.now()
    WebhookDelivery.objects.filter(status=Status.SENDING, claimed_at__lt=now - CLAIM_LASTS).update(
        status=Status.WAITING
    )
    due = WebhookDelivery.objects.filter(
        status=Status.WAITING, next_try_at__lte=now, webhook__stopped_at=None
    )
    sent = 0
    for pk in list(due.order_by("next_try_at", "pk").values_list("pk", flat=True)[:AT_ONCE]):
        if time.monotonic() > until:
            break
        sent += _deliver(pk)
    return sent


@in_indonesian()
def _deliver(pk):
    """Claim and send one delivery; return 1 where the program took it, else 0."""
    now = clock.now()
    claimed = WebhookDelivery.objects.filter(
        pk=pk, status=Status.WAITING, webhook__stopped_at=None
    ).update(status=Status.SENDING, claimed_at=now, attempts=F("attempts") + 1)
    if not claimed:
        return 0
    delivery = WebhookDelivery.objects.select_related("webhook__made_by").get(pk=pk)
    webhook = delivery.webhook
    mine = WebhookDelivery.objects.filter(pk=pk, status=Status.SENDING, claimed_at=now)
    if not makes_webhooks(scope_for(webhook.made_by)):
        mine.update(status=Status.WAITING)
        _stop(webhook, _("peran pembuatnya berakhir"))
        return 0
    answered, error = _send(delivery)
    if not error:
        mine.update(status=Status.SENT, sent_at=clock.now(), answered=answered, error="")
        Webhook.objects.filter(pk=webhook.pk).update(failures=0)
        return 1
    _try_later(mine, delivery.attempts, answered, error)
    Webhook.objects.filter(pk=webhook.pk).update(failures=F("failures") + 1)
    webhook.refresh_from_db()
    if webhook.failures >= MOST_FAILURES:
        _stop_and_tell(webhook)
    return 0


def _send(delivery):
    """Return (HTTP status or None, why it failed or "")."""
    content = {"id": delivery.pk, "event": delivery.event, "at": delivery.made_at.isoformat(),
               "data": delivery.content}  # fmt: skip
    body = json.dumps(content).encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Bekasi-WFH/1",
        "X-Bekasi-Delivery": str(delivery.pk),
        "X-Bekasi-Signature": signature(secret_of(delivery.webhook), int(time.time()), body),
    }
    try:
        status = post(delivery.webhook.url, body, headers)
    except Forbidden:
        return None, _("Alamatnya tidak berada di luar jaringan sendiri; tidak ada yang dikirim.")
    except (OSError, UnicodeError) as error:
        return None, plain(f"{type(error).__name__}: {error}")
    return status, "" if 200 <= status < 300 else _("Dijawab %(status)d.") % {"status": status}


def _try_later(mine, attempts, answered, error):
    if attempts > len(RETRY_MINUTES):
        mine.update(status=Status.FAILED, answered=answered, error=error)
        return
    pause = datetime.timedelta(minutes=RETRY_MINUTES[attempts - 1])
    mine.update(
        status=Status.WAITING, answered=answered, error=error, next_try_at=clock.now() + pause
    )


def _stop(webhook, reason):
    return Webhook.objects.filter(pk=webhook.pk, stopped_at=None).update(
        stopped_at=clock.now(), stop_reason=reason
    )


@transaction.atomic
def _stop_and_tell(webhook):
    if _stop(webhook, _("terlalu sering gagal")):
        link = reverse("units:webhook_log", args=[webhook.pk])
        notify([webhook.made_by], kind="webhook_stopped", link=link, name=webhook.name)


def _refuse_others(actor):
    if not makes_webhooks(scope_for(actor)):
        raise PermissionDenied
