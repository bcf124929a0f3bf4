"""The addresses of orders over plans: recalls to the office and emergency mode."""

import datetime

from schedules.services.emergencies import declare_emergency
from schedules.services.recalls import recall_people
from tests.matrix import Row, everybody
from tests.schedules.swap_cast import THURSDAY, published_plan

NEXT_WEEK = {"starts_on": datetime.date(2026, 12, 15), "ends_on": datetime.date(2026, 12, 17)}
HEADS = {"head": 200, "agency_head": 200, "foreign_head": 200}


def recalled(city):
    published_plan(city)
    return recall_people(
        [city.sari.pk], date=THURSDAY, reason="Rapat anggaran", actor=city.rudi.user
    )


def recall(city):
    return {"pk": recalled(city).pk}


def own_day(city):
    return {"pk": recalled(city).people.get().pk}


def emergency(city, name="pk"):
    found = declare_emergency(
        kind="flood", reason="Banjir", letter_number="1", units=[city.division],
        letter_dated_on=datetime.date(2026, 12, 1), employee_ids=[], confirmation="",
        actor=city.wati.user, **NEXT_WEEK,
    )  # fmt: skip
    return {name: found.pk}


def emergency_letter(city):
    return emergency(city, "emergency_pk")


def shorter(city):
    return {"ends_on": "2026-12-16", "seen": "2026-12-17", "reason": "Surut", "status": "cancelled"}


def cancelling(city):
    return {"people": [city.sari.pk], "reason": "Rapat ditunda", "date": "2026-12-01"}


ROWS = [
    Row("schedules:recall_list", everybody(403, **HEADS, city_hr=200)),
    Row("schedules:recall_new", everybody(403, **HEADS)),
    Row(
        "schedules:recall_new",
        everybody(403, head=422, agency_head=422, foreign_head=422),
        method="post",
        note="nobody chosen",
    ),
    Row(
        "schedules:recall_detail",
        everybody(404, head=200, agency_head=200, city_hr=200),
        kwargs=recall,
    ),
    Row("schedules:recall_cancel", everybody(405), kwargs=recall, note="never by GET"),
    Row(
        "schedules:recall_cancel",
        everybody(404, head=302, agency_head=302, city_hr=403),
        kwargs=recall,
        method="post",
        data=cancelling,
    ),
    Row("schedules:recall_acknowledge", everybody(405), kwargs=own_day, note="never by GET"),
    Row(
        "schedules:recall_acknowledge",
        everybody(404, employee=302, head=403, agency_head=403, city_hr=403),
        kwargs=own_day,
        method="post",
    ),
    Row("schedules:emergency_list", everybody(403, **HEADS, city_hr=200, unit_hr=200)),
    Row("schedules:emergency_new", everybody(403, **HEADS, city_hr=200)),
    Row(
        "schedules:emergency_new",
        everybody(403, head=422, agency_head=422, foreign_head=422, city_hr=422),
        method="post",
        note="nothing filled in",
    ),
    Row(
        "schedules:emergency_detail",
        everybody(404, head=200, agency_head=200, unit_hr=200, city_hr=200),
        kwargs=emergency,
    ),
    Row(
        "schedules:emergency_progress",
        everybody(404, head=200, agency_head=200, unit_hr=200, city_hr=200),
        kwargs=emergency,
    ),
    Row("schedules:emergency_change", everybody(405), kwargs=emergency, note="never by GET"),
    Row(
        "schedules:emergency_change",
        everybody(404, head=403, unit_hr=403, agency_head=302, city_hr=302),
        kwargs=emergency,
        method="post",
        data=shorter,
    ),
    Row("schedules:emergency_cancel", everybody(405), kwargs=emergency, note="never by GET"),
    Row(
        "schedules:emergency_cancel",
        everybody(404, head=403, unit_hr=403, agency_head=302, city_hr=302),
        kwargs=emergency,
        method="post",
        data=lambda city: {"reason": "Tidak jadi"},
    ),
    Row(
        "schedules:emergency_letter_new",
        everybody(404, head=200, agency_head=200, unit_hr=200, city_hr=200),
        kwargs=emergency_letter,
    ),
    Row(
        "schedules:emergency_letter_new",
        everybody(404, head=422, agency_head=422, unit_hr=422, city_hr=422),
        kwargs=emergency_letter,
        method="post",
        note="nobody signs",
    ),
]
