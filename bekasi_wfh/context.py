"""What every template knows."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from bekasi_wfh.navigation import menu_for
from units import clock


def portal(request):
    """Return scope and menu of the request, and the day of a demo city (or None)."""
    scope = getattr(request, "scope", None)
    return {
        "scope": scope,
        "menu": SimpleLazyObject(lambda: menu_for(scope, request.path)),
        "demo_day": clock.demo_day() if settings.DEMO else None,
    }
