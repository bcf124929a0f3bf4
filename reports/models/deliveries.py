"""To whom a report was sent, and how far the sending of one agency's reports is."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ReportDispatch(models.Model):
    """The sending of the latest reports of one agency for one period, as a piece of work.

    A worker claims it by moving it to `running`. A failure stays visible with its reason and is
    tried again by itself, without the others.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", _("Menunggu")
        RUNNING = "running", _("Berjalan")
        DONE = "done", _("Selesai")
        FAILED = "failed", _("Gagal")

    kind = models.CharField(max_length=8, default="weekly", db_default="weekly")
    agency = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField(_("mulai"))
    status = models.CharField(_("status"), max_length=7, choices=Status, default=Status.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(_("keterangan"), max_length=300, blank=True)
    asked_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("pengiriman laporan")
        ordering = ["-starts_on", "agency__code"]
        indexes = [
            models.Index(fields=["asked_at"], name="dispatches_open", condition=~Q(status="done"))
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "agency", "starts_on"], name="one_dispatch_per_agency"
            ),
            models.CheckConstraint(
                name="failed_dispatch_says_why", condition=~Q(status="failed") | ~Q(message="")
            ),
        ]

    def __str__(self):
        return f"{self.agency.label} {self.starts_on:%Y-%m-%d}"


class ReportDelivery(models.Model):
    """One report sent to one account, once; the notice tells whether the mail has left."""

    report = models.ForeignKey(
        "reports.Report", on_delete=models.CASCADE, related_name="deliveries"
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    office = models.CharField(_("sebagai"), max_length=200)
    notice = models.ForeignKey(
        "units.Outbox", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    told_at = models.DateTimeField()

    class Meta:
        verbose_name = _("laporan terkirim")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "recipient"], name="report_sent_once")
        ]

    def __str__(self):
        return f"{self.report} · {self.office}"
