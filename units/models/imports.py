"""Files on their way in: what every long run shares, and the spreadsheet."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class LongRun(models.Model):
    """A file that was uploaded, is checked without any change, and perhaps applied.

    What is long is done by a worker: `alive_at` is its last sign of life, and `attempts` tells it
    from one that took the run over.
    """

    class Status(models.TextChoices):
        CHECKING = "checking", _("Sedang diperiksa")
        UNREADABLE = "unreadable", _("Tidak dapat diperiksa")
        TRIED = "tried", _("Diperiksa, belum diterapkan")
        APPLYING = "applying", _("Sedang diterapkan")
        APPLIED = "applied", _("Diterapkan")
        DISCARDED = "discarded", _("Dibatalkan")

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.TRIED)
    file_name = models.CharField(_("nama berkas"), max_length=160)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    uploaded_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    alive_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    rows_done = models.PositiveIntegerField(default=0, db_default=0)
    rows_all = models.PositiveIntegerField(default=0, db_default=0)
    message = models.CharField(max_length=300, blank=True, default="", db_default="")

    class Meta:
        abstract = True
        ordering = ["-pk"]

    @property
    def is_at_work(self):
        """Whether a worker has it, or will have it, in hand."""
        return self.status in (self.Status.CHECKING, self.Status.APPLYING)


class ImportRun(LongRun):
    """A spreadsheet. The file stays in the database."""

    class Kind(models.TextChoices):
        UNITS = "units", _("Unit kerja")
        POSITIONS = "positions", _("Jabatan")
        EMPLOYEES = "employees", _("Pegawai dan penempatan")
        SKILLS = "skills", _("Keterampilan pegawai")
        ABSENCES = "absences", _("Cuti, sakit dan dinas luar")
        SHIFTS = "shifts", _("Jadwal sif")
        PINS = "pins", _("PIN terminal presensi")
        ACTIVITIES = "activities", _("Nomor kegiatan Epkin/Lapkin")
        BILLS = "bills", _("Tagihan gedung")

    kind = models.CharField(_("jenis"), max_length=10, choices=Kind)
    content = models.BinaryField()
    rows = models.JSONField(default=list)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    all_or_nothing = models.BooleanField(default=False, db_default=False)

    class Meta(LongRun.Meta):
        verbose_name = _("impor")
