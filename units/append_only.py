"""Rows that nobody changes: a trigger for migrations, on SQLite and PostgreSQL."""

from django.db import migrations


def forbid_updates(table):
    """Return a reversible migration operation that makes the database refuse UPDATE on a table.

    On PostgreSQL it refuses DELETE as well (tests empty tables with TRUNCATE there); on SQLite
    the hash chain of decisions shows what was deleted.
    """
    name = f"{table}_append_only"

    def add(apps, schema_editor):
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
            return
        schema_editor.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger AS $$ "
            f"BEGIN RAISE EXCEPTION '{table} is append-only'; END $$ LANGUAGE plpgsql"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()"
        )

    def remove(apps, schema_editor):
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
            return
        schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
        schema_editor.execute(f"DROP FUNCTION {name}()")

    return migrations.RunPython(add, remove)


def forbid_updates_again(table):
    """Return the operation to put before and after a change of the columns of such a table.

    SQLite makes the table anew for it and loses the trigger; PostgreSQL keeps it.
    """
    name = f"{table}_append_only"

    def add(apps, schema_editor):
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(
                f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE UPDATE ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )

    return migrations.RunPython(add, add)
