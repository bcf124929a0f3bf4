"""The city's clock: what "now" and "today" mean everywhere in the portal.

People live in Asia/Jakarta, the database in UTC; a work date is always the local date. A demo
city lives on one fixed day (see `DemoCity`): there the time of day is real and the date is not.
Its people have come to work already, so that its clock waits at MORNING until the real one is
there.
"""

import datetime
import time

from django.conf import settings
from django.utils import timezone

MORNING = datetime.time(8, 15)
ONE_DAY = datetime.timedelta(days=1)
_demo_day = (0.0, None)


def demo_day():
    """Return the date on which the demo city lives, or None where this is no demo."""
    global _demo_day
    if not settings.DEMO:
        return None
    read_at, day = _demo_day
    if day is None or time.monotonic() - read_at > 30:
        from units.models import DemoCity

        city = DemoCity.objects.first()
        day = city.today if city else None
        _demo_day = (time.monotonic(), day)
    return day


def now():
    """Return the aware moment by the server's clock (never the phone's)."""
    moment = timezone.now()
    day = demo_day()
    if day is None:
        return moment
    at = max(timezone.localtime(moment).time(), MORNING)
    return local(day, at)


def today():
    """Return the local date in Asia/Jakarta."""
    return timezone.localtime(now()).date()


def apart(moment, other):
    """Return how far two clocks are apart.

    In a demo city only the time of day is real, so that whole days do not count there, and before
    its clock runs nothing does.
    """
    difference = abs(moment - other)
    if demo_day() is None:
        return difference
    if timezone.localtime().time() < MORNING:
        return datetime.timedelta()
    return min(difference % ONE_DAY, -difference % ONE_DAY)


def local(day, at):
    """Return the aware moment of a local time on a local date."""
    return timezone.make_aware(datetime.datetime.combine(day, at))


def local_date(moment):
    """Return the local date of an aware moment."""
    return timezone.localtime(moment).date()
