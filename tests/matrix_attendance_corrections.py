"""Corrections: one's own, those of the people one decides for, and the excuse of an outage."""

import datetime

from django.core.files.base import ContentFile

from attendance.models import Correction, Outage
from tests.matrix import Row, everybody
from tests.matrix_attendance import DECIDES_ON_SARI, HEADS, NOT_EMPLOYEES, OWN, SEES_SARI
from units import clock
from units.files import keep_file

MONDAY = datetime.date(2026, 12, 7)
DAY = {"day": MONDAY}
EXCUSES = everybody(403, head=200, agency_head=200, foreign_head=200, city_hr=200)


def correction(status="waiting", kind="forgot"):
    """Return a function that makes a correction of Sari's Monday."""

    def make(city):
        decided = {}
        if status == "accepted":
            decided = {"decided_by": city.rudi.user, "decided_at": clock.now()}
        row = Correction.objects.create(
            employee=city.sari, work_date=MONDAY, kind=kind, reason="Lupa", status=status,
            claimed_in=clock.local(MONDAY, datetime.time(7, 30)), asked_by=city.sari.user,
            asked_at=clock.now(), **decided,
        )  # fmt: skip
        return {"pk": row.pk}

    return make


def outage(city):
    row = Outage.objects.create(
        work_date=MONDAY, starts_at=datetime.time(7), ends_at=datetime.time(8), reason="Listrik",
        declared_by=city.wati.user, declared_at=clock.now(), asked_at=clock.now(),
    )  # fmt: skip
    return {"pk": row.pk}


def with_file(city):
    """A correction of Sari's with a PDF; the address names the file."""
    file = keep_file(ContentFile(b"%PDF-1.7\n%%EOF", name="surat.pdf"), actor=city.sari.user)
    Correction.objects.filter(**correction()(city)).update(evidence_file=file)
    return {"pk": file.pk}


ROWS = [
    Row("attendance:correction_file", SEES_SARI, with_file),
    Row("attendance:correction_list", OWN),
    Row("attendance:correction_new", OWN, lambda city: DAY),
    Row(
        "attendance:correction_new",
        everybody(422, **NOT_EMPLOYEES),
        lambda city: DAY,
        "post",
        note="nothing filled in",
    ),
    Row("attendance:correction_queue", HEADS),
    Row("attendance:correction_detail", SEES_SARI, correction()),
    Row(
        "attendance:correction_detail",
        DECIDES_ON_SARI,
        correction(),
        "post",
        data=lambda city: {"decision": "refuse", "reason": "Tidak"},
    ),
    Row(
        "attendance:correction_withdraw",
        everybody(
            404, employee=302, head=403, agency_head=403, unit_hr=403, city_hr=403, **NOT_EMPLOYEES
        ),
        correction(),
        "post",
    ),
    Row("attendance:correction_withdraw", everybody(405, **NOT_EMPLOYEES), correction()),
    Row(
        "attendance:correction_undo",
        everybody(403, head=302, agency_head=302, foreign_head=404),
        correction("accepted"),
        "post",
        data=lambda city: {"reason": "Keliru"},
    ),
    Row(
        "attendance:correction_undo",
        everybody(403, head=405, agency_head=405, foreign_head=405),
        correction("accepted"),
        note="never by GET",
    ),
    Row("attendance:outage_excuse", EXCUSES, outage),
    Row(
        "attendance:outage_excuse",
        everybody(403, head=302, agency_head=302, foreign_head=302, city_hr=302),
        outage,
        "post",
    ),
]
