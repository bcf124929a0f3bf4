"""Flexible-hours days of a plan: what the policy gives to who works at the office alone."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class FlexibleDay(models.Model):
    """A flexible-hours day (hari jam fleksibel) at the office: a start between two times.

    The times are those of the policy when the plan was made, so that a later version of the
    policy never changes a day. `published` as in Assignment.
    """

    plan = models.ForeignKey(
        "schedules.Plan", on_delete=models.CASCADE, related_name="flexible_days"
    )
    employee = models.ForeignKey(
        "units.Employee", on_delete=models.PROTECT, related_name="flexible_days"
    )
    date = models.DateField(_("tanggal"))
    starts_from = models.TimeField(_("masuk paling awal"))
    starts_until = models.TimeField(_("masuk paling akhir"))
    published = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("hari jam fleksibel")
        indexes = [
            models.Index(fields=["date"], name="flexible_by_date", condition=Q(published=True)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["plan", "employee", "date"], name="flexible_day_once"),
            models.UniqueConstraint(
                fields=["employee", "date"],
                name="one_published_flexible_day_per_person",
                condition=Q(published=True),
            ),
            models.CheckConstraint(
                name="flexible_day_has_a_window",
                condition=Q(starts_until__gt=F("starts_from")),
            ),
        ]
