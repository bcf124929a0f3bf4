"""Keeping the log of scheduled jobs, and running one again on request."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused, record_decision
from units.jobs import task_of
from units.languages import in_indonesian
from units.models import JobRun

State = JobRun.State
# No job takes so long: its worker was stopped.
SILENT_AFTER = timedelta(hours=6)
ASKED_AGAIN_AFTER = timedelta(minutes=10)
KEPT_DAYS = 90


@in_indonesian()
def begin_job(job):
    """Note that a job starts; return the pk of its JobRun.

    A run that was asked for is taken up; the row of a latest run that found nothing is used
    again. Runs whose worker fell silent end as failed.
    """
    now = clock.now()
    running = {"state": State.RUNNING, "started_at": now, "ended_at": None}
    mine = JobRun.objects.filter(job=job)
    mine.filter(state=State.RUNNING, started_at__lt=now - SILENT_AFTER).update(
        state=State.FAILED, ended_at=now, error=_("Pekerja berhenti sebelum selesai.")
    )
    waiting = mine.filter(state=State.WAITING).values_list("pk", flat=True).first()
    if waiting and JobRun.objects.filter(pk=waiting, state=State.WAITING).update(**running):
        return waiting
    latest = mine.first()
    if latest is not None and latest.found_nothing:
        same = JobRun.objects.filter(pk=latest.pk, state=State.DONE, started_at=latest.started_at)
        if same.update(**running):
            return latest.pk
    return JobRun.objects.create(job=job, **running).pk


def end_job(pk, *, done, skipped):
    """Note what a run did and what it left; `skipped` maps a reason to how many."""
    skipped = {str(why)[:200]: n for why, n in skipped.items() if n}
    JobRun.objects.filter(pk=pk).update(
        state=State.DONE, ended_at=clock.now(), done=done, skipped=skipped
    )


def fail_job(pk, error):
    """Note that a run failed: the kind of error alone, since its text may hold personal data."""
    JobRun.objects.filter(pk=pk).update(
        state=State.FAILED, ended_at=clock.now(), error=type(error).__name__[:300]
    )


@transaction.atomic
def ask_job(job, *, actor):
    """Let a scheduled job run now, by BKPSDM; return its JobRun that waits for a worker.

    Refused to others. Raises MovedOn where it waits or runs already. A lost message may be asked
    for again after ten minutes; every job ends in the same state however often it runs.
    """
    if not scope_for(actor).is_city_hr:
        raise Refused(_("Hanya BKPSDM yang dapat menjalankan pekerjaan."))
    now = clock.now()
    rows = JobRun.objects.select_for_update().filter(job=job)
    if rows.filter(state=State.RUNNING, started_at__gt=now - SILENT_AFTER).exists():
        raise MovedOn(_("Pekerjaan ini sedang berjalan."))
    values = {"asked_by": actor, "asked_at": now}
    run, made = JobRun.objects.get_or_create(job=job, state=State.WAITING, defaults=values)
    if not made:
        lost = JobRun.objects.filter(
            pk=run.pk, state=State.WAITING, asked_at__lt=now - ASKED_AGAIN_AFTER
        )
        if not lost.update(**values):
            raise MovedOn(_("Pekerjaan ini sudah diminta dan menunggu pekerja."))
    record_decision(run, "ask_job", actor=actor, after={"job": job})
    transaction.on_commit(lambda: task_of(job).delay(), robust=True)
    return run


def forget_old_runs():
    """Delete runs that ended three months ago; return how many."""
    before = clock.now() - timedelta(days=KEPT_DAYS)
    return JobRun.objects.filter(ended_at__lt=before).delete()[0]
