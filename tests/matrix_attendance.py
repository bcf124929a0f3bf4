"""The day: own page, taps and reports for employees; what waits for whoever decides on them."""

import datetime
import uuid

from django.core.files.uploadedfile import SimpleUploadedFile

from attendance.models import CheckIn, WorkReport
from tests.matrix import ROLES, Row, everybody
from units import clock
from units.files import keep_file

MONDAY = datetime.date(2026, 12, 7)

# accounts without an employee have no day of their own
NOT_EMPLOYEES = {"leadership": 403, "inspectorate": 403, "council": 403}
OPEN = dict.fromkeys(ROLES, 200)
OWN = everybody(200, leadership=403, inspectorate=403, council=403)
OWN_ACT = everybody(302, leadership=403, inspectorate=403, council=403)
HEADS = everybody(403, head=200, agency_head=200, foreign_head=200)
# who may see Sari by name; only the heads above her decide
SEES_SARI = everybody(404, employee=200, head=200, agency_head=200, unit_hr=200, city_hr=200)
DECIDES_ON_SARI = everybody(404, employee=403, head=302, agency_head=302, unit_hr=403, city_hr=403)


def check_in_of_sari(city):
    """Sari tapped without a location: kept for review."""
    record = CheckIn.objects.create(
        employee=city.sari, work_date=MONDAY, direction="in", workplace="wfo",
        server_time=clock.now(), finding="review", review_reason="no_location", key=uuid.uuid4(),
    )  # fmt: skip
    return {"pk": record.pk}


def file_of_sari(city):
    report = WorkReport.objects.get(pk=report_of_sari(city)["pk"])
    file = keep_file(SimpleUploadedFile("nota.pdf", b"%PDF-1.7"), actor=city.sari.user)
    report.items.create(planned="Telaah", evidence_file=file)
    return {"pk": file.pk}


def report_of_sari(city):
    """Sari's report waits to be examined."""
    report = WorkReport.objects.create(
        employee=city.sari, work_date=MONDAY, status="submitted", submitted_at=clock.now(),
        due_on=MONDAY,
    )  # fmt: skip
    report.items.create(planned="Menyusun bahan", output="Bahan selesai")
    return {"pk": report.pk}


ROWS = [
    Row("attendance:today", OWN),
    Row("attendance:offline", OPEN, note="the same for everybody"),
    Row("attendance:manifest", OPEN),
    Row("attendance:service_worker", OPEN),
    Row(
        "attendance:check_in",
        everybody(405, leadership=403, inspectorate=403, council=403),
        kwargs=lambda city: {"direction": "masuk"},
        note="a tap is never a GET",
    ),
    Row("attendance:check_in", OWN_ACT, kwargs=lambda city: {"direction": "masuk"}, method="post"),
    Row("attendance:home", OWN),
    Row("attendance:home", OWN, method="post", note="nothing filled in: the form again"),
    Row("attendance:temporary_place", everybody(405, **NOT_EMPLOYEES), note="never by GET"),
    Row(
        "attendance:temporary_place",
        everybody(422, **NOT_EMPLOYEES),
        method="post",
        note="nothing filled in",
    ),
    Row("attendance:work_report_list", OWN),
    Row(
        "attendance:work_report",
        everybody(404, leadership=403, inspectorate=403, council=403),
        kwargs=lambda city: {"day": MONDAY},
        note="not a WFH day",
    ),
    Row(
        "attendance:work_report",
        everybody(404, leadership=403, inspectorate=403, council=403),
        kwargs=lambda city: {"day": MONDAY},
        method="post",
        note="not a WFH day",
    ),
    Row("attendance:work_report_review", HEADS),
    Row(
        "attendance:work_report_review",
        everybody(403, head=302, agency_head=302, foreign_head=302),
        method="post",
        data=lambda city: {"act": "accept", "pilih": [report_of_sari(city)["pk"]]},
        note="a foreign head passes it over",
    ),
    Row("attendance:work_report_decide", SEES_SARI, kwargs=report_of_sari),
    Row(
        "attendance:work_report_decide",
        DECIDES_ON_SARI,
        kwargs=report_of_sari,
        method="post",
        data=lambda city: {"decision": "accept"},
    ),
    Row("attendance:work_report_file", SEES_SARI, kwargs=file_of_sari),
    Row("attendance:team", HEADS),
    Row("attendance:team_now", HEADS),
    Row("attendance:city", everybody(403, city_hr=200)),
    Row("attendance:city_now", everybody(403, city_hr=200)),
    Row(
        "attendance:remind",
        {
            **dict.fromkeys(HEADS, 403),
            "anonymous": 302,
            "head": 302,
            "agency_head": 302,
            "foreign_head": 404,
        },
        kwargs=lambda city: {"pk": city.sari.pk},
        method="post",
    ),
    Row("attendance:check_in_review_list", HEADS),
    Row("attendance:check_in_review", SEES_SARI, kwargs=check_in_of_sari),
    Row(
        "attendance:check_in_review",
        DECIDES_ON_SARI,
        kwargs=check_in_of_sari,
        method="post",
        data=lambda city: {"decision": "accept", "reason": "Terlihat di kantor"},
    ),
]
