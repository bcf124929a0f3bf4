"""What other programs send to this room: absences, as the import of a spreadsheet takes them."""

import csv
import dataclasses
import datetime
import io

from django.utils.translation import gettext_lazy
from ninja import Field, Header, Router, Schema

from units.access import Role
from units.api import PLAIN, Scope, demand
from units.exports import inert
from units.models import ImportRun
from units.services.imports import apply_import, try_import
from units.services.tokens import answered_once

MOST_ROWS = 500
COLUMNS = {
    "nip": "NIP", "kind": "JENIS", "starts_on": "MULAI", "ends_on": "SAMPAI",
    "letter_number": "NOMOR SURAT",
}  # fmt: skip

router = Router()


class Fault(Schema):
    """A fault after RFC 9457; `detail` says in a sentence what to do."""

    type: str
    title: str
    status: int
    detail: str


class AbsenceIn(Schema):
    """One absence that is decided already, in the words of the import."""

    nip: str = Field(max_length=30, pattern=PLAIN)
    kind: str = Field(max_length=40, pattern=PLAIN)
    starts_on: datetime.date
    ends_on: datetime.date
    letter_number: str = Field("", max_length=80, pattern=PLAIN)


class AbsencesIn(Schema):
    rows: list[AbsenceIn] = Field(min_length=1, max_length=MOST_ROWS)


class AbsenceOut(Schema):
    """What became of a row: added, changed, unchanged or refused, and then why."""

    row: int
    outcome: str
    faults: list[str]


class AbsencesOut(Schema):
    import_run: int
    repeated: bool
    rows: list[AbsenceOut]


@router.post(
    "ketidakhadiran",
    response={200: AbsencesOut, **dict.fromkeys((400, 401, 403, 409, 422, 429), Fault)},
    url_name="absences",
    summary=gettext_lazy("Kirim ketidakhadiran"),
    description=gettext_lazy(
        "Hak absences:write. Aturan dan pemeriksaannya sama dengan impor ketidakhadiran; baris yang"
        " ditolak tidak menghalangi yang lain. Idempotency-Key yang sama tidak mencatat dua kali."
    ),
)
def absences(
    request,
    sent: AbsencesIn,
    idempotency_key: str = Header(  # noqa: B008
        alias="Idempotency-Key", min_length=8, max_length=80, pattern=r"^[A-Za-z0-9_.:-]+$"
    ),
):
    token = request.auth
    demand(token, Scope.ABSENCES_WRITE)
    content = sent.model_dump_json().encode()
    answer, repeated = answered_once(
        token,
        key=idempotency_key,
        content=content,
        act=lambda: _taken(token, sent.rows, idempotency_key),
    )
    return {**answer, "repeated": repeated}


def _taken(token, rows, key):
    """Check and write the rows as an import of the account that made the token."""
    run = try_import(
        ImportRun.Kind.ABSENCES,
        actor=token.made_by,
        scope=_scope(token),
        content=_spreadsheet(rows),
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


def _spreadsheet(rows):
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS.values())
    for row in rows:
        writer.writerow([inert(getattr(row, name)) for name in COLUMNS])
    return file.getvalue().encode()
