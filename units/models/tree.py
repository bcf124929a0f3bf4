"""The unit tree and the places where its people work."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from tree_queries.models import TreeNode


class Unit(TreeNode):
    """An agency (OPD) or any part of it. Closed units stay, so that history keeps its names."""

    class Level(models.TextChoices):
        CITY = "kota", _("Kota")
        AGENCY = "opd", _("Perangkat daerah")
        DISTRICT = "kecamatan", _("Kecamatan")
        VILLAGE = "kelurahan", _("Kelurahan")
        DIVISION = "bidang", _("Sekretariat, bagian atau bidang")
        SECTION = "seksi", _("Subbagian, seksi atau tim")
        FACILITY = "uptd", _("UPTD, puskesmas atau sekolah")

    AGENCY_LEVELS = (Level.AGENCY, Level.DISTRICT)

    code = models.CharField(_("kode"), max_length=40, unique=True)
    name = models.CharField(_("nama"), max_length=160)
    short_name = models.CharField(_("nama singkat"), max_length=60, blank=True)
    level = models.CharField(_("tingkat"), max_length=12, choices=Level)
    working_week = models.PositiveSmallIntegerField(
        _("hari kerja seminggu"), choices=[(5, _("5 hari")), (6, _("6 hari"))], default=5
    )
    opened_on = models.DateField(_("dibentuk"), null=True, blank=True)
    closed_on = models.DateField(_("dihapus"), null=True, blank=True)

    class Meta:
        verbose_name = _("unit kerja")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="unit_working_week_is_5_or_6", condition=models.Q(working_week__in=[5, 6])
            ),
            models.CheckConstraint(
                name="unit_is_not_its_own_parent", condition=~models.Q(parent=models.F("pk"))
            ),
            models.CheckConstraint(
                name="unit_closes_after_it_opens",
                condition=models.Q(closed_on__isnull=True)
                | models.Q(opened_on__isnull=True)
                | models.Q(closed_on__gte=models.F("opened_on")),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def label(self):
        """The short name where there is one, else the name."""
        return self.short_name or self.name


class Place(models.Model):
    """A building where people of a unit (and of the parts below it) check in for WFO."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="places")
    name = models.CharField(_("nama"), max_length=120)
    building = models.CharField(_("gedung"), max_length=120, blank=True)
    latitude = models.FloatField(_("lintang"))
    longitude = models.FloatField(_("bujur"))
    radius_m = models.PositiveIntegerField(_("radius (meter)"), default=100)
    closed_on = models.DateField(_("tidak dipakai sejak"), null=True, blank=True)

    class Meta:
        verbose_name = _("tempat kerja")
        ordering = ["unit_id", "name"]
        constraints = [
            models.CheckConstraint(
                name="place_is_on_earth",
                condition=models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            ),
            models.CheckConstraint(
                name="place_radius_is_sensible", condition=models.Q(radius_m__range=(10, 5000))
            ),
        ]

    def __str__(self):
        return self.name
