"""Pages of this room."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render


@login_not_required
def landing(request):
    """Show the public landing page."""
    return render(request, "reports/landing.html")
