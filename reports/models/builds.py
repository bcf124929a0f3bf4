"""The last building of a week's reports: asked for, running, done, or why it failed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class WeekBuild(models.Model):
    """One row per week. A failure stays visible with its reason until the week is built."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("Menunggu")
        RUNNING = "running", _("Berjalan")
        DONE = "done", _("Selesai")
        FAILED = "failed", _("Gagal")

    starts_on = models.DateField(_("mulai (Senin)"), unique=True)
    status = models.CharField(_("status"), max_length=7, choices=Status, default=Status.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(_("keterangan"), max_length=300, blank=True)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("penyusunan laporan mingguan")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                name="build_starts_on_monday", condition=Q(starts_on__iso_week_day=1)
            ),
            models.CheckConstraint(
                name="failed_build_says_why", condition=~Q(status="failed") | ~Q(message="")
            ),
        ]
