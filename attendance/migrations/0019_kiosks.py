"""Kiosks, the PINs of people at them, and where a check-in was pressed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from units.append_only import forbid_updates_again


class Migration(migrations.Migration):
    dependencies = [
        ("attendance", "0018_activity_numbers"),
        ("units", "0018_import_of_activities"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Kiosk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="nama kiosk")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("opened_at", models.DateTimeField(verbose_name="dibuka")),
                ("expires_at", models.DateTimeField(verbose_name="berlaku sampai")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="ditutup")),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.place",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kiosks",
                        to="units.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "kiosk presensi",
                "ordering": ["-opened_at", "-pk"],
            },
        ),
        forbid_updates_again("attendance_checkin"),
        migrations.AddField(
            model_name="checkin",
            name="kiosk",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="attendance.kiosk",
            ),
        ),
        forbid_updates_again("attendance_checkin"),
        migrations.CreateModel(
            name="KioskPin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("secret", models.CharField(max_length=128)),
                ("one_time", models.BooleanField(default=False, verbose_name="sekali pakai")),
                (
                    "expires_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="berlaku sampai"),
                ),
                ("set_at", models.DateTimeField(verbose_name="ditetapkan")),
                (
                    "employee",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kiosk_pin",
                        to="units.employee",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "PIN kiosk",
            },
        ),
        migrations.AddConstraint(
            model_name="kiosk",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("opened_at"))),
                name="kiosk_expires_after_it_opens",
            ),
        ),
        migrations.AddConstraint(
            model_name="kiosk",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                    models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                    _connector="OR",
                ),
                name="kiosk_closed_by_somebody_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="kioskpin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("one_time", False), ("expires_at__isnull", False), _connector="OR"
                ),
                name="one_time_kiosk_pin_expires",
            ),
        ),
    ]
