from django.db import migrations, models

from units.live_indexes import AddIndexWhileServing


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("attendance", "0013_report_files")]

    operations = [
        AddIndexWhileServing(
            model_name="dayrecord",
            index=models.Index(fields=["closed_at", "id"], name="day_records_by_change"),
        ),
        AddIndexWhileServing(
            model_name="workreport",
            index=models.Index(
                condition=models.Q(("status", "accepted")),
                fields=["decided_at", "id"],
                name="reports_by_acceptance",
            ),
        ),
    ]
