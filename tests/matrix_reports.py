"""Weekly reports and the setup steps: who opens what, for page, PDF and spreadsheet alike."""

import datetime

from reports.evenness import fairness_of
from reports.measures import MEASURES
from reports.models import Report
from reports.services.weekly import figures_hash
from reports.weekly import FORMAT
from tests.matrix import ROLES, Row, everybody

LAST_WEEK = datetime.date(2026, 11, 30)


def make_report(unit, people=7, **totals):
    """Store a report of last week with the given totals and one row of its own."""
    named = {"id": unit.pk, "code": unit.code, "name": unit.name, "label": unit.label,
             "level": unit.level}  # fmt: skip
    row = {measure: totals.get(measure, 0) for measure in MEASURES}
    figures = {
        "format": FORMAT,
        "unit": named,
        "week": {"starts_on": "2026-11-30", "ends_on": "2026-12-06"},
        "people": people,
        "totals": row,
        "days": [{"date": "2026-11-30", **row}],
        "units": [{"unit": named, "own": True, "people": people, **row}],
        "breaches": [],
        "fairness": fairness_of([], {}, {}),
        "rosters": {"needed": 0, "published": 0, "missing": []},
        "plans": [],
        "unreadable": [],
        "before": None,
        "mean": None,
    }
    return Report.objects.create(
        kind="weekly", unit=unit, starts_on=LAST_WEEK, ends_on=LAST_WEEK + datetime.timedelta(6),
        version=1, figures=figures, figures_hash=figures_hash(figures),
        built_at=datetime.datetime(2026, 12, 7, 1, tzinfo=datetime.UTC),
    )  # fmt: skip


def report_of(name):
    """Return the arguments of an address for the report of a unit of the city."""
    return lambda city: {"pk": make_report(getattr(city, name)).pk}


CITY_ROLES = {"city_hr": 200, "leadership": 200, "inspectorate": 200}
TAKES_FILES = everybody(403, city_hr=200, unit_hr=200, head=200, agency_head=200, foreign_head=200)
HEADS = {"head": 422, "agency_head": 422, "foreign_head": 422}
OF_CITY = everybody(404, **CITY_ROLES, council=200)
OF_AGENCY = everybody(404, **CITY_ROLES, agency_head=200, unit_hr=200)
OF_DIVISION = everybody(404, **CITY_ROLES, agency_head=200, unit_hr=200, head=200)

ANYBODY = dict.fromkeys(ROLES, 200)

SAVINGS = everybody(
    403, city_hr=200, head=200, agency_head=200, foreign_head=200, leadership=200, inspectorate=200
)

ROWS = [
    Row("reports:savings", SAVINGS),
    Row("reports:savings_parameter", everybody(405), note="nothing changes by GET"),
    Row("reports:savings_parameter", everybody(403, city_hr=422), method="post", note="empty"),
    Row("reports:public", ANYBODY),
    Row("reports:public_csv", ANYBODY),
    Row("reports:public_json", ANYBODY),
    Row("reports:summary", everybody(403, city_hr=200, leadership=200)),
    Row("reports:trail", everybody(403, **CITY_ROLES, council=200)),
    Row("reports:setup", everybody(403, city_hr=200)),
    Row("reports:report_list", everybody(200, employee=403, stranger=403)),
    Row("reports:period_list", everybody(200, employee=403, stranger=403)),
    Row("reports:rebuild", everybody(405), note="nothing changes by GET"),
    Row("reports:rebuild", everybody(403, city_hr=302), method="post", note="without a reason"),
    Row("reports:month_page", TAKES_FILES),
    Row(
        "reports:month_xlsx",
        everybody(403, city_hr=200, unit_hr=200, head=422, agency_head=200, foreign_head=422),
        data=lambda city: {"unit": city.agency.pk, "month": "2026-12-01"},
    ),
    Row("reports:month_xlsx", everybody(403, city_hr=422, unit_hr=422, **HEADS), note="no month"),
    Row("reports:resend", everybody(405), note="nothing changes by GET"),
    Row("reports:resend", everybody(403, city_hr=302), method="post"),
    *(
        Row(f"reports:{name}", expect, kwargs=report_of(unit), note=f"of the {unit}")
        for name in ("report_detail", "report_pdf", "report_xlsx", "report_csv")
        for unit, expect in (
            ("root", OF_CITY),
            ("agency", OF_AGENCY),
            ("division", OF_DIVISION),
        )
    ),
]
