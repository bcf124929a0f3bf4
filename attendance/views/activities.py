"""The list of activity numbers that an account keeps."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_GET

from attendance.queries.activities import activity_list, keeps_activities
from units.access import requires

PER_PAGE = 50


@requires(keeps_activities)
@require_GET
def activity_number_list(request):
    """Activities by number, those in force and those that ended."""
    page = Paginator(activity_list(request.scope), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "today": request.scope.day}
    return render(request, "attendance/activity_list.html", context)
