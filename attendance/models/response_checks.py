"""Response checks (panggilan tanggap): the call, the answer, the reason, the ruling. Append-only.

A superior calls for a sign of life of who works from home. No row is ever changed: what becomes
of a call stands in rows beside it.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from attendance import response_ladder as ladder


class ResponseCheck(models.Model):
    """One call to one person on a WFH day; `number` counts those of the person on that date."""

    employee = models.ForeignKey(
        "units.Employee", on_delete=models.PROTECT, related_name="response_checks"
    )
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    work_date = models.DateField(_("tanggal kerja"))
    number = models.PositiveSmallIntegerField(_("panggilan ke"))
    note = models.CharField(_("pesan"), max_length=200, blank=True)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    called_at = models.DateTimeField(_("dipanggil"))
    due_at = models.DateTimeField(_("batas menjawab"))
    explain_by = models.DateField(_("batas menjelaskan"))

    class Meta:
        verbose_name = _("panggilan tanggap")
        ordering = ["-called_at", "-pk"]
        indexes = [models.Index(fields=["work_date", "unit"], name="response_check_by_date")]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "work_date", "number"], name="one_response_check_per_number"
            ),
            models.CheckConstraint(
                name="response_check_has_a_term", condition=Q(due_at__gt=F("called_at"))
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.work_date} · {self.employee.name}"


class ResponseAnswer(models.Model):
    """The one tap that answers a call, at the server's time."""

    call = models.OneToOneField(ResponseCheck, on_delete=models.PROTECT, related_name="answer")
    answered_at = models.DateTimeField(_("dijawab"))

    class Meta:
        verbose_name = _("jawaban panggilan tanggap")


class ResponseExplanation(models.Model):
    """Why a call was not answered in time, in the person's own words."""

    call = models.OneToOneField(ResponseCheck, on_delete=models.PROTECT, related_name="explanation")
    text = models.CharField(_("penjelasan"), max_length=500)
    explained_at = models.DateTimeField(_("dijelaskan"))

    class Meta:
        verbose_name = _("penjelasan panggilan tanggap")


class ResponseRuling(models.Model):
    """What a superior found: a reason or none, and the measure that the superior confirmed.

    At most one of each outcome for a call; a reason accepted later takes the other one back.
    """

    class Outcome(models.TextChoices):
        EXCUSED = "excused", _("Beralasan")
        UNEXCUSED = "unexcused", _("Tanpa alasan")

    class Measure(models.TextChoices):
        NONE = ladder.NONE, _("Dicatat, tanpa tindakan")
        ORAL = ladder.ORAL, _("Teguran lisan")
        WRITTEN = ladder.WRITTEN, _("Teguran tertulis")
        EVALUATION = ladder.EVALUATION, _("Evaluasi dan sanksi administratif")

    call = models.ForeignKey(ResponseCheck, on_delete=models.PROTECT, related_name="rulings")
    outcome = models.CharField(_("hasil"), max_length=9, choices=Outcome)
    proposed = models.CharField(_("usulan"), max_length=10, choices=Measure)
    measure = models.CharField(_("tindakan"), max_length=10, choices=Measure)
    reason = models.CharField(_("alasan"), max_length=500)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("diputuskan"))

    class Meta:
        verbose_name = _("putusan panggilan tanggap")
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "outcome"], name="one_response_ruling_per_outcome"
            ),
            models.CheckConstraint(
                name="excused_call_has_no_measure",
                condition=~Q(outcome="excused") | Q(measure="none"),
            ),
            models.CheckConstraint(name="response_ruling_says_why", condition=~Q(reason="")),
        ]
