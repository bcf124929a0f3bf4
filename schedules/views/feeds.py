"""One's own calendar on the phone: the page of its address, and the calendar itself."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST, require_safe

from schedules.queries.feeds import calendar_of, digest_of, feed_of, owner_of
from schedules.services.feeds import renew_feed, stop_feed
from schedules.views.my_schedule import is_employee
from units.access import requires
from units.languages import language_of
from units.limits import within_limit


@require_GET
@requires(is_employee)
def feed_page(request):
    """Say whether there is an address, and how calendars take it."""
    return _page(request)


def _page(request, address=""):
    context = {
        "feed": feed_of(request.scope.employee),
        "address": address,
        "webcal": address and "webcal://" + address.partition("://")[2],
    }
    response = render(request, "schedules/feed.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@requires(is_employee)
def feed_renew(request):
    """Make the address, or a new one in place of the old; it is shown on this page alone."""
    token = renew_feed(request.scope.employee)
    return _page(request, settings.PORTAL_URL + reverse("schedules:feed", args=[token]))


@require_POST
@requires(is_employee)
def feed_stop(request):
    """Stop the address."""
    stop_feed(request.scope.employee)
    messages.success(request, _("Alamat kalender dihentikan. Kalender Anda tidak diperbarui lagi."))
    return redirect("schedules:feed_page")


@login_not_required
@require_safe
def feed(request, token):
    """Give the calendar to who knows its address; 304 where it has not changed.

    Every other address gets the same 404, and a limited number of guesses.
    """
    employee = owner_of(token)
    if employee is None:
        allowed = within_limit(request, "feed_unknown")
        return _plain(404 if allowed else 429)
    if not within_limit(request, "feed", key=digest_of(token)):
        return _plain(429)
    with override(language_of(employee.user)):
        content = calendar_of(employee)
    etag = quote_etag(digest_of(content.decode()))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="jadwal-wfh.ics"'
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=etag, response=response)


def _plain(status):
    response = HttpResponse("\n", status=status, content_type="text/plain")
    response["Cache-Control"] = "no-store"
    return response
