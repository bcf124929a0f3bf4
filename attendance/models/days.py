"""The day record: one verdict per person and date, equal to its recomputation."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DayRecord(models.Model):
    """Made by the nightly close and made again whenever something about the day changes."""

    class Verdict(models.TextChoices):
        PRESENT = "present", _("Hadir")
        INCOMPLETE = "incomplete", _("Presensi tidak lengkap")
        REVIEW = "review", _("Perlu ditinjau")
        UNEXPLAINED = "unexplained", _("Belum ada keterangan")
        ABSENT = "absent", _("Tanpa keterangan")
        AWAY = "away", _("Tidak tersedia")
        HOLIDAY = "holiday", _("Libur")

    employee = models.ForeignKey(
        "units.Employee", on_delete=models.PROTECT, related_name="day_records"
    )
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    date = models.DateField(_("tanggal"))
    workplace = models.CharField(
        max_length=3, choices=[("wfo", _("WFO (kantor)")), ("wfh", _("WFH (rumah)"))]
    )
    verdict = models.CharField(max_length=11, choices=Verdict)
    away_kind = models.CharField(max_length=10, blank=True)
    minutes_late = models.PositiveSmallIntegerField(_("menit terlambat"), default=0)
    minutes_early = models.PositiveSmallIntegerField(_("menit pulang cepat"), default=0)
    validated = models.BooleanField(_("WFH tervalidasi"), null=True)
    shift = models.CharField(_("sif"), max_length=6, blank=True, default="", db_default="")
    corrected = models.BooleanField(_("berdasarkan koreksi"), default=False, db_default=False)
    closed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("rekap harian")
        indexes = [
            models.Index(fields=["date", "unit"], name="day_record_by_date_and_unit"),
            # Other programs fetch what changed since they last asked.
            models.Index(fields=["closed_at", "id"], name="day_records_by_change"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["employee", "date"], name="one_day_record"),
            models.CheckConstraint(
                name="only_wfh_days_are_validated",
                condition=Q(workplace="wfh") | Q(validated__isnull=True),
            ),
        ]
