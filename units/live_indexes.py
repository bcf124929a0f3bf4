"""Indexes on tables that people write to all day: made on PostgreSQL without holding anybody up."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db.migrations import AddIndex


class AddIndexWhileServing(AddIndexConcurrently):
    """AddIndex that leaves the table open for writing; plain where the database knows no such way.

    Its migration says `atomic = False`. One that was interrupted leaves an invalid index behind on
    PostgreSQL: drop it and run the migration again.
    """

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        """Make the index."""
        way = AddIndexConcurrently if schema_editor.connection.vendor == "postgresql" else AddIndex
        way.database_forwards(self, app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """Drop it again."""
        way = AddIndexConcurrently if schema_editor.connection.vendor == "postgresql" else AddIndex
        way.database_backwards(self, app_label, schema_editor, from_state, to_state)
