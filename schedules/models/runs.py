"""A planning run: one agency or the whole city, as a job with progress."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanningRun(models.Model):
    """Asked for once; its items are solved one by one and survive a restart of the worker."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("Menunggu")
        RUNNING = "running", _("Berjalan")
        DONE = "done", _("Selesai")
        CANCELLED = "cancelled", _("Dibatalkan")

    period = models.ForeignKey("schedules.Period", on_delete=models.PROTECT, related_name="runs")
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.QUEUED)
    cancel_requested = models.BooleanField(default=False)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    requested_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("penyusunan rencana")
        ordering = ["-pk"]


class PlanningRunItem(models.Model):
    """One agency of a run. A failure stays with its agency and can be tried again alone.

    While it is at work `alive_at` moves on; an item that fell silent was left by its worker.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", _("Menunggu")
        RUNNING = "running", _("Berjalan")
        DONE = "done", _("Selesai")
        SKIPPED = "skipped", _("Dilewati")
        FAILED = "failed", _("Gagal")

    run = models.ForeignKey(PlanningRun, on_delete=models.CASCADE, related_name="items")
    agency = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(_("status"), max_length=7, choices=Status, default=Status.QUEUED)
    message = models.CharField(_("keterangan"), max_length=300, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    alive_at = models.DateTimeField(null=True, blank=True)
    percent = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        ordering = ["agency__code"]
        constraints = [
            models.UniqueConstraint(fields=["run", "agency"], name="agency_once_per_run")
        ]
