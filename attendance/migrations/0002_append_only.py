"""Raw check-ins become append-only."""

from django.db import migrations

from units.append_only import forbid_updates


class Migration(migrations.Migration):
    dependencies = [("attendance", "0001_initial")]

    operations = [forbid_updates("attendance_checkin")]
