"""The addresses of absences and of repairs: who records, who reads, who decides."""

import datetime

from schedules.models import Plan
from schedules.services.aways import record_away
from schedules.services.repairs import recheck
from tests.matrix import Row, everybody
from tests.matrix_schedules_office import INSIDE, published
from units import clock
from units.models import Employee

DAY = datetime.date(2026, 12, 10)


def _away(city):
    away = record_away(
        city.sari, kind="cuti", starts_on=DAY, ends_on=DAY, letter_number="850/1",
        actor=city.hana.user,
    )  # fmt: skip
    return {"pk": away.pk}


def _repair(city):
    """One of the people at home on a day is ill: a proposal waits."""
    kwargs = published(city)
    ill = Employee.objects.filter(assignments__plan=kwargs["pk"], assignments__date=DAY).first()
    record_away(ill, kind="sakit", starts_on=DAY, ends_on=DAY, actor=city.wati.user)
    Plan.objects.filter(pk=kwargs["pk"]).update(recheck_asked_at=clock.now())
    recheck(kwargs["pk"])
    return kwargs | {"repair_pk": Plan.objects.get(**kwargs).repairs.get().pk}


def _sari(city):
    return {"employee_pk": city.sari.pk}


LEAVE = {
    "kind": "cuti", "starts_on": "2026-12-10", "ends_on": "2026-12-11", "letter_number": "850/2",
}  # fmt: skip
HANDLES = {"head": 200, "agency_head": 200, "unit_hr": 200, "city_hr": 200, "foreign_head": 200}

ROWS = [
    Row("schedules:away_list", everybody(403, **HANDLES)),
    Row(
        "schedules:away_new",
        everybody(404, employee=403, head=403, agency_head=403, unit_hr=200, city_hr=200),
        kwargs=_sari,
    ),
    Row(
        "schedules:away_new",
        everybody(404, employee=403, head=403, agency_head=403, unit_hr=302, city_hr=302),
        kwargs=_sari,
        method="post",
        data=lambda city: LEAVE,
    ),
    Row(
        "schedules:away_withdraw",
        everybody(404, head=403, agency_head=403, unit_hr=200, city_hr=200),
        kwargs=_away,
    ),
    Row(
        "schedules:away_withdraw",
        everybody(404, head=403, agency_head=403, unit_hr=302, city_hr=302),
        kwargs=_away,
        method="post",
        data=lambda city: {"reason": "Salah orang"},
    ),
    Row("schedules:repair_list", everybody(403, **HANDLES)),
    Row("schedules:plan_repair", everybody(404, **INSIDE), kwargs=_repair),
    Row("schedules:plan_recheck", everybody(405), kwargs=published, note="never by GET"),
    Row(
        "schedules:plan_recheck",
        everybody(404, **dict.fromkeys(INSIDE, 302), employee=403),
        kwargs=published,
        method="post",
    ),
    Row("schedules:repair_accept", everybody(405), kwargs=_repair, note="never by GET"),
    Row(
        "schedules:repair_accept",
        everybody(404, head=302, agency_head=302, unit_hr=403, city_hr=403),
        kwargs=_repair,
        method="post",
    ),
    Row("schedules:repair_reject", everybody(405), kwargs=_repair, note="never by GET"),
    Row(
        "schedules:repair_reject",
        everybody(404, head=302, agency_head=302, unit_hr=403, city_hr=403),
        kwargs=_repair,
        method="post",
        data=lambda city: {"reason": "Diatur lewat penarikan"},
    ),
]
