"""The public front page: what the portal is, without names and without drafts."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render

from reports.queries.published import published_now


@login_not_required
def landing(request):
    """Show what the portal is and how many agencies have a published rotation today."""
    return render(request, "reports/landing.html", {"published": published_now()})
