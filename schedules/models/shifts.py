"""Shifts of units that work around the clock: patterns for a term, and who has which on a date."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ShiftPattern(models.Model):
    """A shift of a unit and the units below it: its code on the roster and its hours for a term.

    Never changed once it has begun: other hours are a new row of the same code that starts later,
    so that a past day keeps the hours that it was worked by. With `next_day` it ends on the date
    after the one on which it starts, at most 24 hours later.
    """

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="shift_patterns")
    code = models.CharField(_("kode"), max_length=6)
    name = models.CharField(_("nama"), max_length=60)
    start = models.TimeField(_("masuk"))
    end = models.TimeField(_("pulang"))
    next_day = models.BooleanField(_("pulang keesokan hari"), default=False)
    break_minutes = models.PositiveSmallIntegerField(_("istirahat (menit)"), default=0)
    starts_on = models.DateField(_("mulai berlaku"))
    ends_on = models.DateField(_("sampai"), null=True, blank=True)

    class Meta:
        verbose_name = _("sif")
        ordering = ["unit_id", "start", "code", "-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "code", "starts_on"], name="shift_once"),
            models.CheckConstraint(
                name="shift_ends_after_it_starts",
                condition=Q(next_day=False, end__gt=F("start"))
                | Q(next_day=True, end__lte=F("start")),
            ),
            models.CheckConstraint(
                name="shift_term",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.start:%H.%M}–{self.end:%H.%M}"


class ShiftDay(models.Model):
    """One person on one date of the roster: a shift, or a day off where `pattern` is empty.

    It is the hours of the date in place of those of the unit, on Sundays and holidays too.
    """

    employee = models.ForeignKey(
        "units.Employee", on_delete=models.PROTECT, related_name="shift_days"
    )
    date = models.DateField(_("tanggal"))
    pattern = models.ForeignKey(
        ShiftPattern, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("jadwal sif")
        ordering = ["date", "employee_id"]
        indexes = [models.Index(fields=["date"], name="shift_day_by_date")]
        constraints = [
            models.UniqueConstraint(fields=["employee", "date"], name="one_shift_per_date")
        ]
