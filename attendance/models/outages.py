"""Hours in which the portal could not be reached."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Outage(models.Model):
    """A window of one work date, declared by BKPSDM, that excuses lateness for all it touched.

    `asked_at` is when the day records had to be made again, `applied_at` when they were: empty
    while a job has still to do it, so that a lost one is caught up. A window taken back stays as
    a row.
    """

    work_date = models.DateField(_("tanggal"))
    starts_at = models.TimeField(_("mulai"))
    ends_at = models.TimeField(_("sampai"))
    reason = models.CharField(_("penyebab"), max_length=300)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    declared_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdraw_reason = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    excused = models.PositiveIntegerField(_("hari yang berubah"), default=0)

    class Meta:
        verbose_name = _("gangguan sistem")
        ordering = ["-work_date", "-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="outage_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="withdrawn_outage_names_who",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["work_date", "starts_at"],
                name="outage_declared_once",
                condition=Q(withdrawn_at__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.work_date:%d-%m-%Y} {self.starts_at:%H.%M}–{self.ends_at:%H.%M}"
