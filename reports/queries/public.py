"""What anybody may know without signing in, read from what is published and built: no draft."""

import datetime

from django.core.cache import cache

from reports.public import public_savings, public_week
from reports.queries.reports import weekly
from reports.queries.savings import savings_of_units
from reports.weekly import known_measures

AN_HOUR = 3600


def latest_of_city(reports=None):
    """Return the latest version of the latest weekly report of the city, or None."""
    reports = weekly() if reports is None else reports
    return reports.filter(unit__parent__isnull=True).order_by("-starts_on", "-version").first()


def public_report():
    """Return what the public may know of the latest week that was built, or None (one query).

    To what `reports.public` says of it: `start` and `end` as dates, the rows `with_home` and the
    names of units `without_home`, where nobody worked at home.
    """
    report = latest_of_city()
    week = report and public_week(known_measures(report.figures))
    return week and week | {
        "start": report.starts_on,
        "end": report.ends_on,
        "with_home": [row for row in week["rows"] if row["home"]],
        "without_home": [row["unit"] for row in week["rows"] if not row["home"]],
    }


def public_savings_before(day):
    """Return what the public may know of the savings of the month before a date, hourly.

    The month as a date, and what `reports.public.public_savings` says of it.
    """
    last = day.replace(day=1) - datetime.timedelta(days=1)
    first = last.replace(day=1)
    told = cache.get_or_set(
        f"public-savings-{first}", lambda: public_savings(savings_of_units(first, last)), AN_HOUR
    )
    return {"month": first} | told
