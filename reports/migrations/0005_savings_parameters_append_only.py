"""Parameters of savings become append-only."""

from django.db import migrations

from units.append_only import forbid_updates


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_savings")]

    operations = [forbid_updates("reports_savingsparameter")]
