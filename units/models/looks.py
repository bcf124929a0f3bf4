"""Who looked at exact data of a named person: where somebody was, lives, or what was taken away."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AccessLook(models.Model):
    """One account that opened one page about one person, or a file about one unit, on a day.

    Looking again the same day only moves `at`: a page that is left open fills no table. A file or
    a program names the unit whose people it took (none: the whole city) and the page of a person
    finds it by the units in which the person works.
    """

    class Page(models.TextChoices):
        CHECK_IN = "check_in", _("Presensi dengan jarak dan lokasinya")
        CHECK_INS = "check_ins", _("Daftar presensi yang perlu ditinjau")
        INDICATION = "indication", _("Indikasi presensi dan buktinya")
        HOME = "home", _("Rumah terdaftar")
        FILE = "file", _("Unduhan rekap harian atau laporan")
        PROGRAM = "program", _("Aplikasi lain lewat API")

    viewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    page = models.CharField(_("halaman"), max_length=10, choices=Page)
    subject = models.CharField(max_length=24)
    employee = models.ForeignKey(
        "units.Employee", on_delete=models.PROTECT, null=True, blank=True, related_name="looks"
    )
    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    office = models.CharField(_("untuk"), max_length=120, blank=True)
    day = models.DateField(_("tanggal"))
    at = models.DateTimeField(_("terakhir"))

    class Meta:
        verbose_name = _("catatan akses")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["unit", "-day"], name="looks_at_units")]
        constraints = [
            models.UniqueConstraint(
                fields=["viewer", "page", "subject", "office", "day"], name="one_look_a_day"
            )
        ]
