"""What must be true before the portal serves anybody."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def refuse_demo_data_in_production():
    """Raise ImproperlyConfigured where production would serve a database with demo accounts.

    Demo accounts have a password that everybody knows. A database without tables yet is let
    through, so that a new installation can be migrated.
    """
    from django.db import connection

    if not settings.PRODUCTION:
        return
    if "units_democity" not in connection.introspection.table_names():
        return
    from units.models import DemoCity

    if DemoCity.objects.exists():
        raise ImproperlyConfigured(
            "This database holds the demo city with well-known passwords. "
            "Production refuses to start with it: use a database of its own."
        )
