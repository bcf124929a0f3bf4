"""Kiosks for people without a phone, and the PIN with which a person is known there."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Kiosk(models.Model):
    """One device at one place, opened for the people of a unit and below it until a moment.

    The device holds a random number in a signed cookie; here stands its digest alone.
    """

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="kiosks")
    place = models.ForeignKey("units.Place", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("nama kiosk"), max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(_("dibuka"))
    expires_at = models.DateTimeField(_("berlaku sampai"))
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(_("ditutup"), null=True, blank=True)

    class Meta:
        verbose_name = _("kiosk presensi")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="kiosk_expires_after_it_opens", condition=Q(expires_at__gt=F("opened_at"))
            ),
            models.CheckConstraint(
                name="kiosk_closed_by_somebody_at_a_time",
                condition=Q(closed_by__isnull=True, closed_at__isnull=True)
                | Q(closed_by__isnull=False, closed_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name


class KioskPin(models.Model):
    """The PIN of a person at kiosks, as a hash; one handed over is used once and then changed."""

    employee = models.OneToOneField(
        "units.Employee", on_delete=models.PROTECT, related_name="kiosk_pin"
    )
    secret = models.CharField(max_length=128)
    one_time = models.BooleanField(_("sekali pakai"), default=False)
    expires_at = models.DateTimeField(_("berlaku sampai"), null=True, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(_("ditetapkan"))

    class Meta:
        verbose_name = _("PIN kiosk")
        constraints = [
            models.CheckConstraint(
                name="one_time_kiosk_pin_expires",
                condition=Q(one_time=False) | Q(expires_at__isnull=False),
            )
        ]
