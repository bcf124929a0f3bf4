"""Check-ins as they came: append-only. What is decided about them stands in rows beside them."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units import clock

# Clocks that differ by more than this are both shown to who reviews a check-in.
TOLD_APART = datetime.timedelta(minutes=2)


class CheckIn(models.Model):
    """One tap, in or out, for a work date. The database allows one of each per person and date."""

    class Direction(models.TextChoices):
        IN = "in", _("Presensi masuk")
        OUT = "out", _("Presensi pulang")

    class Workplace(models.TextChoices):
        OFFICE = "wfo", _("WFO (kantor)")
        HOME = "wfh", _("WFH (rumah)")

    class Finding(models.TextChoices):
        ACCEPTED = "accepted", _("Lokasi sesuai")
        REVIEW = "review", _("Perlu ditinjau")

    employee = models.ForeignKey(
        "units.Employee", on_delete=models.PROTECT, related_name="check_ins"
    )
    work_date = models.DateField(_("tanggal kerja"))
    direction = models.CharField(max_length=3, choices=Direction)
    workplace = models.CharField(_("lokasi kerja menurut rencana"), max_length=3, choices=Workplace)
    server_time = models.DateTimeField(_("jam server"))
    device_time = models.DateTimeField(_("jam ponsel"), null=True, blank=True)
    # Pressed without a signal and sent later: what the phone says of the time is to be reviewed.
    sent_later = models.BooleanField(_("dikirim kemudian"), default=False, db_default=False)
    finding = models.CharField(max_length=8, choices=Finding)
    review_reason = models.CharField(_("alasan ditinjau"), max_length=40, blank=True)
    place = models.ForeignKey("units.Place", on_delete=models.PROTECT, null=True, blank=True)
    # A keyed hash of the random number in the device's cookie; "" where there is none, and on a
    # device that is meant for many people.
    device = models.CharField(max_length=64, blank=True, default="", db_default="")
    # Pressed at a kiosk: the place is the kiosk's, and nothing of a device is kept.
    kiosk = models.ForeignKey(
        "attendance.Kiosk", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    key = models.UUIDField(_("kunci dari ponsel"), unique=True)

    class Meta:
        verbose_name = _("presensi")
        indexes = [
            models.Index(fields=["work_date"], name="check_in_by_date"),
            models.Index(
                fields=["employee"], name="check_ins_to_review", condition=Q(finding="review")
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "work_date", "direction"], name="one_in_and_one_out_per_date"
            ),
            models.CheckConstraint(
                name="check_in_under_review_says_why",
                condition=~Q(finding="review") | ~Q(review_reason=""),
            ),
        ]

    def __str__(self):
        return f"{self.get_direction_display()} {self.work_date} · {self.employee.name}"

    @property
    def counts_at(self):
        """When the person pressed: the server's time, the phone's where it was sent later.

        The latter counts for nothing before the superior has accepted it.
        """
        return self.device_time if self.sent_later and self.device_time else self.server_time

    @property
    def clocks_differ(self):
        """Whether the phone's clock was minutes away from the server's, so that both are told."""
        return (
            self.device_time is not None
            and clock.apart(self.device_time, self.server_time) > TOLD_APART
        )


class PlaceEvidence(models.Model):
    """Exact coordinates of a check-in, erased after the days that the settings name."""

    check_in = models.OneToOneField(CheckIn, on_delete=models.PROTECT, related_name="evidence")
    latitude = models.FloatField()
    longitude = models.FloatField()
    accuracy_m = models.FloatField()
    age_s = models.FloatField()
    distance_m = models.FloatField(null=True)


class CheckInReview(models.Model):
    """What the superior decided on a check-in kept for review."""

    check_in = models.OneToOneField(CheckIn, on_delete=models.PROTECT, related_name="review")
    accepted = models.BooleanField()
    reason = models.CharField(_("alasan"), max_length=300)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    decided_at = models.DateTimeField()
