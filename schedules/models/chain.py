"""The approval chain: levels that a unit keeps or leaves out, and who was reminded of a turn."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PolicyLevel(models.Model):
    """A level of a policy's chain that a unit, with everything below it, has otherwise.

    The approval by the head of the agency is no level to leave out: somebody has to decide.
    """

    class Level(models.TextChoices):
        TEAM = "team", _("Pengajuan oleh tim atau seksi")
        DIVISION = "division", _("Pengajuan oleh bidang")
        CITY = "city", _("Pengetahuan BKPSDM")

    policy = models.ForeignKey(
        "schedules.Policy", on_delete=models.CASCADE, related_name="level_rules"
    )
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    level = models.CharField(_("jenjang"), max_length=8, choices=Level)
    kept = models.BooleanField(_("dipakai"), default=False)
    reason = models.CharField(_("alasan"), max_length=200)

    class Meta:
        verbose_name = _("jenjang menurut unit")
        ordering = ["unit__code", "level"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "unit", "level"], name="level_once_per_policy_and_unit"
            ),
            models.CheckConstraint(name="level_says_why", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.unit} · {self.get_level_display()}"


class TurnReminder(models.Model):
    """One account told of one turn in one way. The database lets it happen once.

    A turn is a plan, the stage that it waits in, the unit whose move it is, and since when. By
    hand an account is reminded at most once a day, whatever waits for it.
    """

    class Kind(models.TextChoices):
        REMINDER = "reminder", _("Pengingat")
        ESCALATION = "escalation", _("Diteruskan ke jenjang berikutnya")
        BY_HAND = "by_hand", _("Diingatkan BKPSDM")

    kind = models.CharField(max_length=10, choices=Kind)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    plan = models.ForeignKey("schedules.Plan", on_delete=models.CASCADE, related_name="reminders")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=11)
    since = models.DateTimeField()
    sent_on = models.DateField()
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("pengingat giliran")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "recipient", "plan", "unit", "stage", "since"],
                name="turn_told_once",
                condition=Q(kind__in=["reminder", "escalation"]),
            ),
            models.UniqueConstraint(
                fields=["recipient", "sent_on"],
                name="reminded_by_hand_once_a_day",
                condition=Q(kind="by_hand"),
            ),
            models.CheckConstraint(
                name="reminded_by_hand_names_who",
                condition=~Q(kind="by_hand") | Q(sent_by__isnull=False),
            ),
        ]


class DueReminder(models.Model):
    """One account told of one agency that has submitted no plan for a period, in one way.

    The database lets it happen once; by hand an account hears at most once a day.
    """

    class Kind(models.TextChoices):
        SOON = "soon", _("Batas pengajuan mendekat")
        OVERDUE = "overdue", _("Batas pengajuan lewat")
        ESCALATION = "escalation", _("Diteruskan ke jenjang berikutnya")
        BY_HAND = "by_hand", _("Diingatkan BKPSDM")

    kind = models.CharField(max_length=10, choices=Kind)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    period = models.ForeignKey(
        "schedules.Period", on_delete=models.CASCADE, related_name="due_reminders"
    )
    agency = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField()
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("pengingat rencana yang belum ada")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "recipient", "period", "agency"],
                name="owed_plan_told_once",
                condition=~Q(kind="by_hand"),
            ),
            models.UniqueConstraint(
                fields=["recipient", "sent_on"],
                name="owed_plan_by_hand_once_a_day",
                condition=Q(kind="by_hand"),
            ),
            models.CheckConstraint(
                name="owed_plan_by_hand_names_who",
                condition=~Q(kind="by_hand") | Q(sent_by__isnull=False),
            ),
        ]
