"""Days without an explanation: what was asked, what the person said, what the superior decided."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AbsenceFinding(models.Model):
    """One working day of one person without a check-in and without an absence that explains it.

    Made by a job after the close. Open until the superior decides, who can confirm *tanpa
    keterangan* only once the person has answered or the days to answer are over. It lapses by
    itself when the day gets an explanation, and opens again if that is taken back.
    """

    class Outcome(models.TextChoices):
        OPEN = "open", _("Belum ada keterangan")
        CONFIRMED = "confirmed", _("Tanpa keterangan")
        EXPLAINED = "explained", _("Keterangan diterima")
        LAPSED = "lapsed", _("Gugur: hari sudah terjelaskan")

    employee = models.ForeignKey(
        "units.Employee", on_delete=models.PROTECT, related_name="absence_findings"
    )
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    date = models.DateField(_("tanggal"))
    asked_at = models.DateTimeField(_("ditanyakan"))
    answer_due_on = models.DateField(_("batas menjawab"))
    answer = models.CharField(_("keterangan pegawai"), max_length=500, blank=True)
    answered_at = models.DateTimeField(_("dijawab"), null=True, blank=True)
    outcome = models.CharField(_("hasil"), max_length=9, choices=Outcome, default=Outcome.OPEN)
    reason = models.CharField(_("alasan"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("diputuskan"), null=True, blank=True)

    class Meta:
        verbose_name = _("hari tanpa presensi")
        ordering = ["-date", "pk"]
        indexes = [
            models.Index(fields=["date"], name="absence_by_date"),
            models.Index(
                fields=["employee"], name="absences_to_decide", condition=Q(outcome="open")
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["employee", "date"], name="one_finding_per_day"),
            models.CheckConstraint(
                name="decided_absence_names_who",
                condition=Q(outcome__in=("open", "lapsed"))
                | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(reason=""),
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.date} · {self.employee.name}"
