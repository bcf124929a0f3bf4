"""Calls, answers, explanations and rulings become append-only."""

from django.db import migrations

from units.append_only import forbid_updates


class Migration(migrations.Migration):
    dependencies = [("attendance", "0011_response_checks")]

    operations = [
        forbid_updates("attendance_responsecheck"),
        forbid_updates("attendance_responseanswer"),
        forbid_updates("attendance_responseexplanation"),
        forbid_updates("attendance_responseruling"),
    ]
