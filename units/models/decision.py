"""Acts of office, never changed afterwards."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ChainHead(models.Model):
    """One row: the hash of the latest decision. Locked while a decision is added."""

    latest_hash = models.CharField(max_length=64)


class Decision(models.Model):
    """Who decided what on which record, when, why and for whom. The database refuses changes."""

    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    subject_text = models.CharField(max_length=200)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, null=True)
    act = models.CharField(_("keputusan"), max_length=40)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    mandate = models.CharField(_("mandat"), max_length=160, blank=True)
    reason = models.TextField(_("alasan"), blank=True)
    decided_at = models.DateTimeField(_("waktu"))
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("keputusan")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="decision_by_subject"),
            models.Index(fields=["unit", "decided_at"], name="decision_by_unit"),
            models.Index(fields=["act", "decided_at"], name="decision_by_act"),
        ]
