"""What a day at home is said to save, and what was billed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class CostKind(models.TextChoices):
    ELECTRICITY = "listrik", _("Listrik")
    WATER = "air", _("Air")
    FUEL = "bbm", _("BBM kendaraan dinas")
    STATIONERY = "atk", _("ATK")
    OVERTIME = "lembur", _("Lembur")


class SavingsParameter(models.Model):
    """Rupiah saved by one validated day at home, from a date on; "" as building is the city.

    Never changed: a later row takes over from its date, of the same date the one recorded last.
    """

    # What staff save on their own fuel has a kind of its own and is no cost of the city.
    OWN_FUEL = "bbm_pribadi"
    KINDS = [*CostKind.choices, (OWN_FUEL, _("BBM pribadi pegawai (bukan penghematan kota)"))]

    building = models.CharField(_("gedung"), max_length=120, blank=True)
    kind = models.CharField(_("jenis biaya"), max_length=12, choices=KINDS)
    low = models.PositiveIntegerField(_("paling rendah (Rp per hari orang)"))
    high = models.PositiveIntegerField(_("paling tinggi (Rp per hari orang)"))
    source = models.CharField(_("sumber"), max_length=200)
    starts_on = models.DateField(_("berlaku mulai"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        verbose_name = _("parameter penghematan")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="parameter_is_a_range", condition=Q(high__gte=F("low"))),
            models.CheckConstraint(name="parameter_names_its_source", condition=~Q(source="")),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.starts_on:%Y-%m-%d}"


class Bill(models.Model):
    """What one building was billed for one kind of cost in one month."""

    building = models.CharField(_("gedung"), max_length=120)
    kind = models.CharField(_("jenis biaya"), max_length=12, choices=CostKind)
    month = models.DateField(_("bulan"))
    amount = models.PositiveBigIntegerField(_("jumlah (Rp)"))
    quantity = models.DecimalField(
        _("banyaknya"), max_digits=14, decimal_places=3, null=True, blank=True
    )
    measure = models.CharField(_("satuan"), max_length=20, blank=True)
    source = models.CharField(_("sumber"), max_length=200)

    class Meta:
        verbose_name = _("tagihan")
        ordering = ["-month", "building", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["building", "kind", "month"], name="one_bill_a_month"),
            models.CheckConstraint(name="bill_month_is_its_first_day", condition=Q(month__day=1)),
            models.CheckConstraint(name="bill_names_its_source", condition=~Q(source="")),
        ]

    def __str__(self):
        return f"{self.building} {self.kind} {self.month:%Y-%m}"
