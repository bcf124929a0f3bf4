"""A person's published days at home as a calendar that phones fetch (RFC 5545)."""

import datetime
import hashlib

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar as ICalendar
from icalendar import Event

from schedules.models import CalendarFeed
from schedules.queries.workplaces import home_days
from units import clock

LOOKS_BACK = datetime.timedelta(days=31)
ONE_DAY = datetime.timedelta(days=1)
REFRESH = datetime.timedelta(hours=6)
# SEQUENCE counts seconds from here: it fits 31 bits until 2093.
SEQUENCE_FROM = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)


def digest_of(token):
    """Return what is kept of the secret of an address: its SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def feed_of(employee):
    """Return the CalendarFeed of an employee, or None."""
    return CalendarFeed.objects.filter(employee=employee).first()


def owner_of(token):
    """Return the employee whose calendar a secret opens, or None.

    None as well from the first day on which the employee no longer works, and where the account
    is shut: rights are read at the time of the act.
    """
    feed = (
        CalendarFeed.objects.filter(digest=digest_of(token), employee__user__is_active=True)
        .filter(Q(employee__left_on__isnull=True) | Q(employee__left_on__gt=clock.today()))
        .select_related("employee__user")
        .first()
    )
    return feed and feed.employee


def calendar_of(employee):
    """Return the calendar as bytes, in the language that is active.

    One all-day event for each day at home in force, from a month back on. Nothing else is told:
    a day that fell away for a holiday or an absence is simply not there. The event of a date
    keeps its UID; SEQUENCE and LAST-MODIFIED rise with each publication that gives the day.
    """
    calendar = ICalendar()
    calendar.add("prodid", "-//Pemerintah Kota Bekasi//Bekasi WFH//ID")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Jadwal WFH"))
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for day in home_days([employee.pk], clock.today() - LOOKS_BACK).get(employee.pk, ()):
        calendar.add_component(_event(employee, day))
    return calendar.to_ical()


def _event(employee, day):
    published = day.plan.published_at.astimezone(datetime.UTC)
    event = Event()
    event.add("uid", f"{day.date:%Y%m%d}-{employee.pk}@wfh.bekasi")
    event.add("dtstamp", published)
    event.add("last-modified", published)
    event.add("sequence", int((published - SEQUENCE_FROM).total_seconds()))
    event.add("dtstart", day.date)
    event.add("dtend", day.date + ONE_DAY)
    event.add("summary", _("WFH (rumah)"))
    page = settings.PORTAL_URL + reverse("schedules:my_day", args=[day.date.isoformat()])
    event.add("description", _("Alasan hari ini: %(page)s") % {"page": page})
    event.add("url", page)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event
