"""What other programs send to this room: absences, as the import of a spreadsheet takes them."""

import datetime

from django.utils.translation import gettext_lazy
from ninja import Field, Header, Router, Schema

from units.api import PLAIN, Scope, demand
from units.api_rows import KEY, MOST_ROWS, RowsOut, take_rows
from units.models import ImportRun

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


@router.post(
    "ketidakhadiran",
    response={200: RowsOut, **dict.fromkeys((400, 401, 403, 409, 422, 429), Fault)},
    url_name="absences",
    summary=gettext_lazy("Kirim ketidakhadiran"),
    description=gettext_lazy(
        "Hak absences:write. Aturan dan pemeriksaannya sama dengan impor ketidakhadiran; baris yang"
        " ditolak tidak menghalangi yang lain. Idempotency-Key yang sama tidak mencatat dua kali."
    ),
)
def absences(request, sent: AbsencesIn, idempotency_key: str = Header(**KEY)):  # noqa: B008
    demand(request.auth, Scope.ABSENCES_WRITE)
    return take_rows(request.auth, ImportRun.Kind.ABSENCES, COLUMNS, sent, idempotency_key)
