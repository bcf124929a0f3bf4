"""Other programs of the city: the tokens with which they come, and what they were answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ApiToken(models.Model):
    """The right of one program, given by BKPSDM; the secret itself is kept as a digest alone.

    It reaches the unit and all below it (none: the whole city), and no further than the account
    that made it reaches at the moment of each request.
    """

    class Scope(models.TextChoices):
        REPORTS_READ = "reports:read", _("membaca laporan harian WFH yang diterima")
        DAYS_READ = "days:read", _("membaca rekap harian")
        NAMES_READ = "names:read", _("melihat NIP dan nama")
        FIGURES_READ = "figures:read", _("membaca angka laporan mingguan, tanpa nama")
        ABSENCES_WRITE = "absences:write", _("mengirim ketidakhadiran")
        ACTIVITIES_WRITE = "activities:write", _("mengirim nomor kegiatan")

    name = models.CharField(_("aplikasi"), max_length=80)
    office = models.CharField(_("instansi pemilik"), max_length=120)
    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    scopes = models.JSONField(_("hak"), default=list)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_tokens"
    )
    made_at = models.DateTimeField(_("dibuat"))
    expires_on = models.DateField(_("berlaku sampai"))
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(_("terakhir dipakai"), null=True, blank=True)

    class Meta:
        verbose_name = _("token API")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="revoked_token_names_who",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            )
        ]

    def __str__(self):
        return f"{self.name} ({self.office})"

    @property
    def scope_words(self):
        """The rights in words, in the order in which they are declared."""
        return [str(one.label) for one in self.Scope if one.value in self.scopes]


class ApiReceipt(models.Model):
    """What a program was answered to a key of its own: the same key gets the same answer."""

    token = models.ForeignKey(ApiToken, on_delete=models.PROTECT, related_name="receipts")
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    answer = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("tanda terima API")
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="api_key_used_once")]
