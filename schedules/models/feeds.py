"""The secret address at which a person's own calendar may be fetched."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarFeed(models.Model):
    """One address for each employee. Only the SHA-256 of its secret is kept."""

    employee = models.OneToOneField(
        "units.Employee", on_delete=models.CASCADE, related_name="calendar_feed"
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("dibuat"))

    class Meta:
        verbose_name = _("alamat kalender")
