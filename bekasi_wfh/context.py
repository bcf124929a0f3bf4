"""What every template knows."""

from django.conf import settings

from units import clock


def portal(request):
    """Return the scope of the request, the day of a demo city (or None) and today's date."""
    return {
        "scope": getattr(request, "scope", None),
        "demo_day": clock.demo_day() if settings.DEMO else None,
    }
