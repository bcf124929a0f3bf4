"""What people ask of the rotation: weekdays, care for others, two who should not both be away."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Preference(models.Model):
    """A person's weekdays and their caregiver status, which unit HR confirms on evidence.

    `unwanted_weekdays` are those on which the person would rather not be at home,
    `wanted_weekdays` those on which they would. A claim waits while `caregiver_asked_at` is set;
    what was decided before stays in force until then. Numbers of weekdays are 0 (Monday) to 5.
    """

    employee = models.OneToOneField(
        "units.Employee", on_delete=models.PROTECT, related_name="preference"
    )
    unwanted_weekdays = models.JSONField(default=list, blank=True)
    wanted_weekdays = models.JSONField(default=list, db_default=[], blank=True)
    caregiver = models.BooleanField(default=False)
    caregiver_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True
    )
    caregiver_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    caregiver_evidence = models.CharField(
        _("bukti"), max_length=200, blank=True, default="", db_default=""
    )
    caregiver_asked_at = models.DateTimeField(null=True, blank=True)
    caregiver_answer = models.CharField(
        _("jawaban"), max_length=200, blank=True, default="", db_default=""
    )
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("preferensi")
        indexes = [
            models.Index(
                fields=["caregiver_asked_at"],
                name="caregiver_claims_waiting",
                condition=Q(caregiver_asked_at__isnull=False),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="caregiver_is_confirmed",
                condition=Q(caregiver=False) | Q(caregiver_confirmed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="caregiver_claim_names_evidence",
                condition=Q(caregiver_asked_at__isnull=True) | ~Q(caregiver_evidence=""),
            ),
        ]

    def __str__(self):
        return str(self.employee)

    def is_caregiver_on(self, day):
        """Say whether the confirmed status is in force on a day."""
        return self.caregiver and (self.caregiver_until is None or self.caregiver_until >= day)


class PairApart(models.Model):
    """Two people who should not both be at home on one day, because they stand in for each other.

    The planner keeps them apart where no fairer rule suffers. `first` is the lower number.
    """

    first = models.ForeignKey("units.Employee", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("units.Employee", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("alasan"), max_length=200)
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai"), null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("pasangan terpisah")
        ordering = ["first__name", "second__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                name="pair_apart_once",
                condition=Q(ends_on__isnull=True),
            ),
            models.CheckConstraint(name="pair_apart_in_order", condition=Q(first__lt=F("second"))),
            models.CheckConstraint(
                name="pair_apart_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self):
        return f"{self.first} – {self.second}"
