"""Letting other programs in, and out again."""

import datetime
import secrets

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused, record_decision
from units.models import ApiReceipt, ApiToken
from units.queries.tokens import digest_of, makes_tokens

LONGEST = datetime.timedelta(days=366)
PREFIX = "bwfh_"
# A token in constant use writes its last use once a minute.
LAST_USE_EVERY = datetime.timedelta(minutes=1)


@transaction.atomic
def make_token(name, *, office, scopes, expires_on, actor, unit=None):
    """Let a program in; return (ApiToken, secret). The secret is told here and nowhere else.

    By BKPSDM alone. Refused: no name, no office, no right or an unknown one, an end that is past
    or more than a year away, a unit that is closed.
    """
    _refuse_others(actor)
    name, office = name.strip(), office.strip()
    if not name or not office:
        raise Refused(_("Isi nama aplikasi dan instansi pemiliknya."))
    scopes = [one for one in ApiToken.Scope.values if one in scopes]
    if not scopes:
        raise Refused(_("Pilih paling sedikit satu hak."))
    today = clock.today()
    if not today <= expires_on <= today + LONGEST:
        raise Refused(_("Token berlaku paling lama satu tahun, dan tidak berakhir di masa lalu."))
    if unit is not None and unit.closed_on and unit.closed_on <= today:
        raise Refused(_("Unit ini sudah dihapus."))
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        name=name[:80],
        office=office[:120],
        unit=unit,
        scopes=scopes,
        digest=digest_of(secret),
        made_by=actor,
        made_at=clock.now(),
        expires_on=expires_on,
    )
    record_decision(
        token,
        "make_api_token",
        actor=actor,
        unit=unit,
        after={"scopes": scopes, "expires_on": expires_on, "office": token.office},
    )
    return token, secret


@transaction.atomic
def revoke_token(token, *, actor):
    """Shut a program out from its next request on; MovedOn where it is out already."""
    _refuse_others(actor)
    moved = ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(
        revoked_at=clock.now(), revoked_by=actor
    )
    if not moved:
        raise MovedOn(_("Token ini sudah dicabut."))
    record_decision(token, "revoke_api_token", actor=actor, unit=token.unit)


def note_use(token):
    """Keep when a token was last used, to the minute."""
    at = clock.now()
    ApiToken.objects.filter(
        Q(last_used_at__isnull=True) | Q(last_used_at__lt=at - LAST_USE_EVERY), pk=token.pk
    ).update(last_used_at=at)


@transaction.atomic
def answered_once(token, *, key, content, act):
    """Return (answer, whether it is a repetition) of an act that a program asks for under a key.

    `act()` returns the answer, a JSON-ready dict, and runs in this transaction. The key asked
    again with the same content (bytes) gets the first answer and nothing is done; with another
    content it is Refused.
    """
    digest = digest_of(content.decode(errors="replace"))
    try:
        with transaction.atomic():
            receipt = ApiReceipt.objects.create(
                token=token, key=key, digest=digest, made_at=clock.now()
            )
    except IntegrityError:
        receipt = ApiReceipt.objects.get(token=token, key=key)
        if receipt.digest != digest:
            raise Refused(
                _("Idempotency-Key ini sudah dipakai untuk isi yang lain. Gunakan kunci baru.")
            ) from None
        return receipt.answer, True
    receipt.answer = act()
    receipt.save(update_fields=["answer"])
    return receipt.answer, False


def _refuse_others(actor):
    if not makes_tokens(scope_for(actor)):
        raise PermissionDenied
