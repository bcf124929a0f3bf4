"""The reports for other programs: the same frozen figures as page, PDF, spreadsheet and CSV."""

import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Field, Query, Router, Schema

from reports.definitions import FIGURES
from reports.queries.exchange import latest_reports, report_with_figures
from reports.weekly import known_measures
from units.api import PLAIN, Fault, Problem, Scope, demand, reach_of

router = Router()
FIRST_YEAR, LAST_YEAR = 2020, 2100
FAULTS = dict.fromkeys((400, 401, 403, 404, 422, 429), Fault)


class Weeks(Schema):
    """Which reports: of a unit with all below it, of weeks that start within these days."""

    start: datetime.date
    end: datetime.date
    unit: str = Field("", max_length=40, pattern=PLAIN)
    limit: int = Field(500, ge=1, le=1000)


class OneWeek(Schema):
    """Which report: of a unit (empty: the whole reach of the token), of the week of a Monday."""

    week: datetime.date
    unit: str = Field("", max_length=40, pattern=PLAIN)


class ReportLine(Schema):
    unit: str
    starts_on: datetime.date
    ends_on: datetime.date
    version: int
    sha256: str
    built_at: datetime.datetime


class ReportLines(Schema):
    rows: list[ReportLine]
    more: bool


class Figures(ReportLine):
    """The figures as they were frozen: `totals`, the cuts by day and by unit, and the lists."""

    people: int
    totals: dict[str, int]
    days: list[dict[str, Any]]
    units: list[dict[str, Any]]
    breaches: list[dict[str, Any]]
    fairness: dict[str, Any]
    rosters: dict[str, Any]
    before: dict[str, Any] | None
    mean: dict[str, Any] | None
    sources: dict[str, Any] | None


class Definition(Schema):
    key: str
    label: str
    definition: str
    group: str


@router.get(
    "laporan-mingguan",
    response={200: ReportLines, **FAULTS},
    url_name="reports",
    summary=gettext_lazy("Daftar laporan mingguan"),
    description=gettext_lazy("Hak figures:read. Versi terbaru tiap unit dan minggu."),
)
def reports(request, asked: Query[Weeks]):
    demand(request.auth, Scope.FIGURES_READ)
    if asked.end < asked.start:
        raise Problem(400, _("“end” harus sama dengan atau sesudah “start”."))
    _check_years(asked.start, asked.end)
    reach = reach_of(request.auth, asked.unit)
    rows = latest_reports(reach, asked.start, asked.end, asked.limit + 1)
    return {"rows": [_line(one) for one in rows[: asked.limit]], "more": len(rows) > asked.limit}


@router.get(
    "laporan-mingguan/angka",
    response={200: Figures, **FAULTS},
    url_name="report_figures",
    summary=gettext_lazy("Angka satu laporan mingguan"),
    description=gettext_lazy(
        "Hak figures:read. Angka yang sama dengan halaman, PDF, XLSX dan CSV, tanpa nama; artinya"
        " ada di laporan-mingguan/kamus."
    ),
)
def report_figures(request, asked: Query[OneWeek]):
    token = request.auth
    demand(token, Scope.FIGURES_READ)
    _check_years(asked.week)
    report = report_with_figures(token.unit, reach_of(token), asked.unit, asked.week)
    if report is None:
        raise Problem(404, _("Tidak ada laporan minggu itu bagi unit dalam jangkauan token."))
    figures = known_measures(report.figures)
    named = ("people", "totals", "days", "units", "breaches", "fairness", "rosters", "before")
    return {
        **_line(report),
        **{name: figures[name] for name in named},
        "mean": figures["mean"],
        "sources": report.sources,
    }


@router.get(
    "laporan-mingguan/kamus",
    response={200: list[Definition], **FAULTS},
    url_name="report_definitions",
    summary=gettext_lazy("Kamus angka laporan"),
    description=gettext_lazy("Hak figures:read. Kunci, nama dan arti setiap angka."),
)
def report_definitions(request):
    demand(request.auth, Scope.FIGURES_READ)
    return [
        {"key": one.key, "label": str(one.label), "definition": str(one.definition),
         "group": str(one.group)}
        for one in FIGURES
    ]  # fmt: skip


def _check_years(*days):
    if not all(FIRST_YEAR <= day.year <= LAST_YEAR for day in days):
        raise Problem(400, _("Tanggal di luar jangkauan data."))


def _line(report):
    return {
        "unit": report.unit.code,
        "starts_on": report.starts_on,
        "ends_on": report.ends_on,
        "version": report.version,
        "sha256": report.figures_hash,
        "built_at": report.built_at,
    }
