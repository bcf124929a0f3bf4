"""The addresses of requests for absence: the person, the superior, unit HR; no colleague."""

import datetime

from schedules.services.away_requests import request_away
from tests.matrix import Row, everybody

DAY = datetime.date(2026, 12, 10)
NO_EMPLOYEE = {"leadership": 403, "inspectorate": 403, "council": 403}
READS = {"employee": 200, "head": 200, "agency_head": 200, "unit_hr": 200, "city_hr": 200}
ONLY_READ = {"unit_hr": 403, "city_hr": 403}
LEAVE = {"kind": "tahunan", "starts_on": "2026-12-10", "ends_on": "2026-12-11"}


def asked(city):
    away = request_away(
        city.sari, kind="cuti", leave_type="tahunan", starts_on=DAY, ends_on=DAY,
        actor=city.sari.user,
    )  # fmt: skip
    return {"pk": away.pk}


ROWS = [
    Row("schedules:away_requests", everybody(200, **NO_EMPLOYEE)),
    Row("schedules:away_request_new", everybody(200, **NO_EMPLOYEE)),
    Row(
        "schedules:away_request_new",
        everybody(302, **NO_EMPLOYEE),
        method="post",
        data=lambda city: LEAVE | {"employee": city.tono.pk, "status": "approved"},
    ),
    Row(
        "schedules:away_queue",
        everybody(403, head=200, agency_head=200, foreign_head=200),
    ),
    Row("schedules:away_request_detail", everybody(404, **READS), kwargs=asked),
    Row("schedules:away_request_withdraw", everybody(405), kwargs=asked, note="never by GET"),
    Row(
        "schedules:away_request_withdraw",
        everybody(404, employee=302, head=403, agency_head=403, **ONLY_READ),
        kwargs=asked,
        method="post",
    ),
    Row("schedules:away_request_decide", everybody(405), kwargs=asked, note="never by GET"),
    Row(
        "schedules:away_request_decide",
        everybody(404, employee=403, head=302, agency_head=302, **ONLY_READ),
        kwargs=asked,
        method="post",
        data=lambda city: {"decision": "accept", "employee": city.tono.pk, "kind": "sakit"},
    ),
]
