"""The house: settings, addresses, jobs and what all rooms share at the front door."""

from bekasi_wfh.celery import app as celery_app

__all__ = ["celery_app"]
