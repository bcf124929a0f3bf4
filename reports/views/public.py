"""What anybody may read without signing in: the front page, the public page and its open data."""

from dataclasses import replace
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import conditional_page, require_safe

from reports import open_data
from reports.public import public_day
from reports.queries.city_day import SECONDS, city_day
from reports.queries.public import public_report, public_savings_before
from reports.queries.published import published_now
from units import clock
from units.exports import csv_response


@login_not_required
def landing(request):
    """Show what the portal is and how many agencies have a published rotation today."""
    return render(request, "reports/landing.html", {"published": published_now()})


def _for_anybody(view):
    """Let a view be read without signing in, and its answer be kept by whoever stands between."""

    @login_not_required
    @require_safe
    @conditional_page
    @wraps(view)
    def open_view(request):
        response = view(request)
        # With an account the page names it: that answer is for its own browser alone.
        whose = "private" if request.user.is_authenticated else "public"
        response["Cache-Control"] = f"{whose}, max-age={SECONDS}"
        return response

    return open_view


def _figures():
    """Return (date, CityDay without its exact places, what may be told of them, week, savings)."""
    day = clock.today()
    today = city_day(day)
    told = public_day(today.places)
    return day, replace(today, places=[]), told, public_report(), public_savings_before(day)


@_for_anybody
def public(request):
    """Which services are open, where people work, what was validated, how equal: without names."""
    names = ("day", "today", "places", "week", "savings")
    context = dict(zip(names, _figures(), strict=True))
    return render(request, "reports/public.html", context | {"dictionary": open_data.dictionary()})


@_for_anybody
def public_csv(request):
    """The figures of the public page as CSV."""
    day, *figures = _figures()
    return csv_response(open_data.COLUMNS, open_data.rows_of(day, *figures), f"wfh-{day}")


@_for_anybody
def public_json(request):
    """The figures of the public page as JSON, with the dictionary."""
    text = open_data.as_json(open_data.rows_of(*_figures()))
    return HttpResponse(text, content_type="application/json; charset=utf-8")
