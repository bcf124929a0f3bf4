"""The daily WFH report (laporan harian WFH) and what the superior said of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class WorkReport(models.Model):
    """One per person and WFH date; a WFH day counts only once it is accepted by someone else."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Rencana kerja")
        SUBMITTED = "submitted", _("Menunggu diperiksa")
        RETURNED = "returned", _("Dikembalikan")
        ACCEPTED = "accepted", _("Diterima")

    employee = models.ForeignKey(
        "units.Employee", on_delete=models.PROTECT, related_name="work_reports"
    )
    work_date = models.DateField(_("tanggal kerja"))
    status = models.CharField(max_length=9, choices=Status, default=Status.DRAFT)
    # First kept as a plan; that and the sending are late by the hours of the settings on the day.
    planned_at = models.DateTimeField(null=True, blank=True)
    is_plan_late = models.BooleanField(default=False, db_default=False)
    submitted_at = models.DateTimeField(null=True, blank=True)
    is_sent_late = models.BooleanField(default=False, db_default=False)
    due_on = models.DateField(_("batas pemeriksaan"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.CharField(_("alasan pengembalian"), max_length=500, blank=True)
    # When the superior was reminded, and the next level told, of what was sent last.
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("laporan harian WFH")
        ordering = ["-work_date", "employee__name"]
        indexes = [
            models.Index(
                fields=["employee"], name="reports_to_examine", condition=Q(status="submitted")
            ),
            # Other programs fetch what was accepted since they last asked.
            models.Index(
                fields=["decided_at", "id"],
                name="reports_by_acceptance",
                condition=Q(status="accepted"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["employee", "work_date"], name="one_report_per_date"),
            models.CheckConstraint(
                name="accepted_report_names_who",
                condition=~Q(status="accepted")
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="returned_report_says_why",
                condition=~Q(status="returned") | ~Q(return_reason=""),
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.work_date} · {self.employee.name}"

    @property
    def came_late(self):
        """Whether it was sent after its time; on another day it always was."""
        at = self.submitted_at
        return self.is_sent_late or (at is not None and timezone.localdate(at) > self.work_date)


class WorkReportItem(models.Model):
    """One activity: what was planned, what came out of it, where the evidence is."""

    report = models.ForeignKey(WorkReport, on_delete=models.CASCADE, related_name="items")
    activity_number = models.CharField(_("nomor kegiatan Epkin/Lapkin"), max_length=40, blank=True)
    planned = models.CharField(_("rencana"), max_length=300)
    output = models.CharField(_("hasil"), max_length=500, blank=True)
    quantity = models.DecimalField(
        _("jumlah"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    unit_of_measure = models.CharField(_("satuan"), max_length=30, blank=True)
    evidence_url = models.URLField(_("tautan bukti"), max_length=300, blank=True)
    evidence_file = models.ForeignKey(
        "units.PrivateFile", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
