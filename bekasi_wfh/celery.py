"""The Celery application. Long work never blocks a request; beat catches up what was missed."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bekasi_wfh.settings")

app = Celery("bekasi_wfh", task_cls="units.jobs:RecordedJob")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
