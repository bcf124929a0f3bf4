"""The dated classification of units, with the reasons behind it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Classification(models.Model):
    """One decision on one unit, in force from its date until the next one for that unit.

    The five answers follow PermenPANRB 4/2025 Art. 11. Parts without a decision of their own
    inherit from the nearest ancestor; where none is decided everyone works at the office.
    """

    class ServiceClass(models.TextChoices):
        SERVICE_FACING = "service_facing", _("Pelayanan langsung")
        BACK_OFFICE = "back_office", _("Administratif")

    CRITERIA = [
        ("doable_off_site", _("Tugas dapat dikerjakan di luar kantor")),
        ("no_special_equipment", _("Tidak memerlukan ruang kerja atau peralatan khusus")),
        ("uses_ict", _("Dikerjakan dengan teknologi informasi dan komunikasi")),
        ("little_face_to_face", _("Interaksi tatap muka sangat sedikit")),
        ("no_constant_supervision", _("Tidak memerlukan pengawasan terus-menerus")),
    ]

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="classifications")
    service_class = models.CharField(_("klasifikasi"), max_length=14, choices=ServiceClass)
    doable_off_site = models.BooleanField(CRITERIA[0][1])
    no_special_equipment = models.BooleanField(CRITERIA[1][1])
    uses_ict = models.BooleanField(CRITERIA[2][1])
    little_face_to_face = models.BooleanField(CRITERIA[3][1])
    no_constant_supervision = models.BooleanField(CRITERIA[4][1])
    reason = models.TextField(_("alasan"), max_length=1000)
    legal_basis = models.CharField(_("dasar hukum"), max_length=200)
    starts_on = models.DateField(_("berlaku mulai"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    decided_at = models.DateTimeField(_("ditetapkan"))

    class Meta:
        verbose_name = _("klasifikasi unit")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "starts_on"], name="one_classification_per_unit_and_day"
            ),
            models.CheckConstraint(
                name="classification_has_reason_and_basis",
                condition=~models.Q(reason="") & ~models.Q(legal_basis=""),
            ),
        ]
