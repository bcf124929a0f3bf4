"""Which device a tap came from: a random number in a signed cookie, stored as a keyed hash alone.

No script is needed, and nothing is read out of the phone. Who clears the cookies of the browser
is a new device; that can hide a shared phone and never makes one.
"""

import secrets
from functools import wraps

from django.conf import settings
from django.utils.crypto import salted_hmac

COOKIE = "device"
SALT = "attendance.device"
# Browsers keep no cookie longer than 400 days.
KEPT_S = 400 * 24 * 3600


def device_token(request):
    """Return the random number of the device's cookie, or "" where there is none that we signed."""
    return request.get_signed_cookie(COOKIE, default="", salt=SALT)


def new_device_token():
    """Return a random number for a device that has none yet."""
    return secrets.token_urlsafe(18)


def device_hash(token):
    """Return what is stored of a device: without the portal's key it leads nowhere."""
    return salted_hmac(SALT, token, algorithm="sha256").hexdigest() if token else ""


def keep_device(response, token):
    """Give the device its number again, so that it lasts while the device is in use."""
    response.set_signed_cookie(
        COOKIE,
        token,
        salt=SALT,
        max_age=KEPT_S,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def account_mark(user):
    """Return what a phone may know an account by, "" for nobody: it tells who no longer uses it."""
    if not user.is_authenticated:
        return ""
    return salted_hmac(f"{SALT}.account", str(user.pk), algorithm="sha256").hexdigest()[:24]


def knows_device(view):
    """Let a view read `request.device` (its hash), and give the browser a number that lasts."""

    @wraps(view)
    def known(request, *args, **kwargs):
        token = device_token(request)
        is_new = not token
        token = token or new_device_token()
        request.device = device_hash(token)
        response = view(request, *args, **kwargs)
        if is_new or request.method == "POST":
            keep_device(response, token)
        return response

    return known
