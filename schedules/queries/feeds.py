"""A person's published days as a calendar that phones fetch (RFC 5545)."""

import datetime
import hashlib

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from icalendar import Calendar as ICalendar
from icalendar import Event

from schedules.flexible_text import window_words
from schedules.models import CalendarFeed, FlexibleDay
from schedules.queries.duty import duties_of
from schedules.queries.flexible import Window
from schedules.queries.orders import own_orders
from schedules.queries.workplaces import home_days, working_days_of
from units import clock

LOOKS_BACK = datetime.timedelta(days=31)
LOOKS_AHEAD = datetime.timedelta(days=400)
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

    One all-day event for each day at home in force, from a month back on, those of an emergency
    among them, for each flexible-hours day and each duty on a day off. Nothing else is told: a
    day that fell away for a holiday, an absence or a recall is simply not there. The event of a
    date keeps its UID; SEQUENCE and LAST-MODIFIED rise with each publication or emergency that
    gives the day.
    """
    calendar = ICalendar()
    calendar.add("prodid", "-//Pemerintah Kota Bekasi//Bekasi WFH//ID")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Jadwal WFH"))
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    since = clock.today() - LOOKS_BACK
    planned = home_days([employee.pk], since).get(employee.pk, ())
    given = {row.date: row.plan.published_at for row in planned}
    orders = own_orders(employee, since, clock.today() + LOOKS_AHEAD)
    for term in orders.terms:
        first, last = max(term.starts_on, since), term.ends_on
        for day in working_days_of(employee, first, last):
            if day not in orders.recalls:
                given[day] = max(given.get(day, term.emergency.changed_at),
                                 term.emergency.changed_at)  # fmt: skip
    events = {day: (given_at, _("WFH (rumah)"), "") for day, given_at in given.items()}
    for row in home_days([employee.pk], since, of=FlexibleDay).get(employee.pk, ()):
        window = window_words(Window(row.starts_from, row.starts_until))
        events.setdefault(row.date, (row.plan.published_at, _("Jam fleksibel"), window))
    for day, duty in duties_of(employee, since, clock.today() + LOOKS_AHEAD).items():
        hours = _("Pukul %(start)s sampai %(end)s") % {
            "start": time_format(duty.pattern.start, "H.i"),
            "end": time_format(duty.pattern.end, "H.i"),
        }
        events[day] = (duty.entered_at, _("Piket (kantor)"), hours)
    for day, (given_at, summary, says) in sorted(events.items()):
        at = given_at.astimezone(datetime.UTC)
        calendar.add_component(_event(employee, day, at, summary, says))
    return calendar.to_ical()


def _event(employee, day, given_at, summary, says):
    event = Event()
    event.add("uid", f"{day:%Y%m%d}-{employee.pk}@wfh.bekasi")
    event.add("dtstamp", given_at)
    event.add("last-modified", given_at)
    event.add("sequence", int((given_at - SEQUENCE_FROM).total_seconds()))
    event.add("dtstart", day)
    event.add("dtend", day + ONE_DAY)
    event.add("summary", summary)
    page = settings.PORTAL_URL + reverse("schedules:my_day", args=[day.isoformat()])
    why = _("Alasan hari ini: %(page)s") % {"page": page}
    event.add("description", f"{says[:1].upper()}{says[1:]}. {why}" if says else why)
    event.add("url", page)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event
