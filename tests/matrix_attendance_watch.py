"""The addresses of days without explanation, indications, warnings and thresholds.

The person, who decides for them and BKPSDM: to everybody else the record does not exist.
"""

import datetime

from attendance.models import (
    AbsenceFinding,
    DisciplineWarning,
    Indication,
    IndicationCase,
    WatchRules,
)
from tests.matrix import Row, everybody
from units import clock

DAY = datetime.date(2026, 12, 4)
OWN_OFFICE = {"employee": 200, "head": 200, "agency_head": 200, "city_hr": 200}
SEES = everybody(404, **OWN_OFFICE)
WATCHES = everybody(403, head=200, agency_head=200, city_hr=200, foreign_head=200)
ONLY_CITY_HR = everybody(403, city_hr=200)
ANSWER = {"answer": "Sakit"}


def absence(city):
    finding = AbsenceFinding.objects.create(
        employee=city.sari, unit=city.division, date=DAY, asked_at=clock.now(), answer_due_on=DAY
    )
    return {"pk": finding.pk}


def indication(city):
    found = Indication.objects.create(
        kind="accuracy", subject=str(city.sari.pk), month=DAY.replace(day=1), starts_on=DAY,
        ends_on=DAY, days=[DAY.isoformat()], found_at=clock.now(),
        evidence={"taps": 4, "least_m": 0.0, "most_m": 0.0},
    )  # fmt: skip
    case = IndicationCase.objects.create(
        indication=found, employee=city.sari, unit=city.division, told_at=clock.now(),
        answer_due_on=DAY,
    )  # fmt: skip
    return {"pk": case.pk}


def warning(city):
    raised = DisciplineWarning.objects.create(
        employee=city.sari, unit=city.division, year=2026, basis="cumulative", step=3,
        level="near", count=1, raised_at=clock.now(),
    )  # fmt: skip
    return {"pk": raised.pk}


def new_rules(city):
    values = {
        field.name: getattr(WatchRules(), field.name)
        for field in WatchRules._meta.fields
        if field.name not in ("id", "decided_by", "decided_at")
    }
    return values | {"starts_on": "2027-01-01", "reason": "Setelah uji coba"}


ROWS = [
    Row(
        "attendance:own_findings",
        everybody(200, leadership=403, inspectorate=403, council=403),
    ),
    Row("attendance:absence_list", WATCHES),
    Row("attendance:absence_detail", SEES, kwargs=absence),
    Row(
        "attendance:absence_detail",
        everybody(404, employee=302, head=422, agency_head=422, city_hr=422),
        kwargs=absence,
        method="post",
        data=lambda city: ANSWER,
        note="an answer is the person's",
    ),
    Row(
        "attendance:absence_detail",
        everybody(404, employee=422, head=302, agency_head=302, city_hr=302),
        kwargs=absence,
        method="post",
        data=lambda city: (
            {"decision": "confirmed", "reason": "Tidak hadir"}
            if city.sari.day_records.create(
                unit=city.division,
                date=DAY,
                workplace="wfo",
                verdict="unexplained",
                closed_at=clock.now(),
            )
            else {}
        ),
        note="a decision is the superior's",
    ),
    Row("attendance:indication_list", WATCHES),
    Row("attendance:indication_detail", SEES, kwargs=indication),
    Row(
        "attendance:indication_detail",
        everybody(404, employee=422, head=302, agency_head=302, city_hr=302),
        kwargs=indication,
        method="post",
        data=lambda city: {"outcome": "coached", "reason": "Sudah dibicarakan"},
    ),
    Row("attendance:warning_list", WATCHES),
    Row("attendance:warning_detail", SEES, kwargs=warning),
    Row(
        "attendance:warning_detail",
        everybody(404, employee=403, head=302, agency_head=302, city_hr=302),
        kwargs=warning,
        method="post",
        data=lambda city: {"note": "Dipanggil"},
    ),
    Row("attendance:warning_pdf", SEES, kwargs=warning),
    Row("attendance:watch_rules", ONLY_CITY_HR),
    Row("attendance:watch_rules_new", ONLY_CITY_HR),
    Row(
        "attendance:watch_rules_new",
        everybody(403, city_hr=302),
        method="post",
        data=new_rules,
    ),
]
