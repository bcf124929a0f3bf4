"""Check-ins that a phone kept without a signal are flagged."""

from django.db import migrations, models

from units.append_only import forbid_updates_again


class Migration(migrations.Migration):
    dependencies = [("attendance", "0008_late_reports")]

    operations = [
        forbid_updates_again("attendance_checkin"),
        migrations.AddField(
            model_name="checkin",
            name="sent_later",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="dikirim kemudian"
            ),
        ),
        forbid_updates_again("attendance_checkin"),
    ]
