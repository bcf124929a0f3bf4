"""Insert very many rows of one table: a third of the time of bulk_create for a million rows."""

import csv
import functools
import io

from django.core.management.color import no_style
from django.db import connection

AT_ONCE = 50_000


def insert_rows(model, columns, rows):
    """Insert tuples of plain values (text, numbers, None) into a model's table.

    Moments are given as UTC by `moment_text`, dates as ISO text, UUIDs by `uuid_text`.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    never_null = {f.column for f in model._meta.concrete_fields if not f.null}
    full = ", ".join(connection.ops.quote_name(name) for name in columns if name in never_null)
    with connection.cursor() as cursor:
        for first in range(0, len(rows), AT_ONCE):
            batch = rows[first : first + AT_ONCE]
            if connection.vendor == "postgresql":
                buffer = io.StringIO()
                csv.writer(buffer).writerows(batch)
                buffer.seek(0)
                cursor.copy_expert(
                    f"COPY {table} ({names}) FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL ({full}))",
                    buffer,
                )
            else:
                marks = ", ".join(["%s"] * len(columns))
                cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", batch)  # noqa: S608


def moment_text(moment):
    """Return a naive UTC moment as the database keeps it."""
    return f"{moment}{utc_mark()}"


@functools.cache
def utc_mark():
    return "+00:00" if connection.vendor == "postgresql" else ""


def uuid_text(number):
    """Return a 128-bit number as the database keeps a UUID."""
    return f"{number:032x}"


def reset_sequences(models):
    """Let the database go on counting after keys that were given by hand."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
