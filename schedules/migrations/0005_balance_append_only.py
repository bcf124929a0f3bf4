"""A row of the balance ledger is never changed; corrections are rows of their own."""

from django.db import migrations

from units.append_only import forbid_updates


class Migration(migrations.Migration):
    dependencies = [("schedules", "0004_balance_ledger")]

    operations = [forbid_updates("schedules_balanceentry")]
