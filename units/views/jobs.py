"""The job log: every scheduled job, its runs, and running it again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from units import clock
from units.access import requires
from units.decisions import MovedOn
from units.queries.jobs import job_for, jobs, reasons_in_words, runs_of, sees_jobs
from units.services.jobs import ask_job
from units.views.units import PER_PAGE

TONES = {"waiting": "wait", "running": "info", "done": "good", "failed": "bad"}


@requires(sees_jobs)
@require_GET
def job_list(request):
    """Every scheduled job: last run, next run, done, skipped and why."""
    now = clock.now()
    rows = [(job, TONES[job.latest.state] if job.latest else "") for job in jobs(now)]
    failed = sum(1 for job, tone in rows if tone == "bad")
    never = sum(1 for job, _tone in rows if job.latest is None)
    context = {"rows": rows, "failed": failed, "never": never, "now": now}
    return render(request, "units/job_list.html", context)


@requires(sees_jobs)
@require_GET
def job_log(request, key):
    """The runs of one job in which something happened."""
    job = job_for(key, clock.now())
    page = Paginator(runs_of(job), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(run, TONES[run.state], reasons_in_words(job.name, run)) for run in page]
    return render(request, "units/job_log.html", {"job": job, "page": page, "rows": rows})


@requires(sees_jobs)
@require_POST
def job_run(request, key):
    """Let a job run now."""
    job = job_for(key, clock.now())
    try:
        ask_job(job.name, actor=request.user)
    except MovedOn as moved:
        messages.warning(request, str(moved))
    else:
        messages.success(request, _("%s diminta dan berjalan begitu pekerja siap.") % job.title)
    return redirect("units:job_log", key=key)
