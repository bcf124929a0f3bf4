"""The trail of decisions for the council: by quarter, without names."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from reports.forms import QuarterForm
from reports.queries.trail import may_read_trail, quarters, trail_of
from units.access import requires


@require_GET
@requires(may_read_trail)
def trail(request):
    """Show one quarter of the last two years, the present one unless another is named."""
    choices = quarters()
    wanted = request.GET.get("triwulan", choices[0].key)
    quarter = next((one for one in choices if one.key == wanted), None)
    if quarter is None:
        raise Http404
    form = QuarterForm(initial={"triwulan": quarter.key}, quarters=choices)
    return render(request, "reports/trail.html", {"trail": trail_of(quarter), "form": form})
