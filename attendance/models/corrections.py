"""Corrections of a work date: what was claimed, what was decided. Check-ins stay as they came."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Correction(models.Model):
    """A claim that a check-in of a work date should read otherwise, and the decision on it.

    `claimed_in` and `claimed_out` are what the person says, `in_at` and `out_at` what counts once
    it is accepted. Rows are never changed after the decision: a later one takes the place of the
    times that it names, and one of the kind "undo" takes all earlier ones back.
    """

    class Kind(models.TextChoices):
        FORGOT = "forgot", _("Lupa presensi")
        PLACE = "place", _("Lokasi tidak terbaca benar")
        SYSTEM = "system", _("Gangguan ponsel atau sistem")
        DUTY = "duty", _("Tugas di luar sebagian hari")
        OTHER = "other", _("Lainnya")
        OUTAGE = "outage", _("Gangguan sistem yang dinyatakan")
        UNDO = "undo", _("Pembatalan koreksi")

    # What a person may ask for; the others are made by who decides.
    ASKED = (Kind.FORGOT, Kind.PLACE, Kind.SYSTEM, Kind.DUTY, Kind.OTHER)

    class Status(models.TextChoices):
        WAITING = "waiting", _("Menunggu keputusan")
        ACCEPTED = "accepted", _("Diterima")
        REFUSED = "refused", _("Tidak diterima")
        WITHDRAWN = "withdrawn", _("Ditarik")

    employee = models.ForeignKey(
        "units.Employee", on_delete=models.PROTECT, related_name="corrections"
    )
    work_date = models.DateField(_("tanggal kerja"))
    kind = models.CharField(_("jenis"), max_length=8, choices=Kind)
    claimed_in = models.DateTimeField(_("jam masuk yang diajukan"), null=True, blank=True)
    claimed_out = models.DateTimeField(_("jam pulang yang diajukan"), null=True, blank=True)
    reason = models.CharField(_("alasan"), max_length=500)
    evidence = models.CharField(_("bukti"), max_length=500, blank=True)
    evidence_file = models.ForeignKey(
        "units.PrivateFile", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("diajukan"))
    # The last working day on which the superior decides in time; by it they are reminded, after
    # it the next level is told. Time never decides.
    due_on = models.DateField(_("batas keputusan"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("diingatkan"), null=True, blank=True)
    escalated_at = models.DateTimeField(_("diteruskan"), null=True, blank=True)
    status = models.CharField(max_length=9, choices=Status, default=Status.WAITING)
    in_at = models.DateTimeField(_("jam masuk"), null=True, blank=True)
    out_at = models.DateTimeField(_("jam pulang"), null=True, blank=True)
    decision_reason = models.CharField(_("alasan keputusan"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("diputuskan"), null=True, blank=True)
    outage = models.ForeignKey(
        "attendance.Outage",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
    )

    class Meta:
        verbose_name = _("koreksi presensi")
        ordering = ["-work_date", "-pk"]
        indexes = [
            models.Index(fields=["work_date"], name="correction_by_date"),
            models.Index(
                fields=["employee"], name="corrections_to_decide", condition=Q(status="waiting")
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "work_date"],
                name="one_correction_waits_per_date",
                condition=Q(status="waiting"),
            ),
            models.CheckConstraint(
                name="decided_correction_names_who",
                condition=Q(status__in=("waiting", "withdrawn"), decided_by__isnull=True)
                | Q(status__in=("accepted", "refused"), decided_by__isnull=False)
                & Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="only_accepted_corrections_count",
                condition=Q(in_at__isnull=True, out_at__isnull=True) | Q(status="accepted"),
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.work_date} · {self.employee.name}"
