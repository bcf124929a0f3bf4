"""Letters (Surat Perintah, Surat Tugas) for the days at home: of a plan or an emergency."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def new_token():
    """Return the unguessable part of the address that a letter's QR code opens."""
    return secrets.token_urlsafe(16)


class Letter(models.Model):
    """One letter of an agency for a unit and a plan (or an emergency), frozen as it was drawn up.

    It is a draft (KONSEP) until the number from the office's register and the signed copy are
    recorded. The number is the office's for the year, also of a letter cancelled since.
    """

    class Kind(models.TextChoices):
        ORDER = "surat_perintah", _("Surat Perintah")
        TASK = "surat_tugas", _("Surat Tugas")
        TASK_ORDER = "surat_perintah_tugas", _("Surat Perintah Tugas")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Konsep")
        IN_FORCE = "in_force", _("Berlaku")
        CANCELLED = "cancelled", _("Batal")

    kind = models.CharField(_("jenis"), max_length=20, choices=Kind)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.DRAFT)
    token = models.CharField(max_length=32, unique=True, default=new_token)
    agency = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="letters")
    plan = models.ForeignKey(
        "schedules.Plan", on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
    emergency = models.ForeignKey(
        "schedules.Emergency",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
    )
    basis = models.JSONField(_("dasar"), default=list)
    signature = models.JSONField(_("jabatan penanda tangan"), default=list)
    signer_name = models.CharField(_("penanda tangan"), max_length=120)
    signer_nip = models.CharField(_("NIP penanda tangan"), max_length=18)
    signer_mandate = models.ForeignKey(
        "units.Posting", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    head_count = models.PositiveIntegerField(_("jumlah pegawai"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("dibuat"))
    number = models.CharField(_("nomor"), max_length=80, blank=True)
    number_key = models.CharField(max_length=80, blank=True)
    dated_on = models.DateField(_("tanggal surat"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    cancel_reason = models.CharField(_("alasan pembatalan"), max_length=300, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    renews = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="renewals"
    )

    class Meta:
        verbose_name = _("surat")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["number_key"], name="letter_by_number")]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year", "number_key"],
                name="letter_number_once_a_year",
                condition=~Q(number_key=""),
            ),
            models.UniqueConstraint(
                fields=["plan", "unit"],
                name="one_letter_in_work",
                condition=Q(status="draft"),
            ),
            models.UniqueConstraint(
                fields=["plan", "unit"],
                name="one_letter_in_force",
                condition=Q(status="in_force"),
            ),
            models.UniqueConstraint(
                fields=["emergency", "unit"],
                name="one_emergency_letter_in_work",
                condition=Q(status="draft"),
            ),
            models.UniqueConstraint(
                fields=["emergency", "unit"],
                name="one_emergency_letter_in_force",
                condition=Q(status="in_force"),
            ),
            models.UniqueConstraint(
                fields=["renews"], name="letter_renewed_once", condition=~Q(status="cancelled")
            ),
            models.CheckConstraint(
                name="letter_of_a_plan_or_an_emergency",
                condition=Q(plan__isnull=False, emergency__isnull=True)
                | Q(plan__isnull=True, emergency__isnull=False),
            ),
            models.CheckConstraint(
                name="numbered_letter_has_its_date",
                condition=Q(number="", number_key="", dated_on__isnull=True, year__isnull=True)
                | (
                    ~Q(number="")
                    & ~Q(number_key="")
                    & Q(dated_on__isnull=False, year__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="letter_in_force_has_a_number",
                condition=~Q(status="in_force") | ~Q(number=""),
            ),
            models.CheckConstraint(
                name="cancelled_letter_says_why",
                condition=~Q(status="cancelled")
                | (~Q(cancel_reason="") & Q(cancelled_at__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number or '–'} · {self.unit.label}"

    @property
    def term(self):
        """What has the first and last day of the letter: the period of its plan, its emergency."""
        return self.plan.period if self.plan_id else self.emergency


class LetterLine(models.Model):
    """One person of a letter with the days at home as ordered; `days` are ISO dates."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="lines")
    employee = models.ForeignKey("units.Employee", on_delete=models.PROTECT, related_name="+")
    order = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    nip = models.CharField(max_length=18)
    position = models.CharField(max_length=120)
    days = models.JSONField()

    class Meta:
        verbose_name = _("pegawai dalam surat")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "employee"], name="once_in_a_letter")
        ]


class SignedCopy(models.Model):
    """The signed PDF of a letter, kept in the database: no file has an address of its own."""

    letter = models.OneToOneField(Letter, on_delete=models.CASCADE, related_name="signed_copy")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("salinan bertanda tangan")


class OutdatedLetter(models.Model):
    """A letter in force that no longer says what holds, as last compared.

    `changes` are the differences that the office has been told of: "+12 2026-12-09" for a day of
    the employee 12 that holds and is not in the letter, "-12 2026-12-09" for the reverse.
    """

    letter = models.OneToOneField(Letter, on_delete=models.CASCADE, related_name="outdated")
    changes = models.JSONField()
    told_at = models.DateTimeField()

    class Meta:
        verbose_name = _("surat yang perlu diganti")
