"""From an empty database to the first published plan: what is done and what comes next."""

from collections import Counter

from django.shortcuts import render
from django.views.decorators.http import require_GET

from reports.queries.setup import setup_steps
from units.access import requires


@require_GET
@requires(lambda scope: scope.is_city_hr)
def setup(request):
    """Show the steps with their real state and the link to where each is done."""
    steps = setup_steps()
    states = Counter(step.state for step in steps)
    return render(
        request,
        "reports/setup.html",
        {"steps": steps, "done": states["done"], "partly": states["partly"]},
    )
