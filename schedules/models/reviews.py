"""Requests for review (permohonan peninjauan jadwal) of a day or of a refused swap."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ReviewRequest(models.Model):
    """What a person asks to be looked at again, and the written answer.

    About one day (`day`, `asked_place` instead of the place in force) or about one refused swap.
    `deciders` are the accounts that took part in the decision: none of them answers. `turn` names
    the level that answers (see `queries.review_line`), `turn_unit` its unit where it has one;
    `due_on` is the deadline promised to the person and never moves, `turn_due_on` the day after
    which the next level has the turn. `carried_out` says whether a granted request changed
    anything.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Menunggu jawaban")
        GRANTED = "granted", _("Dikabulkan")
        REFUSED = "refused", _("Tidak dikabulkan")
        WITHDRAWN = "withdrawn", _("Ditarik")
        FALLEN = "fallen", _("Gugur")

    class Place(models.TextChoices):
        WFH = "wfh", _("WFH (rumah)")
        WFO = "wfo", _("WFO (kantor)")

    employee = models.ForeignKey("units.Employee", on_delete=models.PROTECT, related_name="reviews")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey("schedules.Plan", on_delete=models.PROTECT, related_name="reviews")
    day = models.DateField(_("hari"), null=True, blank=True)
    asked_place = models.CharField(max_length=3, choices=Place, blank=True)
    swap = models.ForeignKey(
        "schedules.Swap", on_delete=models.PROTECT, null=True, blank=True, related_name="reviews"
    )
    reason = models.TextField(_("alasan"))
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.WAITING)
    asked_at = models.DateTimeField()
    due_on = models.DateField(_("dijawab paling lambat"))
    deciders = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    turn = models.CharField(max_length=24, blank=True)
    turn_unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    turn_since = models.DateTimeField()
    turn_due_on = models.DateField()
    passed_on = models.PositiveSmallIntegerField(default=0)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(_("jawaban"), blank=True)
    mandate = models.CharField(_("mandat"), max_length=160, blank=True)
    carried_out = models.BooleanField(default=False)
    revision = models.ForeignKey(
        "schedules.Plan", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("permohonan peninjauan jadwal")
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(
                fields=["turn", "turn_unit"],
                name="reviews_waiting",
                condition=Q(status="waiting"),
            ),
            models.Index(fields=["status", "due_on"], name="reviews_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                name="review_of_a_day_or_a_swap",
                condition=Q(day__isnull=False, swap__isnull=True, asked_place__in=["wfh", "wfo"])
                | Q(day__isnull=True, swap__isnull=False, asked_place=""),
            ),
            models.CheckConstraint(name="review_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="answered_review_names_who_and_why",
                condition=~Q(status__in=["granted", "refused"])
                | Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(answer=""),
            ),
            models.CheckConstraint(
                name="only_granted_reviews_are_carried_out",
                condition=Q(carried_out=False) | Q(status="granted"),
            ),
            models.UniqueConstraint(
                fields=["employee", "day"],
                name="one_open_review_per_day",
                condition=Q(status="waiting", day__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["employee", "day", "plan"],
                name="one_answer_per_day_and_version",
                condition=Q(status__in=["granted", "refused"], day__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["swap"],
                name="one_review_per_swap",
                condition=Q(status__in=["waiting", "granted", "refused"], swap__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.employee} · {self.subject}"

    @property
    def subject(self):
        """The day or the two days of the swap, in figures."""
        if self.swap_id:
            return f"{self.swap.give_on:%d-%m-%Y} ↔ {self.swap.take_on:%d-%m-%Y}"
        return f"{self.day:%d-%m-%Y}"

    @property
    def days(self):
        """The days of which the request speaks, earliest first."""
        if self.swap_id:
            return tuple(sorted((self.swap.give_on, self.swap.take_on)))
        return (self.day,)
