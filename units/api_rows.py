"""Rows that programs send: taken as the import of a spreadsheet takes them, once for each key."""

import csv
import dataclasses
import io

from ninja import Schema

from units.access import Role
from units.exports import inert
from units.models import ImportRun
from units.services.imports import apply_import, try_import
from units.services.tokens import answered_once

MOST_ROWS = 500
KEY = {"alias": "Idempotency-Key", "min_length": 8, "max_length": 80,
       "pattern": r"^[A-Za-z0-9_.:-]+$"}  # fmt: skip


class RowOut(Schema):
    """What became of a row: added, changed, unchanged or refused, and then why."""

    row: int
    outcome: str
    faults: list[str]


class RowsOut(Schema):
    import_run: int
    repeated: bool
    rows: list[RowOut]


def take_rows(token, kind, columns, sent, key):
    """Check and write rows as an import of the account that made the token; return a RowsOut.

    `columns` maps the fields of a row to the columns of the import. A refused row keeps none of
    the others back; the same key answers again what it answered first.
    """
    answer, repeated = answered_once(
        token,
        key=key,
        content=sent.model_dump_json().encode(),
        act=lambda: _taken(token, kind, columns, sent.rows, key),
    )
    return {**answer, "repeated": repeated}


def _taken(token, kind, columns, rows, key):
    run = try_import(
        kind,
        actor=token.made_by,
        scope=_scope(token),
        content=_spreadsheet(columns, rows),
        file_name=f"API {token.name} {key}",
    )
    apply_import(run, actor=token.made_by, scope=_scope(token), all_or_nothing=False)
    return {
        "import_run": run.pk,
        "rows": [
            {"row": row["number"] - 1, "outcome": row["outcome"], "faults": row.get("faults", [])}
            for row in ImportRun.objects.get(pk=run.pk).rows
        ],
    }


def _scope(token):
    """Return the scope of who made the token, narrowed to the unit of the token."""
    if token.unit_id is None:
        return token.granted_scope
    return dataclasses.replace(
        token.granted_scope,
        roles=frozenset({Role.UNIT_HR}),
        hr_unit_ids=(token.unit_id,),
        headed=(),
        _cache={},
    )


def _spreadsheet(columns, rows):
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(columns.values())
    for row in rows:
        values = (getattr(row, name) for name in columns)
        writer.writerow(["" if value is None else inert(value) for value in values])
    return file.getvalue().encode()
