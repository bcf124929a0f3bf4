"""What the planner must know of people: absences, preferences and their balance."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Away(models.Model):
    """Leave, illness or official travel. Colleagues see only that the person is unavailable.

    Recorded by unit HR as decided already, imported, or requested by the person and decided by
    the superior; only approved rows count anywhere. `leave_type` names the kind of leave where it
    is known (PP 11/2017 Art. 310); PPPK have fewer kinds.
    """

    class Kind(models.TextChoices):
        LEAVE = "cuti", _("Cuti")
        SICK = "sakit", _("Sakit")
        TRAVEL = "dinas_luar", _("Dinas luar")

    class LeaveType(models.TextChoices):
        ANNUAL = "tahunan", _("Cuti tahunan")
        LONG = "besar", _("Cuti besar")
        BIRTH = "melahirkan", _("Cuti melahirkan")
        URGENT = "penting", _("Cuti karena alasan penting")
        UNPAID = "cltn", _("Cuti di luar tanggungan negara")

    class Status(models.TextChoices):
        REQUESTED = "requested", _("Diajukan")
        APPROVED = "approved", _("Disetujui")
        REFUSED = "refused", _("Ditolak")
        WITHDRAWN = "withdrawn", _("Dibatalkan")

    employee = models.ForeignKey("units.Employee", on_delete=models.PROTECT, related_name="aways")
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind)
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai"))
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.APPROVED)
    letter_number = models.CharField(_("nomor surat"), max_length=80, blank=True)
    leave_type = models.CharField(
        _("jenis cuti"), max_length=10, choices=LeaveType, blank=True, default="", db_default=""
    )
    reason = models.CharField(_("alasan"), max_length=300, blank=True, default="", db_default="")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.CharField(
        _("alasan keputusan"), max_length=300, blank=True, default="", db_default=""
    )

    class Meta:
        verbose_name = _("ketidakhadiran")
        ordering = ["-starts_on"]
        indexes = [
            models.Index(fields=["employee", "starts_on"], name="away_by_employee"),
            models.Index(
                fields=["starts_on"], name="aways_waiting", condition=Q(status="requested")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="away_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.UniqueConstraint(
                fields=["employee", "starts_on"],
                name="approved_away_once",
                condition=Q(status="approved"),
            ),
            models.UniqueConstraint(
                fields=["employee", "starts_on"],
                name="requested_away_once",
                condition=Q(status="requested"),
            ),
            models.CheckConstraint(
                name="only_leave_has_a_leave_type", condition=Q(kind="cuti") | Q(leave_type="")
            ),
        ]

    @property
    def word(self):
        """What it is called: the kind of leave where it is known, else the kind."""
        return self.get_leave_type_display() or self.get_kind_display()


class BalanceEntry(models.Model):
    """One change of a person's balance (selisih porsi); the balance is the sum of its rows.

    A row stands in the books of `period` and is never changed (the database refuses it). The
    close of a period writes one row per person and kind. Where the facts of a closed period
    change afterwards, a correcting row stands in the books of a later period; `about` names the
    closed one and `number` counts its corrections.
    """

    class Kind(models.TextChoices):
        DAYS = "days", _("hari WFH")
        DESIRABLE = "desirable", _("hari WFH yang diminati")
        FLEXIBLE = "flexible", _("hari jam fleksibel")

    employee = models.ForeignKey(
        "units.Employee", on_delete=models.PROTECT, related_name="balance_entries"
    )
    period = models.ForeignKey("schedules.Period", on_delete=models.PROTECT)
    about = models.ForeignKey(
        "schedules.Period", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    number = models.PositiveSmallIntegerField(default=0, db_default=0)
    kind = models.CharField(max_length=9, choices=Kind)
    amount = models.DecimalField(_("jumlah"), max_digits=7, decimal_places=4)
    reason = models.CharField(_("alasan"), max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("mutasi selisih porsi")
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "period", "kind"],
                name="balance_closed_once",
                condition=Q(about__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["employee", "about", "kind", "number"],
                name="balance_correction_once",
                condition=Q(about__isnull=False),
            ),
            models.CheckConstraint(
                name="balance_correction_is_numbered",
                condition=Q(about__isnull=True, number=0) | Q(about__isnull=False, number__gt=0),
            ),
        ]
