"""Decisions become append-only; the table that counts rate limits is made."""

from django.core.management import call_command
from django.db import migrations

from units.append_only import forbid_updates


def make_cache_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


def drop_cache_table(apps, schema_editor):
    schema_editor.execute("DROP TABLE IF EXISTS portal_cache")


class Migration(migrations.Migration):
    dependencies = [("units", "0001_initial")]

    operations = [
        forbid_updates("units_decision"),
        migrations.RunPython(make_cache_table, drop_cache_table),
    ]
