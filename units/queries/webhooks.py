"""Registered addresses of other programs, and the log of what went to them."""

import hashlib
import hmac

from django.conf import settings

from units.models import Webhook
from units.queries.tokens import makes_tokens

makes_webhooks = makes_tokens


def secret_of(webhook):
    """Return the secret with which deliveries are signed, as its program was told."""
    key = b"webhook secrets|" + settings.SECRET_KEY.encode()
    return hmac.new(key, webhook.nonce.encode(), hashlib.sha256).hexdigest()


def signature(secret, moment, body):
    """Return what the header X-Bekasi-Signature says of a body (bytes) sent at a Unix time."""
    signed = f"{moment}.".encode() + body
    return f"t={moment},v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


def webhooks():
    """Return all addresses, the ones at work first."""
    return Webhook.objects.select_related("made_by__employee").order_by("stopped_at", "-pk")
