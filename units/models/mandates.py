"""The mandate of who acts as head: how its holder signs, who appointed, and an early end."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Mandate(models.Model):
    """What an acting posting (Plt., Plh.) rests on besides its letter and its days.

    Postings that were imported have none: their holders sign with Plt. or Plh. before the title.
    """

    class Signing(models.TextChoices):
        OWN = "own", _("Plt. atau Plh. di depan nama jabatan")
        ON_BEHALF = "an", _("a.n. kepala, dengan jabatan sendiri")
        FOR_THE_NAMED = "ub", _("a.n. kepala, u.b. dengan jabatan sendiri")

    posting = models.OneToOneField(
        "units.Posting", on_delete=models.CASCADE, related_name="mandate"
    )
    signing = models.CharField(
        _("menandatangani"), max_length=3, choices=Signing, default=Signing.OWN
    )
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    appointed_at = models.DateTimeField(_("ditunjuk"))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("diakhiri"), null=True, blank=True)

    class Meta:
        verbose_name = _("mandat")
        constraints = [
            models.CheckConstraint(
                name="ended_mandate_names_who",
                condition=Q(ended_by__isnull=True, ended_at__isnull=True)
                | Q(ended_by__isnull=False, ended_at__isnull=False),
            )
        ]
