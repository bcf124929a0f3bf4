"""The scheduled jobs with their latest runs and when they come next."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Max
from django.http import Http404
from django.utils import timezone

from units.jobs import task_of
from units.models import JobRun


@dataclass(frozen=True)
class Job:
    """A scheduled job: `key` in the timetable, `name` of the task, and what is known of its runs.

    `skipped` are (words, how many) of the latest run that ended.
    """

    key: str
    name: str
    title: str
    latest: JobRun | None
    next_at: datetime.datetime
    waits: bool
    skipped: list


def sees_jobs(scope):
    """Say whether an account watches the scheduled jobs: BKPSDM."""
    return scope.is_city_hr


def jobs(now):
    """Return every Job of the timetable in its order, in two queries."""
    last = JobRun.objects.exclude(state=JobRun.State.WAITING).order_by()
    newest = last.values("job").annotate(pk=Max("pk")).values("pk")
    latest = {run.job: run for run in JobRun.objects.filter(pk__in=newest)}
    waiting = set(JobRun.objects.filter(state=JobRun.State.WAITING).values_list("job", flat=True))
    return [
        _job(key, entry, latest.get(entry["task"]), entry["task"] in waiting, now)
        for key, entry in settings.CELERY_BEAT_SCHEDULE.items()
    ]


def job_for(key, now):
    """Return one Job by its key; Http404 where there is none of that name."""
    found = next((job for job in jobs(now) if job.key == key), None)
    if found is None:
        raise Http404
    return found


def runs_of(job):
    """Return the runs of a job, the latest first."""
    return JobRun.objects.filter(job=job.name).select_related("asked_by__employee")


def reasons_in_words(name, run):
    """Return [(why, how many)] of what a run skipped, in the words of its task."""
    words = task_of(name).reasons
    return [(words.get(why, why), n) for why, n in sorted(run.skipped.items())]


def next_run(schedule, now, last=None):
    """Return when a beat schedule (seconds or crontab) comes next after now.

    Every so many seconds: counted from the last run, or now where that is overdue.
    """
    if isinstance(schedule, int | float):
        return max((last or now) + datetime.timedelta(seconds=schedule), now)
    local = timezone.localtime(now).replace(second=0, microsecond=0)
    for ahead in range(8):
        day = local.date() + datetime.timedelta(days=ahead)
        if not _is_day_of(schedule, day):
            continue
        for hour in sorted(schedule.hour):
            for minute in sorted(schedule.minute):
                at = timezone.make_aware(
                    datetime.datetime.combine(day, datetime.time(hour, minute)), local.tzinfo
                )
                if at > local:
                    return at
    raise ValueError(f"{schedule} does not come within a week.")


def _is_day_of(schedule, day):
    return (
        day.isoweekday() % 7 in schedule.day_of_week
        and day.day in schedule.day_of_month
        and day.month in schedule.month_of_year
    )


def _job(key, entry, latest, waits, now):
    name = entry["task"]
    return Job(
        key=key,
        name=name,
        title=task_of(name).title,
        latest=latest,
        next_at=next_run(entry["schedule"], now, latest.started_at if latest else None),
        waits=waits,
        skipped=reasons_in_words(name, latest) if latest else [],
    )
