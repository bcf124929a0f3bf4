"""How often an address may be asked, whatever the method: counted in the database cache."""

from allauth.core.internal import ratelimit


def within_limit(request, action, key=None, *, counts=True):
    """Count one request of `action` (a rate of ACCOUNT_RATE_LIMITS); False where it is too many.

    With `counts=False` it is asked and not counted.

    allauth counts changing requests alone by itself; secrets are guessed by reading.
    """
    usage = ratelimit.consume(
        request, app="allauth.account", action=action, key=key, limit_get=True, dry_run=not counts
    )
    return usage is not None
