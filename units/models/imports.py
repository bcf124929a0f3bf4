"""A spreadsheet on its way in."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportRun(models.Model):
    """A file uploaded, tried (dry run) and perhaps applied. The file stays in the database."""

    class Kind(models.TextChoices):
        UNITS = "units", _("Unit kerja")
        POSITIONS = "positions", _("Jabatan")
        EMPLOYEES = "employees", _("Pegawai dan penempatan")
        SKILLS = "skills", _("Keterampilan pegawai")

    class Status(models.TextChoices):
        TRIED = "tried", _("Diperiksa, belum diterapkan")
        APPLIED = "applied", _("Diterapkan")
        DISCARDED = "discarded", _("Dibatalkan")

    kind = models.CharField(_("jenis"), max_length=10, choices=Kind)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.TRIED)
    file_name = models.CharField(_("nama berkas"), max_length=160)
    content = models.BinaryField()
    rows = models.JSONField(default=list)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    uploaded_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("impor")
        ordering = ["-pk"]
