"""Activities of Epkin and Lapkin: the numbers to which a daily report's items belong."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ActivityNumber(models.Model):
    """A numbered activity of a unit (with all below it) or of one person, from a date on."""

    number = models.CharField(_("nomor kegiatan"), max_length=40)
    title = models.CharField(_("nama kegiatan"), max_length=200)
    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    employee = models.ForeignKey(
        "units.Employee", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField(_("mulai berlaku"))
    ends_on = models.DateField(_("sampai"), null=True, blank=True)

    class Meta:
        verbose_name = _("nomor kegiatan Epkin/Lapkin")
        constraints = [
            models.CheckConstraint(
                name="activity_of_a_unit_or_a_person",
                condition=Q(unit__isnull=True, employee__isnull=False)
                | Q(unit__isnull=False, employee__isnull=True),
            ),
            models.CheckConstraint(
                name="activity_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
            models.UniqueConstraint(
                fields=["unit", "number"],
                condition=Q(unit__isnull=False),
                name="one_activity_of_a_number_in_the_unit",
            ),
            models.UniqueConstraint(
                fields=["employee", "number"],
                condition=Q(employee__isnull=False),
                name="one_activity_of_a_number_of_the_person",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"
