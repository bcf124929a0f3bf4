"""Punches become append-only."""

from django.db import migrations

from units.append_only import forbid_updates


class Migration(migrations.Migration):
    dependencies = [("attendance", "0015_device_files")]

    operations = [forbid_updates("attendance_punch")]
