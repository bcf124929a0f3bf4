"""Pages of planning runs: ask for one, follow it, cancel it, try failed agencies again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from schedules.forms.runs import RunForm
from schedules.models import PlanningRun, PlanningRunItem
from schedules.queries.runs import (
    agencies_to_plan,
    items_of,
    may_plan,
    progress_of,
    run_to_steer,
    run_visible_to,
)
from schedules.queries.runs import run_list as visible_runs
from schedules.services.runs import cancel_run, request_planning_run, retry_failed
from units.access import requires
from units.decisions import MovedOn, Refused

ITEM_TONES = {"queued": "", "running": "info", "done": "good", "skipped": "wait", "failed": "bad"}
RUN_TONES = {"queued": "", "running": "info", "done": "good", "cancelled": "wait"}
READ_AND_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@READ_AND_WRITE
@requires(may_plan)
def run_new(request):
    form = RunForm(
        request.POST or None,
        agencies=agencies_to_plan(request.scope),
        whole_city=request.scope.is_city_hr,
    )
    if request.method == "POST" and form.is_valid():
        try:
            run = request_planning_run(
                form.cleaned_data["period"], form.chosen(), actor=request.user
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("schedules:run_detail", run.pk)
    page = Paginator(visible_runs(request.scope), 20).get_page(request.GET.get("page"))
    rows = [(run, RUN_TONES[run.status]) for run in page]
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "has_period": form.fields["period"].queryset.exists(),
    }
    return render(request, "schedules/run_new.html", context)


@require_GET
@requires(may_plan)
def run_detail(request, pk):
    return render(request, "schedules/run_detail.html", _state(request, pk))


@require_GET
@requires(may_plan)
def run_progress(request, pk):
    """The part of the page that changes; fetched again every two seconds while work is left."""
    return render(request, "schedules/run_progress.html", _state(request, pk))


@require_POST
@requires(may_plan)
def run_cancel(request, pk):
    run = run_to_steer(request.scope, pk)
    try:
        cancel_run(run, actor=request.user)
    except MovedOn as moved:
        messages.error(request, str(moved))
    else:
        messages.success(request, _("Pembatalan dicatat. Yang sudah selesai tetap tersimpan."))
    return redirect("schedules:run_detail", pk)


@require_POST
@requires(may_plan)
def run_retry(request, pk):
    run = run_to_steer(request.scope, pk)
    item = None
    if request.POST.get("item", "").isdecimal():
        item = get_object_or_404(PlanningRunItem, run=run, pk=request.POST["item"])
    try:
        retry_failed(run, actor=request.user, item=item)
    except (MovedOn, Refused) as moved:
        messages.error(request, str(moved))
    else:
        messages.success(request, _("Unit yang gagal disusun ulang."))
    return redirect("schedules:run_detail", pk)


def _state(request, pk):
    run = run_visible_to(request.scope, pk)
    items = list(items_of(run, request.scope))
    return {
        "run": run,
        "tone": RUN_TONES[run.status],
        "rows": [(item, ITEM_TONES[item.status]) for item in items],
        "progress": progress_of(items),
        "is_working": run.status in (PlanningRun.Status.QUEUED, PlanningRun.Status.RUNNING),
    }
