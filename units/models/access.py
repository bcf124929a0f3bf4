"""Accounts and the named roles of the city. Rights are read at the time of the act."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """An account. Its username is the NIP for employees; council members have a name.

    `language` is "" until the person chooses one; pages and notices are Indonesian then.
    """

    language = models.CharField(
        _("bahasa"), max_length=2, choices=settings.LANGUAGES, blank=True, default="", db_default=""
    )

    class Meta:
        verbose_name = _("akun")
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("email"),
                name="user_email_once",
                condition=~models.Q(email=""),
            )
        ]


class RoleGrant(models.Model):
    """A named role, for a term, by letter. Heads of units have none: that is their posting."""

    class Role(models.TextChoices):
        CITY_HR = "bkpsdm", _("BKPSDM")
        UNIT_HR = "unit_hr", _("Pengelola kepegawaian unit")
        SECRETARY = "sekda", _("Sekretaris Daerah")
        LEADERSHIP = "leadership", _("Pimpinan daerah")
        INSPECTORATE = "inspectorate", _("Inspektorat")
        COUNCIL = "council", _("DPRD Komisi I")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(_("peran"), max_length=12, choices=Role)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, null=True, blank=True)
    letter_number = models.CharField(_("nomor surat"), max_length=80, blank=True)
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai"), null=True, blank=True)

    class Meta:
        verbose_name = _("penugasan peran")
        constraints = [
            models.CheckConstraint(
                name="role_of_unit_hr_names_its_unit",
                condition=~models.Q(role="unit_hr") | models.Q(unit__isnull=False),
            ),
            models.CheckConstraint(
                name="role_ends_after_it_starts",
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
            ),
            models.UniqueConstraint(
                fields=["user", "role", "unit"],
                name="role_in_unit_granted_once",
                condition=models.Q(ends_on__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                name="city_role_granted_once",
                condition=models.Q(ends_on__isnull=True, unit__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.get_role_display()}"


class ActivationCode(models.Model):
    """The one code with which a person sets the first password, or a new one; kept as a digest.

    Used codes stay until the next one is issued: the row tells when the account was opened.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="activation_code")
    digest = models.CharField(max_length=64)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField(_("berlaku sampai"))
    used_at = models.DateTimeField(_("dipakai"), null=True, blank=True)

    class Meta:
        verbose_name = _("kode aktivasi")
