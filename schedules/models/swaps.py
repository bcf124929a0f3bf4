"""Swaps of days (tukar hari): one day at home for another between two colleagues."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Swap(models.Model):
    """The asker gives the day at home `give_on` and gets the colleague's `take_on` for it.

    Offered to several, it stays the asker's until one of them takes it; then their superior
    decides. Nothing of the plan changes before that. `expires_on` is the last day for deciding.

    A day is never given away without one in return: the days are shared out evenly and are nobody's
    to collect, and nobody is to be pressed for theirs. Who cannot be at home on a day asks the
    superior for a recall; a recalled day is owed.
    """

    class Status(models.TextChoices):
        OFFERED = "offered", _("Ditawarkan")
        TAKEN = "taken", _("Menunggu keputusan atasan")
        APPROVED = "approved", _("Disetujui")
        REFUSED = "refused", _("Tidak disetujui")
        WITHDRAWN = "withdrawn", _("Ditarik")
        EXPIRED = "expired", _("Lewat waktu")
        FALLEN = "fallen", _("Gugur")

    OPEN = (Status.OFFERED, Status.TAKEN)

    plan = models.ForeignKey("schedules.Plan", on_delete=models.PROTECT, related_name="swaps")
    asker = models.ForeignKey("units.Employee", on_delete=models.PROTECT, related_name="+")
    give_on = models.DateField(_("hari yang diberikan"))
    take_on = models.DateField(_("hari yang diterima"))
    reason = models.CharField(_("alasan"), max_length=300, blank=True)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.OFFERED)
    asked_at = models.DateTimeField()
    expires_on = models.DateField(_("diputuskan paling lambat"))
    partner = models.ForeignKey(
        "units.Employee", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.CharField(_("alasan keputusan"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("tukar hari")
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(
                fields=["expires_on"],
                name="swaps_open",
                condition=Q(status__in=["offered", "taken"]),
            )
        ]
        constraints = [
            models.CheckConstraint(name="swap_of_two_days", condition=~Q(give_on=F("take_on"))),
            models.CheckConstraint(
                name="swap_with_somebody_else",
                condition=Q(partner__isnull=True) | ~Q(partner=F("asker")),
            ),
            models.CheckConstraint(
                name="taken_swap_names_the_partner",
                condition=~Q(status__in=["taken", "approved"])
                | Q(partner__isnull=False, taken_at__isnull=False),
            ),
            models.CheckConstraint(
                name="decided_swap_names_who",
                condition=~Q(status__in=["approved", "refused"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["asker", "give_on"],
                name="one_open_swap_per_day_given",
                condition=Q(status__in=["offered", "taken"]),
            ),
            models.UniqueConstraint(
                fields=["partner", "take_on"],
                name="one_taken_swap_per_partner_and_day",
                condition=Q(status="taken"),
            ),
        ]

    def __str__(self):
        return f"{self.asker} · {self.give_on:%d-%m-%Y} ↔ {self.take_on:%d-%m-%Y}"


class SwapOffer(models.Model):
    """A colleague to whom a swap is offered."""

    swap = models.ForeignKey(Swap, on_delete=models.CASCADE, related_name="offers")
    colleague = models.ForeignKey(
        "units.Employee", on_delete=models.PROTECT, related_name="swap_offers"
    )
    declined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("tawaran tukar hari")
        ordering = ["colleague__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["swap", "colleague"], name="swap_offered_once")
        ]
