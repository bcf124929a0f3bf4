"""Holidays and working hours: dated rows, never constants."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Holiday(models.Model):
    """A day on which a unit (or the whole city) does not work, or a holiday called off."""

    class Kind(models.TextChoices):
        NATIONAL = "national", _("Libur nasional")
        JOINT_LEAVE = "joint_leave", _("Cuti bersama")
        LOCAL = "local", _("Libur setempat")
        CALLED_OFF = "called_off", _("Tetap bekerja")

    date = models.DateField(_("tanggal"))
    name = models.CharField(_("nama"), max_length=120)
    kind = models.CharField(_("jenis"), max_length=12, choices=Kind)
    unit = models.ForeignKey(
        "units.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text=_("Kosong: seluruh kota. Berlaku juga bagi unit di bawahnya."),
    )
    estimated = models.BooleanField(_("perkiraan"), default=False)
    legal_basis = models.CharField(_("dasar hukum"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("hari libur")
        ordering = ["date", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["date", "unit", "kind"], name="unit_holiday_once"),
            models.UniqueConstraint(
                fields=["date", "kind"],
                name="city_holiday_once",
                condition=Q(unit__isnull=True),
            ),
        ]

    def __str__(self):
        return self.name


class WorkHours(models.Model):
    """Hours of a unit group and employment type for a term; the most particular row wins.

    Order of precedence on a day: nearer unit, then named employment, then later start.
    """

    name = models.CharField(_("nama"), max_length=120)
    working_week = models.PositiveSmallIntegerField(
        _("hari kerja seminggu"), choices=[(5, _("5 hari")), (6, _("6 hari"))]
    )
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, null=True, blank=True)
    employment = models.CharField(_("status kepegawaian"), max_length=18, blank=True)
    legal_basis = models.CharField(_("dasar hukum"), max_length=200)
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai"), null=True, blank=True)

    class Meta:
        verbose_name = _("jam kerja")
        ordering = ["-starts_on", "name"]
        constraints = [
            models.CheckConstraint(
                name="hours_end_after_they_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            )
        ]

    def __str__(self):
        return self.name


class WorkHoursDay(models.Model):
    """Start, end and break of one weekday (0 Monday to 6 Sunday)."""

    hours = models.ForeignKey(WorkHours, on_delete=models.CASCADE, related_name="days")
    weekday = models.PositiveSmallIntegerField(_("hari"))
    start = models.TimeField(_("masuk"))
    end = models.TimeField(_("pulang"))
    break_minutes = models.PositiveSmallIntegerField(_("istirahat (menit)"), default=60)

    class Meta:
        ordering = ["weekday"]
        constraints = [
            models.UniqueConstraint(fields=["hours", "weekday"], name="hours_once_per_weekday"),
            models.CheckConstraint(name="hours_weekday", condition=Q(weekday__lte=6)),
            models.CheckConstraint(name="hours_end_after_start", condition=Q(end__gt=F("start"))),
        ]
