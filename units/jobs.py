"""What every scheduled job shares: it writes into the job log when it ran and what it did."""

import logging

from celery import Task, current_app
from django.conf import settings
from django.db import DatabaseError

log = logging.getLogger(__name__)


def tally(result):
    """Return (done, {reason: how many left}) of what a job returned.

    A number counts itself, a list its entries, a dict the sum of its values, unless it has
    "done" and "skipped": then these say it.
    """
    if isinstance(result, dict):
        if set(result) == {"done", "skipped"}:
            return result["done"], result["skipped"]
        return sum(tally(one)[0] for one in result.values()), {}
    if isinstance(result, int):
        return int(result), {}
    if isinstance(result, tuple):
        return sum(tally(one)[0] for one in result), {}
    return (len(result) if isinstance(result, list | set) else int(bool(result))), {}


class RecordedJob(Task):
    """The class of every task. Those of the timetable are recorded, the others just run.

    A scheduled task says its `title` for people, and in `reasons` the words for what it skips.
    """

    title = ""
    reasons = {}
    tally = staticmethod(tally)

    def __call__(self, *args, **kwargs):
        if self.name not in scheduled_names():
            return self.run(*args, **kwargs)
        pk = self._noted("begin_job", self.name)
        try:
            result = self.run(*args, **kwargs)
        except Exception as error:
            self._noted("fail_job", pk, error)
            raise
        done, skipped = self.tally(result)
        self._noted("end_job", pk, done=done, skipped=skipped)
        return result

    def _noted(self, what, *args, **kwargs):
        """Write to the log; a log that cannot be written never stops the job itself."""
        from units.services import jobs

        try:
            return getattr(jobs, what)(*args, **kwargs)
        except DatabaseError:
            log.exception("the log of %s could not be written", self.name)
            return None


def task_of(name):
    """Return a task by its name; a web process loads the tasks of all rooms for it."""
    if name not in current_app.tasks:
        current_app.loader.import_default_modules()
    return current_app.tasks[name]


def scheduled_names():
    """Return the names of the tasks that beat starts."""
    return {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
