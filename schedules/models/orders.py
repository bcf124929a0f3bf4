"""Orders that change where people work on given days, over whatever the plan says.

A recall (penarikan ke kantor) takes a day at home away; an emergency (keadaan darurat) gives days
at home that are charged to nobody. The plan stays as it was approved: these rows lie over it, and
are read through `schedules.queries.orders`. A recall goes before an emergency.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Recall(models.Model):
    """One order of a superior that some people work at the office on a day planned at home."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    date = models.DateField(_("tanggal"))
    reason = models.CharField(_("alasan"), max_length=300)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ordered_at = models.DateTimeField(_("diperintahkan"))
    mandate = models.CharField(max_length=160, blank=True)

    class Meta:
        verbose_name = _("penarikan ke kantor")
        ordering = ["-date", "-pk"]
        constraints = [
            models.CheckConstraint(name="recall_says_why", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.date} · {self.unit.label}"


class RecalledDay(models.Model):
    """One person of a recall: the person acknowledges it, or it is taken back with a reason."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Belum dikonfirmasi")
        ACKNOWLEDGED = "acknowledged", _("Sudah dikonfirmasi")
        CANCELLED = "cancelled", _("Dibatalkan")

    IN_FORCE = (Status.WAITING, Status.ACKNOWLEDGED)

    recall = models.ForeignKey(Recall, on_delete=models.PROTECT, related_name="people")
    employee = models.ForeignKey(
        "units.Employee", on_delete=models.PROTECT, related_name="recalled_days"
    )
    date = models.DateField(_("tanggal"))
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.WAITING)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(_("alasan pembatalan"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("hari yang ditarik ke kantor")
        ordering = ["employee__name", "pk"]
        indexes = [
            models.Index(
                fields=["date"],
                name="recalls_by_date",
                condition=Q(status__in=["waiting", "acknowledged"]),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "date"],
                name="recalled_once_a_day",
                condition=Q(status__in=["waiting", "acknowledged"]),
            ),
            models.CheckConstraint(
                name="acknowledged_recall_says_when",
                condition=~Q(status="acknowledged") | Q(acknowledged_at__isnull=False),
            ),
            models.CheckConstraint(
                name="cancelled_recall_says_why",
                condition=~Q(status="cancelled")
                | (~Q(cancel_reason="") & Q(cancelled_at__isnull=False)),
            ),
        ]


class Emergency(models.Model):
    """Emergency mode for units or single people: at home on the working days of some dates.

    `units` names what was switched; `terms` the people whom it covers, as they were posted when
    it was declared. `breaches` are the floors that it leaves short, in Indonesian, as whoever
    declared it confirmed them in the words `confirmation`.
    """

    class Kind(models.TextChoices):
        FLOOD = "flood", _("Banjir")
        UNREST = "unrest", _("Gangguan keamanan")
        OTHER = "other", _("Keadaan darurat lain")

    class Status(models.TextChoices):
        IN_FORCE = "in_force", _("Berlaku")
        CANCELLED = "cancelled", _("Dibatalkan")

    kind = models.CharField(_("jenis"), max_length=6, choices=Kind)
    reason = models.CharField(_("alasan"), max_length=300)
    letter_number = models.CharField(_("nomor surat"), max_length=80)
    letter_dated_on = models.DateField(_("tanggal surat"))
    starts_on = models.DateField(_("hari pertama"))
    ends_on = models.DateField(_("hari terakhir"))
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.IN_FORCE)
    units = models.ManyToManyField("units.Unit", related_name="+", blank=True)
    head_count = models.PositiveIntegerField(_("jumlah pegawai"))
    breaches = models.JSONField(default=list, blank=True)
    confirmation = models.CharField(_("pernyataan"), max_length=300, blank=True)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    declared_at = models.DateTimeField(_("ditetapkan"))
    mandate = models.CharField(max_length=160, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("keadaan darurat")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="emergency_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="emergency_has_reason_and_letter",
                condition=~Q(reason="") & ~Q(letter_number=""),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.letter_number}"


class EmergencyTerm(models.Model):
    """One person in an emergency, with the dates; a cancelled one has no terms."""

    emergency = models.ForeignKey(Emergency, on_delete=models.CASCADE, related_name="terms")
    employee = models.ForeignKey(
        "units.Employee", on_delete=models.PROTECT, related_name="emergency_terms"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        verbose_name = _("pegawai dalam keadaan darurat")
        indexes = [
            models.Index(fields=["ends_on", "starts_on"], name="emergency_terms_by_date"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["emergency", "employee"], name="once_in_an_emergency"),
            models.CheckConstraint(
                name="emergency_term_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
            ),
        ]


class EmergencyWork(models.Model):
    """What follows from one act of emergency mode: swaps fall, heads and people are told.

    Whom the act covers is settled when it is decided; of many people a worker does the rest.
    `people` are the employee ids to tell, in order, of whom the first `done` have been told.
    `short` maps the unit of a floor left short to its sentences. `alive_at` is the last sign of
    life of a worker, and `attempts` tells it from one that took the work over.
    """

    class Act(models.TextChoices):
        DECLARED = "declared", _("Ditetapkan")
        EXTENDED = "extended", _("Diperpanjang")
        ENDED = "ended", _("Dimajukan")
        CANCELLED = "cancelled", _("Dibatalkan")

    emergency = models.ForeignKey(Emergency, on_delete=models.CASCADE, related_name="works")
    act = models.CharField(max_length=9, choices=Act)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    ends_on = models.DateField()
    people = models.JSONField(default=list)
    short = models.JSONField(default=dict, blank=True)
    done = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    alive_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("tindak lanjut keadaan darurat")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["asked_at"],
                name="emergency_works_open",
                condition=Q(finished_at__isnull=True),
            )
        ]

    def __str__(self):
        return f"{self.emergency} {self.get_act_display()}"
