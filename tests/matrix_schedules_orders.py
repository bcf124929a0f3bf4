"""The addresses of orders over plans: recalls to the office and emergency mode."""

from schedules.services.recalls import recall_people
from tests.matrix import Row, everybody
from tests.schedules.swap_cast import THURSDAY, published_plan

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
]
