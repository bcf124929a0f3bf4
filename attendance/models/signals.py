"""Indications: what the check-ins of a month show that a person should look at. Never a verdict."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Indication(models.Model):
    """One finding of one month about one subject: a person, or a device with its people.

    Found by a job out of check-ins; a second run changes nothing. The evidence is numbers in
    words of `attendance.signals`, never coordinates, so that it may outlive them.
    """

    class Kind(models.TextChoices):
        SAME_POINT = "same_point", _("Titik yang sama berulang")
        ACCURACY = "accuracy", _("Ketelitian tidak masuk akal")
        TRAVEL = "travel", _("Perpindahan tidak mungkin")
        SHARED_DEVICE = "shared_device", _("Satu perangkat untuk beberapa orang")
        TWO_PLACES = "two_places", _("Di dua tempat sekaligus")
        CLOCK = "clock", _("Jam perangkat menyimpang")

    kind = models.CharField(_("jenis"), max_length=13, choices=Kind)
    subject = models.CharField(max_length=64)
    month = models.DateField(_("bulan"))
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai"))
    days = models.JSONField(_("hari"), default=list)
    evidence = models.JSONField(_("bukti"), default=dict)
    found_at = models.DateTimeField(_("ditemukan"))

    class Meta:
        verbose_name = _("indikasi")
        ordering = ["-ends_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject", "month"], name="indication_once"),
            models.CheckConstraint(
                name="indication_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.month:%m-%Y}"


class IndicationCase(models.Model):
    """One person's part in an indication: what they answered and what came of it.

    `coached` and `no_ground` end it; `examination` hands it to an examination outside the portal
    and keeps its coordinates until `examined`.
    """

    class Outcome(models.TextChoices):
        OPEN = "open", _("Menunggu")
        NO_GROUND = "no_ground", _("Tidak beralasan")
        COACHED = "coached", _("Dibina")
        EXAMINATION = "examination", _("Diteruskan ke pemeriksaan")
        EXAMINED = "examined", _("Pemeriksaan selesai")

    HOLDS_EVIDENCE = (Outcome.OPEN, Outcome.EXAMINATION)

    indication = models.ForeignKey(Indication, on_delete=models.PROTECT, related_name="cases")
    employee = models.ForeignKey(
        "units.Employee", on_delete=models.PROTECT, related_name="indication_cases"
    )
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", null=True)
    told_at = models.DateTimeField(_("diberitahukan"))
    answer_due_on = models.DateField(_("batas menjawab"))
    answer = models.CharField(_("jawaban pegawai"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(_("dijawab"), null=True, blank=True)
    outcome = models.CharField(_("hasil"), max_length=11, choices=Outcome, default=Outcome.OPEN)
    reason = models.CharField(_("alasan"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("diputuskan"), null=True, blank=True)

    class Meta:
        verbose_name = _("indikasi")
        ordering = ["-indication__ends_on", "pk"]
        indexes = [
            models.Index(fields=["employee"], name="indications_open", condition=Q(outcome="open"))
        ]
        constraints = [
            models.UniqueConstraint(fields=["indication", "employee"], name="one_case_per_person"),
            models.CheckConstraint(
                name="decided_indication_names_who",
                condition=Q(outcome="open")
                | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(reason=""),
            ),
        ]

    def __str__(self):
        return f"{self.indication} · {self.employee.name}"


class SecondTap(models.Model):
    """A tap that got an earlier one's answer because that one stood already, from another device.

    Kept only to see whether somebody is in two places at once; it counts nowhere.
    """

    check_in = models.ForeignKey(
        "attendance.CheckIn", on_delete=models.PROTECT, related_name="second_taps"
    )
    device = models.CharField(max_length=64)
    server_time = models.DateTimeField()
    distance_m = models.FloatField()
    accuracy_m = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_in", "device"], name="one_second_tap_a_device")
        ]


class SignalScan(models.Model):
    """A work date that was looked through; a date without a row is caught up by the next run."""

    day = models.DateField(unique=True)
    scanned_at = models.DateTimeField()
    found = models.PositiveIntegerField(default=0)
