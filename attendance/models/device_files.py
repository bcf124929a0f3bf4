"""Terminals at the door, whose PIN is whose, their log files, and the punches as they came."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.models.imports import LongRun

ALWAYS = datetime.date(2000, 1, 1)


class Terminal(models.Model):
    """A fingerprint or face terminal of a unit; its clock is its own, in local time."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="terminals")
    name = models.CharField(_("nama terminal"), max_length=80)
    made_by = models.ForeignKey("units.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("dibuat"))

    class Meta:
        verbose_name = _("terminal presensi")
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="one_terminal_of_a_name"),
        ]

    def __str__(self):
        return self.name


class FileColumns(models.Model):
    """Which columns of a unit's CSV and XLSX files hold PIN, date and time."""

    class Order(models.TextChoices):
        YEAR_FIRST = "ymd", _("2026-12-31")
        DAY_FIRST = "dmy", _("31-12-2026")
        MONTH_FIRST = "mdy", _("12/31/2026")

    unit = models.OneToOneField("units.Unit", on_delete=models.PROTECT, related_name="+")
    pin = models.CharField(_("kolom PIN"), max_length=60)
    moment = models.CharField(_("kolom tanggal"), max_length=60)
    time = models.CharField(_("kolom jam"), max_length=60, blank=True)
    order = models.CharField(_("cara menulis tanggal"), max_length=3, choices=Order)
    set_by = models.ForeignKey("units.User", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(_("ditetapkan"))

    class Meta:
        verbose_name = _("kolom berkas terminal")


class PinHolder(models.Model):
    """Whose a PIN is from a date on: at one terminal, or at all terminals of a unit."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    terminal = models.ForeignKey(
        Terminal, on_delete=models.PROTECT, null=True, blank=True, related_name="holders"
    )
    pin = models.CharField(_("PIN"), max_length=24)
    employee = models.ForeignKey("units.Employee", on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField(_("mulai berlaku"), default=ALWAYS)
    set_by = models.ForeignKey("units.User", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(_("ditetapkan"))

    class Meta:
        verbose_name = _("PIN terminal presensi")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "pin", "starts_on"],
                condition=Q(terminal__isnull=True),
                name="one_holder_of_a_pin_in_the_unit",
            ),
            models.UniqueConstraint(
                fields=["terminal", "pin", "starts_on"],
                condition=Q(terminal__isnull=False),
                name="one_holder_of_a_pin_at_the_terminal",
            ),
            models.CheckConstraint(condition=~Q(pin=""), name="pin_is_not_blank"),
        ]


class DeviceFile(LongRun):
    """A log file of a terminal on its way in.

    `found` says what is in it: counts, dates, unknown PINs, refused rows. Its bytes lie in parts,
    read one after the other, and are erased once it was applied or discarded.
    """

    terminal = models.ForeignKey(Terminal, on_delete=models.PROTECT, related_name="files")
    size = models.PositiveIntegerField(_("ukuran (bita)"))
    found = models.JSONField(default=dict)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)

    class Meta(LongRun.Meta):
        verbose_name = _("berkas terminal presensi")

    def __str__(self):
        return self.file_name


class DeviceFilePart(models.Model):
    """A stretch of the bytes of a file, in order."""

    file = models.ForeignKey(DeviceFile, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="one_part_of_a_number"),
        ]


class Punch(models.Model):
    """One finger or face at a terminal, as the terminal wrote it: append-only."""

    terminal = models.ForeignKey(
        Terminal, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    pin = models.CharField(max_length=24)
    at = models.DateTimeField()
    state = models.CharField(max_length=8, blank=True)
    file = models.ForeignKey(DeviceFile, on_delete=models.PROTECT, related_name="+", db_index=False)
    line = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["terminal", "at", "pin"], name="one_punch_of_a_moment"),
        ]


class DeviceMark(models.Model):
    """First-in and last-out of a person's work date by the terminals: equal to its recomputation.

    What a phone recorded stays in CheckIn; `attendance.queries.taps` says which of both counts.
    """

    employee = models.ForeignKey(
        "units.Employee", on_delete=models.PROTECT, related_name="device_marks"
    )
    work_date = models.DateField(_("tanggal kerja"))
    in_at = models.DateTimeField(_("masuk menurut terminal"), null=True)
    in_terminal = models.ForeignKey(
        Terminal,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("terminal masuk"),
    )
    out_at = models.DateTimeField(_("pulang menurut terminal"), null=True)
    out_terminal = models.ForeignKey(
        Terminal,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("terminal pulang"),
    )

    class Meta:
        verbose_name = _("presensi terminal")
        indexes = [models.Index(fields=["work_date"], name="device_marks_by_date")]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "work_date"], name="one_device_mark_per_date"
            ),
            models.CheckConstraint(
                name="device_mark_names_its_terminal",
                condition=Q(in_at__isnull=True, in_terminal__isnull=True)
                | Q(in_at__isnull=False, in_terminal__isnull=False),
            ),
            models.CheckConstraint(
                name="device_mark_of_leaving_names_its_terminal",
                condition=Q(out_at__isnull=True, out_terminal__isnull=True)
                | Q(out_at__isnull=False, out_terminal__isnull=False),
            ),
        ]
