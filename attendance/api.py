"""The API for other programs of the city: /api/v1/.

Accepted daily reports and day records go out, absences (`schedules.api`) and activity numbers come
in. A draft plan, a report that waits and a cause of absence are in none of it. `bekasi_wfh.api`
adds the reports.
"""

import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Field, Header, NinjaAPI, Query, Schema

from attendance.queries.exchange import days_out, decoded, encoded, reports_out
from schedules.api import router as schedules_router
from units.api import PLAIN, Fault, Problem, Scope, TokenAuth, demand, reach_of, tell_problems
from units.api_rows import KEY, MOST_ROWS, RowsOut, take_rows
from units.models import ImportRun
from units.services.looks import Page as Look
from units.services.looks import note_group_look

LONGEST_PERIOD = datetime.timedelta(days=366)
FIRST_YEAR, LAST_YEAR = 2020, 2100
ACTIVITY_COLUMNS = {
    "number": "NOMOR KEGIATAN", "title": "NAMA KEGIATAN", "unit": "KODE UNIT", "nip": "NIP",
    "starts_on": "MULAI", "ends_on": "SAMPAI",
}  # fmt: skip


class Page(Schema):
    """Which rows: a unit with all below it, the days of a period, and where to go on."""

    start: datetime.date
    end: datetime.date
    unit: str = Field("", max_length=40, pattern=PLAIN)
    changed_since: datetime.datetime | None = None
    cursor: str = Field("", max_length=200, pattern=r"^[A-Za-z0-9_=-]*$")
    limit: int = Field(500, ge=1, le=1000)


class Item(Schema):
    activity_number: str
    planned: str
    output: str
    quantity: Decimal | None
    unit_of_measure: str
    evidence_url: str


class ReportOut(Schema):
    id: int
    date: datetime.date
    unit: str | None
    nip: str | None
    name: str | None
    accepted_at: datetime.datetime
    items: list[Item]


class DayOut(Schema):
    id: int
    date: datetime.date
    unit: str
    nip: str | None
    name: str | None
    workplace: str
    verdict: str
    minutes_late: int
    minutes_early: int
    validated: bool | None
    changed_at: datetime.datetime


class Reports(Schema):
    """`next` is the cursor of what comes after these rows, also where nothing has come yet."""

    rows: list[ReportOut]
    next: str
    more: bool


class Days(Schema):
    """`next` is the cursor of what comes after these rows, also where nothing has come yet."""

    rows: list[DayOut]
    next: str
    more: bool


FAULTS = dict.fromkeys((400, 401, 403, 404, 409, 422, 429), Fault)

api = NinjaAPI(
    title="Bekasi WFH",
    version="1",
    description=gettext_lazy(
        "Laporan harian WFH yang diterima dan rekap harian untuk Epkin, Lapkin dan aplikasi TPP."
    ),
    urls_namespace="api",
    docs_url=None,
    auth=TokenAuth(),
)
tell_problems(api)


@api.get(
    "laporan-harian",
    response={200: Reports, **FAULTS},
    url_name="work_reports",
    summary=gettext_lazy("Laporan harian WFH yang diterima"),
    description=gettext_lazy("Hak reports:read. NIP dan nama hanya dengan hak names:read."),
)
def work_reports(request, page: Query[Page]):
    token = request.auth
    demand(token, Scope.REPORTS_READ)
    rows, more = _rows(reports_out, token, page)
    named = Scope.NAMES_READ in token.scopes
    out = [
        {
            "id": one.pk,
            "date": one.work_date,
            "unit": one.unit_code,
            **_who(one.employee, named),
            "accepted_at": one.decided_at,
            "items": [
                {name: getattr(item, name) for name in Item.model_fields}
                for item in one.items.all()
            ],
        }
        for one in rows
    ]
    return {"rows": out, "next": _next(rows, "decided_at", page), "more": more}


@api.get(
    "rekap-harian",
    response={200: Days, **FAULTS},
    url_name="day_records",
    summary=gettext_lazy("Rekap harian"),
    description=gettext_lazy(
        "Hak days:read. NIP dan nama hanya dengan hak names:read. Sebab ketidakhadiran tidak"
        " dikirim."
    ),
)
def day_records(request, page: Query[Page]):
    token = request.auth
    demand(token, Scope.DAYS_READ)
    rows, more = _rows(days_out, token, page)
    named = Scope.NAMES_READ in token.scopes
    same = ("workplace", "verdict", "minutes_late", "minutes_early", "validated")
    out = [
        {
            "id": one.pk,
            "date": one.date,
            "unit": one.unit.code,
            **_who(one.employee, named),
            **{name: getattr(one, name) for name in same},
            "changed_at": one.closed_at,
        }
        for one in rows
    ]
    return {"rows": out, "next": _next(rows, "closed_at", page), "more": more}


def _rows(query, token, page):
    """Return (the rows of a page, whether there are more)."""
    years = (page.start.year, page.end.year)
    if page.end < page.start or page.end - page.start > LONGEST_PERIOD:
        raise Problem(400, _("“end” harus sama dengan atau sesudah “start”, paling lama setahun."))
    if min(years) < FIRST_YEAR or max(years) > LAST_YEAR:
        raise Problem(400, _("Tanggal di luar jangkauan data."))
    since = page.changed_since
    if since is not None:
        if since.tzinfo is None:
            raise Problem(400, _("“changed_since” harus menyebut zona waktu, misalnya +07:00."))
        if not FIRST_YEAR <= since.year <= LAST_YEAR:
            raise Problem(400, _("Tanggal di luar jangkauan data."))
    try:
        cursor = decoded(page.cursor) if page.cursor else None
    except ValueError:
        raise Problem(400, _("“cursor” bukan dari daftar ini. Mulai lagi tanpa cursor.")) from None
    reach = reach_of(token, page.unit)
    rows = list(query(reach, page.start, page.end, since=since, cursor=cursor)[: page.limit + 1])
    if rows and Scope.NAMES_READ in token.scopes:
        note_group_look(token.made_by, Look.PROGRAM, token.unit, office=str(token))
    return rows[: page.limit], len(rows) > page.limit


def _next(rows, moment, page):
    return encoded(getattr(rows[-1], moment), rows[-1].pk) if rows else page.cursor


def _who(employee, named):
    return {
        "nip": employee.nip if named else None,
        "name": employee.name if named else None,
    }


class ActivityIn(Schema):
    """One activity of a unit or of one person, in the words of the import."""

    number: str = Field(max_length=40, pattern=PLAIN)
    title: str = Field(max_length=200, pattern=PLAIN)
    unit: str = Field("", max_length=40, pattern=PLAIN)
    nip: str = Field("", max_length=30, pattern=PLAIN)
    starts_on: datetime.date
    ends_on: datetime.date | None = None


class ActivitiesIn(Schema):
    rows: list[ActivityIn] = Field(min_length=1, max_length=MOST_ROWS)


@api.post(
    "nomor-kegiatan",
    response={200: RowsOut, **dict.fromkeys((400, 401, 403, 409, 422, 429), Fault)},
    url_name="activities",
    summary=gettext_lazy("Kirim nomor kegiatan"),
    description=gettext_lazy(
        "Hak activities:write. Setiap baris menyebut unit atau NIP; baris yang ditolak tidak"
        " menghalangi yang lain. Idempotency-Key yang sama tidak mencatat dua kali."
    ),
)
def activities(request, sent: ActivitiesIn, idempotency_key: str = Header(**KEY)):  # noqa: B008
    demand(request.auth, Scope.ACTIVITIES_WRITE)
    return take_rows(
        request.auth, ImportRun.Kind.ACTIVITIES, ACTIVITY_COLUMNS, sent, idempotency_key
    )


api.add_router("", schedules_router)
