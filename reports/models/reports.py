"""A report, frozen with the figures that every page, PDF and spreadsheet shows."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Report(models.Model):
    """One unit, one period, one version. A rebuild that differs makes the next version."""

    class Kind(models.TextChoices):
        WEEKLY = "weekly", _("Laporan mingguan")
        MONTHLY = "monthly", _("Laporan bulanan")
        QUARTERLY = "quarter", _("Laporan triwulanan")

    kind = models.CharField(max_length=8, choices=Kind)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="reports")
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai"))
    version = models.PositiveSmallIntegerField(_("versi"), default=1)
    figures = models.JSONField()
    figures_hash = models.CharField(max_length=64)
    # By which rules and out of which data; not part of the figures, so that data that change
    # nothing make no new version.
    sources = models.JSONField(null=True, blank=True)
    built_at = models.DateTimeField()

    class Meta:
        verbose_name = _("laporan")
        ordering = ["-starts_on", "unit__code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "unit", "starts_on", "version"], name="report_version_once"
            ),
            models.CheckConstraint(
                name="report_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))
            ),
        ]

    def __str__(self):
        return f"{self.unit.label} · {self.starts_on:%Y-%m-%d} v{self.version}"
