"""No two definitive postings of a person, and no two heads of a unit, on one day.

PostgreSQL: exclusion constraints. SQLite: triggers with the same names.
"""

from django.db import migrations

RULES = {
    "posting_definitive_once_a_day": ("employee_id", "kind = 'definitif'"),
    "posting_definitive_head_once_a_day": ("unit_id", "kind = 'definitif' AND is_head"),
    "posting_acting_head_once_a_day": ("unit_id", "kind <> 'definitif' AND is_head"),
}


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        for name, (column, condition) in RULES.items():
            schema_editor.execute(
                f"ALTER TABLE units_posting ADD CONSTRAINT {name} EXCLUDE USING gist "
                f"({column} WITH =, daterange(starts_on, ends_on, '[]') WITH &&) "
                f"WHERE ({condition})"
            )
        return
    for name, (column, condition) in RULES.items():
        ours = condition.replace("kind", "NEW.kind").replace("is_head", "NEW.is_head")
        for event in ("INSERT", "UPDATE"):
            schema_editor.execute(
                f"CREATE TRIGGER {name}_{event.lower()} AFTER {event} ON units_posting "  # noqa: S608
                f"WHEN {ours} AND EXISTS (SELECT 1 FROM units_posting WHERE id <> NEW.id "
                f"AND {column} = NEW.{column} AND {condition} "
                f"AND starts_on <= COALESCE(NEW.ends_on, '9999-12-31') "
                f"AND NEW.starts_on <= COALESCE(ends_on, '9999-12-31')) "
                f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
            )


def remove(apps, schema_editor):
    for name in RULES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE units_posting DROP CONSTRAINT {name}")
        else:
            for event in ("insert", "update"):
                schema_editor.execute(f"DROP TRIGGER {name}_{event}")


class Migration(migrations.Migration):
    dependencies = [("units", "0002_append_only_and_cache")]

    operations = [migrations.RunPython(add, remove)]
