"""The policy (kebijakan): dated, versioned parameters with a legal basis, and its floors."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Policy(models.Model):
    """A version of the rules for a unit and everything below it; the nearest unit wins.

    `flexible_per_week` grants flexible-hours days to who works at the office alone: a start
    between two times (Perpres 21/2023, Art. 8), the hours of the day kept (Art. 9).

    A policy in force never changes: a new version supersedes it, and plans name the version
    that they obeyed. Defaults follow PermenPANRB 4/2025 (Art. 13: at most two days a week;
    Art. 25: not under discipline, not new in the position).
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Konsep")
        IN_FORCE = "in_force", _("Berlaku")
        SUPERSEDED = "superseded", _("Digantikan")

    class Mode(models.TextChoices):
        ROTATION = "rotation", _("Bergilir")
        FIXED_WEEKDAY = "fixed_weekday", _("Hari tetap")

    class Acknowledgement(models.TextChoices):
        """How BKPSDM takes note of an approved plan: the last level of the chain."""

        PUBLICATION = "publication", _("Dengan penerbitan: BKPSDM yang menerbitkan")
        STEP = "step", _("Langkah tersendiri sebelum penerbitan")
        NONE = "none", _("Tanpa pengetahuan BKPSDM")

    name = models.CharField(_("nama"), max_length=120)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="policies")
    version = models.PositiveIntegerField(_("versi"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    legal_basis = models.CharField(_("dasar hukum"), max_length=250)
    exception_basis = models.CharField(
        _("dasar hukum pengecualian (lebih dari dua hari)"), max_length=250, blank=True
    )
    starts_on = models.DateField(_("berlaku mulai"))
    ends_on = models.DateField(_("berlaku sampai"), null=True, blank=True)
    mode = models.CharField(_("cara"), max_length=14, choices=Mode, default=Mode.ROTATION)
    fixed_weekdays = models.JSONField(_("hari WFH tetap"), default=list, blank=True)
    barred_weekdays = models.JSONField(_("hari wajib di kantor"), default=list, blank=True)
    desirable_weekdays = models.JSONField(_("hari yang diminati"), default=list, blank=True)
    most_per_week = models.PositiveSmallIntegerField(_("paling banyak WFH seminggu"), default=2)
    target_per_week = models.PositiveSmallIntegerField(_("sasaran WFH seminggu"), default=1)
    least_per_week = models.PositiveSmallIntegerField(_("paling sedikit WFH seminggu"), default=0)
    share_at_home = models.DecimalField(
        _("bagian terbanyak di rumah per hari"),
        max_digits=3,
        decimal_places=2,
        default=Decimal("0.50"),
    )
    desirable_band = models.DecimalField(
        _("selisih hari diminati yang wajar"), max_digits=2, decimal_places=1, default=Decimal("1")
    )
    spread = models.BooleanField(_("hindari dua hari WFH berurutan"), default=True)
    excluded_echelons = models.JSONField(_("eselon yang dikecualikan"), default=list, blank=True)
    waiting_days = models.PositiveSmallIntegerField(
        _("masa tunggu setelah mutasi atau promosi (hari)"), default=90
    )
    exclude_discipline = models.BooleanField(_("kecualikan yang kena disiplin"), default=True)
    include_part_time = models.BooleanField(_("termasuk PPPK paruh waktu"), default=False)
    report_due_days = models.PositiveSmallIntegerField(
        _("batas pemeriksaan laporan harian (hari kerja)"), default=2
    )
    review_days = models.PositiveSmallIntegerField(
        _("batas menjawab permohonan peninjauan jadwal (hari kerja)"), default=3, db_default=3
    )
    review_exempt = models.BooleanField(
        _("permohonan peninjauan yang dikabulkan berlaku tanpa langkah BKPSDM"),
        default=True,
        db_default=True,
    )
    flexible_per_week = models.PositiveSmallIntegerField(
        _("hari jam fleksibel seminggu"), default=0, db_default=0
    )
    flexible_from = models.TimeField(_("jam masuk paling awal"), null=True, blank=True)
    flexible_until = models.TimeField(_("jam masuk paling akhir"), null=True, blank=True)
    flexible_share = models.DecimalField(
        _("bagian terbanyak yang berjam fleksibel per hari"),
        max_digits=3,
        decimal_places=2,
        default=Decimal("0.50"),
        db_default=Decimal("0.50"),
    )
    team_level = models.BooleanField(
        _("tim atau seksi mengajukan kepada bidang"), default=False, db_default=False
    )
    division_level = models.BooleanField(
        _("bidang mengajukan bagiannya"), default=True, db_default=True
    )
    acknowledgement = models.CharField(
        _("pengetahuan BKPSDM"),
        max_length=11,
        choices=Acknowledgement,
        default=Acknowledgement.PUBLICATION,
        db_default=Acknowledgement.PUBLICATION,
    )
    remind_after_days = models.PositiveSmallIntegerField(
        _("diingatkan setelah (hari kerja)"), default=2, db_default=2
    )
    escalate_after_days = models.PositiveSmallIntegerField(
        _("diteruskan ke jenjang berikutnya setelah (hari kerja)"), default=4, db_default=4
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    created_at = models.DateTimeField()
    in_force_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("kebijakan")
        ordering = ["-starts_on", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "version"], name="policy_version_once"),
            models.CheckConstraint(
                name="policy_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="policy_weekly_numbers_agree",
                condition=Q(
                    least_per_week__lte=F("most_per_week"), target_per_week__lte=F("most_per_week")
                ),
            ),
            models.CheckConstraint(
                name="policy_more_than_two_days_names_its_exception",
                condition=Q(most_per_week__lte=2) | ~Q(exception_basis=""),
            ),
            models.UniqueConstraint(
                fields=["unit"], name="one_policy_in_force_per_unit", condition=Q(status="in_force")
            ),
            models.CheckConstraint(
                name="policy_escalates_after_it_reminds",
                condition=Q(remind_after_days__gte=1)
                & Q(escalate_after_days__gt=F("remind_after_days")),
            ),
            models.CheckConstraint(
                name="policy_share_is_a_share", condition=Q(share_at_home__range=(0, 1))
            ),
            models.CheckConstraint(
                name="policy_flexible_days_name_their_hours",
                condition=Q(flexible_per_week=0)
                | Q(
                    flexible_from__isnull=False,
                    flexible_until__isnull=False,
                    flexible_until__gt=F("flexible_from"),
                ),
            ),
            models.CheckConstraint(
                name="policy_flexible_share_is_a_share", condition=Q(flexible_share__range=(0, 1))
            ),
        ]

    def __str__(self):
        return f"{self.name} v{self.version}"


class Floor(models.Model):
    """People who must be on site each day: of a unit, and where named of a skill or position.

    With `on_time` it is a floor of the flexible-hours days: people who start at the usual hour.
    """

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="floors")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    skill = models.ForeignKey("units.Skill", on_delete=models.PROTECT, null=True, blank=True)
    position = models.ForeignKey("units.Position", on_delete=models.PROTECT, null=True, blank=True)
    text = models.CharField(_("bunyi"), max_length=160)
    on_site = models.PositiveSmallIntegerField(_("paling sedikit di kantor"))
    weekdays = models.JSONField(
        _("hari"), default=list, blank=True, help_text=_("Kosong: setiap hari kerja")
    )
    on_time = models.BooleanField(
        _("batas bagi hari jam fleksibel: masuk pada jam biasa"), default=False, db_default=False
    )

    class Meta:
        verbose_name = _("batas minimal di kantor")
        ordering = ["unit_id", "pk"]
        constraints = [
            models.CheckConstraint(name="floor_is_positive", condition=Q(on_site__gte=1)),
            models.CheckConstraint(
                name="floor_names_skill_or_position_not_both",
                condition=Q(skill__isnull=True) | Q(position__isnull=True),
            ),
        ]

    def __str__(self):
        return self.text
