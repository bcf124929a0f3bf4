"""Tokens of other programs: whose a secret is, and the list that BKPSDM keeps."""

import hashlib

from units import clock
from units.access import scope_for
from units.models import ApiToken


def makes_tokens(scope):
    """Say whether an account lets other programs in: BKPSDM alone."""
    return scope.is_city_hr


def digest_of(secret):
    """Return what is kept of a secret: its SHA-256 in hex (it has 256 random bits)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_with(secret):
    """Return the ApiToken that a secret opens today, or None.

    None where it is unknown, over or revoked, and as soon as the account that made it no longer
    holds the role: rights are read at the time of the act. `granted_scope` on it is the scope of
    that account, read once.
    """
    token = (
        ApiToken.objects.filter(digest=digest_of(secret), revoked_at__isnull=True)
        .select_related("made_by", "unit")
        .first()
    )
    if token is None or token.expires_on < clock.today():
        return None
    scope = scope_for(token.made_by)
    if not makes_tokens(scope):
        return None
    token.granted_scope = scope
    return token


def tokens():
    """Return all tokens, those that still open something first."""
    return ApiToken.objects.select_related(
        "unit", "made_by__employee", "revoked_by__employee"
    ).order_by("revoked_at", "-expires_on", "-pk")
