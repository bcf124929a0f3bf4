"""The log of scheduled jobs: when each ran, what it did, what it left and why."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class JobRun(models.Model):
    """One run of a scheduled job that did something, failed, was asked for, or is the latest.

    Jobs that look every minute mostly find nothing: such runs share one row, the latest, so that
    the log shows what happened and does not grow by thousands a day.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Menunggu pekerja")
        RUNNING = "running", _("Sedang berjalan")
        DONE = "done", _("Selesai")
        FAILED = "failed", _("Gagal")

    job = models.CharField(_("pekerjaan"), max_length=100)
    state = models.CharField(_("keadaan"), max_length=7, choices=State)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("diminta"), null=True, blank=True)
    started_at = models.DateTimeField(_("mulai"), null=True, blank=True)
    ended_at = models.DateTimeField(_("selesai"), null=True, blank=True)
    done = models.PositiveIntegerField(_("dikerjakan"), default=0)
    skipped = models.JSONField(_("dilewati"), default=dict)
    error = models.CharField(_("sebab gagal"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("pekerjaan terjadwal")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["job", "-id"], name="job_runs_latest")]
        constraints = [
            models.UniqueConstraint(
                fields=["job"], condition=Q(state="waiting"), name="one_job_run_waits"
            ),
            models.CheckConstraint(
                name="failed_job_says_why", condition=~Q(state="failed") | ~Q(error="")
            ),
            models.CheckConstraint(
                name="asked_job_names_who",
                condition=Q(asked_by__isnull=True) | Q(asked_at__isnull=False),
            ),
        ]

    @property
    def found_nothing(self):
        """Whether the run ended well without anything to do, unasked."""
        return self.state == self.State.DONE and not (self.done or self.skipped or self.asked_at)

    @property
    def left(self):
        """How many things the run left alone."""
        return sum(self.skipped.values())
