"""Notices to accounts, the mails that carry them, and what a person does not want to hear of."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Mailing(models.Model):
    """One mail to one person: an urgent notice, or the digest of a day.

    A worker claims it by moving it from `waiting` to `sending`; who does not succeed in that does
    not send it. The address is read when it is sent.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Menunggu dikirim")
        SENDING = "sending", _("Sedang dikirim")
        SENT = "sent", _("Terkirim")
        FAILED = "failed", _("Gagal")
        DROPPED = "dropped", _("Tidak dikirim")

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mailings"
    )
    digest_on = models.DateField(_("ringkasan tanggal"), null=True)
    status = models.CharField(_("status"), max_length=7, choices=Status, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    next_try_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(_("sebab"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("surat elektronik")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["next_try_at"], name="mailing_to_send", condition=Q(status="waiting")
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "digest_on"], name="one_digest_a_day"),
            models.CheckConstraint(
                name="sent_mailing_has_its_time",
                condition=Q(status="sent", sent_at__isnull=False)
                | (~Q(status="sent") & Q(sent_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="failed_mailing_says_why",
                condition=~Q(status__in=["failed", "dropped"]) | ~Q(error=""),
            ),
        ]


class Outbox(models.Model):
    """A notice to one account, written in the transaction of what it tells of.

    `text` is what was told, in the language of the person. `mailed_at` says when nothing was left
    to do about mailing it: it went into a mailing, or there is no address, or the person has
    switched the kind off (`quiet`).
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(max_length=40)
    text = models.TextField()
    link = models.CharField(max_length=200, blank=True)
    quiet = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField()
    mailing = models.ForeignKey(
        Mailing, on_delete=models.SET_NULL, null=True, related_name="notices"
    )
    mailed_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("pemberitahuan")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["id"], name="notices_to_mail", condition=Q(mailed_at__isnull=True)
            ),
            models.Index(
                fields=["recipient"],
                name="notices_unread",
                condition=Q(read_at__isnull=True, quiet=False),
            ),
        ]


class NoticeSwitch(models.Model):
    """A kind of notice that a person has switched off. No row: switched on."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_switches"
    )
    kind = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("jenis pemberitahuan yang dimatikan")
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="notice_kind_off_once")
        ]
