"""What is watched and how closely: dated thresholds, and the warnings of PP 94/2021."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def _days(label, default):
    return models.PositiveSmallIntegerField(label, default=default, db_default=default)


def _at_least_one(label, default):
    return models.PositiveSmallIntegerField(
        label, default=default, db_default=default, validators=[MinValueValidator(1)]
    )


class WatchRules(models.Model):
    """The thresholds in force from a date; the latest row that has begun counts.

    A row that is in force never changes: a new one with a later date takes its place, so that a
    past day can be looked at again by the rules of that day.
    """

    starts_on = models.DateField(_("berlaku mulai"), unique=True)
    reason = models.CharField(_("alasan"), max_length=300)
    repeats = _at_least_one(_("titik sama: paling sedikit berulang (kali)"), 4)
    repeat_percent = _at_least_one(_("titik sama: paling sedikit bagian presensi (%)"), 50)
    accuracy_days = _at_least_one(_("ketelitian tidak masuk akal: hari"), 2)
    speed_kmh = _at_least_one(_("perpindahan: kecepatan terbesar yang wajar (km/jam)"), 250)
    travel_km = _at_least_one(_("perpindahan: jarak terdekat yang diperiksa (km)"), 5)
    device_people = _at_least_one(_("satu perangkat: paling sedikit orang sehari"), 3)
    device_days = _at_least_one(_("satu perangkat: hari"), 2)
    apart_minutes = _at_least_one(_("dua tempat: selang waktu (menit)"), 15)
    apart_m = _at_least_one(_("dua tempat: jarak (m)"), 1000)
    clock_minutes = _at_least_one(_("jam perangkat: selisih (menit)"), 10)
    clock_days = _at_least_one(_("jam perangkat: hari"), 5)
    answer_days = _days(_("waktu menjawab indikasi (hari kerja)"), 5)
    absence_answer_days = _days(_("waktu menjelaskan hari tanpa presensi (hari kerja)"), 3)
    warn_ahead_days = _days(_("peringatan disiplin sebelum jenjang (hari)"), 2)
    remind_days = _at_least_one(_("peringatan belum dibaca: diingatkan setelah (hari kerja)"), 2)
    escalate_days = _at_least_one(_("peringatan belum dibaca: naik setelah (hari kerja)"), 4)
    # SE Mendagri 800.1.5/3349/SJ: whoever works from home answers within five minutes.
    response_minutes = _at_least_one(_("panggilan tanggap: waktu menjawab (menit)"), 5)
    calls_a_day = _at_least_one(_("panggilan tanggap: paling banyak sehari bagi satu orang"), 3)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField()

    class Meta:
        verbose_name = _("aturan pengawasan presensi")
        ordering = ["-starts_on"]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.starts_on:%d-%m-%Y}"


class DisciplineWarning(models.Model):
    """A step of PP 94/2021 that a person nears or has reached by days confirmed tanpa keterangan.

    It tells the superior, who acknowledges it with what is done about it (Art. 28); it imposes
    nothing. It lapses when days are excused later and stays as a row.
    """

    class Basis(models.TextChoices):
        CUMULATIVE = "cumulative", _("kumulatif setahun")
        CONSECUTIVE = "consecutive", _("berturut-turut")

    class Level(models.TextChoices):
        NEAR = "near", _("Mendekati")
        REACHED = "reached", _("Tercapai")

    class Status(models.TextChoices):
        OPEN = "open", _("Belum ditindaklanjuti atasan")
        ACKNOWLEDGED = "acknowledged", _("Ditindaklanjuti")
        LAPSED = "lapsed", _("Gugur")

    employee = models.ForeignKey(
        "units.Employee", on_delete=models.PROTECT, related_name="discipline_warnings"
    )
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", null=True)
    year = models.PositiveSmallIntegerField(_("tahun"))
    basis = models.CharField(max_length=11, choices=Basis)
    step = models.PositiveSmallIntegerField(_("jenjang (hari)"))
    level = models.CharField(max_length=7, choices=Level)
    count = models.PositiveSmallIntegerField(_("hari tanpa keterangan"))
    status = models.CharField(max_length=12, choices=Status, default=Status.OPEN)
    raised_at = models.DateTimeField(_("timbul"))
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(_("tindak lanjut"), max_length=500, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    lapsed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("peringatan disiplin")
        ordering = ["-raised_at", "-pk"]
        indexes = [
            models.Index(fields=["employee"], name="warnings_open", condition=Q(status="open"))
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "year", "basis", "step"], name="one_warning_per_step"
            ),
            models.CheckConstraint(
                name="acknowledged_warning_names_who",
                condition=~Q(status="acknowledged")
                | Q(acknowledged_by__isnull=False, acknowledged_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.year} · {self.employee.name}"
