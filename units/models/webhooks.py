"""Telling other programs that something happened: where to, and each delivery as it went."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Webhook(models.Model):
    """An address of another program, registered by BKPSDM.

    Its signing secret is derived from the key of the portal and `nonce`, so that nothing secret is
    stored. `failures` counts attempts in a row that failed; too many stop it.
    """

    class Event(models.TextChoices):
        DAYS_CLOSED = "days.closed", _("rekap harian ditutup atau dihitung ulang")
        REPORT_ACCEPTED = "report.accepted", _("laporan harian WFH diterima")
        PLAN_PUBLISHED = "plan.published", _("rencana rotasi terbit")

    name = models.CharField(_("aplikasi"), max_length=80)
    url = models.CharField(_("alamat"), max_length=300)
    events = models.JSONField(_("peristiwa"), default=list)
    nonce = models.CharField(max_length=43, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("dibuat"))
    failures = models.PositiveIntegerField(_("gagal berturut-turut"), default=0)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stop_reason = models.CharField(_("sebab berhenti"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("webhook")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="stopped_webhook_says_why",
                condition=Q(stopped_at__isnull=True) | ~Q(stop_reason=""),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def event_words(self):
        """The events in words, in the order in which they are declared."""
        return [str(one.label) for one in self.Event if one.value in self.events]


class WebhookDelivery(models.Model):
    """One event on its way to one program, written in the transaction of what it tells of.

    A worker claims it by moving it from `waiting` to `sending`, as with mails.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Menunggu dikirim")
        SENDING = "sending", _("Sedang dikirim")
        SENT = "sent", _("Terkirim")
        FAILED = "failed", _("Gagal")

    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries")
    event = models.CharField(_("peristiwa"), max_length=20, choices=Webhook.Event)
    content = models.JSONField()
    made_at = models.DateTimeField()
    status = models.CharField(_("status"), max_length=7, choices=Status, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    next_try_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    answered = models.PositiveSmallIntegerField(_("jawaban"), null=True)
    error = models.CharField(_("sebab"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("pengiriman webhook")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["next_try_at"], name="delivery_to_send", condition=Q(status="waiting")
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="sent_delivery_has_its_time",
                condition=Q(status="sent", sent_at__isnull=False)
                | (~Q(status="sent") & Q(sent_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="failed_delivery_says_why", condition=~Q(status="failed") | ~Q(error="")
            ),
        ]
